//! The office's files between looking at what they would change and entering
//! them. They are sealed by a key of their own, which is destroyed with them.

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId, SubjectId},
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::imports as sql,
    values::At,
};

const FILES: Column = Column::new("import", "sealed");

/// An import that is to be kept for a while.
#[derive(Debug, Clone, Copy)]
pub struct NewImport {
    /// Its id; its subject too.
    pub id: SubjectId,
    /// Who looked at it.
    pub account: AccountId,
    /// From then on it is entered no more.
    pub expires_at: Timestamp,
}

/// An import as it is kept. `T` is what the house above knows of it.
#[derive(Debug)]
pub struct ImportRow<T> {
    /// Who looked at it.
    pub account: AccountId,
    /// The files.
    pub sealed: Sealed<T>,
    /// From then on it is entered no more.
    pub expires_at: Timestamp,
}

/// Keeps one; `key` is its own.
///
/// # Errors
/// [`Error::Conflict`] where it is there already, sealing's or the driver's.
pub async fn insert<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewImport,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    files: &T,
    now: Timestamp,
) -> Result<(), Error> {
    let id = new.id.0;
    let sealed = Sealed::new(key, entropy, FILES.cell(school, new.id, id), files)?;
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        new.account.0,
        sealed.bytes(),
        At::from(now),
        At::from(new.expires_at)
    )?;
    Ok(())
}

/// One of them, while it is there.
///
/// # Errors
/// The driver's.
pub async fn get<T>(
    tx: &mut Tx,
    school: SchoolId,
    id: SubjectId,
) -> Result<Option<ImportRow<T>>, Error> {
    let found = one!(tx, (Uuid, Vec<u8>, At), sql::GET, school.0, id.0)?;
    Ok(found.map(|(account, sealed, expires_at)| ImportRow {
        account: AccountId(account),
        sealed: Sealed::read(FILES.cell(school, id, id.0), sealed),
        expires_at: expires_at.into(),
    }))
}

/// Keeps other files in place of those that are kept; `key` is its own. Tells
/// whether it was there.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn replace<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    id: SubjectId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    files: &T,
) -> Result<bool, Error> {
    let sealed = Sealed::new(key, entropy, FILES.cell(school, id, id.0), files)?;
    Ok(run!(tx, sql::REPLACE, sealed.bytes(), school.0, id.0)? > 0)
}

/// Takes one away; its key is destroyed apart. Tells whether it was there.
///
/// # Errors
/// The driver's.
pub async fn remove(tx: &mut Tx, school: SchoolId, id: SubjectId) -> Result<bool, Error> {
    Ok(run!(tx, sql::REMOVE, school.0, id.0)? > 0)
}

/// Those that may not be entered any more at that moment.
///
/// # Errors
/// The driver's.
pub async fn over(tx: &mut Tx, school: SchoolId, now: Timestamp) -> Result<Vec<SubjectId>, Error> {
    let rows = all!(tx, (Uuid,), sql::OVER, school.0, At::from(now))?;
    Ok(rows.into_iter().map(|row| SubjectId(row.0)).collect())
}

/// Those that somebody looked at and did not enter.
///
/// # Errors
/// The driver's.
pub async fn of_account(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
) -> Result<Vec<SubjectId>, Error> {
    let rows = all!(tx, (Uuid,), sql::OF_ACCOUNT, school.0, account.0)?;
    Ok(rows.into_iter().map(|row| SubjectId(row.0)).collect())
}
