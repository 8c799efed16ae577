//! Those who may sign in to do something about a photo, and in which roles.

use std::{collections::BTreeSet, fmt};

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, SchoolId},
    role::Role,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::accounts as sql,
    values::At,
};

const SECRET: Column = Column::new("account", "sealed");

/// Who an account belongs to. Its Debug shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSecret {
    /// What they type to sign in.
    pub login: String,
    /// Their name, as pages show it.
    pub name: String,
}

impl fmt::Debug for AccountSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountSecret(***)")
    }
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id; its subject too.
    pub id: AccountId,
    /// The login's mark by the school's key, see [`SubjectKey::mark`].
    pub mark: [u8; 32],
    /// What they may do.
    pub roles: BTreeSet<Role>,
}

/// An account as it is kept.
#[derive(Debug)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// Login and name.
    pub sealed: Sealed<AccountSecret>,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Since when they may not sign in.
    pub disabled_at: Option<Timestamp>,
}

/// Makes an account; `key` is its own.
///
/// # Errors
/// [`Error::Conflict`] where the login is taken, or the driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewAccount,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    secret: &AccountSecret,
    now: Timestamp,
) -> Result<(), Error> {
    let id = new.id.0;
    let sealed = Sealed::new(key, entropy, SECRET.cell(school, new.id, id), secret)?;
    let mark = new.mark.as_slice();
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        mark,
        sealed.bytes(),
        At::from(now)
    )?;
    for role in &new.roles {
        grant(tx, school, new.id, *role, now).await?;
    }
    Ok(())
}

/// The account whose login has that mark.
///
/// # Errors
/// [`Error::Corrupt`] for a role nobody knows, or the driver's.
pub async fn by_mark(
    tx: &mut Tx,
    school: SchoolId,
    mark: &[u8; 32],
) -> Result<Option<AccountRow>, Error> {
    let rows = all!(tx, Columns, sql::BY_MARK, school.0, mark.as_slice())?;
    Ok(gather(school, rows)?.pop())
}

/// One account.
///
/// # Errors
/// [`Error::Corrupt`] for a role nobody knows, or the driver's.
pub async fn get(
    tx: &mut Tx,
    school: SchoolId,
    id: AccountId,
) -> Result<Option<AccountRow>, Error> {
    let rows = all!(tx, Columns, sql::GET, school.0, id.0)?;
    Ok(gather(school, rows)?.pop())
}

/// Every account of the school, the disabled ones too, the oldest first.
///
/// # Errors
/// [`Error::Corrupt`] for a role nobody knows, or the driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<AccountRow>, Error> {
    gather(school, all!(tx, Columns, sql::LIST, school.0)?)
}

/// Gives a role. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn grant(
    tx: &mut Tx,
    school: SchoolId,
    id: AccountId,
    role: Role,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::GRANT, role.code(), At::from(now), school.0, id.0)? > 0)
}

/// Takes a role away. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn revoke(
    tx: &mut Tx,
    school: SchoolId,
    id: AccountId,
    role: Role,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::REVOKE, school.0, id.0, role.code())? > 0)
}

/// Lets somebody sign in no more; their id stays for the logs. Tells whether
/// that changed anything.
///
/// # Errors
/// The driver's.
pub async fn disable(
    tx: &mut Tx,
    school: SchoolId,
    id: AccountId,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::DISABLE, At::from(now), school.0, id.0)? > 0)
}

/// Lets somebody sign in again. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn enable(tx: &mut Tx, school: SchoolId, id: AccountId) -> Result<bool, Error> {
    Ok(run!(tx, sql::ENABLE, school.0, id.0)? > 0)
}

/// Account, what is sealed, since when disabled, one of the roles.
type Columns = (Uuid, Vec<u8>, Option<At>, Option<String>);

/// Rows of one account stand together, one for each of its roles.
fn gather(school: SchoolId, rows: Vec<Columns>) -> Result<Vec<AccountRow>, Error> {
    let mut accounts: Vec<AccountRow> = Vec::new();
    for (id, sealed, disabled_at, code) in rows {
        let role = code
            .map(|code| code.parse::<Role>())
            .transpose()
            .map_err(|error| Error::corrupt("account_role", "role", id, error))?;
        match accounts.last_mut() {
            Some(known) if known.id.0 == id => known.roles.extend(role),
            _ => accounts.push(AccountRow {
                id: AccountId(id),
                sealed: Sealed::read(SECRET.cell(school, AccountId(id), id), sealed),
                roles: role.into_iter().collect(),
                disabled_at: disabled_at.map(Timestamp::from),
            }),
        }
    }
    Ok(accounts)
}
