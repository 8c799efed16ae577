//! Files of a school's own system, by what somebody said that their columns
//! mean: rows become rows as the office's own files have them, and are read as
//! those are.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use gatehouse_domain::{
    biometric::{Answer, GuardianFacts, Relation},
    permission::{Decision, Giver, PermissionRow},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fault, Kind, MisId, Reader, Row, Which, people::PUPILS, permissions};
use crate::import::{
    dates::{self, Order},
    mapping::{Lack, Mapping, PerFile, Role},
    settle::{Settled, Told, settle},
    table::{Line, Table, fold},
    words::Word,
};

/// A file of the school's own system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// What stands in it.
    pub table: Table,
    /// What its columns mean, once somebody said so.
    pub mapping: Option<Mapping>,
    /// What is said of this file alone.
    pub file: PerFile,
}

impl Other {
    /// What has to be said before it can be read.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        match &self.mapping {
            Some(mapping) => mapping.lacks(&self.table, &self.file),
            None => Mapping::default().lacks_in_columns(),
        }
    }
}

const ANSWER: [&str; 10] = [
    "mis_id",
    "channel",
    "naming",
    "decision",
    "basis",
    "given_by",
    "given_on",
    "expires_on",
    "method",
    "biometric",
];
static ANSWER_COLUMNS: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| columns(&ANSWER));
static PUPIL_COLUMNS: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| columns(PUPILS));

fn columns(names: &[&str]) -> BTreeMap<String, usize> {
    let names = names.iter().enumerate();
    names
        .map(|(place, name)| ((*name).to_owned(), place))
        .collect()
}

/// Pupils by their names and class, for rows without the office's number.
struct Named(HashMap<(String, String), Vec<usize>>);

impl Named {
    fn of(reader: &Reader) -> Self {
        let mut all: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (place, person) in reader.reading.people.iter().enumerate() {
            let class = person.class.as_deref().map(fold);
            let Some(class) =
                class.filter(|_| person.kind == Kind::Pupil && person.standing.left_on.is_none())
            else {
                continue;
            };
            let surname = person.surname.reveal();
            let mut names: Vec<String> = person
                .given_names()
                .flat_map(|first| {
                    let first = first.reveal();
                    [format!("{first} {surname}"), format!("{surname}, {first}")]
                })
                .map(|name| fold(&name))
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                all.entry((name, class.clone())).or_default().push(place);
            }
        }
        Self(all)
    }

    /// The one pupil who is called so, if there is exactly one.
    fn one(&self, name: &str, class: &str) -> Option<usize> {
        let found = self.0.get(&(fold(name), fold(class)))?;
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// Whom a row speaks of.
enum Whose {
    Known(usize),
    Nobody,
    Unreadable,
}

impl Reader {
    /// The rows that bring the register up to date.
    pub(super) fn rosters(&mut self, others: &[Other]) {
        for (file, other) in (0_u16..).zip(others) {
            let Some(mapping) = other.mapping.as_ref().filter(|one| one.lists_pupils) else {
                continue;
            };
            if other.file.is_full {
                self.reading.listed.get_or_insert_default();
            }
            for row in &other.table.rows {
                if self.is_even(file, &other.table, row) {
                    self.roster_row(file, other, mapping, row);
                }
            }
        }
    }

    fn roster_row(&mut self, file: u16, other: &Other, mapping: &Mapping, row: &Line) {
        const ROLES: [Role; 6] = [
            Role::MisId,
            Role::FirstName,
            Role::PreferredName,
            Role::Surname,
            Role::Class,
            Role::Year,
        ];
        let id = mapping.column(Role::MisId).map_or("", |at| row.cell(at));
        let known = self.places.get(id).copied();
        let known = known.and_then(|place| self.reading.people.get(place));
        let cells = ROLES.map(|role| match mapping.column(role) {
            Some(column) => row.cell(column).to_owned(),
            // What the file has no column for stays.
            None => known
                .and_then(|known| match role {
                    Role::PreferredName => known
                        .preferred_name
                        .as_ref()
                        .map(|name| name.reveal().to_owned()),
                    Role::Class => known.class.clone(),
                    Role::Year => known.year.clone(),
                    _ => None,
                })
                .unwrap_or_default(),
        });
        let which = Which::Other(file);
        let record = csv::StringRecord::from(cells.to_vec());
        let made = Row::made("", row.line, &PUPIL_COLUMNS, record);
        if let Err(error) = self.pupil(which, &made) {
            self.note(which, error);
            self.name_column(|clean| {
                let place = PUPILS.iter().position(|name| *name == clean)?;
                let column = mapping.column(*ROLES.get(place)?)?;
                Some(other.table.heading(column))
            });
        }
    }

    /// The answers of all files together.
    pub(super) fn answers(&mut self, others: &[Other]) {
        let named = Named::of(self);
        let mut told = Vec::new();
        for (file, other) in (0_u16..).zip(others) {
            let Some(mapping) = &other.mapping else {
                continue;
            };
            if mapping.answers().next().is_none() {
                continue;
            }
            let order = mapping.order_in(&other.table);
            for row in &other.table.rows {
                let even = mapping.lists_pupils || self.is_even(file, &other.table, row);
                if even {
                    self.answers_in(file, (other, mapping, order), row, (&named, &mut told));
                }
            }
        }
        let outcome = settle(told);
        let place = |(file, line, _): (u16, u64, usize)| (Which::Other(file), line);
        self.reading.clashes = outcome.clashes.into_iter().map(place).collect();
        self.reading.clashes.dedup();
        for at in outcome.names_alone {
            let says = "this is about the name alone: send the answer about the picture with it";
            self.fault(others, at, says.to_owned());
        }
        for settled in outcome.settled {
            self.settled(others, &settled);
        }
    }

    fn answers_in(
        &mut self,
        file: u16,
        (other, mapping, order): (&Other, &Mapping, Option<Order>),
        row: &Line,
        (named, told): (&Named, &mut Vec<Told>),
    ) {
        let cell = |role| mapping.column(role).map(|column| row.cell(column));
        let archived = cell(Role::Archived).and_then(|text| mapping.word(text));
        if archived == Some(Word::Yes) {
            return;
        }
        let person = match self.whose(mapping, row, named) {
            Whose::Known(person) => person,
            Whose::Nobody => {
                self.reading.unmatched.push((Which::Other(file), row.line));
                return;
            }
            Whose::Unreadable => {
                let column = mapping.column(Role::MisId).unwrap_or_default();
                let says = "this is no number of a pupil: use 1 to 40 letters, digits and hyphens";
                self.fault_at(&other.table, (file, row.line, column), says.to_owned());
                return;
            }
        };
        let day = cell(Role::GivenOn).map_or(Ok(None), |text| dates::parse(text, order));
        let (given_on, unreadable) = match day {
            Ok(day) => (day.or(other.file.given_on), false),
            Err(says) => {
                let column = mapping.column(Role::GivenOn).unwrap_or_default();
                self.fault_at(&other.table, (file, row.line, column), says.to_owned());
                (None, true)
            }
        };
        let kind = cell(Role::Type).map(fold);
        let giver = giver(cell(Role::Giver).unwrap_or_default());
        let method = method(cell(Role::Method).unwrap_or_default());
        for column in mapping.answers() {
            let question = mapping.question(column);
            let known = mapping.word(row.cell(column)).unwrap_or(Word::NoAnswer);
            let word = if question.inverted {
                known.inverted()
            } else {
                known
            };
            // A yes of a day that cannot be read is no yes; a no is one.
            if unreadable && word == Word::Yes {
                continue;
            }
            let channels = match (mapping.role(column), &kind) {
                (Role::Status, Some(kind)) => mapping.types.get(kind).cloned().unwrap_or_default(),
                (Role::Status, None) => other.file.channels.clone(),
                _ => question.channels,
            };
            for channel in &channels {
                self.spoken.note(person, *channel);
            }
            told.extend(channels.into_iter().map(|channel| Told {
                at: (file, row.line, column),
                person,
                channel,
                covers: question.covers,
                giver: giver.clone(),
                word,
                given_on,
                method,
            }));
        }
    }

    fn whose(&self, mapping: &Mapping, row: &Line, named: &Named) -> Whose {
        let cell = |role| mapping.column(role).map_or("", |column| row.cell(column));
        let id = cell(Role::MisId);
        let found = if id.is_empty() {
            let first = cell(Role::FirstName);
            let class = cell(Role::Class);
            let full = format!("{first} {}", cell(Role::Surname));
            let by_parts = (!first.is_empty())
                .then(|| named.one(&full, class))
                .flatten();
            by_parts.or_else(|| named.one(cell(Role::FullName), class))
        } else if MisId::parse(id).is_err() {
            return Whose::Unreadable;
        } else {
            self.places.get(id).copied()
        };
        found.map_or(Whose::Nobody, Whose::Known)
    }

    /// Enters what holds of somebody's answers, as a line of the history; of
    /// what is known already nothing is added.
    fn settled(&mut self, others: &[Other], settled: &Settled) {
        let Some(person) = self.reading.people.get_mut(settled.person) else {
            return;
        };
        let rows = person.standing.rows.iter();
        let rows: Vec<&PermissionRow> = rows.filter(|row| row.channel == settled.channel).collect();
        let Some(decision) = decision(settled, &rows) else {
            return;
        };
        let granted = decision == Decision::Granted;
        let first = granted && settled.giver == FIRST && person.kind == Kind::Pupil;
        if first && person.biometric.guardians.is_empty() {
            // Somebody answered: there is a parent, of whom no more is known.
            person.biometric.guardians.push(GuardianFacts {
                relation: Relation::Parent,
                notified_on: None,
                exception: None,
                answer: Answer::None,
            });
        }
        let word = match decision {
            Decision::Granted => "granted",
            Decision::Refused => "refused",
            Decision::Withdrawn => "withdrawn",
        };
        let naming = if granted && settled.named {
            "with-first-name"
        } else {
            "picture-only"
        };
        let day = settled.given_on.unwrap_or(self.today).to_string();
        let cells = [
            person.id.as_str(),
            settled.channel.code(),
            naming,
            word,
            "consent",
            &settled.giver,
            &day,
            "",
            settled.method,
            "",
        ];
        let record = csv::StringRecord::from(cells.to_vec());
        let (file, line, column) = settled.at;
        let made = Row::made("", line, &ANSWER_COLUMNS, record);
        let which = Which::Other(file);
        if let Err(error) = self.permission(which, &made) {
            self.note(which, error);
            let other = others.get(usize::from(file));
            self.name_column(|clean| {
                let other = other?;
                let mapping = other.mapping.as_ref()?;
                let role = match clean {
                    "given_by" => mapping.column(Role::Giver),
                    "given_on" => mapping.column(Role::GivenOn),
                    "method" => mapping.column(Role::Method),
                    _ => None,
                };
                Some(other.table.heading(role.unwrap_or(column)))
            });
        }
    }

    /// Whether a row has no more cells than there are headings.
    fn is_even(&mut self, file: u16, table: &Table, row: &Line) -> bool {
        let width = table.headings.len();
        let even = row.cells.iter().skip(width).all(String::is_empty);
        if !even {
            self.reading.faults.push(Fault {
                file: Which::Other(file),
                line: Some(row.line),
                column: None,
                says: "this row has more cells than the heading".to_owned(),
            });
        }
        even
    }

    fn fault(&mut self, others: &[Other], at: (u16, u64, usize), says: String) {
        if let Some(other) = others.get(usize::from(at.0)) {
            self.fault_at(&other.table, at, says);
        }
    }

    fn fault_at(&mut self, table: &Table, (file, line, column): (u16, u64, usize), says: String) {
        self.reading.faults.push(Fault {
            file: Which::Other(file),
            line: Some(line),
            column: Some(table.heading(column).into()),
            says,
        });
    }

    /// Calls the column of the newest fault as the file does.
    fn name_column(&mut self, called: impl FnOnce(&str) -> Option<String>) {
        if let Some(fault) = self.reading.faults.last_mut() {
            let column = fault.column.take();
            fault.column = column.and_then(|clean| called(&clean)).map(Into::into);
        }
    }
}

/// Who answers where the file does not tell.
const FIRST: &str = "guardian 1";

/// What is to be added to a history on one channel; nothing where it says so
/// already. An answer without a day is news only if it says something else.
fn decision(settled: &Settled, rows: &[&PermissionRow]) -> Option<Decision> {
    let newest = |giver: Giver| {
        let own = rows.iter().filter(|row| row.given_by == giver);
        own.max_by_key(|row| (row.given_on, row.decision, std::cmp::Reverse(row.naming)))
    };
    let own = permissions::giver(&settled.giver).ok().and_then(newest);
    let granted = own.filter(|row| row.decision == Decision::Granted);
    match settled.word {
        Word::Yes => {
            let named = gatehouse_domain::permission::Naming::WithFirstName;
            let same = granted.is_some_and(|row| (row.naming == named) == settled.named);
            (settled.given_on.is_some() || !same).then_some(Decision::Granted)
        }
        Word::No => {
            let same = own.is_some() && granted.is_none();
            (settled.given_on.is_some() || !same).then_some(Decision::Refused)
        }
        // Nobody answered: what was a yes is none any more.
        Word::NoAnswer => {
            let stands = |row: &&&PermissionRow| {
                row.decision == Decision::Granted
                    && settled.given_on.is_none_or(|day: Date| row.given_on <= day)
            };
            let mut givers: Vec<Giver> = rows.iter().map(|row| row.given_by).collect();
            givers.dedup();
            let all: Vec<_> = givers.into_iter().filter_map(newest).collect();
            let allowed = all.iter().all(|row| row.decision == Decision::Granted);
            (allowed && all.iter().any(stands)).then_some(Decision::Withdrawn)
        }
    }
}

/// Who answered, as the office's own files write it. Names are not kept: whoever
/// is not said to be another is the first guardian.
fn giver(text: &str) -> String {
    let text = fold(text);
    let own = ["pupil", "student", "self", "child", "young person"];
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let place = digits
        .parse::<u16>()
        .ok()
        .filter(|place| (1..=20).contains(place));
    match place {
        Some(place) if text.starts_with("guardian") || text == digits => {
            format!("guardian {place}")
        }
        _ if own.contains(&text.as_str()) => "pupil".to_owned(),
        _ => FIRST.to_owned(),
    }
}

/// How it was given, as the office's own files write it.
fn method(text: &str) -> &'static str {
    let text = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["mail"]) {
        "email"
    } else if has(&["verbal", "phone", "in person"]) {
        "verbal"
    } else if has(&["paper", "letter"]) {
        "paper"
    } else if has(&["portal", "online", "app", "forms"]) {
        "portal"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests;
