//! A session on the way from page to page: one statement reads it with all
//! that its account is at this moment, so that a role that was taken away, or
//! an account that was closed, counts from the very next page.

use gatehouse_domain::ids::{AccountId, SchoolId};
use gatehouse_store::{
    accounts,
    db::Tx,
    sign_in::{
        Mark,
        sessions::{self, SessionRow},
    },
};
use jiff::{SignedDuration, Timestamp};

use super::{Rules, SignInError, Token, agreement};
use crate::{desk::Signed, house::House, street::Actor};

/// Left alone for so long, a session asks for the password again.
pub const IDLE: SignedDuration = SignedDuration::from_mins(15);

/// It is written down at most so often that somebody is there.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How far somebody has come who has given their password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// They have to give a one-time code.
    Code,
    /// Their role asks for one-time codes, and they have none yet.
    SetUpCodes,
    /// They have to sign the agreement.
    Agreement,
    /// The house is open to them.
    Open,
}

/// What somebody's session comes to.
#[derive(Debug)]
pub enum Resumed<'a> {
    /// There is none, or its account was closed.
    Nobody,
    /// Its time is over.
    Ended,
    /// It was left alone: the password is asked for again.
    Locked(Visitor<'a>),
    /// Something has to be done first; never [`Step::Open`].
    Wants(Step, Visitor<'a>),
    /// They may go on.
    Open(Signed<'a>),
}

/// Somebody who is known and may not go on yet.
#[derive(Clone, Copy)]
pub struct Visitor<'a> {
    house: &'a House,
    school: SchoolId,
    account: AccountId,
}

impl std::fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Visitor").field(&self.account).finish()
    }
}

/// What somebody is called, for the pages they see. No Debug: it is a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// What they type to sign in.
    pub login: String,
    /// Their name.
    pub name: String,
}

impl Visitor<'_> {
    /// Their school.
    #[must_use]
    pub const fn school(&self) -> SchoolId {
        self.school
    }

    /// Their account.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// What they are called.
    ///
    /// # Errors
    /// The store's.
    pub async fn who(&self) -> Result<Who, SignInError> {
        let mut tx = self.house.db.read().await?;
        let who = self.house.who(&mut tx, self.school, self.account).await;
        who.and_then(|who| who.ok_or(SignInError::NotSignedIn))
    }
}

/// A session that was found, and where it stands.
pub(super) struct Here {
    pub(super) mark: Mark,
    pub(super) row: SessionRow,
}

/// Where a session stands.
enum Stand {
    Closed,
    Ended,
    Locked,
    At(Step),
}

/// What the account of a session has to do next.
pub(super) fn step(row: &SessionRow, rules: &Rules) -> Step {
    let asked = row.roles.iter().any(|role| rules.codes_for.contains(role));
    match (row.codes_since, row.code_at, row.signed_at) {
        (Some(_), None, _) => Step::Code,
        (None, ..) if asked => Step::SetUpCodes,
        (.., None) => Step::Agreement,
        (.., Some(_)) => Step::Open,
    }
}

fn stand(row: &SessionRow, rules: &Rules, now: Timestamp) -> Stand {
    if row.closed {
        Stand::Closed
    } else if now >= row.ends_at {
        Stand::Ended
    } else if row.locked_at.is_some() || now.duration_since(row.seen_at) >= IDLE {
        Stand::Locked
    } else {
        Stand::At(step(row, rules))
    }
}

/// What the account of a session has to do next, or why the session does not
/// go on.
///
/// # Errors
/// [`SignInError::NotSignedIn`], [`SignInError::SessionEnded`],
/// [`SignInError::SessionLocked`].
pub fn standing(row: &SessionRow, rules: &Rules, now: Timestamp) -> Result<Step, SignInError> {
    match stand(row, rules, now) {
        Stand::Closed => Err(SignInError::NotSignedIn),
        Stand::Ended => Err(SignInError::SessionEnded),
        Stand::Locked => Err(SignInError::SessionLocked),
        Stand::At(step) => Ok(step),
    }
}

impl House {
    /// What a session comes to that somebody's browser carries. Reads one
    /// statement; writes at most once a minute.
    ///
    /// # Errors
    /// The store's, where it cannot be read.
    pub async fn resume(&self, carried: &str) -> Result<Resumed<'_>, SignInError> {
        let Some(Here { mark, row }) = self.session(carried).await? else {
            return Ok(Resumed::Nobody);
        };
        let now = self.now();
        let visitor = Visitor {
            house: self,
            school: row.school,
            account: row.account,
        };
        Ok(match stand(&row, &self.door.rules, now) {
            Stand::Closed => Resumed::Nobody,
            Stand::Ended => Resumed::Ended,
            Stand::Locked => {
                // It is locked all the same where that cannot be written.
                if row.locked_at.is_none()
                    && let Err(error) = self.lock_session(&row, &mark, "idle").await
                {
                    tracing::warn!(code = error.code(), "a lock was not noted: {error}");
                }
                Resumed::Locked(visitor)
            }
            Stand::At(step) => {
                self.see(&row, &mark, now).await;
                match step {
                    Step::Open => Resumed::Open(Signed::new(
                        self,
                        row.school,
                        Actor {
                            id: row.account,
                            roles: row.roles,
                        },
                    )),
                    step => Resumed::Wants(step, visitor),
                }
            }
        })
    }

    /// The session that somebody carries.
    pub(super) async fn session(&self, carried: &str) -> Result<Option<Here>, SignInError> {
        let Some(token) = Token::parse(carried) else {
            return Ok(None);
        };
        let mark = token.mark();
        let mut tx = self.db.read().await?;
        let row = sessions::find(&mut tx, &mark, agreement::VERSION).await?;
        Ok(row.map(|row| Here { mark, row }))
    }

    /// A session that stands where something may be done, or why it may not.
    pub(super) async fn session_at(
        &self,
        carried: &str,
        due: impl FnOnce(Step) -> bool,
    ) -> Result<Here, SignInError> {
        let here = self.session(carried).await?;
        let here = here.ok_or(SignInError::NotSignedIn)?;
        if due(standing(&here.row, &self.door.rules, self.now())?) {
            Ok(here)
        } else {
            Err(SignInError::OutOfTurn)
        }
    }

    /// A session whose password may be asked for again: it has not ended.
    pub(super) async fn session_alive(&self, carried: &str) -> Result<Here, SignInError> {
        let here = self.session(carried).await?;
        let here = here.ok_or(SignInError::NotSignedIn)?;
        match stand(&here.row, &self.door.rules, self.now()) {
            Stand::Closed => Err(SignInError::NotSignedIn),
            Stand::Ended => Err(SignInError::SessionEnded),
            Stand::Locked | Stand::At(_) => Ok(here),
        }
    }

    /// Locks a session, once.
    pub(super) async fn lock_session(
        &self,
        row: &SessionRow,
        mark: &Mark,
        why: &'static str,
    ) -> Result<(), SignInError> {
        let mut tx = self.decide(row.school).await?;
        if sessions::lock(&mut tx, row.school, mark, self.now()).await? {
            let whose = (Some(row.account), Some(row.account));
            self.note_door(&mut tx, row.school, ("lock-session", why), whose)
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Somebody is there. Where that cannot be written down, as with a full
    /// disk, they go on all the same: their session is locked the sooner.
    async fn see(&self, row: &SessionRow, mark: &Mark, now: Timestamp) {
        let since = now.checked_sub(SEEN_EVERY).unwrap_or(now);
        if row.seen_at >= since {
            return;
        }
        let seen = async {
            let mut tx = self.db.begin().await?;
            sessions::touch(&mut tx, row.school, mark, (now, since)).await?;
            tx.commit().await
        };
        if let Err(error) = seen.await {
            tracing::warn!(code = error.code(), "a session was not noted: {error}");
        }
    }

    /// Login and name of an account.
    pub(crate) async fn who(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        account: AccountId,
    ) -> Result<Option<Who>, SignInError> {
        let Some(row) = accounts::get(tx, school, account).await? else {
            return Ok(None);
        };
        let secret = row.sealed.open(&self.key(school, account).await?)?;
        Ok(Some(Who {
            login: secret.login.clone(),
            name: secret.name.clone(),
        }))
    }

    /// What the school is called, where it has a name.
    pub(crate) async fn school_name(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<Option<String>, SignInError> {
        let row = gatehouse_store::school::read::<crate::house::SchoolFile>(tx, school).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let subject = gatehouse_store::school::subject(school);
        let file = row.sealed.open(&self.key(school, subject).await?)?;
        Ok(file.words.name)
    }

    /// Whether the consents were imported too long ago to clear anything by.
    pub(crate) async fn consents_are_stale(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<bool, SignInError> {
        let row = gatehouse_store::school::read::<crate::house::SchoolFile>(tx, school).await?;
        let Some(row) = row else {
            return Ok(true);
        };
        let subject = gatehouse_store::school::subject(school);
        let consents = row
            .sealed
            .open(&self.key(school, subject).await?)?
            .profile
            .consents;
        // What was restored is as old as the backup, whatever it says.
        let restored = row
            .restored_on
            .is_some_and(|day| consents.imported_on <= day);
        let source = gatehouse_domain::permission::Source {
            imported_on: consents.imported_on,
            fresh_days: consents.fresh_days,
            text_version: consents.text_version,
        };
        Ok(restored || source.is_stale(self.today()))
    }
}
