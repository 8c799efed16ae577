//! What must have a key: compared with the keys there are, to find what a kill
//! or somebody's hand left behind.

use std::collections::BTreeSet;

use gatehouse_domain::ids::{SchoolId, SubjectId};
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all},
    sql::inventory as sql,
};

/// Everything of a school that has a key of its own.
///
/// # Errors
/// The driver's.
pub async fn subjects(tx: &mut Tx, school: SchoolId) -> Result<BTreeSet<SubjectId>, Error> {
    let rows = all!(tx, (Uuid,), sql::SUBJECTS, school.0, true)?;
    Ok(rows.into_iter().map(|row| SubjectId(row.0)).collect())
}
