//! `gatehouse models`: what networks there are, whether they are intact, and
//! how another set comes in.

use gatehouse_app::networks::{Catalogue, NetworkSet, State};
use serde::Serialize;

use crate::{
    args::ModelsCommand,
    outcome::{Outcome, say},
    setup,
};

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    set: &'a NetworkSet,
    id: &'a str,
    state: State,
}

pub(crate) fn run(command: &ModelsCommand) -> anyhow::Result<Outcome> {
    match command {
        ModelsCommand::List { json, home } => list(&setup::catalogue(home)?, *json),
        ModelsCommand::Verify { json, home } => verify(&setup::catalogue(home)?, *json),
        ModelsCommand::Install { set, from, home } => {
            let catalogue = setup::catalogue(home)?;
            catalogue.install(set, from)?;
            let id = catalogue.set(set)?.id();
            say(format!(
                "{set} is installed (network {id}). Templates belong to one network: enrol again to use it."
            ))?;
            Ok(Outcome::Fine)
        }
    }
}

fn entries(catalogue: &Catalogue) -> Vec<Entry<'_>> {
    catalogue
        .sets()
        .iter()
        .map(|set| Entry {
            id: set.id(),
            state: catalogue.state(set),
            set,
        })
        .collect()
}

const fn word(state: State) -> &'static str {
    match state {
        State::Embedded => "part of the program, intact",
        State::Installed => "installed, intact",
        State::Absent => "not installed",
        State::Damaged => "DAMAGED: not the files that were measured",
    }
}

fn list(catalogue: &Catalogue, json: bool) -> anyhow::Result<Outcome> {
    let entries = entries(catalogue);
    if json {
        say(serde_json::to_string_pretty(&entries)?)?;
        return Ok(Outcome::Fine);
    }
    for entry in &entries {
        let set = entry.set;
        let tested = if set.untested { ", untested" } else { "" };
        say(format!(
            "{}: {} grade{tested}, {}",
            set.name,
            set.grade.word(),
            word(entry.state)
        ))?;
        say(format!("  {}", set.note))?;
        for (role, file) in [
            ("detector", &set.detector.network),
            ("embedder", &set.embedder.network),
        ] {
            say(format!(
                "  {role}: {} ({} bytes), {}; from {}; trained on {}",
                file.file, file.bytes, file.licence, file.origin, file.training_data
            ))?;
        }
        for measured in &set.embedder.measured {
            say(format!("  measured: {}: {}", measured.what, measured.value))?;
        }
        say(format!("  not measured: {}", set.embedder.not_measured))?;
    }
    Ok(Outcome::Fine)
}

fn verify(catalogue: &Catalogue, json: bool) -> anyhow::Result<Outcome> {
    let states: Vec<(&str, State)> = catalogue
        .sets()
        .iter()
        .map(|set| (set.name.as_str(), catalogue.state(set)))
        .collect();
    if json {
        let lines: Vec<_> = states
            .iter()
            .map(|(set, state)| serde_json::json!({ "set": set, "state": state }))
            .collect();
        say(serde_json::to_string_pretty(&lines)?)?;
    } else {
        for (set, state) in &states {
            say(format!("{set}: {}", word(*state)))?;
        }
    }
    Ok(Outcome::findings_if(
        states.iter().any(|(_, state)| *state == State::Damaged),
    ))
}
