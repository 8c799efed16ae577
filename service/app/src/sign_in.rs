//! The front door of the house, before any photo is seen: who somebody is, and
//! whether they may go on. A password, a one-time code where their role asks
//! for one, the acceptable-use agreement; then a session gives the [desk] of
//! each role they hold, and of no other.
//!
//! What somebody carries away (a session, a link, a token) is 32 random bytes;
//! only their hash is kept. Guessing costs time and locks nobody out.
//!
//! [desk]: crate::desk

pub mod agreement;
mod browser;
pub mod codes;
mod door;
mod enter;
mod error;
mod give_code;
mod hash;
mod links;
mod lobby;
pub mod password;
mod sessions;
mod steps;
pub mod throttle;
mod token;
mod tokens;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use gatehouse_domain::role::Role;

pub(crate) use door::Door;
pub use enter::{Attempt, SignedIn};
pub use error::SignInError;
pub use links::{LinkFor, SetLink};
pub use lobby::Lobby;
pub use sessions::{IDLE, Resumed, Step, Visitor, Who, standing};
pub use token::Token;
pub use tokens::{MadeToken, Scope, TokenInfo, UnknownScope};

/// What the school's configuration says of signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Who holds one of these roles has to give a one-time code as well.
    pub codes_for: BTreeSet<Role>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            codes_for: BTreeSet::from([Role::Dsl, Role::Head, Role::Office, Role::Admin]),
        }
    }
}
