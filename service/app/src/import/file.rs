//! What columns mean, written down in a file that people correct by hand.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::{Channel, permission::Means};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    dates::Order,
    giver::Say,
    mapping::{Covers, Mapping, PerFile, Question, Role, Unknown},
    table::{Table, fold},
    words::{self, Word},
};

/// A mapping by the names of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MappingFile {
    /// Whether the rows bring the register up to date.
    pub lists_pupils: bool,
    /// Whether everybody at the school is in the files.
    pub is_full: bool,
    /// Which number of a date is the day, where the files do not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The day of the answers, where no column tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_on: Option<Date>,
    /// How the answers reached the school, where no column tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<Means>,
    /// What every column holds, by its heading.
    pub columns: BTreeMap<String, Column>,
    /// Whether everybody who answered holds parental responsibility.
    pub responsible: bool,
    /// What words mean, whichever way round they were asked: whether they agree.
    pub words: BTreeMap<String, Word>,
    /// What kinds of consent are about; none are not about pictures.
    pub kinds: BTreeMap<String, BTreeSet<Channel>>,
    /// Whether kinds of consent ask the other way round.
    pub turned_kinds: BTreeMap<String, bool>,
    /// What the answers of single files are about, by the files' names.
    pub files: BTreeMap<String, BTreeSet<Channel>>,
    /// Whether files ask the other way round, by their names.
    pub turned_files: BTreeMap<String, bool>,
    /// Whether people may agree who are told by what they are to the pupil.
    pub givers: BTreeMap<String, Say>,
}

/// What a column holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// Its role.
    pub holds: Role,
    /// Where the picture may go with a yes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<Channel>,
    /// What a yes allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<Covers>,
    /// Whether it asks the other way round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inverted: Option<bool>,
}

impl MappingFile {
    /// Reads one.
    ///
    /// # Errors
    /// The line that is wrong, and why.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
            format!("line {line}: {}", error.message())
        })
    }

    /// What it says of a table.
    #[must_use]
    pub fn of(&self, table: &Table) -> (Mapping, PerFile) {
        let by_heading: BTreeMap<String, &Column> = self
            .columns
            .iter()
            .map(|(heading, column)| (fold(heading), column))
            .collect();
        let mut mapping = Mapping {
            words: self.words.iter().flat_map(keyed).collect(),
            types: self
                .kinds
                .iter()
                .map(|(kind, channels)| (fold(kind), channels.clone()))
                .collect(),
            turned: self
                .turned_kinds
                .iter()
                .map(|(kind, turned)| (fold(kind), *turned))
                .collect(),
            givers: self
                .givers
                .iter()
                .map(|(relation, say)| (fold(relation), *say))
                .collect(),
            responsible: self.responsible,
            order: self.order,
            lists_pupils: self.lists_pupils,
            ..Mapping::default()
        };
        for place in 0..table.headings.len() {
            let found = by_heading.get(&fold(&table.heading(place))).copied();
            let column = found.cloned().unwrap_or_default();
            mapping.roles.push(column.holds);
            if column.holds.is_answer() {
                let question = Question {
                    channels: column.channels,
                    covers: column.covers.unwrap_or_default(),
                    inverted: column.inverted,
                };
                mapping.questions.insert(place, question);
            }
        }
        let file = PerFile {
            channels: self.files.get(&table.name).cloned().unwrap_or_default(),
            inverted: self.turned_files.get(&table.name).copied(),
            given_on: self.given_on,
            means: self.means,
            is_full: self.is_full,
        };
        (mapping, file)
    }

    /// Adds what is said of a table, every open kind to be filled in. Words are
    /// not written down: they may be sentences about a child.
    pub fn note(&mut self, table: &Table, mapping: &Mapping) {
        self.lists_pupils |= mapping.lists_pupils;
        self.order = self.order.or(mapping.order);
        for place in 0..table.headings.len() {
            let holds = mapping.role(place);
            let question = mapping.question(place);
            let column = Column {
                holds,
                channels: question.channels,
                covers: holds.is_answer().then_some(question.covers),
                inverted: question.inverted.filter(|_| holds.is_answer()),
            };
            self.columns.entry(table.heading(place)).or_insert(column);
        }
        for kind in mapping.kinds(table) {
            let known = mapping.types.get(&kind).cloned();
            self.kinds.entry(kind).or_insert(known.unwrap_or_default());
        }
        if mapping.is_about_one() {
            self.files.entry(table.name.clone()).or_default();
        }
    }

    /// As the text of a file.
    #[must_use]
    pub fn text(&self) -> String {
        const TOP: &str = "# What the columns of the school's files hold. Check every line: a kind \
            of consent\n# without channels is left out. Say under [words] what a word means that \
            is not known:\n# \"only from behind\" = \"no\". Where a yes means that they do not agree, \
            write\n# inverted = true to the column, or the kind or file with true under \
            [turned-kinds]\n# or [turned-files]. Under [givers] say of whoever is no parent \
            \"responsible\" or\n# \"without\": with or without parental responsibility.\n\n";
        // It holds texts and flags alone, which can always be written.
        format!("{TOP}{}", toml::to_string_pretty(self).unwrap_or_default())
    }
}

/// A word by both ways of asking: what somebody wrote down is what it means.
fn keyed((text, word): (&String, &Word)) -> [(String, Word); 2] {
    [false, true].map(|inverted| {
        let unknown = Unknown {
            text: words::folded(text),
            inverted,
        };
        (unknown.key(), *word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{propose::propose, read};

    #[test]
    fn what_is_written_down_reads_back_as_it_was_proposed() {
        let csv = "UPN,Consent Type,Consent Denied,Photo in newsletter\nA1,Website,No,maybe\n";
        let table = read::table("a.csv", csv.as_bytes()).unwrap();
        let mut mapping = propose(&table);
        mapping.roles[3] = Role::Answer;
        let mut file = MappingFile::default();
        file.note(&table, &mapping);
        let text = file.text();
        let mut read = MappingFile::parse(&text).unwrap();
        assert_eq!(read, file);
        // What somebody answered is not written down.
        assert!(!text.contains("maybe"), "{text}");
        read.words.insert("Maybe".to_owned(), Word::NoAnswer);
        let again = read.of(&table).0;
        assert_eq!(again.word("maybe", false), Some(Word::NoAnswer));
        assert_eq!(again.word("maybe", true), Some(Word::NoAnswer));
        mapping.words.clone_from(&again.words);
        mapping.questions.entry(3).or_default();
        assert_eq!(again, mapping);
    }

    #[test]
    fn a_line_that_is_wrong_is_told_by_its_number() {
        let says = MappingFile::parse("lists-pupils = true\nsurprise = 1\n").unwrap_err();
        assert!(says.starts_with("line 2: unknown field"), "{says}");
    }
}
