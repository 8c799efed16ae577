//! Links by which somebody sets their password: the first one, or a new one
//! because the old was forgotten. Made by who looks after accounts, used once,
//! within three days.

use gatehouse_domain::ids::{AccountId, SchoolId};
use gatehouse_store::sign_in::{
    credentials::{self, CredentialSecret, PasswordSet},
    links::{self, LinkRow, NewLink},
    sessions,
};
use jiff::{SignedDuration, Timestamp};

use super::{SignInError, Token, sessions::Who};
use crate::house::House;

/// For how long a link may be used.
const LASTS: SignedDuration = SignedDuration::from_hours(72);

/// A link that was made. Whoever has it can set the password: hand it over in
/// person, or by telephone. Its Debug shows nothing of it.
#[derive(Debug, Clone)]
pub struct SetLink {
    /// What stands at its end: `/set/<token>`.
    pub token: Token,
    /// Until when it may be used.
    pub expires_at: Timestamp,
}

/// For whom a link is.
pub struct LinkFor {
    /// Who sets their password by it.
    pub who: Who,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// Whether using it also ends their one-time codes.
    pub ends_codes: bool,
}

impl House {
    /// Makes a link for an account; one that was made before and not used ends.
    /// `ends_codes` where the telephone with their one-time codes is lost. `by`
    /// is who asked for it, nobody on the command line.
    ///
    /// # Errors
    /// [`gatehouse_store::Error::Conflict`] where there is no such account;
    /// [`SignInError::SecondPerson`]; the store's.
    pub async fn make_set_link(
        &self,
        school: SchoolId,
        account: AccountId,
        ends_codes: bool,
        by: Option<AccountId>,
    ) -> Result<SetLink, SignInError> {
        let now = self.now();
        let token = Token::new(&*self.entropy);
        let expires_at = now.checked_add(LASTS).unwrap_or(now);
        let new = NewLink {
            mark: token.mark(),
            account,
            ends_codes,
            expires_at,
            made_by: by,
        };
        let mut tx = self.decide(school).await?;
        if self.needs_second(&mut tx, (school, account), by).await? {
            return Err(SignInError::SecondPerson);
        }
        links::insert(&mut tx, school, &new, now).await?;
        let what = if ends_codes { "ends-codes" } else { "done" };
        self.note_door(
            &mut tx,
            school,
            ("make-set-link", what),
            (by, Some(account)),
        )
        .await?;
        tx.commit().await?;
        Ok(SetLink { token, expires_at })
    }

    /// For whom a link is, while it may be used.
    ///
    /// # Errors
    /// [`SignInError::LinkNotValid`]; the store's.
    pub async fn set_link(&self, carried: &str) -> Result<LinkFor, SignInError> {
        let (_, row) = self.valid_link(carried).await?;
        let mut tx = self.db.read().await?;
        let who = self.who(&mut tx, row.school, row.account).await?;
        Ok(LinkFor {
            who: who.ok_or(SignInError::LinkNotValid)?,
            expires_at: row.expires_at,
            ends_codes: row.ends_codes,
        })
    }

    /// Sets a password by a link. Every session of the account ends.
    ///
    /// # Errors
    /// [`SignInError::LinkNotValid`], [`SignInError::Password`]: then the link
    /// may be used still; the store's.
    pub async fn set_password(&self, carried: &str, typed: &str) -> Result<(), SignInError> {
        let (token, row) = self.valid_link(carried).await?;
        let (school, account) = (row.school, row.account);
        self.may_be_password(school, account, typed).await?;
        let password = self.password_hash(typed).await?;
        let key = self.key(school, account).await?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        if !links::use_once(&mut tx, school, &token.mark(), now).await? {
            return Err(SignInError::LinkNotValid);
        }
        let before = credentials::get(&mut tx, school, account).await?;
        let kept = before.as_ref().filter(|_| !row.ends_codes);
        let codes_since = kept.and_then(|kept| kept.codes_since);
        let codes = match kept {
            Some(kept) => kept.sealed.open(&key)?.codes.clone(),
            None => None,
        };
        let secret = CredentialSecret {
            password,
            codes,
            codes_to_be: None,
        };
        let chance = (&key, &*self.entropy);
        credentials::put(
            &mut tx,
            (school, account),
            chance,
            &secret,
            codes_since,
            now,
        )
        .await?;
        let set = PasswordSet {
            at: now,
            by_link: true,
            link_by: row.made_by,
        };
        credentials::note_password(&mut tx, (school, account), set).await?;
        sessions::end_all(&mut tx, school, account, None).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("set-password", "done"), whose)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn valid_link(&self, carried: &str) -> Result<(Token, LinkRow), SignInError> {
        let token = Token::parse(carried).ok_or(SignInError::LinkNotValid)?;
        let mut tx = self.db.read().await?;
        let row = links::find(&mut tx, &token.mark()).await?;
        let fine =
            |row: &LinkRow| row.used_at.is_none() && row.expires_at > self.now() && !row.closed;
        let row = row.filter(fine).ok_or(SignInError::LinkNotValid)?;
        Ok((token, row))
    }
}
