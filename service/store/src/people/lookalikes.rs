//! Pairs whom only a person may tell apart, twins among them: the machine
//! never settles which of the two is in a photo.

use gatehouse_domain::ids::{PersonId, SchoolId};
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    school::bump,
    sql::people as sql,
};

/// Writes a pair down, in whichever order it is told. Tells whether it is new;
/// nobody is their own lookalike.
///
/// # Errors
/// The driver's.
pub async fn add_lookalike(
    tx: &mut Tx,
    school: SchoolId,
    one: PersonId,
    other: PersonId,
) -> Result<bool, Error> {
    bump(tx, school).await?;
    let (first, second) = (one.min(other), one.max(other));
    Ok(run!(tx, sql::ADD_LOOKALIKE, school.0, first.0, second.0)? > 0)
}

/// Every pair of the school, each once, the smaller id first.
///
/// # Errors
/// The driver's.
pub async fn lookalikes(tx: &mut Tx, school: SchoolId) -> Result<Vec<(PersonId, PersonId)>, Error> {
    let rows = all!(tx, (Uuid, Uuid), sql::LOOKALIKES, school.0)?;
    Ok(rows
        .into_iter()
        .map(|(one, other)| (PersonId(one), PersonId(other)))
        .collect())
}
