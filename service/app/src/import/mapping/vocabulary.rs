//! The words, kinds of consent and givers that stand in a table, and what was
//! said of them.

use std::collections::BTreeSet;

use super::{
    super::{
        giver::{self, Teller},
        table::{Table, fold},
        words::{self, Word},
    },
    Mapping, PerFile, Role,
};

/// A word of which nobody knows what it means. Its Debug does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The word, as words are compared.
    pub text: String,
    /// Whether it answers what asks the other way round.
    pub inverted: bool,
}

impl std::fmt::Debug for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unknown(***, {})", self.inverted)
    }
}

impl Unknown {
    /// Under what its meaning is kept: the same word may mean something else
    /// where it answers the opposite.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.text, self.inverted)
    }
}

fn key(text: &str, inverted: bool) -> String {
    let way = if inverted { "denied" } else { "asked" };
    format!("{way}: {text}")
}

fn usual(text: &str, inverted: bool) -> Option<Word> {
    if inverted {
        words::usual_turned(text)
    } else {
        words::usual(text)
    }
}

impl Mapping {
    /// What a word means in this school's files, as an answer to what asks the
    /// other way round or not.
    #[must_use]
    pub fn word(&self, text: &str, inverted: bool) -> Option<Word> {
        let known = usual(text, inverted);
        known.or_else(|| {
            let key = key(&words::folded(text), inverted);
            self.words.get(&key).copied()
        })
    }

    /// The words of answers in a column that are known nowhere, each once.
    #[must_use]
    pub fn unknown_in(&self, column: usize, of: (&Table, &PerFile)) -> BTreeSet<Unknown> {
        let (table, _) = of;
        let kinds = self.column(Role::Type);
        let one_way = self.inverted(of, column, None).unwrap_or_default();
        let mut found = BTreeSet::new();
        for row in &table.rows {
            let inverted = match kinds {
                Some(at) if self.role(column) == Role::Status => {
                    let kind = fold(row.cell(at));
                    if self.types.get(&kind).is_some_and(BTreeSet::is_empty) {
                        continue;
                    }
                    self.inverted(of, column, Some(&kind)).unwrap_or_default()
                }
                _ => one_way,
            };
            let text = row.cell(column);
            if usual(text, inverted).is_none() {
                found.insert(Unknown {
                    text: words::folded(text),
                    inverted,
                });
            }
        }
        found
    }

    /// The words in a table that are known nowhere, each once.
    #[must_use]
    pub fn unknown_words(&self, of: (&Table, &PerFile)) -> BTreeSet<Unknown> {
        let answers = self
            .answers()
            .flat_map(|column| self.unknown_in(column, of));
        let archived = self.column(Role::Archived).into_iter();
        let archived = archived
            .flat_map(|column| of.0.column(column))
            .filter(|text| words::usual(text).is_none())
            .map(|text| Unknown {
                text: words::folded(text),
                inverted: false,
            });
        answers.chain(archived).collect()
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

    /// The kinds of which it has to be said which way round they ask.
    #[must_use]
    pub fn negative_kinds(&self, table: &Table) -> BTreeSet<String> {
        let kinds = self.kinds(table).into_iter();
        kinds.filter(|kind| words::is_negative(kind)).collect()
    }

    /// What people who answered are to the pupils, where they are told by that.
    #[must_use]
    pub fn relations(&self, table: &Table) -> BTreeSet<&'static str> {
        let column = self.column(Role::Giver).into_iter();
        column
            .flat_map(|column| table.column(column))
            .filter_map(|text| match giver::teller(text) {
                Teller::Relation(relation) => Some(relation),
                Teller::One(_) => None,
            })
            .collect()
    }
}
