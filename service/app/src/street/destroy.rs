//! The last stop: what was decided to be destroyed is deleted, its key is
//! destroyed, it is looked for everywhere, and only then a line says so, in
//! the ledger outside the database first.

use gatehouse_domain::{
    custody::{self, Event, State},
    ids::{PersonId, PhotoId, ReleaseId, SchoolId, SubjectId},
    retention::DutyKind,
};
use gatehouse_store::{
    db::Tx,
    destructions::{self, Destruction},
    duties,
    log::{self, Entry, Log, outside},
    photos,
    queue::{self, Claimed},
    releases, renditions,
    seal::SealError,
};
use jiff::Timestamp;

use super::{StreetError, dossier::Facts, duties::may_be_out};
use crate::house::House;

impl House {
    /// Does the job.
    pub(crate) async fn destroy(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, subject) = (job.school, SubjectId(job.about));
        let mut tx = self.db.read().await?;
        let decided = destructions::get(&mut tx, school, subject).await?;
        drop(tx);
        let Some(decided) = decided.filter(|decided| decided.verified_at.is_none()) else {
            return self.done(job).await;
        };
        // Before anything is erased: without the register nothing is ended.
        let register = self.now_register(school).await?;
        let at = self.erase(school, subject).await?;
        let rules = &register.school.profile.retention;
        // Outside first: should the rest never happen, the line is true.
        self.ledger.add_destruction(
            &outside::Destruction {
                school,
                subject,
                kind: decided.kind.clone(),
                why: decided.why.clone(),
                at,
                authority: decided.decided_by,
                backup_horizon: rules.deadline(DutyKind::Backup, at),
            },
            &self.signing,
        )?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        self.cross_out(&mut tx, school, &decided, now).await?;
        destructions::verify(&mut tx, school, subject, now).await?;
        let entry = Entry {
            actor: decided.decided_by,
            verb: "destroy",
            about: Some(("subject", subject.0)),
            outcome: "verified",
            facts: None,
        };
        log::append(&mut tx, Log::Evidence, school, &entry, now).await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }

    /// Deletes a subject's objects and its key, and looks that neither is to
    /// be found. Doing it again changes nothing.
    pub(crate) async fn erase(
        &self,
        school: SchoolId,
        subject: SubjectId,
    ) -> Result<Timestamp, StreetError> {
        self.objects.delete_subject(school, subject).await?;
        let at = self.keys.destroy(school, subject, self.now()).await?;
        match self.keys.open(school, subject).await {
            Err(SealError::Destroyed) => Ok(at),
            Err(error) => Err(error.into()),
            Ok(_) => Err(SealError::StillThere.into()),
        }
    }

    /// What the destruction means for the rows.
    pub(crate) async fn cross_out(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        decided: &Destruction,
        now: Timestamp,
    ) -> Result<(), StreetError> {
        let subject = decided.subject;
        match decided.kind.as_str() {
            "original" => {
                renditions::forget(tx, school, subject).await?;
                if let Some(photo) = photos::of_original(tx, school, subject).await? {
                    self.step_photo(
                        tx,
                        school,
                        photo,
                        Event::OriginalDestroyed { verified: true },
                    )
                    .await?;
                }
            }
            "photo" => {
                let photo = PhotoId(subject.0);
                photos::empty(tx, school, photo).await?;
                let event = Event::Destroyed {
                    verified: true,
                    released: false,
                };
                self.step_photo(tx, school, photo, event).await?;
                self.end_releases_of(tx, school, photo).await?;
            }
            "release" => {
                self.cross_out_release(tx, school, ReleaseId(subject.0))
                    .await?;
            }
            "person" => {
                self.cross_out_person(tx, school, PersonId(subject.0))
                    .await?;
            }
            "template" => {
                duties::meet(tx, school, (DutyKind::Template, subject.0), now, None).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn step_photo(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
        event: Event,
    ) -> Result<(), StreetError> {
        let Some(row) = photos::get::<Facts>(tx, school, photo).await? else {
            return Ok(());
        };
        // Destroyed as a whole meanwhile, or said before a kill.
        let over = match event {
            // A photo that was never cleaned goes as a whole, by its own job.
            Event::OriginalDestroyed { .. } => {
                !row.state.has_original() || row.state == State::Received
            }
            _ => row.state == State::Destroyed,
        };
        if over {
            return Ok(());
        }
        let next = custody::step(row.state, event)?;
        photos::step(tx, school, photo, (row.state, next), None, self.now()).await?;
        self.settle(tx, school, photo).await
    }

    /// Decides that a whole photo is to be destroyed, its original with it.
    ///
    /// # Errors
    /// [`custody::Refusal::StillReleased`] while a release of it has not been
    /// taken back and seen to be gone; the store's.
    pub(crate) async fn end_photo(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
        (why, by): (&'static str, Option<gatehouse_domain::ids::AccountId>),
    ) -> Result<(), StreetError> {
        let row = photos::get::<Facts>(tx, school, photo)
            .await?
            .ok_or(StreetError::NoSuch("photo"))?;
        let fates = releases::fates(tx, school, photo).await?;
        let released = fates.iter().any(may_be_out);
        custody::step(
            row.state,
            Event::Destroyed {
                verified: true,
                released,
            },
        )?;
        // What was being put together with it is given up.
        for id in releases::live_with(tx, school, photo).await? {
            let mut open = self.open(tx, school, id).await?;
            self.step(
                tx,
                school,
                &mut open,
                &gatehouse_domain::release::Event::Recalled,
            )
            .await?;
        }
        photos::drop_mark(tx, school, photo).await?;
        let now = self.now();
        if row.state.has_original() {
            self.end_original(tx, school, &row, why).await?;
        }
        let subject = SubjectId::from(photo);
        destructions::decide(tx, school, subject, ("photo", why), (now, by)).await?;
        self.ask(tx, school, (super::jobs::DESTROY, subject.0), now)
            .await?;
        Ok(())
    }
}
