//! The people a face may be resolved to: pupils and staff.

use std::path::Path;

use gatehouse_domain::{
    biometric::BiometricFacts,
    matching::Lookalikes,
    names::{FirstName, Surname},
    permission::{Asks, Standing},
    policy::Rules,
};
use serde::{Deserialize, Serialize};

use super::rows::{Row, SchoolError, each_row};

/// A person's place in [`School::people`](super::School::people).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(pub usize);

/// The number under which the office's own system keeps a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MisId(String);

impl MisId {
    /// An id of letters, digits and hyphens, so that it can name a folder.
    ///
    /// # Errors
    /// What is allowed, as a sentence.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let fits = (1..=40).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        fits.then(|| Self(text.to_owned()))
            .ok_or("use 1 to 40 letters, digits and hyphens")
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Pupil or staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A pupil: biometric rules of the Protection of Freedoms Act apply.
    Pupil,
    /// An adult who works here: never matched by the machine, named by hand.
    Staff,
}

/// A person on the register. Debug output hides the names.
#[derive(Debug, Clone)]
pub struct Person {
    /// The office's id.
    pub id: MisId,
    /// Pupil or staff.
    pub kind: Kind,
    /// First name as registered.
    pub first_name: FirstName,
    /// The name they go by, if another.
    pub preferred_name: Option<FirstName>,
    /// Family name.
    pub surname: Surname,
    /// Class, for pupils.
    pub class: Option<String>,
    /// Year group, for pupils.
    pub year: Option<String>,
    /// Permissions and what overrides them.
    pub standing: Standing,
    /// Parents' and pupil's answers on biometrics.
    pub biometric: BiometricFacts,
}

impl Person {
    /// First name and preferred name.
    pub fn given_names(&self) -> impl Iterator<Item = &FirstName> {
        std::iter::once(&self.first_name).chain(self.preferred_name.as_ref())
    }

    /// Works out whose yes it takes to show them, from the profile and from who
    /// is on record: asked again whenever either changes.
    pub(crate) fn settle(&mut self, rules: &Rules) {
        let without = (0_u16..)
            .zip(&self.biometric.guardians)
            .filter(|(_, guardian)| !guardian.relation.has_responsibility())
            .map(|(place, _)| place)
            .collect();
        self.standing.asks = match self.kind {
            Kind::Staff => Asks::of_staff(rules),
            Kind::Pupil => Asks::of_pupil(rules, self.year.as_deref(), without),
        };
    }
}

pub(super) const PUPILS: &[&str] = &[
    "mis_id",
    "first_name",
    "preferred_name",
    "surname",
    "class",
    "year",
];
const ADULTS: &[&str] = &["mis_id", "first_name", "surname"];

/// Reads `pupils.csv` and `adults.csv`.
pub(super) fn read(folder: &Path) -> Result<Vec<Person>, SchoolError> {
    let mut people = Vec::new();
    for (file, kind, columns) in [
        ("pupils.csv", Kind::Pupil, PUPILS),
        ("adults.csv", Kind::Staff, ADULTS),
    ] {
        each_row(folder, file, columns, |row| {
            let person = person(row, kind)?;
            if people.iter().any(|known: &Person| known.id == person.id) {
                return Err(row.bad(
                    "mis_id",
                    "this id stands twice: give each person one".into(),
                ));
            }
            people.push(person);
            Ok(())
        })?;
    }
    Ok(people)
}

/// The person in a row, of whom nothing is known besides.
pub(super) fn person(row: &Row<'_>, kind: Kind) -> Result<Person, SchoolError> {
    let pupil = kind == Kind::Pupil;
    let owned = |column| -> Result<Option<String>, SchoolError> {
        if pupil {
            Ok(row.optional(column)?.map(str::to_owned))
        } else {
            Ok(None)
        }
    };
    Ok(Person {
        id: row.parsed("mis_id", MisId::parse)?,
        kind,
        first_name: row.parsed("first_name", FirstName::parse)?,
        preferred_name: if pupil && row.optional("preferred_name")?.is_some() {
            Some(row.parsed("preferred_name", FirstName::parse)?)
        } else {
            None
        },
        surname: row.parsed("surname", Surname::parse)?,
        class: owned("class")?,
        year: owned("year")?,
        standing: Standing::default(),
        biometric: BiometricFacts::default(),
    })
}

/// The person whom a row speaks of.
pub(super) fn find<'a>(
    people: &'a mut [Person],
    row: &Row<'_>,
) -> Result<&'a mut Person, SchoolError> {
    let id = row.parsed("mis_id", MisId::parse)?;
    people
        .iter_mut()
        .find(|person| person.id == id)
        .ok_or_else(|| {
            row.bad(
                "mis_id",
                "nobody on the register has this id: import pupils first".into(),
            )
        })
}

/// Reads `lookalikes.csv`.
pub(super) fn read_lookalikes(
    folder: &Path,
    people: &[Person],
) -> Result<Lookalikes<PersonKey>, SchoolError> {
    let mut pairs = Lookalikes::none();
    each_row(
        folder,
        "lookalikes.csv",
        &["mis_id", "other_mis_id"],
        |row| {
            let key = |column| -> Result<PersonKey, SchoolError> {
                let id = row.parsed(column, MisId::parse)?;
                let place = people.iter().position(|person| person.id == id);
                place
                    .map(PersonKey)
                    .ok_or_else(|| row.bad(column, "nobody on the register has this id".into()))
            };
            let (one, other) = (key("mis_id")?, key("other_mis_id")?);
            if one == other {
                return Err(row.bad("other_mis_id", "nobody is their own look-alike".into()));
            }
            pairs.add(one, other);
            Ok(())
        },
    )?;
    Ok(pairs)
}
