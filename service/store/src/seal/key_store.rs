//! Where the keys of pupils, adults, photos and exports lie, each wrapped by
//! the master key: apart from the database, so that destroying one here
//! erases what it sealed there.
//!
//! `subjects/<school>/<2 digits>/<subject>` is a wrapped key,
//! `destroyed/<school>/<2 digits>/<subject>` the tombstone of one. A tombstone
//! wins over a key, always: it is written before the key is deleted and looked
//! for after one is written, so that whatever comes between, the key goes.
//!
//! Nothing is remembered between calls: a key in memory would outlive its
//! destruction.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::{join_all, try_join};
use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use jiff::Timestamp;
use object_store::path::Path;

use crate::objects::{ObjectError, Store, shard};

use super::{
    MasterKey, SealError, SubjectKey,
    wrapped::{Owner, unwrap, wrap},
};

mod backup;
mod examination;
mod rotation;
mod tombstone;

pub use examination::{Examination, examine};
pub use rotation::Rotation;

/// Keys asked for at a time: a bucket answers slowly but many at once.
const AT_ONCE: usize = 16;

/// The keys of all subjects of all schools. Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyStore {
    store: Store,
    master: Arc<MasterKey>,
}

impl KeyStore {
    /// The keys kept there, wrapped by that master key.
    #[must_use]
    pub fn new(store: Store, master: MasterKey) -> Self {
        let master = Arc::new(master);
        Self { store, master }
    }

    /// The store beneath, for the self-check.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Makes a subject's key; gives the one there is, if a killed attempt made
    /// it already.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] if it was ever destroyed; those of
    /// [`KeyStore::open`].
    pub async fn create(
        &self,
        school: SchoolId,
        subject: SubjectId,
        entropy: &dyn Entropy,
    ) -> Result<SubjectKey, SealError> {
        let owner = Owner { school, subject };
        if self.has_tombstone(owner).await? {
            return Err(SealError::Destroyed);
        }
        let key = SubjectKey::generate(entropy);
        let wrapped = wrap(&self.master, owner, &key, entropy)?;
        if !self.store.create(&key_path(owner), wrapped.into()).await? {
            return self.open(school, subject).await;
        }
        self.end_if_destroyed(owner).await?;
        Ok(key)
    }

    /// A subject's key.
    ///
    /// # Errors
    /// [`SealError::Destroyed`], [`SealError::Missing`],
    /// [`SealError::WrongMaster`], [`SealError::Damaged`], or what the store
    /// says.
    pub async fn open(
        &self,
        school: SchoolId,
        subject: SubjectId,
    ) -> Result<SubjectKey, SealError> {
        let owner = Owner { school, subject };
        let path = key_path(owner);
        let (wrapped, destroyed) = try_join(self.wrapped(&path), self.has_tombstone(owner)).await?;
        match wrapped {
            _ if destroyed => Err(SealError::Destroyed),
            None => Err(SealError::Missing),
            Some(wrapped) => unwrap(&self.master, owner, &wrapped),
        }
    }

    /// The keys of many subjects, in their order. One that cannot be opened
    /// does not keep the others back.
    pub async fn open_many(
        &self,
        school: SchoolId,
        subjects: &[SubjectId],
    ) -> Vec<(SubjectId, Result<SubjectKey, SealError>)> {
        let mut opened = Vec::with_capacity(subjects.len());
        for some in subjects.chunks(AT_ONCE) {
            let keys = join_all(some.iter().map(|&subject| self.open(school, subject))).await;
            opened.extend(some.iter().copied().zip(keys));
        }
        opened
    }

    /// Destroys a subject's key for good, and looks that it is gone. Doing it
    /// again changes nothing. Gives when it was destroyed first.
    ///
    /// # Errors
    /// [`SealError::Store`] if it could not be done to its end: do it again.
    pub async fn destroy(
        &self,
        school: SchoolId,
        subject: SubjectId,
        at: Timestamp,
    ) -> Result<Timestamp, SealError> {
        let owner = Owner { school, subject };
        let first = self.bury(owner, at).await?;
        let path = key_path(owner);
        match self.store.erase(&path).await {
            // Somebody who did not see the tombstone yet had just made it.
            Err(ObjectError::StillThere) => self.store.erase(&path).await?,
            erased => erased?,
        }
        Ok(first)
    }

    /// The subjects that have a key in that school. One that is destroyed to
    /// half is among them until [`KeyStore::finish_destructions`].
    ///
    /// # Errors
    /// What the store says.
    pub async fn subjects(&self, school: SchoolId) -> Result<Vec<SubjectId>, SealError> {
        let below = Path::from_iter([KEYS, &school.to_string()]);
        let owners = self.owners(KEYS, &below).await?;
        Ok(owners.into_iter().map(|owner| owner.subject).collect())
    }

    /// Deletes keys whose destruction was interrupted between tombstone and
    /// deletion, in all schools, and tells how many.
    ///
    /// # Errors
    /// What the store says.
    pub async fn finish_destructions(&self) -> Result<u64, SealError> {
        let mut finished = 0;
        for some in self.all().await?.chunks(AT_ONCE) {
            let done = join_all(some.iter().map(|&owner| self.end_if_destroyed(owner))).await;
            for done in done {
                match done {
                    Ok(()) => {}
                    Err(SealError::Destroyed) => finished += 1,
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(finished)
    }

    /// Deletes the key again if the subject was destroyed meanwhile.
    async fn end_if_destroyed(&self, owner: Owner) -> Result<(), SealError> {
        if !self.has_tombstone(owner).await? {
            return Ok(());
        }
        self.store.erase(&key_path(owner)).await?;
        Err(SealError::Destroyed)
    }

    async fn wrapped(&self, path: &Path) -> Result<Option<Bytes>, SealError> {
        Ok(self.store.get(path).await?)
    }

    /// Whose keys there are, in all schools.
    async fn all(&self) -> Result<Vec<Owner>, SealError> {
        self.owners(KEYS, &Path::from(KEYS)).await
    }

    async fn owners(&self, kind: &str, below: &Path) -> Result<Vec<Owner>, SealError> {
        let paths = self.store.paths(below).await?;
        Ok(paths
            .iter()
            .filter_map(|path| owner_of(kind, path))
            .collect())
    }
}

const KEYS: &str = "subjects";

fn key_path(owner: Owner) -> Path {
    path_of(KEYS, owner)
}

fn path_of(kind: &str, owner: Owner) -> Path {
    Path::from_iter([
        kind,
        &owner.school.to_string(),
        &shard(owner.subject),
        &owner.subject.to_string(),
    ])
}

/// Whose path it is; none if something else lies there.
fn owner_of(kind: &str, path: &Path) -> Option<Owner> {
    let owner = Owner {
        school: path.parts().nth(1)?.as_ref().parse().ok()?,
        subject: path.filename()?.parse().ok()?,
    };
    (path_of(kind, owner) == *path).then_some(owner)
}

#[cfg(test)]
mod tests;
