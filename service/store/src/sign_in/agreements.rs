//! Who signed which version of the acceptable-use agreement, and when. What
//! was signed stays.

use gatehouse_domain::ids::{AccountId, SchoolId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    sql::sign_in as sql,
    values::At,
};

/// A signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Whose.
    pub account: AccountId,
    /// Under which version.
    pub version: i64,
    /// When.
    pub at: Timestamp,
}

/// Somebody signs a version. Tells whether they had not before.
///
/// # Errors
/// The driver's.
pub async fn sign(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
    version: i64,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::SIGN, version, At::from(now), school.0, account.0)? > 0)
}

/// Every signature of a school, by account and version.
///
/// # Errors
/// The driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<Signature>, Error> {
    let rows = all!(tx, (Uuid, i64, At), sql::SIGNATURES, school.0)?;
    Ok(rows
        .into_iter()
        .map(|(account, version, at)| Signature {
            account: AccountId(account),
            version,
            at: at.into(),
        })
        .collect())
}
