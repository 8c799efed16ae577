//! The rows that bring the register up to date: of pupils who are known, of new
//! ones, and of new ones who are perhaps known under another number.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    Entry, Fault, Kind, MisId, Other, Person, Reader, Row, Which,
    others::columns,
    people::PUPILS,
    whose::{is_called, name_of},
};
use crate::import::{
    mapping::{Mapping, Role},
    table::{Line, Table, fold},
};

static PUPIL_COLUMNS: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| columns(PUPILS));

/// The roles of [`PUPILS`], in their order.
const ROLES: [Role; 6] = [
    Role::MisId,
    Role::FirstName,
    Role::PreferredName,
    Role::Surname,
    Role::Class,
    Role::Year,
];

impl Reader<'_> {
    /// The rows of a school's own lists of pupils.
    pub(super) fn rosters(&mut self, others: &[Other]) {
        let rosters = || {
            let all = (0_u16..).zip(others);
            all.filter_map(|(file, other)| {
                let mapping = other.mapping.as_ref().filter(|one| one.lists_pupils);
                Some((file, other, mapping?))
            })
        };
        if rosters().any(|(_, other, _)| other.file.is_full) {
            self.reading.listed.get_or_insert_default();
        }
        for (file, other, mapping) in rosters() {
            for row in &other.table.rows {
                // Who stands there is there, whatever else is wrong.
                let id = mapping.column(Role::MisId).map_or("", |at| row.cell(at));
                if let (Ok(id), Some(listed)) = (MisId::parse(id), self.reading.listed.as_mut()) {
                    listed.insert(id);
                }
                if self.is_even(file, &other.table, row) {
                    self.roster_row(file, other, mapping, row);
                }
            }
        }
    }

    fn roster_row(&mut self, file: u16, other: &Other, mapping: &Mapping, row: &Line) {
        let column = mapping.column(Role::MisId).unwrap_or_default();
        let id = row.cell(column);
        let known = self.places.get(id).copied();
        let known = known.and_then(|place| self.before.people.get(place));
        // Where the same rows hold answers, a number beside another name is
        // taken for a row that was mixed up, never for a new name.
        let answers = mapping.answers().next().is_some();
        if let Some(known) = known
            && answers
            && !is_called(known, mapping, row)
        {
            let says = "the number and the name in this row are of different pupils. If the name \
                is new, import the list of pupils alone first";
            self.fault_at(&other.table, (file, row.line, column), says.to_owned());
            return;
        }
        let cells = ROLES.map(|role| match mapping.column(role) {
            Some(column) => row.cell(column).to_owned(),
            // What the file has no column for stays.
            None => known
                .and_then(|known| kept(known, role))
                .unwrap_or_default(),
        });
        let heading = Cow::Owned(other.table.heading(column));
        let which = Which::Other(file);
        let record = csv::StringRecord::from(cells.to_vec());
        let made = Row::made("", row.line, &PUPIL_COLUMNS, record);
        if let Err(error) = self.pupil((which, heading), &made) {
            self.note(which, error);
            self.name_column(|clean| {
                let place = PUPILS.iter().position(|name| *name == clean)?;
                let column = mapping.column(*ROLES.get(place)?)?;
                Some(other.table.heading(column))
            });
        }
    }

    /// Enters the pupils; of whom rows say different things, none of them.
    /// `strangers` are numbers of new pupils of whom somebody said that they are
    /// not the one who is known by that name.
    pub(super) fn settle_pupils(&mut self, strangers: &BTreeSet<String>) {
        let rows = std::mem::take(&mut self.rows);
        let seen: BTreeSet<MisId> = rows.keys().cloned().collect();
        let mut absent: BTreeMap<String, MisId> = BTreeMap::new();
        let pupils = self.before.people.iter();
        for person in pupils.filter(|one| one.kind == Kind::Pupil && !seen.contains(&one.id)) {
            for name in names(person) {
                absent.insert(name, person.id.clone());
            }
        }
        for (id, rows) in rows {
            let alike = rows
                .split_first()
                .is_none_or(|(first, rest)| rest.iter().all(|row| is_alike(first, row)));
            if !alike {
                let says = "this number stands in two rows, and they are not alike: keep one row";
                self.faults_with_id(&rows, says);
                continue;
            }
            let Some(first) = rows.first() else { continue };
            let place = self.places.get(id.as_str()).copied();
            let known = place.and_then(|place| self.reading.people.get(place));
            let says = match known {
                Some(known) if known.kind == Kind::Staff => {
                    "somebody on the staff has this number: give the pupil another"
                }
                Some(known) if is_somebody_else(known, &first.person) => {
                    "on the register this number has a pupil of quite another name: correct the \
                     number"
                }
                None if !strangers.contains(id.as_str()) => {
                    let mut names = names(&first.person).into_iter();
                    match names.find_map(|name| absent.get(&name)) {
                        Some(other) => {
                            let pair = (id.clone(), other.clone());
                            self.reading.renumbered.push(pair);
                            "perhaps this pupil is on the register under another number: use that \
                             number, or say that this is another pupil"
                        }
                        None => "",
                    }
                }
                _ => "",
            };
            if says.is_empty() {
                self.enter_pupil(place, rows);
            } else {
                self.faults_with_id(&rows, says);
            }
        }
    }

    fn enter_pupil(&mut self, place: Option<usize>, rows: Vec<Entry>) {
        let Some(Entry { person, .. }) = rows.into_iter().next() else {
            return;
        };
        if let Some(known) = place.and_then(|place| self.reading.people.get_mut(place)) {
            known.first_name = person.first_name;
            known.preferred_name = person.preferred_name;
            known.surname = person.surname;
            known.class = person.class;
            known.year = person.year;
        } else {
            let place = self.reading.people.len();
            self.places.insert(person.id.as_str().to_owned(), place);
            self.reading.people.push(person);
        }
    }

    fn faults_with_id(&mut self, rows: &[Entry], says: &str) {
        self.reading.faults.extend(rows.iter().map(|row| Fault {
            file: row.file,
            line: Some(row.line),
            column: Some(row.column.clone()),
            says: says.to_owned(),
        }));
    }

    /// Whether a row has as many cells as there are headings.
    pub(super) fn is_even(&mut self, file: u16, table: &Table, row: &Line) -> bool {
        let width = table.headings.len();
        let long = !row.cells.iter().skip(width).all(String::is_empty);
        let says = match (long, row.is_short) {
            (true, _) => "this row has more cells than the heading",
            (_, true) => "this row has fewer cells than the heading",
            _ => return true,
        };
        self.reading.faults.push(Fault {
            file: Which::Other(file),
            line: Some(row.line),
            column: None,
            says: says.to_owned(),
        });
        false
    }
}

/// What is known of somebody that a file has no column for.
fn kept(known: &Person, role: Role) -> Option<String> {
    match role {
        Role::PreferredName => {
            let name = known.preferred_name.as_ref();
            name.map(|name| name.reveal().to_owned())
        }
        Role::Class => known.class.clone(),
        Role::Year => known.year.clone(),
        _ => None,
    }
}

/// What somebody may be called, first and family name.
fn names(person: &Person) -> Vec<String> {
    let first = person.given_names();
    first.map(|first| name_of(first, person)).collect()
}

/// Whether neither a first nor the family name is known.
fn is_somebody_else(known: &Person, now: &Person) -> bool {
    let given = |person: &Person| -> Vec<String> {
        person
            .given_names()
            .map(|name| fold(name.reveal()))
            .collect()
    };
    let before = given(known);
    fold(known.surname.reveal()) != fold(now.surname.reveal())
        && !given(now).iter().any(|name| before.contains(name))
}

fn is_alike(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (&one.person, &other.person);
    (&one.first_name, &one.preferred_name, &one.surname)
        == (&other.first_name, &other.preferred_name, &other.surname)
        && (&one.class, &one.year) == (&other.class, &other.year)
}
