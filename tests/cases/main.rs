//! The photo's way clause by clause: every case of every policy file here is
//! told to the rules, and the rules must answer as the file says.
//!
//! A folder for each profile, and one TOML file for each of its clauses that a
//! program keeps, with cases that breach it beside their innocent twins; they
//! are judged under the profile's own settings. `law/` and `house/` hold what
//! no profile asks for. `base/` says what a case starts from, so that a case
//! names only what differs.

mod base;
mod clause;
mod deadline;
mod door;
mod file;
mod page;
mod photo;
mod profiles;
mod pupil;
mod release;
mod review;
mod roster;
mod slips;

use std::collections::{BTreeMap, BTreeSet};

use base::{BESIDE_PROFILES, Base, base_of, policies};
use clause::{Clause, Kept};
use gatehouse_app::policies::slug;
use gatehouse_domain::policy::Code;

/// Every clause with its folder and its file's name (no ending).
fn clauses() -> BTreeMap<(&'static str, String), Clause> {
    let folders = policies().map(|policy| policy.name.as_str());
    let mut all = BTreeMap::new();
    for folder in folders.chain(BESIDE_PROFILES) {
        let found = clause::read(folder).unwrap_or_else(|wrong| panic!("{wrong}"));
        all.extend(
            found
                .into_iter()
                .map(|(file, clause)| ((folder, file), clause)),
        );
    }
    all
}

/// All cases of a clause, each with what it showed or what is wrong with it.
fn run(base: &Base, file: &str, clause: &Clause) -> Vec<Result<Kept, String>> {
    let cases = clause.cases.iter();
    cases
        .map(|case| {
            case.run(base)
                .map_err(|wrong| format!("{file}.toml\n  case: {}\n  {wrong}", case.name))
        })
        .collect()
}

/// The same under the settings of its folder.
fn run_own(folder: &str, file: &str, clause: &Clause) -> Vec<Result<Kept, String>> {
    let base = base_of(folder).expect("every folder has settings");
    run(base, &format!("{folder}/{file}"), clause)
}

/// A clause as its file would say it.
fn told(text: &str) -> Clause {
    toml::from_str(text).unwrap()
}

#[test]
fn every_case_of_every_clause_is_kept() {
    let wrong: Vec<String> = clauses()
        .iter()
        .flat_map(|((folder, file), clause)| run_own(folder, file, clause))
        .filter_map(Result::err)
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_reason_has_a_case_under_each_clause_it_names() {
    let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
    for ((folder, file), clause) in clauses() {
        for kept in run_own(folder, &file, &clause).into_iter().flatten() {
            let codes = kept.codes.into_iter();
            shown.extend(codes.map(|code| (clause.name.clone(), code)));
        }
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .flat_map(|code| code.clause().split("; ").map(move |clause| (clause, *code)))
        .filter(|(clause, code)| !shown.contains(&((*clause).to_owned(), code.to_string())))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn every_clause_stands_in_one_file_that_is_named_after_it() {
    for ((folder, file), clause) in clauses() {
        let beside = BESIDE_PROFILES.contains(&folder);
        let own = clause.name.strip_prefix(folder).map(str::trim_start);
        let id = if beside {
            Some(clause.name.as_str())
        } else {
            own
        };
        assert_eq!(
            id.map(slug).as_deref(),
            Some(file.as_str()),
            "{folder}/{file}.toml speaks of {}",
            clause.name
        );
        let says = clause.says.as_deref();
        assert_eq!(says.is_some(), beside, "{folder}/{file}.toml: `says`");
        let sentence = |says: &str| says.ends_with('.') && says.contains(' ');
        assert!(
            says.is_none_or(sentence),
            "{file}.toml: `says` is a sentence"
        );
    }
}

#[test]
fn every_clause_is_shown_by_a_breach_and_its_innocent_twin() {
    for ((folder, file), clause) in clauses() {
        assert!(
            clause.cases.len() > 1,
            "{folder}/{file}.toml has too few cases"
        );
        let kept: Vec<_> = run_own(folder, &file, &clause)
            .into_iter()
            .flatten()
            .collect();
        let answers: BTreeSet<bool> = kept.iter().filter_map(|kept| kept.passed).collect();
        assert_ne!(answers.len(), 1, "{folder}/{file}.toml shows only one side");
        let names: BTreeSet<_> = clause.cases.iter().map(|case| &case.name).collect();
        assert_eq!(
            names.len(),
            clause.cases.len(),
            "{folder}/{file}.toml: a name stands twice"
        );
    }
}

#[test]
fn what_differs_from_nothing_is_clear_on_every_channel_that_is_not_ruled_out() {
    for folder in policies()
        .map(|policy| policy.name.as_str())
        .chain(["house"])
    {
        let base = base_of(folder).unwrap();
        for channel in gatehouse_domain::Channel::ALL {
            let open = !base.settings.rules.channels_never.contains(&channel);
            let text = format!(
                "clause = 'a'\n[[case]]\nname = 'c'\nphoto.channel = '{channel}'\n\
                 expect = {{ verdict = 'clear' }}"
            );
            for result in run(base, "base", &told(&text)) {
                assert_eq!(result.is_ok(), open, "{folder}: {channel}: {result:?}");
            }
        }
    }
}

#[test]
fn a_wrong_expectation_is_told_with_file_case_expected_and_found() {
    let clause = told(
        "clause = 'a'\n[[case]]\nname = 'Nobody asked the children'\n\
         photo.event.people_were_asked = false\nexpect = { verdict = 'clear' }",
    );
    let told = run_own("house", "some-clause", &clause)
        .remove(0)
        .unwrap_err();
    for part in [
        "house/some-clause.toml",
        "Nobody asked the children",
        "expected: clear",
        "found: hold",
        "assent-missing",
    ] {
        assert!(told.contains(part), "{part} is missing in:\n{told}");
    }
}

#[test]
fn a_slip_in_a_file_is_told_wherever_it_stands() {
    for (slip, part) in slips::IN_A_CASE {
        let text = format!("clause = 'a'\n[[case]]\nname = 'c'\n{slip}");
        let told = run_own("house", "slip", &told(&text))
            .remove(0)
            .expect_err(slip);
        assert!(told.contains(part), "{slip}\nis told as: {told}");
    }
    for (slip, part) in slips::IN_A_FILE {
        let told = toml::from_str::<Clause>(slip).expect_err(slip).to_string();
        assert!(told.contains(part), "{slip}\nis told as: {told}");
    }
}
