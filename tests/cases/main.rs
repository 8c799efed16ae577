//! The photo's way clause by clause: every case of every policy file here is
//! told to the rules, and the rules must answer as the file says.
//!
//! One TOML file per clause: the clause, what it says in our own words, and
//! cases that breach it beside their innocent twins. `base/` says what a case
//! starts from, so that a case names only what differs.

mod base;
mod clause;
mod deadline;
mod photo;
mod pupil;
mod release;
mod roster;
mod slips;

use std::collections::{BTreeMap, BTreeSet};

use base::BASE;
use clause::{Clause, Kept};
use gatehouse_domain::policy::Code;

/// Every clause with its file's name (no ending).
fn clauses() -> BTreeMap<String, Clause> {
    clause::read_all().unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// All cases of a clause, each with what it showed or what is wrong with it.
fn run(file: &str, clause: &Clause) -> Vec<Result<Kept, String>> {
    let checker = BASE.checker(&clause.name);
    clause
        .cases
        .iter()
        .map(|case| {
            case.run(&BASE, checker)
                .map_err(|wrong| format!("{file}.toml\n  case: {}\n  {wrong}", case.name))
        })
        .collect()
}

/// A clause as its file would say it.
fn told(text: &str) -> Clause {
    toml::from_str(text).unwrap()
}

#[test]
fn every_case_of_every_clause_is_kept() {
    let wrong: Vec<String> = clauses()
        .iter()
        .flat_map(|(file, clause)| run(file, clause))
        .filter_map(Result::err)
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_reason_has_a_case_under_each_clause_it_names() {
    let mut shown: BTreeSet<(String, Code)> = BTreeSet::new();
    for (file, clause) in clauses() {
        for kept in run(&file, &clause).into_iter().flatten() {
            let codes = kept.codes.into_iter();
            shown.extend(codes.map(|code| (clause.name.clone(), code)));
        }
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .flat_map(|code| code.clause().split("; ").map(move |clause| (clause, *code)))
        .filter(|(clause, code)| !shown.contains(&((*clause).to_owned(), *code)))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn every_clause_stands_in_one_file_that_is_named_after_it() {
    let mut seen = BTreeMap::new();
    for (file, clause) in clauses() {
        let slug = clause::slug(&clause.name);
        let named = if BASE.profile_of(&clause.name).is_some() {
            file == slug
        } else {
            ["law-", "house-"]
                .iter()
                .any(|kind| file == format!("{kind}{slug}"))
        };
        assert!(named, "{file}.toml speaks of {}", clause.name);
        assert!(
            clause.says.ends_with('.') && clause.says.contains(' '),
            "{file}.toml: `says` is a sentence"
        );
        let before = seen.insert(clause.name.clone(), file.clone());
        assert_eq!(before, None, "{} has two files", clause.name);
    }
}

#[test]
fn every_clause_is_shown_by_a_breach_and_its_innocent_twin() {
    for (file, clause) in clauses() {
        assert!(clause.cases.len() > 1, "{file}.toml has too few cases");
        let kept: Vec<_> = run(&file, &clause).into_iter().flatten().collect();
        let answers: BTreeSet<bool> = kept.iter().filter_map(|kept| kept.passed).collect();
        assert_ne!(answers.len(), 1, "{file}.toml shows only one side");
        let names: BTreeSet<_> = clause.cases.iter().map(|case| &case.name).collect();
        assert_eq!(
            names.len(),
            clause.cases.len(),
            "{file}.toml: a name stands twice"
        );
    }
}

#[test]
fn what_differs_from_nothing_is_clear_on_every_channel() {
    for channel in gatehouse_domain::Channel::ALL {
        let text = format!(
            "clause = 'a'\nsays = 'b.'\n[[case]]\nname = 'c'\nphoto.channel = '{channel}'\n\
             expect = {{ verdict = 'clear' }}"
        );
        for result in run("base", &told(&text)) {
            assert_eq!(result.map(|kept| kept.passed), Ok(Some(true)));
        }
    }
}

#[test]
fn a_wrong_expectation_is_told_with_file_case_expected_and_found() {
    let clause = told(
        "clause = 'a'\nsays = 'b.'\n[[case]]\nname = 'Nobody asked the children'\n\
         photo.event.people_were_asked = false\nexpect = { verdict = 'clear' }",
    );
    let told = run("some-clause", &clause).remove(0).unwrap_err();
    for part in [
        "some-clause.toml",
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
        let text = format!("clause = 'a'\nsays = 'b.'\n[[case]]\nname = 'c'\n{slip}");
        let told = run("slip", &told(&text)).remove(0).expect_err(slip);
        assert!(told.contains(part), "{slip}\nis told as: {told}");
    }
    for (slip, part) in slips::IN_A_FILE {
        let text = format!("says = 'b.'\n{slip}");
        let told = toml::from_str::<Clause>(&text).expect_err(slip).to_string();
        assert!(told.contains(part), "{slip}\nis told as: {told}");
    }
}
