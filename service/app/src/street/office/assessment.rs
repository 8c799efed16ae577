//! The impact assessment, written as far as the settings of this minute go: what
//! the house does, what keeps each risk small, what was measured. What only the
//! school can say is left open and marked so. No pupil's name is in it.

mod faces;
mod people;
mod risks;

use std::collections::BTreeMap;

use gatehouse_domain::{
    biometric,
    ids::SchoolId,
    matching::Calibration,
    permission::{Basis, Decision},
    role::Role,
};
use gatehouse_faces::NetworkSet;
use gatehouse_store::{destructions, templates};
use jiff::civil::Date;

use crate::{
    house::{House, Register},
    policies::{how_long, kept},
    school::{Event, Kind, Person, PersonKey, Profile},
    street::{Actor, StreetError},
};

/// An impact assessment with its blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The school.
    pub school: String,
    /// The day whose settings it tells.
    pub made_on: Date,
    /// Its parts in their order.
    pub parts: Vec<Part>,
}

/// A part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// What stands below.
    pub pieces: Vec<Piece>,
}

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Running text.
    Says(String),
    /// Points of a list.
    Points(Vec<String>),
    /// A table.
    Table(Table),
    /// What only the school can say.
    Blank(&'static str),
}

/// A table with as many cells in each row as columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it tells.
    pub caption: &'static str,
    /// What each column is called.
    pub head: Vec<&'static str>,
    /// Its rows, the first cell being what the row is about.
    pub rows: Vec<Vec<String>>,
}

/// What stands in a cell that only the school can fill.
pub const OPEN_CELL: &str = "The school fills this in";

/// What it is written from: settings and counts, nobody's name.
struct Live<'a> {
    today: Date,
    profile: &'a Profile,
    network: &'a NetworkSet,
    /// What the school's own register says of itself, where anybody is enrolled.
    measured: Option<&'a Calibration<PersonKey>>,
    counts: Counts,
    accounts: BTreeMap<Role, usize>,
}

/// How many there are.
struct Counts {
    pupils: usize,
    adults: usize,
    /// Pupils whose face the law lets be compared today.
    allowed: usize,
    enrolled: usize,
    /// Pupils who are in the early years, or whose year nobody told.
    early_years: usize,
    events: usize,
    /// Events of which is on record what they are for.
    purposes: usize,
    /// Pairs that only a person may tell apart.
    alike: usize,
    templates_destroyed: i64,
    /// Answers on record that say yes, by what they rest on.
    bases: [(Basis, usize); 3],
}

impl Assessment {
    /// How many blanks the school has to fill, cells of tables among them.
    #[must_use]
    pub fn blanks(&self) -> usize {
        let pieces = self.parts.iter().flat_map(|part| &part.pieces);
        let open = |piece: &Piece| match piece {
            Piece::Blank(_) => 1,
            Piece::Table(table) => {
                let cells = table.rows.iter().flatten();
                cells.filter(|cell| *cell == OPEN_CELL).count()
            }
            Piece::Says(_) | Piece::Points(_) => 0,
        };
        pieces.map(open).sum()
    }
}

impl House {
    /// An impact assessment for face recognition, written from the settings of
    /// this minute.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the head and who reads
    /// governance; the store's.
    pub async fn draft_assessment(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<Assessment, StreetError> {
        actor.may(&[Role::Head, Role::Dpo])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let enrolled = templates::list(&mut tx, school).await?.len();
        let destroyed = destructions::count(&mut tx, school).await?;
        drop(tx);
        let mut accounts = BTreeMap::new();
        for account in self.accounts(school).await? {
            for role in account.roles.iter().filter(|_| !account.disabled) {
                *accounts.entry(*role).or_default() += 1;
            }
        }
        let of_templates = destroyed.iter().find(|(kind, _)| kind == "template");
        let today = self.today();
        let live = Live {
            today,
            profile: &register.school.profile,
            network: self.scanner.set(),
            measured: register.faces.as_ref().map(|faces| &faces.calibration),
            counts: Counts {
                enrolled,
                templates_destroyed: of_templates.map_or(0, |(_, count)| *count),
                ..counted(&register, today)
            },
            accounts,
        };
        let name = register.school.words.name.clone();
        Ok(Assessment {
            school: name.unwrap_or_default(),
            made_on: today,
            parts: live.parts(),
        })
    }
}

/// What can be counted in a register.
fn counted(register: &Register, today: Date) -> Counts {
    let school = &register.school;
    let pupils = || {
        let people = school.people.iter();
        people.filter(|person| person.kind == Kind::Pupil)
    };
    let recognition = &school.profile.recognition;
    let is_early = |person: &&Person| recognition.may_be_early(person);
    let allowed = |person: &&Person| biometric::status(&person.biometric, today).is_allowed();
    let yes = |basis: Basis| {
        let rows = school.people.iter().flat_map(|one| &one.standing.rows);
        let found = rows.filter(|row| row.decision == Decision::Granted && row.basis == basis);
        (basis, found.count())
    };
    Counts {
        pupils: pupils().count(),
        adults: school.people.len() - pupils().count(),
        allowed: pupils().filter(allowed).count(),
        enrolled: 0,
        early_years: pupils().filter(is_early).count(),
        events: school.events.len(),
        purposes: school
            .events
            .iter()
            .filter(|event| has_purpose(event))
            .count(),
        alike: register.alike().pairs().count(),
        templates_destroyed: 0,
        bases: [
            Basis::Consent,
            Basis::PublicTask,
            Basis::LegitimateInterests,
        ]
        .map(yes),
    }
}

fn has_purpose(event: &Event) -> bool {
    [&event.purpose, &event.directed_by]
        .iter()
        .all(|text| !text.trim().is_empty())
}

impl Live<'_> {
    fn parts(&self) -> Vec<Part> {
        vec![
            self.why(),
            self.pictures(),
            self.networks(),
            self.gate(),
            self.ends(),
            self.roles(),
            self.risks(),
            last(),
        ]
    }

    fn ends(&self) -> Part {
        use gatehouse_domain::retention::DutyKind;
        let periods = self.profile.retention.periods();
        let rows =
            DutyKind::ALL.map(|kind| vec![kept(kind).to_owned(), how_long(periods.of(kind))]);
        Part {
            title: "5. How long things are kept",
            pieces: vec![
                says(
                    "Each copy has its last day from the minute it is made. To delete it is to \
                     delete its file and its key, to look that nothing is left, and to write a \
                     line in the ledger.",
                ),
                table("How long", &["What", "How long"], rows),
                says(
                    "What is known of a face also goes the same minute a parent or the pupil \
                     says no, a pupil leaves, or face recognition is switched off.",
                ),
            ],
        }
    }
}

fn last() -> Part {
    Part {
        title: "8. What the school still has to do",
        pieces: vec![
            Piece::Blank(
                "Who was asked (parents, pupils, staff), when and how, and what they said. Pupils \
                 are asked in words they can read.",
            ),
            Piece::Blank("What the data protection officer advises, and what was done about it."),
            Piece::Blank(
                "Which risks are left, and who takes them. If a high risk is left, the ICO is \
                 asked first (UK GDPR, Article 36).",
            ),
            Piece::Blank(
                "Whether faces of pupils who are not enrolled may be compared for a moment.",
            ),
            Piece::Blank(
                "Who signs, by post, on which day, and by when it is looked at again: two years \
                 at most.",
            ),
            says(
                "Once it is signed, the head notes that under Switches. Only then can face \
                 recognition be switched on.",
            ),
        ],
    }
}

fn says(text: impl Into<String>) -> Piece {
    Piece::Says(text.into())
}

fn points<const COUNT: usize>(all: [&str; COUNT]) -> Piece {
    Piece::Points(all.map(str::to_owned).to_vec())
}

fn table(
    caption: &'static str,
    head: &[&'static str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Piece {
    Piece::Table(Table {
        caption,
        head: head.to_vec(),
        rows: rows.into_iter().collect(),
    })
}

/// A line of two cells.
fn line(what: impl Into<String>, value: &(impl ToString + ?Sized)) -> Vec<String> {
    vec![what.into(), value.to_string()]
}

#[cfg(test)]
mod tests;
