//! The self-check of the key store: tells whoever runs the house, in words,
//! whether everything sealed can still be opened, and what to do if not.

use std::{collections::BTreeMap, fmt};

use object_store::path::Path;

use crate::{
    objects::Store,
    seal::{Fingerprint, MasterKey, SealError, wrapped},
};

use super::{AT_ONCE, KEYS, KeyStore, join_all, owner_of};

/// What was found. Displayed it is plain sentences that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examination {
    /// The master key in use, if there is one.
    pub in_use: Option<Fingerprint>,
    /// How many keys each master key wrapped.
    pub by_master: BTreeMap<Fingerprint, u64>,
    /// Keys that do not open although their master key is in use, or that are
    /// not even of the form of a key.
    pub damaged: u64,
    /// Files that no key can be.
    pub strange: u64,
}

enum Look {
    Wrapped(Fingerprint),
    Damaged,
    Gone,
}

impl KeyStore {
    /// Looks at every key.
    ///
    /// # Errors
    /// What the store says.
    pub async fn examine(&self) -> Result<Examination, SealError> {
        examine(&self.store, Some(&self.master)).await
    }
}

/// Looks at every key in a key store, also when the master key is missing.
///
/// # Errors
/// What the store says.
pub async fn examine(store: &Store, master: Option<&MasterKey>) -> Result<Examination, SealError> {
    let mut found = Examination {
        in_use: master.map(MasterKey::fingerprint),
        ..Examination::default()
    };
    for some in store.paths(&Path::from(KEYS)).await?.chunks(AT_ONCE) {
        for look in join_all(some.iter().map(|path| look(store, master, path))).await {
            match look? {
                Some(Look::Wrapped(by)) => *found.by_master.entry(by).or_default() += 1,
                Some(Look::Damaged) => found.damaged += 1,
                Some(Look::Gone) => {}
                None => found.strange += 1,
            }
        }
    }
    Ok(found)
}

async fn look(
    store: &Store,
    master: Option<&MasterKey>,
    path: &Path,
) -> Result<Option<Look>, SealError> {
    let Some(owner) = owner_of(KEYS, path) else {
        return Ok(None);
    };
    let Some(bytes) = store.get(path).await? else {
        return Ok(Some(Look::Gone));
    };
    let opened = master.map_or_else(
        || wrapped::wrapped_by(&bytes),
        |master| match wrapped::unwrap(master, owner, &bytes) {
            Ok(_) => Ok(master.fingerprint()),
            Err(SealError::WrongMaster { found, .. }) => Ok(found),
            Err(error) => Err(error),
        },
    );
    Ok(Some(opened.map_or(Look::Damaged, Look::Wrapped)))
}

impl Examination {
    /// Whether every key opens.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.in_use.is_some() && self.damaged == 0 && self.others().next().is_none()
    }

    /// Keys that open with the master key in use.
    #[must_use]
    pub fn readable(&self) -> u64 {
        let ours = self.in_use.and_then(|ours| self.by_master.get(&ours));
        ours.copied().unwrap_or(0)
    }

    fn others(&self) -> impl Iterator<Item = (Fingerprint, u64)> {
        let others = self.by_master.iter().map(|(by, count)| (*by, *count));
        others.filter(|(by, _)| Some(*by) != self.in_use)
    }
}

impl fmt::Display for Examination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.in_use {
            Some(ours) => {
                let count = keys(self.readable(), "opens", "open");
                write!(f, "{count} with the master key {ours}.")?;
            }
            None => f.write_str(
                "The master key is missing: nothing sealed can be read. Put its file back.",
            )?,
        }
        for (by, count) in self.others() {
            let count = keys(count, "was", "were");
            write!(
                f,
                " {count} wrapped by another master key ({by}): put that key file back, or finish the rotation with both."
            )?;
        }
        if self.damaged > 0 {
            let count = keys(self.damaged, "is", "are");
            write!(
                f,
                " {count} damaged: restore the key store from its backup."
            )?;
        }
        match self.strange {
            0 => Ok(()),
            count => write!(
                f,
                " Files in the key store that are no keys: {count}. Somebody put them there; take them away."
            ),
        }
    }
}

fn keys(count: u64, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 key {one}")
    } else {
        format!("{count} keys {many}")
    }
}
