//! The fifth stop: an approved release goes out. It is judged again in the
//! transaction that claims the attempt, so that no permission that ended
//! meanwhile is overlooked; the post's random name makes a second attempt the
//! same as the first.

use gatehouse_domain::{
    findings::TextKind,
    ids::{PhotoId, ReleaseId, SchoolId},
    names::Words,
    release::Event,
    retention::DutyKind,
};
use gatehouse_publish::{Picture, Post, Receipt};
use gatehouse_store::{
    duties,
    objects::ObjectName,
    queue::{self, Claimed},
    releases::{self, StageCode},
    renditions, words,
};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{StreetError, clean::CHANNEL, jobs, releases::Open};
use crate::house::House;

/// Renditions are at most 2,560 px at quality 85.
const RENDITION_BYTES: u64 = 64 << 20;

impl House {
    /// Does the job.
    pub(crate) async fn publish(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, release) = (job.school, ReleaseId(job.about));
        let Some(open) = self.claim(job, release).await? else {
            return Ok(());
        };
        match self.send(school, &open).await {
            Ok(receipt) => self.confirm(job, release, &receipt).await,
            Err(error) => {
                self.failed(school, release, error.nothing_out()).await?;
                Err(error)
            }
        }
    }

    /// Gathers the post and hands it to the channel.
    async fn send(&self, school: SchoolId, open: &Open) -> Result<Receipt, StreetError> {
        let outlet = self
            .outlets
            .get(&open.row.channel)
            .cloned()
            .ok_or(StreetError::NoOutlet(open.row.channel))?;
        let post = self.post(school, open).await?;
        Ok(self.heavy(move || outlet.publish(&post)).await?)
    }

    /// An attempt failed. Where nothing can be out, the release is approved as
    /// before and can be changed; the job is tried again.
    async fn failed(
        &self,
        school: SchoolId,
        release: ReleaseId,
        nothing_out: bool,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, release).await?;
        if open.row.stage == StageCode::Publishing {
            let event = Event::Failed { nothing_out };
            self.step(&mut tx, school, &mut open, &event).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Claims the attempt: judged again in this transaction. Nothing comes
    /// back where it may not go out, or is out already; the job is ended then.
    async fn claim(&self, job: &Claimed, release: ReleaseId) -> Result<Option<Open>, StreetError> {
        let (school, now) = (job.school, self.now());
        let mut tx = self.decide(school).await?;
        if self.has_ended(&mut tx, school, release).await? {
            // Taken back, and nothing is kept of it any more.
            queue::finish(&mut tx, job, now).await?;
            tx.commit().await?;
            return Ok(None);
        }
        let mut open = self.open(&mut tx, school, release).await?;
        match open.row.stage {
            StageCode::Approved | StageCode::Publishing => {
                let found = self.look_at(&mut tx, school, &open, true).await?;
                self.keep_verdict(&mut tx, school, &open, &found).await?;
                let outcome = found.outcome;
                self.step(&mut tx, school, &mut open, &Event::Claimed { outcome })
                    .await?;
            }
            // Taken back while an attempt was under way, perhaps one that was
            // killed after it wrote: it is looked for outside once more.
            StageCode::Recalled => {
                self.ask_first(&mut tx, school, (jobs::RECALL, release.0))
                    .await?;
            }
            StageCode::Draft | StageCode::Judged | StageCode::Published => {}
        }
        let claimed = open.row.stage == StageCode::Publishing;
        if !claimed {
            queue::finish(&mut tx, job, now).await?;
        }
        tx.commit().await?;
        Ok(claimed.then_some(open))
    }

    /// What goes out, gathered from what is kept.
    async fn post(&self, school: SchoolId, open: &Open) -> Result<Post, StreetError> {
        let mut tx = self.db.read().await?;
        let mut pictures = Vec::with_capacity(open.photos.len());
        for photo in &open.photos {
            pictures.push(self.picture(&mut tx, school, *photo).await?);
        }
        let slug = open
            .row
            .slug
            .parse()
            .map_err(|_| StreetError::Register("slug"))?;
        // The moment it was put together: the same at every attempt.
        let made = moment(open.row.id.0);
        Ok(Post::new(slug, None, made, pictures)?)
    }

    async fn picture(
        &self,
        tx: &mut gatehouse_store::db::Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<Picture, StreetError> {
        let key = self.key(school, photo).await?;
        let mut kept = renditions::of_photo(tx, school, photo).await?;
        kept.retain(|rendition| rendition.name == CHANNEL);
        let rendition = kept.pop().ok_or(StreetError::NotChecked)?;
        let name = ObjectName::parse(CHANNEL)?;
        let bytes = self
            .objects
            .get(school, photo.into(), &name, &key, RENDITION_BYTES)
            .await?;
        let hash: [u8; 32] = Sha256::digest(&*bytes).into();
        let size = rendition.size.filter(|_| hash == rendition.sha256);
        let size = size.ok_or(StreetError::Register("rendition"))?;
        let (mut alt, mut caption) = (None, None);
        for (kind, text) in words::of_photo(tx, school, photo).await? {
            let text = Words::parse(&text.open(&key)?);
            let text = text.map_err(|_| StreetError::Register("words"))?;
            match kind {
                TextKind::AltText => alt = Some(text),
                TextKind::Caption => caption = Some(text),
                _ => {}
            }
        }
        let alt = alt.ok_or(StreetError::Register("words"))?;
        Ok(Picture::new(bytes.to_vec(), size, alt, caption)?)
    }

    /// It is out: said in one transaction with everything that follows. Where
    /// it was taken back meanwhile, it is taken down again.
    async fn confirm(
        &self,
        job: &Claimed,
        release: ReleaseId,
        receipt: &Receipt,
    ) -> Result<(), StreetError> {
        let (school, now) = (job.school, self.now());
        let text = serde_json::to_string(receipt).map_err(|_| StreetError::Register("receipt"))?;
        let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, release).await?;
        if open.row.stage != StageCode::Publishing {
            // Taken back meanwhile. Said in a transaction of its own: whoever
            // has the job by now, what was written has to go.
            self.ask_first(&mut tx, school, (jobs::RECALL, release.0))
                .await?;
            tx.commit().await?;
            return self.done(job).await;
        }
        releases::set_receipt(&mut tx, school, release, &text).await?;
        self.step(&mut tx, school, &mut open, &Event::Confirmed)
            .await?;
        let register = self.register(&mut tx, school).await?;
        let rules = &register.school.profile.retention;
        let duty = rules.duty(DutyKind::PublicationReview, now);
        duties::set(&mut tx, school, release.0, &duty, (now, &*self.entropy)).await?;
        for photo in &open.photos {
            self.settle(&mut tx, school, *photo).await?;
        }
        let verb = ("publish", "out");
        self.prove(&mut tx, school, None, verb, (release, hash))
            .await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }
}

/// The moment in a UUID of version 7.
pub(super) fn moment(id: Uuid) -> Timestamp {
    let millis = id.as_u128() >> 80;
    i64::try_from(millis)
        .ok()
        .and_then(|millis| Timestamp::from_millisecond(millis).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
