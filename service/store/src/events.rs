//! The events at which photos are taken.

use std::collections::BTreeSet;

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, EventId, PhotoId, ReleaseId, SchoolId},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::Date as Day;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    school::{bump, touched},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::events as sql,
    values::{At, day},
};

const FACTS: Column = Column::new("event", "sealed");

/// What of an event is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventHead {
    /// Its id; its subject too.
    pub id: EventId,
    /// The day on which it is held.
    pub held_on: Date,
    /// The moment from which unused pictures count.
    pub closes_at: Timestamp,
}

/// An event as it is kept. `T` is what is planned for it.
#[derive(Debug)]
pub struct EventRow<T> {
    /// What of it is no secret.
    pub head: EventHead,
    /// What is planned for it.
    pub sealed: Sealed<T>,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// Enters an event; `key` is its own.
///
/// # Errors
/// [`Error::Conflict`] where it is there already, or the driver's.
pub async fn insert<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    head: &EventHead,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    facts: &T,
    now: Timestamp,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let (id, closes_at) = (head.id.0, At::from(head.closes_at));
    let sealed = Sealed::new(key, entropy, FACTS.cell(school, head.id, id), facts)?;
    let (bytes, held_on) = (sealed.bytes(), day(head.held_on));
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        bytes,
        held_on,
        closes_at,
        At::from(now)
    )?;
    Ok(())
}

/// Changes an event.
///
/// # Errors
/// [`Error::Conflict`] where it is gone, or the driver's.
pub async fn replace<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    head: &EventHead,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    facts: &T,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let (id, closes_at) = (head.id.0, At::from(head.closes_at));
    let sealed = Sealed::new(key, entropy, FACTS.cell(school, head.id, id), facts)?;
    let (bytes, held_on) = (sealed.bytes(), day(head.held_on));
    touched(run!(
        tx,
        sql::REPLACE,
        bytes,
        held_on,
        closes_at,
        school.0,
        id
    )?)
}

/// One event.
///
/// # Errors
/// The driver's.
pub async fn get<T>(
    tx: &mut Tx,
    school: SchoolId,
    id: EventId,
) -> Result<Option<EventRow<T>>, Error> {
    let found = one!(tx, Columns, sql::GET, school.0, id.0)?;
    Ok(found.map(|columns| row(school, columns)))
}

/// The school's events held on that day or later, the earliest first.
///
/// # Errors
/// The driver's.
pub async fn list<T>(tx: &mut Tx, school: SchoolId, from: Date) -> Result<Vec<EventRow<T>>, Error> {
    let rows = all!(tx, Columns, sql::LIST, school.0, day(from))?;
    Ok(rows
        .into_iter()
        .map(|columns| row(school, columns))
        .collect())
}

/// An event is somebody's from now on. Tells whether that changed anything.
///
/// # Errors
/// The driver's, where there is no such account.
pub async fn set_maker(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    maker: AccountId,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::SET_MAKER, maker.0, school.0, event.0)? > 0)
}

/// Somebody's own events: those they made or were given, and those they brought
/// photos to.
///
/// # Errors
/// The driver's.
pub async fn own(
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
) -> Result<BTreeSet<EventId>, Error> {
    let rows = all!(tx, (Uuid,), sql::OWN, school.0, account.0)?;
    Ok(ids(rows))
}

/// Whether an event is somebody's own.
///
/// # Errors
/// The driver's.
pub async fn is_own(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    account: AccountId,
) -> Result<bool, Error> {
    let found = one!(tx, (Uuid,), sql::IS_OWN, school.0, event.0, account.0)?;
    Ok(found.is_some())
}

/// The event of a photo.
///
/// # Errors
/// The driver's.
pub async fn of_photo(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Option<EventId>, Error> {
    let row = one!(tx, (Uuid,), sql::OF_PHOTO, school.0, photo.0)?;
    Ok(row.map(|row| EventId(row.0)))
}

/// The events of a release's pictures; none where there is no such release.
///
/// # Errors
/// The driver's.
pub async fn of_release(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
) -> Result<BTreeSet<EventId>, Error> {
    let rows = all!(tx, (Uuid,), sql::OF_RELEASE, school.0, release.0)?;
    Ok(ids(rows))
}

fn ids(rows: Vec<(Uuid,)>) -> BTreeSet<EventId> {
    rows.into_iter().map(|row| EventId(row.0)).collect()
}

/// As the statements list them.
type Columns = (Uuid, Vec<u8>, Day, At, At);

fn row<T>(school: SchoolId, columns: Columns) -> EventRow<T> {
    let (id, sealed, held_on, closes_at, created_at) = columns;
    EventRow {
        head: EventHead {
            id: EventId(id),
            held_on: held_on.to_jiff(),
            closes_at: closes_at.into(),
        },
        sealed: Sealed::read(FACTS.cell(school, EventId(id), id), sealed),
        created_at: created_at.into(),
    }
}
