//! What an import would change, told before anything is changed: who is new,
//! who is called otherwise, and which answers allow more or less than before.
//! Pure; nobody is shown by it whom the office may not see as protected.

pub mod dates;
pub mod file;
mod header;
pub mod mapping;
pub mod propose;
pub mod read;
pub mod settle;
pub mod table;
mod unfold;
pub mod words;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use gatehouse_domain::{
    Channel,
    biometric::{self, Answer, GuardianFacts},
    permission::{Decision, Naming, PermissionRow, Source, Standing, permission},
};
use jiff::civil::Date;
use serde::Serialize;

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

    /// What a history allows on a channel. Only the answers are asked: not
    /// protection, which the office does not see, nor when they were imported.
    #[must_use]
    pub fn reach(self, rows: &[PermissionRow], channel: Channel) -> Reach {
        let standing = Standing {
            rows: rows
                .iter()
                .filter(|row| row.speaks_of(channel))
                .cloned()
                .collect(),
            ..Standing::default()
        };
        Reach {
            picture: self.last_day(&standing, channel, Naming::PictureOnly),
            named: self.last_day(&standing, channel, Naming::WithFirstName),
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

/// What becomes of `before` when everybody is as in `after`, where those who
/// are known stand in their places; `listed` is whom `pupils.csv` lists.
#[must_use]
pub fn difference(
    before: &School,
    after: &[Person],
    listed: Option<&BTreeSet<MisId>>,
    today: Date,
) -> Difference {
    let measure = Measure::of(before, today);
    let mut found = Difference::default();
    for (known, person) in before.people.iter().zip(after) {
        let id = || person.id.clone();
        let parts = parts(known, person);
        if !parts.is_empty() {
            found.changed.push((id(), parts));
        }
        found.lines += added(known, person).len();
        for (channel, first) in channels(known, person) {
            let reach = |person: &Person| measure.reach(&person.standing.rows, channel);
            let (was, will) = (reach(known), reach(person));
            let change = Change {
                person: id(),
                about: About::Channel(channel),
                before: was,
                after: will,
            };
            match will.against(was) {
                Ordering::Greater if first => found.first.push(change),
                Ordering::Greater => found.looser.push(change),
                Ordering::Less => found.stricter.push(change),
                Ordering::Equal => {}
            }
        }
        recognition(measure, known, person, &mut found);
        let gone =
            |ids: &BTreeSet<MisId>| known.standing.left_on.is_none() && !ids.contains(&known.id);
        if known.kind == crate::school::Kind::Pupil && listed.is_some_and(gone) {
            found.missing.push(id());
        }
    }
    for person in after.iter().skip(before.people.len()) {
        found.new.push(person.id.clone());
        found.lines += person.standing.rows.len();
        found.guardians += person.biometric.guardians.len();
    }
    found
}

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
        let kept = strict_rows(measure, known, person);
        let guardians = strict_guardians(known, person);
        let same =
            kept.len() == person.standing.rows.len() && guardians == person.biometric.guardians;
        held += usize::from(!same);
        person.standing.rows = kept;
        person.biometric.guardians = guardians;
    }
    held
}

/// The history without lines that allow more than was answered before.
fn strict_rows(measure: Measure, known: &Person, person: &Person) -> Vec<PermissionRow> {
    let before: BTreeMap<Channel, (Reach, bool)> = channels(known, person)
        .into_iter()
        .map(|(channel, first)| {
            let reach = measure.reach(&known.standing.rows, channel);
            (channel, (reach, first))
        })
        .collect();
    let mut kept = known.standing.rows.clone();
    for row in added(known, person) {
        kept.push(row.clone());
        let looser = before.get(&row.channel).is_some_and(|(reach, first)| {
            let will = measure.reach(&kept, row.channel);
            !first && will.against(*reach) == Ordering::Greater
        });
        if looser && row.decision == Decision::Granted {
            kept.pop();
        }
    }
    kept
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

fn recognition(measure: Measure, known: &Person, person: &Person, found: &mut Difference) {
    let (before, after) = (&known.biometric.guardians, &person.biometric.guardians);
    let pairs = || before.iter().zip(after);
    found.guardians += pairs().filter(|(was, now)| was != now).count();
    found.guardians += after.len().saturating_sub(before.len());
    let change = Change {
        person: person.id.clone(),
        about: About::Recognition,
        before: measure.recognition(known),
        after: measure.recognition(person),
    };
    if pairs().any(|(was, now)| is_looser(was, now)) {
        found.looser.push(change);
        return;
    }
    match change.after.against(change.before) {
        Ordering::Greater => found.first.push(change),
        Ordering::Less => found.stricter.push(change),
        Ordering::Equal => {}
    }
}

/// Whether what was said by or of a guardian allows more than what was said
/// before, rather than for the first time.
fn is_looser(was: &GuardianFacts, now: &GuardianFacts) -> bool {
    let no = |facts: &GuardianFacts| matches!(facts.answer, Answer::Objected | Answer::Withdrawn);
    let excepted = |facts: &GuardianFacts| {
        let signed = facts.exception.and_then(|exception| exception.signed_on);
        signed.is_some()
    };
    let spoken = |facts: &GuardianFacts| matches!(facts.answer, Answer::Consented { method, .. } if !method.is_written());
    let written = |facts: &GuardianFacts| matches!(facts.answer, Answer::Consented { method, .. } if method.is_written());
    let responsible = |facts: &GuardianFacts| facts.relation.has_responsibility();
    !responsible(was) && responsible(now)
        || no(was) && !no(now)
        || !excepted(was) && excepted(now)
        || spoken(was) && written(now)
}

/// Lines of the history that were not there before.
fn added<'a>(known: &Person, person: &'a Person) -> &'a [PermissionRow] {
    let from = known.standing.rows.len();
    person.standing.rows.get(from..).unwrap_or_default()
}

/// The channels about which something new is said, and whether it is said for
/// the first time.
fn channels(known: &Person, person: &Person) -> Vec<(Channel, bool)> {
    let said: BTreeSet<Channel> = added(known, person).iter().map(|row| row.channel).collect();
    let first = |channel: Channel| {
        let mut rows = known.standing.rows.iter();
        !rows.any(|row| row.channel == channel)
    };
    said.into_iter()
        .map(|channel| (channel, first(channel)))
        .collect()
}

fn parts(known: &Person, person: &Person) -> Vec<Part> {
    let changes = [
        (known.first_name != person.first_name, Part::FirstName),
        (
            known.preferred_name != person.preferred_name,
            Part::PreferredName,
        ),
        (known.surname != person.surname, Part::Surname),
        (known.class != person.class, Part::Class),
        (known.year != person.year, Part::Year),
    ];
    changes
        .into_iter()
        .filter_map(|(differs, part)| differs.then_some(part))
        .collect()
}

#[cfg(test)]
mod tests;
