//! What an import would change, told before anything is changed: who is new,
//! who is called otherwise, and which answers allow more or less than before.
//! Pure; nobody is shown by it whom the office may not see as protected.

mod codes;
pub mod dates;
mod difference;
pub mod file;
pub mod giver;
mod header;
mod hold_back;
pub mod mapping;
pub mod propose;
pub mod read;
pub mod settle;
pub mod table;
pub mod words;

use std::{cmp::Ordering, collections::BTreeSet};

use gatehouse_domain::{
    Channel, biometric,
    permission::{Naming, Source, Standing, permission},
};
use jiff::civil::Date;
use serde::Serialize;

pub use self::{difference::difference, hold_back::hold_back};
use crate::school::{MisId, Person, School};

/// What an import would change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Who was not on the register.
    pub new: Vec<MisId>,
    /// Who is called otherwise, or is in another class or year.
    pub changed: Vec<(MisId, Vec<Part>)>,
    /// Answers to what nobody had answered, that allow something.
    pub first: Vec<Change>,
    /// Answers that allow more than what was answered before.
    pub looser: Vec<Change>,
    /// Answers that allow less.
    pub stricter: Vec<Change>,
    /// Lines by which the history of permissions grows.
    pub lines: usize,
    /// Guardians of whom something else is known, whatever follows from it.
    pub guardians: usize,
    /// Pupils on the register whom the file lacks; they stay.
    pub missing: Vec<MisId>,
}

impl Difference {
    /// Whether nothing at all would change.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.lines == 0 && self.guardians == 0
    }
}

/// Something the office knows of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Part {
    /// First name as registered.
    FirstName,
    /// The name they go by.
    PreferredName,
    /// Family name.
    Surname,
    /// Class.
    Class,
    /// Year group.
    Year,
}

/// An answer that allows more or less than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whose.
    pub person: MisId,
    /// What it is about.
    pub about: About,
    /// What was allowed.
    pub before: Reach,
    /// What will be.
    pub after: Reach,
}

/// What an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum About {
    /// Pictures on a channel.
    Channel(Channel),
    /// Having the face recognised.
    Recognition,
}

/// What is allowed, and to which day; `None` is not at all. The last day of
/// the calendar is without an end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// The picture; for recognition, being recognised.
    pub picture: Option<Date>,
    /// The first name beside it.
    pub named: Option<Date>,
}

impl Reach {
    /// More in anything is more, whatever is less besides.
    fn against(self, before: Self) -> Ordering {
        if self.picture > before.picture || self.named > before.named {
            Ordering::Greater
        } else if self == before {
            Ordering::Equal
        } else {
            Ordering::Less
        }
    }
}

/// The day and the version of the consent text by which answers count.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Today.
    pub today: Date,
    /// Version of the consent text in force.
    pub text_version: u32,
}

impl Measure {
    /// As a school measures on a day.
    #[must_use]
    pub const fn of(school: &School, today: Date) -> Self {
        Self {
            today,
            text_version: school.profile.consents.text_version,
        }
    }

    /// What somebody's answers allow on a channel, by whose yes it takes. Only
    /// the answers are asked: not protection, which the office does not see,
    /// nor when they were imported.
    #[must_use]
    pub fn reach(self, standing: &Standing, channel: Channel) -> Reach {
        self.allowed(&answers_of(standing), channel)
    }

    /// The same on every channel.
    #[must_use]
    pub fn reaches(self, standing: &Standing) -> [(Channel, Reach); Channel::ALL.len()] {
        let answers = answers_of(standing);
        Channel::ALL.map(|channel| (channel, self.allowed(&answers, channel)))
    }

    fn allowed(self, answers: &Standing, channel: Channel) -> Reach {
        Reach {
            picture: self.last_day(answers, channel, Naming::PictureOnly),
            named: self.last_day(answers, channel, Naming::WithFirstName),
        }
    }

    /// The last day from today on without a gap.
    fn last_day(self, standing: &Standing, channel: Channel, naming: Naming) -> Option<Date> {
        let allowed = |on: Date| {
            let source = Source {
                imported_on: on,
                fresh_days: 1,
                text_version: self.text_version,
            };
            permission(standing, channel, naming, on, &source)
        };
        if !allowed(self.today) {
            return None;
        }
        let ends = standing.rows.iter().filter_map(|row| row.expires_on);
        let days: BTreeSet<Date> = ends
            .filter(|end| *end > self.today)
            .chain([Date::MAX])
            .collect();
        let reached = days.into_iter().take_while(|day| allowed(*day)).last();
        Some(reached.unwrap_or(self.today))
    }

    fn recognition(self, person: &Person) -> Reach {
        let allowed = biometric::status(&person.biometric, self.today).is_allowed();
        Reach {
            picture: allowed.then_some(Date::MAX),
            named: None,
        }
    }
}

/// The answers alone, and whose yes it takes.
fn answers_of(standing: &Standing) -> Standing {
    Standing {
        rows: standing.rows.clone(),
        asks: standing.asks.clone(),
        ..Standing::default()
    }
}

/// Where answers of somebody allow more than before, though there was an answer
/// before; and where they allow more for the first time.
fn greater(measure: Measure, known: &Standing, now: &Standing) -> Vec<(Channel, bool)> {
    if known.rows == now.rows && known.asks == now.asks {
        return Vec::new();
    }
    let pairs = measure.reaches(known).into_iter().zip(measure.reaches(now));
    pairs
        .filter(|((_, was), (_, will))| will.against(*was) == Ordering::Greater)
        .map(|((channel, _), _)| (channel, is_first(known, channel)))
        .collect()
}

/// Whether nothing was ever answered that speaks of a channel.
fn is_first(known: &Standing, channel: Channel) -> bool {
    !known.rows.iter().any(|row| row.speaks_of(channel))
}

#[cfg(test)]
mod tests;
