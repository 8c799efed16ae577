//! Keys are backed up apart from what they seal, as they lie: wrapped.

use bytes::Bytes;
use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use uuid::Uuid;

use crate::seal::{Fingerprint, SealError, SubjectKey, wrapped};

use super::{AT_ONCE, KeyStore, Owner, join_all, key_path};

impl KeyStore {
    /// A school's keys, wrapped; without those destroyed meanwhile.
    ///
    /// # Errors
    /// What the store says.
    pub async fn export(&self, school: SchoolId) -> Result<Vec<(SubjectId, Bytes)>, SealError> {
        let subjects = self.subjects(school).await?;
        let mut keys = Vec::with_capacity(subjects.len());
        for some in subjects.chunks(AT_ONCE) {
            let wrapped = join_all(some.iter().map(|&subject| async move {
                let owner = Owner { school, subject };
                if self.has_tombstone(owner).await? {
                    return Ok(None);
                }
                self.wrapped(&key_path(owner)).await
            }));
            for (subject, wrapped) in some.iter().zip(wrapped.await) {
                keys.extend(wrapped?.map(|wrapped| (*subject, wrapped)));
            }
        }
        Ok(keys)
    }

    /// Puts a wrapped key back, unless a good one is there. Tells whether it
    /// did.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] if it was destroyed, whenever that was;
    /// [`SealError::Damaged`] if these bytes are no key of that subject.
    pub async fn import(
        &self,
        school: SchoolId,
        subject: SubjectId,
        wrapped: Bytes,
    ) -> Result<bool, SealError> {
        let owner = Owner { school, subject };
        match self.open(school, subject).await {
            Ok(_) => return Ok(false),
            Err(SealError::Missing | SealError::Damaged | SealError::WrongMaster { .. }) => {}
            Err(error) => return Err(error),
        }
        // A key of another master key can only be looked at from outside.
        match wrapped::unwrap(&self.master, owner, &wrapped) {
            Ok(_) | Err(SealError::WrongMaster { .. }) => {}
            Err(error) => return Err(error),
        }
        self.store.put(&key_path(owner), wrapped).await?;
        self.end_if_destroyed(owner).await?;
        Ok(true)
    }

    /// The fingerprint of the master key in use.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.master.fingerprint()
    }

    /// The key that seals a backup, wrapped by the master key.
    pub(crate) fn wrap_backup_key(
        &self,
        backup: Uuid,
        key: &SubjectKey,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, SealError> {
        wrapped::wrap(&self.master, owner_of_backup(backup), key, entropy)
    }

    /// The key that seals a backup.
    pub(crate) fn unwrap_backup_key(
        &self,
        backup: Uuid,
        wrapped: &[u8],
    ) -> Result<SubjectKey, SealError> {
        wrapped::unwrap(&self.master, owner_of_backup(backup), wrapped)
    }
}

/// No school has the id of all zeros, so that the key of a backup never passes
/// for a subject's, nor the other way about.
const fn owner_of_backup(backup: Uuid) -> Owner {
    Owner {
        school: SchoolId(Uuid::nil()),
        subject: SubjectId(backup),
    }
}
