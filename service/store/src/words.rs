//! The words that go out beside a photo, sealed.

use gatehouse_domain::{
    clock::Entropy,
    findings::TextKind,
    ids::{AccountId, PhotoId, SchoolId},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Error,
    codes::{read_code, text_kind, text_kind_code},
    db::{Tx, all, run},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::photos as sql,
    values::At,
};

const WORDS: Column = Column::new("words", "sealed");

/// Keeps a text beside a photo; the same kind again replaces it.
///
/// # Errors
/// Sealing's or the driver's.
pub async fn set(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    (key, entropy): (&SubjectKey, &dyn Entropy),
    (kind, text): (TextKind, &str),
    (by, at): (AccountId, Timestamp),
) -> Result<(), Error> {
    let place = WORDS.cell(school, photo, row(photo, kind));
    let sealed = Sealed::new(key, entropy, place, &text)?;
    run!(
        tx,
        sql::SET_WORDS,
        school.0,
        photo.0,
        text_kind_code(kind),
        sealed.bytes(),
        by.0,
        At::from(at)
    )?;
    Ok(())
}

/// Takes a text away; none is there afterwards.
///
/// # Errors
/// The driver's.
pub async fn clear(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
    kind: TextKind,
) -> Result<(), Error> {
    let kind = text_kind_code(kind);
    run!(tx, sql::CLEAR_WORDS, school.0, photo.0, kind)?;
    Ok(())
}

/// Every text beside a photo.
///
/// # Errors
/// The driver's, or a row that does not read back.
pub async fn of_photo(
    tx: &mut Tx,
    school: SchoolId,
    photo: PhotoId,
) -> Result<Vec<(TextKind, Sealed<String>)>, Error> {
    all!(tx, (String, Vec<u8>), sql::WORDS, school.0, photo.0)?
        .into_iter()
        .map(|(code, bytes)| {
            let kind = read_code(text_kind(&code), "words", "kind", photo)?;
            let place = WORDS.cell(school, photo, row(photo, kind));
            Ok((kind, Sealed::read(place, bytes)))
        })
        .collect()
}

/// Words have no id of their own: the photo's, told apart by the kind, so that
/// a caption never opens as an alt text.
fn row(photo: PhotoId, kind: TextKind) -> Uuid {
    let place = TextKind::ALL.iter().position(|known| *known == kind);
    let place = place.and_then(|at| u128::try_from(at).ok()).unwrap_or(0);
    Uuid::from_u128(photo.0.as_u128() ^ (place + 1))
}
