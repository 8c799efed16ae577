//! The published folder, brought out and taken back: a folder on a real disk,
//! posts to put into it, and a reader who sees it as the world does.

mod crowd;
mod happy;
mod hostile;
mod killed;
pub(super) mod reader;

use super::*;
use gatehouse_domain::names::Words;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::{Checksum, Picture};

/// A folder that was set up, and deletes itself.
pub(super) struct Site {
    pub(super) dir: TempDir,
}

impl Site {
    pub(super) fn new() -> Self {
        let site = Self {
            dir: TempDir::new().unwrap(),
        };
        site.folder().set_up().unwrap();
        site
    }

    pub(super) fn root(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    pub(super) fn folder(&self) -> Folder {
        Folder::new(self.root(), settings())
    }

    pub(super) fn hooked(&self, hook: impl Fn(&'static str) + Send + Sync + 'static) -> Folder {
        self.folder().with_faults(std::sync::Arc::new(hook))
    }

    pub(super) fn places(&self) -> Places {
        Places::new(self.root())
    }

    pub(super) fn feed(&self) -> Vec<u8> {
        fs::read(self.places().feed()).unwrap()
    }

    /// What lies in the folder for work, without the lock.
    pub(super) fn left_over(&self) -> Vec<String> {
        let entries = fs::read_dir(self.places().work()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        // The notes of what was taken back stay for good.
        let is_left = |name: &String| name != "lock" && !name.starts_with("taken-");
        names.filter(is_left).collect()
    }
}

pub(super) fn settings() -> FeedSettings {
    FeedSettings {
        title: "School life".to_owned(),
        home_page_url: Some("https://school.example/".to_owned()),
        base_url: "https://school.example/gallery/".to_owned(),
    }
}

pub(super) fn slug(number: u32) -> Slug {
    format!("{number:032x}").parse().unwrap()
}

pub(super) fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

/// Bytes that begin as a JPEG does; nothing here looks further.
pub(super) fn picture(seed: u32, length: u8, caption: Option<&str>) -> Picture {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb];
    bytes.extend(seed.to_be_bytes());
    bytes.extend(std::iter::repeat_n(length, length.into()));
    let alt = words(&format!("Amara paints wall {seed}"));
    Picture::new(bytes, (640, 480), alt, caption.map(words)).unwrap()
}

/// The nth post: two pictures, published at second n.
pub(super) fn post(number: u32) -> Post {
    post_under(&slug(number), number)
}

/// The content of the nth post under another slug.
pub(super) fn post_under(slug: &Slug, number: u32) -> Post {
    let pictures = vec![
        picture(number * 2, 40, Some("Amara and Ben paint the hall")),
        picture(number * 2 + 1, 200, None),
    ];
    let title = Some(words("Painting the hall"));
    let published = Timestamp::from_second(number.into()).unwrap();
    Post::new(slug.clone(), title, published, pictures).unwrap()
}

pub(super) fn out(post: &Post) -> Presence {
    let pictures = post.pictures().iter();
    Presence::Out {
        pictures: pictures.map(|p| Checksum::of(p.bytes())).collect(),
    }
}
