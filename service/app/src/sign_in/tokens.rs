//! Tokens of programs: the MIS that brings the register, the script that
//! uploads from a card reader. Each acts for the account that made it, in some
//! things only and for a time; what only persons may do no token can.

use std::{collections::BTreeSet, fmt};

use gatehouse_domain::{
    ids::{AccountId, SchoolId, uuid_v7},
    role::Role,
};
use gatehouse_store::sign_in::tokens::{self, NewToken, TokenSecret};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{SignInError, Token, agreement};
use crate::{desk::Program, house::House, street::Actor};

/// Days for which a token may be made at most.
const LONGEST: u16 = 365;

/// Characters of its name at most.
const NAME: usize = 80;

/// It is written down at most so often that a token was used.
const USED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Take in photos for an event.
    Upload,
    /// Write words beside photos and put posts together.
    Words,
    /// Bring the register up to date: people, guardians, permissions.
    Register,
    /// Take posts back.
    Recall,
    /// Read numbers, and have the logs proved.
    Report,
}

/// The text was not the name of a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such scope: use upload, words, register, recall or report")]
pub struct UnknownScope;

impl Scope {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 5] = [
        Self::Upload,
        Self::Words,
        Self::Register,
        Self::Recall,
        Self::Report,
    ];

    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Words => "words",
            Self::Register => "register",
            Self::Recall => "recall",
            Self::Report => "report",
        }
    }

    /// The roles of which the owner has to hold one.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Upload => &[Role::Staff, Role::Editor],
            Self::Words => &[Role::Staff, Role::Editor, Role::Dsl],
            Self::Register => &[Role::Office, Role::Head],
            Self::Recall => &[Role::Editor, Role::Dsl],
            Self::Report => &[Role::Head, Role::Office, Role::Dpo, Role::Admin],
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.code() == text)
            .ok_or(UnknownScope)
    }
}

/// A token that was made; it is shown once. Its Debug shows nothing of it.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// By what it is revoked.
    pub id: Uuid,
    /// What the program carries.
    pub token: Token,
    /// Until when.
    pub expires_at: Timestamp,
}

/// A token as lists show it. No Debug: its name may be a person's.
#[derive(Clone)]
pub struct TokenInfo {
    /// By what it is revoked.
    pub id: Uuid,
    /// What its maker calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// When it was used last, to the hour.
    pub used_at: Option<Timestamp>,
    /// Since when it may not be used any more.
    pub revoked_at: Option<Timestamp>,
}

impl House {
    /// Makes a token for an account.
    pub(crate) async fn make_token(
        &self,
        (school, account): (SchoolId, AccountId),
        name: &str,
        scopes: &BTreeSet<Scope>,
        days: u16,
    ) -> Result<MadeToken, SignInError> {
        let name = name.trim();
        let fits = (1..=NAME).contains(&name.chars().count()) && (1..=LONGEST).contains(&days);
        if !fits || scopes.is_empty() {
            return Err(SignInError::TokenUnfit);
        }
        let now = self.now();
        let token = Token::new(&*self.entropy);
        let lasts = SignedDuration::from_hours(24 * i64::from(days));
        let codes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
        let new = NewToken {
            id: uuid_v7(now, &*self.entropy),
            account,
            mark: token.mark(),
            scopes: codes.join(" "),
            expires_at: now.checked_add(lasts).unwrap_or(now),
        };
        let key = self.key(school, account).await?;
        let secret = TokenSecret {
            name: name.to_owned(),
        };
        let chance = (&key, &*self.entropy);
        let mut tx = self.decide(school).await?;
        tokens::insert(&mut tx, school, &new, chance, &secret, now).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("make-token", "done"), whose)
            .await?;
        tx.commit().await?;
        Ok(MadeToken {
            id: new.id,
            token,
            expires_at: new.expires_at,
        })
    }

    /// An account's tokens, the newest first.
    pub(crate) async fn tokens(
        &self,
        school: SchoolId,
        account: AccountId,
    ) -> Result<Vec<TokenInfo>, SignInError> {
        let key = self.key(school, account).await?;
        let mut tx = self.db.read().await?;
        let rows = tokens::list(&mut tx, school, account).await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in rows {
            list.push(TokenInfo {
                id: row.id,
                name: row.sealed.open(&key)?.name,
                scopes: scopes(&row.scopes),
                made_at: row.made_at,
                expires_at: row.expires_at,
                used_at: row.used_at,
                revoked_at: row.revoked_at,
            });
        }
        Ok(list)
    }

    /// Ends one of an account's tokens; `by` asked for it. Whether that
    /// changed anything.
    pub(crate) async fn revoke_token(
        &self,
        whose: (SchoolId, AccountId),
        id: Uuid,
        by: AccountId,
    ) -> Result<bool, SignInError> {
        let (school, account) = whose;
        let mut tx = self.decide(school).await?;
        let changed = tokens::revoke(&mut tx, whose, id, self.now()).await?;
        if changed {
            let actors = (Some(by), Some(account));
            self.note_door(&mut tx, school, ("revoke-token", "done"), actors)
                .await?;
            tx.commit().await?;
        }
        Ok(changed)
    }

    /// What a token may do that a program carries.
    ///
    /// # Errors
    /// [`SignInError::TokenNotValid`], [`SignInError::TokenNotSigned`]; the
    /// store's.
    pub async fn open_token(&self, carried: &str) -> Result<Program<'_>, SignInError> {
        let token = Token::parse(carried).ok_or(SignInError::TokenNotValid)?;
        let now = self.now();
        let mut tx = self.db.read().await?;
        let row = tokens::find(&mut tx, &token.mark(), agreement::VERSION).await?;
        drop(tx);
        let row = row.ok_or(SignInError::TokenNotValid)?;
        let told = if row.revoked || row.closed || row.expires_at <= now {
            Err(SignInError::TokenNotValid)
        } else if row.signed_at.is_none() {
            Err(SignInError::TokenNotSigned)
        } else {
            Ok(())
        };
        let outcome = told.as_ref().err().map_or("done", SignInError::code);
        self.note_use(&row, outcome, now).await?;
        told?;
        let actor = Actor {
            id: row.account,
            roles: row.roles,
        };
        Ok(Program::new(self, row.school, actor, scopes(&row.scopes)))
    }

    /// Writes down that a token was used, or was to be; at most once an hour.
    async fn note_use(
        &self,
        row: &tokens::Carried,
        outcome: &'static str,
        now: Timestamp,
    ) -> Result<(), SignInError> {
        let since = now.checked_sub(USED_EVERY).unwrap_or(now);
        if row.used_at.is_some_and(|used| used >= since) {
            return Ok(());
        }
        let mut tx = self.decide(row.school).await?;
        if tokens::touch(&mut tx, row.school, row.id, (now, since)).await? {
            let whose = (Some(row.account), Some(row.account));
            self.note_door(&mut tx, row.school, ("use-token", outcome), whose)
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The scopes of a row. One that this version does not know gives nothing.
fn scopes(codes: &str) -> BTreeSet<Scope> {
    codes
        .split_whitespace()
        .filter_map(|code| code.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_reads_back_from_its_code() {
        let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.code()).collect();
        assert_eq!(scopes(&all.join(" ")), BTreeSet::from(Scope::ALL));
        assert_eq!("Upload".parse::<Scope>(), Err(UnknownScope));
        let told = UnknownScope.to_string();
        assert!(all.iter().all(|code| told.contains(code)));
    }

    #[test]
    fn a_scope_of_a_later_version_gives_nothing() {
        assert_eq!(scopes("recall fly"), BTreeSet::from([Scope::Recall]));
        assert_eq!(scopes(""), BTreeSet::new());
    }
}
