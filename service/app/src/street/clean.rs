//! The second stop: the original is opened in a decode process, the pixels are
//! written afresh and proved, and from then on the original has to go.

use gatehouse_domain::{
    custody::{self, Event, State},
    ids::{PhotoId, SchoolId},
};
use gatehouse_picture::{Carried, CleanPicture, Refusal, Rendition as Size};
use gatehouse_store::{
    destructions,
    log::{self, Entry, Log},
    objects::ObjectName,
    photos::{self, PhotoRow},
    queue::{self, Claimed},
    renditions::{self, Rendition},
};

use super::{StreetError, dossier::Facts, intake::ORIGINAL, jobs};
use crate::{decode::DecodePool, house::House};

/// The object's name of the cleaned picture that is kept.
pub(crate) const MASTER: &str = "master";
/// The object's name of the picture that goes out.
pub(crate) const CHANNEL: &str = "channel";
/// The object's name of the picture on a page of many.
pub(crate) const THUMBNAIL: &str = "thumbnail";

/// What a file came to.
struct Made {
    carried: Carried,
    master: CleanPicture,
    channel: CleanPicture,
    thumbnail: CleanPicture,
}

impl House {
    /// Does the job.
    pub(crate) async fn clean(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, photo) = (job.school, PhotoId(job.about));
        let mut tx = self.db.read().await?;
        let row = photos::get::<Facts>(&mut tx, school, photo).await?;
        drop(tx);
        let Some(row) = row.filter(|row| row.state == State::Received) else {
            return self.done(job).await;
        };
        let key = self.key(school, row.original).await?;
        let name = ObjectName::parse(ORIGINAL)?;
        let limit = self.photo_bytes;
        let bytes = self
            .objects
            .get(school, row.original, &name, &key, limit)
            .await?;
        let pool = self.pool.clone();
        match self.heavy(move || make(&pool, &bytes)).await {
            Ok(made) => self.keep(job, &row, &made).await,
            // The machine was at fault, not the file: it is tried again.
            Err(refusal) if refusal.is_of_the_machine() => {
                Err(crate::check::CheckError::from(refusal).into())
            }
            Err(refusal) => self.refuse(job, &row, refusal).await,
        }
    }

    async fn keep(
        &self,
        job: &Claimed,
        row: &PhotoRow<Facts>,
        made: &Made,
    ) -> Result<(), StreetError> {
        let (school, photo, now) = (job.school, row.id, self.now());
        let key = self.key(school, photo).await?;
        let mut kept = Vec::new();
        for (name, picture) in [
            (MASTER, &made.master),
            (CHANNEL, &made.channel),
            (THUMBNAIL, &made.thumbnail),
        ] {
            let object = ObjectName::parse(name)?;
            let stored = self
                .objects
                .put(
                    school,
                    photo.into(),
                    &object,
                    &key,
                    &*self.entropy,
                    picture.bytes(),
                )
                .await?;
            kept.push(Rendition {
                name: name.to_owned(),
                subject: photo.into(),
                bytes: stored.bytes,
                sha256: stored.sha256,
                size: Some((picture.width(), picture.height())),
                made_at: now,
            });
        }
        let mut tx = self.decide(school).await?;
        let next = custody::step(row.state, Event::Cleaned { proved: true })?;
        photos::step(&mut tx, school, photo, (row.state, next), None, now).await?;
        for rendition in &kept {
            renditions::put(&mut tx, school, photo, rendition).await?;
        }
        let facts = Facts {
            carried: made.carried,
            route: None,
        };
        let size = (made.master.width(), made.master.height());
        photos::set_facts(&mut tx, school, photo, (&key, &*self.entropy), &facts, size).await?;
        self.end_original(&mut tx, school, row, "cleaned").await?;
        self.ask(&mut tx, school, (jobs::SCAN, photo.0), now)
            .await?;
        self.settle(&mut tx, school, photo).await?;
        let entry = Entry {
            actor: None,
            verb: "clean",
            about: Some(("photo", photo.0)),
            outcome: "cleaned",
            facts: kept.first().map(|master| master.sha256),
        };
        log::append(&mut tx, Log::Evidence, school, &entry, now).await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }

    /// The file is no picture that can be used: it is refused, with why.
    async fn refuse(
        &self,
        job: &Claimed,
        row: &PhotoRow<Facts>,
        refusal: Refusal,
    ) -> Result<(), StreetError> {
        let (school, photo, now) = (job.school, row.id, self.now());
        let mut tx = self.decide(school).await?;
        let next = custody::step(row.state, Event::Refused { released: false })?;
        let steps = (row.state, next);
        photos::step(&mut tx, school, photo, steps, Some(refusal.code()), now).await?;
        self.settle(&mut tx, school, photo).await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }

    /// The original has to go: decided here, done by a job of its own.
    pub(crate) async fn end_original(
        &self,
        tx: &mut gatehouse_store::db::Tx,
        school: SchoolId,
        row: &PhotoRow<Facts>,
        why: &'static str,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let what = ("original", why);
        destructions::decide(tx, school, row.original, what, (now, None)).await?;
        self.ask(tx, school, (jobs::DESTROY, row.original.0), now)
            .await?;
        Ok(())
    }

    /// Ends a job that finds nothing left to do.
    pub(crate) async fn done(&self, job: &Claimed) -> Result<(), StreetError> {
        let mut tx = self.decide(job.school).await?;
        queue::finish(&mut tx, job, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Tells a photo's duties anew, by the profile as it is now.
    pub(crate) async fn settle(
        &self,
        tx: &mut gatehouse_store::db::Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        let register = self.register(tx, school).await?;
        let rules = &register.school.profile.retention;
        Box::pin(self.set_duties(tx, school, photo, rules)).await
    }
}

fn make(pool: &DecodePool, bytes: &[u8]) -> Result<Made, Refusal> {
    let decoded = pool.decode(bytes)?;
    Ok(Made {
        carried: decoded.carried,
        master: Size::Master.make(&decoded.pixels)?,
        channel: Size::Channel.make(&decoded.pixels)?,
        thumbnail: Size::Thumbnail.make(&decoded.pixels)?,
    })
}
