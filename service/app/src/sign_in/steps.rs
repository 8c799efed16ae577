//! What somebody does with a session besides looking at pages: lock it, go on
//! with it, sign the agreement, change the password, leave.

use gatehouse_domain::ids::{AccountId, SchoolId};
use gatehouse_store::{
    db::Tx,
    seal::SubjectKey,
    sign_in::{
        agreements,
        credentials::{self, CredentialRow, CredentialSecret, PasswordSet},
        sessions,
    },
};

use super::{SignInError, Step, agreement, password, sessions::Here, throttle::Gate};
use crate::house::House;

impl House {
    /// Locks a session now, as on a computer that others use too.
    ///
    /// # Errors
    /// [`SignInError::NotSignedIn`], [`SignInError::SessionEnded`]; the store's.
    pub async fn lock(&self, carried: &str) -> Result<(), SignInError> {
        let Here { mark, row } = self.session_alive(carried).await?;
        self.lock_session(&row, &mark, "asked").await
    }

    /// Goes on with a session that was left alone, once its password was given
    /// again.
    ///
    /// # Errors
    /// [`SignInError::PasswordWrong`], [`SignInError::TooManyTries`],
    /// [`SignInError::NotSignedIn`], [`SignInError::SessionEnded`]; the store's.
    pub async fn unlock(&self, carried: &str, typed: &str) -> Result<(), SignInError> {
        let here = self.session_alive(carried).await?;
        self.prove_again(&here, typed, "unlock-session").await?;
        let Here { mark, row } = here;
        let whose = (Some(row.account), Some(row.account));
        let mut tx = self.decide(row.school).await?;
        if !sessions::unlock(&mut tx, row.school, &mark, self.now()).await? {
            return Err(SignInError::NotSignedIn);
        }
        self.note_door(&mut tx, row.school, ("unlock-session", "done"), whose)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Signs the agreement in the version that was read.
    ///
    /// # Errors
    /// [`SignInError::AgreementChanged`] where that is not the one in force any
    /// more; [`SignInError::OutOfTurn`] and those of a session that does not
    /// go on; the store's.
    pub async fn sign_agreement(&self, carried: &str, version: i64) -> Result<(), SignInError> {
        let Here { row, .. } = self
            .session_at(carried, |step| step == Step::Agreement)
            .await?;
        if version != agreement::VERSION {
            return Err(SignInError::AgreementChanged);
        }
        let (school, account) = (row.school, row.account);
        let mut tx = self.decide(school).await?;
        agreements::sign(&mut tx, school, account, version, self.now()).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("sign-agreement", "done"), whose)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Changes the password of who is signed in. Every other session of theirs
    /// ends.
    ///
    /// # Errors
    /// [`SignInError::PasswordWrong`], [`SignInError::Password`],
    /// [`SignInError::SamePassword`], [`SignInError::TooManyTries`] and those of a session that does not go
    /// on; the store's.
    pub async fn change_password(
        &self,
        carried: &str,
        (before, after): (&str, &str),
    ) -> Result<(), SignInError> {
        let here = self.session_at(carried, |step| step == Step::Open).await?;
        let (school, account) = (here.row.school, here.row.account);
        self.may_be_password(school, account, after).await?;
        self.prove_again(&here, before, "change-password").await?;
        if before == after {
            return Err(SignInError::SamePassword);
        }
        let password = self.password_hash(after).await?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let (key, row, secret) = self.credential(&mut tx, &here).await?;
        let mut secret = secret;
        secret.password = password;
        let chance = (&key, &*self.entropy);
        let whose = (school, account);
        credentials::put(&mut tx, whose, chance, &secret, row.codes_since, now).await?;
        let set = PasswordSet {
            at: now,
            by_link: false,
            link_by: None,
        };
        credentials::note_password(&mut tx, whose, set).await?;
        sessions::end_all(&mut tx, school, account, Some(&here.mark)).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("change-password", "done"), whose)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Ends a session. One that is over or was never there is ended already.
    ///
    /// # Errors
    /// The store's.
    pub async fn sign_out(&self, carried: &str) -> Result<(), SignInError> {
        let Some(Here { mark, row }) = self.session(carried).await? else {
            return Ok(());
        };
        let mut tx = self.decide(row.school).await?;
        if sessions::end(&mut tx, row.school, &mark).await? {
            let whose = (Some(row.account), Some(row.account));
            self.note_door(&mut tx, row.school, ("sign-out", "done"), whose)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of who carries this one, this one too; how many.
    ///
    /// # Errors
    /// [`SignInError::NotSignedIn`], [`SignInError::SessionEnded`]; the store's.
    pub async fn sign_out_everywhere(&self, carried: &str) -> Result<u64, SignInError> {
        let Here { row, .. } = self.session_alive(carried).await?;
        let (school, account) = (row.school, row.account);
        let mut tx = self.decide(school).await?;
        let ended = sessions::end_all(&mut tx, school, account, None).await?;
        let whose = (Some(account), Some(account));
        self.note_door(&mut tx, school, ("sign-out-everywhere", "done"), whose)
            .await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Every signature of a school.
    pub(crate) async fn signatures(
        &self,
        school: SchoolId,
    ) -> Result<Vec<agreements::Signature>, SignInError> {
        let mut tx = self.db.read().await?;
        Ok(agreements::list(&mut tx, school).await?)
    }

    /// Whether what was typed is the password of the session's account.
    async fn prove_again(
        &self,
        here: &Here,
        typed: &str,
        verb: &'static str,
    ) -> Result<(), SignInError> {
        let gates = [Gate::Again(here.mark)];
        self.pass(&gates)?;
        let fits = async {
            let mut tx = self.db.read().await?;
            let (_, _, secret) = self.credential(&mut tx, here).await?;
            drop(tx);
            self.password_fits(typed, Some(&secret.password), true)
                .await
        };
        let fits = fits.await;
        if !matches!(fits, Ok(false)) {
            self.door.throttle.give_back(&gates);
        }
        if fits? {
            return Ok(());
        }
        let whose = (None, Some(here.row.account));
        self.note_at_door(here.row.school, (verb, "refused"), whose)
            .await?;
        Err(SignInError::PasswordWrong)
    }

    /// The credential of a session's account, opened.
    pub(super) async fn credential(
        &self,
        tx: &mut Tx,
        here: &Here,
    ) -> Result<(SubjectKey, CredentialRow, CredentialSecret), SignInError> {
        let (school, account) = (here.row.school, here.row.account);
        let row = credentials::get(tx, school, account).await?;
        let row = row.ok_or(SignInError::NotSignedIn)?;
        let key = self.key(school, account).await?;
        let secret = row.sealed.open(&key)?;
        Ok((key, row, secret))
    }

    /// Whether an account may have this password.
    pub(super) async fn may_be_password(
        &self,
        school: SchoolId,
        account: AccountId,
        typed: &str,
    ) -> Result<(), SignInError> {
        let mut tx = self.db.read().await?;
        let who = self.who(&mut tx, school, account).await?;
        let who = who.ok_or(SignInError::NotSignedIn)?;
        let name = self.school_name(&mut tx, school).await?;
        let about = password::About {
            login: &who.login,
            name: &who.name,
            school: name.as_deref(),
        };
        Ok(password::check(typed, about)?)
    }
}
