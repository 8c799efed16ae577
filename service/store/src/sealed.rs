//! A sealed column as it comes from or goes to a row: typed, bound to its
//! cell, and closed until somebody brings the subject's key.

use std::marker::PhantomData;

use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Error,
    seal::{Place, SubjectKey},
};

/// A column that holds sealed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its table.
    pub(crate) table: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
}

/// A sealed value of a column, by whose key it opens.
pub struct Sealed<T> {
    place: Place,
    bytes: Vec<u8>,
    what: PhantomData<fn() -> T>,
}

impl Column {
    /// Names a column of a table.
    pub(crate) const fn new(table: &'static str, name: &'static str) -> Self {
        Self { table, name }
    }

    /// One cell of it.
    pub(crate) fn cell(self, school: SchoolId, subject: impl Into<SubjectId>, row: Uuid) -> Place {
        Place {
            school,
            subject: subject.into(),
            table: self.table,
            column: self.name,
            row,
        }
    }
}

impl<T> Sealed<T> {
    /// What a row holds.
    pub(crate) const fn read(place: Place, bytes: Vec<u8>) -> Self {
        Self {
            place,
            bytes,
            what: PhantomData,
        }
    }

    /// What a row is to hold.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whose key opens it.
    #[must_use]
    pub const fn subject(&self) -> SubjectId {
        self.place.subject
    }
}

impl<T: Serialize> Sealed<T> {
    /// Seals a value for its cell.
    pub(crate) fn new(
        key: &SubjectKey,
        entropy: &dyn Entropy,
        place: Place,
        value: &T,
    ) -> Result<Self, Error> {
        let bytes = key.seal_json(entropy, &place, value)?;
        Ok(Self::read(place, bytes))
    }
}

impl<T: DeserializeOwned> Sealed<T> {
    /// Opens it.
    ///
    /// # Errors
    /// [`Error::Seal`] with another subject's key, or when a byte changed.
    pub fn open(&self, key: &SubjectKey) -> Result<T, Error> {
        Ok(key.open_json(&self.place, &self.bytes)?)
    }
}

impl<T> std::fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.bytes.len())
    }
}
