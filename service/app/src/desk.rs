//! The desks inside the house, one for each role: who signed in is handed
//! those of the roles they hold, and at a desk there is nothing but what its
//! role may do to a photo and what hangs on it. Code that is handed a desk
//! cannot name what belongs to another. Behind each verb the house asks for
//! the role once more.
//!
//! A program with a token gets [`Program`], which lacks whatever only persons
//! may do: approve, count heads, name faces, decide, look after accounts.

mod alike;
mod governance;
mod guards;
mod office;
mod pictures;
mod programs;
mod street;
mod take_downs;

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use uuid::Uuid;

use crate::{
    house::House,
    sign_in::{MadeToken, Scope, SignInError, TokenInfo, Who},
    street::{Actor, StreetError, office::HasSet},
};

pub use gatehouse_store::sign_in::agreements::Signature;

pub use alike::LookAlikes;
pub use governance::Governance;
pub use guards::{Admin, Dpo};
pub use office::{Dues, Head, Looks, Office};
pub use pictures::{Intake, Pictures};
pub use programs::{Imports, Program, Recalls, Reports, Texts, Uploads, Views};
pub use street::{Dsl, Editor, Staff};
pub use take_downs::TakeDowns;

/// A person who is signed in, has signed the agreement, and was there just
/// now. Holds for one request: the next asks again.
#[derive(Clone)]
pub struct Signed<'a> {
    house: &'a House,
    school: SchoolId,
    actor: Actor,
}

impl std::fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Signed").field(&self.actor).finish()
    }
}

/// Gives the desk of a role to who holds it.
macro_rules! desks {
    ($($(#[doc = $doc:literal])+ $name:ident: $desk:ident for $role:ident,)+) => {
        impl<'a> Signed<'a> {
            $(
                $(#[doc = $doc])+
                #[must_use]
                pub fn $name(&self) -> Option<$desk<'a>> {
                    self.holds(Role::$role).then(|| $desk::new(self.clone()))
                }
            )+
        }
    };
}

desks! {
    /// What staff may do, if they are.
    staff: Staff for Staff,
    /// What an editor may do, if they are one.
    editor: Editor for Editor,
    /// What the DSL and their deputies may do, if they are one.
    dsl: Dsl for Dsl,
    /// What the head may do, if they are.
    head: Head for Head,
    /// What the office may do, if they work there.
    office: Office for Office,
    /// What the data protection officer may do, if they are.
    dpo: Dpo for Dpo,
    /// What who looks after accounts may do, if they do.
    admin: Admin for Admin,
}

impl<'a> Signed<'a> {
    pub(crate) const fn new(house: &'a House, school: SchoolId, actor: Actor) -> Self {
        Self {
            house,
            school,
            actor,
        }
    }

    /// Whose house it is, in which school, and who acts: what every verb of a
    /// desk hands on.
    const fn parts(&self) -> (&'a House, SchoolId, &Actor) {
        (self.house, self.school, &self.actor)
    }

    /// Their school.
    #[must_use]
    pub const fn school(&self) -> SchoolId {
        self.school
    }

    /// Their account.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.actor.id
    }

    /// Their roles at this moment.
    #[must_use]
    pub const fn roles(&self) -> &BTreeSet<Role> {
        &self.actor.roles
    }

    /// Whether they hold a role.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.actor.roles.contains(&role)
    }

    /// Bringing photos, if a role of theirs does.
    #[must_use]
    pub fn intake(&self) -> Option<Intake<'a>> {
        let may = self.holds(Role::Staff) || self.holds(Role::Editor);
        may.then(|| Intake(self.clone()))
    }

    /// Working on photos, if a role of theirs does.
    #[must_use]
    pub fn pictures(&self) -> Option<Pictures<'a>> {
        let roles = [Role::Staff, Role::Editor, Role::Dsl];
        let may = roles.into_iter().any(|role| self.holds(role));
        may.then(|| Pictures(self.clone()))
    }

    /// What is out and what came back, if a role of theirs looks after that.
    #[must_use]
    pub fn take_downs(&self) -> Option<TakeDowns<'a>> {
        let may = self.holds(Role::Editor) || self.holds(Role::Dsl);
        may.then(|| TakeDowns(self.clone()))
    }

    /// Looking at what the office's files would change, if a role of theirs may.
    #[must_use]
    pub fn looks(&self) -> Option<Looks<'a>> {
        let may = self.holds(Role::Office) || self.holds(Role::Head);
        may.then(|| Looks(self.clone()))
    }

    /// What is written from the settings, if a role of theirs watches over them.
    #[must_use]
    pub fn governance(&self) -> Option<Governance<'a>> {
        let may = self.holds(Role::Head) || self.holds(Role::Dpo);
        may.then(|| Governance(self.clone()))
    }

    /// Which pupils look alike, if a role of theirs may know.
    #[must_use]
    pub fn look_alikes(&self) -> Option<LookAlikes<'a>> {
        let may = self.holds(Role::Dsl) || self.holds(Role::Office);
        may.then(|| LookAlikes(self.clone()))
    }

    /// What is due, if a role of theirs sees any of it.
    #[must_use]
    pub fn dues(&self) -> Option<Dues<'a>> {
        let roles = [Role::Office, Role::Head, Role::Staff, Role::Editor];
        let may = roles.into_iter().any(|role| self.holds(role));
        may.then(|| Dues(self.clone()))
    }

    /// What the school is called.
    ///
    /// # Errors
    /// The store's.
    pub async fn school_name(&self) -> Result<String, SignInError> {
        let mut tx = self.house.db.read().await?;
        let name = self.house.school_name(&mut tx, self.school).await?;
        Ok(name.unwrap_or_default())
    }

    /// Whether the consents were imported too long ago, so that nothing clears:
    /// every page says so.
    ///
    /// # Errors
    /// The store's.
    pub async fn consents_are_stale(&self) -> Result<bool, SignInError> {
        let mut tx = self.house.db.read().await?;
        self.house.consents_are_stale(&mut tx, self.school).await
    }

    /// What they are called, for the top of a page.
    ///
    /// # Errors
    /// The store's.
    pub async fn who(&self) -> Result<Who, SignInError> {
        let mut tx = self.house.db.read().await?;
        let who = self.house.who(&mut tx, self.school, self.actor.id).await;
        who.and_then(|who| who.ok_or(SignInError::NotSignedIn))
    }

    /// What they have set to prove who they are.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_set(&self) -> Result<HasSet, StreetError> {
        let own = self.house.one_account(self.school, self.actor.id);
        own.await.map(|(_, has)| has)
    }

    /// Who made the link by which they set their password last, where that was
    /// made in the pages.
    ///
    /// # Errors
    /// The store's.
    pub async fn link_maker(&self) -> Result<Option<String>, StreetError> {
        let set = self.has_set().await?.set;
        match set.and_then(|set| set.link_by) {
            Some(by) => self.house.name_of(self.school, by).await.map(Some),
            None => Ok(None),
        }
    }

    /// Makes a token with which a program acts for them, in these things only
    /// and for so many days.
    ///
    /// # Errors
    /// [`SignInError::TokenUnfit`]; the store's.
    pub async fn make_token(
        &self,
        name: &str,
        scopes: &BTreeSet<Scope>,
        days: u16,
    ) -> Result<MadeToken, SignInError> {
        let whose = (self.school, self.actor.id);
        self.house.make_token(whose, name, scopes, days).await
    }

    /// Their tokens, the newest first, those that ended of late too.
    ///
    /// # Errors
    /// The store's.
    pub async fn tokens(&self) -> Result<Vec<TokenInfo>, SignInError> {
        self.house.tokens(self.school, self.actor.id).await
    }

    /// Ends one of their tokens. Whether that changed anything.
    ///
    /// # Errors
    /// The store's.
    pub async fn revoke_token(&self, token: Uuid) -> Result<bool, SignInError> {
        let whose = (self.school, self.actor.id);
        self.house.revoke_token(whose, token, self.actor.id).await
    }
}
