//! The feed by itself: order, members, addresses, the same bytes every time.

use super::*;
use crate::folder::tests::{picture, reader, settings, slug, words};
use crate::{Picture, Post};
use proptest::prelude::*;

fn post(number: u32, second: i64, pictures: Vec<Picture>) -> Record {
    let published = Timestamp::from_second(second).unwrap();
    Record::of(&Post::new(slug(number), None, published, pictures).unwrap())
}

fn feed(records: Vec<Record>) -> serde_json::Value {
    reader::parse(&bytes(&settings(), records).unwrap())
}

/// Few moments, so that posts share them.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let numbers = proptest::collection::btree_map(0_u32..1000, 0_i64..5, 0..12);
    numbers.prop_map(|numbers| {
        let record = |(number, second)| post(number, second, vec![picture(number, 9, None)]);
        numbers.into_iter().map(record).collect()
    })
}

fn any_words() -> impl Strategy<Value = Words> {
    "[\\PC\n]{1,60}".prop_filter_map("blank", |text| Words::parse(&text).ok())
}

proptest! {
    #[test]
    fn items_are_newest_first_then_by_slug_however_they_were_read(
        (sorted, mixed) in records().prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle()))
    ) {
        let first = bytes(&settings(), sorted).unwrap();
        prop_assert_eq!(&first, &bytes(&settings(), mixed).unwrap());
        let feed = reader::parse(&first);
        let key = |item: &serde_json::Value| {
            let at: Timestamp = reader::text(item, "date_published").parse().unwrap();
            (std::cmp::Reverse(at), reader::text(item, "id").to_owned())
        };
        prop_assert!(reader::items(&feed).is_sorted_by_key(key));
    }

    #[test]
    fn any_words_reach_readers_as_they_are_and_reach_no_address(
        title in any_words(), alts in prop::collection::vec(any_words(), 1..5),
        caption in proptest::option::of(any_words()),
    ) {
        let with = |alt: &Words| {
            let bytes = vec![0xff, 0xd8, 0xff];
            Picture::new(bytes, (3, 2), alt.clone(), caption.clone()).unwrap()
        };
        let pictures: Vec<_> = alts.iter().map(with).collect();
        let moment = Timestamp::UNIX_EPOCH;
        let post = Post::new(slug(1), Some(title.clone()), moment, pictures).unwrap();
        let feed = feed(vec![Record::of(&post)]);
        let item = &reader::items(&feed)[0];
        prop_assert_eq!(reader::text(item, "title"), title.reveal());
        let base = format!("https://school.example/gallery/posts/{}", slug(1));
        prop_assert_eq!(reader::text(item, "url"), format!("{base}/item.json"));
        prop_assert_eq!(reader::text(item, "image"), format!("{base}/1.jpg"));
        for (index, attachment) in reader::attachments(item).iter().enumerate() {
            let number = index + 1;
            prop_assert_eq!(reader::text(attachment, "url"), format!("{base}/{number}.jpg"));
            let extension = &attachment["_gatehouse"];
            prop_assert_eq!(reader::text(extension, "alt"), alts[index].reveal());
            prop_assert_eq!(extension["caption"].as_str(), caption.as_ref().map(Words::reveal));
        }
    }
}

#[test]
fn an_empty_feed_has_every_member_it_must_have() {
    let bare = FeedSettings {
        title: "Life".to_owned(),
        home_page_url: None,
        base_url: "https://school.example".to_owned(),
    };
    let written = String::from_utf8(bytes(&bare, Vec::new()).unwrap()).unwrap();
    assert_eq!(
        written,
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Life","feed_url":"https://school.example/feed.json","items":[]}"#
    );
}

#[test]
fn an_item_is_written_as_readers_expect_it() {
    let pictures = vec![picture(5, 1, Some("The hall, painted"))];
    let feed = feed(vec![post(1, 1_750_000_000, pictures)]);
    let base = format!("https://school.example/gallery/posts/{}", slug(1));
    let expected = serde_json::json!({
        "id": slug(1),
        "url": format!("{base}/item.json"),
        "content_text": "The hall, painted",
        "image": format!("{base}/1.jpg"),
        "date_published": "2025-06-15T15:06:40Z",
        "attachments": [{
            "url": format!("{base}/1.jpg"),
            "mime_type": "image/jpeg",
            "title": "Amara paints wall 5",
            "size_in_bytes": 9,
            "_gatehouse": {
                "alt": "Amara paints wall 5",
                "caption": "The hall, painted",
                "width": 640,
                "height": 480,
                "sha256": Checksum::of(&[0xff, 0xd8, 0xff, 0xdb, 0, 0, 0, 5, 1]),
            },
        }],
    });
    assert_eq!(reader::items(&feed)[0], expected);
    assert_eq!(feed["home_page_url"], "https://school.example/");
}

#[test]
fn captions_are_the_content_and_alt_texts_only_where_there_is_none() {
    let content = |pictures| {
        let feed = feed(vec![post(1, 0, pictures)]);
        reader::text(&reader::items(&feed)[0], "content_text").to_owned()
    };
    let mixed = vec![
        picture(1, 1, None),
        picture(2, 1, Some("A")),
        picture(3, 1, Some("B")),
    ];
    assert_eq!(content(mixed), "A\n\nB");
    let silent = vec![picture(1, 1, None), picture(2, 1, None)];
    assert_eq!(
        content(silent),
        "Amara paints wall 1\n\nAmara paints wall 2"
    );
}

#[test]
fn pictures_of_one_alt_text_are_not_taken_for_one_in_two_formats() {
    let same = |seed: u8| {
        let bytes = vec![0xff, 0xd8, 0xff, seed];
        Picture::new(bytes, (3, 2), words("The hall"), None).unwrap()
    };
    let feed = feed(vec![post(
        1,
        0,
        vec![same(1), same(2), picture(3, 1, None)],
    )]);
    let titles = reader::attachments(&reader::items(&feed)[0]).iter();
    let titles: Vec<_> = titles.map(|a| a["title"].as_str()).collect();
    assert_eq!(titles, [None, None, Some("Amara paints wall 3")]);
}
