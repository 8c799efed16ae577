//! What the columns of a school's own file mean, as somebody in the office
//! said. It is kept by the headings and proposed when they come again; what it
//! leaves open is asked.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::Channel;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    dates::{self, Order, Shown},
    table::{Table, fold},
    words::{self, Word},
};

/// The most different words of a column that are asked.
pub const MOST_WORDS: usize = 30;

/// What stands in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing that is needed.
    #[default]
    Ignore,
    /// The number under which the office's system keeps the pupil.
    MisId,
    /// First name.
    FirstName,
    /// The name they go by.
    PreferredName,
    /// Family name.
    Surname,
    /// First and family name together.
    FullName,
    /// Class.
    Class,
    /// Year group.
    Year,
    /// Who answered.
    Giver,
    /// The day of the answer.
    GivenOn,
    /// How it was given.
    Method,
    /// What the answer is about, where every row is one answer.
    Type,
    /// The answer, about what the type says or what the file is for.
    Status,
    /// The answer to one question.
    Answer,
    /// Whether the row counts no more.
    Archived,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Ignore,
        Self::MisId,
        Self::FirstName,
        Self::PreferredName,
        Self::Surname,
        Self::FullName,
        Self::Class,
        Self::Year,
        Self::Answer,
        Self::Status,
        Self::Type,
        Self::Giver,
        Self::GivenOn,
        Self::Method,
        Self::Archived,
    ];

    /// Its code in forms and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::MisId => "mis-id",
            Self::FirstName => "first-name",
            Self::PreferredName => "preferred-name",
            Self::Surname => "surname",
            Self::FullName => "full-name",
            Self::Class => "class",
            Self::Year => "year",
            Self::Giver => "giver",
            Self::GivenOn => "given-on",
            Self::Method => "method",
            Self::Type => "type",
            Self::Status => "status",
            Self::Answer => "answer",
            Self::Archived => "archived",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether what stands there is an answer.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Answer | Self::Status)
    }
}

/// What a yes in a column allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covers {
    /// The picture without a name.
    #[default]
    Picture,
    /// The picture with the first name.
    PictureAndName,
    /// The first name beside a picture that another column allows.
    Name,
}

impl Covers {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Picture, Self::PictureAndName, Self::Name];

    /// Its code in forms and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::PictureAndName => "picture-and-name",
            Self::Name => "name",
        }
    }

    /// What a code stands for.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|covers| covers.code() == code)
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
    /// Whether it asks the other way round: a yes is a no.
    pub inverted: bool,
}

/// What the columns of files with the same headings mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Of every column what stands in it.
    pub roles: Vec<Role>,
    /// Of the columns that hold answers, by their place.
    pub questions: BTreeMap<usize, Question>,
    /// What words mean, where somebody said so.
    pub words: BTreeMap<String, Word>,
    /// What types are about; none are not about pictures, and left out.
    pub types: BTreeMap<String, BTreeSet<Channel>>,
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
    /// The day of the answers, where no column tells.
    pub given_on: Option<Date>,
    /// Whether it lists everybody who is at the school.
    pub is_full: bool,
}

/// What has to be said before files can be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Two columns have a role that only one may have.
    Twice(Role),
    /// Nothing tells whose the rows are.
    Whose,
    /// A register needs the office's number, first name and family name.
    NoRegister,
    /// Nothing of it is used.
    Nothing,
    /// A column of answers about nothing, by its place.
    NoChannel(usize),
    /// What the answers of this file are about.
    NoFileChannel,
    /// Words of which nobody said what they mean.
    Words(Vec<String>),
    /// Kinds of consent of which nobody said what they are about.
    Types(Vec<String>),
    /// Whether day or month comes first.
    Order,
    /// More different answers than can be asked: it is no column of answers.
    TooManyWords(usize),
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

    /// What a word means in this school's files.
    #[must_use]
    pub fn word(&self, text: &str) -> Option<Word> {
        let told = self.words.get(&words::folded(text)).copied();
        told.or_else(|| words::usual(text))
    }

    /// Which number of a date is the day in a table.
    #[must_use]
    pub fn order_in(&self, table: &Table) -> Option<Order> {
        self.order.or_else(|| match self.shown_in(table) {
            Shown::Clear(order) => Some(order),
            Shown::Needless | Shown::Asked => None,
        })
    }

    /// What the days of a table show of their order.
    #[must_use]
    pub fn shown_in(&self, table: &Table) -> Shown {
        match self.column(Role::GivenOn) {
            Some(column) => dates::shown(table.column(column)),
            None => Shown::Needless,
        }
    }

    /// The words of answers in a table that are known nowhere, each once.
    #[must_use]
    pub fn unknown_words(&self, table: &Table) -> BTreeSet<String> {
        let columns = self.answers().chain(self.column(Role::Archived));
        columns
            .flat_map(|column| table.column(column))
            .filter(|text| words::usual(text).is_none())
            .map(words::folded)
            .collect()
    }

    /// The kinds of consent in a table, each once.
    #[must_use]
    pub fn kinds(&self, table: &Table) -> BTreeSet<String> {
        let column = self.column(Role::Type);
        let all = column
            .into_iter()
            .flat_map(|column| table.column(column).map(fold));
        all.filter(|kind| !kind.is_empty()).collect()
    }

    /// What is lacking in what was said of the columns alone.
    #[must_use]
    pub fn lacks_in_columns(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        let single = Role::ALL.into_iter().filter(|role| {
            !matches!(role, Role::Ignore | Role::Answer)
                && self.roles.iter().filter(|one| *one == role).count() > 1
        });
        lacks.extend(single.map(Lack::Twice));
        let has = |role| self.column(role).is_some();
        let named = has(Role::FirstName) && has(Role::Surname) || has(Role::FullName);
        let register = has(Role::MisId) && has(Role::FirstName) && has(Role::Surname);
        if !(has(Role::MisId) || named && has(Role::Class)) {
            lacks.push(Lack::Whose);
        }
        if self.lists_pupils && !register {
            lacks.push(Lack::NoRegister);
        }
        if !self.lists_pupils && self.answers().next().is_none() {
            lacks.push(Lack::Nothing);
        }
        lacks
    }

    /// What is lacking to read a table.
    #[must_use]
    pub fn lacks(&self, table: &Table, file: &PerFile) -> Vec<Lack> {
        let mut lacks = self.lacks_in_columns();
        for column in self.answers() {
            let distinct: BTreeSet<String> = table
                .column(column)
                .filter(|text| words::usual(text).is_none())
                .map(words::folded)
                .collect();
            if distinct.len() > MOST_WORDS {
                lacks.push(Lack::TooManyWords(column));
            }
            let about = !self.question(column).channels.is_empty();
            match self.role(column) {
                Role::Answer if !about => lacks.push(Lack::NoChannel(column)),
                Role::Status if self.column(Role::Type).is_none() && file.channels.is_empty() => {
                    lacks.push(Lack::NoFileChannel);
                }
                _ => {}
            }
        }
        let unknown = self.unknown_words(table).into_iter();
        let unknown: Vec<String> = unknown
            .filter(|word| !self.words.contains_key(word))
            .collect();
        if !unknown.is_empty() {
            lacks.push(Lack::Words(unknown));
        }
        let kinds = self.kinds(table).into_iter();
        let kinds: Vec<String> = kinds
            .filter(|kind| !self.types.contains_key(kind))
            .collect();
        if !kinds.is_empty() {
            lacks.push(Lack::Types(kinds));
        }
        if self.order.is_none() && self.shown_in(table) == Shown::Asked {
            lacks.push(Lack::Order);
        }
        lacks
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
