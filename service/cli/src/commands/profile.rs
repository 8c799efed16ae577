//! `gatehouse profile`: the policies that photos are judged by, as files to
//! read, copy, change and check.

use std::fs;

use anyhow::Context as _;
use gatehouse_app::policies::{Kept, Policy, SHIPPED, shipped};
use serde::Serialize;

use crate::{
    args::ProfileCommand,
    outcome::{Outcome, say},
    setup,
};

#[derive(Serialize)]
struct Entry {
    name: String,
    title: String,
    school: String,
    version: u32,
    review_by: String,
    clauses: usize,
    kept: usize,
}

#[derive(Serialize)]
struct Told {
    line: usize,
    says: String,
}

pub(crate) fn run(command: &ProfileCommand) -> anyhow::Result<Outcome> {
    match command {
        ProfileCommand::List { json } => list(*json),
        ProfileCommand::Show { name } => show(name),
        ProfileCommand::Check { file, json } => check(file, *json),
    }
}

fn list(json: bool) -> anyhow::Result<Outcome> {
    let policies = SHIPPED.iter().map(|one| carried(one.name));
    let entries = policies.map(|policy| policy.map(|policy| entry(&policy)));
    let entries = entries.collect::<anyhow::Result<Vec<Entry>>>()?;
    if json {
        say(serde_json::to_string_pretty(&entries)?)?;
        return Ok(Outcome::Fine);
    }
    for entry in entries {
        say(format!("{}: {}", entry.name, entry.title))?;
        say(format!(
            "  {}; version {}, to be looked at again by {}; {} of {} clauses are kept by the program",
            entry.school, entry.version, entry.review_by, entry.kept, entry.clauses
        ))?;
    }
    Ok(Outcome::Fine)
}

fn entry(policy: &Policy) -> Entry {
    let kept = policy.clauses.iter().filter(|one| one.kept != Kept::Not);
    Entry {
        name: policy.name.clone(),
        title: policy.title.clone(),
        school: policy.school.clone(),
        version: policy.version,
        review_by: policy.review_by.to_string(),
        clauses: policy.clauses.len(),
        kept: kept.count(),
    }
}

/// The file of one of the program's own, by its name.
fn text_of(name: &str) -> anyhow::Result<&'static str> {
    let profile = shipped(name).with_context(|| {
        let names: Vec<&str> = SHIPPED.iter().map(|one| one.name).collect();
        let names = names.join(", ");
        format!("there is no profile {name}: use one of {names}")
    })?;
    Ok(profile.text)
}

/// One of the program's own, by its name.
pub(super) fn carried(name: &str) -> anyhow::Result<Policy> {
    let policy = Policy::parse(text_of(name)?).ok();
    policy.context("the program's own profiles are damaged: install it again")
}

fn show(name: &str) -> anyhow::Result<Outcome> {
    say(text_of(name)?.trim_end())?;
    Ok(Outcome::Fine)
}

fn check(file: &std::path::Path, json: bool) -> anyhow::Result<Outcome> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read as text: check the path", file.display()))?;
    let (policy, faults) = match Policy::parse(&text) {
        Ok(policy) => (Some(policy), Vec::new()),
        Err(faults) => (None, faults),
    };
    let faults: Vec<Told> = faults
        .into_iter()
        .map(|fault| Told {
            line: fault.line,
            says: fault.says,
        })
        .collect();
    if json {
        say(serde_json::to_string_pretty(&faults)?)?;
    } else if let Some(policy) = &policy {
        let entry = entry(policy);
        say(format!(
            "{}, version {}, is in order: {} clauses, {} of them kept by the program.",
            entry.name, entry.version, entry.clauses, entry.kept
        ))?;
        if let Some(fault) = policy.review_fault(setup::today()) {
            say(format!("It cannot be signed as it is: {fault}."))?;
        }
    } else {
        for fault in &faults {
            say(format!(
                "{}, line {}: {}",
                file.display(),
                fault.line,
                fault.says
            ))?;
        }
        say("The file was not taken: change these lines and check it again.")?;
    }
    Ok(Outcome::findings_if(policy.is_none()))
}
