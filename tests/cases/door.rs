//! The door before the street: what a session comes to, and which passwords
//! may be set.

use std::collections::BTreeSet;

use gatehouse_app::sign_in::{self, Rules, SignInError, Step, password};
use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::sign_in::sessions::SessionRow;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::{Base, laid_over},
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Session {
    roles: BTreeSet<Role>,
    closed: bool,
    locked: bool,
    minutes_alone: i64,
    hours_since: i64,
    codes: Codes,
    agreement_signed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Codes {
    None,
    Set,
    Given,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionExpected {
    step: Option<String>,
    refused: Option<String>,
    wants: Option<String>,
}

/// For so long a session lasts at most.
const DAY: SignedDuration = SignedDuration::from_hours(12);

/// Asks whether a page opens in the session, and if not, why not.
pub fn session(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: SessionExpected = strict(expect.clone())?;
    let told: Session = strict(laid_over(&base.facts.session, facts))?;
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 365);
    let found = sign_in::standing(&told.row(now), &Rules::default(), now);
    let (step, refused, wants) = match found {
        Ok(Step::Open) => (Some("open"), None, None),
        Ok(step) => (None, Some(SignInError::OutOfTurn), Some(word(step))),
        Err(error) => (None, Some(error), None),
    };
    let refused = refused.as_ref().map(SignInError::code);
    let texts = |all: [Option<&str>; 3]| answer("session", &all.map(|one| one.unwrap_or("-")));
    let wanted = [&expected.step, &expected.refused, &expected.wants];
    same(
        &texts(wanted.map(|one| one.as_deref())),
        &texts([step, refused, wants]),
    )?;
    Ok(Kept::of(step.is_some(), refused))
}

const fn word(step: Step) -> &'static str {
    match step {
        Step::Code => "code",
        Step::SetUpCodes => "set-up-codes",
        Step::Agreement => "agreement",
        Step::Open => "open",
    }
}

impl Session {
    fn row(self, now: Timestamp) -> SessionRow {
        let at = |minutes| now - SignedDuration::from_mins(minutes);
        let made_at = at(self.hours_since * 60);
        SessionRow {
            school: SchoolId(uuid::Uuid::nil()),
            account: AccountId(uuid::Uuid::nil()),
            roles: self.roles,
            made_at,
            seen_at: at(self.minutes_alone),
            ends_at: made_at + DAY,
            code_at: (self.codes == Codes::Given).then_some(made_at),
            locked_at: self.locked.then_some(now),
            closed: self.closed,
            codes_since: (self.codes != Codes::None).then_some(made_at),
            signed_at: self.agreement_signed.then_some(made_at),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Password {
    login: String,
    name: String,
    typed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordExpected {
    accepted: Option<bool>,
    refused: Option<String>,
}

/// Asks whether it may be somebody's password.
pub fn password(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: PasswordExpected = strict(expect.clone())?;
    let told: Password = strict(laid_over(&base.facts.password, facts))?;
    let about = password::About {
        login: &told.login,
        name: &told.name,
        school: Some(base.school_name()),
    };
    let found = password::check(&told.typed, about);
    let refused = found.err().map(password::Weak::code);
    let wanted = match (expected.accepted, expected.refused) {
        (Some(true), None) => answer::<&str>("accepted", &[]),
        (None, Some(code)) => answer("refused", &[code]),
        _ => return Err("expect either `accepted = true` or `refused`".to_owned()),
    };
    let told = refused.map_or_else(
        || answer::<&str>("accepted", &[]),
        |code| answer("refused", &[code]),
    );
    same(&wanted, &told)?;
    Ok(Kept::of(refused.is_none(), refused))
}
