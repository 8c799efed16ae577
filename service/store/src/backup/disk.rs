//! Files of a backup: written whole onto the disk, read again by their hash,
//! and removed for good.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{BackupError, Name};
use crate::log::Hex;

/// Bytes that are read or written at a time.
const PIECE: usize = 256 * 1024;

/// How a folder that is not whole begins.
const NEW: &str = ".new-";

/// What a file must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMark {
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: Hex<32>,
}

/// A file that is being written.
pub(super) struct Out {
    file: tokio::fs::File,
    hash: Sha256,
    bytes: u64,
}

impl Out {
    /// A new file; the folders above it are made.
    pub(super) async fn create(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        Ok(Self {
            file: tokio::fs::File::create_new(path).await?,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(0));
        self.file.write_all(bytes).await
    }

    /// When this returns it is on the disk.
    pub(super) async fn finish(mut self) -> io::Result<FileMark> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        Ok(FileMark {
            bytes: self.bytes,
            sha256: Hex(self.hash.finalize().into()),
        })
    }
}

/// Writes a small file.
pub(super) async fn write(path: &Path, bytes: &[u8]) -> io::Result<FileMark> {
    let mut out = Out::create(path).await?;
    out.write(bytes).await?;
    out.finish().await
}

/// That a file is what it was.
pub(super) async fn check(half: &Path, file: &str, mark: &FileMark) -> Result<(), BackupError> {
    let mut open = In::open(half, file).await?;
    let (mut hash, mut bytes) = (Sha256::new(), 0_u64);
    loop {
        let piece = open.next().await?;
        if piece.is_empty() {
            break;
        }
        hash.update(piece);
        bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(0));
    }
    let found = FileMark {
        bytes,
        sha256: Hex(hash.finalize().into()),
    };
    if found == *mark {
        Ok(())
    } else {
        Err(BackupError::Damaged(file.to_owned()))
    }
}

/// Nobody else makes or removes a backup there for as long as this lives.
pub(super) fn lock(folder: &Path) -> Result<fs::File, BackupError> {
    let file = fs::File::options()
        .append(true)
        .create(true)
        .open(folder.join(".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(BackupError::Busy),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Makes the folder, for its owner only, unless it is there.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Where a backup is put together before it is whole.
pub(super) fn new_folder(folder: &Path, name: &Name) -> PathBuf {
    folder.join(format!("{NEW}{name}"))
}

/// The backups there that are whole, or with `new` those that are not.
pub(super) fn names(folder: &Path, new: bool) -> io::Result<Vec<Name>> {
    let prefix = if new { NEW } else { "" };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?.file_name();
        let name = entry.to_str().and_then(|name| name.strip_prefix(prefix));
        names.extend(name.and_then(|name| Name::try_from(name.to_owned()).ok()));
    }
    names.sort();
    Ok(names)
}

/// Sees every folder below, and this one, onto the disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        }
    }
    crate::objects::sync_folder(folder)
}

/// Lets a folder appear under its name, and sees that onto the disk.
pub(super) fn appear(folder: &Path, name: &Name) -> io::Result<()> {
    fs::rename(new_folder(folder, name), folder.join(name.as_str()))?;
    crate::objects::sync_folder(folder)
}

/// Removes a backup's half; its files are written over first where they are
/// `secret`, since a disk gives back what was only unlinked.
pub(super) fn remove(half: &Path, secret: bool) -> io::Result<bool> {
    let entries = match fs::read_dir(half) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if secret && entry.file_type()?.is_file() {
            let length = usize::try_from(entry.metadata()?.len()).unwrap_or(0);
            let mut file = fs::File::options().write(true).open(entry.path())?;
            io::Write::write_all(&mut file, &vec![0; length])?;
            file.sync_all()?;
        }
    }
    fs::remove_dir_all(half)?;
    if let Some(folder) = half.parent() {
        crate::objects::sync_folder(folder)?;
    }
    Ok(true)
}

/// A file that is read from its beginning, piece by piece.
pub(super) struct In {
    file: tokio::fs::File,
    piece: Vec<u8>,
}

impl In {
    /// Opens a file; one that is not there is damage.
    pub(super) async fn open(half: &Path, file: &str) -> Result<Self, BackupError> {
        let file = match tokio::fs::File::open(half.join(file)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::Damaged(file.to_owned()));
            }
            opened => opened?,
        };
        Ok(Self {
            file,
            piece: vec![0; PIECE],
        })
    }

    /// The next bytes; none at the end.
    pub(super) async fn next(&mut self) -> io::Result<&[u8]> {
        let read = self.file.read(&mut self.piece).await?;
        Ok(self.piece.get(..read).unwrap_or_default())
    }
}
