//! A folder on a good day.

use super::*;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_new_folder_has_an_empty_feed_and_nothing_else_to_see() {
    let site = Site::new();
    assert!(reader::read(&site.root()).is_empty());
    let before = site.feed();
    site.folder().set_up().unwrap();
    assert_eq!(site.feed(), before);
}

#[test]
fn a_post_goes_out_with_its_words_and_comes_back_without_a_trace() {
    let site = Site::new();
    let empty = site.feed();
    let receipt = site.folder().publish(&post(7)).unwrap();
    assert_eq!(reader::read(&site.root()), [slug(7).to_string()]);
    assert_eq!(site.folder().look(&slug(7)).unwrap(), out(&post(7)));
    let urls: Vec<_> = receipt.pictures.iter().map(|p| p.url.as_str()).collect();
    let base = format!("https://school.example/gallery/posts/{}", slug(7));
    assert_eq!(urls, [format!("{base}/1.jpg"), format!("{base}/2.jpg")]);
    let sums = receipt.pictures.iter().map(|p| p.sha256).collect();
    assert_eq!(out(&post(7)), Presence::Out { pictures: sums });

    assert_eq!(site.folder().recall(&slug(7)).unwrap(), Presence::Gone);
    assert_eq!(site.folder().look(&slug(7)).unwrap(), Presence::Gone);
    assert_eq!(site.feed(), empty);
    assert!(
        fs::read_dir(site.places().posts())
            .unwrap()
            .next()
            .is_none()
    );
    assert!(site.left_over().is_empty());
}

#[test]
fn the_same_post_again_changes_no_byte() {
    let site = Site::new();
    let first = site.folder().publish(&post(1)).unwrap();
    let other = site.folder().publish(&post(2)).unwrap();
    let feed = site.feed();
    let written = fs::metadata(site.places().feed()).unwrap().modified();
    assert_eq!(site.folder().publish(&post(1)).unwrap(), first);
    assert_eq!(site.folder().publish(&post(2)).unwrap(), other);
    site.folder().tidy().unwrap();
    assert_eq!(site.feed(), feed);
    let now = fs::metadata(site.places().feed()).unwrap().modified();
    assert_eq!(written.unwrap(), now.unwrap());
}

#[test]
fn what_was_never_out_is_gone_and_recalling_it_notes_that_it_must_not_come() {
    let site = Site::new();
    let feed = site.feed();
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Gone);
    assert_eq!(site.folder().recall(&slug(1)).unwrap(), Presence::Gone);
    assert_eq!(site.feed(), feed);
    let late = site.folder().publish(&post(1)).unwrap_err();
    assert_eq!(late.problem(), Problem::TakenBack);
}

#[test]
fn the_newest_post_is_named_first_whenever_it_came() {
    let site = Site::new();
    for number in [2, 9, 4] {
        site.folder().publish(&post(number)).unwrap();
    }
    let newest_first = [9, 4, 2].map(|number| slug(number).to_string());
    assert_eq!(reader::read(&site.root()), newest_first);
}

#[test]
fn a_post_that_was_taken_back_never_goes_out_again() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    site.folder().recall(&slug(1)).unwrap();
    site.folder().tidy().unwrap();
    let late = site.folder().publish(&post(1)).unwrap_err();
    assert_eq!(late.problem(), Problem::TakenBack);
    assert_eq!(site.folder().look(&slug(1)).unwrap(), Presence::Gone);
    assert_eq!(site.folder().posts().unwrap(), []);
}

#[test]
fn no_path_says_anything_of_the_words() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let mut folders = vec![site.root()];
    let mut names = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            names.push(entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    names.sort();
    let slug = slug(1).to_string();
    let fixed = [
        ".gatehouse",
        "1.jpg",
        "2.jpg",
        "feed.json",
        "item.json",
        "lock",
        "posts",
    ];
    assert!(
        names
            .iter()
            .all(|name| fixed.contains(&name.as_str()) || *name == slug)
    );
    assert_eq!(names.len(), fixed.len() + 1);
}

#[test]
fn anybody_may_read_what_is_out_and_only_the_service_its_work() {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    // Files and folders as this machine makes them for anybody.
    let (file, folder) = (site.dir.path().join("f"), site.dir.path().join("d"));
    fs::write(&file, "").unwrap();
    fs::create_dir(&folder).unwrap();
    let (file, folder) = (mode(file), mode(folder));
    let post = site.places().post(&slug(1));
    assert_eq!(mode(site.places().work()), 0o700);
    assert_eq!(mode(site.places().feed()), file);
    assert_eq!(mode(post.join("1.jpg")), file);
    assert_eq!(mode(post.join("item.json")), file);
    assert_eq!(mode(post), folder);
}
