//! What can go wrong while something is kept or looked up.

use crate::{log::LogError, objects::ObjectError, seal::SealError};

/// Why something could not be kept or given back. Nothing of it names a child.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is there already, or something changed underneath.
    #[error("this was changed by somebody else at the same moment: look again and repeat")]
    Conflict,
    /// A rule that the database itself keeps is in the way.
    #[error("the database refused this: {0}")]
    Refused(&'static str),
    /// A row does not read back as what was written.
    #[error(
        "the database is damaged: {table}.{column} of row {row} cannot be read; restore a backup, see `gatehouse restore`"
    )]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id, or what stands for it.
        row: String,
        /// What the reader said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The schema is older or newer than this program.
    #[error("the database's tables are of another version: run `gatehouse migrate`")]
    Schema(#[source] sqlx::migrate::MigrateError),
    /// The database cannot be reached.
    #[error("the database does not answer: see that it runs and that database.url is right")]
    Away(#[source] sqlx::Error),
    /// The database's disk is full.
    #[error("the database has no room left on its disk: free some, nothing was lost")]
    Full(#[source] sqlx::Error),
    /// Anything else the driver says.
    #[error("the database gave up: see the log")]
    Driver(#[source] sqlx::Error),
    /// A key is not to be had, or what it sealed does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// An object cannot be kept or read.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// A line of a log is none, or the ledger outside cannot be used.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl Error {
    /// A value that does not read back.
    pub(crate) fn corrupt(
        table: &'static str,
        column: &'static str,
        row: impl std::fmt::Display,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Corrupt {
            table,
            column,
            row: row.to_string(),
            source: Some(source.into()),
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "changed-meanwhile",
            Self::Refused(_) => "refused-by-database",
            Self::Corrupt { .. } => "database-damaged",
            Self::Schema(_) => "database-version",
            Self::Away(_) => "database-away",
            Self::Full(_) => "disk-full",
            Self::Driver(_) => "database-failed",
            Self::Seal(error) => error.code(),
            Self::Object(error) => error.code(),
            Self::Log(error) => error.code(),
        }
    }

    /// Whether a place where something is kept is away or full: what was to be
    /// done waits until it is back, however long that is.
    #[must_use]
    pub const fn is_of_the_place(&self) -> bool {
        match self {
            Self::Away(_) | Self::Full(_) => true,
            Self::Object(error) | Self::Seal(SealError::Store(error)) => error.is_of_the_place(),
            Self::Log(error) => error.is_passing(),
            _ => false,
        }
    }

    /// Whether trying again later, unchanged, can help.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            // Of the sealing room's errors the one that the key store was away,
            // not the key.
            Self::Conflict
            | Self::Away(_)
            | Self::Full(_)
            | Self::Object(_)
            | Self::Seal(SealError::Store(_)) => true,
            Self::Log(error) => error.is_passing(),
            _ => false,
        }
    }
}

/// `RAISE(ABORT, ...)` in SQLite and `RAISE EXCEPTION` in PostgreSQL begin with
/// this in our triggers, then the rule.
const RULE: &str = "gatehouse: ";

/// The rules that triggers keep, as they stand in both migration trees.
const RULES: [&str; 13] = [
    "a template needs the biometric gate open",
    "permissions are added, never changed",
    "a log line is never changed",
    "a log line is only cut below a checkpoint",
    "a destroyed photo stays destroyed",
    "only the pupil takes their no back",
    "consent texts are added, never changed",
    "what people said is taken away line by line",
    "an id is never changed",
    "a permission speaks of the text it was given for",
    "a permission begins and ends on a day",
    "signed policies are added, never changed",
    "the versions of a policy only go up",
];

/// What a trigger says in SQLite where PostgreSQL finds a row in the way:
/// SQLite's REPLACE would take it away.
const ALREADY: &str = "this is there already";

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(told) => {
                let message = told.message();
                if let Some((_, rule)) = message.split_once(RULE) {
                    if rule.starts_with(ALREADY) {
                        return Self::Conflict;
                    }
                    let known = RULES.iter().find(|known| rule.starts_with(**known));
                    return Self::Refused(known.copied().unwrap_or("a rule of the schema"));
                }
                if told.is_unique_violation() {
                    return Self::Conflict;
                }
                match told.code().as_deref() {
                    // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE, no room for the index
                    // of what is being written; PostgreSQL's disk_full.
                    Some("13" | "4874" | "53100") => Self::Full(error),
                    // SQLITE_BUSY and its kin; serialization_failure,
                    // deadlock_detected, lock_not_available.
                    Some("5" | "261" | "517" | "40001" | "40P01" | "55P03") => Self::Conflict,
                    // SQLITE_CANTOPEN; admin_shutdown and its kin.
                    Some("14" | "57P01" | "57P02" | "57P03") => Self::Away(error),
                    _ => Self::Driver(error),
                }
            }
            // Half an answer, or none that can be understood: whoever gave it is
            // going or not yet there.
            sqlx::Error::Io(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => Self::Away(error),
            _ => Self::Driver(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_goes_in_the_middle_of_an_answer_is_away() {
        let told = "unexpected response from SSLRequest: 0x00".to_owned();
        let error = Error::from(sqlx::Error::Protocol(told));
        assert!(matches!(error, Error::Away(_)) && error.is_passing());
    }
}
