//! The policies that the head signed: a version that was signed stays as it
//! was signed.

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId},
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    school::subject,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::profiles as sql,
    values::At,
};

const FILE: Column = Column::new("signed_profile", "sealed");

/// A policy that is signed now.
#[derive(Debug, Clone, Copy)]
pub struct NewProfile {
    /// Its place among the school's: one more than the newest.
    pub number: i64,
    /// The version that the file tells.
    pub version: u32,
    /// The SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Who signs.
    pub by: AccountId,
}

/// A policy that was signed. `T` is what the house above knows of it.
#[derive(Debug)]
pub struct ProfileRow<T> {
    /// Its place among the school's.
    pub number: i64,
    /// The version that the file tells.
    pub version: i64,
    /// The SHA-256 of the file.
    pub sha256: Vec<u8>,
    /// Who signed.
    pub by: AccountId,
    /// When.
    pub signed_at: Timestamp,
    /// Name and text.
    pub sealed: Sealed<T>,
}

/// Keeps a policy that was signed; `key` is the school's.
///
/// # Errors
/// [`Error::Conflict`] where there is one of that number, sealing's or the
/// driver's.
pub async fn sign<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewProfile,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    file: &T,
    now: Timestamp,
) -> Result<(), Error> {
    let place = FILE.cell(school, subject(school), row_id(new.number));
    let sealed = Sealed::new(key, entropy, place, file)?;
    run!(
        tx,
        sql::SIGN,
        school.0,
        new.number,
        i64::from(new.version),
        new.sha256.as_slice(),
        new.by.0,
        At::from(now),
        sealed.bytes()
    )?;
    Ok(())
}

/// The newest of them, newest first; the first is in force.
///
/// # Errors
/// The driver's.
pub async fn newest<T>(
    tx: &mut Tx,
    school: SchoolId,
    most: u32,
) -> Result<Vec<ProfileRow<T>>, Error> {
    type Columns = (i64, i64, Vec<u8>, Uuid, At, Vec<u8>);
    let rows = all!(tx, Columns, sql::NEWEST, school.0, i64::from(most))?;
    let rows = rows.into_iter();
    Ok(rows
        .map(
            |(number, version, sha256, by, signed_at, sealed)| ProfileRow {
                number,
                version,
                sha256,
                by: AccountId(by),
                signed_at: signed_at.into(),
                sealed: Sealed::read(FILE.cell(school, subject(school), row_id(number)), sealed),
            },
        )
        .collect())
}

/// Where a row's sealed cell lies: rows have no ids of their own.
const fn row_id(number: i64) -> Uuid {
    Uuid::from_u64_pair(0, number.unsigned_abs())
}
