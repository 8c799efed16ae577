//! Objects on their way out: copied sealed as they are, and opened once on the
//! way, so that a backup never holds a picture that nobody could restore
//! without anybody having been told.

use std::{collections::BTreeMap, path::Path};

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

use super::{
    BackupError, House,
    disk::{FileMark, Out},
    manifest::{Lacking, ObjectRef},
};
use crate::{
    objects::{ObjectError, ObjectName},
    seal::{ObjectPlace, Opener, SealError, SubjectKey},
};

/// What became of the objects.
#[derive(Debug, Default)]
pub(super) struct Copied {
    pub(super) files: BTreeMap<String, FileMark>,
    pub(super) destroyed: Vec<ObjectRef>,
    pub(super) lacking: Vec<Lacking>,
}

/// Copies every object that the rows name.
pub(super) async fn copy(
    from: &House<'_>,
    half: &Path,
    objects: Vec<(ObjectRef, Vec<u8>)>,
) -> Result<Copied, BackupError> {
    let mut copied = Copied::default();
    for (object, sha256) in objects {
        let key = match from.keys.open(object.school, object.subject).await {
            Ok(key) => Ok(key),
            Err(SealError::Destroyed) => {
                copied.destroyed.push(object);
                continue;
            }
            Err(SealError::Missing | SealError::Damaged) => Err("key-missing"),
            Err(error) => return Err(error.into()),
        };
        let done = one(from, half, &object, key, &sha256).await?;
        if let Some(mark) = done.mark {
            copied.files.insert(object.file(), mark);
        }
        match done.wrong {
            None => {}
            // Deleted between the look at its key and the copy.
            Some("object-missing") if is_destroyed(from, &object).await? => {
                copied.destroyed.push(object);
            }
            Some(code) => copied.lacking.push(Lacking {
                object,
                code: code.to_owned(),
            }),
        }
    }
    Ok(copied)
}

async fn is_destroyed(from: &House<'_>, object: &ObjectRef) -> Result<bool, BackupError> {
    match from.keys.open(object.school, object.subject).await {
        Err(SealError::Destroyed) => Ok(true),
        Err(SealError::Store(error)) => Err(error.into()),
        _ => Ok(false),
    }
}

struct Done {
    mark: Option<FileMark>,
    wrong: Option<&'static str>,
}

async fn one(
    from: &House<'_>,
    half: &Path,
    object: &ObjectRef,
    key: Result<SubjectKey, &'static str>,
    sha256: &[u8],
) -> Result<Done, BackupError> {
    let wrong = |wrong| Done {
        mark: None,
        wrong: Some(wrong),
    };
    let Ok(name) = ObjectName::parse(&object.name) else {
        return Ok(wrong("object-name"));
    };
    let found = from
        .objects
        .export(object.school, object.subject, &name)
        .await;
    let mut sealed = match found {
        Err(ObjectError::Missing) => return Ok(wrong("object-missing")),
        found => std::pin::pin!(found?.1),
    };
    let place = ObjectPlace {
        school: object.school,
        subject: object.subject,
        name: &object.name,
    };
    let mut look = key.map(|key| (Opener::begin(&key, &place), Sha256::new()));
    let mut out = Out::create(&half.join(object.file())).await?;
    while let Some(piece) = sealed.try_next().await? {
        out.write(&piece).await?;
        look = look.and_then(|look| next(look, &piece));
    }
    let looked = look.and_then(|look| end(look, sha256));
    Ok(Done {
        mark: Some(out.finish().await?),
        wrong: looked.err(),
    })
}

type Look = (Opener, Sha256);

/// More than what an opener keeps for later.
const PENDING: usize = 128 * 1024;

fn next((mut opener, mut hash): Look, piece: &[u8]) -> Result<Look, &'static str> {
    // Room for all that may come: growing would leave copies in the clear.
    let mut plain = Vec::with_capacity(piece.len().saturating_add(PENDING));
    let result = opener.push(piece, &mut plain);
    hash.update(&plain);
    plain.zeroize();
    result
        .map(|()| (opener, hash))
        .map_err(|_| "object-damaged")
}

fn end((opener, mut hash): Look, sha256: &[u8]) -> Result<(), &'static str> {
    let mut plain = Vec::with_capacity(PENDING);
    let result = opener.finish(&mut plain);
    hash.update(&plain);
    plain.zeroize();
    result.map_err(|_| "object-damaged")?;
    if hash.finalize().as_slice() == sha256 {
        Ok(())
    } else {
        Err("object-differs")
    }
}
