//! The office's three files as a page is sent them, read on top of what is
//! known: every row that cannot be read is told with its place, and nobody is
//! taken off the register because a file lacks them.

mod files;
mod others;
pub(crate) mod unanswered;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use gatehouse_domain::{
    Channel,
    biometric::{Answer, GuardianFacts, Relation},
    permission::{Decision, Giver, PermissionRow},
};
use jiff::civil::Date;

use super::{
    Kind, MisId, Person, School, SchoolError, guardians,
    people::{self, PUPILS},
    permissions,
    rows::{Row, Uneven, each_record},
};

use self::unanswered::Spoken;
pub use self::{
    files::{Sent, Which},
    others::Other,
};
pub use crate::import::read::{Unfit, text};

/// Something that is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In which file.
    pub file: Which,
    /// In which line, the heading being 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// In which column.
    pub column: Option<Cow<'static, str>>,
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
    /// What is wrong; a row that is told here is left out.
    pub faults: Vec<Fault>,
    /// Rows about somebody who is neither known nor listed: left out.
    pub unmatched: Vec<(Which, u64)>,
    /// Rows with a yes that gives way to a stricter answer which is no newer.
    pub clashes: Vec<(Which, u64)>,
    /// Whose yes counts today on which channel though no file speaks of it,
    /// where answers came.
    pub unanswered: Vec<(MisId, Channel)>,
}

impl Reading {
    /// Whether a file as a whole cannot be read.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.faults.iter().any(|fault| fault.line.is_none())
    }
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
        rows: BTreeMap::new(),
        spoken: Spoken::default(),
        today,
        text_version: before.profile.consents.text_version,
    };
    if let Some(text) = &sent.pupils {
        reader.reading.listed = Some(BTreeSet::new());
        reader.each(Which::Pupils, text, PUPILS, |reader, row| {
            reader.pupil(Which::Pupils, row)
        });
    }
    reader.rosters(&sent.others);
    reader.settle_pupils();
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
        reader.each(Which::Permissions, text, COLUMNS, |reader, row| {
            reader.permission(Which::Permissions, row)
        });
    }
    reader.answers(&sent.others);
    if sent.answers() {
        reader.reading.unanswered = reader.spoken.lacks(before, today);
    }
    reader
        .reading
        .faults
        .sort_by_key(|fault| (fault.file, fault.line));
    reader.reading
}

struct Reader {
    reading: Reading,
    places: HashMap<String, usize>,
    /// Rows about pupils by the office's number.
    rows: BTreeMap<MisId, Vec<(Which, u64, Person)>>,
    spoken: Spoken,
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
            column: column.map(Cow::Borrowed),
            says,
        });
    }

    fn pupil(&mut self, file: Which, row: &Row<'_>) -> Done {
        // Who stands in the file has not left, whatever is wrong with the row.
        if let (Ok(id), Some(listed)) = (
            row.parsed("mis_id", MisId::parse),
            self.reading.listed.as_mut(),
        ) {
            listed.insert(id);
        }
        let person = people::person(row, Kind::Pupil)?;
        let rows = self.rows.entry(person.id.clone()).or_default();
        rows.push((file, row.line(), person));
        Ok(())
    }

    /// Enters the pupils; of whom rows say different things, none of them.
    fn settle_pupils(&mut self) {
        for (id, rows) in std::mem::take(&mut self.rows) {
            let mut rows = rows.into_iter();
            let Some((file, line, person)) = rows.next() else {
                continue;
            };
            let mut unlike = rows
                .filter(|(.., other)| !is_called_alike(&person, other))
                .map(|(file, line, _)| (file, line))
                .peekable();
            if unlike.peek().is_some() {
                let says = "this id stands twice, and not alike: keep one row";
                self.faults_with_id(unlike, says);
                continue;
            }
            let place = self.places.get(id.as_str()).copied();
            match place.and_then(|place| self.reading.people.get_mut(place)) {
                Some(known) if known.kind == Kind::Staff => {
                    let says = "somebody on the staff has this id: give the pupil another";
                    self.faults_with_id([(file, line)].into_iter(), says);
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
                    self.places.insert(id.as_str().to_owned(), place);
                    self.reading.people.push(person);
                }
            }
        }
    }

    fn faults_with_id(&mut self, at: impl Iterator<Item = (Which, u64)>, says: &str) {
        self.reading.faults.extend(at.map(|(file, line)| Fault {
            file,
            line: Some(line),
            column: Some("mis_id".into()),
            says: says.to_owned(),
        }));
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
                    column: Some("guardian".into()),
                    says: format!("guardian {at} is missing: number guardians from 1 without gaps"),
                });
            }
        }
    }

    fn permission(&mut self, file: Which, row: &Row<'_>) -> Done {
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
        let place = self.of(file, row)?;
        if let Some(place) = place {
            self.spoken.note(place, line.channel);
        }
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
