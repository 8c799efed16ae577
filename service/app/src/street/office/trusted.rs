//! The roles that see most of children. No administrator hands them out alone,
//! nor the way into an account that holds one: else who looks after accounts
//! could make themselves the safeguarding lead and nobody would know. While a
//! school is being set up, and on the command line, it goes without.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::{Error as StoreError, accounts, db::Tx, sign_in::credentials};

use crate::{house::House, street::StreetError};

/// Those roles.
pub(crate) const TRUSTED: [Role; 2] = [Role::Dsl, Role::Head];

fn any_trusted(roles: &BTreeSet<Role>) -> bool {
    TRUSTED.iter().any(|role| roles.contains(role))
}

impl House {
    /// Whether an account holds such a role, and who asks is somebody in the
    /// pages of a school that has a head or a safeguarding lead.
    pub(crate) async fn needs_second(
        &self,
        tx: &mut Tx,
        (school, account): (SchoolId, AccountId),
        by: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let row = accounts::get(tx, school, account).await?;
        let held = row.is_some_and(|row| any_trusted(&row.roles));
        Ok(by.is_some() && held && is_set_up(tx, school).await?)
    }

    /// Whether somebody in the pages may give these roles.
    pub(super) async fn may_hand_out(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        given: &BTreeSet<Role>,
        by: Option<AccountId>,
    ) -> Result<(), StreetError> {
        if by.is_some() && any_trusted(given) && is_set_up(tx, school).await? {
            return Err(StreetError::SecondPerson);
        }
        Ok(())
    }

    /// Whether somebody in the pages may take these roles from an account: not
    /// from the last who can sign in, or the next would count as the first.
    pub(super) async fn may_take_away(
        &self,
        tx: &mut Tx,
        whose: (SchoolId, AccountId),
        taken: &BTreeSet<Role>,
        by: Option<AccountId>,
    ) -> Result<(), StreetError> {
        let last = async |tx: &mut Tx| -> Result<bool, StoreError> {
            let set_up = is_set_up(tx, whose.0).await?;
            Ok(set_up && credentials::still_held(tx, whose, TRUSTED).await? == 0)
        };
        if by.is_some() && any_trusted(taken) && last(tx).await? {
            return Err(StreetError::SecondPerson);
        }
        Ok(())
    }

    /// Whether nobody else who looks after accounts could sign in, were this
    /// account closed.
    ///
    /// # Errors
    /// The store's.
    pub async fn is_last_admin(
        &self,
        school: SchoolId,
        account: AccountId,
    ) -> Result<bool, StreetError> {
        let mut tx = self.db.read().await?;
        let list = accounts::list(&mut tx, school).await?;
        let mut admins = list
            .iter()
            .filter(|row| row.disabled_at.is_none() && row.roles.contains(&Role::Admin));
        Ok(admins.clone().any(|row| row.id == account) && admins.all(|row| row.id == account))
    }
}

/// Whether a head or a safeguarding lead ever had a password.
async fn is_set_up(tx: &mut Tx, school: SchoolId) -> Result<bool, StoreError> {
    Ok(credentials::ever_held(tx, school, TRUSTED).await? > 0)
}
