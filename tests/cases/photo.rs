//! A photo before its verdict: facts in plain terms become a case, and the
//! rules answer.

mod facts;
mod fill;
mod people;

use std::collections::BTreeSet;

use gatehouse_captions::Checker;
use gatehouse_domain::policy::{Code, judge};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::Base,
    clause::{Kept, answer, same, strict},
};
use facts::Photo;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    verdict: String,
    #[serde(default)]
    reasons: Vec<Code>,
    /// What those read who need not know why, each sentence once.
    staff_read: Option<Vec<String>>,
    /// The rules that the words break.
    words: Option<Vec<String>>,
    /// The first corrected text.
    suggestion: Option<String>,
}

/// Judges the photo and compares the verdict, and the words where the case
/// speaks of them.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let photo: Photo = strict(fill::filled(&base.facts, facts)?)?;
    let case = photo.case(base, &base.checker)?;
    let verdict = judge(&case, &base.settings.rules, base.facts.today);
    let found: Vec<_> = verdict.reasons().iter().map(|r| r.code.code()).collect();
    let wanted: Vec<_> = expected.reasons.iter().map(|code| code.code()).collect();
    same(
        &answer(&expected.verdict, &wanted),
        &answer(verdict.word(), &found),
    )?;
    if let Some(wanted) = &expected.staff_read {
        let shown = verdict.reasons().iter().map(|r| r.code.shown_to_staff());
        let shown: BTreeSet<_> = shown.collect();
        let shown: Vec<_> = shown.into_iter().collect();
        same(&answer("staff read", wanted), &answer("staff read", &shown))?;
    }
    compare_words(&expected, &photo, &base.checker)?;
    Ok(Kept {
        passed: Some(verdict.is_clear()),
        codes: wanted.into_iter().map(str::to_owned).collect(),
        duty: None,
    })
}

/// Compares what the checker says of each text.
fn compare_words(expected: &Expected, photo: &Photo, checker: &Checker) -> Result<(), String> {
    let told: Vec<_> = photo
        .words
        .texts()
        .map(|(kind, text)| checker.check(text, kind, photo.channel))
        .collect();
    if let Some(rules) = &expected.words {
        let spans = told.iter().flat_map(|one| &one.findings.spans);
        let found: Vec<_> = spans.map(|span| span.rule.as_str()).collect();
        same(&answer("words", rules), &answer("words", &found))?;
    }
    if let Some(wanted) = &expected.suggestion {
        let found = told.into_iter().find_map(|one| one.suggestion);
        same(wanted, &found.unwrap_or_else(|| "no suggestion".to_owned()))?;
    }
    Ok(())
}
