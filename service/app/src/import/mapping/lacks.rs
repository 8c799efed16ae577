//! What has to be said before a file can be read.

use super::{
    super::{dates::Shown, table::Table, words},
    Mapping, PerFile, Role,
};

/// The most different words of a column that are asked.
const MOST_WORDS: usize = 30;
/// The most kinds of consent that are asked.
const MOST_KINDS: usize = 60;

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
    /// Which way round a column asks, by its place.
    Way(usize),
    /// Which way round this file asks.
    FileWay,
    /// Of so many kinds of consent which way round they ask.
    KindWays(usize),
    /// Of so many words what they mean.
    Words(usize),
    /// Of so many kinds of consent what they are about.
    Types(usize),
    /// Of so many who answered whether they may agree.
    Givers(usize),
    /// Whether day or month comes first.
    Order,
    /// Some days of this column are days of a spreadsheet, others text.
    MixedDays(usize),
    /// More different answers than can be asked: it is no column of answers.
    TooManyWords(usize),
    /// More different kinds than can be asked: it is no column of kinds.
    TooManyKinds(usize),
}

impl Mapping {
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
        let of = (table, file);
        for column in self.answers() {
            if self.unknown_in(column, of).len() > MOST_WORDS {
                lacks.push(Lack::TooManyWords(column));
            }
            let about = !self.question(column).channels.is_empty();
            let one = self.is_about_one() && self.role(column) == Role::Status;
            match self.role(column) {
                Role::Answer if !about => lacks.push(Lack::NoChannel(column)),
                Role::Status if one && file.channels.is_empty() => {
                    lacks.push(Lack::NoFileChannel);
                }
                _ => {}
            }
            if one {
                if self.inverted(of, column, None).is_none() {
                    lacks.push(Lack::FileWay);
                }
            } else if self.question(column).inverted.is_none()
                && words::is_negative(&table.heading(column))
            {
                lacks.push(Lack::Way(column));
            }
        }
        let left = |count: usize, lack: fn(usize) -> Lack| (count > 0).then(|| lack(count));
        let words = self.unknown_words(of).into_iter();
        let words = words.filter(|word| !self.words.contains_key(&word.key()));
        lacks.extend(left(words.count(), Lack::Words));
        let kinds = self.kinds(table);
        if let Some(column) = self.column(Role::Type).filter(|_| kinds.len() > MOST_KINDS) {
            lacks.push(Lack::TooManyKinds(column));
        }
        let unsaid = kinds.iter().filter(|kind| !self.types.contains_key(*kind));
        lacks.extend(left(unsaid.count(), Lack::Types));
        let ways = kinds.iter().filter(|kind| {
            let about = self.types.get(*kind).is_some_and(|about| !about.is_empty());
            about && words::is_negative(kind) && !self.turned.contains_key(*kind)
        });
        lacks.extend(left(ways.count(), Lack::KindWays));
        let givers = self.relations(table).into_iter();
        let givers = givers.filter(|relation| !self.givers.contains_key(*relation));
        lacks.extend(left(givers.count(), Lack::Givers));
        if self.asks_order(table) {
            lacks.push(Lack::Order);
        }
        if let Some(column) = self.column(Role::GivenOn)
            && self.shown_in(table) == Shown::Mixed
        {
            lacks.push(Lack::MixedDays(column));
        }
        lacks
    }
}
