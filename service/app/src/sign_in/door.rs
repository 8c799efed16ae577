//! The porter: counts tries, hashes passwords two at a time, and writes down
//! who came and who was sent away.

use gatehouse_domain::ids::{AccountId, SchoolId};
use gatehouse_store::{
    Error as StoreError,
    db::Tx,
    log::{self, Entry, Log},
};
use tokio::sync::{OnceCell, Semaphore};

use super::{
    Rules, SignInError, Token, hash,
    throttle::{Gate, Throttle, Wait},
};
use crate::house::{House, in_turn};

/// Passwords that are hashed at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;

/// Strangers whose tries may wait for that; more are told to come back.
const IN_THE_QUEUE: usize = 32;

/// Seconds after which they may.
const COME_BACK: u64 = 5;

/// What the house keeps at its door.
pub(crate) struct Door {
    pub(super) rules: Rules,
    pub(super) throttle: Throttle,
    hashing: Semaphore,
    queue: Semaphore,
    /// What a password is compared with where there is none.
    decoy: OnceCell<String>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            rules: Rules::default(),
            throttle: Throttle::default(),
            hashing: Semaphore::new(AT_ONCE),
            queue: Semaphore::new(IN_THE_QUEUE),
            decoy: OnceCell::new(),
        }
    }
}

impl House {
    /// Sets what the configuration says of signing in; the defaults else.
    #[must_use]
    pub fn with_sign_in(mut self, rules: Rules) -> Self {
        self.door.rules = rules;
        self
    }

    /// Something to carry that opens nothing: what a form is tied to that is
    /// shown before anybody signed in.
    #[must_use]
    pub fn new_token(&self) -> Token {
        Token::new(&*self.entropy)
    }

    /// Whether a password is the one that was hashed. Where there is no hash it
    /// takes as long, and the answer is no. Whoever is not known waits in a
    /// queue that ends.
    pub(super) async fn password_fits(
        &self,
        password: &str,
        hash: Option<&str>,
        known: bool,
    ) -> Result<bool, SignInError> {
        let _place = match (known, self.door.queue.try_acquire()) {
            (false, Err(_)) => return Err(SignInError::TooManyTries { seconds: COME_BACK }),
            (_, place) => place,
        };
        let decoy = self.decoy().await?;
        let (typed, compared) = (password.to_owned(), hash.unwrap_or(decoy).to_owned());
        let fits = in_turn(&self.door.hashing, move || hash::fits(&typed, &compared)).await?;
        Ok(fits && hash.is_some())
    }

    async fn decoy(&self) -> Result<&str, SignInError> {
        let make = async || {
            let mut bytes = [0; 32];
            self.entropy.fill(&mut bytes);
            self.password_hash(&log::Hex(bytes).to_string()).await
        };
        self.door
            .decoy
            .get_or_try_init(make)
            .await
            .map(String::as_str)
    }

    /// The hash of a password that is to be kept.
    pub(super) async fn password_hash(&self, password: &str) -> Result<String, SignInError> {
        let mut salt = [0; 16];
        self.entropy.fill(&mut salt);
        let password = password.to_owned();
        in_turn(&self.door.hashing, move || hash::make(&password, salt)).await
    }

    /// Counts a try, or says how long to wait.
    pub(super) fn pass(&self, gates: &[Gate]) -> Result<(), SignInError> {
        self.door
            .throttle
            .enter(gates, self.now())
            .map_err(|Wait(seconds)| SignInError::TooManyTries { seconds })
    }

    /// A line of the access log about an account at the door. `actor` is who
    /// was proved to be there.
    pub(crate) async fn note_door(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        (verb, outcome): (&'static str, &'static str),
        (actor, account): (Option<AccountId>, Option<AccountId>),
    ) -> Result<(), StoreError> {
        let entry = Entry {
            actor,
            verb,
            about: account.map(|account| ("account", account.0)),
            outcome,
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }

    /// The same in a transaction of its own.
    pub(super) async fn note_at_door(
        &self,
        school: SchoolId,
        what: (&'static str, &'static str),
        whose: (Option<AccountId>, Option<AccountId>),
    ) -> Result<(), StoreError> {
        let mut tx = self.decide(school).await?;
        self.note_door(&mut tx, school, what, whose).await?;
        tx.commit().await
    }
}
