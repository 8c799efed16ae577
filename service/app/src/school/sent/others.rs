//! Files of a school's own system, by what somebody said that their columns
//! mean: rows become rows as the office's own files have them, and are read as
//! those are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fault, Reader, Which};
use crate::import::{
    mapping::{Lack, Mapping, PerFile},
    table::Table,
};

/// A file of the school's own system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// What stands in it.
    pub table: Table,
    /// What its columns mean, once it was proposed or said.
    pub mapping: Option<Mapping>,
    /// What is said of this file alone.
    pub file: PerFile,
    /// Whether somebody has said it, now or of the same headings before: what
    /// is proposed alone is never read by.
    #[serde(default)]
    pub is_said: bool,
}

impl Other {
    /// What has to be said before it can be read.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        match &self.mapping {
            Some(mapping) => mapping.lacks(&self.table, &self.file),
            None => Mapping::default().lacks_in_columns(),
        }
    }
}

/// Places by the names of columns.
pub(super) fn columns(names: &[&str]) -> BTreeMap<String, usize> {
    let names = names.iter().enumerate();
    names
        .map(|(place, name)| ((*name).to_owned(), place))
        .collect()
}

impl Reader<'_> {
    pub(super) fn fault_at(
        &mut self,
        table: &Table,
        (file, line, column): (u16, u64, usize),
        says: String,
    ) {
        self.reading.faults.push(Fault {
            file: Which::Other(file),
            line: Some(line),
            column: Some(table.heading(column).into()),
            says,
        });
    }

    /// Calls the column of the newest fault as the file does.
    pub(super) fn name_column(&mut self, called: impl FnOnce(&str) -> Option<String>) {
        if let Some(fault) = self.reading.faults.last_mut() {
            let column = fault.column.take();
            fault.column = column.and_then(|clean| called(&clean)).map(Into::into);
        }
    }
}
