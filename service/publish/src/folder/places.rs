//! Where everything of the published folder lies. Names are made of slugs and
//! numbers alone, never of what was read from the disk.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::Slug;

/// A post that is being written.
const NEW: &str = "new-";
/// A post that is being deleted.
const GONE: &str = "gone-";
/// The note that a post is being taken back.
const RECALL: &str = "recall-";

/// The note, kept for good, that a post was taken back.
const TAKEN: &str = "taken-";

/// The paths in one published folder.
#[derive(Debug, Clone)]
pub(super) struct Places {
    root: PathBuf,
}

impl Places {
    pub(super) const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn feed(&self) -> PathBuf {
        self.root.join("feed.json")
    }

    pub(super) fn posts(&self) -> PathBuf {
        self.root.join("posts")
    }

    pub(super) fn post(&self, slug: &Slug) -> PathBuf {
        self.posts().join(slug.as_str())
    }

    /// Work in progress, on the same file system, so that renaming is atomic.
    pub(super) fn work(&self) -> PathBuf {
        self.root.join(".gatehouse")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.work().join("lock")
    }

    pub(super) fn next_feed(&self) -> PathBuf {
        self.work().join("feed.json")
    }

    pub(super) fn new_post(&self, slug: &Slug) -> PathBuf {
        self.work().join(format!("{NEW}{slug}"))
    }

    pub(super) fn gone_post(&self, slug: &Slug) -> PathBuf {
        self.work().join(format!("{GONE}{slug}"))
    }

    pub(super) fn mark(&self, slug: &Slug) -> PathBuf {
        self.work().join(format!("{RECALL}{slug}"))
    }

    pub(super) fn tombstone(&self, slug: &Slug) -> PathBuf {
        self.work().join(format!("{TAKEN}{slug}"))
    }

    /// The posts with a folder of their own, whatever is in it.
    pub(super) fn out(&self) -> io::Result<BTreeSet<Slug>> {
        slugs(&self.posts(), "")
    }

    /// The posts that are being taken back.
    pub(super) fn marked(&self) -> io::Result<BTreeSet<Slug>> {
        slugs(&self.work(), RECALL)
    }

    /// The folders that killed attempts left out of sight.
    pub(super) fn left_over(&self) -> io::Result<Vec<PathBuf>> {
        let new = slugs(&self.work(), NEW)?;
        let gone = slugs(&self.work(), GONE)?;
        let new = new.iter().map(|slug| self.new_post(slug));
        let gone = gone.iter().map(|slug| self.gone_post(slug));
        Ok(new.chain(gone).collect())
    }
}

/// The name of a post's nth picture, counted from 0, in the post's folder.
pub(super) fn picture(index: usize) -> String {
    format!("{}.jpg", index.saturating_add(1))
}

/// What describes a post, in the post's folder.
pub(super) const ITEM: &str = "item.json";

/// The entries of a folder whose names are this prefix and a slug.
fn slugs(folder: &Path, prefix: &str) -> io::Result<BTreeSet<Slug>> {
    let mut slugs = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let slug = name.to_str().and_then(|name| name.strip_prefix(prefix));
        slugs.extend(slug.and_then(|slug| slug.parse().ok()));
    }
    Ok(slugs)
}
