//! The sealed objects of photos, as the database knows them: what must exist,
//! how large it is and its hash.

use gatehouse_domain::ids::{PhotoId, SchoolId, SubjectId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, run},
    sql::photos as sql,
    values::At,
};

/// A sealed object of a photo, as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// The object's name.
    pub name: String,
    /// Whose key seals it.
    pub subject: SubjectId,
    /// Bytes before sealing.
    pub bytes: u64,
    /// SHA-256 before sealing.
    pub sha256: [u8; 32],
    /// Width and height in pixels, where it is a clean picture.
    pub size: Option<(u32, u32)>,
    /// When it was made.
    pub made_at: Timestamp,
}

/// Notes that an object is kept of a photo; the same name again replaces it.
///
/// # Errors
/// The driver's.
pub async fn put(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    kept: &Rendition,
) -> Result<(), Error> {
    run!(
        tx,
        sql::PUT_RENDITION,
        school.0,
        photo.0,
        kept.name.as_str(),
        kept.subject.0,
        i64::try_from(kept.bytes).unwrap_or(i64::MAX),
        kept.sha256.as_slice(),
        kept.size.map(|size| i64::from(size.0)),
        kept.size.map(|size| i64::from(size.1)),
        At::from(kept.made_at)
    )?;
    Ok(())
}

/// Everything that is kept of a photo, by name.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn of_photo(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<Rendition>, Error> {
    type Columns = (String, Uuid, i64, Vec<u8>, Option<i64>, Option<i64>, At);
    let rows = all!(tx, Columns, sql::RENDITIONS, school.0, photo.0)?;
    rows.into_iter()
        .map(|(name, subject, bytes, sha256, width, height, made)| {
            let broken = |column| Error::corrupt("rendition", column, photo, "out of range");
            let pixels = |value: i64| u32::try_from(value).map_err(|_| broken("width"));
            Ok(Rendition {
                name,
                subject: SubjectId(subject),
                bytes: u64::try_from(bytes).map_err(|_| broken("bytes"))?,
                sha256: sha256.try_into().map_err(|_| broken("sha256"))?,
                size: match (width, height) {
                    (Some(width), Some(height)) => Some((pixels(width)?, pixels(height)?)),
                    _ => None,
                },
                made_at: made.into(),
            })
        })
        .collect()
}

/// Forgets every object of a subject.
///
/// # Errors
/// The driver's.
pub async fn forget(tx: &mut Tx, school: SchoolId, subject: SubjectId) -> Result<(), Error> {
    run!(tx, sql::DROP_RENDITIONS, school.0, subject.0)?;
    Ok(())
}

/// Every object that must exist: whose, its name, its bytes before sealing.
///
/// # Errors
/// The driver's.
pub async fn all_of_school(
    tx: &mut Tx,
    school: SchoolId,
) -> Result<Vec<(SubjectId, String, u64)>, Error> {
    let rows = all!(tx, (Uuid, String, i64), sql::ALL_OBJECTS, school.0)?;
    Ok(rows
        .into_iter()
        .map(|(subject, name, bytes)| (SubjectId(subject), name, u64::try_from(bytes).unwrap_or(0)))
        .collect())
}
