//! Whose yes it takes to show somebody. A no counts whoever gives it; a yes
//! counts of those alone who may give one.

use serde::{Deserialize, Serialize};

use super::{Basis, Giver, Means, PermissionRow};
use crate::policy::Rules;

/// Whose yes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YesOf {
    /// Of whoever was let answer: as verdicts were made before this was asked,
    /// so that an old one can be judged again.
    #[default]
    AsRecorded,
    /// Of somebody with parental responsibility. A young pupil's own yes counts
    /// for nothing.
    Guardian,
    /// Of somebody with parental responsibility and of the pupil.
    Both,
    /// Of the person themselves: staff.
    Own,
}

/// What it takes to agree to somebody's pictures: made from the school's
/// profile and from who is on record for them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asks {
    /// Whose yes is asked for.
    pub yes_of: YesOf,
    /// Guardians on record without parental responsibility, by place: their no
    /// counts, their yes counts for nothing.
    pub without_responsibility: Vec<u16>,
    /// Whether taking pictures at all has to be agreed to.
    pub taking: bool,
    /// Whether a consent counts only in writing; one of which nobody knows how
    /// it came is not known to be.
    pub written: bool,
}

impl Asks {
    /// What a school's rules ask of a pupil, by their year group and the
    /// guardians without parental responsibility.
    #[must_use]
    pub fn of_pupil(rules: &Rules, year: Option<&str>, without_responsibility: Vec<u16>) -> Self {
        let own_say = rules.own_say_needed && may_be_of_age(year, rules.own_say_from);
        Self {
            yes_of: if own_say {
                YesOf::Both
            } else {
                YesOf::Guardian
            },
            without_responsibility,
            taking: rules.taking_agreed,
            written: rules.written_consent,
        }
    }

    /// What a school's rules ask of a member of staff: a yes of their own.
    #[must_use]
    pub fn of_staff(rules: &Rules) -> Self {
        Self {
            yes_of: YesOf::Own,
            written: rules.written_consent,
            ..Self::default()
        }
    }

    pub(super) fn counts_the_yes(&self, row: &PermissionRow) -> bool {
        let written = row.detail.means.is_some_and(Means::is_written);
        let in_form = !self.written || row.basis != Basis::Consent || written;
        in_form && self.counts_the_yes_of(row.given_by)
    }

    fn counts_the_yes_of(&self, giver: Giver) -> bool {
        match giver {
            Giver::Guardian(place) => {
                self.yes_of != YesOf::Own && !self.without_responsibility.contains(&place)
            }
            Giver::Self_ => self.yes_of != YesOf::Guardian,
        }
    }

    pub(super) fn are_met_by<'a>(&self, yes: impl Iterator<Item = &'a PermissionRow>) -> bool {
        let (mut guardian, mut own) = (false, false);
        for row in yes.filter(|row| self.counts_the_yes(row)) {
            match row.given_by {
                Giver::Guardian(_) => guardian = true,
                Giver::Self_ => own = true,
            }
        }
        match self.yes_of {
            YesOf::AsRecorded => guardian || own,
            YesOf::Guardian => guardian,
            YesOf::Both => guardian && own,
            YesOf::Own => own,
        }
    }
}

/// Whether a pupil of that year group may have reached `age` years. Dates of
/// birth are not held: the oldest of the year decides, who is five more than
/// the year's number by its end. Of a year that is not told anybody may be.
#[must_use]
pub fn may_be_of_age(year: Option<&str>, age: u8) -> bool {
    let Some(oldest) = year.and_then(oldest) else {
        return true;
    };
    oldest >= age
}

/// Whether a pupil of that year group may be in the early years. Of a year that
/// is not told anybody may be.
#[must_use]
pub fn may_be_of_early_years(year: Option<&str>) -> bool {
    year.and_then(oldest).is_none_or(|age| age <= 5)
}

/// How old the oldest of a year group of England and Wales become in it.
fn oldest(year: &str) -> Option<u8> {
    let year = year.trim().to_lowercase();
    let youngest = [
        "nursery",
        "reception",
        "n",
        "r",
        "eyfs",
        "n1",
        "n2",
        "pre-school",
    ];
    if youngest.contains(&year.as_str()) {
        return Some(5);
    }
    let number = ["year", "yr", "y"]
        .iter()
        .find_map(|word| year.strip_prefix(word))
        .unwrap_or(&year);
    number.trim().parse::<u8>().ok()?.checked_add(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_a_year_group_decides_whether_pupils_have_a_say() {
        for young in ["Nursery", "Reception", "R", "Year 1", "7", "Y7", "yr 7"] {
            assert!(!may_be_of_age(Some(young), 13), "{young}");
        }
        for of_age in ["Year 8", "8", "Y9", "Year 13"] {
            assert!(may_be_of_age(Some(of_age), 13), "{of_age}");
        }
    }

    #[test]
    fn the_early_years_are_nursery_and_reception_and_whoever_has_no_year() {
        for early in [
            Some("Nursery"),
            Some("R"),
            Some("0"),
            None,
            Some("Kestrels"),
        ] {
            assert!(may_be_of_early_years(early), "{early:?}");
        }
        for later in ["1", "Year 1", "Y6", "13"] {
            assert!(!may_be_of_early_years(Some(later)), "{later}");
        }
    }

    #[test]
    fn of_a_year_that_is_not_told_anybody_may_be_of_age() {
        for unknown in [None, Some(""), Some("Kestrels"), Some("Sixth form")] {
            assert!(may_be_of_age(unknown, 13), "{unknown:?}");
        }
    }
}
