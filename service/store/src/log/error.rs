//! What can go wrong with a line of a log, its key, or the ledger outside.

/// Why a line could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A word that is no code: it might carry a name.
    #[error(
        "a log holds only codes of at most 60 lower-case letters, digits and hyphens: give {0} one"
    )]
    Code(&'static str),
    /// A hash of facts for a log that keeps none.
    #[error("only the evidence log keeps a hash of facts: write this line there")]
    Facts,
    /// A text that is no key.
    #[error(
        "this is not a log key of 64 hexadecimal digits: see that its file is whole, or take it from a backup"
    )]
    Key,
    /// The ledger's folder cannot be read or written.
    #[error(
        "the ledger outside the database cannot be used: see that its folder is there, has room and may be written to"
    )]
    Ledger(#[from] std::io::Error),
    /// The ledger is empty though lines of it must be there.
    #[error(
        "the ledger outside the database is empty, and the database knows what was in it: connect its disk, put it back from a copy, or restore a backup"
    )]
    Blank,
    /// Lines that were to be cut are not what was written.
    #[error(
        "the log is not what was written, so nothing is cut from it: see `gatehouse verify-log`"
    )]
    NotAsWritten,
    /// A line of the ledger is not what was written.
    #[error("line {line} of {file} in the ledger is damaged: put the line back from a copy")]
    Damaged {
        /// Name of the file in the ledger's folder.
        file: &'static str,
        /// Its line, from 1.
        line: u64,
    },
}

impl LogError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Code(_) => "log-code-wrong",
            Self::Facts => "log-keeps-no-facts",
            Self::Key => "log-key-wrong",
            Self::Ledger(_) => "ledger-away",
            Self::Blank => "ledger-blank",
            Self::NotAsWritten => "log-not-as-written",
            Self::Damaged { .. } => "ledger-damaged",
        }
    }

    /// Whether trying again later, unchanged, can help.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Ledger(_))
    }
}
