//! Whose yes it takes to show somebody. A no counts whoever gives it; a yes
//! counts of those alone who may give one.

use serde::{Deserialize, Serialize};

use super::Giver;

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
pub struct Asks {
    /// Whose yes is asked for.
    pub yes_of: YesOf,
    /// Guardians on record without parental responsibility, by place: their no
    /// counts, their yes counts for nothing.
    pub without_responsibility: Vec<u16>,
    /// Whether taking pictures at all has to be agreed to.
    pub taking: bool,
}

impl Asks {
    pub(super) fn counts_the_yes_of(&self, giver: Giver) -> bool {
        match giver {
            Giver::Guardian(place) => {
                self.yes_of != YesOf::Own && !self.without_responsibility.contains(&place)
            }
            Giver::Self_ => self.yes_of != YesOf::Guardian,
        }
    }

    pub(super) fn are_met_by(&self, yes: impl Iterator<Item = Giver>) -> bool {
        let (mut guardian, mut own) = (false, false);
        for giver in yes.filter(|giver| self.counts_the_yes_of(*giver)) {
            match giver {
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
    fn of_a_year_that_is_not_told_anybody_may_be_of_age() {
        for unknown in [None, Some(""), Some("Kestrels"), Some("Sixth form")] {
            assert!(may_be_of_age(unknown, 13), "{unknown:?}");
        }
    }
}
