//! Clears away what killed uploads left behind in a folder: sealed, never
//! visible, but taking up room.

use std::{io, path::Path};

use jiff::Timestamp;

use super::{
    ObjectError, Objects,
    store::{blocking, remove},
};

impl Objects {
    /// Removes unfinished uploads that nobody has written to since `before`,
    /// and tells how many. An upload at work must be younger than that. A
    /// bucket cannot be asked for them: it needs its own rule that ends
    /// unfinished multipart uploads.
    ///
    /// # Errors
    /// What the system says.
    pub async fn sweep_unfinished(&self, before: Timestamp) -> Result<u64, ObjectError> {
        let Some(root) = self.store.root() else {
            return Ok(0);
        };
        let root = root.to_owned();
        self.store.mounted().await?;
        blocking(move || sweep(&root, before)).await
    }
}

fn sweep(folder: &Path, before: Timestamp) -> Result<u64, ObjectError> {
    let entries = match std::fs::read_dir(folder) {
        // Deleted meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut swept = 0;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            swept += sweep(&entry.path(), before)?;
            continue;
        }
        // No object has this character in its name; object_store puts it into
        // the name of what is not finished.
        let unfinished = entry.file_name().as_encoded_bytes().contains(&b'#');
        if unfinished && last_written(&entry)?.is_some_and(|at| at < before) {
            remove(&entry.path())?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// When it was last written; none if it is gone, or at no time we can tell.
fn last_written(entry: &std::fs::DirEntry) -> Result<Option<Timestamp>, ObjectError> {
    match entry.metadata() {
        Ok(found) => Ok(Timestamp::try_from(found.modified()?).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
