//! The office's three files as a page is sent them, read on top of what is
//! known: every row that cannot be read is told with its place, and nobody is
//! taken off the register because a file lacks them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
};

use gatehouse_domain::{
    biometric::{Answer, GuardianFacts, Relation},
    permission::{Decision, Giver, PermissionRow},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Kind, MisId, Person, School, SchoolError, guardians,
    people::{self, PUPILS},
    permissions,
    rows::{Row, Uneven, each_record},
};

/// The files, each as text. Its Debug shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// `pupils.csv`.
    pub pupils: Option<String>,
    /// `guardians.csv`.
    pub guardians: Option<String>,
    /// `permissions.csv`.
    pub permissions: Option<String>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent(***)")
    }
}

impl Sent {
    /// Whether no file came.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.pupils.is_none() && self.guardians.is_none() && self.permissions.is_none()
    }
}

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// `pupils.csv`.
    Pupils,
    /// `guardians.csv`.
    Guardians,
    /// `permissions.csv`.
    Permissions,
}

impl Which {
    /// What the file is called.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Pupils => "pupils.csv",
            Self::Guardians => "guardians.csv",
            Self::Permissions => "permissions.csv",
        }
    }
}

/// Why a file is no table of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("the file is empty: export it again, or leave it out")]
    Empty,
    /// It is a workbook or something else.
    #[error("this is not a CSV file: in your spreadsheet choose Save as, CSV UTF-8")]
    NotCsv,
    /// Its letters are written in another way.
    #[error("the letters in this file cannot be read: choose Save as, CSV UTF-8")]
    NotUtf8,
}

/// A file as text.
///
/// # Errors
/// [`Unfit`] for what cannot be a CSV file.
pub fn text(bytes: Vec<u8>) -> Result<String, Unfit> {
    if bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF") || bytes.contains(&0) {
        return Err(Unfit::NotCsv);
    }
    let text = String::from_utf8(bytes).map_err(|_| Unfit::NotUtf8)?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(Unfit::Empty);
    }
    Ok(text)
}

/// Something that is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In which file.
    pub file: Which,
    /// In which line, the heading being 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// In which column.
    pub column: Option<&'static str>,
    /// What is wrong and what is allowed; never what stands there.
    pub says: String,
}

/// The files, read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Everybody as they would be. Those who are known stand in their places,
    /// new ones after them; a history begins with what is known of it.
    pub people: Vec<Person>,
    /// Whom `pupils.csv` lists, if it came.
    pub listed: Option<BTreeSet<MisId>>,
    /// What is wrong; with anything wrong nothing is entered.
    pub faults: Vec<Fault>,
    /// Rows about somebody who is neither known nor listed: left out.
    pub unmatched: Vec<(Which, u64)>,
}

/// Reads the files on top of what is known.
#[must_use]
pub fn read(sent: &Sent, before: &School, today: Date) -> Reading {
    let mut places = HashMap::with_capacity(before.people.len());
    for (place, person) in before.people.iter().enumerate() {
        places.insert(person.id.as_str().to_owned(), place);
    }
    let mut reader = Reader {
        reading: Reading {
            people: before.people.clone(),
            ..Reading::default()
        },
        places,
        today,
        text_version: before.profile.consents.text_version,
    };
    if let Some(text) = &sent.pupils {
        reader.reading.listed = Some(BTreeSet::new());
        reader.each(Which::Pupils, text, PUPILS, Reader::pupil);
    }
    if let Some(text) = &sent.guardians {
        reader.guardians(text);
    }
    for person in &mut reader.reading.people {
        person.settle(&before.profile.rules);
    }
    if let Some(text) = &sent.permissions {
        const COLUMNS: &[&str] = &[
            "mis_id",
            "channel",
            "naming",
            "decision",
            "basis",
            "given_by",
            "given_on",
            "expires_on",
            "method",
        ];
        reader.each(Which::Permissions, text, COLUMNS, Reader::permission);
    }
    reader.reading
}

struct Reader {
    reading: Reading,
    places: HashMap<String, usize>,
    today: Date,
    text_version: u32,
}

type Done = Result<(), SchoolError>;

impl Reader {
    /// Calls `take` for every row, and notes what is wrong with it.
    fn each(
        &mut self,
        file: Which,
        text: &str,
        needed: &[&'static str],
        mut take: impl FnMut(&mut Self, &Row<'_>) -> Done,
    ) {
        let read = each_record(file.file(), text.as_bytes(), needed, |row| {
            match row {
                Ok(row) => {
                    if let Err(error) = take(self, row) {
                        self.note(file, error);
                    }
                }
                Err(Uneven(line)) => self.reading.faults.push(Fault {
                    file,
                    line: Some(line),
                    column: None,
                    says: "this row has more or fewer cells than the heading".to_owned(),
                }),
            }
            Ok(())
        });
        if let Err(error) = read {
            self.note(file, error);
        }
    }

    fn note(&mut self, file: Which, error: SchoolError) {
        let (line, column, says) = match error {
            SchoolError::BadValue {
                line,
                column,
                problem,
                ..
            } => (Some(line), Some(column), problem),
            SchoolError::BadFile { problem, .. } => (None, None, problem),
            other => (None, None, other.to_string()),
        };
        self.reading.faults.push(Fault {
            file,
            line,
            column,
            says,
        });
    }

    fn pupil(&mut self, row: &Row<'_>) -> Done {
        let person = people::person(row, Kind::Pupil)?;
        let listed = self.reading.listed.get_or_insert_default();
        let again = !listed.insert(person.id.clone());
        let place = self.places.get(person.id.as_str()).copied();
        let known = place.and_then(|place| self.reading.people.get_mut(place));
        match known {
            Some(known) if again => {
                if is_called_alike(known, &person) {
                    return Ok(());
                }
                let says = "this id stands twice, and not alike: keep one row".to_owned();
                return Err(row.bad("mis_id", says));
            }
            Some(known) if known.kind == Kind::Staff => {
                let says = "somebody on the staff has this id: give the pupil another".to_owned();
                return Err(row.bad("mis_id", says));
            }
            Some(known) => {
                known.first_name = person.first_name;
                known.preferred_name = person.preferred_name;
                known.surname = person.surname;
                known.class = person.class;
                known.year = person.year;
            }
            None => {
                let place = self.reading.people.len();
                self.places.insert(person.id.as_str().to_owned(), place);
                self.reading.people.push(person);
            }
        }
        Ok(())
    }

    /// The place of whom a row speaks of; noted where there is nobody.
    fn of(&mut self, file: Which, row: &Row<'_>) -> Result<Option<usize>, SchoolError> {
        let id = row.parsed("mis_id", MisId::parse)?;
        let found = self.places.get(id.as_str()).copied();
        if found.is_none() {
            self.reading.unmatched.push((file, row.line()));
        }
        Ok(found)
    }

    /// Every guardian at their place; of two rows about one the stricter counts.
    fn guardians(&mut self, text: &str) {
        let mut found: BTreeMap<(usize, u16), Found> = BTreeMap::new();
        self.each(Which::Guardians, text, guardians::COLUMNS, |reader, row| {
            let place = row.parsed("guardian", guardian_place)?;
            let facts = guardians::guardian(row)?;
            let Some(person) = reader.of(Which::Guardians, row)? else {
                return Ok(());
            };
            let new = Found {
                line: row.line(),
                signs: row.has("exception_signed_on"),
                facts,
            };
            let at = (person, place);
            let strictest = match found.remove(&at) {
                Some(before) => Found {
                    facts: stricter(before.facts, new.facts),
                    ..new
                },
                None => new,
            };
            found.insert(at, strictest);
            Ok(())
        });
        for ((person, place), found) in found {
            let Some(person) = self.reading.people.get_mut(person) else {
                continue;
            };
            let all = &mut person.biometric.guardians;
            let at = usize::from(place);
            if let Some(known) = all.get_mut(at) {
                *known = found.over(known);
            } else if at == all.len() {
                all.push(found.facts);
            } else {
                self.reading.faults.push(Fault {
                    file: Which::Guardians,
                    line: Some(found.line),
                    column: Some("guardian"),
                    says: format!("guardian {at} is missing: number guardians from 1 without gaps"),
                });
            }
        }
    }

    fn permission(&mut self, row: &Row<'_>) -> Done {
        let told = row.has("text_version");
        let version = if told {
            row.parsed("text_version", |text| {
                text.parse::<u32>().map_err(|_| "use a whole number")
            })?
        } else {
            self.text_version
        };
        let mut line = permissions::answer(row, version)?;
        let granted = line.decision == Decision::Granted;
        if granted && line.given_on > self.today {
            return Err(row.bad("given_on", "this day has not come yet".to_owned()));
        }
        if line.expires_on.is_some_and(|end| end < line.given_on) {
            let says = "it ends before it was given: correct one of the days".to_owned();
            return Err(row.bad("expires_on", says));
        }
        let place = self.of(Which::Permissions, row)?;
        let Some(person) = place.and_then(|place| self.reading.people.get_mut(place)) else {
            return Ok(());
        };
        if granted && !permissions::may_grant(person, line.given_by) {
            let says = "a yes for a pupil is given by one of their guardians on record, for staff \
                by themselves: use guardian 1, guardian 2, or import guardians.csv too";
            return Err(row.bad("given_by", says.to_owned()));
        }
        let rows = &mut person.standing.rows;
        if !told && let Some(known) = rows.iter().find(|known| is_but_for_text(known, &line)) {
            // Known already, to the text that was in force then.
            line.text_version = known.text_version;
        }
        if !rows.contains(&line) {
            rows.push(line);
        }
        Ok(())
    }
}

/// What a file says of one guardian.
struct Found {
    line: u64,
    /// Whether the file tells who signed an exception.
    signs: bool,
    facts: GuardianFacts,
}

impl Found {
    /// What holds from now on. What the file has no column for stays: what
    /// somebody is to the pupil, and who signed an exception.
    fn over(&self, known: &GuardianFacts) -> GuardianFacts {
        let relation = match (known.relation, self.facts.relation) {
            // What else somebody is to the pupil the file does not tell; that
            // they hold no responsibility it does.
            (Relation::Contact, _) => Relation::Contact,
            (Relation::Responsible, Relation::Parent) => Relation::Responsible,
            (_, told) => told,
        };
        let mut facts = GuardianFacts {
            relation,
            ..self.facts
        };
        if !self.signs
            && let (Some(new), Some(old)) = (facts.exception.as_mut(), known.exception)
            && new.ground == old.ground
        {
            new.signed_on = old.signed_on;
        }
        facts
    }
}

fn guardian_place(text: &str) -> Result<u16, &'static str> {
    const SAYS: &str = "use guardian 1, guardian 2 and so on";
    let long = format!("guardian {text}");
    let text = if text.chars().all(|c| c.is_ascii_digit()) {
        long.as_str()
    } else {
        text
    };
    match permissions::giver(text) {
        Ok(Giver::Guardian(place)) if place < 20 => Ok(place),
        _ => Err(SAYS),
    }
}

/// The stricter of two rows about one guardian, in each thing by itself.
fn stricter(one: GuardianFacts, other: GuardianFacts) -> GuardianFacts {
    let strictness = |answer: &Answer| match answer {
        Answer::Consented { method, .. } if method.is_written() => 0,
        Answer::Consented { .. } => 1,
        Answer::None => 2,
        Answer::Withdrawn => 3,
        Answer::Objected => 4,
    };
    let answer = if strictness(&one.answer) > strictness(&other.answer) {
        one.answer
    } else {
        other.answer
    };
    GuardianFacts {
        relation: if one.relation.has_responsibility() {
            other.relation
        } else {
            one.relation
        },
        notified_on: one
            .notified_on
            .zip(other.notified_on)
            .map(|(a, b)| a.max(b)),
        exception: other.exception.filter(|_| one.exception == other.exception),
        answer,
    }
}

fn is_called_alike(one: &Person, other: &Person) -> bool {
    (&one.first_name, &one.preferred_name, &one.surname)
        == (&other.first_name, &other.preferred_name, &other.surname)
        && (&one.class, &one.year) == (&other.class, &other.year)
}

fn is_but_for_text(one: &PermissionRow, other: &PermissionRow) -> bool {
    let other = PermissionRow {
        text_version: one.text_version,
        ..other.clone()
    };
    *one == other
}

#[cfg(test)]
mod tests;
