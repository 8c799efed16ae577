//! The school every photo belongs to, and the version of its register, which
//! grows whenever something changes that a verdict is made of.

use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::Date as Day;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::school as sql,
    values::{At, day},
};

const FACTS: Column = Column::new("school", "sealed");

/// A school as it is kept. `T` is what the house above knows of it.
#[derive(Debug)]
pub struct SchoolRow<T> {
    /// Its id.
    pub id: SchoolId,
    /// The version of its register.
    pub version: i64,
    /// What is known of it.
    pub sealed: Sealed<T>,
    /// When it was set up.
    pub created_at: Timestamp,
    /// The day of a restore since which nothing is cleared.
    pub restored_on: Option<Date>,
}

/// The subject whose key seals what is known of the school itself and makes
/// its marks.
#[must_use]
pub const fn subject(school: SchoolId) -> SubjectId {
    SubjectId(school.0)
}

/// Sets a school up; `key` is its own.
///
/// # Errors
/// [`Error::Conflict`] where it is there already, or the driver's.
pub async fn insert<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    facts: &T,
    now: Timestamp,
) -> Result<(), Error> {
    let sealed = Sealed::new(
        key,
        entropy,
        FACTS.cell(school, subject(school), school.0),
        facts,
    )?;
    run!(tx, sql::INSERT, school.0, sealed.bytes(), At::from(now))?;
    Ok(())
}

/// The school, if it was set up.
///
/// # Errors
/// The driver's.
pub async fn read<T>(tx: &mut Tx, school: SchoolId) -> Result<Option<SchoolRow<T>>, Error> {
    type Columns = (i64, Vec<u8>, At, Option<Day>);
    let found = one!(tx, Columns, sql::READ, school.0)?;
    Ok(
        found.map(|(version, sealed, created_at, restored_on)| SchoolRow {
            id: school,
            version,
            sealed: Sealed::read(FACTS.cell(school, subject(school), school.0), sealed),
            created_at: created_at.into(),
            restored_on: restored_on.map(Day::to_jiff),
        }),
    )
}

/// Changes what is known of the school.
///
/// # Errors
/// [`Error::Conflict`] where there is no such school, or the driver's.
pub async fn replace<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    facts: &T,
) -> Result<(), Error> {
    let sealed = Sealed::new(
        key,
        entropy,
        FACTS.cell(school, subject(school), school.0),
        facts,
    )?;
    touched(run!(tx, sql::REPLACE, sealed.bytes(), school.0)?)
}

/// Tells everybody who remembers the register that it changed, and gives its
/// new version. It also takes the school's turn as [`Tx::lock_school`] does,
/// which is why the functions of this crate call it before they write.
///
/// # Errors
/// [`Error::Conflict`] where there is no such school, or the driver's.
pub async fn bump(tx: &mut Tx, school: SchoolId) -> Result<i64, Error> {
    let version = one!(tx, (i64,), sql::BUMP, school.0)?;
    version.map(|row| row.0).ok_or(Error::Conflict)
}

/// Every school, in the order in which they were set up.
///
/// # Errors
/// The driver's.
pub async fn list(tx: &mut Tx) -> Result<Vec<SchoolId>, Error> {
    let rows = all!(tx, (Uuid,), sql::LIST)?;
    Ok(rows.into_iter().map(|row| SchoolId(row.0)).collect())
}

/// Writes down that a backup was restored on that day, so that its consents
/// count as old; `None` once they were imported anew.
///
/// # Errors
/// [`Error::Conflict`] where there is no such school, or the driver's.
pub async fn set_restored(tx: &mut Tx, school: SchoolId, on: Option<Date>) -> Result<(), Error> {
    touched(run!(tx, sql::SET_RESTORED, on.map(day), school.0)?)
}

/// That a statement found the one row it was meant for. A row of another
/// school is no row.
pub(crate) const fn touched(rows: u64) -> Result<(), Error> {
    if rows == 0 {
        return Err(Error::Conflict);
    }
    Ok(())
}
