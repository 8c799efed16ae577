//! The networks of the scan stop: which sets there are, whether their files
//! are what the manifest says, and how another set is installed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use gatehouse_faces::{
    EMBEDDED_DETECTOR, EMBEDDED_EMBEDDER, MANIFEST, Manifest, NetworkFile, Networks,
};
pub use gatehouse_faces::{FaceScanner, Grade, NetworkSet};
use gatehouse_store::log::Hex;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The set that is compiled into the binary.
pub const EMBEDDED: &str = "embedded";

/// Why networks cannot be listed, installed or loaded.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The manifest that is compiled in is broken.
    #[error("the list of networks in this program is broken: install the program again")]
    Manifest(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no such set.
    #[error("there is no set of networks of that name: run `gatehouse models list`")]
    NoSuchSet,
    /// The set comes with the program.
    #[error("this set is part of the program: there is nothing to install")]
    Embedded,
    /// A file of the set is not there.
    #[error("{file} is not there: put it into the folder, or install the set again")]
    Missing {
        /// Its name in the manifest.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file is there but holds something else.
    #[error("{file} is not the file that was measured: its sha256 differs. It was not used")]
    WrongHash {
        /// Its name in the manifest.
        file: String,
    },
    /// The folder of installed networks cannot be written.
    #[error(
        "the folder for networks cannot be written: check its place, permissions and disk space"
    )]
    NotWritable(#[source] io::Error),
    /// The networks do not run.
    #[error(transparent)]
    Faces(#[from] gatehouse_faces::Error),
}

/// How the files of a set stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Part of the program, and as the manifest says.
    Embedded,
    /// Installed, and as the manifest says.
    Installed,
    /// Not installed.
    Absent,
    /// Installed or embedded, but not what the manifest says.
    Damaged,
}

/// The sets of networks that this program knows.
#[derive(Debug)]
pub struct Catalogue {
    manifest: Manifest,
    folder: PathBuf,
}

impl Catalogue {
    /// The sets of the manifest; those that are not embedded are looked for in
    /// `folder`, each in a folder of its own name.
    ///
    /// # Errors
    /// [`NetworkError::Manifest`].
    pub fn new(folder: PathBuf) -> Result<Self, NetworkError> {
        let manifest: Manifest =
            toml::from_str(MANIFEST).map_err(|error| NetworkError::Manifest(error.into()))?;
        manifest
            .check()
            .map_err(|error| NetworkError::Manifest(error.into()))?;
        Ok(Self { manifest, folder })
    }

    /// Every set, in the order of the manifest.
    #[must_use]
    pub fn sets(&self) -> &[NetworkSet] {
        &self.manifest.sets
    }

    /// The set of a name.
    ///
    /// # Errors
    /// [`NetworkError::NoSuchSet`].
    pub fn set(&self, name: &str) -> Result<&NetworkSet, NetworkError> {
        self.manifest.set(name).ok_or(NetworkError::NoSuchSet)
    }

    /// Whether the files of a set are what the manifest says, read afresh.
    #[must_use]
    pub fn state(&self, set: &NetworkSet) -> State {
        match (self.files(set), set.name == EMBEDDED) {
            (Ok(_), true) => State::Embedded,
            (Ok(_), false) => State::Installed,
            (Err(NetworkError::Missing { .. }), _) => State::Absent,
            (Err(_), _) => State::Damaged,
        }
    }

    /// Copies the files of a set from a folder, after comparing their hashes.
    ///
    /// # Errors
    /// [`NetworkError`]; then nothing of the set was installed.
    pub fn install(&self, name: &str, from: &Path) -> Result<(), NetworkError> {
        let set = self.set(name)?;
        if set.name == EMBEDDED {
            return Err(NetworkError::Embedded);
        }
        let home = self.folder.join(&set.name);
        let checked = [&set.detector.network, &set.embedder.network]
            .map(|file| read_checked(from, file).map(|bytes| (file, bytes)));
        let [detector, embedder] = checked;
        let files = [detector?, embedder?];
        fs::create_dir_all(&home).map_err(NetworkError::NotWritable)?;
        for (file, bytes) in files {
            let part = home.join(format!("{}.part", file.file));
            fs::write(&part, bytes)
                .and_then(|()| fs::rename(&part, home.join(&file.file)))
                .map_err(NetworkError::NotWritable)?;
        }
        Ok(())
    }

    /// A scanner that uses the set of a name; its files are checked first.
    ///
    /// # Errors
    /// [`NetworkError`]; a file whose hash differs is never loaded.
    pub fn scanner(&self, name: &str) -> Result<FaceScanner, NetworkError> {
        let set = self.set(name)?;
        let (detector, embedder) = self.files(set)?;
        Ok(FaceScanner::new(Networks::load(set, &detector, &embedder)?))
    }

    fn files(&self, set: &NetworkSet) -> Result<(Vec<u8>, Vec<u8>), NetworkError> {
        if set.name == EMBEDDED {
            check(EMBEDDED_DETECTOR, &set.detector.network)?;
            check(EMBEDDED_EMBEDDER, &set.embedder.network)?;
            return Ok((EMBEDDED_DETECTOR.to_vec(), EMBEDDED_EMBEDDER.to_vec()));
        }
        let home = self.folder.join(&set.name);
        Ok((
            read_checked(&home, &set.detector.network)?,
            read_checked(&home, &set.embedder.network)?,
        ))
    }
}

fn read_checked(folder: &Path, file: &NetworkFile) -> Result<Vec<u8>, NetworkError> {
    let bytes = fs::read(folder.join(&file.file)).map_err(|source| NetworkError::Missing {
        file: file.file.clone(),
        source,
    })?;
    check(&bytes, file)?;
    Ok(bytes)
}

fn check(bytes: &[u8], file: &NetworkFile) -> Result<(), NetworkError> {
    let hex = Hex(Sha256::digest(bytes).into()).to_string();
    let length_fits = u64::try_from(bytes.len()).is_ok_and(|length| length == file.bytes);
    if length_fits && hex == file.sha256 {
        Ok(())
    } else {
        Err(NetworkError::WrongHash {
            file: file.file.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> (tempfile::TempDir, Catalogue) {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::new(folder.path().join("networks")).unwrap();
        (folder, catalogue)
    }

    #[test]
    fn the_embedded_set_is_what_the_manifest_says() {
        let (_folder, catalogue) = catalogue();
        let set = catalogue.set(EMBEDDED).unwrap();
        assert_eq!(catalogue.state(set), State::Embedded);
    }

    #[test]
    fn a_set_that_was_never_installed_is_absent_and_says_which_file() {
        let (_folder, catalogue) = catalogue();
        let set = catalogue.set("omz").unwrap();
        assert_eq!(catalogue.state(set), State::Absent);
        let error = catalogue.scanner("omz").unwrap_err();
        assert!(error.to_string().contains(&set.detector.network.file));
    }

    #[test]
    fn a_file_with_other_bytes_is_refused_and_nothing_is_installed() {
        let (folder, catalogue) = catalogue();
        let set = catalogue.set("omz").unwrap();
        for file in [&set.detector.network, &set.embedder.network] {
            fs::write(folder.path().join(&file.file), b"another network").unwrap();
        }
        let error = catalogue.install("omz", folder.path()).unwrap_err();
        assert!(matches!(error, NetworkError::WrongHash { .. }));
        assert_eq!(catalogue.state(set), State::Absent);
    }

    #[test]
    fn what_is_compiled_in_or_unknown_cannot_be_installed() {
        let (folder, catalogue) = catalogue();
        let install = |name| catalogue.install(name, folder.path()).unwrap_err();
        assert!(matches!(install(EMBEDDED), NetworkError::Embedded));
        assert!(matches!(install("mystery"), NetworkError::NoSuchSet));
    }
}
