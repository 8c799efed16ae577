//! Where something sealed belongs. The place is bound into the seal, so that
//! what was sealed for one child, column or picture opens nowhere else.

use gatehouse_domain::ids::{SchoolId, SubjectId};
use uuid::Uuid;

/// The one cell of the database that a sealed column belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The school the row belongs to.
    pub school: SchoolId,
    /// Whose key seals it.
    pub subject: SubjectId,
    /// The table's name.
    pub table: &'static str,
    /// The column's name.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// The place as bytes, after the form's version.
    pub(super) fn bound(&self, version: u8) -> Vec<u8> {
        associated(&[
            b"gatehouse column",
            &[version],
            self.school.0.as_bytes(),
            self.subject.0.as_bytes(),
            self.table.as_bytes(),
            self.column.as_bytes(),
            self.row.as_bytes(),
        ])
    }
}

/// The one object that a sealed stream belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectPlace<'a> {
    /// The school the object belongs to.
    pub school: SchoolId,
    /// Whose key seals it.
    pub subject: SubjectId,
    /// The object's name below the subject.
    pub name: &'a str,
}

impl ObjectPlace<'_> {
    /// The place as bytes, after the form's version.
    pub(super) fn bound(&self, version: u8) -> Vec<u8> {
        associated(&[
            b"gatehouse object",
            &[version],
            self.school.0.as_bytes(),
            self.subject.0.as_bytes(),
            self.name.as_bytes(),
        ])
    }
}

/// The parts one after another, each behind its length, so that no two lists
/// of parts give the same bytes.
pub(super) fn associated(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        // No part is longer than a column's name.
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
