//! What is left of a destroyed key: that it was destroyed, and when.

use gatehouse_domain::ids::{SchoolId, SubjectId};
use jiff::Timestamp;
use object_store::path::Path;
use serde::{Deserialize, Serialize};

use crate::{objects::ObjectError, seal::SealError};

use super::{AT_ONCE, KeyStore, Owner, join_all, path_of};

const TOMBS: &str = "destroyed";

#[derive(Serialize, Deserialize)]
struct Tombstone {
    destroyed_at: Timestamp,
}

impl KeyStore {
    /// The subjects destroyed in that school, and when. A tombstone that no
    /// longer tells its moment has none.
    ///
    /// # Errors
    /// What the store says.
    pub async fn destroyed(
        &self,
        school: SchoolId,
    ) -> Result<Vec<(SubjectId, Option<Timestamp>)>, SealError> {
        let below = Path::from_iter([TOMBS, &school.to_string()]);
        let owners = self.owners(TOMBS, &below).await?;
        let mut destroyed = Vec::with_capacity(owners.len());
        for some in owners.chunks(AT_ONCE) {
            let moments = join_all(some.iter().map(|&owner| self.buried(owner))).await;
            for (owner, moment) in some.iter().zip(moments) {
                destroyed.push((owner.subject, moment?));
            }
        }
        Ok(destroyed)
    }

    /// Replays a destruction from a ledger, as after a restore: what was
    /// destroyed stays destroyed.
    ///
    /// # Errors
    /// As [`KeyStore::destroy`].
    pub async fn put_tombstone(
        &self,
        school: SchoolId,
        subject: SubjectId,
        at: Timestamp,
    ) -> Result<(), SealError> {
        self.destroy(school, subject, at).await.map(drop)
    }

    /// Writes the tombstone unless there is one. Gives the moment that counts.
    pub(super) async fn bury(&self, owner: Owner, at: Timestamp) -> Result<Timestamp, SealError> {
        let tombstone = Tombstone { destroyed_at: at };
        let text = serde_json::to_vec(&tombstone).map_err(|_| SealError::NotWritable)?;
        if self.store.create(&path(owner), text.into()).await? {
            return Ok(at);
        }
        Ok(self.buried(owner).await?.unwrap_or(at))
    }

    pub(super) async fn has_tombstone(&self, owner: Owner) -> Result<bool, SealError> {
        Ok(self.store.exists(&path(owner)).await?)
    }

    async fn buried(&self, owner: Owner) -> Result<Option<Timestamp>, SealError> {
        let text = self
            .store
            .get(&path(owner))
            .await?
            .ok_or(ObjectError::Missing)?;
        let tombstone = serde_json::from_slice::<Tombstone>(&text).ok();
        Ok(tombstone.map(|it| it.destroyed_at))
    }
}

fn path(owner: Owner) -> Path {
    path_of(TOMBS, owner)
}
