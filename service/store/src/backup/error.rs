//! What can go wrong while a backup is made, checked or restored.

use std::io;

use crate::{Error, log::LogError, objects::ObjectError, seal::SealError};

/// Why a backup was not made or not restored. Names of files in it are ids.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database, the objects, the keys or the ledger.
    #[error(transparent)]
    Store(#[from] Error),
    /// The folder.
    #[error(
        "the backup's folder cannot be used: see that the disk is there, has room, and may be written to by this user"
    )]
    Folder(#[source] io::Error),
    /// Somebody else is at it.
    #[error("another backup is being made or cleared away in this folder: wait until it has ended")]
    Busy,
    /// One of that name is there.
    #[error("there is a backup of this very second already: wait a second and try again")]
    Exists,
    /// Both halves in one place.
    #[error(
        "the folder of keys is the folder of the backup, or lies in it: name one on another disk, so that nobody who takes one has both"
    )]
    NotApart,
    /// A folder that holds none.
    #[error("there is no whole backup in {0}: name the folder that has manifest.json in it")]
    NotABackup(&'static str),
    /// Rows and keys of two backups.
    #[error(
        "the keys are of another backup than the rows: name the two folders that are called the same"
    )]
    NotAPair,
    /// Not as it was signed.
    #[error("{0} of the backup is damaged or was changed: use another copy, or an older backup")]
    Damaged(String),
    /// A newer program's.
    #[error("this backup has the form {0}, which this program does not know: use the newest one")]
    Format(u32),
    /// Tables of another version.
    #[error(
        "this backup is of a database of version {found}, this program's is {ours}: restore it with the program it was made by, then run `gatehouse migrate`"
    )]
    OtherSchema {
        /// The backup's.
        found: i64,
        /// This program's.
        ours: i64,
    },
    /// Another master key.
    #[error(
        "this backup was made under the master key {found}, but this is {ours}: put the key file {found} back"
    )]
    OtherMaster {
        /// The backup's.
        found: String,
        /// The one in use.
        ours: String,
    },
    /// There is something where the backup would go.
    #[error(
        "the {0} is not empty: restore into a new database and empty folders, and keep what is there aside until you are sure"
    )]
    NotEmpty(&'static str),
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        Self::Folder(error)
    }
}

macro_rules! through_store {
    ($($error:ty),+) => {$(
        impl From<$error> for BackupError {
            fn from(error: $error) -> Self {
                Self::Store(error.into())
            }
        }
    )+};
}

through_store!(SealError, ObjectError, LogError, sqlx::Error);

impl BackupError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Folder(_) => "backup-folder",
            Self::Busy => "backup-busy",
            Self::Exists => "backup-exists",
            Self::NotApart => "backup-not-apart",
            Self::NotABackup(_) => "backup-none",
            Self::NotAPair => "backup-not-a-pair",
            Self::Damaged(_) => "backup-damaged",
            Self::Format(_) => "backup-form",
            Self::OtherSchema { .. } => "backup-other-version",
            Self::OtherMaster { .. } => "backup-other-master-key",
            Self::NotEmpty(_) => "restore-not-empty",
        }
    }
}
