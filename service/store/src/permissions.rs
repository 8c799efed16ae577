//! What was agreed about somebody's pictures, line by line. Lines are added;
//! the database itself refuses to have one changed or taken away.

use gatehouse_domain::{
    clock::Entropy,
    ids::{PersonId, SchoolId, uuid_v7},
    permission::{Detail, Giver, PermissionRow},
};
use jiff::Timestamp;
use jiff_sqlx::Date as Day;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    people::codes::{Code, read_code},
    school::{bump, touched},
    sql::people as sql,
    values::{At, day},
};

const TABLE: &str = "permission";

/// Adds a line to what was agreed about somebody.
///
/// # Errors
/// [`Error::Conflict`] where they are gone, or the driver's.
pub async fn append(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
    line: &PermissionRow,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let guardian = match line.given_by {
        Giver::Guardian(place) => Some(i64::from(place)),
        Giver::Self_ => None,
    };
    touched(run!(
        tx,
        sql::APPEND_PERMISSION,
        uuid_v7(now, entropy),
        line.channel.code(),
        line.naming.code(),
        line.basis.code(),
        line.decision.code(),
        guardian,
        day(line.given_on),
        line.expires_on.map(day),
        i64::from(line.text_version),
        At::from(now),
        line.detail.means.map(Code::code),
        line.detail.purpose.code(),
        school.0,
        person.0,
    )?)
}

/// All lines of the school, person by person, each in the order in which they
/// were added.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have added, or the driver's.
pub async fn of_school(
    tx: &mut Tx,
    school: SchoolId,
) -> Result<Vec<(PersonId, PermissionRow)>, Error> {
    let rows = all!(tx, Columns, sql::PERMISSIONS, school.0)?;
    rows.into_iter().map(row).collect()
}

/// All lines of one person, in the order in which they were added.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have added, or the driver's.
pub async fn of_person(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Vec<PermissionRow>, Error> {
    let rows = all!(tx, Columns, sql::PERMISSIONS_OF, school.0, person.0)?;
    rows.into_iter()
        .map(|columns| row(columns).map(|(_, line)| line))
        .collect()
}

/// All lines of one person, in the order in which they were added, each with the
/// SHA-256 of the text it was given for; none where that was not there yet.
///
/// # Errors
/// [`Error::Corrupt`] for what nobody can have added, or the driver's.
pub async fn with_texts(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Vec<(PermissionRow, Option<[u8; 32]>)>, Error> {
    let lines = of_person(tx, school, person).await?;
    let texts = all!(
        tx,
        (Uuid, Option<Vec<u8>>),
        sql::TEXTS_OF,
        school.0,
        person.0
    )?;
    let read = |(id, sha256): (Uuid, Option<Vec<u8>>)| {
        let damage = |_| Error::corrupt(TABLE, "text_sha256", id, "not a hash");
        sha256
            .map(|bytes| bytes.try_into().map_err(damage))
            .transpose()
    };
    let texts = texts.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().zip(texts).collect())
}

/// As the statements list them.
type Columns = (
    Uuid,
    Uuid,
    String,
    String,
    String,
    String,
    Option<i64>,
    Day,
    Option<Day>,
    i64,
    Option<String>,
    String,
);

fn row(columns: Columns) -> Result<(PersonId, PermissionRow), Error> {
    let (id, person, channel, naming, basis, decision, place, given_on, ends, text, means, purpose) =
        columns;
    let given_by = match place {
        Some(place) => Giver::Guardian(
            u16::try_from(place)
                .map_err(|error| Error::corrupt(TABLE, "guardian_place", id, error))?,
        ),
        None => Giver::Self_,
    };
    let means = means.map(|means| read_code(&means, TABLE, "means", id));
    let line = PermissionRow {
        channel: channel.parse().map_err(|error| {
            let error: gatehouse_domain::channel::UnknownChannel = error;
            Error::corrupt(TABLE, "channel", id, error)
        })?,
        naming: read_code(&naming, TABLE, "naming", id)?,
        basis: read_code(&basis, TABLE, "basis", id)?,
        decision: read_code(&decision, TABLE, "decision", id)?,
        given_by,
        given_on: given_on.to_jiff(),
        expires_on: ends.map(Day::to_jiff),
        text_version: u32::try_from(text)
            .map_err(|error| Error::corrupt(TABLE, "text_version", id, error))?,
        detail: Detail {
            means: means.transpose()?,
            purpose: read_code(&purpose, TABLE, "purpose", id)?,
        },
    };
    Ok((PersonId(person), line))
}
