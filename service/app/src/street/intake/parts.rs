//! A file that arrives in parts, as from a phone whose connection breaks: what
//! came is kept sealed, and the sender is told where to go on. It is kept for
//! as long as this process runs; after that the sender begins that file again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex as Held, PoisonError},
};

use gatehouse_domain::ids::{AccountId, EventId, PhotoId, SchoolId, uuid_v7};
use gatehouse_store::{Error, photos};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{Arriving, Kept};
use crate::{
    house::House,
    street::{Actor, StreetError},
};

/// For how long nothing may come before a file counts as given up.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);
/// How many unfinished files somebody may have. Each holds a few megabytes of
/// memory at most.
const MOST: usize = 12;

/// What came of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The next part begins at this byte.
    More(u64),
    /// The file is whole and in quarantine, or was there before.
    Kept(Kept),
}

/// One part of a file.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The file, as [`House::begin_parts`] named it.
    pub file: Uuid,
    /// At which byte of the file it begins.
    pub at: u64,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// The files of which parts are still to come.
#[derive(Default)]
pub(crate) struct Parts(Held<HashMap<Uuid, Arc<Coming>>>);

/// A file that is coming.
struct Coming {
    whose: (SchoolId, AccountId),
    touched: Held<Timestamp>,
    file: Mutex<Progress>,
}

enum Progress {
    Open {
        arriving: Box<Arriving>,
        came: u64,
        whole: u64,
    },
    /// It is kept; a part that is sent again is told so.
    Kept(Kept),
    /// The database went in the moment of keeping it, before or after.
    Unsure(PhotoId),
    /// It failed, and the sender was told why.
    Failed,
}

impl Parts {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Coming>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of what was given up; how many of somebody's are left.
    fn sweep(&self, whose: (SchoolId, AccountId), now: Timestamp) -> usize {
        let mut all = self.all();
        all.retain(|_, coming| now.duration_since(*held(&coming.touched)) < PATIENCE);
        let theirs = all.values().filter(|coming| coming.whose == whose);
        theirs.filter(|coming| !coming.is_over()).count()
    }

    fn find(&self, file: Uuid, whose: (SchoolId, AccountId)) -> Result<Arc<Coming>, StreetError> {
        let found = self.all().get(&file).cloned();
        found
            .filter(|coming| coming.whose == whose)
            .ok_or(StreetError::NoSuch("upload"))
    }
}

impl Coming {
    /// Whether nothing more comes. One that is being written is not over.
    fn is_over(&self) -> bool {
        let progress = self.file.try_lock();
        progress.is_ok_and(|progress| !matches!(*progress, Progress::Open { .. }))
    }
}

fn held<T>(value: &Held<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

impl House {
    /// Begins to take in a file of so many bytes, part by part.
    ///
    /// # Errors
    /// [`StreetError::TooLarge`], before anything is sent;
    /// [`StreetError::TooManyUploads`]; as [`House::arrival`].
    pub async fn begin_parts(
        &self,
        actor: &Actor,
        school: SchoolId,
        (event, size): (EventId, u64),
    ) -> Result<Uuid, StreetError> {
        if size > self.photo_bytes {
            return Err(StreetError::TooLarge);
        }
        let (whose, now) = ((school, actor.id), self.now());
        if self.parts.sweep(whose, now) >= MOST {
            return Err(StreetError::TooManyUploads);
        }
        let arriving = self.begin_arriving(actor, school, event).await?;
        let file = uuid_v7(now, &*self.entropy);
        let coming = Coming {
            whose,
            touched: Held::new(now),
            file: Mutex::new(Progress::Open {
                arriving: Box::new(arriving),
                came: 0,
                whole: size,
            }),
        };
        self.parts.all().insert(file, Arc::new(coming));
        Ok(file)
    }

    /// How far a file is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`] for one that is not theirs, failed, or was given
    /// up: it is begun again.
    pub async fn parts_so_far(
        &self,
        actor: &Actor,
        school: SchoolId,
        file: Uuid,
    ) -> Result<Came, StreetError> {
        let coming = self.parts.find(file, (school, actor.id))?;
        let mut progress = coming.file.lock().await;
        self.make_sure(school, &mut progress).await?;
        progress.told()
    }

    /// Looks whether a file was kept before the database went.
    async fn make_sure(
        &self,
        school: SchoolId,
        progress: &mut Progress,
    ) -> Result<(), StreetError> {
        if let Progress::Unsure(photo) = *progress {
            let mut tx = self.db.read().await?;
            let found = photos::get::<()>(&mut tx, school, photo).await?;
            *progress = found.map_or(Progress::Failed, |_| Progress::Kept(Kept::New(photo)));
        }
        Ok(())
    }

    /// Takes the next part. One that came before is not taken twice: what is
    /// answered is where to go on.
    ///
    /// # Errors
    /// As [`House::parts_so_far`], [`super::Arrival::write`] and
    /// [`super::Arrival::finish`]; the file has to be begun again then.
    pub async fn take_part(
        &self,
        actor: &Actor,
        school: SchoolId,
        part: Part<'_>,
    ) -> Result<Came, StreetError> {
        let coming = self.parts.find(part.file, (school, actor.id))?;
        *held(&coming.touched) = self.now();
        let mut progress = coming.file.lock().await;
        self.make_sure(school, &mut progress).await?;
        let Progress::Open { came, whole, .. } = *progress else {
            return progress.told();
        };
        let count = u64::try_from(part.bytes.len()).unwrap_or(u64::MAX);
        let end = came.checked_add(count).filter(|end| *end <= whole);
        if part.at != came {
            return Ok(Came::More(came));
        }
        // Whatever fails below leaves a file that failed.
        let Progress::Open { mut arriving, .. } =
            std::mem::replace(&mut *progress, Progress::Failed)
        else {
            return Err(StreetError::NoSuch("upload"));
        };
        let end = end.ok_or(StreetError::TooLarge)?;
        arriving.write(part.bytes).await?;
        *progress = if end == whole {
            let photo = arriving.photo;
            match arriving.finish(self).await {
                Ok(kept) => Progress::Kept(kept),
                Err(error) => {
                    if matches!(error, StreetError::Store(Error::Away(_))) {
                        *progress = Progress::Unsure(photo);
                    }
                    return Err(error);
                }
            }
        } else {
            Progress::Open {
                arriving,
                came: end,
                whole,
            }
        };
        progress.told()
    }
}

impl Progress {
    const fn told(&self) -> Result<Came, StreetError> {
        match self {
            Self::Open { came, .. } => Ok(Came::More(*came)),
            Self::Kept(kept) => Ok(Came::Kept(*kept)),
            Self::Unsure(_) | Self::Failed => Err(StreetError::NoSuch("upload")),
        }
    }
}
