//! A copy of everything on the photo's way, made while the house runs, and the
//! way back from it.
//!
//! A backup has two halves in two places. One holds the rows of one state of
//! the database, sealed, and the sealed objects those rows name, as they lie.
//! The other holds the keys of the subjects, wrapped by the master key, and
//! the key that sealed the rows. Neither opens anything without the other, nor
//! both without the master key. What is in it is the same whichever database
//! it came from, and goes into either.
//!
//! What was destroyed since does not come back: a restore puts up the
//! tombstones that the [ledger](crate::log::outside) knows before it brings a
//! single key, object or row.

mod disk;
mod dump;
mod error;
mod load;
mod make;
mod manifest;
mod objects;
mod open;
mod replay;
mod restore;
mod rows;
mod tables;
mod value;

use gatehouse_domain::ids::{SchoolId, SubjectId};
use uuid::Uuid;

use crate::{
    db::Db,
    log::outside::Ledger,
    objects::Objects,
    seal::{KeyStore, ObjectPlace},
};

pub use disk::FileMark;
pub use error::BackupError;
pub use make::{Order, make};
pub use manifest::{End, Lacking, Manifest, Name, ObjectRef};
pub use open::{Backup, Held, held, open, remove};
pub use replay::{Pending, pending, replayed};
pub use restore::{KeysBack, Restore, RowsBack, unfinished};
pub use tables::{Column, Kind, TABLES, Table};

/// Everything that is backed up, and where it is restored to.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    /// The database.
    pub db: &'a Db,
    /// The keys.
    pub keys: &'a KeyStore,
    /// The sealed objects.
    pub objects: &'a Objects,
    /// What was destroyed, and marks in the logs: not backed up here, since it
    /// lies outside already, but told of a restore.
    pub ledger: &'a Ledger,
}

/// What a sealed file of a backup is bound to. No school has the id of all
/// zeros, so nothing that a school sealed opens as one.
const fn seal_place(backup: Uuid, file: &'static str) -> ObjectPlace<'static> {
    ObjectPlace {
        school: SchoolId(Uuid::nil()),
        subject: SubjectId(backup),
        name: file,
    }
}
