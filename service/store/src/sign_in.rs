//! Who is at the door before any photo is seen: how somebody proves who they
//! are, the links by which they set a password, their sessions, what they
//! signed, and the tokens of programs.
//!
//! What somebody carries is never kept, only its mark; a database that is
//! stolen opens no door. What an account knows is sealed with its own key.

pub mod agreements;
pub mod credentials;
pub mod links;
pub mod sessions;
pub mod tokens;

use gatehouse_domain::{ids::SchoolId, role::Role};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, run},
    sql::sign_in as sql,
    values::At,
};

/// SHA-256 of what somebody carries.
pub type Mark = [u8; 32];

/// When what is left of things that ended is taken away.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Sessions and links that ended before this.
    pub doors: Timestamp,
    /// Tokens that ended before this.
    pub tokens: Timestamp,
}

/// Takes away the rows of sessions, links and tokens that ended long enough
/// ago; how many.
///
/// # Errors
/// The driver's.
pub async fn clean(tx: &mut Tx, school: SchoolId, limits: Limits) -> Result<u64, Error> {
    let doors = At::from(limits.doors);
    let tokens = At::from(limits.tokens);
    let sessions = run!(tx, sql::CLEAN_SESSIONS, school.0, doors)?;
    let links = run!(tx, sql::CLEAN_LINKS, school.0, doors)?;
    let tokens = run!(tx, sql::CLEAN_TOKENS, school.0, tokens)?;
    Ok(sessions.saturating_add(links).saturating_add(tokens))
}

/// After a restore: what a backup brought back of sessions, links and tokens
/// may have been ended since it was made, so none of them counts.
///
/// # Errors
/// The driver's.
pub async fn forget(tx: &mut Tx, school: SchoolId, now: Timestamp) -> Result<(), Error> {
    run!(tx, sql::FORGET_SESSIONS, school.0)?;
    run!(tx, sql::FORGET_LINKS, school.0)?;
    run!(tx, sql::FORGET_TOKENS, At::from(now), school.0)?;
    Ok(())
}

/// A role as a row has it, if it has one.
fn role(code: Option<&str>, account: Uuid) -> Result<Option<Role>, Error> {
    code.map(str::parse::<Role>)
        .transpose()
        .map_err(|error| Error::corrupt("account_role", "role", account, error))
}
