//! One-time codes at the door: given at signing in, and put into a telephone
//! for the first time.

use std::net::IpAddr;

use gatehouse_domain::ids::AccountId;
use gatehouse_store::sign_in::{credentials, sessions};

use super::{
    SignInError, Step,
    codes::{self, CodesToBe},
    sessions::Here,
    throttle::{Gate, Net},
};
use crate::house::House;

impl House {
    /// Gives the one-time code that a session waits for.
    ///
    /// # Errors
    /// [`SignInError::CodeWrong`], [`SignInError::TooManyTries`],
    /// [`SignInError::OutOfTurn`] and those of a session that does not go on;
    /// the store's.
    pub async fn give_code(
        &self,
        carried: &str,
        code: &str,
        from: IpAddr,
    ) -> Result<(), SignInError> {
        let here = self.session_at(carried, |step| step == Step::Code).await?;
        let mut tx = self.db.read().await?;
        let (_, _, secret) = self.credential(&mut tx, &here).await?;
        drop(tx);
        let kept = secret.codes.as_deref().unwrap_or_default();
        let gates = gates(here.row.account, from);
        self.pass(&gates)?;
        let step = codes::step(kept, code, self.now());
        if self.count_code(&here, step, None).await? {
            self.door.throttle.give_back(&gates);
            return Ok(());
        }
        self.refuse_code(&here, "give-code").await
    }

    /// Makes a secret for somebody's telephone. It counts once a code of it
    /// was given; until then the codes they had go on.
    ///
    /// # Errors
    /// Those of a session that does not go on; the store's.
    pub async fn begin_codes(&self, carried: &str) -> Result<CodesToBe, SignInError> {
        let due = |step| matches!(step, Step::SetUpCodes | Step::Agreement | Step::Open);
        let here = self.session_at(carried, due).await?;
        let (school, account) = (here.row.school, here.row.account);
        let mut tx = self.decide(school).await?;
        let who = self.who(&mut tx, school, account).await?;
        let login = who.ok_or(SignInError::NotSignedIn)?.login;
        let (key, row, secret) = self.credential(&mut tx, &here).await?;
        let mut secret = secret;
        let made = codes::secret(&*self.entropy);
        let shown = codes::show(&made, &login);
        secret.codes_to_be = Some(made);
        let chance = (&key, &*self.entropy);
        let (whose, changed) = ((school, account), row.changed_at);
        credentials::put(&mut tx, whose, chance, &secret, row.codes_since, changed).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// The new secret again, while it is not yet confirmed.
    ///
    /// # Errors
    /// [`SignInError::OutOfTurn`] where none was begun, and those of a session
    /// that does not go on; the store's.
    pub async fn codes_to_be(&self, carried: &str) -> Result<CodesToBe, SignInError> {
        let due = |step| matches!(step, Step::SetUpCodes | Step::Agreement | Step::Open);
        let here = self.session_at(carried, due).await?;
        let mut tx = self.db.read().await?;
        let (_, _, secret) = self.credential(&mut tx, &here).await?;
        let who = self.who(&mut tx, here.row.school, here.row.account).await?;
        let login = who.ok_or(SignInError::NotSignedIn)?.login;
        let to_be = secret.codes_to_be.as_ref().ok_or(SignInError::OutOfTurn)?;
        Ok(codes::show(to_be, &login))
    }

    /// The first code of the new secret: from now on such codes are asked for.
    ///
    /// # Errors
    /// [`SignInError::CodeWrong`], [`SignInError::TooManyTries`],
    /// [`SignInError::OutOfTurn`] where none was begun, and those of a session
    /// that does not go on; the store's.
    pub async fn confirm_codes(
        &self,
        carried: &str,
        code: &str,
        from: IpAddr,
    ) -> Result<(), SignInError> {
        let due = |step| matches!(step, Step::SetUpCodes | Step::Agreement | Step::Open);
        let here = self.session_at(carried, due).await?;
        let mut tx = self.db.read().await?;
        let (_, _, secret) = self.credential(&mut tx, &here).await?;
        drop(tx);
        let new = secret.codes_to_be.clone().ok_or(SignInError::OutOfTurn)?;
        let gates = gates(here.row.account, from);
        self.pass(&gates)?;
        let step = codes::step(&new, code, self.now());
        if self.count_code(&here, step, Some(new)).await? {
            self.door.throttle.give_back(&gates);
            return Ok(());
        }
        self.refuse_code(&here, "begin-codes").await
    }

    /// Lets a code count, if none of its step did before, and takes a new
    /// secret for good where there is one. Whether it counted.
    async fn count_code(
        &self,
        here: &Here,
        step: Option<i64>,
        new: Option<Vec<u8>>,
    ) -> Result<bool, SignInError> {
        let Some(step) = step else {
            return Ok(false);
        };
        let (school, account) = (here.row.school, here.row.account);
        let now = self.now();
        let mut tx = self.decide(school).await?;
        if !credentials::count_code(&mut tx, school, account, step).await? {
            return Ok(false);
        }
        let verb = if new.is_some() {
            "begin-codes"
        } else {
            "give-code"
        };
        if let Some(new) = new {
            let (key, _, secret) = self.credential(&mut tx, here).await?;
            let mut secret = secret;
            // Begun anew meanwhile, as on another page: that one counts.
            if secret.codes_to_be.as_ref() != Some(&new) {
                return Ok(false);
            }
            secret.codes = secret.codes_to_be.take();
            let chance = (&key, &*self.entropy);
            credentials::put(&mut tx, (school, account), chance, &secret, Some(now), now).await?;
        }
        if !sessions::set_code(&mut tx, school, &here.mark, now).await? {
            return Err(SignInError::NotSignedIn);
        }
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, (verb, "done"), whose)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn refuse_code(&self, here: &Here, verb: &'static str) -> Result<(), SignInError> {
        let whose = (None, Some(here.row.account));
        self.note_at_door(here.row.school, (verb, "refused"), whose)
            .await?;
        Err(SignInError::CodeWrong)
    }
}

/// By what a try is counted.
fn gates(account: AccountId, from: IpAddr) -> [Gate; 2] {
    [
        Gate::CodeFrom(account, Net::from(from)),
        Gate::Code(account),
    ]
}
