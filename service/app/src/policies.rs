//! The school's policy, by which every photo is judged, as a file that people
//! can read: settings, and clause by clause what a program keeps of it and
//! what it cannot keep. Five are carried by the program, to begin from.

mod check;
mod codes;
mod file;
mod settings;
mod shipped;

#[cfg(test)]
mod tests;

use gatehouse_domain::retention::DutyKind;
use jiff::civil::Date;

pub use check::{Fault, most_review_days};
pub use codes::all as known_codes;
pub use settings::{Changed, Settings, changes};
pub(crate) use settings::{how_long, kept};
pub use shipped::{SHIPPED, Shipped, shipped};

/// A policy in one version, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// What it is called in files and on the command line.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// For what kind of school.
    pub school: String,
    /// Only ever grows.
    pub version: u32,
    /// The day by which it is looked at again.
    pub review_by: Date,
    /// What follows from it for the program.
    pub settings: Settings,
    /// Everything it asks, kept or not.
    pub clauses: Vec<Clause>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its number or heading in the policy.
    pub id: String,
    /// What it is about.
    pub heading: String,
    /// What it asks, in our own words.
    pub asks: String,
    /// How far a program keeps it.
    pub kept: Kept,
    /// Stable codes with which the program refuses.
    pub codes: Vec<String>,
    /// Dated duties that it makes.
    pub duties: Vec<DutyKind>,
    /// What is recorded, where nothing is refused.
    pub record: Option<String>,
    /// Why it is not kept; or which part of it is not.
    pub why: Option<String>,
}

/// How far a program keeps a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// The program refuses what breaks it.
    Gate,
    /// The program makes a dated duty of it.
    Duty,
    /// The program writes down what is needed to show it.
    Record,
    /// People keep it, or nobody does yet.
    Not,
}

impl Kept {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Gate, Self::Duty, Self::Record, Self::Not];

    /// The word in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Duty => "duty",
            Self::Record => "record",
            Self::Not => "not-kept",
        }
    }
}

impl Policy {
    /// Reads and checks a policy file.
    ///
    /// # Errors
    /// Everything that is wrong with it, with the line.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        file::parse(text)
    }

    /// The clause with that number or heading.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// What is wrong with its day of review, as seen on `today`: it has come,
    /// or is further off than anybody may put it.
    #[must_use]
    pub fn review_fault(&self, today: Date) -> Option<&'static str> {
        let latest = today.saturating_add(jiff::Span::new().days(most_review_days()));
        if self.review_by <= today {
            Some("the day of review has come: read the policy, then set a later day")
        } else if self.review_by > latest {
            Some("the day of review is more than two years off: set an earlier one")
        } else {
            None
        }
    }
}

/// Lower-case words joined by hyphens: what a clause's files are called.
#[must_use]
pub fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}
