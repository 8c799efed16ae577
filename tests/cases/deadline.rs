//! The end of the photo's way: by when a copy must be gone, by the clock on
//! the school's wall.

use gatehouse_domain::retention::{DutyKind, Periods, RetentionRules, school_time_zone};
use jiff::{Timestamp, civil::DateTime};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::{Base, laid_over},
    clause::{Kept, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copy {
    kind: DutyKind,
    /// The moment from which its period counts.
    from: DateTime,
    /// When permissions in it end or pupils in it leave; reviews only.
    earlier: Vec<DateTime>,
    /// Periods that are not the profile's.
    keep: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    due: Option<DateTime>,
    /// Which of the profile's periods is too long.
    refused: Option<String>,
}

/// Asks when it is due; or whether the profile may have such periods at all.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let copy: Copy = strict(laid_over(&base.facts.copy, facts))?;
    let wanted = match (expected.due, expected.refused) {
        (Some(due), None) => format!("due {due}"),
        (None, Some(period)) => format!("refused: {period}"),
        _ => return Err("expect either `due` or `refused`".to_owned()),
    };
    let (found, passed) = match RetentionRules::new(copy.periods(base)?) {
        Ok(rules) => (format!("due {}", copy.due(&rules)?), None),
        Err(bad) => (format!("refused: {bad:?}").to_lowercase(), Some(false)),
    };
    same(&wanted, &found)?;
    Ok(Kept {
        passed: passed.or(copy.is_of_a_profile().then_some(true)),
        codes: Vec::new(),
        duty: Some(copy.kind),
    })
}

impl Copy {
    fn due(&self, rules: &RetentionRules) -> Result<DateTime, String> {
        let from = at(self.from)?;
        let due = match (self.kind, self.earlier.as_slice()) {
            (kind, []) => rules.deadline(kind, from),
            (DutyKind::PublicationReview, earlier) => {
                let earlier: Vec<_> = earlier.iter().copied().map(at).collect::<Result<_, _>>()?;
                rules.review(from, &earlier).due
            }
            _ => return Err("only a review comes earlier".to_owned()),
        };
        Ok(due.to_zoned(school_time_zone()).datetime())
    }

    /// The profile's periods, those of the case in their place.
    fn periods(&self, base: &Base) -> Result<Periods, String> {
        let periods = base.settings.retention.periods();
        let mut all = Table::try_from(periods).map_err(|error| error.to_string())?;
        all.extend(self.keep.clone());
        strict(all)
    }

    fn is_of_a_profile(&self) -> bool {
        !self.keep.is_empty()
    }
}

fn at(wall: DateTime) -> Result<Timestamp, String> {
    let zoned = wall.to_zoned(school_time_zone());
    Ok(zoned.map_err(|error| error.to_string())?.timestamp())
}
