//! The files of an import: the office's own three, and those of the school's
//! own system in any shape.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use super::others::Other;
use crate::{import::table::Table, school::people::PUPILS};

/// The files, each as text. Its Debug shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// `pupils.csv`.
    pub pupils: Option<String>,
    /// `guardians.csv`.
    pub guardians: Option<String>,
    /// `permissions.csv`.
    pub permissions: Option<String>,
    /// Files of the school's own system, in any shape.
    #[serde(default)]
    pub others: Vec<Other>,
    /// Numbers of new pupils of whom somebody said that they are not those who
    /// are known by the same names.
    #[serde(default)]
    pub strangers: BTreeSet<String>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent(***)")
    }
}

impl Sent {
    /// Whether no file came.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.pupils.is_none()
            && self.guardians.is_none()
            && self.permissions.is_none()
            && self.others.is_empty()
    }

    /// Whether somebody has to say more before they can be read.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        let asked = |other: &Other| !other.is_said || !other.lacks().is_empty();
        self.others.iter().any(asked)
    }

    /// Whether a file tells who is at the school.
    #[must_use]
    pub fn lists_pupils(&self) -> bool {
        let lists = |other: &Other| other.mapping.as_ref().is_none_or(|one| one.lists_pupils);
        self.pupils.is_some() || self.others.iter().any(lists)
    }

    /// Whether answers came.
    #[must_use]
    pub fn answers(&self) -> bool {
        let answers = |other: &Other| {
            let mapping = other.mapping.as_ref();
            mapping.is_some_and(|mapping| mapping.answers().next().is_some())
        };
        self.permissions.is_some() || self.others.iter().any(answers)
    }

    /// Adds a file whatever its shape: one of the office's own three is taken
    /// as that; of any other its columns are asked. Whether there was room: of
    /// each of the three there is one.
    pub fn add(&mut self, table: Table) -> bool {
        const OWN: [&str; 3] = ["mis_id", "guardian", "biometric"];
        let place = if table.has(PUPILS) {
            &mut self.pupils
        } else if table.has(&OWN) {
            &mut self.guardians
        } else if table.has(&["mis_id", "channel", "naming", "decision", "given_by"]) {
            &mut self.permissions
        } else {
            self.others.push(Other {
                table,
                ..Other::default()
            });
            return true;
        };
        let free = place.is_none();
        if free {
            *place = Some(table.text());
        }
        free
    }
}

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// `pupils.csv`.
    Pupils,
    /// `guardians.csv`.
    Guardians,
    /// `permissions.csv`.
    Permissions,
    /// A file of the school's own system, by its number.
    Other(u16),
}

impl Which {
    /// What the file is called; of the school's own only that it is one.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Pupils => "pupils.csv",
            Self::Guardians => "guardians.csv",
            Self::Permissions => "permissions.csv",
            Self::Other(_) => "file",
        }
    }
}
