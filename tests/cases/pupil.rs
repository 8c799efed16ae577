//! The gate before recognition: whether a pupil's face may be turned into
//! numbers, told as what happened one after the other.

use gatehouse_domain::biometric::{Event, Reason, Record, step};
use jiff::civil::Date;
use serde::Deserialize;
use toml::{Table, Value};

use crate::{
    base::{Base, laid_over},
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pupil {
    before: Vec<Value>,
    then: Vec<Value>,
    on: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    gate: String,
    #[serde(default)]
    reasons: Vec<Reason>,
    /// Whether a template is there at the end.
    template: Option<bool>,
    /// Why the last thing that happened could not be recorded.
    refused: Option<String>,
}

/// Lets it happen and asks the gate.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let pupil: Pupil = strict(laid_over(&base.facts.pupil, facts))?;
    let mut record = Record::default();
    let mut refused = None;
    for told in pupil.before.iter().chain(&pupil.then) {
        if let Some(refusal) = refused {
            return Err(format!("refused before the end: {refusal}"));
        }
        match step(&record, &event(told)?) {
            Ok(next) => record = next,
            Err(refusal) => refused = Some(refusal.code()),
        }
    }
    let found = record.status(pupil.on.unwrap_or(base.facts.today));
    let reasons: Vec<_> = found.reasons().iter().map(|reason| reason.code()).collect();
    let wanted: Vec<_> = expected
        .reasons
        .iter()
        .map(|reason| reason.code())
        .collect();
    let gate = if found.is_allowed() {
        "allowed"
    } else {
        "not-allowed"
    };
    same(&answer(&expected.gate, &wanted), &answer(gate, &reasons))?;
    same(
        &answer("refused", expected.refused.as_slice()),
        &answer("refused", refused.as_slice()),
    )?;
    if let Some(wanted) = expected.template {
        let there = record.template_made_on().is_some();
        same(&format!("template {wanted}"), &format!("template {there}"))?;
    }
    Ok(Kept {
        passed: Some(found.is_allowed() && refused.is_none()),
        codes: wanted.into_iter().map(str::to_owned).collect(),
        duty: None,
    })
}

/// An event, told in full and with nothing besides.
fn event(told: &Value) -> Result<Event, String> {
    let event: Event = told
        .clone()
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    let again = Value::try_from(event).map_err(|error| error.to_string())?;
    same(&again.to_string(), &told.to_string())?;
    Ok(event)
}
