//! Links by which somebody sets their password: each is used once, and not for
//! long.

use gatehouse_domain::ids::{AccountId, SchoolId};
use jiff::Timestamp;
use uuid::Uuid;

use super::Mark;
use crate::{
    Error,
    db::{Tx, one, run},
    school::touched,
    sql::sign_in as sql,
    values::At,
};

/// A link to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewLink {
    /// Mark of what is in it.
    pub mark: Mark,
    /// Whose password it sets.
    pub account: AccountId,
    /// Whether using it also ends the one-time codes.
    pub ends_codes: bool,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// Who made it in the pages; nobody where it was made on the machine.
    pub made_by: Option<AccountId>,
}

/// A link as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRow {
    /// The school of its account.
    pub school: SchoolId,
    /// Whose password it sets.
    pub account: AccountId,
    /// Whether using it also ends the one-time codes.
    pub ends_codes: bool,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// Whether the account is closed.
    pub closed: bool,
    /// Who made it in the pages; nobody where it was made on the machine.
    pub made_by: Option<AccountId>,
}

/// Makes a link; those of the account that were not used yet end.
///
/// # Errors
/// [`Error::Conflict`] where the school has no such account, or the driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewLink,
    now: Timestamp,
) -> Result<(), Error> {
    drop_open(tx, school, new.account).await?;
    touched(run!(
        tx,
        sql::ADD_LINK,
        new.mark.as_slice(),
        new.ends_codes,
        At::from(now),
        At::from(new.expires_at),
        new.made_by.map(|by| by.0),
        school.0,
        new.account.0,
    )?)
}

/// The link with that mark, in whichever school.
///
/// # Errors
/// The driver's.
pub async fn find(tx: &mut Tx, mark: &Mark) -> Result<Option<LinkRow>, Error> {
    type Columns = (Uuid, Uuid, bool, At, Option<At>, Option<At>, Option<Uuid>);
    let found = one!(tx, Columns, sql::LINK, mark.as_slice())?;
    Ok(found.map(
        |(school, account, ends_codes, expires_at, used_at, disabled_at, made_by)| LinkRow {
            school: SchoolId(school),
            account: AccountId(account),
            ends_codes,
            expires_at: expires_at.into(),
            used_at: used_at.map(Timestamp::from),
            closed: disabled_at.is_some(),
            made_by: made_by.map(AccountId),
        },
    ))
}

/// Uses a link. Tells whether it could be used: it was not before, and its
/// time is not over.
///
/// # Errors
/// The driver's.
pub async fn use_once(
    tx: &mut Tx,
    school: SchoolId,
    mark: &Mark,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::USE_LINK, At::from(now), school.0, mark.as_slice())? > 0)
}

/// Ends the links of an account that were not used yet; how many.
///
/// # Errors
/// The driver's.
pub async fn drop_open(tx: &mut Tx, school: SchoolId, account: AccountId) -> Result<u64, Error> {
    run!(tx, sql::DROP_LINKS, school.0, account.0)
}
