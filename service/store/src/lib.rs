//! Everything that is kept, from the first byte of a photo to the last line
//! about it: rows in SQLite or PostgreSQL, sealed objects in a folder or a
//! bucket, keys apart from both, jobs, and two logs that nobody can rewrite.
//!
//! It keeps and gives back; it never decides.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions))]

pub mod accounts;
pub mod backup;
mod codes;
pub mod db;
pub mod destructions;
pub mod devices;
pub mod duties;
mod error;
pub mod events;
pub mod faces;
pub mod fault;
pub mod import_mappings;
pub mod imports;
pub mod inventory;
pub mod log;
pub mod migrate;
pub mod objects;
pub mod people;
pub mod permissions;
pub mod photos;
pub mod profiles;
pub mod queue;
pub mod releases;
pub mod renditions;
pub mod school;
pub mod seal;
mod sealed;
pub mod sign_in;
mod sql;
pub mod templates;
pub mod texts;
mod values;
pub mod words;

pub use error::Error;
pub use sealed::{Column, Sealed};

/// Name and text of everything that is ever said to one of the databases, for
/// the test that has both of them prepare it.
pub fn statements(postgres: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    sql::all(postgres)
}
