//! Backups that lie there: which, whether one is whole to its last byte, and
//! the end of one.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    BackupError, disk,
    manifest::{BACKUP_KEY, MANIFEST, Manifest, Name},
    rows::{Keys, Rows},
};
use crate::{
    log::VerifyingKey,
    migrate,
    seal::{KeyStore, SubjectKey},
};

/// A backup that was read to its last byte and found whole.
pub struct Backup {
    pub(super) manifest: Manifest,
    pub(super) half: PathBuf,
    pub(super) keys_half: PathBuf,
    pub(super) key: SubjectKey,
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Backup({})", self.manifest.name)
    }
}

impl Backup {
    /// What it says of itself.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// Opens a backup and reads all of it: both manifests and their signature,
/// every file's length and hash, every seal of rows and keys, every row. To be
/// done before anything is restored, and now and then to know that it could
/// be. `half` and `keys_half` are the two folders of the backup's name.
///
/// # Errors
/// [`BackupError::NotABackup`], [`BackupError::NotAPair`],
/// [`BackupError::Format`], [`BackupError::OtherSchema`],
/// [`BackupError::OtherMaster`]; [`BackupError::Damaged`] names the first file
/// that is not as it was signed.
pub async fn open(
    half: &Path,
    keys_half: &Path,
    keys: &KeyStore,
    key: &VerifyingKey,
) -> Result<Backup, BackupError> {
    let (manifest, text) = Manifest::read(half, "the folder of rows and objects", key).await?;
    let (_, other) = Manifest::read(keys_half, "the folder of keys", key).await?;
    if text != other {
        return Err(BackupError::NotAPair);
    }
    if manifest.schema != migrate::newest() {
        return Err(BackupError::OtherSchema {
            found: manifest.schema,
            ours: migrate::newest(),
        });
    }
    let ours = keys.fingerprint().to_string();
    if manifest.master != ours {
        let found = manifest.master;
        return Err(BackupError::OtherMaster { found, ours });
    }
    for (half, files) in [(half, &manifest.files), (keys_half, &manifest.key_files)] {
        for (file, mark) in files {
            disk::check(half, file, mark).await?;
        }
    }
    let wrapped = tokio::fs::read(keys_half.join(BACKUP_KEY)).await?;
    let backup = Backup {
        key: keys.unwrap_backup_key(manifest.id, &wrapped)?,
        manifest,
        half: half.to_owned(),
        keys_half: keys_half.to_owned(),
    };
    read_through(&backup).await?;
    Ok(backup)
}

/// That every row and every key reads back, and none is too many.
async fn read_through(backup: &Backup) -> Result<(), BackupError> {
    let sealing = (&backup.key, backup.manifest.id);
    let mut rows = Rows::open(&backup.half, sealing).await?;
    let mut counts: BTreeMap<&str, u64> =
        super::TABLES.iter().map(|table| (table.name, 0)).collect();
    while let Some(row) = rows.next().await? {
        let count = counts.entry(row.table.name).or_default();
        *count = count.saturating_add(1);
    }
    let mut keys = Keys::open(&backup.keys_half, sealing).await?;
    let mut count = 0_u64;
    while keys.next().await?.is_some() {
        count = count.saturating_add(1);
    }
    let told = backup
        .manifest
        .rows
        .iter()
        .map(|(name, count)| (name.as_str(), *count));
    if told.eq(counts) && count == backup.manifest.keys {
        Ok(())
    } else {
        Err(BackupError::Damaged(MANIFEST.to_owned()))
    }
}

/// A backup that lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its name.
    pub name: Name,
    /// What it says of itself; none where that cannot be read, or was not
    /// signed by that key.
    pub manifest: Option<Manifest>,
}

/// The backups in a folder, oldest first. Only what they say of themselves is
/// read.
///
/// # Errors
/// [`BackupError::Folder`].
pub async fn held(folder: &Path, key: &VerifyingKey) -> Result<Vec<Held>, BackupError> {
    let mut held = Vec::new();
    disk::make(folder)?;
    for name in disk::names(folder, false)? {
        let half = folder.join(name.as_str());
        let read = Manifest::read(&half, "this folder", key).await;
        let manifest = read
            .ok()
            .map(|read| read.0)
            .filter(|found| found.name == name);
        held.push(Held { name, manifest });
    }
    Ok(held)
}

/// Removes both halves of a backup, the keys first and written over, and looks
/// that neither is left. One that is not there is removed already.
///
/// # Errors
/// [`BackupError::Busy`], [`BackupError::Folder`]: do it again.
pub fn remove(folder: &Path, keys_folder: &Path, name: &Name) -> Result<(), BackupError> {
    disk::make(folder)?;
    let _lock = disk::lock(folder)?;
    disk::remove(&keys_folder.join(name.as_str()), true)?;
    disk::remove(&folder.join(name.as_str()), false)?;
    Ok(())
}
