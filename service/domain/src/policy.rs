//! The verdict on the photo's way: facts and rules in, Clear, Hold or Blocked out.
//!
//! [`judge`] is a flat list of small rules, each of which may add reasons; the
//! strictest reason is the verdict. No clock, no chance, no log: a stored case
//! with its rules can be judged again at any time with the same answer.

pub mod case;
mod checks;
pub mod reason;
pub mod rules;
pub mod verdict;

use jiff::civil::Date;

pub use case::{
    Case, Event, Face, HeadCounts, Lift, Person, PersonIndex, PersonKind, Resolution, Text,
};
pub use reason::{Code, Lifter, Reason, Severity, Subject};
pub use rules::Rules;
pub use verdict::Verdict;

type Check = fn(&Case, &Rules, Date) -> Vec<Reason>;

const CHECKS: [Check; 12] = [
    checks::school,
    checks::source,
    checks::event,
    checks::faces,
    checks::twice,
    checks::disputed,
    checks::head_count,
    checks::permissions,
    checks::visitors,
    checks::words,
    checks::exposure,
    checks::group,
];

/// The verdict on one release: a rendition, its words and a channel.
#[must_use]
pub fn judge(case: &Case, rules: &Rules, date: Date) -> Verdict {
    let reasons = CHECKS
        .iter()
        .flat_map(|check| check(case, rules, date))
        .filter(|reason| !is_lifted(reason, case, rules))
        .collect();
    Verdict::from_reasons(reasons)
}

/// Whether somebody who may has settled this very reason.
fn is_lifted(reason: &Reason, case: &Case, rules: &Rules) -> bool {
    case.lifts.iter().any(|lift| {
        lift.code == reason.code
            && lift.subject == reason.subject
            && match reason.code.lifted_by() {
                Lifter::Nobody => false,
                Lifter::Roles(these) => these.contains(&lift.by),
                Lifter::ExposureRole => lift.by == rules.exposure_lifted_by,
            }
    })
}

#[cfg(test)]
mod tests;
