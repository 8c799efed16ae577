//! What the columns of a school's own files mean, as somebody in the office
//! said, until somebody says otherwise. Sealed by the school's key.

use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, one, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::import_mappings as sql,
    values::At,
};

const MAPPING: Column = Column::new("import_mapping", "sealed");

/// What was said of files with these headings; `mark` is theirs by the school's
/// key.
///
/// # Errors
/// The driver's.
pub async fn get<T>(
    tx: &mut Tx,
    school: SchoolId,
    mark: &[u8; 32],
) -> Result<Option<Sealed<T>>, Error> {
    let found = one!(tx, (Uuid, Vec<u8>), sql::GET, school.0, mark.as_slice())?;
    let cell = |id| MAPPING.cell(school, SubjectId(school.0), id);
    Ok(found.map(|(id, sealed)| Sealed::read(cell(id), sealed)))
}

/// Keeps what was said, in place of what was said before; `id` is the row's if
/// there is none yet, `key` the school's.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn set<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    (id, mark): (Uuid, &[u8; 32]),
    (key, entropy): (&SubjectKey, &dyn Entropy),
    mapping: &T,
    now: Timestamp,
) -> Result<(), Error> {
    let cell = MAPPING.cell(school, SubjectId(school.0), id);
    let sealed = Sealed::new(key, entropy, cell, mapping)?;
    run!(tx, sql::REMOVE, school.0, mark.as_slice())?;
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        mark.as_slice(),
        sealed.bytes(),
        At::from(now)
    )?;
    Ok(())
}
