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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_a_device_are_not_read() {
        assert!(read("/").is_err());
        assert!(read("/dev/zero").is_err());
    }
}
