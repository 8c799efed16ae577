//! What the biometric gate asks of the pupil. Each of these may end a
//! template, by the database's own hand in the same transaction.

use gatehouse_domain::{
    biometric::PupilWord,
    ids::{PersonId, SchoolId},
};
use jiff::civil::Date;
use jiff_sqlx::Date as Day;

use crate::{
    Error,
    db::{Tx, run},
    school::{bump, touched},
    sql::people as sql,
    templates::{self, Ended},
    values::day,
};

/// Writes the pupil's own word down.
///
/// # Errors
/// [`Error::Conflict`] where the pupil is gone, or the driver's.
pub async fn set_pupil_word(
    tx: &mut Tx,
    school: SchoolId,
    id: PersonId,
    said: PupilWord,
) -> Result<Ended, Error> {
    bump(tx, school).await?;
    let before = templates::of(tx, school, id).await?;
    let (code, on) = match said {
        PupilWord::None => ("none", None),
        PupilWord::Refused => ("refused", None),
        PupilWord::ChangedMind { on } => ("changed-mind", Some(day(on))),
    };
    touched(run!(tx, sql::SET_PUPIL_WORD, code, on, school.0, id.0)?)?;
    templates::ended(tx, school, id, before).await
}

/// Writes down the first day on which somebody is no longer at the school, or
/// that they stay. The day may lie ahead: a template goes when it comes, see
/// [`templates::expired`].
///
/// # Errors
/// [`Error::Conflict`] where they are gone, or the driver's.
pub async fn set_left_on(
    tx: &mut Tx,
    school: SchoolId,
    id: PersonId,
    on: Option<Date>,
) -> Result<Ended, Error> {
    bump(tx, school).await?;
    let before = templates::of(tx, school, id).await?;
    touched(run!(tx, sql::SET_LEFT_ON, on.map(day), school.0, id.0)?)?;
    templates::ended(tx, school, id, before).await
}

/// Freezes or frees the use of somebody's data.
///
/// # Errors
/// [`Error::Conflict`] where they are gone, or the driver's.
pub async fn set_restricted(
    tx: &mut Tx,
    school: SchoolId,
    id: PersonId,
    restricted: bool,
) -> Result<Ended, Error> {
    bump(tx, school).await?;
    let before = templates::of(tx, school, id).await?;
    touched(run!(tx, sql::SET_RESTRICTED, restricted, school.0, id.0)?)?;
    templates::ended(tx, school, id, before).await
}

/// The pupil's word as its columns hold it; `None` where they make no sense.
pub(super) fn word(code: &str, on: Option<Day>) -> Option<PupilWord> {
    Some(match (code, on) {
        ("none", _) => PupilWord::None,
        ("refused", _) => PupilWord::Refused,
        ("changed-mind", Some(on)) => PupilWord::ChangedMind { on: on.to_jiff() },
        _ => return None,
    })
}
