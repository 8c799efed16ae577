//! How somebody proves who they are: the hash of a password and the secret of
//! one-time codes, both sealed with the account's key.

use std::fmt;

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId},
    role::Role,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    Error,
    db::{Tx, one, run},
    school::touched,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::sign_in as sql,
    values::At,
};

const SECRET: Column = Column::new("credential", "sealed");

/// What is sealed. Its Debug shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct CredentialSecret {
    /// The password's hash, with what it was made by.
    pub password: String,
    /// The secret of one-time codes, where they are asked for.
    pub codes: Option<Vec<u8>>,
    /// A secret that was shown and whose first code has not been given yet.
    pub codes_to_be: Option<Vec<u8>>,
}

impl fmt::Debug for CredentialSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialSecret(***)")
    }
}

/// How a password came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordSet {
    /// When.
    pub at: Timestamp,
    /// By a link, and not by who knew the one before.
    pub by_link: bool,
    /// Who made that link in the pages; nobody where it was made on the machine.
    pub link_by: Option<AccountId>,
}

/// A credential as it is kept.
#[derive(Debug)]
pub struct CredentialRow {
    /// Hash and secrets.
    pub sealed: Sealed<CredentialSecret>,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// Since when one-time codes are asked for.
    pub codes_since: Option<Timestamp>,
    /// The time step of the newest code that counted.
    pub code_step: Option<i64>,
    /// How its password came about, where that is known.
    pub password: Option<PasswordSet>,
}

/// Keeps what somebody proves themselves with, in place of what there was;
/// `key` is the account's, `codes_since` since when codes are asked for.
///
/// # Errors
/// [`Error::Conflict`] where the school has no such account, or the driver's.
pub async fn put(
    tx: &mut Tx,
    (school, account): (SchoolId, AccountId),
    (key, entropy): (&SubjectKey, &dyn Entropy),
    secret: &CredentialSecret,
    codes_since: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    let cell = SECRET.cell(school, account, account.0);
    let sealed = Sealed::new(key, entropy, cell, secret)?;
    touched(run!(
        tx,
        sql::PUT_CREDENTIAL,
        sealed.bytes(),
        At::from(now),
        codes_since.map(At::from),
        school.0,
        account.0,
    )?)
}

/// Remembers how a password came about that was just put.
///
/// # Errors
/// [`Error::Conflict`] where there is none, or the driver's.
pub async fn note_password(
    tx: &mut Tx,
    (school, account): (SchoolId, AccountId),
    set: PasswordSet,
) -> Result<(), Error> {
    touched(run!(
        tx,
        sql::NOTE_PASSWORD,
        At::from(set.at),
        set.by_link,
        set.link_by.map(|by| by.0),
        school.0,
        account.0,
    )?)
}

/// Has the password and the codes of an account count no more, until a new
/// password is set by a link.
///
/// # Errors
/// The driver's.
pub async fn void(
    tx: &mut Tx,
    (school, account): (SchoolId, AccountId),
    now: Timestamp,
) -> Result<(), Error> {
    let nothing: &[u8] = &[];
    run!(
        tx,
        sql::VOID_CREDENTIAL,
        At::from(now),
        nothing,
        school.0,
        account.0
    )?;
    Ok(())
}

/// How many accounts with one of these two roles ever had a password, the
/// closed ones too.
///
/// # Errors
/// The driver's.
pub async fn ever_held(tx: &mut Tx, school: SchoolId, roles: [Role; 2]) -> Result<i64, Error> {
    let [one, other] = roles.map(Role::code);
    let found = one!(tx, (i64,), sql::EVER_HELD, school.0, one, other)?;
    Ok(found.map_or(0, |(count,)| count))
}

/// How many accounts but this one hold one of these two roles and may sign in.
///
/// # Errors
/// The driver's.
pub async fn still_held(
    tx: &mut Tx,
    (school, but): (SchoolId, AccountId),
    roles: [Role; 2],
) -> Result<i64, Error> {
    let [one, other] = roles.map(Role::code);
    let found = one!(tx, (i64,), sql::STILL_HELD, school.0, one, other, but.0)?;
    Ok(found.map_or(0, |(count,)| count))
}

/// What somebody proves themselves with, once they have set a password.
///
/// # Errors
/// The driver's.
pub async fn get(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
) -> Result<Option<CredentialRow>, Error> {
    type Columns = (
        Vec<u8>,
        At,
        Option<At>,
        Option<i64>,
        Option<At>,
        Option<bool>,
        Option<Uuid>,
    );
    let found = one!(tx, Columns, sql::CREDENTIAL, school.0, account.0)?;
    Ok(found.map(
        |(sealed, changed_at, codes_since, code_step, set_at, by_link, link_by)| CredentialRow {
            sealed: Sealed::read(SECRET.cell(school, account, account.0), sealed),
            changed_at: changed_at.into(),
            codes_since: codes_since.map(Timestamp::from),
            code_step,
            password: set_at.map(|at| PasswordSet {
                at: at.into(),
                by_link: by_link.unwrap_or(false),
                link_by: link_by.map(AccountId),
            }),
        },
    ))
}

/// A one-time code of that time step is to count. Tells whether it does: of
/// codes of one step, or of an earlier one, only the first ever does.
///
/// # Errors
/// The driver's.
pub async fn count_code(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
    step: i64,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::COUNT_CODE, step, school.0, account.0)? > 0)
}
