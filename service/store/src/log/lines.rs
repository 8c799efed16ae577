//! Reading a log, for the people who may.

use gatehouse_domain::ids::{AccountId, SchoolId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Log,
    columns::{Columns, Raw, Row},
    hex::Hex,
};
use crate::{
    Error,
    db::{Tx, all},
    sql::logs,
};

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub seq: i64,
    /// When it was written.
    pub at: Timestamp,
    /// Who did it; nobody where the house did it by itself.
    pub actor: Option<AccountId>,
    /// Code of what was done.
    pub verb: String,
    /// Code of the kind of thing it was done to, and which.
    pub about: Option<(String, Uuid)>,
    /// Code of what came of it.
    pub outcome: String,
    /// SHA-256 of the facts, in the evidence log.
    pub facts: Option<Hex<32>>,
    /// The line's own hash.
    pub hash: Hex<32>,
}

/// Lines before the number `before`, or the newest where it is `None`; newest
/// first, at most `limit`.
///
/// # Errors
/// The driver's; [`Error::Corrupt`] where a line does not read back, which
/// [`verify`](super::verify()) explains.
pub async fn page(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Line>, Error> {
    let sql = match log {
        Log::Access => logs::BEFORE_ACCESS,
        Log::Evidence => logs::BEFORE_EVIDENCE,
    };
    let before = before.unwrap_or(i64::MAX);
    let rows = all!(tx, Row, sql, school.0, before, i64::from(limit))?;
    rows.into_iter().map(|row| read(log, row)).collect()
}

/// All evidence about one thing, oldest first.
///
/// # Errors
/// As [`page`].
pub async fn evidence_about(tx: &mut Tx, school: SchoolId, id: Uuid) -> Result<Vec<Line>, Error> {
    let rows = all!(tx, Row, logs::EVIDENCE_ABOUT, school.0, id)?;
    rows.into_iter()
        .map(|row| read(Log::Evidence, row))
        .collect()
}

/// A column that does not read back.
#[derive(Debug, thiserror::Error)]
#[error("not what was written")]
struct Changed;

fn read(log: Log, row: Row) -> Result<Line, Error> {
    let (columns, hash) = Columns::of(row);
    let Columns { seq, at, .. } = columns;
    let wrong = |column| move || Error::corrupt(log.table(), column, seq, Changed);
    let about = match (columns.about_kind, columns.about_id) {
        (Some(kind), Some(id)) => Some((
            text(kind).ok_or_else(wrong("about_kind"))?,
            id_of(&id).ok_or_else(wrong("about_id"))?,
        )),
        (None, None) => None,
        _ => return Err(wrong("about_id")()),
    };
    let actor = |raw: Raw| id_of(&raw).map(AccountId).ok_or_else(wrong("actor_id"));
    let facts = |raw: Raw| Hex::from_slice(&raw.0).ok_or_else(wrong("facts"));
    Ok(Line {
        seq,
        at: Timestamp::from_microsecond(at).map_err(|_| wrong("at")())?,
        actor: columns.actor.map(actor).transpose()?,
        verb: text(columns.verb).ok_or_else(wrong("verb"))?,
        about,
        outcome: text(columns.outcome).ok_or_else(wrong("outcome"))?,
        facts: columns.facts.map(facts).transpose()?,
        hash: Hex::from_slice(&hash.0).ok_or_else(wrong("hash"))?,
    })
}

fn text(raw: Raw) -> Option<String> {
    String::from_utf8(raw.0).ok()
}

fn id_of(raw: &Raw) -> Option<Uuid> {
    Uuid::from_slice(&raw.0).ok()
}
