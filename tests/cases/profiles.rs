//! The profiles beside their cases: what a profile says that the program keeps
//! is shown by a case, and nothing is shown that no profile says.

use std::collections::BTreeSet;

use gatehouse_app::policies::{Clause, Kept as HowKept, slug};
use gatehouse_domain::{policy::Code, retention::DutyKind};

use crate::{
    base::{Base, base_of, policies},
    clause, run,
};

/// What the cases of a clause show: codes and duties.
fn shown(folder: &str, clause: &Clause) -> (BTreeSet<String>, BTreeSet<DutyKind>) {
    let files = clause::read(folder).unwrap();
    let file = &files[&slug(&clause.id)];
    let kept = run(base_of(folder).unwrap(), &clause.id, file);
    let kept: Vec<_> = kept.into_iter().flatten().collect();
    let codes = kept.iter().flat_map(|kept| kept.codes.iter().cloned());
    (
        codes.collect(),
        kept.iter().filter_map(|kept| kept.duty).collect(),
    )
}

#[test]
fn every_clause_that_is_kept_has_a_case_and_every_case_a_clause() {
    for policy in policies() {
        let kept = policy.clauses.iter().filter(|one| one.kept != HowKept::Not);
        let kept: BTreeSet<String> = kept.map(|clause| slug(&clause.id)).collect();
        let files = clause::read(&policy.name).unwrap();
        let files: BTreeSet<String> = files.into_keys().collect();
        let no_case: Vec<_> = kept.difference(&files).collect();
        let no_clause: Vec<_> = files.difference(&kept).collect();
        assert!(
            no_case.is_empty(),
            "{}: no case for {no_case:?}",
            policy.name
        );
        assert!(
            no_clause.is_empty(),
            "{}: no clause for {no_clause:?}",
            policy.name
        );
    }
}

#[test]
fn every_code_and_duty_that_a_clause_names_is_shown_by_its_cases() {
    for policy in policies() {
        for clause in policy.clauses.iter().filter(|one| one.kept != HowKept::Not) {
            let (codes, duties) = shown(&policy.name, clause);
            for code in &clause.codes {
                assert!(
                    codes.contains(code),
                    "{} {}: {code}",
                    policy.name,
                    clause.id
                );
            }
            for duty in &clause.duties {
                assert!(
                    duties.contains(duty),
                    "{} {}: {duty:?}",
                    policy.name,
                    clause.id
                );
            }
        }
    }
}

#[test]
fn the_clause_that_a_reason_names_says_that_it_is_kept_by_that_reason() {
    let policies: Vec<_> = policies().collect();
    for code in Code::ALL {
        for named in code.clause().split("; ") {
            let own = policies.iter().find_map(|policy| {
                let id = named
                    .strip_prefix(policy.name.as_str())?
                    .strip_prefix(' ')?;
                Some((policy, id))
            });
            let Some((policy, id)) = own else { continue };
            let clause = policy.clause(id);
            assert!(
                clause.is_some_and(|clause| clause.codes.iter().any(|one| one == code.code())),
                "{code} is not among the codes of {named}"
            );
        }
    }
}

#[test]
fn every_profile_decides_some_of_its_cases_by_its_own_settings() {
    let house = Base::under(None);
    for policy in policies() {
        let files = clause::read(&policy.name).unwrap();
        let files = files.iter();
        let other = files.flat_map(|(file, clause)| run(&house, file, clause));
        let other = other.filter_map(Result::err).count();
        assert!(other > 0, "{}: its settings decide no case", policy.name);
    }
}
