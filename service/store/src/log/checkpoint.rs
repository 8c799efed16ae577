//! Signed marks in a log.
//!
//! A checkpoint is first written to the [ledger outside](super::outside), then
//! the transaction that made it is committed. Killed in between, the ledger
//! knows a checkpoint that the database does not: it is still true, since its
//! line is still there, and [`catch_up`](super::catch_up()) gives it to the
//! database.

use gatehouse_domain::ids::SchoolId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Hex, Log, SigningKey, VerifyingKey, columns::Raw, encoding::Encoding};
use crate::{
    Error,
    db::{Tx, all, one, run},
    sql::logs,
    values::{self, At},
};

/// That a log had this hash at this line, signed. Its JSON is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Whose log.
    pub school: SchoolId,
    /// Which log.
    pub log: Log,
    /// The line's number.
    pub seq: i64,
    /// The line's hash.
    pub hash: Hex<32>,
    /// When it was signed, in microseconds.
    pub at: Timestamp,
    /// Whether the lines up to this one may be gone: without this no log may
    /// begin later than at its first line.
    pub cut: bool,
    /// Ed25519 over all of it.
    pub signature: Hex<64>,
}

impl Checkpoint {
    pub(super) fn sign(
        (log, school): (Log, SchoolId),
        (seq, hash): (i64, Hex<32>),
        cut: bool,
        key: &SigningKey,
        at: Timestamp,
    ) -> Self {
        let unsigned = Self {
            school,
            log,
            seq,
            hash,
            at: values::cut(at),
            cut,
            signature: Hex([0; 64]),
        };
        Self {
            signature: key.sign(&unsigned.encode()),
            ..unsigned
        }
    }

    fn encode(&self) -> Encoding {
        Encoding::of("gatehouse log checkpoint 1")
            .field(self.log.code())
            .field(self.school.0)
            .number(self.seq)
            .field(self.hash.0)
            .number(self.at.as_microsecond())
            .field([u8::from(self.cut)])
    }

    /// Whether that key signed exactly this.
    #[must_use]
    pub fn is_signed(&self, key: &VerifyingKey) -> bool {
        key.signed(&self.encode(), &self.signature)
    }

    /// Which line had which hash: what it says, however often it is said.
    pub(super) const fn claim(&self) -> (Log, i64, Hex<32>) {
        (self.log, self.seq, self.hash)
    }
}

/// Signs the newest line of a log and keeps the checkpoint; `None` where there
/// is no line, or it has one already. The caller writes it to the ledger, then
/// commits. Never in a transaction that added to the log: if it came to
/// nothing, the ledger would know a line that never was.
///
/// # Errors
/// The driver's; [`Error::Corrupt`] where the line's hash is none.
pub async fn checkpoint(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
    key: &SigningKey,
    at: Timestamp,
) -> Result<Option<Checkpoint>, Error> {
    tx.lock_school(school).await?;
    let sql = match log {
        Log::Access => logs::LAST_ACCESS,
        Log::Evidence => logs::LAST_EVIDENCE,
    };
    let Some((seq, hash)) = one!(tx, (i64, Raw), sql, school.0)? else {
        return Ok(None);
    };
    let newest = one!(tx, (i64, Raw), logs::LAST_CHECKPOINT, school.0, log.code())?;
    if newest.is_some_and(|newest| newest.0 == seq) {
        return Ok(None);
    }
    let line = (seq, read_hash(log.table(), seq, &hash)?);
    let made = Checkpoint::sign((log, school), line, false, key, at);
    insert(tx, &made).await?;
    Ok(Some(made))
}

/// Whether a log of the school has a checkpoint, of which the ledger was told
/// first.
///
/// # Errors
/// The driver's.
pub async fn is_marked(tx: &mut Tx, school: SchoolId) -> Result<bool, Error> {
    for log in Log::ALL {
        let newest = one!(tx, (i64, Raw), logs::LAST_CHECKPOINT, school.0, log.code())?;
        if newest.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A checkpoint as the database holds it.
pub(super) struct Kept {
    /// Whose, where it says one of the two.
    pub(super) log: Option<Log>,
    /// The line it speaks of.
    pub(super) seq: i64,
    /// The whole of it, where the key signed it.
    pub(super) signed: Option<Checkpoint>,
}

/// Every checkpoint of the school in the database. Whether a log was cut
/// there has no column: the signature says it.
pub(super) async fn kept(
    tx: &mut Tx,
    school: SchoolId,
    key: &VerifyingKey,
) -> Result<Vec<Kept>, Error> {
    type Row = (String, i64, Raw, super::columns::Micros, Raw);
    let rows = all!(tx, Row, logs::CHECKPOINTS, school.0)?;
    let read = |(log, seq, hash, at, signature): Row| {
        let log = Log::ALL.into_iter().find(|one| one.code() == log);
        let signed = || {
            let marked = Checkpoint {
                school,
                log: log?,
                seq,
                hash: Hex::from_slice(&hash.0)?,
                at: Timestamp::from_microsecond(at.0).ok()?,
                cut: false,
                signature: Hex::from_slice(&signature.0)?,
            };
            let cut = Checkpoint {
                cut: true,
                ..marked
            };
            [marked, cut].into_iter().find(|one| one.is_signed(key))
        };
        let signed = signed();
        Kept { log, seq, signed }
    };
    Ok(rows.into_iter().map(read).collect())
}

pub(super) async fn insert(tx: &mut Tx, one: &Checkpoint) -> Result<(), Error> {
    let hash = one.hash.0.as_slice();
    run!(
        tx,
        logs::ADD_CHECKPOINT,
        one.school.0,
        one.log.code(),
        one.seq,
        hash,
        At::from(one.at),
        one.signature.0.as_slice(),
    )?;
    Ok(())
}

pub(super) fn read_hash(table: &'static str, seq: i64, hash: &Raw) -> Result<Hex<32>, Error> {
    Hex::from_slice(&hash.0)
        .ok_or_else(|| Error::corrupt(table, "hash", seq, "it is not 32 bytes long"))
}
