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

    /// Sees that everything is there, brings the logs' marks inside and outside
    /// level, and lists what is published afresh. Done again, it finds nothing
    /// to do.
    ///
    /// # Errors
    /// [`StreetError::HalfRestored`] before anything is changed; what cannot be
    /// reached or is damaged. Then the house is not to be used.
    pub async fn arrive(&self) -> Result<(), StreetError> {
        self.find_stores().await?;
        self.refuse_half_restored().await?;
        self.find_ledger().await?;
        let now = self.now();
        queue::clock_went_back(&self.db, now).await?;
        let mut tx = self.db.read().await?;
        let schools = school::list(&mut tx).await?;
        drop(tx);
        let key = self.signing.verifying_key();
        for id in schools {
            let mut tx = self.decide(id).await?;
            let caught_up = log::catch_up(&mut tx, id, &self.ledger, &key).await?;
            // A sweep walks everything: one that is asked for keeps its time.
            self.ask(&mut tx, id, (jobs::TEND, id.0), now).await?;
            let waiting = queue::pending_for(&mut tx, id.0).await?;
            if !waiting.iter().any(|kind| kind == jobs::SWEEP) {
                self.ask(&mut tx, id, (jobs::SWEEP, id.0), now).await?;
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
        Ok(())
    }

    /// Ends destructions that were cut off halfway, and sweeps what half-written
    /// files left. It walks all keys and objects: for the start of a worker, and
    /// once a day.
    ///
    /// # Errors
    /// What cannot be reached.
    pub(crate) async fn put_in_order(&self) -> Result<(), StreetError> {
        let now = self.now();
        let finished = self.keys.finish_destructions().await?;
        let before = now.checked_sub(ABANDONED).unwrap_or(now);
        let swept = self.objects.sweep_unfinished(before).await?;
        if finished > 0 || swept > 0 {
            tracing::info!(finished, swept, "what was cut off halfway was put in order");
        }
        Ok(())
    }

    /// Sees that objects and keys are those of this house. Before there
    /// is a school nothing is in them, and they are made ready.
    ///
    /// # Errors
    /// [`ObjectError::NotThere`](gatehouse_store::objects::ObjectError) where a
    /// disk is not connected; then the house is not to be used.
    pub(crate) async fn find_stores(&self) -> Result<(), StreetError> {
        let schools = self.schools().await?;
        for store in [self.keys.store(), self.objects.store()] {
            if schools.is_empty() {
                store.set_up().await?;
            } else {
                store.there().await?;
            }
        }
        Ok(())
    }

    /// Sees that the ledger is not an empty one in the place of another, as
    /// where a disk is not connected.
    async fn find_ledger(&self) -> Result<(), StreetError> {
        if !self.ledger.is_blank()? {
            return Ok(());
        }
        let mut tx = self.db.read().await?;
        for school in school::list(&mut tx).await? {
            if log::is_marked(&mut tx, school).await? {
                return Err(log::LogError::Blank.into());
            }
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
        self.find_stores().await?;
        self.refuse_half_restored().await?;
        for outlet in self.outlets.values() {
            let outlet = Arc::clone(outlet);
            self.heavy(move || outlet.set_up()).await?;
        }
        Ok(())
    }
}
