//! The list of what is out, as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>):
//! a pure function of the posts, so that the same posts give the same bytes.

use gatehouse_domain::names::Words;
use jiff::Timestamp;
use serde::Serialize;

use super::{
    places,
    record::{Entry, Record},
};
use crate::{Checksum, Published, Receipt, Slug};

/// How a feed names itself and where the web server serves the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// What readers see as its name.
    pub title: String,
    /// The web page it belongs to.
    pub home_page_url: Option<String>,
    /// The address of the published folder, with or without its last slash.
    pub base_url: String,
}

#[derive(Serialize)]
struct List<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<&'a str>,
    feed_url: String,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a Slug,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Words>,
    content_text: String,
    image: String,
    date_published: Timestamp,
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: String,
    mime_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Words>,
    size_in_bytes: u64,
    #[serde(rename = "_gatehouse")]
    extension: Extension<'a>,
}

/// What a web page needs to show a picture, and JSON Feed has no member for.
#[derive(Serialize)]
struct Extension<'a> {
    alt: &'a Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a Words>,
    width: u32,
    height: u32,
    sha256: Checksum,
}

/// The feed of these posts: newest first, of one moment by their slugs.
pub(super) fn bytes(
    settings: &FeedSettings,
    mut records: Vec<Record>,
) -> serde_json::Result<Vec<u8>> {
    records.sort_by(|a, b| {
        let newest_first = b.published.cmp(&a.published);
        newest_first.then_with(|| a.slug.cmp(&b.slug))
    });
    serde_json::to_vec(&List {
        version: "https://jsonfeed.org/version/1.1",
        title: &settings.title,
        home_page_url: settings.home_page_url.as_deref(),
        feed_url: format!("{}/feed.json", settings.base()),
        items: records
            .iter()
            .map(|record| item(settings, record))
            .collect(),
    })
}

/// Where the pictures of a post are.
pub(super) fn receipt(settings: &FeedSettings, record: &Record) -> Receipt {
    let published = |(index, entry): (usize, &Entry)| Published {
        url: settings.picture(&record.slug, index),
        sha256: entry.sha256,
    };
    Receipt {
        slug: record.slug.clone(),
        pictures: record.pictures.iter().enumerate().map(published).collect(),
    }
}

fn item<'a>(settings: &FeedSettings, record: &'a Record) -> Item<'a> {
    let pictures = record.pictures.iter().enumerate();
    Item {
        id: &record.slug,
        url: settings.file(&record.slug, places::ITEM),
        title: record.title.as_ref(),
        content_text: content(&record.pictures),
        image: settings.picture(&record.slug, 0),
        date_published: record.published,
        attachments: pictures
            .map(|(index, entry)| Attachment {
                url: settings.picture(&record.slug, index),
                mime_type: "image/jpeg",
                title: own_title(&record.pictures, entry),
                size_in_bytes: entry.size_in_bytes,
                extension: Extension {
                    alt: &entry.alt,
                    caption: entry.caption.as_ref(),
                    width: entry.width,
                    height: entry.height,
                    sha256: entry.sha256,
                },
            })
            .collect(),
    }
}

/// The captions, a blank line between them; an item must have some content, so
/// without any caption what the pictures show.
fn content(pictures: &[Entry]) -> String {
    let captions: Vec<_> = pictures.iter().filter_map(|p| p.caption.as_ref()).collect();
    let words = if captions.is_empty() {
        pictures.iter().map(|p| &p.alt).collect()
    } else {
        captions
    };
    let words: Vec<_> = words.into_iter().map(Words::reveal).collect();
    words.join("\n\n")
}

/// Attachments with one title are taken for one thing in several formats, so
/// that pictures with the same alt text go without.
fn own_title<'a>(pictures: &[Entry], entry: &'a Entry) -> Option<&'a Words> {
    let same = pictures.iter().filter(|other| other.alt == entry.alt);
    (same.count() == 1).then_some(&entry.alt)
}

impl FeedSettings {
    fn base(&self) -> &str {
        self.base_url.trim_end_matches('/')
    }

    fn file(&self, slug: &Slug, name: &str) -> String {
        format!("{}/posts/{slug}/{name}", self.base())
    }

    fn picture(&self, slug: &Slug, index: usize) -> String {
        self.file(slug, &places::picture(index))
    }
}

#[cfg(test)]
mod tests;
