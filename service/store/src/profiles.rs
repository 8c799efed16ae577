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
    db::{Tx, all, one, run},
    school::{bump, subject},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::profiles as sql,
    values::At,
};

const TABLE: &str = "signed_profile";
const FILE: Column = Column::new(TABLE, "sealed");

/// A policy that is signed now.
#[derive(Debug, Clone, Copy)]
pub struct NewProfile {
    /// The mark of its name by the school's key, see [`SubjectKey::mark`].
    pub name_mark: [u8; 32],
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
    pub version: u32,
    /// The SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Who signed.
    pub by: AccountId,
    /// When.
    pub signed_at: Timestamp,
    /// Name and text.
    pub sealed: Sealed<T>,
}

/// Keeps a policy that was signed, after all that were signed before; `key` is
/// the school's.
///
/// # Errors
/// [`Error::Conflict`] where that version of it was signed already,
/// [`Error::Refused`] where a higher one was, sealing's or the driver's.
pub async fn sign<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewProfile,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    file: &T,
    now: Timestamp,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let last = one!(tx, (Option<i64>,), sql::LAST, school.0)?;
    let number = last.and_then(|row| row.0).unwrap_or(0).saturating_add(1);
    let place = FILE.cell(school, subject(school), row_id(number));
    let sealed = Sealed::new(key, entropy, place, file)?;
    run!(
        tx,
        sql::SIGN,
        school.0,
        number,
        new.name_mark.as_slice(),
        i64::from(new.version),
        new.sha256.as_slice(),
        new.by.0,
        At::from(now),
        sealed.bytes()
    )?;
    Ok(())
}

/// The highest version that was signed of the policy whose name has that mark.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have signed, or the driver's.
pub async fn highest(
    tx: &mut Tx,
    school: SchoolId,
    name_mark: &[u8; 32],
) -> Result<Option<u32>, Error> {
    let found = one!(
        tx,
        (Option<i64>,),
        sql::HIGHEST,
        school.0,
        name_mark.as_slice()
    )?;
    let version = found.and_then(|row| row.0).map(u32::try_from);
    version
        .transpose()
        .map_err(|error| Error::corrupt(TABLE, "version", school.0, error))
}

/// The newest of them, newest first; the first is in force.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have signed, or the driver's.
pub async fn newest<T>(
    tx: &mut Tx,
    school: SchoolId,
    most: u32,
) -> Result<Vec<ProfileRow<T>>, Error> {
    type Columns = (i64, i64, Vec<u8>, Uuid, At, Vec<u8>);
    let rows = all!(tx, Columns, sql::NEWEST, school.0, i64::from(most))?;
    let row = |(number, version, sha256, by, signed_at, sealed): Columns| {
        let damage = |column| Error::corrupt(TABLE, column, number, "out of its range");
        Ok(ProfileRow {
            number,
            version: u32::try_from(version).map_err(|_| damage("version"))?,
            sha256: sha256.try_into().map_err(|_| damage("sha256"))?,
            by: AccountId(by),
            signed_at: signed_at.into(),
            sealed: Sealed::read(FILE.cell(school, subject(school), row_id(number)), sealed),
        })
    };
    rows.into_iter().map(row).collect()
}

/// Where a row's sealed cell lies: rows have no ids of their own.
const fn row_id(number: i64) -> Uuid {
    Uuid::from_u64_pair(0, number.unsigned_abs())
}
