//! Who may act, and in which roles.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId, SubjectId},
    role::Role,
};
use gatehouse_store::{
    accounts::{self, AccountRow, AccountSecret, NewAccount},
    seal::SubjectKey,
    sign_in::{
        credentials::{self, PasswordSet},
        links, sessions, tokens,
    },
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

/// What somebody has set to prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasSet {
    /// A password.
    pub password: bool,
    /// How it came about, where that is known.
    pub set: Option<PasswordSet>,
    /// One-time codes.
    pub codes: bool,
}

impl House {
    /// Opens an account. It has no password until somebody sets one by a link,
    /// see [`House::make_set_link`].
    ///
    /// # Errors
    /// [`StreetError::LoginTaken`]; the store's.
    pub async fn open_account(
        &self,
        school: SchoolId,
        new: &NewLogin,
    ) -> Result<Actor, StreetError> {
        self.open_account_by(school, new, None).await
    }

    pub(crate) async fn open_account_by(
        &self,
        school: SchoolId,
        new: &NewLogin,
        by: Option<AccountId>,
    ) -> Result<Actor, StreetError> {
        let now = self.now();
        let id = AccountId::new(now, &*self.entropy);
        let mark = login_mark(&self.key(school, SubjectId(school.0)).await?, &new.login);
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
        if accounts::by_mark(&mut tx, school, &mark).await?.is_some() {
            return Err(StreetError::LoginTaken);
        }
        self.may_hand_out(&mut tx, school, &new.roles, by).await?;
        accounts::insert(&mut tx, school, &row, &key, &*self.entropy, &secret, now).await?;
        let whose = (by, Some(id));
        self.note_door(&mut tx, school, ("open-account", "done"), whose)
            .await?;
        for role in &new.roles {
            self.note_door(&mut tx, school, ("grant-role", role.code()), whose)
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
            list.push(self.open_row(school, row).await?);
        }
        Ok(list)
    }

    async fn open_row(&self, school: SchoolId, row: AccountRow) -> Result<Account, StreetError> {
        let secret = row.sealed.open(&self.key(school, row.id).await?)?;
        Ok(Account {
            id: row.id,
            login: secret.login.clone(),
            name: secret.name.clone(),
            roles: row.roles,
            disabled: row.disabled_at.is_some(),
        })
    }

    /// One account, and what its owner has set.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub(crate) async fn one_account(
        &self,
        school: SchoolId,
        account: AccountId,
    ) -> Result<(Account, HasSet), StreetError> {
        let mut tx = self.db.read().await?;
        let row = accounts::get(&mut tx, school, account).await?;
        let row = row.ok_or(StreetError::NoSuch("account"))?;
        let credential = credentials::get(&mut tx, school, account).await?;
        drop(tx);
        let has = HasSet {
            password: credential.is_some(),
            set: credential.as_ref().and_then(|row| row.password),
            codes: credential.is_some_and(|row| row.codes_since.is_some()),
        };
        Ok((self.open_row(school, row).await?, has))
    }

    /// The account with a login, closed or not: for who looks after accounts.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn account(&self, school: SchoolId, login: &str) -> Result<Actor, StreetError> {
        let mark = login_mark(&self.key(school, SubjectId(school.0)).await?, login);
        let mut tx = self.db.read().await?;
        let row = accounts::by_mark(&mut tx, school, &mark).await?;
        let row = row.ok_or(StreetError::NoSuch("account"))?;
        Ok(Actor {
            id: row.id,
            roles: row.roles,
        })
    }

    /// Gives an account exactly these roles. They count from the next page on
    /// that its owner asks for.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn set_roles(
        &self,
        school: SchoolId,
        account: &Actor,
        roles: &BTreeSet<Role>,
    ) -> Result<(), StreetError> {
        self.set_roles_by(school, account.id, roles, None).await
    }

    pub(crate) async fn set_roles_by(
        &self,
        school: SchoolId,
        account: AccountId,
        roles: &BTreeSet<Role>,
        by: Option<AccountId>,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        let row = accounts::get(&mut tx, school, account).await?;
        let before = row.ok_or(StreetError::NoSuch("account"))?.roles;
        let whose = (by, Some(account));
        let given: BTreeSet<Role> = roles.difference(&before).copied().collect();
        self.may_hand_out(&mut tx, school, &given, by).await?;
        let taken: BTreeSet<Role> = before.difference(roles).copied().collect();
        self.may_take_away(&mut tx, (school, account), &taken, by)
            .await?;
        for role in before.difference(roles) {
            accounts::revoke(&mut tx, school, account, *role).await?;
            self.note_door(&mut tx, school, ("revoke-role", role.code()), whose)
                .await?;
        }
        for role in roles.difference(&before) {
            accounts::grant(&mut tx, school, account, *role, self.now()).await?;
            self.note_door(&mut tx, school, ("grant-role", role.code()), whose)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Closes an account, or opens it again. Closing ends its sessions, tokens
    /// and links in the same transaction; the password of before opens it no
    /// more afterwards.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_disabled(
        &self,
        school: SchoolId,
        account: AccountId,
        disabled: bool,
    ) -> Result<(), StreetError> {
        self.set_disabled_by(school, account, disabled, None).await
    }

    pub(crate) async fn set_disabled_by(
        &self,
        school: SchoolId,
        account: AccountId,
        disabled: bool,
        by: Option<AccountId>,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let (changed, verb) = if disabled {
            let changed = accounts::disable(&mut tx, school, account, now).await?;
            sessions::end_all(&mut tx, school, account, None).await?;
            tokens::revoke_all(&mut tx, school, account, now).await?;
            links::drop_open(&mut tx, school, account).await?;
            (changed, "close-account")
        } else {
            let changed = accounts::enable(&mut tx, school, account).await?;
            if changed {
                credentials::void(&mut tx, (school, account), now).await?;
            }
            (changed, "reopen-account")
        };
        if changed {
            self.note_door(&mut tx, school, (verb, "done"), (by, Some(account)))
                .await?;
        }
        Ok(tx.commit().await?)
    }
}

/// By what a login is found; `key` is the school's.
pub(crate) fn login_mark(key: &SubjectKey, login: &str) -> [u8; 32] {
    key.mark(LOGIN, &login.trim().to_lowercase())
}
