//! Who is signed in, and how far: everything that is asked of who carries a
//! session is read by one statement.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Mark, role};
use crate::{
    Error,
    db::{Tx, all, run},
    school::touched,
    sql::sign_in as sql,
    values::At,
};

/// A session as it is kept, with what its account is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The school of its account.
    pub school: SchoolId,
    /// Who signed in.
    pub account: AccountId,
    /// What they may do at this moment.
    pub roles: BTreeSet<Role>,
    /// When they signed in.
    pub made_at: Timestamp,
    /// When they were seen last.
    pub seen_at: Timestamp,
    /// When it ends, whatever happens.
    pub ends_at: Timestamp,
    /// When a one-time code was given in it.
    pub code_at: Option<Timestamp>,
    /// Since when it asks for the password again.
    pub locked_at: Option<Timestamp>,
    /// Whether the account is closed.
    pub closed: bool,
    /// Since when the account has one-time codes.
    pub codes_since: Option<Timestamp>,
    /// When they signed the version of the agreement that was asked for.
    pub signed_at: Option<Timestamp>,
}

/// Begins a session.
///
/// # Errors
/// [`Error::Conflict`] where the school has no such account, or the driver's.
pub async fn insert(
    tx: &mut Tx,
    (school, account): (SchoolId, AccountId),
    mark: &Mark,
    (now, ends_at): (Timestamp, Timestamp),
) -> Result<(), Error> {
    touched(run!(
        tx,
        sql::ADD_SESSION,
        mark.as_slice(),
        At::from(now),
        At::from(ends_at),
        school.0,
        account.0,
    )?)
}

/// Session: school, account, made, seen, ends, code, locked. Account: closed,
/// codes, signed, one of the roles.
type Columns = (
    Uuid,
    Uuid,
    At,
    At,
    At,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<String>,
);

/// The session with that mark, in whichever school, and whether its account
/// signed that version of the agreement.
///
/// # Errors
/// [`Error::Corrupt`] for a role nobody knows, or the driver's.
pub async fn find(tx: &mut Tx, mark: &Mark, agreement: i64) -> Result<Option<SessionRow>, Error> {
    let rows = all!(tx, Columns, sql::SESSION, agreement, mark.as_slice())?;
    let mut found: Option<SessionRow> = None;
    // Rows of one session, one for each role of its account.
    for columns in rows {
        let (school, account, made, seen, ends, code, locked, closed, codes, signed, held) =
            columns;
        let held = role(held.as_deref(), account)?;
        let row = found.get_or_insert_with(|| SessionRow {
            school: SchoolId(school),
            account: AccountId(account),
            roles: BTreeSet::new(),
            made_at: made.into(),
            seen_at: seen.into(),
            ends_at: ends.into(),
            code_at: code.map(Timestamp::from),
            locked_at: locked.map(Timestamp::from),
            closed: closed.is_some(),
            codes_since: codes.map(Timestamp::from),
            signed_at: signed.map(Timestamp::from),
        });
        row.roles.extend(held);
    }
    Ok(found)
}

/// Somebody is there, if they were last seen before `unless_since` and it is
/// not locked. Tells whether that was written.
///
/// # Errors
/// The driver's.
pub async fn touch(
    tx: &mut Tx,
    school: SchoolId,
    mark: &Mark,
    (now, unless_since): (Timestamp, Timestamp),
) -> Result<bool, Error> {
    let (now, since) = (At::from(now), At::from(unless_since));
    Ok(run!(
        tx,
        sql::TOUCH_SESSION,
        now,
        school.0,
        mark.as_slice(),
        since
    )? > 0)
}

/// From now on it asks for the password again. Tells whether it did not
/// before.
///
/// # Errors
/// The driver's.
pub async fn lock(
    tx: &mut Tx,
    school: SchoolId,
    mark: &Mark,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(
        tx,
        sql::LOCK_SESSION,
        At::from(now),
        school.0,
        mark.as_slice()
    )? > 0)
}

/// The password was given again. Tells whether the session was there.
///
/// # Errors
/// The driver's.
pub async fn unlock(
    tx: &mut Tx,
    school: SchoolId,
    mark: &Mark,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(
        tx,
        sql::UNLOCK_SESSION,
        At::from(now),
        school.0,
        mark.as_slice()
    )? > 0)
}

/// A one-time code was given in it. Tells whether the session was there.
///
/// # Errors
/// The driver's.
pub async fn set_code(
    tx: &mut Tx,
    school: SchoolId,
    mark: &Mark,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::SET_CODE, At::from(now), school.0, mark.as_slice())? > 0)
}

/// Ends a session. Tells whether it was there.
///
/// # Errors
/// The driver's.
pub async fn end(tx: &mut Tx, school: SchoolId, mark: &Mark) -> Result<bool, Error> {
    Ok(run!(tx, sql::END_SESSION, school.0, mark.as_slice())? > 0)
}

/// Ends every session of an account, but for one where it is named; how many.
///
/// # Errors
/// The driver's.
pub async fn end_all(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
    but: Option<&Mark>,
) -> Result<u64, Error> {
    match but {
        None => run!(tx, sql::END_SESSIONS, school.0, account.0),
        Some(mark) => run!(tx, sql::END_OTHERS, school.0, account.0, mark.as_slice()),
    }
}
