//! Full disks, missing drives, and folders that other people's hands were in.

use super::*;
use std::{
    os::unix::fs::symlink,
    sync::atomic::{AtomicBool, Ordering},
};

/// Accepts every byte as a full disk does: not at all.
const FULL_DISK: &str = "/dev/full";

/// Calls `sabotage` when `point` is reached for the first time.
fn at(
    point: &'static str,
    sabotage: impl Fn() + Send + Sync,
) -> impl Fn(&'static str) + Send + Sync {
    let came = AtomicBool::new(false);
    move |reached| {
        if reached == point && !came.swap(true, Ordering::SeqCst) {
            sabotage();
        }
    }
}

fn full(path: PathBuf) -> impl Fn() + Send + Sync {
    move || symlink(FULL_DISK, &path).unwrap()
}

/// A folder with something in it: nothing can be moved to its place.
fn blocked(path: PathBuf) -> impl Fn() + Send + Sync {
    move || fs::create_dir_all(path.join("in the way")).unwrap()
}

#[test]
fn a_disk_that_fills_at_any_file_leaves_nothing_of_the_post() {
    for (point, name) in [
        ("publish.before-picture", Some("1.jpg")),
        ("publish.before-picture", Some("2.jpg")),
        ("publish.before-item", Some("item.json")),
        ("feed.before-write", None),
    ] {
        let site = Site::new();
        site.folder().publish(&post(1)).unwrap();
        let before = site.feed();
        let new = site.places().new_post(&slug(2));
        let path = name.map_or(site.places().next_feed(), |name| new.join(name));
        let error = site.hooked(at(point, full(path))).publish(&post(2));
        let error = error.unwrap_err();
        assert_eq!(
            (error.code(), error.nothing_out()),
            ("disk-full", true),
            "{point}"
        );
        assert_eq!(site.folder().look(&slug(2)).unwrap(), Presence::Gone);
        assert_eq!(site.feed(), before);
        assert_eq!(reader::read(&site.root()).len(), 1);
        assert!(site.left_over().is_empty());
        site.folder().publish(&post(2)).unwrap();
        assert_eq!(site.folder().look(&slug(2)).unwrap(), out(&post(2)));
    }
}

#[test]
fn a_failed_publication_that_cannot_be_undone_may_be_out() {
    let site = Site::new();
    let feed = at("feed.before-write", full(site.places().next_feed()));
    let gone = site.places().gone_post(&slug(2));
    let undo = at("recall.before-rename", blocked(gone));
    let folder = site.hooked(move |point| {
        feed(point);
        undo(point);
    });
    let error = folder.publish(&post(2)).unwrap_err();
    assert_eq!((error.code(), error.nothing_out()), ("disk-full", false));
    assert_eq!(site.folder().look(&slug(2)).unwrap(), Presence::Partly);
    assert_eq!(site.folder().recall(&slug(2)).unwrap(), Presence::Gone);
}

#[test]
fn a_disk_that_is_full_does_not_keep_a_picture_out() {
    let site = Site::new();
    site.folder().publish(&post(2)).unwrap();
    let note = full(site.places().mark(&slug(2)));
    let feed = full(site.places().next_feed());
    let folder = site.hooked(move |point| match point {
        "recall.before-mark" => note(),
        "feed.before-write" => feed(),
        _ => (),
    });
    let error = folder.recall(&slug(2)).unwrap_err();
    assert_eq!((error.code(), error.nothing_out()), ("disk-full", false));
    assert!(!site.places().post(&slug(2)).exists());
    assert!(site.left_over().is_empty());
    assert_eq!(site.folder().look(&slug(2)).unwrap(), Presence::Partly);

    assert_eq!(site.folder().recall(&slug(2)).unwrap(), Presence::Gone);
    assert!(reader::read(&site.root()).is_empty());
}

#[test]
fn the_room_that_a_recall_makes_is_enough_for_its_feed() {
    let site = Site::new();
    site.folder().publish(&post(2)).unwrap();
    let (feed, post) = (
        full(site.places().next_feed()),
        site.places().post(&slug(2)),
    );
    let folder = site.hooked(move |point| {
        if point == "feed.before-write" && post.exists() {
            feed();
        }
    });
    assert_eq!(folder.recall(&slug(2)).unwrap(), Presence::Gone);
}

#[test]
fn words_in_a_feed_that_never_came_to_be_are_not_gone() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let next = site.places().next_feed();
    fs::copy(site.places().feed(), &next).unwrap();
    fs::remove_dir_all(site.places().post(&slug(1))).unwrap();
    site.folder().tidy().unwrap();
    assert!(!next.exists());
    fs::write(&next, slug(1).as_str()).unwrap();
    assert_eq!(site.folder().look(&slug(2)).unwrap(), Presence::Gone);
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Partly);
    assert_eq!(site.folder().recall(&slug(1)).unwrap(), Presence::Gone);
    assert!(!next.exists());
}

#[test]
fn a_recall_that_stops_half_way_says_so_and_ends_later() {
    let site = Site::new();
    site.folder().publish(&post(2)).unwrap();
    let blocked = blocked(site.places().gone_post(&slug(2)));
    let folder = site.hooked(at("recall.before-rename", blocked));
    assert_eq!(folder.recall(&slug(2)).unwrap_err().code(), "folder-failed");
    assert_eq!(site.folder().look(&slug(2)).unwrap(), Presence::Partly);
    assert_eq!(site.folder().recall(&slug(2)).unwrap(), Presence::Gone);
}

#[test]
fn a_recall_looks_whether_somebody_put_the_post_back() {
    let site = Site::new();
    site.folder().publish(&post(2)).unwrap();
    let back = blocked(site.places().post(&slug(2)));
    let error = site
        .hooked(at("recall.after-rename", back))
        .recall(&slug(2));
    assert_eq!(error.unwrap_err().code(), "still-there");
    assert_eq!(site.folder().recall(&slug(2)).unwrap(), Presence::Gone);
}

#[test]
fn a_folder_that_is_not_there_is_neither_filled_nor_taken_for_empty() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    // The drive goes: first only its mount point is left, then not even that.
    fs::rename(site.root(), site.dir.path().join("drive")).unwrap();
    for mount_point in [true, false] {
        if mount_point {
            fs::create_dir(site.root()).unwrap();
        } else {
            fs::remove_dir(site.root()).unwrap();
        }
        let folder = site.folder();
        let errors = [
            folder.publish(&post(1)).unwrap_err(),
            folder.recall(&slug(1)).unwrap_err(),
            folder.look(&slug(1)).unwrap_err(),
            folder.tidy().unwrap_err(),
        ];
        assert!(
            errors
                .iter()
                .all(|e| e.code() == "not-set-up" && !e.nothing_out())
        );
    }
    assert!(!site.root().exists());
}

#[test]
fn a_folder_of_something_else_is_not_set_up() {
    for (name, is_file) in [("feed.json", true), ("posts", false)] {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(name);
        if is_file {
            fs::write(&path, "ours").unwrap();
        } else {
            fs::create_dir(&path).unwrap();
        }
        let folder = Folder::new(dir.path().to_owned(), settings());
        assert_eq!(folder.set_up().unwrap_err().code(), "occupied");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

#[test]
fn another_post_under_the_same_slug_is_refused_and_the_first_stays() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let feed = site.feed();
    let first = post(1);
    let (title, at) = (first.title().cloned(), first.published());
    let again = |title, at, pictures| Post::new(slug(1), title, at, pictures).unwrap();
    let pictures = first.pictures().to_vec();
    let others = [
        again(None, at, pictures.clone()),
        again(title.clone(), Timestamp::MAX, pictures.clone()),
        again(title.clone(), at, pictures[..1].to_vec()),
        again(title.clone(), at, pictures.iter().rev().cloned().collect()),
        again(title, at, vec![pictures[0].clone(), picture(99, 200, None)]),
    ];
    for other in others {
        let error = site.folder().publish(&other).unwrap_err();
        assert_eq!((error.code(), error.nothing_out()), ("slug-taken", false));
    }
    assert_eq!(site.feed(), feed);
    assert_eq!(site.folder().look(&slug(1)).unwrap(), out(&first));
    // Nor does damage to the first make room for another.
    fs::remove_file(site.places().post(&slug(1)).join("1.jpg")).unwrap();
    let error = site.folder().publish(&post_under(&slug(1), 2)).unwrap_err();
    assert_eq!(error.code(), "slug-taken");
}

#[test]
fn a_damaged_post_is_seen_left_out_of_the_feed_and_mended_by_the_same_post() {
    let damages: [fn(PathBuf); 6] = [
        |post| fs::remove_file(post.join("2.jpg")).unwrap(),
        |post| fs::write(post.join("1.jpg"), "\u{0}").unwrap(),
        |post| fs::remove_file(post.join("item.json")).unwrap(),
        |post| fs::write(post.join("item.json"), "{\"slug\":").unwrap(),
        |post| {
            fs::remove_file(post.join("item.json")).unwrap();
            fs::create_dir(post.join("item.json")).unwrap();
        },
        |post| {
            fs::remove_dir_all(&post).unwrap();
            fs::write(post, "a file").unwrap();
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let site = Site::new();
        site.folder().publish(&post(1)).unwrap();
        site.folder().publish(&post(2)).unwrap();
        let feed = site.feed();
        damage(site.places().post(&slug(1)));
        assert_eq!(
            site.folder().look(&slug(1)).unwrap(),
            Presence::Partly,
            "{number}"
        );
        site.folder().tidy().unwrap();
        let listed = reader::parse(&site.feed());
        assert_eq!(reader::items(&listed).len(), 1, "{number}");
        site.folder().publish(&post(1)).unwrap();
        assert_eq!(site.folder().look(&slug(1)).unwrap(), out(&post(1)));
        assert_eq!(site.feed(), feed);
        damage(site.places().post(&slug(1)));
        assert_eq!(site.folder().recall(&slug(1)).unwrap(), Presence::Gone);
    }
}

#[test]
fn a_picture_that_was_exchanged_is_seen_though_its_length_is_the_same() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let path = site.places().post(&slug(1)).join("1.jpg");
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Partly);
    site.folder().publish(&post(1)).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), out(&post(1)));
}

#[test]
fn a_post_that_no_feed_names_is_only_partly_out() {
    let site = Site::new();
    let empty = site.feed();
    site.folder().publish(&post(1)).unwrap();
    fs::write(site.places().feed(), empty).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Partly);
    site.folder().publish(&post(1)).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), out(&post(1)));
}

#[test]
fn a_post_with_a_note_of_its_recall_is_only_partly_out_until_it_is_published_again() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    fs::write(site.places().mark(&slug(1)), "").unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Partly);
    site.folder().publish(&post(1)).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), out(&post(1)));
}

#[test]
fn a_description_of_no_pictures_is_not_listed() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let item = site.places().post(&slug(1)).join("item.json");
    let mut record: serde_json::Value = serde_json::from_slice(&fs::read(&item).unwrap()).unwrap();
    record["pictures"] = serde_json::json!([]);
    fs::write(item, record.to_string()).unwrap();
    site.folder().tidy().unwrap();
    assert!(reader::items(&reader::parse(&site.feed())).is_empty());
}

#[test]
fn a_feed_that_still_names_a_post_is_not_gone() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    fs::remove_dir_all(site.places().post(&slug(1))).unwrap();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Partly);
    assert_eq!(site.folder().recall(&slug(1)).unwrap(), Presence::Gone);
    assert!(reader::read(&site.root()).is_empty());
}

#[test]
fn other_peoples_files_are_left_alone_and_lead_nowhere() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let posts = site.places().posts();
    fs::write(site.root().join("index.html"), "ours").unwrap();
    fs::create_dir(posts.join("A".repeat(32))).unwrap();
    fs::write(posts.join("index.html"), "ours").unwrap();
    fs::write(posts.join(slug(3).as_str()), "a file").unwrap();
    // A description that was copied from another post.
    let copy = posts.join(slug(4).as_str());
    fs::create_dir(&copy).unwrap();
    for name in ["item.json", "1.jpg", "2.jpg"] {
        fs::copy(posts.join(slug(1).as_str()).join(name), copy.join(name)).unwrap();
    }
    site.folder().publish(&post(2)).unwrap();
    site.folder().tidy().unwrap();
    let feed = reader::parse(&site.feed());
    let ids: Vec<_> = reader::items(&feed)
        .iter()
        .map(|item| reader::text(item, "id"))
        .collect();
    assert_eq!(ids, [slug(2).as_str(), slug(1).as_str()]);
    assert!(site.root().join("index.html").exists() && posts.join("index.html").exists());
}
