//! A reader of the published folder who trusts nothing: checks the feed against
//! JSON Feed 1.1 and follows every address in it.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{Checksum, folder::places};

/// The members of JSON Feed 1.1, for the objects that are written here.
const FEED: &[&str] = &["version", "title", "home_page_url", "feed_url", "items"];
const ITEM: &[&str] = &[
    "id",
    "url",
    "title",
    "content_text",
    "image",
    "date_published",
    "attachments",
];
const ATTACHMENT: &[&str] = &["url", "mime_type", "title", "size_in_bytes", "_gatehouse"];

/// Parses a feed and fails where it breaks the rules of JSON Feed 1.1.
pub(crate) fn parse(bytes: &[u8]) -> Value {
    let feed: Value = serde_json::from_slice(bytes).expect("the feed is JSON");
    known_members(&feed, FEED);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    text(&feed, "title");
    address(&feed, "feed_url");
    let mut ids = BTreeSet::new();
    for item in items(&feed) {
        known_members(item, ITEM);
        assert!(ids.insert(text(item, "id")), "two items have one id");
        assert!(!text(item, "content_text").is_empty());
        address(item, "url");
        address(item, "image");
        let published: Result<jiff::Timestamp, _> = text(item, "date_published").parse();
        assert!(published.is_ok(), "the date is RFC 3339");
        let mut titles = BTreeSet::new();
        for attachment in attachments(item) {
            known_members(attachment, ATTACHMENT);
            address(attachment, "url");
            assert_eq!(text(attachment, "mime_type"), "image/jpeg");
            assert!(attachment["size_in_bytes"].is_u64());
            if attachment.get("title").is_some() {
                // Two of one title would be one thing in two formats.
                assert!(titles.insert(text(attachment, "title")));
            }
        }
    }
    feed
}

/// Fails unless what anybody sees in this folder is whole: every address of the
/// feed leads to the file it describes, and every post has all its files.
/// Gives the slugs the feed names, in order.
pub(crate) fn read(root: &Path) -> Vec<String> {
    let feed = parse(&fs::read(root.join("feed.json")).expect("there is a feed"));
    for item in items(&feed) {
        for attachment in attachments(item) {
            let bytes = follow(root, text(attachment, "url"));
            assert_eq!(attachment["size_in_bytes"], bytes.len());
            let sum = Checksum::of(&bytes).to_string();
            assert_eq!(attachment["_gatehouse"]["sha256"], sum);
        }
        follow(root, text(item, "image"));
        follow(root, text(item, "url"));
    }
    for entry in fs::read_dir(root.join("posts")).unwrap() {
        whole(&entry.unwrap().path());
    }
    let ids = items(&feed).iter().map(|item| text(item, "id").to_owned());
    ids.collect()
}

fn whole(folder: &Path) {
    let item: Value = serde_json::from_slice(&fs::read(folder.join("item.json")).unwrap()).unwrap();
    let pictures = item["pictures"].as_array().unwrap();
    for (index, picture) in pictures.iter().enumerate() {
        let bytes = fs::read(folder.join(places::picture(index))).unwrap();
        assert_eq!(picture["sha256"], Checksum::of(&bytes).to_string());
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), pictures.len() + 1);
}

fn follow(root: &Path, url: &str) -> Vec<u8> {
    let path = url.strip_prefix("https://school.example/gallery/");
    fs::read(root.join(path.unwrap())).expect("the address leads to a file")
}

pub(crate) fn items(feed: &Value) -> &[Value] {
    feed["items"].as_array().expect("the items are an array")
}

pub(crate) fn attachments(item: &Value) -> &[Value] {
    item["attachments"].as_array().unwrap()
}

pub(crate) fn text<'a>(object: &'a Value, member: &str) -> &'a str {
    object[member].as_str().expect("the member is a text")
}

fn address(object: &Value, member: &str) {
    assert!(text(object, member).starts_with("https://"));
}

fn known_members(object: &Value, known: &[&str]) {
    for name in object.as_object().expect("an object").keys() {
        assert!(known.contains(&name.as_str()), "{name} is no member");
    }
}
