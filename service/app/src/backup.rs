//! Against the day on which all is lost: a copy of everything while the house
//! runs, its own end after its own period, and the way back, which brings back
//! nothing that was destroyed since.

mod expire;
mod reconcile;
mod replay;
mod restore;
mod round;

use std::path::Path;

use gatehouse_domain::{
    ids::{SchoolId, uuid_v7},
    retention::{DutyKind, RetentionRules},
};
use gatehouse_store::{
    Error as StoreError,
    backup::{self, BackupError, Lacking, Manifest, Name, Order},
    duties,
    log::{self, Entry, Log, LogError},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{house::House, street::StreetError};

pub use expire::Expired;
pub use restore::Restored;
pub use round::Vault;

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupFailed {
    /// The backup itself.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What the house does besides.
    #[error(transparent)]
    Street(#[from] StreetError),
}

macro_rules! through_backup {
    ($($error:ty),+) => {$(
        impl From<$error> for BackupFailed {
            fn from(error: $error) -> Self {
                Self::Backup(error.into())
            }
        }
    )+};
}

through_backup!(StoreError, LogError);

impl BackupFailed {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Backup(error) => error.code(),
            Self::Street(error) => error.code(),
        }
    }
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backed {
    /// Its id.
    pub id: Uuid,
    /// The name of both its folders.
    pub name: Name,
    /// Rows in it.
    pub rows: u64,
    /// Objects in it.
    pub objects: usize,
    /// Keys in it.
    pub keys: u64,
    /// Bytes of both halves, the manifests not counted.
    pub bytes: u64,
    /// Objects whose subject was destroyed while it was made.
    pub destroyed: usize,
    /// Objects that are not as the database says: findings.
    pub lacking: Vec<Lacking>,
    /// By when it has to be gone.
    pub due: Timestamp,
}

impl House {
    /// Backs everything up, while others go on: rows and objects into a folder
    /// of the backup's name below `folder`, keys below `keys_folder`, which
    /// lies in another place. From then on it has a duty to end.
    ///
    /// # Errors
    /// [`BackupFailed::Backup`]; then there is none.
    pub async fn backup(&self, folder: &Path, keys_folder: &Path) -> Result<Backed, BackupFailed> {
        let now = self.now();
        let order = Order {
            folder,
            keys_folder,
            id: uuid_v7(now, &*self.entropy),
            now,
            signing: &self.signing,
            entropy: &*self.entropy,
        };
        let made = backup::make(&self.kept(), &order).await?;
        let due = Box::pin(self.owe(&made)).await?;
        for &school in &made.schools {
            let mut tx = self.decide(school).await?;
            let entry = Entry {
                actor: None,
                verb: "backup",
                about: Some(("backup", made.id)),
                outcome: if made.lacking.is_empty() {
                    "made"
                } else {
                    "objects-lacking"
                },
                facts: None,
            };
            log::append(&mut tx, Log::Access, school, &entry, now).await?;
            tx.commit().await?;
        }
        let files = made.files.values().chain(made.key_files.values());
        Ok(Backed {
            id: made.id,
            rows: made.rows.values().sum(),
            // All but the rows themselves.
            objects: made.files.len().saturating_sub(1),
            keys: made.keys,
            bytes: files.map(|file| file.bytes).sum(),
            destroyed: made.destroyed.len(),
            lacking: made.lacking,
            name: made.name,
            due,
        })
    }

    /// Whether a restore was begun and not brought to its end: nothing may be
    /// served until it was.
    ///
    /// # Errors
    /// What the stores say.
    pub async fn is_half_restored(&self) -> Result<bool, BackupFailed> {
        Ok(backup::unfinished(&self.kept()).await?)
    }

    /// What is backed up, and restored to.
    fn kept(&self) -> backup::House<'_> {
        backup::House {
            db: &self.db,
            keys: &self.keys,
            objects: &self.objects,
            ledger: &self.ledger,
        }
    }

    /// Sets the duty to end a backup in every school that is in it, or tells
    /// it anew; gives the earliest deadline.
    async fn owe(&self, made: &Manifest) -> Result<Timestamp, BackupFailed> {
        let mut due = RetentionRules::default().deadline(DutyKind::Backup, made.made_at);
        for school in self.schools_of(made).await? {
            let mut tx = self.decide(school).await?;
            let register = self.register(&mut tx, school).await?;
            let rules = &register.school.profile.retention;
            let duty = rules.duty(DutyKind::Backup, made.made_at);
            let chance = (self.now(), &*self.entropy);
            duties::set(&mut tx, school, made.id, &duty, chance).await?;
            tx.commit().await?;
            due = due.min(duty.due);
        }
        Ok(due)
    }

    /// The schools of a backup that there are still.
    async fn schools_of(&self, made: &Manifest) -> Result<Vec<SchoolId>, BackupFailed> {
        let mut there = self.schools().await?;
        there.retain(|school| made.schools.contains(school));
        Ok(there)
    }
}

#[cfg(test)]
pub(crate) mod tests;
