//! What lies beside a post's pictures and describes them, so that the feed can
//! be made again from what is really there.

use std::{io, path::Path};

use gatehouse_domain::names::Words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{disk, places};
use crate::{Checksum, Picture, Post, Slug};

/// A post without its pictures' bytes. Names no file: the pictures lie beside
/// it as 1.jpg, 2.jpg and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) slug: Slug,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<Words>,
    pub(super) published: Timestamp,
    pub(super) pictures: Vec<Entry>,
}

/// One picture of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) alt: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<Words>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) size_in_bytes: u64,
    pub(super) sha256: Checksum,
}

/// What a post's folder holds.
pub(super) enum Found {
    /// There is no such folder.
    Nothing,
    /// A description, and every picture as described.
    Whole(Record),
    /// Something else; the description where one can be read.
    Damaged(Option<Record>),
}

impl Record {
    pub(super) fn of(post: &Post) -> Self {
        Self {
            slug: post.slug().clone(),
            title: post.title().cloned(),
            published: post.published(),
            pictures: post.pictures().iter().map(Entry::of).collect(),
        }
    }

    /// The description as it is written.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// The description in a post's folder, where it can be one.
    pub(super) fn read(folder: &Path, slug: &Slug) -> io::Result<Option<Self>> {
        let bytes = disk::read(&folder.join(places::ITEM))?;
        let record = bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        Ok(record.filter(|record| record.slug == *slug && !record.pictures.is_empty()))
    }

    /// Whether the pictures lie beside it, by their lengths: enough for a feed,
    /// which is made again at every publication.
    pub(super) fn has_its_files(&self, folder: &Path) -> io::Result<bool> {
        for (index, entry) in self.pictures.iter().enumerate() {
            let length = disk::length(&folder.join(places::picture(index)))?;
            if length != Some(entry.size_in_bytes) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the pictures beside it are those it describes, byte for byte.
    fn has_its_pictures(&self, folder: &Path) -> io::Result<bool> {
        for (index, entry) in self.pictures.iter().enumerate() {
            let bytes = disk::read(&folder.join(places::picture(index)))?;
            if bytes.map(|bytes| Checksum::of(&bytes)) != Some(entry.sha256) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Entry {
    fn of(picture: &Picture) -> Self {
        let (width, height) = picture.size();
        Self {
            alt: picture.alt().clone(),
            caption: picture.caption().cloned(),
            width,
            height,
            // No machine has more memory than fits.
            size_in_bytes: u64::try_from(picture.bytes().len()).unwrap_or(u64::MAX),
            sha256: Checksum::of(picture.bytes()),
        }
    }
}

impl Found {
    /// Reads back everything in a post's folder.
    pub(super) fn look(folder: &Path, slug: &Slug) -> io::Result<Self> {
        if !disk::exists(folder)? {
            return Ok(Self::Nothing);
        }
        match Record::read(folder, slug)? {
            Some(record) if record.has_its_pictures(folder)? => Ok(Self::Whole(record)),
            damaged => Ok(Self::Damaged(damaged)),
        }
    }
}
