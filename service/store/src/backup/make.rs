//! Makes a backup while the house runs: both halves are put together out of
//! sight, and each appears under its name when all of it is on the disk.

use std::path::{Path, PathBuf};

use gatehouse_domain::clock::Entropy;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    BackupError, House,
    disk::{self, FileMark},
    dump::{self, SealedOut},
    manifest::{BACKUP_KEY, FORMAT, KEYS, Manifest, Name, ROWS},
    objects,
};
use crate::{log::SigningKey, migrate, seal::SubjectKey};
use gatehouse_domain::ids::SchoolId;

/// What backup to make, and where.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The folder of the rows and objects of all backups.
    pub folder: &'a Path,
    /// The folder of the keys of all backups, in another place.
    pub keys_folder: &'a Path,
    /// Its id.
    pub id: Uuid,
    /// Now, which becomes its name.
    pub now: Timestamp,
    /// Signs what it says of itself.
    pub signing: &'a SigningKey,
    /// Chance.
    pub entropy: &'a dyn Entropy,
}

impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Makes a backup. What others write meanwhile is in it wholly or not at all:
/// the rows are of the moment at which it began, and the objects are those
/// that these rows name. What is wrong with an object is told in the manifest
/// and does not keep the rest from being backed up.
///
/// # Errors
/// [`BackupError::NotApart`], [`BackupError::Busy`], [`BackupError::Exists`],
/// [`BackupError::Folder`]; what the database, the objects or the keys say.
/// Then nothing appears.
pub async fn make(from: &House<'_>, order: &Order<'_>) -> Result<Manifest, BackupError> {
    let (folder, keys_folder) = (order.folder, order.keys_folder);
    disk::make(folder)?;
    disk::make(keys_folder)?;
    apart(folder, keys_folder)?;
    let _lock = disk::lock(folder)?;
    sweep(folder, keys_folder)?;
    let name = Name::of(order.now);
    if folder.join(name.as_str()).exists() || keys_folder.join(name.as_str()).exists() {
        return Err(BackupError::Exists);
    }
    let halves = Halves {
        rows: disk::new_folder(folder, &name),
        keys: disk::new_folder(keys_folder, &name),
    };
    let made = fill(from, order, &name, &halves).await;
    if made.is_err() {
        // What is left of it goes now, or before the next backup.
        let _ = disk::remove(&halves.keys, true);
        let _ = disk::remove(&halves.rows, false);
    }
    let made = made?;
    // The rows come last: a backup is there when they are.
    disk::appear(keys_folder, &name)?;
    disk::appear(folder, &name)?;
    Ok(made)
}

struct Halves {
    rows: PathBuf,
    keys: PathBuf,
}

async fn fill(
    from: &House<'_>,
    order: &Order<'_>,
    name: &Name,
    halves: &Halves,
) -> Result<Manifest, BackupError> {
    disk::make(&halves.rows)?;
    disk::make(&halves.keys)?;
    let key = SubjectKey::generate(order.entropy);
    let mut tx = from.db.read().await?;
    let sealing = (&key, order.id);
    let (dumped, mark) = dump::rows(&mut tx, &halves.rows, sealing, order.entropy).await?;
    drop(tx);
    let mut copied = objects::copy(from, &halves.rows, dumped.objects).await?;
    copied.files.insert(ROWS.to_owned(), mark);
    // After the rows, so that no row lacks its key; last of all, so that as
    // little as can be is in it that was destroyed meanwhile.
    let (count, keys) = keys(from, order, &halves.keys, (&dumped.schools, &key)).await?;
    let wrapped = from.keys.wrap_backup_key(order.id, &key, order.entropy)?;
    let wrapped = disk::write(&halves.keys.join(BACKUP_KEY), &wrapped).await?;
    let manifest = Manifest {
        format: FORMAT,
        id: order.id,
        name: name.clone(),
        schema: migrate::newest(),
        made_at: crate::values::cut(order.now),
        master: from.keys.fingerprint().to_string(),
        schools: dumped.schools,
        rows: dumped.counts,
        ends: dumped.ends,
        keys: count,
        destroyed: copied.destroyed,
        lacking: copied.lacking,
        files: copied.files,
        key_files: [(KEYS.to_owned(), keys), (BACKUP_KEY.to_owned(), wrapped)].into(),
    };
    manifest
        .write([&halves.rows, &halves.keys], order.signing)
        .await?;
    disk::sync(&halves.rows)?;
    disk::sync(&halves.keys)?;
    Ok(manifest)
}

/// Writes the subjects' wrapped keys: school, subject, key.
async fn keys(
    from: &House<'_>,
    order: &Order<'_>,
    half: &Path,
    (schools, key): (&[SchoolId], &SubjectKey),
) -> Result<(u64, FileMark), BackupError> {
    let mut out = SealedOut::create(half, KEYS, (key, order.id), order.entropy).await?;
    let mut count = 0_u64;
    for school in schools {
        for (subject, wrapped) in from.keys.export(*school).await? {
            let plain = out.plain();
            plain.extend_from_slice(school.0.as_bytes());
            plain.extend_from_slice(subject.0.as_bytes());
            let length = u32::try_from(wrapped.len()).unwrap_or(u32::MAX);
            plain.extend(length.to_be_bytes());
            plain.extend_from_slice(&wrapped);
            out.flush().await?;
            count = count.saturating_add(1);
        }
    }
    Ok((count, out.finish().await?))
}

fn apart(folder: &Path, keys_folder: &Path) -> Result<(), BackupError> {
    let (one, other) = (folder.canonicalize()?, keys_folder.canonicalize()?);
    if one.starts_with(&other) || other.starts_with(&one) {
        return Err(BackupError::NotApart);
    }
    Ok(())
}

/// Clears away what a killed attempt left: one whose rows never appeared is no
/// backup, even if its keys did.
fn sweep(folder: &Path, keys_folder: &Path) -> Result<(), BackupError> {
    for name in disk::names(folder, true)? {
        disk::remove(&keys_folder.join(name.as_str()), true)?;
        disk::remove(&disk::new_folder(keys_folder, &name), true)?;
        disk::remove(&disk::new_folder(folder, &name), false)?;
    }
    for name in disk::names(keys_folder, true)? {
        disk::remove(&disk::new_folder(keys_folder, &name), true)?;
    }
    Ok(())
}
