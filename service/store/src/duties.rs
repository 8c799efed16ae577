//! The ledger of deadlines: what must end, by when, and whether it did.

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, DutyId, SchoolId},
    retention::{Duty, DutyKind},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    codes::read_code,
    db::{Tx, all, one, run},
    sql::duties as sql,
    values::At,
};

/// A duty as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyRow {
    /// Its id.
    pub id: DutyId,
    /// What kind of copy it is about.
    pub kind: DutyKind,
    /// Which one.
    pub about: Uuid,
    /// From this moment on it is overdue.
    pub due: Timestamp,
    /// When it was met.
    pub met: Option<Timestamp>,
    /// Who met it; `None` while open, and where the program itself did.
    pub met_by: Option<AccountId>,
}

type Columns = (Uuid, String, Uuid, At, Option<At>, Option<Uuid>);

fn row((id, kind, about, due, met, by): Columns) -> Result<DutyRow, Error> {
    let known = DutyKind::ALL.into_iter().find(|known| known.code() == kind);
    Ok(DutyRow {
        id: DutyId(id),
        kind: read_code(known, "duty", "kind", id)?,
        about,
        due: due.into(),
        met: met.map(Into::into),
        met_by: by.map(AccountId),
    })
}

/// Sets a duty about one thing. Set again, its deadline is told anew, unless
/// it was met.
///
/// # Errors
/// The driver's.
pub async fn set(
    tx: &mut Tx,
    school: SchoolId,
    about: Uuid,
    duty: &Duty,
    chance: (Timestamp, &dyn Entropy),
) -> Result<(), Error> {
    tell(tx, sql::SET, school, about, duty, chance).await
}

/// Sets a duty about one thing; one that was met is open again, as when more
/// pictures come from a card that was cleared.
///
/// # Errors
/// The driver's.
pub async fn renew(
    tx: &mut Tx,
    school: SchoolId,
    about: Uuid,
    duty: &Duty,
    chance: (Timestamp, &dyn Entropy),
) -> Result<(), Error> {
    tell(tx, sql::RENEW, school, about, duty, chance).await
}

async fn tell(
    tx: &mut Tx,
    statement: &'static str,
    school: SchoolId,
    about: Uuid,
    duty: &Duty,
    (now, entropy): (Timestamp, &dyn Entropy),
) -> Result<(), Error> {
    let id = DutyId::new(now, entropy);
    run!(
        tx,
        statement,
        id.0,
        school.0,
        duty.kind.code(),
        about,
        At::from(duty.due)
    )?;
    Ok(())
}

/// Notes that a duty was met, by somebody or by the program itself. Met
/// before, or unknown, nothing changes; tells whether it was open.
///
/// # Errors
/// The driver's.
pub async fn meet(
    tx: &mut Tx,
    school: SchoolId,
    (kind, about): (DutyKind, Uuid),
    at: Timestamp,
    by: Option<AccountId>,
) -> Result<bool, Error> {
    let changed = run!(
        tx,
        sql::MEET,
        school.0,
        kind.code(),
        about,
        At::from(at),
        by.map(|by| by.0)
    )?;
    Ok(changed > 0)
}

/// Lifts an open duty whose place another has taken.
///
/// # Errors
/// The driver's.
pub async fn lift(tx: &mut Tx, school: SchoolId, kind: DutyKind, about: Uuid) -> Result<(), Error> {
    run!(tx, sql::LIFT, school.0, kind.code(), about)?;
    Ok(())
}

/// Open duties due by a moment, the most urgent first, at most `limit`; those
/// that come after `after`, so that a long list is walked in pages.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn due(
    tx: &mut Tx,
    school: SchoolId,
    by: Timestamp,
    after: Option<&DutyRow>,
    limit: u16,
) -> Result<Vec<DutyRow>, Error> {
    let (moment, id) = after.map_or((Timestamp::MIN, Uuid::nil()), |row| (row.due, row.id.0));
    let moment = moment.max(Timestamp::UNIX_EPOCH);
    all!(
        tx,
        Columns,
        sql::DUE,
        school.0,
        At::from(by),
        At::from(moment),
        id,
        i64::from(limit)
    )?
    .into_iter()
    .map(row)
    .collect()
}

/// Open duties of one kind due by a moment, the most urgent first, at most
/// `limit`.
///
/// # Errors
/// As [`due`].
pub async fn of_kind(
    tx: &mut Tx,
    school: SchoolId,
    kind: DutyKind,
    by: Timestamp,
    limit: u32,
) -> Result<Vec<DutyRow>, Error> {
    let (code, by, limit) = (kind.code(), At::from(by), i64::from(limit));
    all!(tx, Columns, sql::OF_KIND, school.0, code, by, limit)?
        .into_iter()
        .map(row)
        .collect()
}

/// How many open duties of each kind are overdue; kinds of which none is are
/// left out.
///
/// # Errors
/// As [`due`].
pub async fn overdue(
    tx: &mut Tx,
    school: SchoolId,
    now: Timestamp,
) -> Result<Vec<(DutyKind, i64)>, Error> {
    let rows = all!(tx, (String, i64), sql::OVERDUE, school.0, At::from(now))?;
    let known = |(code, count): (String, i64)| {
        let kind = DutyKind::ALL.into_iter().find(|kind| kind.code() == code);
        Ok((read_code(kind, "duty", "kind", school.0)?, count))
    };
    rows.into_iter().map(known).collect()
}

/// Every duty about one thing, open or met.
///
/// # Errors
/// As [`due`].
pub async fn about(tx: &mut Tx, school: SchoolId, about: Uuid) -> Result<Vec<DutyRow>, Error> {
    all!(tx, Columns, sql::ABOUT, school.0, about)?
        .into_iter()
        .map(row)
        .collect()
}

/// How many duties are open, and how many of them overdue.
///
/// # Errors
/// The driver's.
pub async fn count(tx: &mut Tx, school: SchoolId, now: Timestamp) -> Result<(i64, i64), Error> {
    let counted = one!(tx, (i64, i64), sql::COUNT, school.0, At::from(now))?;
    Ok(counted.unwrap_or_default())
}
