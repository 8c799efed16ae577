//! The folders in which the story is played.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gatehouse_domain::Channel;

use crate::{DemoError, play::CHANNELS};

/// The folders of a demo.
#[derive(Debug)]
pub struct Home {
    pub(crate) school: PathBuf,
    pub(crate) camera: PathBuf,
    /// Database, keys, sealed pictures, ledger.
    pub data: PathBuf,
    published: PathBuf,
}

const MARK: &str = "A drawn school, made by `gatehouse demo`. Nobody in it exists.\n\
school/     the office's files and the reference photos\n\
camera/     the photos as a phone saved them, with everything phones put in\n\
data/       what Gatehouse keeps: everything personal in it is sealed\n\
published/  what went out, by channel, as a web server would serve it\n";

impl Home {
    /// Makes the folders anew. What an earlier demo left is removed; anything
    /// else is left alone.
    ///
    /// # Errors
    /// [`DemoError::NotOurs`] for a folder with other things in it; the disk's.
    pub fn prepare(dir: &Path) -> Result<Self, DemoError> {
        let mark = dir.join("drawn-school.txt");
        let home = Self {
            school: dir.join("school"),
            camera: dir.join("camera"),
            data: dir.join("data"),
            published: dir.join("published"),
        };
        if dir.exists() {
            let empty = fs::read_dir(dir)?.next().is_none();
            if !empty && !mark.exists() {
                return Err(DemoError::NotOurs);
            }
        }
        for folder in [&home.school, &home.camera, &home.data, &home.published] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::create_dir_all(folder)?;
        }
        fs::write(mark, MARK)?;
        Ok(home)
    }

    /// Where each of the story's channels is published.
    pub fn outlets(&self) -> impl Iterator<Item = (Channel, PathBuf)> {
        CHANNELS
            .into_iter()
            .map(|channel| (channel, self.published.join(channel.code())))
    }
}
