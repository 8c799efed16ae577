//! Releases as they are kept: posts to one channel, their pictures, every
//! verdict on them, and what is out. `S` is the state of the rules' machine,
//! sealed with the release's key, since it holds reasons.

pub mod listed;

use gatehouse_domain::{
    Channel,
    clock::Entropy,
    ids::{AccountId, PersonId, PhotoId, ReleaseId, SchoolId},
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    codes::read_code,
    db::{Tx, all, one, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::releases as sql,
    values::At,
};

const STATE: Column = Column::new("release", "sealed");
const JUDGEMENT: Column = Column::new("judgement", "sealed");

/// How far a release is, as its row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageCode {
    /// Being put together.
    Draft,
    /// There is a verdict.
    Judged,
    /// A second person approved.
    Approved,
    /// It may be out from here on.
    Publishing,
    /// It is out.
    Published,
    /// Taken back, or given up.
    Recalled,
}

impl StageCode {
    /// Every stage, first to last.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Judged,
        Self::Approved,
        Self::Publishing,
        Self::Published,
        Self::Recalled,
    ];

    /// The code in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Judged => "judged",
            Self::Approved => "approved",
            Self::Publishing => "publishing",
            Self::Published => "published",
            Self::Recalled => "recalled",
        }
    }

    /// What a column holds.
    fn read(code: &str, row: impl std::fmt::Display) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|known| known.code() == code);
        read_code(known, "release", "stage", row)
    }
}

/// A release as it is kept.
#[derive(Debug)]
pub struct ReleaseRow<S> {
    /// Its id.
    pub id: ReleaseId,
    /// Where it is to go.
    pub channel: Channel,
    /// How far it is.
    pub stage: StageCode,
    /// The machine's state.
    pub state: Sealed<S>,
    /// Its name outside.
    pub slug: String,
    /// Attempts that were claimed.
    pub attempts: u32,
    /// When it first was out.
    pub published_at: Option<Timestamp>,
    /// When it was looked for outside after its end, and was gone.
    pub gone_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What is out: places and hashes, as JSON.
    pub receipt: Option<String>,
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
);

fn row<S>(school: SchoolId, columns: Columns) -> Result<ReleaseRow<S>, Error> {
    let (id, channel, stage, sealed, slug, attempts, published, gone, ended, receipt) = columns;
    Ok(ReleaseRow {
        id: ReleaseId(id),
        channel: read_code(channel.parse().ok(), "release", "channel", id)?,
        stage: StageCode::read(&stage, id)?,
        state: Sealed::read(STATE.cell(school, ReleaseId(id), id), sealed),
        slug,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        published_at: published.map(Into::into),
        gone_at: gone.map(Into::into),
        ended_at: ended.map(Into::into),
        receipt,
    })
}

/// A release at its beginning.
#[derive(Debug, Clone)]
pub struct NewRelease<'a> {
    /// Its id; its subject too.
    pub id: ReleaseId,
    /// Where it is to go.
    pub channel: Channel,
    /// Its random name outside.
    pub slug: &'a str,
    /// Who put it together.
    pub by: AccountId,
    /// Its pictures in their order.
    pub photos: &'a [PhotoId],
}

/// Begins a release, as a draft.
///
/// # Errors
/// Sealing's or the driver's; [`Error::Conflict`] where a photo stands twice.
pub async fn insert<S: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewRelease<'_>,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    state: &S,
    at: Timestamp,
) -> Result<(), Error> {
    let sealed = Sealed::new(key, entropy, STATE.cell(school, new.id, new.id.0), state)?;
    run!(
        tx,
        sql::INSERT,
        new.id.0,
        school.0,
        new.channel.code(),
        StageCode::Draft.code(),
        sealed.bytes(),
        new.slug,
        new.by.0,
        At::from(at)
    )?;
    for (place, photo) in new.photos.iter().enumerate() {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        run!(tx, sql::ADD_PICTURE, school.0, new.id.0, place, photo.0)?;
    }
    Ok(())
}

/// One release.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn get<S>(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
) -> Result<Option<ReleaseRow<S>>, Error> {
    one!(tx, Columns, sql::GET, school.0, release.0)?
        .map(|columns| row(school, columns))
        .transpose()
}

/// The releases in a stage, oldest first.
///
/// # Errors
/// As [`get`].
pub async fn in_stage<S>(
    tx: &mut Tx,
    school: SchoolId,
    stage: StageCode,
) -> Result<Vec<ReleaseRow<S>>, Error> {
    all!(tx, Columns, sql::IN_STAGE, school.0, stage.code())?
        .into_iter()
        .map(|columns| row(school, columns))
        .collect()
}

/// Releases that are approved, on their way out, or out: those after `after` in
/// the order of their ids, at most `limit`.
///
/// # Errors
/// The driver's.
pub async fn going_out(
    tx: &mut Tx,
    school: SchoolId,
    after: Option<ReleaseId>,
    limit: u32,
) -> Result<Vec<ReleaseId>, Error> {
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let rows = all!(
        tx,
        (Uuid,),
        sql::GOING_OUT,
        school.0,
        after,
        i64::from(limit)
    )?;
    Ok(rows.into_iter().map(|row| ReleaseId(row.0)).collect())
}

/// How many releases are approved, on their way out, or out.
///
/// # Errors
/// The driver's.
pub async fn count_going_out(tx: &mut Tx, school: SchoolId) -> Result<u32, Error> {
    let counted = one!(tx, (i64,), sql::COUNT_GOING_OUT, school.0)?;
    Ok(counted.map_or(0, |row| u32::try_from(row.0).unwrap_or(u32::MAX)))
}

/// How many releases are out, and how many were and were seen to be gone.
///
/// # Errors
/// The driver's.
pub async fn count_out(tx: &mut Tx, school: SchoolId) -> Result<(i64, i64), Error> {
    let counted = one!(tx, (i64, i64), sql::COUNT_OUT, school.0)?;
    Ok(counted.unwrap_or_default())
}

/// Moves a release on.
///
/// # Errors
/// [`Error::Conflict`] when it is no longer in the stage it was thought to be.
pub async fn step<S: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    (from, to): (StageCode, StageCode),
    state: &S,
    at: Timestamp,
) -> Result<(), Error> {
    let place = STATE.cell(school, release, release.0);
    let sealed = Sealed::new(key, entropy, place, state)?;
    let claimed = to == StageCode::Publishing && from == StageCode::Approved;
    let when = |is: bool| is.then_some(At::from(at));
    let changed = run!(
        tx,
        sql::STEP,
        school.0,
        release.0,
        to.code(),
        sealed.bytes(),
        i64::from(claimed),
        when(to == StageCode::Published),
        when(to == StageCode::Recalled),
        from.code()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// Keeps what is out, as JSON of places and hashes.
///
/// # Errors
/// The driver's.
pub async fn set_receipt(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    receipt: &str,
) -> Result<(), Error> {
    run!(tx, sql::SET_RECEIPT, school.0, release.0, receipt)?;
    Ok(())
}

/// Takes a release back whose state cannot be opened any more, so that it
/// keeps nobody's withdrawal from counting. Whether it was not yet.
///
/// # Errors
/// The driver's.
pub async fn give_up(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    at: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::GIVE_UP, school.0, release.0, At::from(at))? > 0)
}

/// Keeps that it was looked for outside and was gone.
///
/// # Errors
/// The driver's.
pub async fn set_gone(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    at: Timestamp,
) -> Result<(), Error> {
    run!(tx, sql::SET_GONE, school.0, release.0, At::from(at))?;
    Ok(())
}

/// A release's pictures in their order.
///
/// # Errors
/// The driver's.
pub async fn pictures(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
) -> Result<Vec<PhotoId>, Error> {
    let rows = all!(tx, (Uuid,), sql::PICTURES, school.0, release.0)?;
    Ok(rows.into_iter().map(|row| PhotoId(row.0)).collect())
}

/// The releases with a photo that have not ended.
///
/// # Errors
/// The driver's.
pub async fn live_with(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<ReleaseId>, Error> {
    let rows = all!(tx, (Uuid,), sql::LIVE_WITH, school.0, photo.0)?;
    Ok(rows.into_iter().map(|row| ReleaseId(row.0)).collect())
}

/// The releases with a photo that have ended.
///
/// # Errors
/// The driver's.
pub async fn ended_with(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<ReleaseId>, Error> {
    let rows = all!(tx, (Uuid,), sql::ENDED_WITH, school.0, photo.0)?;
    Ok(rows.into_iter().map(|row| ReleaseId(row.0)).collect())
}

/// The releases that have not ended and may show somebody.
///
/// # Errors
/// The driver's.
pub async fn live_of_person(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Vec<ReleaseId>, Error> {
    let rows = all!(tx, (Uuid,), sql::LIVE_OF_PERSON, school.0, person.0)?;
    Ok(rows.into_iter().map(|row| ReleaseId(row.0)).collect())
}

/// What became of one release of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// How far it came.
    pub stage: StageCode,
    /// When it was put together.
    pub created_at: Timestamp,
    /// Attempts that were claimed: from the first on it may be out.
    pub attempts: i64,
    /// When it first was out.
    pub published_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When it was seen to be gone outside.
    pub gone_at: Option<Timestamp>,
}

/// What became of each release of a photo.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn fates(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<Vec<Fate>, Error> {
    type Columns = (String, At, i64, Option<At>, Option<At>, Option<At>);
    all!(tx, Columns, sql::OF_PHOTO, school.0, photo.0)?
        .into_iter()
        .map(|(stage, created, attempts, published, ended, gone)| {
            Ok(Fate {
                stage: StageCode::read(&stage, photo)?,
                created_at: created.into(),
                attempts,
                published_at: published.map(Into::into),
                ended_at: ended.map(Into::into),
                gone_at: gone.map(Into::into),
            })
        })
        .collect()
}

/// The names outside of what is or may be out on a channel.
///
/// # Errors
/// The driver's.
pub async fn out_on(tx: &mut Tx, school: SchoolId, channel: Channel) -> Result<Vec<String>, Error> {
    let rows = all!(tx, (String,), sql::OUT_ON, school.0, channel.code())?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Keeps a verdict on a release with the facts it was made of.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn add_judgement<J: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    (verdict, facts): (&'static str, &J),
    at: Timestamp,
) -> Result<(), Error> {
    let id = gatehouse_domain::ids::uuid_v7(at, entropy);
    let place = JUDGEMENT.cell(school, release, id);
    let sealed = Sealed::new(key, entropy, place, facts)?;
    run!(
        tx,
        sql::ADD_JUDGEMENT,
        id,
        school.0,
        release.0,
        At::from(at),
        verdict,
        sealed.bytes()
    )?;
    Ok(())
}

/// A verdict of the past.
#[derive(Debug)]
pub struct JudgementRow<J> {
    /// When it was given.
    pub at: Timestamp,
    /// Clear, hold or blocked, as a code.
    pub verdict: String,
    /// What it was made of.
    pub facts: Sealed<J>,
}

/// Every verdict on a release, oldest first.
///
/// # Errors
/// The driver's.
pub async fn judgements<J>(
    tx: &mut Tx,
    school: SchoolId,
    release: ReleaseId,
) -> Result<Vec<JudgementRow<J>>, Error> {
    let rows = all!(
        tx,
        (Uuid, At, String, Vec<u8>),
        sql::JUDGEMENTS,
        school.0,
        release.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, at, verdict, bytes)| JudgementRow {
            at: at.into(),
            verdict,
            facts: Sealed::read(JUDGEMENT.cell(school, release, id), bytes),
        })
        .collect())
}

/// Removes what is sealed of a release that ended: its reasons and verdicts.
/// That there was one, and when it was out, remains.
///
/// # Errors
/// The driver's.
pub async fn empty(tx: &mut Tx, school: SchoolId, release: ReleaseId) -> Result<(), Error> {
    run!(tx, sql::DROP_JUDGEMENTS, school.0, release.0)?;
    run!(tx, sql::EMPTY, school.0, release.0, Vec::<u8>::new())?;
    Ok(())
}
