//! The ledger outside the database: a folder with three files that only grow.
//! Whoever can rewrite every row of the database finds the checkpoints of the
//! logs here against him, and a restored backup is told here what was
//! destroyed since. It holds no child's data.
//!
//! Every call reads or writes files and returns when that is done.

mod file;
mod restoration;

use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use gatehouse_domain::ids::{AccountId, SchoolId, SubjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Checkpoint, Hex, LogError, SigningKey, VerifyingKey, check_code, encoding::Encoding};
use crate::values::cut;
use file::Locked;
pub use restoration::{RESTORATIONS, Restoration};

/// The file of checkpoints in the ledger's folder.
pub const CHECKPOINTS: &str = "checkpoints.jsonl";
/// The file of certificates of destruction in the ledger's folder.
pub const DESTRUCTIONS: &str = "destructions.jsonl";

/// What the certificate of a destruction says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Whose it was.
    pub school: SchoolId,
    /// What had a key of its own, which is destroyed.
    pub subject: SubjectId,
    /// Code of the kind of thing it was.
    pub kind: String,
    /// Code of why it had to go.
    pub why: String,
    /// When it was verified to be gone, in microseconds.
    pub at: Timestamp,
    /// On whose authority; nobody's where a deadline passed.
    pub authority: Option<AccountId>,
    /// Until when backups may still hold its sealed remains.
    pub backup_horizon: Timestamp,
}

impl Destruction {
    fn encode(&self) -> Encoding {
        Encoding::of("gatehouse destruction 1")
            .field(self.school.0)
            .field(self.subject.0)
            .field(&self.kind)
            .field(&self.why)
            .number(self.at.as_microsecond())
            .optional(self.authority.map(|account| account.0))
            .number(self.backup_horizon.as_microsecond())
    }
}

/// A line of [`DESTRUCTIONS`].
#[derive(Serialize, Deserialize)]
pub(super) struct Certificate {
    #[serde(flatten)]
    pub(super) destruction: Destruction,
    signature: Hex<64>,
}

impl Certificate {
    fn sign(one: &Destruction, key: &SigningKey) -> Self {
        let destruction = Destruction {
            at: cut(one.at),
            backup_horizon: cut(one.backup_horizon),
            ..one.clone()
        };
        Self {
            signature: key.sign(&destruction.encode()),
            destruction,
        }
    }

    pub(super) fn is_signed(&self, key: &VerifyingKey) -> bool {
        key.signed(&self.destruction.encode(), &self.signature)
    }
}

/// The open ledger. Several processes may have it open.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    known: Mutex<Known>,
}

/// What this process has read of the destructions, so that it need not read
/// them all again to find one.
#[derive(Debug, Default)]
struct Known {
    read_to: u64,
    subjects: HashSet<(SchoolId, SubjectId)>,
}

impl Ledger {
    /// Opens the ledger in that folder, and makes it where it is not there.
    ///
    /// # Errors
    /// [`LogError::Ledger`] where the folder cannot be used.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, LogError> {
        let folder = folder.as_ref().to_owned();
        fs::create_dir_all(&folder)?;
        for name in [CHECKPOINTS, DESTRUCTIONS, RESTORATIONS] {
            OpenOptions::new()
                .append(true)
                .create(true)
                .open(folder.join(name))?;
        }
        // The files' names are on the disk before anything relies on them.
        File::open(&folder)?.sync_all()?;
        Ok(Self {
            folder,
            known: Mutex::default(),
        })
    }

    /// Whether nothing was ever written into it.
    ///
    /// # Errors
    /// [`LogError::Ledger`].
    pub fn is_blank(&self) -> Result<bool, LogError> {
        for name in [CHECKPOINTS, DESTRUCTIONS, RESTORATIONS] {
            if self.to_read(name)?.length()? > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes a checkpoint; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`LogError::Ledger`]; then the line may be there or not.
    pub fn add_checkpoint(&self, one: &Checkpoint) -> Result<(), LogError> {
        let line = json(one)?;
        Ok(self.to_write(CHECKPOINTS)?.append(&line)?)
    }

    /// Signs and writes the certificate of a destruction; when this returns it
    /// is on the disk. The same subject of a school has one: `false` where it
    /// was there already.
    ///
    /// # Errors
    /// [`LogError::Code`] where kind or why is no code; [`LogError::Ledger`],
    /// then the line may be there or not.
    pub fn add_destruction(&self, one: &Destruction, key: &SigningKey) -> Result<bool, LogError> {
        check_code("kind", &one.kind)?;
        check_code("why", &one.why)?;
        let line = json(&Certificate::sign(one, key))?;
        let mut file = self.to_write(DESTRUCTIONS)?;
        if self.may_know(&mut file, one)? {
            // Somebody's line about the subject counts only if it is signed.
            let key = key.verifying_key();
            let mut there = false;
            file.each(0, |_, read: Option<Certificate>| {
                there = there || read.is_some_and(|found| is_about(&found, one, &key));
            })?;
            if there {
                return Ok(false);
            }
        }
        file.append(&line)?;
        Ok(true)
    }

    /// Whether a line about the subject was read, signed or not.
    fn may_know(&self, file: &mut Locked, one: &Destruction) -> io::Result<bool> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if file.length()? < known.read_to {
            *known = Known::default();
        }
        let Known { read_to, subjects } = &mut *known;
        *read_to = file.each(*read_to, |_, read: Option<Certificate>| {
            subjects
                .extend(read.map(|found| (found.destruction.school, found.destruction.subject)));
        })?;
        Ok(subjects.contains(&(one.school, one.subject)))
    }

    /// Everything that was destroyed, in the order it was written.
    ///
    /// # Errors
    /// [`LogError::Damaged`] where a line is not as that key signed it: what
    /// it said must be known before anything is restored.
    pub fn destructions(&self, key: &VerifyingKey) -> Result<Vec<Destruction>, LogError> {
        let mut found = Vec::new();
        let mut damaged = None;
        self.each_destruction(|line, read| match read.filter(|one| one.is_signed(key)) {
            Some(one) => found.push(one.destruction),
            None => damaged = damaged.or(Some(line)),
        })?;
        match damaged {
            None => Ok(found),
            Some(line) => Err(LogError::Damaged {
                file: DESTRUCTIONS,
                line,
            }),
        }
    }

    /// Every line of checkpoints with its number; `None` where it is damaged.
    pub(super) fn each_checkpoint(
        &self,
        show: impl FnMut(u64, Option<Checkpoint>),
    ) -> Result<(), LogError> {
        self.to_read(CHECKPOINTS)?.each(0, show)?;
        Ok(())
    }

    /// Every certificate with its line; `None` where it is damaged.
    pub(super) fn each_destruction(
        &self,
        show: impl FnMut(u64, Option<Certificate>),
    ) -> Result<(), LogError> {
        self.to_read(DESTRUCTIONS)?.each(0, show)?;
        Ok(())
    }

    fn to_write(&self, name: &str) -> io::Result<Locked> {
        Locked::to_write(&self.folder.join(name))
    }

    fn to_read(&self, name: &str) -> io::Result<Locked> {
        Locked::to_read(&self.folder.join(name))
    }
}

fn is_about(found: &Certificate, one: &Destruction, key: &VerifyingKey) -> bool {
    let same = |a: &Destruction, b: &Destruction| (a.school, a.subject) == (b.school, b.subject);
    same(&found.destruction, one) && found.is_signed(key)
}

fn json(value: &impl Serialize) -> Result<String, LogError> {
    serde_json::to_string(value).map_err(|error| LogError::Ledger(error.into()))
}

#[cfg(test)]
mod tests;
