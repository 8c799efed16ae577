//! Before the first photo: what is wrong with the configuration, told in
//! sentences that say where, what and what would be right.

use std::fmt;

use thiserror::Error;

/// Where a value comes from. The order is that in which problems are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The file. The line counts from 1; it is missing where the reader of
    /// TOML gives none.
    File {
        /// The file's name as it was handed in.
        name: String,
        /// The line.
        line: Option<usize>,
    },
    /// An environment variable, by its name.
    Variable(String),
    /// Nobody set it: the default of the table.
    Default,
}

impl Source {
    /// Whether a person set it.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self != Self::Default
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File {
                name,
                line: Some(line),
            } => write!(f, "{name} line {line}"),
            Self::File { name, line: None } => f.write_str(name),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// One thing that is wrong. Holds no value of a secret setting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it stands.
    pub source: Source,
    /// The setting, such as `database.url`; empty where a line cannot be read.
    pub key: String,
    /// What is wrong with it.
    pub said: String,
    /// What would be right.
    pub allowed: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            source,
            key,
            said,
            allowed,
        } = self;
        let space = if key.is_empty() { "" } else { " " };
        write!(f, "{source}: {key}{space}{said} - {allowed}")
    }
}

/// Everything that is wrong, the file first, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigErrors(pub Vec<Problem>);
