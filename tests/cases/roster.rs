//! The fork after detection: whether an event's faces are matched, or named
//! from the register.

use gatehouse_domain::biometric::RouteReason;
use gatehouse_domain::biometric::{BiometricStatus, Dpia, Reason, Route, RouteFacts, route};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Table;

use crate::{
    base::{Base, laid_over},
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roster {
    /// What the gate says of each: "allowed", or why not.
    pupils: Vec<String>,
    recognition_on: bool,
    early_years: bool,
    match_early_years: bool,
    dpia: DpiaFacts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DpiaFacts {
    on_record: bool,
    signed: bool,
    signed_on: Date,
    review_by: Date,
    covers_unenrolled: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    route: String,
    #[serde(default)]
    reasons: Vec<RouteReason>,
}

/// Asks which route the event goes.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let roster: Roster = strict(laid_over(&base.facts.roster, facts))?;
    let pupils: Vec<BiometricStatus> = roster
        .pupils
        .iter()
        .map(|told| status(told))
        .collect::<Result<_, _>>()?;
    let facts = RouteFacts {
        dpia: roster.dpia.on_record.then(|| roster.dpia.dpia()),
        recognition_on: roster.recognition_on,
        early_years: roster.early_years,
        match_early_years: roster.match_early_years,
    };
    let found = route(&pupils, &facts, base.facts.today);
    let (word, reasons): (_, &[RouteReason]) = match &found {
        Route::Matched => ("matched", &[]),
        Route::Register(reasons) => ("register", reasons),
    };
    let reasons: Vec<_> = reasons.iter().map(|reason| reason.code()).collect();
    let wanted: Vec<_> = expected
        .reasons
        .iter()
        .map(|reason| reason.code())
        .collect();
    same(&answer(&expected.route, &wanted), &answer(word, &reasons))?;
    Ok(Kept {
        passed: Some(found == Route::Matched),
        codes: wanted.into_iter().map(str::to_owned).collect(),
        duty: None,
    })
}

fn status(told: &str) -> Result<BiometricStatus, String> {
    if told == "allowed" {
        return Ok(BiometricStatus::Allowed);
    }
    let reason = Reason::ALL.iter().find(|reason| reason.code() == told);
    let reason = reason.ok_or(format!("the gate never says {told}"))?;
    Ok(BiometricStatus::NotAllowed(vec![*reason]))
}

impl DpiaFacts {
    fn dpia(&self) -> Dpia {
        Dpia {
            signed_on: self.signed.then_some(self.signed_on),
            review_by: self.review_by,
            covers_unenrolled: self.covers_unenrolled,
        }
    }
}
