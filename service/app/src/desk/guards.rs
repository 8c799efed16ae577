//! The desks that watch over the house: data protection reads numbers and
//! proves the logs, administration looks after accounts and the machine.
//! Neither ever sees a picture or a pupil.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::log::Report;

use super::Signed;
use crate::{
    sign_in::{SetLink, SignInError, TokenInfo},
    street::{
        StreetError, Summary,
        health::{Finding, Waiting},
        logbook::{Log, LogLine},
        office::{Account, HasSet, NewLogin, switches::Switches},
    },
};

/// Reads governance and logs.
#[derive(Debug)]
pub struct Dpo<'a>(Signed<'a>);

/// Looks after accounts and the machine.
#[derive(Debug)]
pub struct Admin<'a>(Signed<'a>);

impl<'a> Dpo<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// How things stand, in numbers; every line of the logs is proved for it.
    ///
    /// # Errors
    /// The store's.
    pub async fn summary(&self) -> Result<Summary, StreetError> {
        self.0.house.summary(self.0.school).await
    }

    /// How things stand, in numbers; nothing is said of the logs.
    ///
    /// # Errors
    /// The store's.
    pub async fn tally(&self) -> Result<Summary, StreetError> {
        self.0.house.tally(self.0.school).await
    }

    /// Lines of a log before a number, or the newest; newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn log_page(
        &self,
        log: Log,
        part: (Option<i64>, u32),
    ) -> Result<Vec<LogLine>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.log_page(actor, school, log, part).await
    }

    /// Proves both logs, line by line.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_logs(&self) -> Result<Report, StreetError> {
        self.0.house.verify_logs(self.0.school).await
    }

    /// How everything is switched.
    ///
    /// # Errors
    /// The store's.
    pub async fn switches(&self) -> Result<Switches, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.switches(actor, school).await
    }

    /// What an account is called that a line or a signature names.
    ///
    /// # Errors
    /// The store's.
    pub async fn name_of(&self, account: AccountId) -> Result<String, StreetError> {
        self.0.house.name_of(self.0.school, account).await
    }

    /// What waits, and what waits too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self) -> Result<Waiting, StreetError> {
        self.0.house.waiting(self.0.school).await
    }

    /// Who signed which version of the agreement.
    ///
    /// # Errors
    /// The store's.
    pub async fn signatures(&self) -> Result<Vec<super::Signature>, SignInError> {
        self.0.house.signatures(self.0.school).await
    }
}

impl<'a> Admin<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    const fn school(&self) -> SchoolId {
        self.0.school
    }

    /// Their own account: nobody gives roles to themselves or closes
    /// themselves out.
    fn not_own(&self, account: AccountId) -> Result<(), StreetError> {
        if self.is_own(account) {
            Err(StreetError::RoleMissing)
        } else {
            Ok(())
        }
    }

    /// Every account.
    ///
    /// # Errors
    /// The store's.
    pub async fn accounts(&self) -> Result<Vec<Account>, StreetError> {
        self.0.house.accounts(self.school()).await
    }

    /// One account, and what its owner has set.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn account(&self, account: AccountId) -> Result<(Account, HasSet), StreetError> {
        self.0.house.one_account(self.school(), account).await
    }

    /// Whether it is their own account.
    #[must_use]
    pub fn is_own(&self, account: AccountId) -> bool {
        account == self.0.actor.id
    }

    /// Opens an account; a link by which its password is set is made apart.
    ///
    /// # Errors
    /// As [`House::open_account`](crate::house::House::open_account).
    pub async fn open_account(&self, new: &NewLogin) -> Result<AccountId, StreetError> {
        let (house, by) = (self.0.house, Some(self.0.actor.id));
        let opened = house.open_account_by(self.school(), new, by).await?;
        Ok(opened.id)
    }

    /// Whether a link for an account is made on the machine itself alone.
    ///
    /// # Errors
    /// The store's.
    pub async fn needs_second(&self, account: AccountId) -> Result<bool, StreetError> {
        let (house, by) = (self.0.house, Some(self.0.actor.id));
        let mut tx = house.db.read().await?;
        let whose = (self.school(), account);
        Ok(house.needs_second(&mut tx, whose, by).await?)
    }

    /// Makes a link by which an account's password is set, once; `ends_codes`
    /// where the telephone with its one-time codes is lost.
    ///
    /// # Errors
    /// As [`House::make_set_link`](crate::house::House::make_set_link).
    pub async fn make_set_link(
        &self,
        account: AccountId,
        ends_codes: bool,
    ) -> Result<SetLink, SignInError> {
        let (house, by) = (self.0.house, Some(self.0.actor.id));
        house
            .make_set_link(self.school(), account, ends_codes, by)
            .await
    }

    /// Gives another account exactly these roles, from its next page on.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for their own; as
    /// [`House::set_roles`](crate::house::House::set_roles).
    pub async fn set_roles(
        &self,
        account: AccountId,
        roles: &BTreeSet<Role>,
    ) -> Result<(), StreetError> {
        self.not_own(account)?;
        let (house, by) = (self.0.house, Some(self.0.actor.id));
        house.set_roles_by(self.school(), account, roles, by).await
    }

    /// Closes another account, or opens it again. Closing ends its sessions,
    /// tokens and links at once.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for their own; as
    /// [`House::set_disabled`](crate::house::House::set_disabled).
    pub async fn set_disabled(
        &self,
        account: AccountId,
        disabled: bool,
    ) -> Result<(), StreetError> {
        self.not_own(account)?;
        let (house, by) = (self.0.house, Some(self.0.actor.id));
        house
            .set_disabled_by(self.school(), account, disabled, by)
            .await
    }

    /// The tokens of an account, the newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn tokens(&self, account: AccountId) -> Result<Vec<TokenInfo>, SignInError> {
        self.0.house.tokens(self.school(), account).await
    }

    /// Ends a token of an account. Whether that changed anything.
    ///
    /// # Errors
    /// The store's.
    pub async fn revoke_token(
        &self,
        account: AccountId,
        token: uuid::Uuid,
    ) -> Result<bool, SignInError> {
        let (house, by) = (self.0.house, self.0.actor.id);
        house
            .revoke_token((self.school(), account), token, by)
            .await
    }

    /// Who signed which version of the agreement.
    ///
    /// # Errors
    /// The store's.
    pub async fn signatures(&self) -> Result<Vec<super::Signature>, SignInError> {
        self.0.house.signatures(self.school()).await
    }

    /// What waits, and what waits too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self) -> Result<Waiting, StreetError> {
        self.0.house.waiting(self.school()).await
    }

    /// Proves both logs, line by line.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_logs(&self) -> Result<Report, StreetError> {
        self.0.house.verify_logs(self.school()).await
    }

    /// The self-check; `whole` for what takes longer the more there is, too.
    pub async fn health(&self, whole: bool) -> Vec<Finding> {
        self.0.house.health(self.school(), whole).await
    }

    /// Has everything tried again that is stuck in the school, or all of one
    /// kind of work; how much.
    ///
    /// # Errors
    /// The store's.
    pub async fn retry_stuck(&self, kind: Option<&str>) -> Result<usize, StreetError> {
        let (house, actor) = (self.0.house, &self.0.actor);
        house.retry_stuck(actor, self.school(), kind).await
    }
}
