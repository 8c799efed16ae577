//! Releases as a list shows them: what waits, what is on its way, what is out,
//! what came back, in parts that fit a page.

use gatehouse_domain::{
    Channel,
    ids::{AccountId, EventId, PhotoId, ReleaseId, SchoolId},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{ReleaseRow, StageCode, row};
use crate::{
    Error,
    db::{Tx, all, one},
    sql::releases as sql,
    values::At,
};

/// Which releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Put together or judged, and not approved as they stand; those whose last
    /// verdict is clear first, and of each kind the oldest.
    Waiting,
    /// Approved or on their way out; oldest first.
    Going,
    /// Out; those that went out last first.
    Out,
    /// Taken back while they may have been out, and not seen to be gone yet;
    /// oldest first.
    ComingBack,
    /// Taken back while they may have been out, gone or not; those taken back
    /// last first.
    Back,
}

/// A release in a list.
#[derive(Debug)]
pub struct Listed<S> {
    /// The release.
    pub row: ReleaseRow<S>,
    /// When it was put together.
    pub created_at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// Its first picture, and the event that was taken at.
    pub first: Option<(PhotoId, EventId)>,
    /// How many pictures it has.
    pub pictures: u32,
}

type Columns = (
    Uuid,
    String,
    String,
    Vec<u8>,
    String,
    i64,
    Option<At>,
    Option<At>,
    Option<At>,
    Option<String>,
    At,
    Uuid,
    Option<Uuid>,
    Option<Uuid>,
    i64,
);

/// A part of the releases, on one channel or on all of them: `count` from
/// place `from` on.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn list<S>(
    tx: &mut Tx,
    school: SchoolId,
    (part, channel): (Part, Option<Channel>),
    (from, count): (u32, u32),
) -> Result<Vec<Listed<S>>, Error> {
    let statement = match part {
        Part::Waiting => sql::LIST_WAITING,
        Part::Going => sql::LIST_GOING,
        Part::Out => sql::LIST_OUT,
        Part::ComingBack => sql::LIST_COMING_BACK,
        Part::Back => sql::LIST_BACK,
    };
    let channel = channel.map_or("", Channel::code);
    let (count, from) = (i64::from(count), i64::from(from));
    let ids = all!(tx, (Uuid,), statement, school.0, channel, count, from)?;
    let mut found = Vec::with_capacity(ids.len());
    for (id,) in ids {
        found.extend(get(tx, school, ReleaseId(id)).await?);
    }
    Ok(found)
}

/// The releases that have a photo of an event, the newest first, at most
/// `count`.
///
/// # Errors
/// As [`list`].
pub async fn of_event<S>(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    count: u32,
) -> Result<Vec<Listed<S>>, Error> {
    let count = i64::from(count);
    let ids = all!(tx, (Uuid,), sql::LIST_OF_EVENT, school.0, event.0, count)?;
    let mut found = Vec::with_capacity(ids.len());
    for (id,) in ids {
        found.extend(get(tx, school, ReleaseId(id)).await?);
    }
    Ok(found)
}

/// One release as a list shows it.
///
/// # Errors
/// As [`list`].
pub async fn get<S>(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
) -> Result<Option<Listed<S>>, Error> {
    one!(tx, Columns, sql::LISTED, school.0, release.0)?
        .map(|columns| listed(school, columns))
        .transpose()
}

fn listed<S>(school: SchoolId, columns: Columns) -> Result<Listed<S>, Error> {
    let (id, channel, stage, sealed, slug, attempts, published, gone, ended, receipt, ..) = columns;
    let (.., created, by, photo, event, pictures) = columns;
    let first = (
        id, channel, stage, sealed, slug, attempts, published, gone, ended, receipt,
    );
    Ok(Listed {
        row: row(school, first)?,
        created_at: created.into(),
        by: AccountId(by),
        first: photo.map(PhotoId).zip(event.map(EventId)),
        pictures: u32::try_from(pictures).unwrap_or(u32::MAX),
    })
}

/// What somebody did to a release's pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hand {
    /// They uploaded one.
    pub uploaded: bool,
    /// They counted the heads in one as the first.
    pub counted: bool,
    /// They said who a face in one is.
    pub named: bool,
}

/// What somebody did to a release's pictures that keeps them from being their
/// second person.
///
/// # Errors
/// The driver's.
pub async fn hand_in(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    account: AccountId,
) -> Result<Hand, Error> {
    type Row = (bool, bool, bool);
    let found = one!(tx, Row, sql::HAND_IN, school.0, release.0, account.0)?;
    let (uploaded, counted, named) = found.unwrap_or_default();
    Ok(Hand {
        uploaded,
        counted,
        named,
    })
}

/// The photos of an event that are in a release on a channel which has not
/// ended, and how far it is.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn live_of_event(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    channel: Channel,
) -> Result<Vec<(PhotoId, StageCode)>, Error> {
    type Row = (Uuid, String);
    let rows = all!(
        tx,
        Row,
        sql::LIVE_OF_EVENT,
        school.0,
        event.0,
        channel.code()
    )?;
    rows.into_iter()
        .map(|(photo, stage)| Ok((PhotoId(photo), StageCode::read(&stage, photo)?)))
        .collect()
}
