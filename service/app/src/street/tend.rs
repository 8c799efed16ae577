//! What has to happen by itself: duties that fall due, days that pass, marks
//! in the logs. A job of the school's own that asks for itself again.

use gatehouse_domain::{
    biometric,
    custody::State,
    ids::{PhotoId, SchoolId, SubjectId},
    retention::DutyKind,
};
use gatehouse_store::{
    db::Tx,
    destructions,
    duties::{self, DutyRow},
    log::{self, Log},
    photos,
    queue::{self, Claimed},
    releases::{self, StageCode},
    templates,
};
use jiff::SignedDuration;

use super::{StreetError, dossier::Facts, jobs, releases::Machine};
use crate::house::House;

/// How often a school is looked after.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Duties that are looked at in one transaction.
const AT_ONCE: u16 = 200;

/// What looking after a school came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Things whose destruction was decided.
    pub ended: usize,
    /// Releases that were taken back because a permission ended by itself.
    pub recalled: usize,
    /// Lines that were cut from the access log.
    pub cut: u64,
}

impl House {
    /// Does the job, and asks for the next.
    pub(crate) async fn tend_job(&self, job: &Claimed) -> Result<(), StreetError> {
        self.tend(job.school).await?;
        let now = self.now();
        let next = now.checked_add(EVERY).unwrap_or(now);
        let mut tx = self.decide(job.school).await?;
        queue::finish(&mut tx, job, now).await?;
        self.ask(&mut tx, job.school, (jobs::TEND, job.school.0), next)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Looks after a school now: decides the end of everything that is due,
    /// takes back what may no longer be out, marks the logs.
    ///
    /// # Errors
    /// The store's. What was decided before stays decided.
    pub async fn tend(&self, school: SchoolId) -> Result<Tended, StreetError> {
        let mut tended = Tended {
            ended: self.end_due(school).await?,
            ..Tended::default()
        };
        tended.ended += self.end_templates(school).await?;
        tended.recalled = self.judge_published(school).await?;
        tended.cut = self.mark_logs(school).await?;
        Ok(tended)
    }

    async fn end_due(&self, school: SchoolId) -> Result<usize, StreetError> {
        let mut tx = self.decide(school).await?;
        let due = duties::due(&mut tx, school, self.now(), AT_ONCE).await?;
        let mut ended = 0;
        for duty in &due {
            ended += usize::from(self.end_one(&mut tx, school, duty).await?);
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Decides the end of what a duty is about, where the house itself is to
    /// end it; the others wait for a person.
    async fn end_one(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        duty: &DutyRow,
    ) -> Result<bool, StreetError> {
        let photo = PhotoId(duty.about);
        let why = match duty.kind {
            DutyKind::Original => "original-kept-long-enough",
            DutyKind::Refused => "refused",
            DutyKind::Unused => "unused",
            DutyKind::Master => "last-release-ended",
            DutyKind::Template => return self.end_old_template(tx, school, duty).await,
            DutyKind::Card
            | DutyKind::PublicationReview
            | DutyKind::Export
            | DutyKind::AccessLog
            | DutyKind::Evidence
            | DutyKind::Backup => return Ok(false),
        };
        let Some(row) = photos::get::<Facts>(tx, school, photo).await? else {
            return Ok(false);
        };
        let subject = match (duty.kind, row.state) {
            (_, State::Destroyed) => return Ok(false),
            (DutyKind::Original, State::Cleaned(_) | State::Scanned(_)) => row.original,
            _ => SubjectId::from(photo),
        };
        if destructions::get(tx, school, subject).await?.is_some() {
            return Ok(false);
        }
        if subject == row.original {
            self.end_original(tx, school, &row, why).await?;
        } else {
            self.end_photo(tx, school, photo, (why, None)).await?;
        }
        Ok(true)
    }

    async fn end_old_template(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        duty: &DutyRow,
    ) -> Result<bool, StreetError> {
        let due = templates::list(tx, school).await?;
        let old = due.iter().find(|row| row.about.id.0 == duty.about);
        let Some(old) = old else {
            return Ok(false);
        };
        let ended = templates::remove(tx, school, old.about.person).await?;
        self.end_template(tx, school, &ended, "expired").await?;
        Ok(true)
    }

    /// Purges templates whose gate closed by the passing of a day: the pupil
    /// left, or twelve months are over.
    async fn end_templates(&self, school: SchoolId) -> Result<usize, StreetError> {
        let today = self.today();
        let mut tx = self.decide(school).await?;
        let register = self.register(&mut tx, school).await?;
        let mut ended = 0;
        for row in templates::list(&mut tx, school).await? {
            let person = register
                .key(row.about.person)
                .and_then(|key| register.school.person(key));
            let open = person
                .is_some_and(|person| biometric::status(&person.biometric, today).is_allowed());
            if !open || row.about.expires_on <= today {
                let gone = templates::remove(&mut tx, school, row.about.person).await?;
                self.end_template(&mut tx, school, &gone, "gate-closed")
                    .await?;
                ended += 1;
            }
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Judges what is out again, each release in a transaction of its own: a
    /// permission may have ended, or a pupil left, with the passing of a day.
    async fn judge_published(&self, school: SchoolId) -> Result<usize, StreetError> {
        let mut tx = self.db.read().await?;
        let mut out = Vec::new();
        for stage in [
            StageCode::Approved,
            StageCode::Publishing,
            StageCode::Published,
        ] {
            let rows = releases::in_stage::<Machine>(&mut tx, school, stage).await?;
            out.extend(rows.into_iter().map(|row| row.id));
        }
        drop(tx);
        let mut recalled = 0;
        for id in out {
            let mut tx = self.decide(school).await?;
            let mut open = self.open(&mut tx, school, id).await?;
            if open.row.stage == StageCode::Recalled {
                continue;
            }
            let found = self.look_at(&mut tx, school, &open, true).await?;
            let before = open.machine.clone();
            let outcome = found.outcome.clone();
            let event = gatehouse_domain::release::Event::Judged { outcome };
            // Nothing is written where nothing changed.
            if before.step(&event)? != before {
                self.keep_verdict(&mut tx, school, &open, &found).await?;
                self.step(&mut tx, school, &mut open, &event).await?;
                tx.commit().await?;
                recalled += usize::from(open.row.stage == StageCode::Recalled);
            }
        }
        Ok(recalled)
    }

    /// Marks both logs, outside the database first, and cuts the access log.
    async fn mark_logs(&self, school: SchoolId) -> Result<u64, StreetError> {
        let now = self.now();
        for which in Log::ALL {
            let mut tx = self.decide(school).await?;
            if let Some(mark) = log::checkpoint(&mut tx, which, school, &self.signing, now).await? {
                self.ledger.add_checkpoint(&mark)?;
                tx.commit().await?;
            }
        }
        let mut tx = self.decide(school).await?;
        let register = self.register(&mut tx, school).await?;
        let rules = &register.school.profile.retention;
        // What was written before this is over its period now.
        let Some(before) = rules.anchor_of(DutyKind::AccessLog, now) else {
            return Ok(0);
        };
        let cut = log::cut(&mut tx, Log::Access, school, before, &self.signing, now).await?;
        let Some((mark, removed)) = cut else {
            return Ok(0);
        };
        self.ledger.add_checkpoint(&mark)?;
        tx.commit().await?;
        Ok(removed)
    }
}
