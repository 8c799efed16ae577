//! What was done on the photo's way, in two logs that nobody can rewrite
//! unseen: access (who did what, and what was refused) and evidence
//! (clearances, publications, destructions).
//!
//! Each line holds the hash of the line before it. Now and then the newest
//! hash is signed with a key that the database does not have; such checkpoints
//! also go to a [ledger outside](outside) the database. So a changed, removed
//! or moved line is found by the lines after it, and a log rewritten from the
//! first line to the last by what is outside. Lines hold ids, codes and hashes
//! only, so that what they speak of can be erased.
//!
//! What nobody can find: lines written after the newest checkpoint and taken
//! away again from the end. The more often checkpoints are made, the fewer.

mod catch_up;
mod checkpoint;
mod columns;
mod cut;
mod encoding;
mod error;
mod hex;
mod keys;
mod lines;
pub mod outside;
mod verify;

use gatehouse_domain::ids::{AccountId, SchoolId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, one, run},
    sql::logs,
    values::At,
};
use columns::{Columns, Raw};

pub use catch_up::{CaughtUp, catch_up};
pub use checkpoint::{Checkpoint, checkpoint, is_marked};
pub use cut::cut;
pub use error::LogError;
pub use hex::Hex;
pub use keys::{SigningKey, VerifyingKey};
pub use lines::{Line, evidence_about, page};
pub use verify::{Finding, FindingCode, Note, Place, Report, verify};

/// Which of the two logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Log {
    /// Who did what, with refusals. Cut after six months.
    Access,
    /// Clearances, publications, destructions.
    Evidence,
}

impl Log {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Access, Self::Evidence];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Evidence => "evidence",
        }
    }

    const fn table(self) -> &'static str {
        match self {
            Self::Access => "access_log",
            Self::Evidence => "evidence_log",
        }
    }
}

/// What a line is to say. Codes are 1 to 60 lower-case letters, digits and
/// hyphens, so that no name gets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Who did it; nobody where the house did it by itself.
    pub actor: Option<AccountId>,
    /// Code of what was done.
    pub verb: &'static str,
    /// Code of the kind of thing it was done to, and which.
    pub about: Option<(&'static str, Uuid)>,
    /// Code of what came of it; of a page that was refused, its address with
    /// braces for what varies.
    pub outcome: &'static str,
    /// SHA-256 of what was cleared, published or destroyed. In the evidence
    /// log only.
    pub facts: Option<[u8; 32]>,
}

impl Entry {
    fn check(&self, log: Log) -> Result<(), LogError> {
        check_code("verb", self.verb)?;
        if !is_address(self.outcome) {
            check_code("outcome", self.outcome)?;
        }
        if let Some((kind, _)) = self.about {
            check_code("about", kind)?;
        }
        match (log, self.facts) {
            (Log::Access, Some(_)) => Err(LogError::Facts),
            _ => Ok(()),
        }
    }

    fn columns(&self, seq: i64, at: Timestamp, previous: Raw) -> Columns {
        Columns {
            seq,
            at: at.as_microsecond(),
            actor: self.actor.map(|actor| Raw::of(actor.0)),
            verb: Raw::of(self.verb),
            about_kind: self.about.map(|about| Raw::of(about.0)),
            about_id: self.about.map(|about| Raw::of(about.1)),
            outcome: Raw::of(self.outcome),
            facts: self.facts.map(Raw::of),
            previous,
        }
    }
}

/// That a text is 1 to 60 lower-case letters, digits and hyphens.
fn check_code(field: &'static str, code: &str) -> Result<(), LogError> {
    let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=60).contains(&code.len()) && code.bytes().all(fine) {
        return Ok(());
    }
    Err(LogError::Code(field))
}

/// Whether a text is an address of a page as the house lists it, up to 60
/// signs, never one that was asked for.
fn is_address(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_lowercase() || b"/-{}".contains(&byte);
    text.starts_with('/') && text.len() <= 60 && text.bytes().all(fine)
}

/// Adds a line at the end of a school's log, after taking the school's turn,
/// and gives its number: from 1, without gaps. `at` is kept in microseconds.
///
/// # Errors
/// [`LogError::Code`] where a code is none, [`LogError::Facts`] where the
/// access log is given facts; else the driver's.
pub async fn append(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
    entry: &Entry,
    at: Timestamp,
) -> Result<i64, Error> {
    entry.check(log)?;
    tx.lock_school(school).await?;
    let (last, previous) = end(tx, log, school).await?;
    let columns = entry.columns(last.saturating_add(1), at, previous);
    let hash = columns.hash(log, school);
    insert(tx, log, school, entry, at, &columns, &hash).await?;
    Ok(columns.seq)
}

async fn insert(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
    entry: &Entry,
    at: Timestamp,
    columns: &Columns,
    hash: &[u8; 32],
) -> Result<(), Error> {
    let actor = entry.actor.map(|actor| actor.0);
    let (kind, id) = entry.about.unzip();
    macro_rules! add {
        ($sql:expr $(, $more:expr)?) => {
            run!(
                tx, $sql, school.0, columns.seq, At::from(at), actor, entry.verb, kind, id,
                entry.outcome, &*columns.previous.0, hash.as_slice() $(, $more)?
            )
        };
    }
    match log {
        Log::Access => add!(logs::ADD_ACCESS)?,
        Log::Evidence => add!(
            logs::ADD_EVIDENCE,
            entry.facts.as_ref().map(<[u8; 32]>::as_slice)
        )?,
    };
    Ok(())
}

/// Number and hash of the newest line that was ever written: one that is still
/// there, or the one at which everything was cut; 0 and the beginning where
/// there is none.
async fn end(tx: &mut Tx, log: Log, school: SchoolId) -> Result<(i64, Raw), Error> {
    let sql = match log {
        Log::Access => logs::LAST_ACCESS,
        Log::Evidence => logs::LAST_EVIDENCE,
    };
    if let Some(last) = one!(tx, (i64, Raw), sql, school.0)? {
        return Ok(last);
    }
    let last = one!(tx, (i64, Raw), logs::LAST_CHECKPOINT, school.0, log.code())?;
    Ok(last.unwrap_or_else(|| (0, Raw::of(columns::beginning(log, school)))))
}

/// Number and hash of the newest line; 0 and the log's beginning where there is
/// none.
pub(crate) async fn newest(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
) -> Result<(i64, Hex<32>), Error> {
    let (seq, hash) = end(tx, log, school).await?;
    let hash = Hex::from_slice(&hash.0)
        .ok_or_else(|| Error::corrupt(log.table(), "hash", seq, "it is not 32 bytes long"))?;
    Ok((seq, hash))
}

#[cfg(test)]
mod tests;
