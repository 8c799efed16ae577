//! What every case on the photo's way starts from: the school with its
//! register, and facts with nothing wrong.

use std::{collections::BTreeMap, sync::LazyLock};

use gatehouse_captions::{Checker, Profile, Pupil, Register, School};
use jiff::civil::Date;
use serde::Deserialize;
use toml::{Table, Value};

/// The profile by which the law's and the house's own cases are judged.
const LAW: &str = "law";

/// The two files of `base/`, read once. They are part of the test, so a slip
/// in them ends it.
pub static BASE: LazyLock<Base> = LazyLock::new(|| {
    let facts = toml::from_str(include_str!("base/facts.toml")).unwrap();
    let school: SchoolFile = toml::from_str(include_str!("base/school.toml")).unwrap();
    let checkers = school.profiles.iter();
    let checkers = checkers
        .map(|(name, profile)| (name.clone(), school.checker(*profile)))
        .collect();
    Base {
        facts,
        school,
        checkers,
    }
});

/// What every case starts from.
pub struct Base {
    /// What cases differ from.
    pub facts: Facts,
    school: SchoolFile,
    checkers: BTreeMap<String, Checker>,
}

/// `base/facts.toml`: untyped, so that a case can be laid over it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The day on which every case is judged.
    pub today: Date,
    /// A photo with nothing wrong.
    pub photo: Table,
    /// One of its faces.
    pub face: Table,
    /// Somebody in it.
    pub person: Table,
    /// Their answer.
    pub answer: Table,
    /// A pupil whose face may be matched.
    pub pupil: Table,
    /// An event that may be matched.
    pub roster: Table,
    /// A copy of a picture.
    pub copy: Table,
    /// A post of a picture.
    pub release: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFile {
    school: SchoolFacts,
    pupil: Vec<Registered>,
    staff: Vec<Member>,
    profiles: BTreeMap<String, Profile>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFacts {
    name: String,
    short_names: Vec<String>,
    email_domains: Vec<String>,
    phones: Vec<String>,
    postcodes: Vec<String>,
    address: String,
    handles: Vec<String>,
    houses: Vec<String>,
    class_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registered {
    first_name: String,
    preferred_name: Option<String>,
    surname: String,
    class: String,
    year: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    called: String,
    first_name: String,
}

impl Base {
    /// The profile that a clause stands in; `None` for the law and the house.
    pub fn profile_of(&self, clause: &str) -> Option<&str> {
        let profiles = self.school.profiles.keys().map(String::as_str);
        let mut profiles = profiles.filter(|profile| *profile != LAW);
        profiles.find(|profile| {
            clause
                .strip_prefix(profile)
                .is_some_and(|rest| rest.starts_with(' '))
        })
    }

    /// The words checker over the register, as the clause's profile sets it.
    pub fn checker(&self, clause: &str) -> &Checker {
        &self.checkers[self.profile_of(clause).unwrap_or(LAW)]
    }

    /// The first names of the pupil who is called `who` here.
    pub fn pupil_names(&self, who: &str) -> Option<Vec<&str>> {
        self.school.pupil.iter().find_map(|pupil| {
            let names = [Some(&pupil.first_name), pupil.preferred_name.as_ref()];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            names.contains(&who).then_some(names)
        })
    }

    /// The first name of the member of staff who is called `who`.
    pub fn staff_name(&self, who: &str) -> Option<&str> {
        let mut staff = self.school.staff.iter();
        let found = staff.find(|one| one.called == who)?;
        Some(&found.first_name)
    }
}

impl SchoolFile {
    fn checker(&self, profile: Profile) -> Checker {
        let pupils = self.pupil.iter().map(|pupil| Pupil {
            first_name: pupil.first_name.clone(),
            preferred_name: pupil.preferred_name.clone(),
            surname: pupil.surname.clone(),
            class: Some(pupil.class.clone()),
            year: Some(pupil.year.clone()),
        });
        let told = self.school.clone();
        let school = School {
            name: Some(told.name),
            short_names: told.short_names,
            email_domains: told.email_domains,
            phones: told.phones,
            postcodes: told.postcodes,
            address: Some(told.address),
            handles: told.handles,
            houses: told.houses,
            class_names: told.class_names,
            staff: self.staff.iter().map(|one| one.called.clone()).collect(),
        };
        Checker::new(Register::new(pupils), school, profile)
    }
}

/// `case` laid over `base`: tables are merged, everything else is replaced.
pub fn laid_over(base: &Table, case: &Table) -> Table {
    let mut merged = base.clone();
    for (key, value) in case {
        let value = match (base.get(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                Value::Table(laid_over(below, above))
            }
            _ => value.clone(),
        };
        merged.insert(key.clone(), value);
    }
    merged
}
