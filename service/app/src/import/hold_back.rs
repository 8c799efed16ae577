//! What allows more than was answered before is left out unless somebody
//! agreed to it; what allows less is entered all the same.

use std::collections::BTreeSet;

use gatehouse_domain::{biometric::GuardianFacts, permission::Decision};
use jiff::civil::Date;

use super::{Measure, difference::is_looser, greater};
use crate::school::{MisId, Person, School};

/// Takes out whatever allows more than what was answered before, of everybody
/// who is not in `agreed`; what allows less stays in. How many people were
/// held back.
pub fn hold_back(
    before: &School,
    after: &mut [Person],
    agreed: &BTreeSet<MisId>,
    today: Date,
) -> usize {
    let measure = Measure::of(before, today);
    let mut held = 0;
    for (known, person) in before.people.iter().zip(after) {
        if agreed.contains(&person.id) {
            continue;
        }
        held += usize::from(is_held(measure, before, known, person));
    }
    held
}

/// Holds back what of one person allows more; whether anything was.
fn is_held(measure: Measure, before: &School, known: &Person, person: &mut Person) -> bool {
    let is_looser = |person: &Person| {
        let mut more = greater(measure, &known.standing, &person.standing).into_iter();
        more.any(|(_, first)| !first)
    };
    let guardians = strict_guardians(known, person);
    let mut held = guardians != person.biometric.guardians;
    if held {
        person.biometric.guardians = guardians;
        person.settle(&before.profile.rules);
    }
    if !is_looser(person) {
        return held;
    }
    held = true;
    let all = std::mem::take(&mut person.standing.rows);
    let strict = |person: &mut Person| {
        person.standing.rows.clone_from(&known.standing.rows);
        let rows = all.get(known.standing.rows.len()..).unwrap_or_default();
        for row in rows {
            person.standing.rows.push(row.clone());
            if row.decision == Decision::Granted && is_looser(person) {
                person.standing.rows.pop();
            }
        }
        is_looser(person)
    };
    if strict(person) {
        // Not by what was answered, but by who may answer: the year stays.
        person.year.clone_from(&known.year);
        person.settle(&before.profile.rules);
        if strict(person) {
            *person = known.clone();
        }
    }
    held
}

fn strict_guardians(known: &Person, person: &Person) -> Vec<GuardianFacts> {
    let before = &known.biometric.guardians;
    let guardians = person.biometric.guardians.iter().enumerate();
    guardians
        .map(|(place, now)| match before.get(place) {
            Some(was) if is_looser(was, now) => *was,
            _ => *now,
        })
        .collect()
}
