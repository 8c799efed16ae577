//! What the school knows, as a folder of files: pupils, parents' answers,
//! permissions, events and the profile. Read before any photo is checked.
//!
//! | file | holds |
//! |---|---|
//! | `pupils.csv` | mis_id, first_name, preferred_name, surname, class, year |
//! | `guardians.csv` | mis_id, guardian, parental_responsibility, notified_on, biometric, method; exception_signed_on where there is an exception |
//! | `permissions.csv` | mis_id, channel, naming, decision, basis, given_by, given_on, expires_on, method, text_version |
//! | `standing.csv` | one row a pupil: mis_id, protected, objection, left_on, after_leaving, said_no_on |
//! | `lookalikes.csv` | mis_id, other_mis_id: twins and others only a person may tell apart |
//! | `adults.csv` | mis_id, first_name, surname |
//! | `school.json` | what the words checker may know of the school itself |
//! | `profile.toml` | channels, rules, consents' age, DPIA |
//! | `events.toml` | events and their rosters |
//! | `references/MIS_ID/` | photos to enrol from |

mod events;
mod folder;
mod guardians;
mod people;
mod permissions;
mod profile;
mod rows;
pub mod sent;

pub use events::{Event, EventId};
pub use folder::load;
pub use people::{Kind, MisId, Person, PersonKey};
pub(crate) use permissions::counts;
pub use profile::{Consents, DpiaPaper, Profile, Recognition};
pub use rows::SchoolError;
pub(crate) use rows::line_of;

use gatehouse_captions::School as WordsSchool;
use gatehouse_domain::matching::Lookalikes;

/// Everything the school knows, in memory. Debug output names nobody.
#[derive(Debug)]
pub struct School {
    /// Pupils and staff; a [`PersonKey`] is a place in this list.
    pub people: Vec<Person>,
    /// Pairs whom only a person may tell apart, as the office knows them.
    pub lookalikes: Lookalikes<PersonKey>,
    /// Events by their order in the file.
    pub events: Vec<Event>,
    /// Channels, rules, consents' age, recognition.
    pub profile: Profile,
    /// What the words checker may know of the school.
    pub words: WordsSchool,
}

impl School {
    /// The person at a key.
    #[must_use]
    pub fn person(&self, key: PersonKey) -> Option<&Person> {
        self.people.get(key.0)
    }

    /// The key of the person with the office's id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<PersonKey> {
        self.keyed()
            .find(|(_, person)| person.id.as_str() == id)
            .map(|(key, _)| key)
    }

    /// The event with an id.
    #[must_use]
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.id.as_str() == id)
    }

    /// All people with their keys.
    pub fn keyed(&self) -> impl Iterator<Item = (PersonKey, &Person)> {
        self.people
            .iter()
            .enumerate()
            .map(|(index, person)| (PersonKey(index), person))
    }

    /// The pupils who may be in the picture of an event: everybody in its
    /// classes who has not left by its date.
    pub fn roster<'a>(
        &'a self,
        event: &'a Event,
    ) -> impl Iterator<Item = (PersonKey, &'a Person)> + 'a {
        self.keyed().filter(|(_, person)| {
            person.kind == Kind::Pupil
                && person
                    .class
                    .as_deref()
                    .is_some_and(|class| event.classes.iter().any(|c| c == class))
                && person.standing.left_on.is_none_or(|left| left > event.on)
        })
    }
}
