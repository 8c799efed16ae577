//! What has to happen by itself: duties that fall due, days that pass, marks
//! in the logs. A job of the school's own that asks for itself again.

use std::sync::Arc;

use gatehouse_domain::{
    biometric,
    custody::State,
    ids::{PhotoId, ReleaseId, SchoolId, SubjectId},
    retention::{DutyKind, school_time_zone},
};
use gatehouse_store::{
    db::Tx,
    destructions,
    duties::{self, DutyRow},
    log::{self, Log},
    photos,
    queue::{self, Claimed},
    releases, sign_in, templates,
};
use jiff::{SignedDuration, Timestamp};

use super::{StreetError, dossier::Facts, jobs};
use crate::house::House;

/// How often a school is looked after.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Whatever was due before this is overdue: a round has passed since that
/// should have carried it out.
pub(super) fn overdue_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(EVERY).unwrap_or(now)
}

/// So long the row of a session or a link that ended stays, to tell its owner
/// that it did.
const DOORS_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// So long a token that ended stays on its owner's list.
const TOKENS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Duties that are looked at in one transaction.
const AT_ONCE: u16 = 200;

/// What looking after a school came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Things whose destruction was decided.
    pub ended: usize,
    /// Releases that were judged again.
    pub judged: usize,
    /// Releases that were taken back because a permission ended by itself.
    pub recalled: usize,
    /// Lines that were cut from the access log.
    pub cut: u64,
    /// Things that could not be done, and are tried again.
    pub failed: usize,
}

impl Tended {
    /// One thing could not be done: it is logged, and the others go on, unless
    /// the store itself is away.
    pub(super) fn note(&mut self, error: StreetError) -> Result<(), StreetError> {
        match error {
            StreetError::Store(error) if error.is_passing() => Err(error.into()),
            error => {
                tracing::warn!(code = error.code(), "while looking after a school: {error}");
                self.failed += 1;
                Ok(())
            }
        }
    }
}

/// Whether the house itself ends such things; the others wait for a person.
const fn is_ours(kind: DutyKind) -> bool {
    matches!(
        kind,
        DutyKind::Original
            | DutyKind::Refused
            | DutyKind::Unused
            | DutyKind::Master
            | DutyKind::Template
            | DutyKind::Evidence
            | DutyKind::Backup
    )
}

impl House {
    /// Does the job, and asks for the next, whatever came of this one.
    pub(crate) async fn tend_job(&self, job: &Claimed) -> Result<(), StreetError> {
        let tended = self.tend(job.school).await?;
        if tended.failed > 0 {
            tracing::warn!(failed = tended.failed, "some things could not be ended yet");
        }
        let now = self.now();
        let next = now.checked_add(EVERY).unwrap_or(now);
        let mut tx = self.decide(job.school).await?;
        queue::finish(&mut tx, job, now).await?;
        self.ask(&mut tx, job.school, (jobs::TEND, job.school.0), next)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Looks after a school now: decides the end of everything that is due,
    /// takes back what may no longer be out, marks the logs. One thing that
    /// cannot be done keeps nothing else from being done.
    ///
    /// # Errors
    /// The store's, where it is away.
    pub async fn tend(&self, school: SchoolId) -> Result<Tended, StreetError> {
        let mut tended = Tended::default();
        Box::pin(self.judge_going_out(school, &mut tended)).await?;
        self.end_due(school, &mut tended).await?;
        match self.end_templates(school).await {
            Ok(ended) => tended.ended += ended,
            Err(error) => tended.note(error)?,
        }
        match self.take_down_strangers(school).await {
            Ok(taken) => tended.recalled += taken,
            Err(error) => tended.note(error)?,
        }
        if let Err(error) = self.clean_doors(school).await {
            tended.note(error)?;
        }
        if let Err(error) = self.end_imports(school, &mut tended).await {
            tended.note(error)?;
        }
        match self.mark_logs(school).await {
            Ok(cut) => tended.cut = cut,
            Err(error) => tended.note(error)?,
        }
        Ok(tended)
    }

    /// Walks everything that is due, each duty in a transaction of its own.
    async fn end_due(&self, school: SchoolId, tended: &mut Tended) -> Result<(), StreetError> {
        let now = self.now();
        let mut last: Option<DutyRow> = None;
        loop {
            let mut tx = self.db.read().await?;
            let due = duties::due(&mut tx, school, now, last.as_ref(), AT_ONCE).await?;
            drop(tx);
            let Some(newest) = due.last() else {
                return Ok(());
            };
            last = Some(*newest);
            for duty in due.iter().filter(|duty| is_ours(duty.kind)) {
                let mut tx = self.decide(school).await?;
                match self.end_one(&mut tx, school, duty).await {
                    Ok(ended) => {
                        tx.commit().await?;
                        tended.ended += usize::from(ended);
                    }
                    Err(error) => tended.note(error)?,
                }
            }
        }
    }

    /// Decides the end of what a duty is about, where the house itself is to
    /// end it; the others wait for a person.
    async fn end_one(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        duty: &DutyRow,
    ) -> Result<bool, StreetError> {
        if matches!(duty.kind, DutyKind::Unused | DutyKind::Evidence) {
            let release = ReleaseId(duty.about);
            if self.end_due_release(tx, school, release, duty.kind).await? {
                return Ok(true);
            }
        }
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
            | DutyKind::Evidence => return Ok(false),
            // Their own round ends them.
            DutyKind::Backup => {
                let round = (jobs::BACKUP, jobs::HOUSE);
                self.ask(tx, school, round, self.now()).await?;
                return Ok(false);
            }
        };
        let Some(row) = photos::get::<Facts>(tx, school, photo).await? else {
            return Ok(false);
        };
        // Still to be cleaned, as after a long power cut: its turn comes first,
        // and its original ends right after it.
        if row.state == State::Received {
            let waiting = queue::pending_for(tx, photo.0).await?;
            if waiting.iter().any(|kind| kind == jobs::CLEAN) {
                return Ok(false);
            }
        }
        let subject = match (duty.kind, row.state) {
            (_, State::Destroyed) => return Ok(false),
            (DutyKind::Original, State::Cleaned(_) | State::Scanned(_) | State::Refused(_)) => {
                row.original
            }
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

    /// Takes down posts that the database does not know to be out: those of an
    /// attempt that was killed and whose release was given up meanwhile.
    async fn take_down_strangers(&self, school: SchoolId) -> Result<usize, StreetError> {
        // With more than one school the posts of a folder are not told apart.
        if self.schools().await?.len() > 1 {
            return Ok(0);
        }
        let mut taken = 0;
        for (channel, outlet) in &self.outlets {
            let there = {
                let outlet = Arc::clone(outlet);
                self.heavy(move || outlet.posts()).await?
            };
            // Read after the folder: what came out since is known by now.
            let mut tx = self.db.read().await?;
            let known = releases::out_on(&mut tx, school, *channel).await?;
            drop(tx);
            for slug in there {
                if known.iter().any(|known| known == slug.as_str()) {
                    continue;
                }
                let outlet = Arc::clone(outlet);
                self.heavy(move || outlet.recall(&slug)).await?;
                taken += 1;
            }
        }
        Ok(taken)
    }

    /// Takes away what is left of sessions, links and tokens that ended.
    async fn clean_doors(&self, school: SchoolId) -> Result<(), StreetError> {
        let now = self.now();
        let before = |span| now.checked_sub(span).unwrap_or(now);
        let limits = sign_in::Limits {
            doors: before(DOORS_KEPT),
            tokens: before(TOKENS_KEPT),
        };
        let mut tx = self.decide(school).await?;
        if sign_in::clean(&mut tx, school, limits).await? > 0 {
            tx.commit().await?;
        }
        Ok(())
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
        // What was written before this is over its period now. It is cut by
        // whole days, so that it is verified once a day.
        let Some(before) = rules.anchor_of(DutyKind::AccessLog, now) else {
            return Ok(0);
        };
        let zone = school_time_zone();
        let day = before.to_zoned(zone.clone()).date().to_zoned(zone);
        let before = day.map_or(before, |midnight| midnight.timestamp());
        let keeping = (&self.ledger, &self.signing);
        let cut = log::cut(&mut tx, Log::Access, school, before, keeping, now).await?;
        let Some((mark, removed)) = cut else {
            return Ok(0);
        };
        self.ledger.add_checkpoint(&mark)?;
        tx.commit().await?;
        Ok(removed)
    }
}
