//! Files from a person's disk: read no further than a picture may be long, and
//! only what is a file.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use gatehouse_picture::Limits;

/// The bytes of a file, at most one more than a picture may have, so that the
/// check of its length still finds it too long.
///
/// # Errors
/// What the system says, or that it is no file.
pub fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("this is not a file"));
    }
    let mut bytes = Vec::new();
    file.take(Limits::default().file_bytes + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Free bytes on the disk of a folder, for this user.
///
/// # Errors
/// What the system says.
pub fn room(folder: impl AsRef<Path>) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder.as_ref())?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_some_room_and_a_missing_folder_none_to_tell() {
        assert!(room("/").is_ok());
        assert!(room("/nowhere/at/all").is_err());
    }

    #[test]
    fn a_folder_and_a_device_are_not_read() {
        assert!(read("/").is_err());
        assert!(read("/dev/zero").is_err());
    }
}
