//! The way back: a release that was taken back is taken down outside, looked
//! for, and proved gone.

use gatehouse_domain::{ids::ReleaseId, retention::DutyKind};
use gatehouse_publish::Presence;
use gatehouse_store::{
    duties,
    queue::{self, Claimed},
    releases::{self, StageCode},
};
use sha2::{Digest as _, Sha256};

use super::{StreetError, releases::Machine};
use crate::house::House;

impl House {
    /// Does the job.
    pub(crate) async fn recall(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, release) = (job.school, ReleaseId(job.about));
        let mut tx = self.db.read().await?;
        let row = releases::get::<Machine>(&mut tx, school, release)
            .await?
            .ok_or(StreetError::NoSuch("post"))?;
        let photos = releases::pictures(&mut tx, school, release).await?;
        drop(tx);
        if row.stage != StageCode::Recalled {
            return self.done(job).await;
        }
        let channel = row.channel;
        let outlet = self
            .outlets
            .get(&channel)
            .cloned()
            .ok_or(StreetError::NoOutlet(channel))?;
        let slug = row
            .slug
            .parse()
            .map_err(|_| StreetError::Register("slug"))?;
        let left = self
            .heavy(move || outlet.recall(&slug).and_then(|_| outlet.look(&slug)))
            .await?;
        if left != Presence::Gone {
            return Err(StreetError::StillOut);
        }
        let now = self.now();
        let mut tx = self.decide(school).await?;
        releases::set_gone(&mut tx, school, release, now).await?;
        duties::meet(
            &mut tx,
            school,
            (DutyKind::PublicationReview, release.0),
            now,
            None,
        )
        .await?;
        if row.published_at.is_some() {
            let register = self.register(&mut tx, school).await?;
            let rules = &register.school.profile.retention;
            let duty = rules.duty(DutyKind::Evidence, now);
            duties::set(&mut tx, school, release.0, &duty, (now, &*self.entropy)).await?;
        } else {
            self.keep_for_a_while(&mut tx, school, release).await?;
        }
        for photo in &photos {
            self.settle(&mut tx, school, *photo).await?;
        }
        let facts: [u8; 32] = Sha256::digest(row.slug.as_bytes()).into();
        self.prove(&mut tx, school, None, ("recall", "gone"), (release, facts))
            .await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }
}
