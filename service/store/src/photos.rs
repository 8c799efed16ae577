//! Photos as they are kept: where each is on its way, and what was learnt of it.

use gatehouse_domain::{
    clock::Entropy,
    custody::{Original, State},
    ids::{AccountId, EventId, PhotoId, SchoolId, SubjectId},
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    renditions,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::photos as sql,
    values::At,
};

const FACTS: Column = Column::new("photo", "sealed");

/// A photo on its arrival.
#[derive(Debug, Clone, Copy)]
pub struct NewPhoto {
    /// Its id; its subject too.
    pub id: PhotoId,
    /// The event it was taken at.
    pub event: EventId,
    /// Who uploaded it.
    pub uploader: AccountId,
    /// The subject whose key seals the uploaded file, which ends first.
    pub original: SubjectId,
}

/// A photo as it is kept. `T` is what was learnt of it.
#[derive(Debug)]
pub struct PhotoRow<T> {
    /// Its id.
    pub id: PhotoId,
    /// The event it was taken at.
    pub event: EventId,
    /// Who uploaded it.
    pub uploader: AccountId,
    /// The subject of the uploaded file.
    pub original: SubjectId,
    /// How far it is.
    pub state: State,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When it was refused, and why, as a code.
    pub refused: Option<(Timestamp, String)>,
    /// The master's width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// What was learnt of it.
    pub facts: Option<Sealed<T>>,
}

type Columns = (
    Uuid,
    Uuid,
    Uuid,
    String,
    Uuid,
    bool,
    At,
    Option<At>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<Vec<u8>>,
);

fn row<T>(school: SchoolId, columns: Columns) -> Result<PhotoRow<T>, Error> {
    let (id, event, uploader, state, original, kept, received, refused, code, w, h, sealed) =
        columns;
    let pixels = |value: i64| {
        u32::try_from(value).map_err(|error| Error::corrupt("photo", "width", id, error))
    };
    Ok(PhotoRow {
        id: PhotoId(id),
        event: EventId(event),
        uploader: AccountId(uploader),
        original: SubjectId(original),
        state: state_of(&state, kept)
            .ok_or_else(|| Error::corrupt("photo", "state", id, "no such state"))?,
        received_at: received.into(),
        refused: refused.zip(code).map(|(at, code)| (at.into(), code)),
        size: match (w, h) {
            (Some(w), Some(h)) => Some((pixels(w)?, pixels(h)?)),
            _ => None,
        },
        facts: sealed.map(|bytes| Sealed::read(FACTS.cell(school, PhotoId(id), id), bytes)),
    })
}

const fn state_code(state: State) -> (&'static str, bool) {
    let code = match state {
        State::Received => "received",
        State::Cleaned(_) => "cleaned",
        State::Scanned(_) => "scanned",
        State::Refused(_) => "refused",
        State::Destroyed => "destroyed",
    };
    (code, state.has_original())
}

fn state_of(code: &str, original_kept: bool) -> Option<State> {
    let original = if original_kept {
        Original::Kept
    } else {
        Original::Destroyed
    };
    Some(match code {
        "received" => State::Received,
        "cleaned" => State::Cleaned(original),
        "scanned" => State::Scanned(original),
        "refused" => State::Refused(original),
        "destroyed" => State::Destroyed,
        _ => return None,
    })
}

/// A photo arrives: it is in quarantine, its file sealed.
///
/// # Errors
/// [`Error::Conflict`] when it is there already; the driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    photo: &NewPhoto,
    at: Timestamp,
) -> Result<(), Error> {
    let (state, kept) = state_code(State::Received);
    run!(
        tx,
        sql::INSERT,
        photo.id.0,
        school.0,
        photo.event.0,
        photo.uploader.0,
        state,
        photo.original.0,
        kept,
        At::from(at)
    )?;
    Ok(())
}

/// One photo.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn get<T>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Option<PhotoRow<T>>, Error> {
    one!(tx, Columns, sql::GET, school.0, photo.0)?
        .map(|columns| row(school, columns))
        .transpose()
}

/// The photo that a sealed original belongs to.
///
/// # Errors
/// The driver's.
pub async fn of_original(
    tx: &mut Tx,
    school: SchoolId,
    original: SubjectId,
) -> Result<Option<PhotoId>, Error> {
    let row = one!(tx, (Uuid,), sql::OF_ORIGINAL, school.0, original.0)?;
    Ok(row.map(|row| PhotoId(row.0)))
}

/// The photos of an event, in the order of their arrival.
///
/// # Errors
/// As [`get`].
pub async fn of_event<T>(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
) -> Result<Vec<PhotoRow<T>>, Error> {
    all!(tx, Columns, sql::OF_EVENT, school.0, event.0)?
        .into_iter()
        .map(|columns| row(school, columns))
        .collect()
}

/// Notes by what a photo's file is known again; see [`crate::seal::SubjectKey::mark`].
///
/// # Errors
/// [`Error::Conflict`] where the event has a photo of that file; the driver's.
pub async fn set_mark(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    mark: [u8; 32],
) -> Result<(), Error> {
    run!(tx, sql::SET_MARK, school.0, photo.0, mark.as_slice())?;
    Ok(())
}

/// A photo is to go: its file may be sent again.
///
/// # Errors
/// The driver's.
pub async fn drop_mark(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<(), Error> {
    run!(tx, sql::DROP_MARK, school.0, photo.0)?;
    Ok(())
}

/// The photo of an event that was made of the file with that mark.
///
/// # Errors
/// The driver's.
pub async fn of_mark(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    mark: [u8; 32],
) -> Result<Option<PhotoId>, Error> {
    let row = one!(
        tx,
        (Uuid,),
        sql::OF_MARK,
        school.0,
        event.0,
        mark.as_slice()
    )?;
    Ok(row.map(|row| PhotoId(row.0)))
}

/// What became of the pictures that somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// How many there are in all.
    pub all: i64,
    /// How many were opened and not refused.
    pub kept: i64,
    /// How many wait to be opened.
    pub waiting: i64,
}

/// How many pictures of an event somebody sent, and what became of them.
///
/// # Errors
/// The driver's.
pub async fn sent_by(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    account: AccountId,
) -> Result<Sent, Error> {
    let counted = one!(
        tx,
        (i64, i64, i64),
        sql::SENT_BY,
        school.0,
        event.0,
        account.0
    )?;
    let (all, kept, waiting) = counted.unwrap_or_default();
    Ok(Sent { all, kept, waiting })
}

/// A photo's place among those of its event in the order of their arrival, from
/// 1, and how many those are.
///
/// # Errors
/// The driver's.
pub async fn place(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<(i64, i64), Error> {
    let place = one!(tx, (i64, i64), sql::PLACE, school.0, photo.0)?;
    Ok(place.unwrap_or_default())
}

/// How many photos an event has or had.
///
/// # Errors
/// The driver's.
pub async fn count_of_event(tx: &mut Tx, school: SchoolId, event: EventId) -> Result<i64, Error> {
    let counted = one!(tx, (i64,), sql::COUNT_OF_EVENT, school.0, event.0)?;
    Ok(counted.unwrap_or_default().0)
}

/// How many photos are in each state, by its code.
///
/// # Errors
/// The driver's.
pub async fn count(tx: &mut Tx, school: SchoolId) -> Result<Vec<(String, i64)>, Error> {
    all!(tx, (String, i64), sql::COUNT, school.0)
}

/// The photos in a state, whether or not the original is still there; oldest
/// first.
///
/// # Errors
/// The driver's.
pub async fn in_state(tx: &mut Tx, school: SchoolId, state: State) -> Result<Vec<PhotoId>, Error> {
    let rows = all!(tx, (Uuid,), sql::IN_STATE, school.0, state_code(state).0)?;
    Ok(rows.into_iter().map(|row| PhotoId(row.0)).collect())
}

/// A photo's place among all of a school's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The photo.
    pub photo: PhotoId,
    /// Its event.
    pub event: EventId,
    /// When it arrived.
    pub received_at: Timestamp,
}

/// Photos that were looked at and that somebody counted heads in, or in which
/// somebody may be: those that arrived since a moment, the newest first, at
/// most `count` of them, from those before a place on.
///
/// # Errors
/// The driver's.
pub async fn worked_on(
    tx: &mut Tx,
    school: SchoolId,
    since: Timestamp,
    before: (Timestamp, PhotoId),
    count: u32,
) -> Result<Vec<Place>, Error> {
    let rows = all!(
        tx,
        (Uuid, Uuid, At),
        sql::WORKED_ON,
        school.0,
        At::from(since),
        At::from(before.0),
        before.1.0,
        i64::from(count)
    )?;
    Ok(rows
        .into_iter()
        .map(|(photo, event, received_at)| Place {
            photo: PhotoId(photo),
            event: EventId(event),
            received_at: received_at.into(),
        })
        .collect())
}

/// Moves a photo from one state to another, with why where it was refused.
///
/// # Errors
/// [`Error::Conflict`] when it is no longer where it was thought to be.
pub async fn step(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (from, to): (State, State),
    refused: Option<&str>,
    at: Timestamp,
) -> Result<(), Error> {
    let when = |is: bool| is.then_some(At::from(at));
    let (before, before_kept) = state_code(from);
    let (after, after_kept) = state_code(to);
    let moved = from.rank() != to.rank();
    let changed = run!(
        tx,
        sql::STEP,
        school.0,
        photo.0,
        after,
        after_kept,
        when(matches!(to, State::Cleaned(_))),
        when(moved && matches!(to, State::Scanned(_))),
        when(matches!(to, State::Refused(_))),
        refused,
        when(to == State::Destroyed),
        before,
        before_kept
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// Keeps what was learnt of a photo, sealed, and the master's size in pixels.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn set_facts<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    facts: &T,
    (width, height): (u32, u32),
) -> Result<(), Error> {
    let sealed = Sealed::new(key, entropy, FACTS.cell(school, photo, photo.0), facts)?;
    run!(
        tx,
        sql::SET_FACTS,
        school.0,
        photo.0,
        sealed.bytes(),
        i64::from(width),
        i64::from(height)
    )?;
    Ok(())
}

/// Who uploaded the pictures of a release.
///
/// # Errors
/// The driver's.
pub async fn uploaders(
    tx: &mut Tx,
    school: SchoolId,
    release: gatehouse_domain::ids::ReleaseId,
) -> Result<Vec<AccountId>, Error> {
    let rows = all!(tx, (Uuid,), sql::UPLOADERS, school.0, release.0)?;
    Ok(rows.into_iter().map(|row| AccountId(row.0)).collect())
}

/// Removes everything personal from a photo's rows before it is destroyed:
/// what remains is that there was one.
///
/// # Errors
/// The driver's.
pub async fn empty(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<(), Error> {
    crate::faces::drop_all(tx, school, photo).await?;
    run!(tx, sql::DROP_WORDS, school.0, photo.0)?;
    renditions::forget(tx, school, photo.into()).await?;
    run!(tx, sql::EMPTY, school.0, photo.0)?;
    Ok(())
}
