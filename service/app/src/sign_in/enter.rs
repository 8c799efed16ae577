//! Signing in: a login and a password become a session. Whether the login is
//! unknown, the password wrong or the account closed, nobody outside can tell:
//! the words are the same, and so is the work.

use std::net::IpAddr;

use gatehouse_domain::ids::{AccountId, SchoolId, SubjectId};
use gatehouse_store::{
    accounts,
    seal::SubjectKey,
    sign_in::{
        Mark,
        credentials::{self, CredentialSecret},
        sessions,
    },
};
use jiff::{SignedDuration, Timestamp};

use super::{
    SignInError, Step, Token, agreement,
    browser::Browser,
    hash,
    sessions::step,
    throttle::{Gate, Net},
};
use crate::{house::House, street::office::login_mark};

/// How long a session lasts at most: a working day.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Somebody types a login and a password. No Debug: it holds both.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// What they typed for a login.
    pub login: &'a str,
    /// What they typed for a password.
    pub password: &'a str,
    /// From where.
    pub from: IpAddr,
    /// What their browser carries from an earlier time, see
    /// [`SignedIn::browser`].
    pub browser: Option<&'a str>,
}

/// Somebody signed in. No Debug: it holds what opens the session.
#[derive(Clone)]
pub struct SignedIn {
    /// What the browser carries until the session ends.
    pub session: Token,
    /// What the browser carries for half a year, so that others who guess at
    /// this login cannot slow its owner down. It opens nothing.
    pub browser: String,
    /// When the session ends, whatever happens.
    pub ends_at: Timestamp,
    /// What comes next.
    pub next: Step,
}

/// What is known of a login, if it is known.
struct Known {
    account: Option<AccountId>,
    secret: Option<CredentialSecret>,
    key: SubjectKey,
    codes_since: Option<Timestamp>,
    changed_at: Option<Timestamp>,
}

impl House {
    /// Signs somebody in.
    ///
    /// # Errors
    /// [`SignInError::NotRecognised`], [`SignInError::TooManyTries`]; the
    /// store's.
    pub async fn sign_in(
        &self,
        school: SchoolId,
        attempt: &Attempt<'_>,
    ) -> Result<SignedIn, SignInError> {
        let school_key = self.key(school, SubjectId(school.0)).await?;
        let login = login_mark(&school_key, attempt.login);
        let browser = attempt
            .browser
            .and_then(|text| Browser::read(text, &school_key, &login));
        let gates = gates(browser, login, attempt.from);
        self.pass(&gates)?;
        let tried = self
            .try_password(school, &login, attempt.password, browser.is_some())
            .await;
        // What came of nothing does not count against anybody.
        if !matches!(tried, Ok(None)) {
            self.door.throttle.give_back(&gates);
        }
        let (session, ends_at, next) = tried?.ok_or(SignInError::NotRecognised)?;
        let browser = browser.unwrap_or_else(|| Browser::new(&*self.entropy));
        Ok(SignedIn {
            session,
            browser: browser.write(&school_key, &login),
            ends_at,
            next,
        })
    }

    /// Tries a password; `None` where it is refused.
    async fn try_password(
        &self,
        school: SchoolId,
        login: &Mark,
        password: &str,
        known_browser: bool,
    ) -> Result<Option<(Token, Timestamp, Step)>, SignInError> {
        let known = self.look_up(school, login).await?;
        let kept = known.secret.as_ref().map(|secret| secret.password.as_str());
        let fits = self.password_fits(password, kept, known_browser).await?;
        let renewed = match kept.filter(|kept| fits && hash::is_old(kept)) {
            Some(_) => Some(self.password_hash(password).await?),
            None => None,
        };
        let entered = match known.account.filter(|_| fits) {
            Some(account) => self.let_in(school, account, &known, renewed).await?,
            None => None,
        };
        if entered.is_none() {
            let whose = (None, known.account);
            self.note_at_door(school, ("sign-in", "refused"), whose)
                .await?;
        }
        Ok(entered)
    }

    /// What is known of a login. As much is read where it is unknown: then of
    /// the school itself, which never signs in.
    async fn look_up(&self, school: SchoolId, login: &Mark) -> Result<Known, SignInError> {
        let mut tx = self.db.read().await?;
        let row = accounts::by_mark(&mut tx, school, login).await?;
        let open = row.as_ref().filter(|row| row.disabled_at.is_none());
        let id = open.map_or(AccountId(school.0), |row| row.id);
        let credential = credentials::get(&mut tx, school, id).await?;
        drop(tx);
        let key = self.key(school, id).await?;
        let secret = match &credential {
            Some(row) => Some(row.sealed.open(&key)?),
            None => None,
        };
        Ok(Known {
            account: row.map(|row| row.id),
            secret,
            key,
            codes_since: credential.as_ref().and_then(|row| row.codes_since),
            changed_at: credential.map(|row| row.changed_at),
        })
    }

    /// The password was right: a session begins, unless the account was closed
    /// or its password changed meanwhile.
    async fn let_in(
        &self,
        school: SchoolId,
        account: AccountId,
        known: &Known,
        renewed: Option<String>,
    ) -> Result<Option<(Token, Timestamp, Step)>, SignInError> {
        let now = self.now();
        let token = Token::new(&*self.entropy);
        let ends_at = now.checked_add(LASTS).unwrap_or(now);
        let mut tx = self.decide(school).await?;
        let row = accounts::get(&mut tx, school, account).await?;
        let credential = credentials::get(&mut tx, school, account).await?;
        let same = credential.map(|row| row.changed_at) == known.changed_at;
        if !same || row.is_none_or(|row| row.disabled_at.is_some()) {
            return Ok(None);
        }
        if let (Some(password), Some(secret)) = (renewed, known.secret.clone()) {
            let mut secret = secret;
            secret.password = password;
            let chance = (&known.key, &*self.entropy);
            let whose = (school, account);
            credentials::put(&mut tx, whose, chance, &secret, known.codes_since, now).await?;
        }
        let mark = token.mark();
        sessions::insert(&mut tx, (school, account), &mark, (now, ends_at)).await?;
        let row = sessions::find(&mut tx, &mark, agreement::VERSION).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("sign-in", "done"), whose)
            .await?;
        tx.commit().await?;
        let next = row.map_or(Step::Code, |row| step(&row, &self.door.rules));
        Ok(Some((token, ends_at, next)))
    }
}

/// By what a try is counted.
fn gates(browser: Option<Browser>, login: Mark, from: IpAddr) -> Vec<Gate> {
    let from = Net::from(from);
    match browser {
        Some(browser) => vec![Gate::Browser(browser.number())],
        None => vec![
            Gate::LoginFrom(login, from),
            Gate::Login(login),
            Gate::From(from),
        ],
    }
}
