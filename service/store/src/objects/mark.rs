//! The mark of a folder that was set up. A disk that is not connected leaves an
//! empty folder behind, or none, in which everything seems to be deleted:
//! without the mark nothing in it is believed, and nothing is written there.

use std::path::Path;

use super::{ObjectError, store::sync_folder};

/// The file's name. No school and no object is called so.
pub(super) const MARK: &str = ".gatehouse-store";

/// Marks the folder, lastingly; marked before, nothing changes.
pub(super) fn put(folder: &Path) -> Result<(), ObjectError> {
    let opened = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(folder.join(MARK));
    opened?.sync_all()?;
    Ok(sync_folder(folder)?)
}

/// That the folder is there and marked.
pub(super) fn look(folder: &Path) -> Result<(), ObjectError> {
    match folder.join(MARK).try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(ObjectError::NotThere),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
