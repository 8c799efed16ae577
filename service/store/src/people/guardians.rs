//! Those who answer for a pupil: notified or excepted, and what they said.

use gatehouse_domain::{
    biometric::{Answer, Exception, GuardianFacts, Relation},
    clock::Entropy,
    ids::{GuardianId, PersonId, SchoolId},
};
use jiff::Timestamp;
use jiff_sqlx::Date as Day;
use uuid::Uuid;

use super::codes::{Code as _, read_code};
use crate::{
    Error,
    db::{Tx, all, run},
    school::{bump, touched},
    sql::people as sql,
    templates::{self, Ended},
    values::day,
};

/// Records the guardian at that place of the pupil's record, counted from 0,
/// or changes what is recorded of them. May end the pupil's template.
///
/// # Errors
/// [`Error::Conflict`] where the pupil is gone, or the driver's.
pub async fn set_guardian(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
    place: u16,
    facts: &GuardianFacts,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<Ended, Error> {
    bump(tx, school).await?;
    let before = templates::of(tx, school, person).await?;
    let exception = facts.exception;
    let (answer, answered_on, method) = match facts.answer {
        Answer::None => ("none", None, None),
        Answer::Consented { on, method } => ("consented", Some(day(on)), Some(method.code())),
        Answer::Objected => ("objected", None, None),
        Answer::Withdrawn => ("withdrawn", None, None),
    };
    // Parental responsibility stands in a column of its own: the gate asks all
    // parents alike.
    let relation = match facts.relation {
        Relation::ParentWithout => Relation::Parent.code(),
        other => other.code(),
    };
    touched(run!(
        tx,
        sql::SET_GUARDIAN,
        GuardianId::new(now, entropy).0,
        i64::from(place),
        relation,
        facts.notified_on.map(day),
        exception.map(|exception| exception.ground.code()),
        exception.and_then(|exception| exception.signed_on).map(day),
        answer,
        answered_on,
        method,
        facts.relation.has_responsibility(),
        school.0,
        person.0,
    )?)?;
    templates::ended(tx, school, person, before).await
}

/// The guardians of all pupils with their places, pupil by pupil.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have recorded, or the driver's.
pub async fn guardians(
    tx: &mut Tx,
    school: SchoolId,
) -> Result<Vec<(PersonId, u16, GuardianFacts)>, Error> {
    let rows = all!(tx, Columns, sql::GUARDIANS, school.0)?;
    rows.into_iter().map(row).collect()
}

/// The guardians of one pupil with their places.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have recorded, or the driver's.
pub async fn guardians_of(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Vec<(u16, GuardianFacts)>, Error> {
    let rows = all!(tx, Columns, sql::GUARDIANS_OF, school.0, person.0)?;
    let known = |columns| row(columns).map(|(_, place, facts)| (place, facts));
    rows.into_iter().map(known).collect()
}

/// As the statements list them.
type Columns = (
    Uuid,
    Uuid,
    i64,
    String,
    Option<Day>,
    Option<String>,
    Option<Day>,
    String,
    Option<Day>,
    Option<String>,
    bool,
);

fn row(columns: Columns) -> Result<(PersonId, u16, GuardianFacts), Error> {
    let (id, person, place, relation, notified_on, ground, signed_on, answer, on, method, has) =
        columns;
    let place =
        u16::try_from(place).map_err(|error| Error::corrupt("guardian", "place", id, error))?;
    let exception = match ground {
        Some(ground) => Some(Exception {
            ground: read_code(&ground, "guardian", "exception_ground", id)?,
            signed_on: signed_on.map(Day::to_jiff),
        }),
        None => None,
    };
    let answer = match (answer.as_str(), on, method) {
        ("none", ..) => Answer::None,
        ("objected", ..) => Answer::Objected,
        ("withdrawn", ..) => Answer::Withdrawn,
        ("consented", Some(on), Some(method)) => Answer::Consented {
            on: on.to_jiff(),
            method: read_code(&method, "guardian", "method", id)?,
        },
        _ => {
            return Err(Error::corrupt(
                "guardian",
                "answer",
                id,
                "an answer that is not whole",
            ));
        }
    };
    let relation = match read_code(&relation, "guardian", "relation", id)? {
        Relation::Parent if !has => Relation::ParentWithout,
        other => other,
    };
    let facts = GuardianFacts {
        relation,
        notified_on: notified_on.map(Day::to_jiff),
        exception,
        answer,
    };
    Ok((PersonId(person), place, facts))
}
