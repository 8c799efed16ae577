//! What programs carry to act for an account, in the things it was made for
//! and until it expires.

use std::{collections::BTreeSet, fmt};

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId},
    role::Role,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Mark, role};
use crate::{
    Error,
    db::{Tx, all, run},
    school::touched,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::sign_in as sql,
    values::At,
};

const NAME: Column = Column::new("api_token", "sealed");

/// What is sealed of a token. Its Debug shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSecret {
    /// What its maker calls it.
    pub name: String,
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(***)")
    }
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its id, by which it is revoked.
    pub id: Uuid,
    /// For whom it acts.
    pub account: AccountId,
    /// Mark of what the program carries.
    pub mark: Mark,
    /// Codes of what it may be used for, with a space between.
    pub scopes: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// A token as lists show it.
#[derive(Debug)]
pub struct TokenRow {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub sealed: Sealed<TokenSecret>,
    /// Codes of what it may be used for, with a space between.
    pub scopes: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// When it was used last, roughly.
    pub used_at: Option<Timestamp>,
    /// Since when it may not be used any more.
    pub revoked_at: Option<Timestamp>,
}

/// A token as somebody carries it, with what its account is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its id.
    pub id: Uuid,
    /// The school of its account.
    pub school: SchoolId,
    /// For whom it acts.
    pub account: AccountId,
    /// What they may do at this moment.
    pub roles: BTreeSet<Role>,
    /// Codes of what it may be used for, with a space between.
    pub scopes: String,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was used last, roughly.
    pub used_at: Option<Timestamp>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether the account is closed.
    pub closed: bool,
    /// When they signed the version of the agreement that was asked for.
    pub signed_at: Option<Timestamp>,
}

/// Makes a token; `key` is the account's.
///
/// # Errors
/// [`Error::Conflict`] where the school has no such account, or the driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewToken,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    secret: &TokenSecret,
    now: Timestamp,
) -> Result<(), Error> {
    let cell = NAME.cell(school, new.account, new.id);
    let sealed = Sealed::new(key, entropy, cell, secret)?;
    touched(run!(
        tx,
        sql::ADD_TOKEN,
        new.id,
        new.mark.as_slice(),
        sealed.bytes(),
        new.scopes.as_str(),
        At::from(now),
        At::from(new.expires_at),
        school.0,
        new.account.0,
    )?)
}

/// An account's tokens, those that ended too, the newest first.
///
/// # Errors
/// The driver's.
pub async fn list(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
) -> Result<Vec<TokenRow>, Error> {
    type Columns = (Uuid, Vec<u8>, String, At, At, Option<At>, Option<At>);
    let rows = all!(tx, Columns, sql::TOKENS, school.0, account.0)?;
    let row = |(id, sealed, scopes, made_at, expires_at, used_at, revoked_at): Columns| TokenRow {
        id,
        sealed: Sealed::read(NAME.cell(school, account, id), sealed),
        scopes,
        made_at: made_at.into(),
        expires_at: expires_at.into(),
        used_at: used_at.map(Timestamp::from),
        revoked_at: revoked_at.map(Timestamp::from),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Id, school, account, scopes, expires, used, revoked, closed, signed, role.
type Columns = (
    Uuid,
    Uuid,
    Uuid,
    String,
    At,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<String>,
);

/// The token with that mark, in whichever school, and whether its account
/// signed that version of the agreement.
///
/// # Errors
/// [`Error::Corrupt`] for a role nobody knows, or the driver's.
pub async fn find(tx: &mut Tx, mark: &Mark, agreement: i64) -> Result<Option<Carried>, Error> {
    let rows = all!(tx, Columns, sql::TOKEN, agreement, mark.as_slice())?;
    let mut found: Option<Carried> = None;
    // Rows of one token, one for each role of its account.
    for (id, school, account, scopes, expires, used, revoked, closed, signed, held) in rows {
        let held = role(held.as_deref(), account)?;
        let row = found.get_or_insert_with(|| Carried {
            id,
            school: SchoolId(school),
            account: AccountId(account),
            roles: BTreeSet::new(),
            scopes,
            expires_at: expires.into(),
            used_at: used.map(Timestamp::from),
            revoked: revoked.is_some(),
            closed: closed.is_some(),
            signed_at: signed.map(Timestamp::from),
        });
        row.roles.extend(held);
    }
    Ok(found)
}

/// It is used, if it was last before `unless_since`. Tells whether that was
/// written.
///
/// # Errors
/// The driver's.
pub async fn touch(
    tx: &mut Tx,
    school: SchoolId,
    id: Uuid,
    (now, unless_since): (Timestamp, Timestamp),
) -> Result<bool, Error> {
    let (now, since) = (At::from(now), At::from(unless_since));
    Ok(run!(tx, sql::TOUCH_TOKEN, now, school.0, id, since)? > 0)
}

/// Ends one token of an account. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn revoke(
    tx: &mut Tx,
    (school, account): (SchoolId, AccountId),
    id: Uuid,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(
        tx,
        sql::REVOKE_TOKEN,
        At::from(now),
        school.0,
        account.0,
        id
    )? > 0)
}

/// Ends every token of an account; how many.
///
/// # Errors
/// The driver's.
pub async fn revoke_all(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
    now: Timestamp,
) -> Result<u64, Error> {
    run!(tx, sql::REVOKE_TOKENS, At::from(now), school.0, account.0)
}
