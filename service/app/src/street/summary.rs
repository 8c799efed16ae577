//! How things stand: what the demo tells at its end, and the self-check.

use gatehouse_domain::{
    Channel,
    ids::{PersonId, PhotoId, ReleaseId, SchoolId},
};
use gatehouse_store::{
    destructions, duties,
    log::verify,
    photos,
    releases::{self, StageCode},
};
use serde::Serialize;
use std::sync::Arc;

use super::{Dossier, StreetError, tend::overdue_before};
use crate::{
    check::{Decision, Desk, Judged},
    enrol::FaceRegister,
    house::{House, Register},
    school::Event,
};

/// A school in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Photos by state.
    pub photos: Vec<(String, i64)>,
    /// Releases that are out.
    pub published: usize,
    /// Releases that were out and were seen to be gone.
    pub gone: usize,
    /// Uploaded files that were destroyed.
    pub originals_destroyed: usize,
    /// Other things that were destroyed.
    pub others_destroyed: usize,
    /// Things that are to be destroyed and are not yet.
    pub to_destroy: usize,
    /// Duties that stand.
    pub duties: i64,
    /// Those of them that are overdue.
    pub overdue: i64,
    /// Lines of the access log that were proved.
    pub access_lines: u64,
    /// Lines of the evidence log that were proved.
    pub evidence_lines: u64,
    /// What is wrong with the logs; empty when every line was proved.
    pub log_findings: Vec<String>,
}

impl Summary {
    /// Everything that was destroyed and proved gone.
    #[must_use]
    pub const fn destroyed(&self) -> usize {
        self.originals_destroyed + self.others_destroyed
    }
}

/// A photo as it is now, with the register it is judged by.
#[derive(Debug)]
pub struct Photo {
    dossier: Dossier,
    register: Arc<Register>,
}

impl Photo {
    /// Everything known of it.
    #[must_use]
    pub const fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The register it is judged by.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The event it was taken at.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`].
    pub fn event(&self) -> Result<&Event, StreetError> {
        let event = self.register.event(self.dossier.event);
        event.ok_or(StreetError::NoSuch("event"))
    }

    /// A decision with the person told by id, as it is kept; `None` where
    /// nobody has that key.
    #[must_use]
    pub fn named(&self, decision: Decision) -> Option<Decision<PersonId>> {
        decision.map(|key| self.register.id(key))
    }

    /// The verdict on a channel once approval is asked for; kept nowhere.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`].
    pub fn judge(&self, house: &House, channel: Channel) -> Result<Judged, StreetError> {
        let mut parts = self.dossier.parts.clone();
        parts.counts.approval_asked = true;
        parts.lifts = self.dossier.lifts_on(channel);
        let (seen, texts) = (&self.dossier.seen, &self.dossier.texts);
        let desk = house.desk(&self.register);
        Ok(desk.judge(seen, self.event()?, &parts, texts, channel))
    }
}

impl House {
    /// Everything photos of a school are checked with.
    #[must_use]
    pub fn desk<'a>(&'a self, register: &'a Register) -> Desk<'a> {
        Desk {
            school: &register.school,
            words: &register.words,
            scanner: &self.scanner,
            register: register.faces.as_deref(),
            pool: &self.pool,
            date: self.today(),
        }
    }

    /// The register as it is now.
    ///
    /// # Errors
    /// The store's.
    pub async fn now_register(&self, school: SchoolId) -> Result<Arc<Register>, StreetError> {
        let mut tx = self.db.read().await?;
        self.register(&mut tx, school).await
    }

    /// The enrolled faces of a school.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`] where nobody is enrolled; the store's.
    pub async fn faces(&self, school: SchoolId) -> Result<Arc<FaceRegister>, StreetError> {
        let register = self.now_register(school).await?;
        register
            .faces
            .clone()
            .ok_or(StreetError::NoSuch("template"))
    }

    /// A photo as it is now.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`], [`StreetError::NotChecked`]; the store's.
    pub async fn photo(&self, school: SchoolId, photo: PhotoId) -> Result<Photo, StreetError> {
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let dossier = self.dossier(&mut tx, school, &register, photo).await?;
        Ok(Photo { dossier, register })
    }

    /// Somebody whom a release on that channel shows, if it is on it.
    ///
    /// # Errors
    /// The store's.
    pub async fn shown(
        &self,
        school: SchoolId,
        release: ReleaseId,
        channel: Channel,
    ) -> Result<Option<PersonId>, StreetError> {
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let open = self.open(&mut tx, school, release).await?;
        if open.row.channel != channel || open.row.stage != StageCode::Published {
            return Ok(None);
        }
        for photo in &open.photos {
            let dossier = self.dossier(&mut tx, school, &register, *photo).await?;
            if let Some(person) = dossier.people(&register).first() {
                return Ok(Some(*person));
            }
        }
        Ok(None)
    }

    /// Proves both logs of a school, line by line.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_logs(
        &self,
        school: SchoolId,
    ) -> Result<gatehouse_store::log::Report, StreetError> {
        // In the school's turn, so that no mark is on its way meanwhile.
        let mut tx = self.decide(school).await?;
        let key = self.signing.verifying_key();
        Ok(verify(&mut tx, school, &self.ledger, &key).await?)
    }

    /// How things stand in a school, every line of its logs proved, which takes
    /// longer the longer they are.
    ///
    /// # Errors
    /// The store's.
    pub async fn summary(&self, school: SchoolId) -> Result<Summary, StreetError> {
        let report = self.verify_logs(school).await?;
        Ok(Summary {
            access_lines: report.access,
            evidence_lines: report.evidence,
            log_findings: report.findings.iter().map(ToString::to_string).collect(),
            ..self.tally(school).await?
        })
    }

    /// How things stand in a school; nothing is said of its logs.
    ///
    /// # Errors
    /// The store's.
    pub async fn tally(&self, school: SchoolId) -> Result<Summary, StreetError> {
        let mut tx = self.db.read().await?;
        let (published, gone) = releases::count_out(&mut tx, school).await?;
        let destroyed = destructions::count(&mut tx, school).await?;
        let (originals, others): (Vec<_>, Vec<_>) = destroyed
            .into_iter()
            .partition(|(kind, _)| kind == "original");
        let sum = |counted: Vec<(String, i64)>| whole(counted.iter().map(|(_, count)| count).sum());
        let late = overdue_before(self.now());
        let (duties, overdue) = duties::count(&mut tx, school, late).await?;
        let photos = photos::count(&mut tx, school).await?;
        let to_destroy = destructions::open(&mut tx, school).await?.len();
        Ok(Summary {
            photos,
            published: whole(published),
            gone: whole(gone),
            originals_destroyed: sum(originals),
            others_destroyed: sum(others),
            to_destroy,
            duties,
            overdue,
            ..Summary::default()
        })
    }
}

/// A count is never below nothing.
fn whole(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}
