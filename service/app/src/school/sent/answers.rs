//! The answers in files of a school's own system: whose, about what, which way
//! round, by whom and when. What cannot be told is told as a fault; a row that
//! is wrong in one thing gives none of its answers.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::{
    Other, Reader, Tally, Which,
    whose::{Named, Whose, is_full_name},
};
use crate::import::{
    dates::{self, Order},
    giver::{self, FIRST, Say, Teller},
    mapping::{Mapping, Role},
    settle::{Told, settle},
    table::{Line, fold},
    words::Word,
};

/// A file while its answers are read.
struct Asking<'a> {
    file: u16,
    other: &'a Other,
    mapping: &'a Mapping,
    order: Option<Order>,
}

/// What is told of every answer of a row.
struct Row<'a> {
    line: &'a Line,
    person: usize,
    giver: Giver,
    given_on: Option<Date>,
    /// Whether its day cannot be read.
    is_undated: bool,
    method: &'static str,
    kind: Option<String>,
}

/// Who answered.
struct Giver {
    /// As the office's own files write it.
    code: String,
    /// Whether their yes counts for anything.
    may_agree: bool,
    /// Whether the row tells anybody at all.
    is_told: bool,
}

/// How columns were read, by file, column and kind.
type Tallies = BTreeMap<(u16, usize, String), Tally>;

impl Reader<'_> {
    /// The answers of all files together.
    pub(super) fn answers(&mut self, others: &[Other]) {
        let named = Named::of(&self.reading.people);
        let (mut told, mut tallies) = (Vec::new(), Tallies::new());
        for (file, other) in (0_u16..).zip(others) {
            let Some(mapping) = &other.mapping else {
                continue;
            };
            if mapping.answers().next().is_none() {
                continue;
            }
            let asking = Asking {
                file,
                other,
                mapping,
                order: mapping.order_in(&other.table),
            };
            let wrong = self.wrong_lines(file);
            for line in &other.table.rows {
                let is_right = !wrong.contains(&line.line)
                    && (mapping.lists_pupils || self.is_even(file, &other.table, line));
                if let Some(row) = is_right.then(|| self.row(&asking, line, &named)).flatten() {
                    self.answers_in(&asking, &row, (&mut told, &mut tallies));
                }
            }
        }
        self.reading.tallies = tallies.into_values().collect();
        let outcome = settle(told);
        let place = |(file, line, _): (u16, u64, usize)| (Which::Other(file), line);
        let clashes = outcome.clashes.into_iter().map(place);
        self.reading.clashes.extend(clashes);
        for at in outcome.names_alone {
            let says = "this is about the name alone: send the answer about the picture with it";
            if let Some(other) = others.get(usize::from(at.0)) {
                self.fault_at(&other.table, at, says.to_owned());
            }
        }
        for settled in outcome.settled {
            self.settled(others, &settled);
        }
    }

    /// The lines of a file with which something is wrong already.
    fn wrong_lines(&self, file: u16) -> HashSet<u64> {
        let own = self.reading.faults.iter();
        own.filter(|fault| fault.file == Which::Other(file))
            .filter_map(|fault| fault.line)
            .collect()
    }

    /// What a row tells of all its answers; none where it counts for nothing.
    fn row<'a>(&mut self, asking: &Asking<'_>, line: &'a Line, named: &Named) -> Option<Row<'a>> {
        let (mapping, other) = (asking.mapping, asking.other);
        let cell = |role| mapping.column(role).map(|column| line.cell(column));
        let archived = cell(Role::Archived).and_then(|text| mapping.word(text, false));
        if archived == Some(Word::Yes) {
            return None;
        }
        let mut fault = |role, says: &str| {
            let column = mapping.column(role).unwrap_or_default();
            let at = (asking.file, line.line, column);
            self.fault_at(&other.table, at, says.to_owned());
        };
        let day = cell(Role::GivenOn).map_or(Ok(None), |text| dates::parse(text, asking.order));
        let (given_on, is_undated) = match day {
            Ok(day) => (day.or(other.file.given_on), false),
            Err(says) => {
                fault(Role::GivenOn, says);
                (None, true)
            }
        };
        let person = match self.whose(mapping, line, named) {
            Whose::Known(person) => person,
            Whose::Nobody => {
                let at = (Which::Other(asking.file), line.line);
                self.reading.unmatched.push(at);
                return None;
            }
            Whose::Untold(role, says) => {
                let column = mapping.column(role).unwrap_or_default();
                let at = (asking.file, line.line, column);
                self.fault_at(&other.table, at, says.to_owned());
                return None;
            }
        };
        Some(Row {
            line,
            person,
            giver: self.giver(mapping, person, cell(Role::Giver).unwrap_or_default()),
            given_on,
            is_undated,
            method: match giver::method(cell(Role::Method).unwrap_or_default()) {
                "" => other
                    .file
                    .means
                    .map_or("", crate::school::permissions::means_code),
                told => told,
            },
            kind: cell(Role::Type).map(fold),
        })
    }

    /// Who answered, by the text that tells it.
    fn giver(&self, mapping: &Mapping, person: usize, text: &str) -> Giver {
        let is_told = text.chars().any(char::is_alphanumeric);
        let person = self.reading.people.get(person);
        if person.is_some_and(|person| is_full_name(person, text)) {
            return Giver {
                code: "pupil".to_owned(),
                may_agree: true,
                is_told,
            };
        }
        let (code, may_agree) = match giver::teller(text) {
            Teller::One(code) => (code, true),
            Teller::Relation(relation) => {
                let say = mapping.givers.get(relation);
                (FIRST.to_owned(), say == Some(&Say::Responsible))
            }
        };
        Giver {
            code,
            may_agree,
            is_told,
        }
    }

    fn answers_in(
        &mut self,
        asking: &Asking<'_>,
        row: &Row<'_>,
        (told, tallies): (&mut Vec<Told>, &mut Tallies),
    ) {
        let (mapping, other) = (asking.mapping, asking.other);
        let of = (&other.table, &other.file);
        for column in mapping.answers() {
            let question = mapping.question(column);
            let channels = match (mapping.role(column), &row.kind) {
                (Role::Status, Some(kind)) => mapping.types.get(kind).cloned().unwrap_or_default(),
                (Role::Status, None) => other.file.channels.clone(),
                _ => question.channels,
            };
            if channels.is_empty() {
                continue;
            }
            let kind = row.kind.as_deref();
            let kind = kind.filter(|_| mapping.role(column) == Role::Status);
            // Which way round it asks is said before anything is read.
            let inverted = mapping.inverted(of, column, kind);
            let known = inverted.and_then(|way| mapping.word(row.line.cell(column), way));
            let inverted = inverted.unwrap_or_default();
            let mut word = known.unwrap_or(Word::NoAnswer);
            // "Denied: FALSE" of no day and by nobody is what a system writes
            // where nobody was asked.
            let is_by_somebody = row.given_on.is_some() || row.giver.is_told;
            if inverted && word == Word::Yes && !is_by_somebody && !row.is_undated {
                word = Word::NoAnswer;
            }
            let tally = tallies
                .entry((asking.file, column, kind.unwrap_or_default().to_owned()))
                .or_insert_with(|| {
                    let heading = other.table.heading(column);
                    Tally {
                        file: Which::Other(asking.file),
                        column: kind.map_or(heading.clone(), |kind| format!("{heading}: {kind}")),
                        inverted,
                        yes: 0,
                        no: 0,
                        none: 0,
                    }
                });
            match word {
                Word::Yes => tally.yes += 1,
                Word::No => tally.no += 1,
                Word::NoAnswer => tally.none += 1,
            }
            // A yes of a day that cannot be read, or of whoever may not agree,
            // is no yes; a no is one.
            if word == Word::Yes && (row.is_undated || !row.giver.may_agree) {
                continue;
            }
            for channel in &channels {
                self.spoken.note(row.person, *channel);
            }
            told.extend(channels.into_iter().map(|channel| Told {
                at: (asking.file, row.line.line, column),
                person: row.person,
                channel,
                covers: question.covers,
                giver: row.giver.code.clone(),
                word,
                given_on: row.given_on,
                method: row.method,
            }));
        }
    }
}
