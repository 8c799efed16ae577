//! What is put in order whenever the house is opened, for it may have been
//! left in the middle of anything.

use std::sync::Arc;

use gatehouse_store::{log, queue, school};
use jiff::SignedDuration;

use super::House;
use crate::street::{StreetError, jobs};

/// Writes that were begun so long ago are not going on any more.
const ABANDONED: SignedDuration = SignedDuration::from_hours(24);

impl House {
    async fn refuse_half_restored(&self) -> Result<(), StreetError> {
        if self.is_half_restored().await? {
            return Err(StreetError::HalfRestored);
        }
        Ok(())
    }

    /// Ends destructions that were cut off halfway, sweeps what half-written
    /// files left, brings the logs' marks inside and outside level, and lists
    /// what is published afresh. Done again, it finds nothing to do.
    ///
    /// # Errors
    /// [`StreetError::HalfRestored`] before anything is touched; what cannot be
    /// reached or is damaged. Then the house is not to be used.
    pub async fn arrive(&self) -> Result<(), StreetError> {
        self.refuse_half_restored().await?;
        let now = self.now();
        let finished = self.keys.finish_destructions().await?;
        let before = now.checked_sub(ABANDONED).unwrap_or(now);
        let swept = self.objects.sweep_unfinished(before).await?;
        queue::clock_went_back(&self.db, now).await?;
        let mut tx = self.db.read().await?;
        let schools = school::list(&mut tx).await?;
        drop(tx);
        let key = self.signing.verifying_key();
        for id in schools {
            let mut tx = self.decide(id).await?;
            let caught_up = log::catch_up(&mut tx, id, &self.ledger, &key).await?;
            // Asked for already, nothing changes.
            for kind in [jobs::TEND, jobs::SWEEP] {
                self.ask(&mut tx, id, (kind, id.0), now).await?;
            }
            if self
                .vault
                .as_ref()
                .is_some_and(|vault| vault.every_days.is_some())
            {
                let round = (jobs::BACKUP, jobs::HOUSE);
                self.ask(&mut tx, id, round, now).await?;
            }
            tx.commit().await?;
            if caught_up != log::CaughtUp::default() {
                tracing::warn!(
                    inside = caught_up.inside,
                    outside = caught_up.outside,
                    "the logs' marks inside and outside were not level, as after a power cut"
                );
            }
        }
        for outlet in self.outlets.values() {
            let outlet = Arc::clone(outlet);
            self.heavy(move || outlet.tidy()).await?;
        }
        if finished > 0 || swept > 0 {
            tracing::info!(finished, swept, "what was cut off halfway was put in order");
        }
        Ok(())
    }

    /// Makes the folders that channels are published in ready, once.
    ///
    /// # Errors
    /// A folder that holds something else, or cannot be written;
    /// [`StreetError::HalfRestored`], since a new folder would look as if all
    /// that was out were gone.
    pub async fn set_up_outlets(&self) -> Result<(), StreetError> {
        self.refuse_half_restored().await?;
        for outlet in self.outlets.values() {
            let outlet = Arc::clone(outlet);
            self.heavy(move || outlet.set_up()).await?;
        }
        Ok(())
    }
}
