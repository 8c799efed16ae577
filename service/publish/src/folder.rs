//! The first way out: a folder that any web server can serve, with a JSON Feed
//! of what is in it.
//!
//! `feed.json` lists the posts; `posts/<slug>/` holds a post's pictures and its
//! `item.json`; `.gatehouse/`, which only the service may open, holds work in
//! progress. A post and a feed each appear and go by one rename, so a reader
//! sees them whole or not at all, whenever this is killed. A post comes before
//! the feed names it and goes after the feed does.

mod disk;
mod faults;
mod feed;
mod places;
mod record;

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

pub use faults::FAULT_POINTS;
#[cfg(any(test, feature = "fault-points"))]
pub use faults::Hook;
use faults::{
    BURY, DELETE, FEED_RENAME, FEED_WRITE, FOLDER, Faults, ITEM, MARK, PICTURE, PLACE, TAKE, UNMARK,
};
pub use feed::FeedSettings;
use places::Places;
use record::{Found, Record};

use crate::{Post, Presence, Problem, PublishError, Receipt, Slug};

/// Only the service looks into work in progress, however the web server is set
/// up: a half-deleted post lies there.
const PRIVATE: u32 = 0o700;

type Result<T> = std::result::Result<T, PublishError>;

/// A published folder. Several processes may use one at once: each call locks
/// the others out for as long as it takes.
#[derive(Debug, Clone)]
pub struct Folder {
    places: Places,
    settings: FeedSettings,
    faults: Faults,
}

impl Folder {
    /// The folder at `root`. Touches nothing yet.
    #[must_use]
    pub fn new(root: PathBuf, settings: FeedSettings) -> Self {
        Self {
            places: Places::new(root),
            settings,
            faults: Faults::default(),
        }
    }

    /// Calls `hook` with the name of each of [`FAULT_POINTS`] as it is reached.
    #[cfg(any(test, feature = "fault-points"))]
    #[must_use]
    pub fn with_faults(mut self, hook: Hook) -> Self {
        self.faults.hook = Some(hook);
        self
    }

    /// Makes the folder, with an empty feed; again changes nothing. Everything
    /// else refuses a folder that was not set up: a network drive that is not
    /// connected looks like an empty folder, and would pass for one from which
    /// everything was taken back.
    ///
    /// # Errors
    /// [`Problem::Occupied`] where something else has a feed or posts there.
    pub fn set_up(&self) -> Result<()> {
        let (work, posts, feed) = (self.places.work(), self.places.posts(), self.places.feed());
        fs::create_dir_all(self.places.root())?;
        if !disk::exists(&work)? && (disk::exists(&posts)? || disk::exists(&feed)?) {
            return Err(Problem::Occupied.into());
        }
        DirBuilder::new()
            .recursive(true)
            .mode(PRIVATE)
            .create(&work)?;
        fs::create_dir_all(posts)?;
        File::options()
            .append(true)
            .create(true)
            .open(self.places.lock())?;
        disk::sync(&work)?;
        let _lock = self.lock()?;
        Ok(self.write_feed(None)?)
    }

    /// Brings a post out; the same post again changes nothing. After a failure
    /// what this attempt brought out is taken back again.
    ///
    /// # Errors
    /// [`Problem::SlugTaken`] where another post has its slug, or what is wrong
    /// with the folder.
    pub fn publish(&self, post: &Post) -> Result<Receipt> {
        let record = Record::of(post);
        let slug = post.slug();
        let _lock = self.lock()?;
        if disk::exists(&self.places.tombstone(slug))? {
            return Err(Problem::TakenBack.into());
        }
        if disk::exists(&self.places.mark(slug))? {
            // A recall of it was killed, and its end comes first.
            self.take_back(slug)?;
        }
        match Found::look(&self.places.post(slug), slug)? {
            Found::Whole(there) | Found::Damaged(Some(there)) if there != record => {
                return Err(Problem::SlugTaken.into());
            }
            Found::Whole(_) => self.list()?,
            Found::Damaged(_) => {
                self.take_back(slug)?;
                self.bring_out(post, &record)?;
            }
            Found::Nothing => self.bring_out(post, &record)?,
        }
        Ok(feed::receipt(&self.settings, &record))
    }

    /// Takes a post back for good, wherever an earlier attempt to publish or
    /// recall it ended, and looks that nothing of it is left. An attempt to
    /// publish that comes late, from a worker that was slow, is refused.
    ///
    /// # Errors
    /// What is wrong with the folder; [`Problem::StillThere`].
    pub fn recall(&self, slug: &Slug) -> Result<Presence> {
        let _lock = self.lock()?;
        let tombstone = self.places.tombstone(slug);
        let bury = || self.faults.around(&BURY, || disk::write(&tombstone, b""));
        // A full disk must not keep a picture out: it is noted afterwards then,
        // when there is room again.
        let buried = if disk::exists(&tombstone)? {
            Ok(())
        } else {
            bury()
        };
        if self.presence(slug)? != Presence::Gone {
            self.take_back(slug)?;
        }
        buried.or_else(|_| bury())?;
        disk::sync(&self.places.work())?;
        match self.presence(slug)? {
            Presence::Gone => Ok(Presence::Gone),
            Presence::Out { .. } | Presence::Partly => Err(Problem::StillThere.into()),
        }
    }

    /// The posts that are there, whoever put them there.
    ///
    /// # Errors
    /// What is wrong with the folder.
    pub fn posts(&self) -> Result<Vec<Slug>> {
        let lock = self.open_lock()?;
        lock.lock_shared()?;
        Ok(self.places.out()?.into_iter().collect())
    }

    /// Reads back what is there of a post.
    ///
    /// # Errors
    /// What is wrong with the folder.
    pub fn look(&self, slug: &Slug) -> Result<Presence> {
        let lock = self.open_lock()?;
        lock.lock_shared()?;
        Ok(self.presence(slug)?)
    }

    /// Ends what killed attempts left, and makes the feed agree with the posts:
    /// for the start of the service. Recalls are ended; publications are for
    /// their callers to try again or give up.
    ///
    /// # Errors
    /// What is wrong with the folder.
    pub fn tidy(&self) -> Result<()> {
        let _lock = self.lock()?;
        for slug in self.places.marked()? {
            self.take_back(&slug)?;
        }
        for folder in self.places.left_over()? {
            self.faults
                .around(&DELETE, || disk::delete_folder(&folder))?;
        }
        self.list()?;
        Ok(disk::sync(&self.places.work())?)
    }

    /// Locks every other process and thread out until the answer is dropped.
    fn lock(&self) -> Result<File> {
        let lock = self.open_lock()?;
        lock.lock()?;
        Ok(lock)
    }

    fn open_lock(&self) -> Result<File> {
        match File::open(self.places.lock()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Problem::NotSetUp.into()),
            opened => Ok(opened?),
        }
    }

    /// Places and lists a post that is not there, or leaves nothing of it.
    fn bring_out(&self, post: &Post, record: &Record) -> Result<()> {
        self.place(post, record)
            .and_then(|()| self.list())
            .map_err(|error| {
                let slug = post.slug();
                let undone = self.take_back(slug).and_then(|()| self.presence(slug));
                PublishError::from(error).looked(matches!(undone, Ok(Presence::Gone)))
            })
    }

    /// Writes a post out of sight, then lets it appear as a whole.
    fn place(&self, post: &Post, record: &Record) -> io::Result<()> {
        let slug = post.slug();
        let new = self.places.new_post(slug);
        self.faults.around(&DELETE, || disk::delete_folder(&new))?;
        self.faults.around(&FOLDER, || fs::create_dir(&new))?;
        for (index, picture) in post.pictures().iter().enumerate() {
            let path = new.join(places::picture(index));
            self.faults
                .around(&PICTURE, || disk::write(&path, picture.bytes()))?;
        }
        let item = new.join(places::ITEM);
        self.faults
            .around(&ITEM, || disk::write(&item, &record.bytes()?))?;
        disk::sync(&new)?;
        let to = self.places.post(slug);
        self.faults.around(&PLACE, || fs::rename(&new, to))
    }

    /// Lists every post that is there; the posts are on the disk before.
    fn list(&self) -> io::Result<()> {
        disk::sync(&self.places.posts())?;
        self.write_feed(None)
    }

    /// Takes a post out of the feed, then out of sight, then deletes it.
    fn take_back(&self, slug: &Slug) -> io::Result<()> {
        let (gone, mark) = (self.places.gone_post(slug), self.places.mark(slug));
        // Were this killed half-way, the next feed must not bring it back.
        if let Err(error) = self.faults.around(&MARK, || disk::write(&mark, b"")) {
            // A full disk must not keep a picture out: go on without the note.
            tracing::warn!(%slug, %error, "a recall goes on without its note");
        }
        self.faults.around(&DELETE, || disk::delete_folder(&gone))?;
        let listed = self.write_feed(Some(slug));
        // Where the feed cannot be written the pictures go all the same: a
        // link that leads nowhere is better than a child who is still seen. It
        // makes room too, so the feed is tried again.
        self.faults
            .around(&TAKE, || disk::rename(&self.places.post(slug), &gone))?;
        disk::sync(&self.places.posts())?;
        for folder in [gone, self.places.new_post(slug)] {
            self.faults
                .around(&DELETE, || disk::delete_folder(&folder))?;
        }
        listed.or_else(|_| self.write_feed(Some(slug)))?;
        self.faults.around(&UNMARK, || disk::delete_file(&mark))?;
        disk::sync(&self.places.work())
    }

    /// Makes the feed from the posts that are there and not being taken back.
    fn write_feed(&self, without: Option<&Slug>) -> io::Result<()> {
        let (next, feed) = (self.places.next_feed(), self.places.feed());
        let bytes = feed::bytes(&self.settings, self.records(without)?)?;
        if disk::read(&feed)?.as_ref() == Some(&bytes) {
            // One that was killed before its rename names posts too.
            disk::delete_file(&next)?;
        } else {
            self.faults
                .around(&FEED_WRITE, || disk::write(&next, &bytes))?;
            self.faults
                .around(&FEED_RENAME, || fs::rename(&next, &feed))?;
        }
        disk::sync(self.places.root())
    }

    fn records(&self, without: Option<&Slug>) -> io::Result<Vec<Record>> {
        let mut slugs = self.places.out()?;
        let marked = self.places.marked()?;
        slugs.retain(|slug| Some(slug) != without && !marked.contains(slug));
        let mut records = Vec::with_capacity(slugs.len());
        for slug in slugs {
            let folder = self.places.post(&slug);
            match Record::read(&folder, &slug)? {
                Some(record) if record.has_its_files(&folder)? => records.push(record),
                _ => tracing::warn!(%slug, "a published post is damaged and no longer listed"),
            }
        }
        Ok(records)
    }

    fn presence(&self, slug: &Slug) -> io::Result<Presence> {
        let places = &self.places;
        let listed = names(&places.feed(), slug)?;
        let mut left = names(&places.next_feed(), slug)?;
        for path in [
            places.new_post(slug),
            places.gone_post(slug),
            places.mark(slug),
        ] {
            left |= disk::exists(&path)?;
        }
        Ok(match Found::look(&places.post(slug), slug)? {
            Found::Nothing if !listed && !left => Presence::Gone,
            Found::Whole(record) if listed && !left => Presence::Out {
                pictures: record.pictures.iter().map(|entry| entry.sha256).collect(),
            },
            Found::Nothing | Found::Whole(_) | Found::Damaged(_) => Presence::Partly,
        })
    }
}

/// Whether a feed names a post, anywhere in its bytes: whoever edits one by
/// hand may not keep to its form.
fn names(feed: &Path, slug: &Slug) -> io::Result<bool> {
    let feed = disk::read(feed)?.unwrap_or_default();
    let name = slug.as_str().as_bytes();
    Ok(feed.windows(name.len()).any(|window| window == name))
}

#[cfg(test)]
mod tests;
