//! The faces in a photo, what people said of them, and who may be in it.
//! `F` is what the machine saw, `D` what a person decided; both are sealed
//! with the photo's key.

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, FaceId, PersonId, PhotoId, SchoolId},
    policy::HeadCounts,
};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::faces as sql,
    values::At,
};

const SEEN: Column = Column::new("face", "sealed");
const DECISION: Column = Column::new("face", "decision");
const SETTLEMENT: Column = Column::new("settlement", "sealed");

/// A face as it is kept.
#[derive(Debug)]
pub struct FaceRow<F, D> {
    /// Its id.
    pub id: FaceId,
    /// Its place among the machine's faces, or among those marked by hand.
    pub place: usize,
    /// Marked by hand, not found by the machine.
    pub by_hand: bool,
    /// Where it is and what the machine says.
    pub seen: Sealed<F>,
    /// What a person said.
    pub decision: Option<Sealed<D>>,
}

/// Replaces everything the machine saw in a photo, and all that was said of
/// it, by what it sees now.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn set_detected<F: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    faces: &[F],
    at: Timestamp,
) -> Result<(), Error> {
    drop_all(tx, school, photo).await?;
    for (place, face) in faces.iter().enumerate() {
        insert(tx, school, photo, (key, entropy), (place, false), face, at).await?;
    }
    Ok(())
}

/// Adds a face that a person marked by hand.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn mark<F: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    face: &F,
    at: Timestamp,
) -> Result<FaceId, Error> {
    let marked = one!(tx, (i64,), sql::MARKED, school.0, photo.0, true)?;
    let place = marked
        .and_then(|row| usize::try_from(row.0).ok())
        .unwrap_or(0);
    insert(tx, school, photo, (key, entropy), (place, true), face, at).await
}

async fn insert<F: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    (place, by_hand): (usize, bool),
    face: &F,
    at: Timestamp,
) -> Result<FaceId, Error> {
    let id = FaceId::new(at, entropy);
    let sealed = Sealed::new(key, entropy, SEEN.cell(school, photo, id.0), face)?;
    run!(
        tx,
        sql::INSERT,
        id.0,
        school.0,
        photo.0,
        i64::try_from(place).unwrap_or(i64::MAX),
        by_hand,
        sealed.bytes()
    )?;
    Ok(id)
}

/// Every face of a photo: the machine's from left to right, then those marked
/// by hand.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn of_photo<F, D>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<FaceRow<F, D>>, Error> {
    type Columns = (Uuid, i64, bool, Vec<u8>, Option<Vec<u8>>);
    all!(tx, Columns, sql::OF_PHOTO, school.0, photo.0)?
        .into_iter()
        .map(|(id, place, by_hand, seen, decision)| {
            Ok(FaceRow {
                id: FaceId(id),
                place: usize::try_from(place)
                    .map_err(|error| Error::corrupt("face", "place", id, error))?,
                by_hand,
                seen: Sealed::read(SEEN.cell(school, photo, id), seen),
                decision: decision
                    .map(|bytes| Sealed::read(DECISION.cell(school, photo, id), bytes)),
            })
        })
        .collect()
}

/// Keeps what a person said of a face; said again, the last counts.
///
/// # Errors
/// Sealing's or the driver's; [`Error::Conflict`] where there is no such face.
pub async fn decide<D: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    (photo, face): (PhotoId, FaceId),
    (key, entropy): (&SubjectKey, &dyn Entropy),
    decision: &D,
    (by, at): (AccountId, Timestamp),
) -> Result<(), Error> {
    let place = DECISION.cell(school, photo, face.0);
    let sealed = Sealed::new(key, entropy, place, decision)?;
    let changed = run!(
        tx,
        sql::DECIDE,
        school.0,
        face.0,
        sealed.bytes(),
        by.0,
        At::from(at),
        photo.0
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// Tells afresh who may be in a photo, as proposed or decided.
///
/// # Errors
/// The driver's.
pub async fn set_appearances(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    people: &[PersonId],
) -> Result<(), Error> {
    run!(tx, sql::DROP_APPEARANCES, school.0, photo.0)?;
    for person in people {
        run!(tx, sql::APPEARS, school.0, person.0, photo.0)?;
    }
    Ok(())
}

/// The photos that somebody may be in.
///
/// # Errors
/// The driver's.
pub async fn photos_of(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Vec<PhotoId>, Error> {
    let rows = all!(tx, (Uuid,), sql::PHOTOS_OF, school.0, person.0)?;
    Ok(rows.into_iter().map(|row| PhotoId(row.0)).collect())
}

/// Keeps that a face is not this person, for good.
///
/// # Errors
/// The driver's.
pub async fn add_negative(
    tx: &mut Tx,
    school: SchoolId,
    (face, person): (FaceId, PersonId),
    (by, at): (AccountId, Timestamp),
) -> Result<(), Error> {
    run!(
        tx,
        sql::ADD_NEGATIVE,
        school.0,
        face.0,
        person.0,
        by.0,
        At::from(at)
    )?;
    Ok(())
}

/// Who the faces of a photo are not, by the face's place.
///
/// # Errors
/// The driver's.
pub async fn negatives(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<(usize, PersonId)>, Error> {
    let rows = all!(tx, (i64, Uuid), sql::NEGATIVES, school.0, photo.0)?;
    Ok(rows
        .into_iter()
        .filter_map(|(place, person)| Some((usize::try_from(place).ok()?, PersonId(person))))
        .collect())
}

/// Who counted heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// The person who uploaded.
    Uploader,
    /// The person who approves.
    Approver,
}

impl Counter {
    const fn code(self) -> &'static str {
        match self {
            Self::Uploader => "uploader",
            Self::Approver => "approver",
        }
    }
}

/// Keeps how many heads somebody counted; counted again, the last counts.
///
/// # Errors
/// The driver's.
pub async fn set_count(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (part, heads): (Counter, u16),
    (by, at): (AccountId, Timestamp),
) -> Result<(), Error> {
    run!(
        tx,
        sql::SET_COUNT,
        school.0,
        photo.0,
        part.code(),
        i64::from(heads),
        by.0,
        At::from(at)
    )?;
    Ok(())
}

/// Who counted, if somebody did.
///
/// # Errors
/// The driver's.
pub async fn counted_by(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    part: Counter,
) -> Result<Option<AccountId>, Error> {
    let found = one!(tx, (Uuid,), sql::COUNTED_BY, school.0, photo.0, part.code())?;
    Ok(found.map(|row| AccountId(row.0)))
}

/// Whose word counts on each face that somebody spoke of.
///
/// # Errors
/// The driver's.
pub async fn decided_by(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<(FaceId, AccountId)>, Error> {
    let rows = all!(tx, (Uuid, Uuid), sql::DECIDED_BY, school.0, photo.0)?;
    Ok(rows
        .into_iter()
        .map(|(face, by)| (FaceId(face), AccountId(by)))
        .collect())
}

/// Forgets what somebody counted.
///
/// # Errors
/// The driver's.
pub async fn drop_count(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    part: Counter,
) -> Result<(), Error> {
    run!(tx, sql::DROP_COUNT, school.0, photo.0, part.code())?;
    Ok(())
}

/// What was counted. Whether approval was asked for is the release's to say.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn counts(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<HeadCounts, Error> {
    let mut counts = HeadCounts::default();
    for (part, heads) in all!(tx, (String, i64), sql::COUNTS, school.0, photo.0)? {
        let heads = u16::try_from(heads)
            .map_err(|error| Error::corrupt("head_count", "heads", photo, error))?;
        if part == Counter::Uploader.code() {
            counts.uploader = Some(heads);
        } else {
            counts.approver = Some(heads);
        }
    }
    Ok(counts)
}

/// Keeps that somebody settled a reason, with why.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn settle<T: Serialize>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    settlement: &T,
    (by, at): (AccountId, Timestamp),
) -> Result<(), Error> {
    let id = gatehouse_domain::ids::uuid_v7(at, entropy);
    let place = SETTLEMENT.cell(school, photo, id);
    let sealed = Sealed::new(key, entropy, place, settlement)?;
    run!(
        tx,
        sql::SETTLE,
        id,
        school.0,
        photo.0,
        by.0,
        At::from(at),
        sealed.bytes()
    )?;
    Ok(())
}

/// A reason that somebody settled.
#[derive(Debug)]
pub struct SettledRow<T> {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Which, and why.
    pub sealed: Sealed<T>,
}

/// What was settled, in the order in which it was.
///
/// # Errors
/// The driver's.
pub async fn settlements<T>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<Sealed<T>>, Error> {
    let rows = settled(tx, school, photo).await?;
    Ok(rows.into_iter().map(|row| row.sealed).collect())
}

/// What was settled, by whom and when, in the order in which it was.
///
/// # Errors
/// The driver's.
pub async fn settled<T>(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<SettledRow<T>>, Error> {
    let rows = all!(
        tx,
        (Uuid, Uuid, At, Vec<u8>),
        sql::SETTLEMENTS,
        school.0,
        photo.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, by, at, bytes)| SettledRow {
            by: AccountId(by),
            at: at.into(),
            sealed: Sealed::read(SETTLEMENT.cell(school, photo, id), bytes),
        })
        .collect())
}

/// Removes every face of a photo with all that was said of them.
pub(crate) async fn drop_all(tx: &mut Tx, school: SchoolId, photo: PhotoId) -> Result<(), Error> {
    for statement in [
        sql::DROP_NEGATIVES,
        sql::DROP_APPEARANCES,
        sql::DROP_COUNTS,
        sql::DROP_SETTLEMENTS,
        sql::DROP,
    ] {
        run!(tx, statement, school.0, photo.0)?;
    }
    Ok(())
}
