//! Changes the master key: every subject's key is wrapped again; what those
//! keys sealed stays as it is.

use gatehouse_domain::clock::Entropy;

use crate::{
    objects::ObjectError,
    seal::{MasterKey, SealError, wrapped},
};

use super::{AT_ONCE, KeyStore, Owner, join_all, key_path};

/// What a rotation did. It is complete when nothing is unreadable; one that
/// was interrupted is run again and goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rotation {
    /// Keys wrapped again now.
    pub rewrapped: u64,
    /// Keys that the new master key had wrapped before.
    pub already: u64,
    /// Keys destroyed meanwhile.
    pub destroyed: u64,
    /// Keys that are damaged or wrapped by a third master key: left as they
    /// are.
    pub unreadable: u64,
}

enum Turn {
    Rewrapped,
    Already,
    Destroyed,
    Unreadable,
}

impl KeyStore {
    /// Wraps every key again by the new master key. This store goes on with
    /// the old one; open it with the new one afterwards.
    ///
    /// # Errors
    /// [`SealError::Store`] when the store fails: run it again, with both keys.
    pub async fn rotate(
        &self,
        new: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Rotation, SealError> {
        self.rotate_telling(new, entropy, &|_, _| {}).await
    }

    /// The same; `told` hears every now and then how many of how many keys are
    /// done.
    ///
    /// # Errors
    /// Those of [`KeyStore::rotate`].
    pub async fn rotate_telling(
        &self,
        new: &MasterKey,
        entropy: &dyn Entropy,
        told: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Rotation, SealError> {
        let mut done = Rotation::default();
        let all = self.all().await?;
        for (turn, some) in all.chunks(AT_ONCE).enumerate() {
            told(turn.saturating_mul(AT_ONCE), all.len());
            let turns = some.iter().map(|&owner| self.turn(owner, new, entropy));
            for turn in join_all(turns).await {
                let count = match turn? {
                    Turn::Rewrapped => &mut done.rewrapped,
                    Turn::Already => &mut done.already,
                    Turn::Destroyed => &mut done.destroyed,
                    Turn::Unreadable => &mut done.unreadable,
                };
                *count += 1;
            }
        }
        told(all.len(), all.len());
        Ok(done)
    }

    async fn turn(
        &self,
        owner: Owner,
        new: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Turn, SealError> {
        let path = key_path(owner);
        let Some(old) = self.wrapped(&path).await? else {
            return Ok(Turn::Destroyed);
        };
        if wrapped::unwrap(new, owner, &old).is_ok() {
            return Ok(Turn::Already);
        }
        let Ok(key) = wrapped::unwrap(&self.master, owner, &old) else {
            return Ok(Turn::Unreadable);
        };
        let wrapped = wrapped::wrap(new, owner, &key, entropy)?;
        let put = self.store.put(&path, wrapped.into()).await;
        match (self.end_if_destroyed(owner).await, put) {
            // A destruction clears away what is being written, so its failure
            // is none.
            (Err(SealError::Destroyed), _) => Ok(Turn::Destroyed),
            (Err(error), _) => Err(error),
            (Ok(()), Err(error)) => Err(ObjectError::into(error)),
            (Ok(()), Ok(())) => Ok(Turn::Rewrapped),
        }
    }
}
