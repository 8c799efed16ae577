//! Why somebody does not come in, in words for them. Nothing here tells
//! whether there is such a login.

use gatehouse_store::Error as StoreError;

use super::password::Weak;

/// Why something at the door was not done.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// What is kept cannot be reached, or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Unknown, wrong or closed: the same for all of them.
    #[error(
        "this login and password do not fit: type them again, or ask who looks after accounts for a new link"
    )]
    NotRecognised,
    /// Too many wrong tries.
    #[error("there were too many wrong tries: try again in {seconds} seconds")]
    TooManyTries {
        /// How long to wait, in seconds.
        seconds: u64,
    },
    /// The password that was given again is wrong.
    #[error("this is not your password: type it again")]
    PasswordWrong,
    /// The one-time code is wrong, too old, or was used before.
    #[error("this code is not right or was used before: wait for the next one and type it")]
    CodeWrong,
    /// Nobody is signed in.
    #[error("you are not signed in: sign in")]
    NotSignedIn,
    /// The session is over.
    #[error("you were signed in for a long time: sign in again")]
    SessionEnded,
    /// The session is locked.
    #[error("this page was left alone: type your password to go on")]
    SessionLocked,
    /// Something else has to be done first, or this was done already.
    #[error("this is not the next step: go back to the start page")]
    OutOfTurn,
    /// There is a newer version of the agreement.
    #[error("the agreement has changed meanwhile: read the new one, then sign it")]
    AgreementChanged,
    /// The link was used, is too old, or was never made.
    #[error("this link was used or is too old: ask who looks after accounts for a new one")]
    LinkNotValid,
    /// The account may do what nobody hands out alone.
    #[error(
        "this account decides about safeguarding, so no administrator makes a link for it alone: ask your head or safeguarding lead to have it made on the machine itself, with `gatehouse user link`"
    )]
    SecondPerson,
    /// The new password is the one before.
    #[error("this is the password you have now: choose another")]
    SamePassword,
    /// The new password is too easy to guess.
    #[error(transparent)]
    Password(#[from] Weak),
    /// A program asked without a token.
    #[error("send a token in the header Authorization, after the word Bearer")]
    TokenMissing,
    /// The token was revoked, is too old, or was never made.
    #[error("this token is not valid: make a new one")]
    TokenNotValid,
    /// The token's owner has not signed the agreement that is in force.
    #[error("the token's owner has not signed the acceptable-use agreement: sign in and sign it")]
    TokenNotSigned,
    /// The token is not made for this.
    #[error("this token may not be used for this, or its owner's roles do not allow it")]
    ScopeMissing,
    /// What was said of a token that is to be made cannot be.
    #[error("give the token a name, one use at least, and from 1 to 365 days")]
    TokenUnfit,
    /// The machine could not do it.
    #[error("the password could not be checked on this machine: see that it has memory left")]
    Machine,
}

impl From<gatehouse_store::seal::SealError> for SignInError {
    fn from(error: gatehouse_store::seal::SealError) -> Self {
        Self::Store(error.into())
    }
}

impl SignInError {
    /// Every one of the door's own, for the page of codes.
    #[must_use]
    pub fn own() -> Vec<Self> {
        let mut all = vec![
            Self::NotRecognised,
            Self::TooManyTries { seconds: 30 },
            Self::PasswordWrong,
            Self::CodeWrong,
            Self::NotSignedIn,
            Self::SessionEnded,
            Self::SessionLocked,
            Self::OutOfTurn,
            Self::AgreementChanged,
            Self::LinkNotValid,
            Self::SecondPerson,
            Self::SamePassword,
            Self::TokenMissing,
            Self::TokenNotValid,
            Self::TokenNotSigned,
            Self::ScopeMissing,
            Self::TokenUnfit,
            Self::Machine,
        ];
        all.extend(Weak::ALL.map(Self::Password));
        all
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::NotRecognised => "sign-in-refused",
            Self::TooManyTries { .. } => "too-many-tries",
            Self::PasswordWrong => "password-wrong",
            Self::CodeWrong => "code-wrong",
            Self::NotSignedIn => "not-signed-in",
            Self::SessionEnded => "session-ended",
            Self::SessionLocked => "session-locked",
            Self::OutOfTurn => "step-not-due",
            Self::AgreementChanged => "agreement-changed",
            Self::LinkNotValid => "link-not-valid",
            Self::SecondPerson => "second-person-needed",
            Self::SamePassword => "password-same",
            Self::Password(weak) => weak.code(),
            Self::TokenMissing => "token-missing",
            Self::TokenNotValid => "token-not-valid",
            Self::TokenNotSigned => "token-not-signed",
            Self::ScopeMissing => "scope-missing",
            Self::TokenUnfit => "token-unfit",
            Self::Machine => "password-not-checked",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_one_of_its_own_and_every_sentence_says_what_to_do() {
        let all = SignInError::own();
        let codes: BTreeSet<_> = all.iter().map(SignInError::code).collect();
        assert_eq!(codes.len(), all.len());
        for error in all {
            let fits = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(error.code().chars().all(fits), "{}", error.code());
            assert!(error.to_string().contains(' '), "{error}");
        }
    }
}
