//! The office's three files as a page is sent them, read on top of what is
//! known: every row that cannot be read is told with its place, and nobody is
//! taken off the register because a file lacks them.

mod answers;
mod entered;
mod files;
mod guardians;
mod others;
mod rosters;
pub(crate) mod texts;
pub(crate) mod unanswered;
mod whose;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use gatehouse_domain::{
    Channel,
    permission::{Decision, Giver, PermissionRow, Purpose},
};
use jiff::civil::Date;

use super::{
    Kind, MisId, Person, School, SchoolError,
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
    /// Rows with a yes that gives way to a stricter answer which is no newer, or
    /// with a no that a newer yes on record outweighs.
    pub clashes: Vec<(Which, u64)>,
    /// How the answers of every column were read.
    pub tallies: Vec<Tally>,
    /// New pupils who are perhaps known under another number: their own, and
    /// that of whoever is called so. Their rows are told to be wrong.
    pub renumbered: Vec<(MisId, MisId)>,
    /// Pupils with a new yes of somebody of whom nobody has said that they hold
    /// parental responsibility: it does not count.
    pub powerless: Vec<MisId>,
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

/// How the answers of a column were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// In which file.
    pub file: Which,
    /// The column's heading, and the kind of consent where the row tells it.
    pub column: String,
    /// Whether a yes there means that they do not agree.
    pub inverted: bool,
    /// How many agree.
    pub yes: usize,
    /// How many do not.
    pub no: usize,
    /// How many have not answered.
    pub none: usize,
}

/// Reads the files on top of what is known; every answer counts as one to the
/// text in force.
#[must_use]
pub fn read(sent: &Sent, before: &School, today: Date) -> Reading {
    read_by(sent, before, today, &[])
}

/// Reads the files on top of what is known. `texts` are versions of the consent
/// text with the days written on them, as far as they are known: an answer is
/// never to a text that came later.
#[must_use]
pub fn read_by(sent: &Sent, before: &School, today: Date, texts: &[(u32, Date)]) -> Reading {
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
        uncertain: false,
        before,
        texts,
        today,
    };
    if let Some(text) = &sent.pupils {
        reader.reading.listed = Some(BTreeSet::new());
        reader.each(Which::Pupils, text, PUPILS, |reader, row| {
            reader.pupil((Which::Pupils, "mis_id".into()), row)
        });
    }
    reader.rosters(&sent.others);
    reader.settle_pupils(&sent.strangers);
    if let Some(text) = &sent.guardians {
        reader.guardians(text);
    }
    for person in &mut reader.reading.people {
        person.settle(&before.profile.rules);
    }
    if reader.uncertain {
        // A row of which nobody can tell whose it is may be anybody's.
        reader.reading.listed = None;
    }
    if let Some(text) = &sent.permissions {
        reader.each(
            Which::Permissions,
            text,
            &permissions::ANSWER,
            |reader, row| reader.permission(Which::Permissions, row),
        );
    }
    reader.answers(&sent.others);
    if sent.answers() {
        reader.reading.unanswered = reader.spoken.lacks(before, today);
    }
    let mut reading = reader.reading;
    reading.faults.sort_by_key(|fault| (fault.file, fault.line));
    reading.clashes.sort_unstable();
    reading.clashes.dedup();
    reading.powerless = powerless(&reading.people, before);
    reading
}

/// Who has a new yes that does not count, for want of a guardian of whom it is
/// known that they hold parental responsibility.
fn powerless(people: &[Person], before: &School) -> Vec<MisId> {
    let new = people.iter().enumerate().filter(|(place, person)| {
        let known = before.people.get(*place);
        let known = known.map_or(0, |known| known.standing.rows.len());
        let rows = person.standing.rows.get(known..).unwrap_or_default();
        rows.iter().any(|row| {
            let of_guardian = matches!(row.given_by, Giver::Guardian(_));
            row.decision == Decision::Granted
                && of_guardian
                && !permissions::counts(person, row.given_by)
        })
    });
    new.map(|(_, person)| person.id.clone()).collect()
}

struct Reader<'a> {
    reading: Reading,
    places: HashMap<String, usize>,
    /// Rows about pupils by the office's number.
    rows: BTreeMap<MisId, Vec<Entry>>,
    spoken: Spoken,
    /// Whether a row of a list of pupils could not be told from any other.
    uncertain: bool,
    before: &'a School,
    texts: &'a [(u32, Date)],
    today: Date,
}

/// A row about a pupil.
struct Entry {
    file: Which,
    line: u64,
    /// What its column of numbers is called in the file.
    column: Cow<'static, str>,
    person: Person,
}

type Done = Result<(), SchoolError>;

impl Reader<'_> {
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
                Err(Uneven(line)) => {
                    self.uncertain |= file == Which::Pupils;
                    self.reading.faults.push(Fault {
                        file,
                        line: Some(line),
                        column: None,
                        says: "this row has more or fewer cells than the heading".to_owned(),
                    });
                }
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

    fn pupil(&mut self, (file, column): (Which, Cow<'static, str>), row: &Row<'_>) -> Done {
        // Who stands in the file has not left, whatever is wrong with the row.
        if let (Ok(id), Some(listed)) = (
            row.parsed("mis_id", MisId::parse),
            self.reading.listed.as_mut(),
        ) {
            listed.insert(id);
        }
        let person = people::person(row, Kind::Pupil)?;
        let rows = self.rows.entry(person.id.clone()).or_default();
        rows.push(Entry {
            file,
            line: row.line(),
            column,
            person,
        });
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

    fn permission(&mut self, file: Which, row: &Row<'_>) -> Done {
        let told = row.has("text_version");
        let in_force = self.before.profile.consents.text_version;
        let version = if told {
            row.parsed("text_version", |text| {
                text.parse::<u32>().map_err(|_| "use a whole number")
            })?
        } else {
            in_force
        };
        let mut line = permissions::answer(row, version)?;
        if !told {
            line.text_version = texts::text_of(line.given_on, in_force, self.texts);
        }
        let granted = line.decision == Decision::Granted;
        if granted && line.given_on > self.today {
            return Err(row.bad("given_on", "this day has not come yet".to_owned()));
        }
        if line.expires_on.is_some_and(|end| end < line.given_on) {
            let says = "it ends before it was given: correct one of the days".to_owned();
            return Err(row.bad("expires_on", says));
        }
        let place = self.of(file, row)?;
        if let Some(place) = place
            && line.detail.purpose == Purpose::Using
        {
            self.spoken.note(place, line.channel);
        }
        let outweighed = place
            .and_then(|place| self.before.people.get(place))
            .is_some_and(|known| is_outweighed(&line, &known.standing.rows));
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
            if outweighed {
                self.reading.clashes.push((file, row.line()));
            }
        }
        Ok(())
    }
}

/// Whether a no changes nothing, because the same giver said yes on a later day.
fn is_outweighed(line: &PermissionRow, known: &[PermissionRow]) -> bool {
    line.decision != Decision::Granted
        && known.iter().any(|row| {
            row.decision == Decision::Granted
                && row.given_by == line.given_by
                && row.detail.purpose == line.detail.purpose
                && row.channel == line.channel
                && row.given_on > line.given_on
        })
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
