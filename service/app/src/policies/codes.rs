//! The codes with which the program refuses something on a photo's way or at
//! the door: a policy file may name these and no others.

use std::collections::BTreeSet;

use gatehouse_captions::Rule;
use gatehouse_domain::{
    biometric::{Reason, RouteReason},
    custody,
    policy::Code,
    release,
};
use gatehouse_picture::Refusal;

use crate::sign_in::SignInError;

/// Every code of the page of codes but those of publishing, which no policy
/// speaks of.
#[must_use]
pub fn all() -> BTreeSet<&'static str> {
    let verdict = Code::ALL.iter().map(|code| code.code());
    let words = Rule::ALL.iter().map(|rule| rule.code());
    let files = Refusal::ALL.iter().map(|refusal| refusal.code());
    let gate = Reason::ALL.iter().map(|reason| reason.code());
    let route = RouteReason::ALL.iter().map(|reason| reason.code());
    let custody = custody::Refusal::ALL.iter().map(|refusal| refusal.code());
    let release = release::Refusal::ALL.iter().map(|refusal| refusal.code());
    let door = SignInError::own();
    let door: Vec<&'static str> = door.iter().map(SignInError::code).collect();
    verdict
        .chain(words)
        .chain(files)
        .chain(gate)
        .chain(route)
        .chain(custody)
        .chain(release)
        .chain(door)
        .collect()
}
