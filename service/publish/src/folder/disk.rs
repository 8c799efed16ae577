//! Files as a publication needs them: on the disk when a call returns, and
//! what is not there is an answer, not an error.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

/// Writes a file, through to the disk; where that fails none is left.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    // The failure that is told is the first one.
    written.inspect_err(|_| drop(fs::remove_file(path)))
}

/// Brings what was made, renamed or deleted in a folder through to the disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Moves a file or folder and says whether it was there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<bool> {
    found(fs::rename(from, to)).map(|moved| moved.is_some())
}

/// The bytes of a file; a folder in its place has none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => Ok(None),
        bytes => found(bytes),
    }
}

/// The length of a file in bytes.
pub(super) fn length(path: &Path) -> io::Result<Option<u64>> {
    Ok(found(fs::metadata(path))?.map(|file| file.len()))
}

/// Whether anything has this path, be it a link to nowhere.
pub(super) fn exists(path: &Path) -> io::Result<bool> {
    found(fs::symlink_metadata(path)).map(|entry| entry.is_some())
}

/// Deletes a folder with all that is in it, or a file where somebody put one
/// in its place.
pub(super) fn delete_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => delete_file(path),
        deleted => found(deleted).map(|_| ()),
    }
}

/// Deletes a file.
pub(super) fn delete_file(path: &Path) -> io::Result<()> {
    found(fs::remove_file(path)).map(|_| ())
}

/// A path through a file leads nowhere, just as a path that ends early.
fn found<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}
