//! What is kept against what the database knows, both ways: a kill between
//! writing an object and saying so leaves one that nobody knows; a hand that
//! deletes a file leaves a row without its object.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{SchoolId, SubjectId},
    retention::DutyKind,
};
use gatehouse_store::{
    inventory,
    log::outside::Destruction,
    objects::Found,
    queue::{self, Claimed},
    renditions,
};
use jiff::{SignedDuration, Timestamp};

use super::{StreetError, jobs};
use crate::house::House;

/// Younger than this, it may belong to work that goes on.
const YOUNG: SignedDuration = SignedDuration::from_hours(24);

/// How often a school is swept.
const EVERY: SignedDuration = SignedDuration::from_hours(24);

/// More strays than kills leave are a sign that the database is not the newest.
const FEW: usize = 200;

/// What does not belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orphans {
    /// Subjects with objects of which the database knows nothing.
    pub objects: BTreeSet<SubjectId>,
    /// Objects the database knows and that are not there.
    pub missing: usize,
    /// Keys that nothing in the database needs.
    pub keys: Vec<SubjectId>,
    /// Files among the objects that are no objects.
    pub strange: usize,
}

impl House {
    /// Compares what is kept of a school with what the database knows. What is
    /// younger than a day is left out: it may belong to work that goes on.
    ///
    /// # Errors
    /// The store's.
    pub async fn orphans(&self, school: SchoolId) -> Result<Orphans, StreetError> {
        let now = self.now();
        let before = now.checked_sub(YOUNG).unwrap_or(now);
        // Things first, then what should be: what comes between is known.
        let mut there = BTreeSet::new();
        let mut old = BTreeSet::new();
        let mut found = Orphans::default();
        for one in self.objects.list_all(school).await? {
            match one {
                Found::Strange => found.strange += 1,
                Found::Object(object) => {
                    if object.modified < before {
                        old.insert(object.subject);
                    }
                    there.insert((object.subject, object.name.as_str().to_owned()));
                }
            }
        }
        let keys = self.keys.subjects(school).await?;
        let mut tx = self.db.read().await?;
        let subjects = inventory::subjects(&mut tx, school).await?;
        let wanted = renditions::all_of_school(&mut tx, school).await?;
        drop(tx);
        let known: BTreeSet<SubjectId> = wanted.iter().map(|one| one.0).collect();
        found.objects = old
            .into_iter()
            .filter(|subject| !known.contains(subject))
            .collect();
        found.missing = wanted
            .iter()
            .filter(|(subject, name, _)| !there.contains(&(*subject, name.clone())))
            .count();
        found.keys = keys
            .into_iter()
            .filter(|subject| !subjects.contains(subject) && made(*subject) < before)
            .collect();
        Ok(found)
    }

    /// Does the job: destroys what nobody knows, and asks for the next sweep.
    pub(crate) async fn sweep_job(&self, job: &Claimed) -> Result<(), StreetError> {
        let school = job.school;
        self.put_in_order().await?;
        let orphans = self.orphans(school).await?;
        if self.may_sweep(school, &orphans).await? {
            for subject in &orphans.objects {
                self.objects.delete_subject(school, *subject).await?;
            }
            for subject in &orphans.keys {
                self.destroy_stray(school, *subject).await?;
            }
        } else {
            tracing::error!(
                objects = orphans.objects.len(),
                keys = orphans.keys.len(),
                "too much belongs to nothing for this database to be the newest: nothing is destroyed"
            );
        }
        if orphans.missing > 0 {
            tracing::error!(
                missing = orphans.missing,
                "sealed pictures are missing: see `gatehouse doctor`"
            );
        }
        let now = self.now();
        let next = now.checked_add(EVERY).unwrap_or(now);
        let mut tx = self.decide(school).await?;
        queue::finish(&mut tx, job, now).await?;
        self.ask(&mut tx, school, (jobs::SWEEP, school.0), next)
            .await?;
        Ok(tx.commit().await?)
    }
}

impl House {
    /// Whether what nobody knows may be destroyed: only when this database is
    /// the one that wrote the logs to their end, and not an older one that
    /// somebody put back, to which everything newer is a stranger.
    async fn may_sweep(&self, school: SchoolId, orphans: &Orphans) -> Result<bool, StreetError> {
        if orphans.objects.is_empty() && orphans.keys.is_empty() {
            return Ok(true);
        }
        let few = orphans.objects.len() + orphans.keys.len() <= FEW;
        Ok(few && self.verify_logs(school).await?.is_clean())
    }

    /// Destroys a key that belongs to nothing, with a certificate.
    async fn destroy_stray(&self, school: SchoolId, subject: SubjectId) -> Result<(), StreetError> {
        let mut tx = self.db.read().await?;
        let known = inventory::subjects(&mut tx, school)
            .await?
            .contains(&subject);
        let register = self.register(&mut tx, school).await?;
        drop(tx);
        if known {
            return Ok(());
        }
        let at = self.erase(school, subject).await?;
        let rules = &register.school.profile.retention;
        let certificate = Destruction {
            school,
            subject,
            kind: "stray".to_owned(),
            why: "belongs-to-nothing".to_owned(),
            at,
            authority: None,
            backup_horizon: rules.deadline(DutyKind::Backup, at),
        };
        self.ledger.add_destruction(&certificate, &self.signing)?;
        Ok(())
    }
}

/// The moment in a UUID of version 7.
fn made(subject: SubjectId) -> Timestamp {
    super::publish::moment(subject.0)
}
