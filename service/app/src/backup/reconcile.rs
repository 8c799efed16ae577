//! What is out, and what the rows that came back think is out, are made to be
//! the same: whichever of the two knows less, less stays out.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{ReleaseId, SchoolId},
    release::Event,
};
use gatehouse_publish::{Presence, Slug};
use gatehouse_store::{
    log::{self, Entry, Log},
    releases::{self, StageCode},
};
use sha2::{Digest as _, Sha256};

use super::BackupFailed;
use crate::{
    house::House,
    street::{StreetError, releases::Machine},
};

impl House {
    /// Takes down every post that no school knows, and takes back every
    /// release that is not out as it should be; how many of each.
    pub(super) async fn reconcile(&self) -> Result<(usize, usize), BackupFailed> {
        let schools = self.schools().await?;
        let taken_down = self.take_down_unknown(&schools).await?;
        let mut not_out = 0_usize;
        for school in schools {
            not_out = not_out.saturating_add(Box::pin(self.take_back_missing(school)).await?);
        }
        Ok((taken_down, not_out))
    }

    async fn take_down_unknown(&self, schools: &[SchoolId]) -> Result<usize, StreetError> {
        let mut tx = self.db.read().await?;
        let mut known = BTreeSet::new();
        // Of every channel: two may share a folder.
        for &school in schools {
            for channel in Channel::ALL {
                known.extend(releases::out_on(&mut tx, school, channel).await?);
            }
        }
        drop(tx);
        let mut taken_down = 0_usize;
        for outlet in self.outlets.values() {
            let listing = outlet.clone();
            let out = self.heavy(move || listing.posts()).await?;
            for slug in out
                .into_iter()
                .filter(|slug| !known.contains(slug.as_str()))
            {
                let (outlet, post) = (outlet.clone(), slug.clone());
                self.heavy(move || outlet.recall(&post)).await?;
                self.tell_taken_down(schools, &slug).await?;
                taken_down = taken_down.saturating_add(1);
            }
        }
        Ok(taken_down)
    }

    /// Nobody knows any more whose post it was, so every school is told.
    async fn tell_taken_down(&self, schools: &[SchoolId], slug: &Slug) -> Result<(), StreetError> {
        let entry = Entry {
            actor: None,
            verb: "restore",
            about: None,
            outcome: "unknown-post-gone",
            facts: Some(Sha256::digest(slug.as_str().as_bytes()).into()),
        };
        for &school in schools {
            let mut tx = self.decide(school).await?;
            log::append(&mut tx, Log::Evidence, school, &entry, self.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn take_back_missing(&self, school: SchoolId) -> Result<usize, StreetError> {
        let mut tx = self.db.read().await?;
        let rows = releases::in_stage::<Machine>(&mut tx, school, StageCode::Published).await?;
        drop(tx);
        let mut missing = 0_usize;
        for row in rows {
            // A channel that is not set up any more cannot be looked at.
            let Some(outlet) = self.outlets.get(&row.channel).cloned() else {
                continue;
            };
            let slug: Slug = row
                .slug
                .parse()
                .map_err(|_| StreetError::Register("slug"))?;
            let looked = self.heavy(move || outlet.look(&slug)).await?;
            if !matches!(looked, Presence::Out { .. }) {
                Box::pin(self.take_back_one(school, row.id, &row.slug)).await?;
                missing = missing.saturating_add(1);
            }
        }
        Ok(missing)
    }

    async fn take_back_one(
        &self,
        school: SchoolId,
        id: ReleaseId,
        slug: &str,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, id).await?;
        self.step(&mut tx, school, &mut open, &Event::Recalled)
            .await?;
        let facts: [u8; 32] = Sha256::digest(slug.as_bytes()).into();
        self.prove(&mut tx, school, None, ("restore", "not-out"), (id, facts))
            .await?;
        Ok(tx.commit().await?)
    }
}
