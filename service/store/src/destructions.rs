//! What is to be destroyed, decided in the transaction that gives the reason
//! for it, and crossed out once nothing is found of it.

use gatehouse_domain::ids::{AccountId, SchoolId, SubjectId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    sql::duties as sql,
    values::At,
};

/// A decision to destroy a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destruction {
    /// Whose key is to be destroyed.
    pub subject: SubjectId,
    /// What it is, as a code: photo, original, template, person, release.
    pub kind: String,
    /// Why, as a code.
    pub why: String,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// On whose authority; `None` is the retention rules.
    pub decided_by: Option<AccountId>,
    /// When nothing was found of it any more.
    pub verified_at: Option<Timestamp>,
}

type Columns = (Uuid, String, String, At, Option<Uuid>, Option<At>);

fn row((subject, kind, why, at, by, verified): Columns) -> Destruction {
    Destruction {
        subject: SubjectId(subject),
        kind,
        why,
        decided_at: at.into(),
        decided_by: by.map(AccountId),
        verified_at: verified.map(Into::into),
    }
}

/// Decides that a subject is to be destroyed. The first decision stands.
///
/// # Errors
/// The driver's.
pub async fn decide(
    tx: &mut Tx,
    school: SchoolId,
    subject: SubjectId,
    (kind, why): (&'static str, &'static str),
    (at, by): (Timestamp, Option<AccountId>),
) -> Result<(), Error> {
    run!(
        tx,
        sql::DECIDE,
        subject.0,
        school.0,
        kind,
        why,
        At::from(at),
        by.map(|by| by.0)
    )?;
    Ok(())
}

/// The decision about a subject, if there is one.
///
/// # Errors
/// The driver's.
pub async fn get(
    tx: &mut Tx,
    school: SchoolId,
    subject: SubjectId,
) -> Result<Option<Destruction>, Error> {
    Ok(one!(tx, Columns, sql::GET, school.0, subject.0)?.map(row))
}

/// What is decided and not yet verified, oldest first.
///
/// # Errors
/// The driver's.
pub async fn open(tx: &mut Tx, school: SchoolId) -> Result<Vec<Destruction>, Error> {
    let rows = all!(tx, Columns, sql::OPEN, school.0)?;
    Ok(rows.into_iter().map(row).collect())
}

/// What was destroyed since a moment, oldest first.
///
/// # Errors
/// The driver's.
pub async fn since(
    tx: &mut Tx,
    school: SchoolId,
    moment: Timestamp,
) -> Result<Vec<Destruction>, Error> {
    let rows = all!(tx, Columns, sql::SINCE, school.0, At::from(moment))?;
    Ok(rows.into_iter().map(row).collect())
}

/// How much was destroyed of each kind, by its code.
///
/// # Errors
/// The driver's.
pub async fn count(tx: &mut Tx, school: SchoolId) -> Result<Vec<(String, i64)>, Error> {
    all!(tx, (String, i64), sql::COUNT_DESTROYED, school.0)
}

/// Notes that nothing was found of a subject any more.
///
/// # Errors
/// The driver's.
pub async fn verify(
    tx: &mut Tx,
    school: SchoolId,
    subject: SubjectId,
    at: Timestamp,
) -> Result<(), Error> {
    run!(tx, sql::VERIFY, school.0, subject.0, At::from(at))?;
    Ok(())
}
