//! The logs as people read them who watch over the house: page by page, with
//! the login of who did something and never more of anybody.

use std::collections::{BTreeMap, btree_map::Entry};

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    Error as StoreError,
    log::{self, Line},
    seal::SealError,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Actor, StreetError};
use crate::{
    house::House,
    sign_in::{Resumed, SignInError},
};

pub use gatehouse_store::log::{Log, Report as Proof};

/// A line of a log. No Debug: it holds a login.
#[derive(Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 1.
    pub seq: i64,
    /// When it was written.
    pub at: Timestamp,
    /// Who did it.
    pub by: Doer,
    /// Code of what was done.
    pub verb: String,
    /// Code of the kind of thing it was done to, and which.
    pub about: Option<(String, Uuid)>,
    /// The login of the account it was done to, where it was one.
    pub about_login: Option<String>,
    /// Code of what came of it.
    pub outcome: String,
}

/// Who did something. No Debug: it may be a login.
#[derive(Clone, PartialEq, Eq)]
pub enum Doer {
    /// The house by itself, or somebody who was not known.
    Nobody,
    /// Somebody with this login.
    Login(String),
    /// Somebody whose account is erased.
    Gone(AccountId),
}

impl House {
    /// Writes down that somebody who is signed in asked for a page that is not
    /// for them. `address` is the page's as the house lists it, with braces for
    /// what varies: never one that was asked for, which may name a pupil's id.
    ///
    /// # Errors
    /// [`SignInError`]'s of the store.
    pub async fn note_refused_page(
        &self,
        carried: &str,
        address: &'static str,
    ) -> Result<(), SignInError> {
        let Resumed::Open(signed) = self.resume(carried).await? else {
            return Ok(());
        };
        let school = signed.school();
        let entry = log::Entry {
            actor: Some(signed.account()),
            verb: "open-page",
            about: None,
            outcome: address,
            facts: None,
        };
        let mut tx = self.decide(school).await?;
        log::append(&mut tx, Log::Access, school, &entry, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Lines of a log before the number `before`, or the newest; newest first,
    /// at most `count`.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but data protection; the
    /// store's.
    pub(crate) async fn log_page(
        &self,
        actor: &Actor,
        school: SchoolId,
        log: Log,
        (before, count): (Option<i64>, u32),
    ) -> Result<Vec<LogLine>, StreetError> {
        actor.may(&[Role::Dpo])?;
        let mut tx = self.db.read().await?;
        let lines = log::page(&mut tx, log, school, before, count).await?;
        let mut doers: BTreeMap<AccountId, Doer> = BTreeMap::new();
        let accounts = lines.iter().filter_map(account_of);
        for id in lines.iter().filter_map(|line| line.actor).chain(accounts) {
            if let Entry::Vacant(unknown) = doers.entry(id) {
                let who = self.who(&mut tx, school, id).await;
                unknown.insert(doer(id, who)?);
            }
        }
        Ok(lines.into_iter().map(|line| told(line, &doers)).collect())
    }
}

/// The account that a line is about.
fn account_of(line: &Line) -> Option<AccountId> {
    let (kind, id) = line.about.as_ref()?;
    (kind == "account").then_some(AccountId(*id))
}

fn doer(
    id: AccountId,
    who: Result<Option<crate::sign_in::Who>, SignInError>,
) -> Result<Doer, StreetError> {
    match who {
        Ok(Some(who)) => Ok(Doer::Login(who.login)),
        Ok(None) | Err(SignInError::Store(StoreError::Seal(SealError::Destroyed))) => {
            Ok(Doer::Gone(id))
        }
        Err(SignInError::Store(error)) => Err(error.into()),
        // Reading who somebody is fails by the store alone.
        Err(_) => Ok(Doer::Gone(id)),
    }
}

fn told(line: Line, doers: &BTreeMap<AccountId, Doer>) -> LogLine {
    let by = line.actor.and_then(|id| doers.get(&id).cloned());
    let about_login = account_of(&line).and_then(|id| match doers.get(&id) {
        Some(Doer::Login(login)) => Some(login.clone()),
        _ => None,
    });
    LogLine {
        seq: line.seq,
        at: line.at,
        by: by.unwrap_or(Doer::Nobody),
        verb: line.verb,
        about: line.about,
        about_login,
        outcome: line.outcome,
    }
}
