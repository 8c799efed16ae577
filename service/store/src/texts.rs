//! The texts that people agreed to, by version: added, and never changed by
//! anybody; the database itself refuses it. A line of permission keeps the
//! SHA-256 of the one it was given for.

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::Date as Day;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    school::{bump, subject},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::texts as sql,
    values::{At, day},
};

const TEXT: Column = Column::new("consent_text", "sealed");

/// A text that is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewText {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub version: u32,
    /// The SHA-256 of it.
    pub sha256: [u8; 32],
    /// The day written on it.
    pub dated: Date,
    /// Who adds it.
    pub account: AccountId,
}

/// A text as it is kept.
#[derive(Debug)]
pub struct TextRow {
    /// All but the words.
    pub about: NewText,
    /// The words, by the school's key.
    pub sealed: Sealed<String>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Adds one; `key` is the school's.
///
/// # Errors
/// [`Error::Refused`] or [`Error::Conflict`] where that version is there
/// already, or the driver's; end the transaction then.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewText,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    text: &String,
    now: Timestamp,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let cell = TEXT.cell(school, subject(school), new.id);
    let sealed = Sealed::new(key, entropy, cell, text)?;
    run!(
        tx,
        sql::INSERT,
        new.id,
        school.0,
        i64::from(new.version),
        new.sha256.as_slice(),
        day(new.dated),
        sealed.bytes(),
        new.account.0,
        At::from(now),
    )?;
    Ok(())
}

/// Every text of the school, the newest version first.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have added, or the driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<TextRow>, Error> {
    type Columns = (Uuid, i64, Vec<u8>, Day, Vec<u8>, Uuid, At);
    let rows = all!(tx, Columns, sql::LIST, school.0)?;
    let row = |(id, version, sha256, dated, sealed, account, added_at): Columns| {
        let damage = |column| Error::corrupt("consent_text", column, id, "out of its range");
        Ok(TextRow {
            about: NewText {
                id,
                version: u32::try_from(version).map_err(|_| damage("version"))?,
                sha256: sha256.try_into().map_err(|_| damage("sha256"))?,
                dated: dated.to_jiff(),
                account: AccountId(account),
            },
            sealed: Sealed::read(TEXT.cell(school, subject(school), id), sealed),
            added_at: added_at.into(),
        })
    };
    rows.into_iter().map(row).collect()
}
