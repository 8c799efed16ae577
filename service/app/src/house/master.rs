//! The master key is changed: every key of the house is wrapped anew.

use gatehouse_store::{
    log::{self, Entry, Log},
    seal::{KeyStore, MasterKey, Rotation},
};

use super::House;
use crate::street::StreetError;

impl House {
    /// Wraps every key by `new`, which this house was opened with, that `old`
    /// had wrapped; `told` hears how many of how many are done. What was
    /// interrupted is run again and goes on. Nobody may be at work meanwhile
    /// who still has the old one.
    ///
    /// # Errors
    /// What the key store says: run it again.
    pub async fn rotate_keys(
        &self,
        old: MasterKey,
        new: &MasterKey,
        told: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Rotation, StreetError> {
        let keys = KeyStore::new(self.keys.store().clone(), old);
        let rotation = keys.rotate_telling(new, &*self.entropy, told).await?;
        let now = self.now();
        for school in self.schools().await? {
            let mut tx = self.decide(school).await?;
            let entry = Entry {
                actor: None,
                verb: "rotate-keys",
                about: None,
                outcome: if rotation.unreadable == 0 {
                    "done"
                } else {
                    "keys-unreadable"
                },
                facts: None,
            };
            log::append(&mut tx, Log::Access, school, &entry, now).await?;
            tx.commit().await?;
        }
        Ok(rotation)
    }
}
