//! What the columns of a school's own file mean, as somebody in the office
//! said. It is kept by the headings and proposed when they come again; what it
//! leaves open is asked.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::{Channel, permission::Means};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    codes::codes,
    dates::{self, Order, Shown},
    giver::Say,
    table::{Table, fold},
    words::{self, Word},
};

pub use self::{lacks::Lack, vocabulary::Unknown};

mod lacks;
mod vocabulary;

codes! {
    /// What stands in a column, in the order in which it is offered.
    #[derive(Default, PartialOrd, Ord)]
    pub enum Role {
        /// Nothing that is needed.
        #[default]
        Ignore = "ignore",
        /// The number under which the office's system keeps the pupil.
        MisId = "mis-id",
        /// First name.
        FirstName = "first-name",
        /// The name they go by.
        PreferredName = "preferred-name",
        /// Family name.
        Surname = "surname",
        /// First and family name together.
        FullName = "full-name",
        /// Class.
        Class = "class",
        /// Year group.
        Year = "year",
        /// The answer to one question.
        Answer = "answer",
        /// The answer, about what the type says or what the file is for.
        Status = "status",
        /// What the answer is about, where every row is one answer.
        Type = "type",
        /// Who answered.
        Giver = "giver",
        /// The day of the answer.
        GivenOn = "given-on",
        /// How it was given.
        Method = "method",
        /// Whether the row counts no more.
        Archived = "archived",
    }
}

impl Role {
    /// Whether what stands there is an answer.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Answer | Self::Status)
    }
}

codes! {
    /// What a yes in a column allows.
    #[derive(Default, PartialOrd, Ord)]
    pub enum Covers {
        /// The picture without a name.
        #[default]
        Picture = "picture",
        /// The picture with the first name.
        PictureAndName = "picture-and-name",
        /// The first name beside a picture that another column allows.
        Name = "name",
    }
}

/// What the answers of a column are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// Where the picture may go with a yes; of a status, see the type or file.
    pub channels: BTreeSet<Channel>,
    /// What a yes allows.
    pub covers: Covers,
    /// Whether it asks the other way round: a yes is a no. Not told, a heading
    /// that denies nothing asks plainly, and of any other it has to be said.
    pub inverted: Option<bool>,
}

/// What the columns of files with the same headings mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Of every column what stands in it.
    pub roles: Vec<Role>,
    /// Of the columns that hold answers, by their place.
    pub questions: BTreeMap<usize, Question>,
    /// What words mean, where somebody said so, by [`Unknown::key`].
    pub words: BTreeMap<String, Word>,
    /// What types are about; none are not about pictures, and left out.
    pub types: BTreeMap<String, BTreeSet<Channel>>,
    /// Whether types ask the other way round, where somebody said so.
    pub turned: BTreeMap<String, bool>,
    /// Whether people who are told by what they are to the pupil may agree.
    pub givers: BTreeMap<String, Say>,
    /// Whether everybody else who answered holds parental responsibility. If
    /// not, it is known of those alone who are on record.
    pub responsible: bool,
    /// Which number of a date is the day, where somebody said so.
    pub order: Option<Order>,
    /// Whether the rows bring the register up to date.
    pub lists_pupils: bool,
}

/// What is said of one file alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PerFile {
    /// What its answers are about, where it holds one kind of consent.
    pub channels: BTreeSet<Channel>,
    /// Whether it asks the other way round, where it holds one kind of consent.
    pub inverted: Option<bool>,
    /// The day of the answers, where no column tells.
    pub given_on: Option<Date>,
    /// How the answers reached the school, where no column tells and somebody
    /// said so.
    pub means: Option<Means>,
    /// Whether it lists everybody who is at the school.
    pub is_full: bool,
}

impl Mapping {
    /// The role of a column.
    #[must_use]
    pub fn role(&self, column: usize) -> Role {
        self.roles.get(column).copied().unwrap_or_default()
    }

    /// The first column with a role.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|one| *one == role)
    }

    /// The columns that hold answers.
    pub fn answers(&self) -> impl Iterator<Item = usize> {
        let places = self.roles.iter().enumerate();
        places
            .filter(|(_, role)| role.is_answer())
            .map(|(place, _)| place)
    }

    /// What is asked in a column.
    #[must_use]
    pub fn question(&self, column: usize) -> Question {
        self.questions.get(&column).cloned().unwrap_or_default()
    }

    /// Whether what a file is about is said of the file: it holds one kind of
    /// consent.
    #[must_use]
    pub fn is_about_one(&self) -> bool {
        self.column(Role::Status).is_some() && self.column(Role::Type).is_none()
    }

    /// Whether a column asks the other way round, in a row about `kind`; none
    /// where somebody has to say so.
    #[must_use]
    pub fn inverted(
        &self,
        (table, file): (&Table, &PerFile),
        column: usize,
        kind: Option<&str>,
    ) -> Option<bool> {
        let plain = |text: &str| !words::is_negative(text);
        let heading = || {
            let said = self.question(column).inverted;
            said.or_else(|| plain(&table.heading(column)).then_some(false))
        };
        match (self.role(column), kind) {
            (Role::Status, Some(kind)) => match self.turned.get(kind) {
                Some(said) => Some(*said),
                None => heading().filter(|_| plain(kind)),
            },
            (Role::Status, None) => file.inverted.or_else(|| {
                let texts = [table.heading(column), table.name.clone()];
                let mut texts = texts.iter().chain(&table.above);
                texts.all(|text| plain(text)).then_some(false)
            }),
            _ => heading(),
        }
    }

    /// Which number of a date is the day in a table: what the file itself
    /// shows, else what somebody said.
    #[must_use]
    pub fn order_in(&self, table: &Table) -> Option<Order> {
        match self.shown_in(table) {
            Shown::Clear(order) => Some(order),
            Shown::Needless | Shown::Asked | Shown::Mixed => self.order,
        }
    }

    /// What the days of a table show of their order.
    #[must_use]
    pub fn shown_in(&self, table: &Table) -> Shown {
        match self.column(Role::GivenOn) {
            Some(column) => dates::shown(table.column(column)),
            None => Shown::Needless,
        }
    }

    /// Whether it has to be said which number of a date is the day: the table
    /// does not show it, or shows something else than was said.
    #[must_use]
    pub fn asks_order(&self, table: &Table) -> bool {
        match self.shown_in(table) {
            Shown::Asked => self.order.is_none(),
            Shown::Clear(order) => self.order.is_some_and(|said| said != order),
            Shown::Needless | Shown::Mixed => false,
        }
    }
}

/// The mark of a table's headings: files with the same ones are read alike.
#[must_use]
pub fn fingerprint(table: &Table) -> [u8; 32] {
    let mut hash = Sha256::new();
    for heading in &table.headings {
        let folded = fold(heading);
        hash.update(
            u64::try_from(folded.len())
                .unwrap_or(u64::MAX)
                .to_le_bytes(),
        );
        hash.update(folded.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests;
