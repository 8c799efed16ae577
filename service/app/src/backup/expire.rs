//! The end of backups: each goes on its day, keys first, and a line says so.

use std::path::Path;

use gatehouse_domain::{
    ids::{SchoolId, SubjectId},
    retention::DutyKind,
};
use gatehouse_store::{
    backup::{self, Manifest, Name},
    db::Tx,
    duties::{self, DutyRow},
    log::{self, Entry, Log, outside::Destruction},
};
use jiff::Timestamp;

use super::BackupFailed;
use crate::house::House;

/// Duties that are read at a time.
const AT_ONCE: u16 = 1000;

/// What became of the backups in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expired {
    /// Those that were due, and are gone.
    pub removed: Vec<Name>,
    /// Those that are kept.
    pub kept: Vec<Name>,
    /// Those that cannot be told what they are: a person has to look.
    pub unreadable: Vec<Name>,
    /// Duties that are due of backups that are not in this folder: whoever
    /// took them elsewhere has to destroy them there.
    pub elsewhere: usize,
}

impl House {
    /// Removes the backups whose time is over, keys first, looks that nothing
    /// is left, and says so in the ledger and the evidence. A backup without a
    /// duty, as after a restore, gets one.
    ///
    /// # Errors
    /// What the folder, the ledger and the store say: run it again.
    pub async fn expire_backups(
        &self,
        folder: &Path,
        keys_folder: &Path,
    ) -> Result<Expired, BackupFailed> {
        let now = self.now();
        let mut expired = Expired::default();
        for held in backup::held(folder, &self.signing.verifying_key()).await? {
            let Some(manifest) = held.manifest else {
                expired.unreadable.push(held.name);
                continue;
            };
            if Box::pin(self.owe(&manifest)).await? > now {
                expired.kept.push(held.name);
                continue;
            }
            backup::remove(folder, keys_folder, &held.name)?;
            for school in self.schools_of(&manifest).await? {
                self.certify(school, &manifest, now).await?;
            }
            expired.removed.push(held.name);
        }
        for school in self.schools().await? {
            let left = self.elsewhere(school, now).await?;
            expired.elsewhere = expired.elsewhere.saturating_add(left);
        }
        Ok(expired)
    }

    async fn certify(
        &self,
        school: SchoolId,
        manifest: &Manifest,
        now: Timestamp,
    ) -> Result<(), BackupFailed> {
        // Outside first: should the rest never happen, the line is true.
        self.ledger.add_destruction(
            &Destruction {
                school,
                subject: SubjectId(manifest.id),
                kind: "backup".to_owned(),
                why: "kept-long-enough".to_owned(),
                at: now,
                authority: None,
                backup_horizon: now,
            },
            &self.signing,
        )?;
        let mut tx = self.decide(school).await?;
        duties::meet(&mut tx, school, (DutyKind::Backup, manifest.id), now, None).await?;
        let entry = Entry {
            actor: None,
            verb: "destroy",
            about: Some(("backup", manifest.id)),
            outcome: "verified",
            facts: None,
        };
        log::append(&mut tx, Log::Evidence, school, &entry, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Meets the duties of backups that the ledger knows to be gone, as after
    /// a kill; how many that are due are left.
    async fn elsewhere(&self, school: SchoolId, now: Timestamp) -> Result<usize, BackupFailed> {
        let mut tx = self.decide(school).await?;
        let due = due_backups(&mut tx, school, now).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let gone = self.ledger.destructions(&self.signing.verifying_key())?;
        let mut left = 0_usize;
        for duty in due {
            let is_gone = |one: &&Destruction| one.school == school && one.subject.0 == duty.about;
            if let Some(one) = gone.iter().find(is_gone) {
                let about = (DutyKind::Backup, duty.about);
                duties::meet(&mut tx, school, about, one.at, None).await?;
            } else {
                left = left.saturating_add(1);
            }
        }
        tx.commit().await?;
        Ok(left)
    }
}

/// The open duties of backups that are due, among all that are.
async fn due_backups(
    tx: &mut Tx,
    school: SchoolId,
    now: Timestamp,
) -> Result<Vec<DutyRow>, BackupFailed> {
    let mut found = Vec::new();
    let mut last = None;
    loop {
        let some = duties::due(tx, school, now, last.as_ref(), AT_ONCE).await?;
        found.extend(some.iter().filter(|duty| duty.kind == DutyKind::Backup));
        match some.last() {
            Some(duty) => last = Some(*duty),
            None => return Ok(found),
        }
    }
}
