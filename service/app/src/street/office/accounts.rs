//! Who may act, and in which roles.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId, SubjectId},
    role::Role,
};
use gatehouse_store::{
    accounts::{self, AccountSecret, NewAccount},
    db::Tx,
    log::{self, Entry, Log},
};

use crate::{
    house::House,
    street::{Actor, StreetError},
};

/// The label of marks of logins.
const LOGIN: &str = "login";

/// Somebody who is to have an account.
#[derive(Clone)]
pub struct NewLogin {
    /// What they type to sign in.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
}

/// An account as it is shown to who looks after accounts. No Debug: it holds
/// names.
#[derive(Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What they type to sign in.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Whether it was closed.
    pub disabled: bool,
}

impl House {
    /// Opens an account.
    ///
    /// # Errors
    /// [`gatehouse_store::Error::Conflict`] where the login is taken.
    pub async fn open_account(
        &self,
        school: SchoolId,
        new: &NewLogin,
    ) -> Result<Actor, StreetError> {
        let now = self.now();
        let id = AccountId::new(now, &*self.entropy);
        let mark = self.login_mark(school, &new.login).await?;
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        let secret = AccountSecret {
            login: new.login.trim().to_owned(),
            name: new.name.trim().to_owned(),
        };
        let row = NewAccount {
            id,
            mark,
            roles: new.roles.clone(),
        };
        let mut tx = self.decide(school).await?;
        accounts::insert(&mut tx, school, &row, &key, &*self.entropy, &secret, now).await?;
        self.of_account(&mut tx, school, id, ("open-account", "done"))
            .await?;
        for role in &new.roles {
            self.of_account(&mut tx, school, id, ("grant-role", role.code()))
                .await?;
        }
        tx.commit().await?;
        Ok(Actor {
            id,
            roles: new.roles.clone(),
        })
    }

    /// Every account of a school.
    ///
    /// # Errors
    /// The store's.
    pub async fn accounts(&self, school: SchoolId) -> Result<Vec<Account>, StreetError> {
        let mut tx = self.db.read().await?;
        let mut list = Vec::new();
        for row in accounts::list(&mut tx, school).await? {
            let secret = row.sealed.open(&self.key(school, row.id).await?)?;
            list.push(Account {
                id: row.id,
                login: secret.login.clone(),
                name: secret.name.clone(),
                roles: row.roles,
                disabled: row.disabled_at.is_some(),
            });
        }
        Ok(list)
    }

    /// The account with a login, closed or not: for who looks after accounts.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn account(&self, school: SchoolId, login: &str) -> Result<Actor, StreetError> {
        let mark = self.login_mark(school, login).await?;
        let mut tx = self.db.read().await?;
        let row = accounts::by_mark(&mut tx, school, &mark).await?;
        let row = row.ok_or(StreetError::NoSuch("account"))?;
        Ok(Actor {
            id: row.id,
            roles: row.roles,
        })
    }

    /// Gives an account exactly these roles.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_roles(
        &self,
        school: SchoolId,
        account: &Actor,
        roles: &BTreeSet<Role>,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        for role in account.roles.difference(roles) {
            accounts::revoke(&mut tx, school, account.id, *role).await?;
            self.of_account(&mut tx, school, account.id, ("revoke-role", role.code()))
                .await?;
        }
        for role in roles.difference(&account.roles) {
            accounts::grant(&mut tx, school, account.id, *role, self.now()).await?;
            self.of_account(&mut tx, school, account.id, ("grant-role", role.code()))
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Closes an account, or opens it again.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_disabled(
        &self,
        school: SchoolId,
        account: AccountId,
        disabled: bool,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        let (changed, verb) = if disabled {
            let changed = accounts::disable(&mut tx, school, account, self.now()).await?;
            (changed, "close-account")
        } else {
            let changed = accounts::enable(&mut tx, school, account).await?;
            (changed, "reopen-account")
        };
        if changed {
            self.of_account(&mut tx, school, account, (verb, "done"))
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// A line of the access log about an account. Whoever changes accounts does
    /// so at the machine itself, signed in to it and not to the house: nobody
    /// is named as the one who did it.
    async fn of_account(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        account: AccountId,
        (verb, outcome): (&'static str, &'static str),
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor: None,
            verb,
            about: Some(("account", account.0)),
            outcome,
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }

    async fn login_mark(&self, school: SchoolId, login: &str) -> Result<[u8; 32], StreetError> {
        let key = self.key(school, SubjectId(school.0)).await?;
        Ok(key.mark(LOGIN, &login.trim().to_lowercase()))
    }
}
