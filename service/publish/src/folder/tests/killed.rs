//! Killed at every point around every write: whoever reads finds every post
//! whole, and the next attempt ends what the last began.

use super::*;
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

type Work = fn(&Folder);

fn publish(folder: &Folder) {
    folder.publish(&post(2)).unwrap();
}

fn recall(folder: &Folder) {
    assert_eq!(folder.recall(&slug(2)).unwrap(), Presence::Gone);
}

fn tidy(folder: &Folder) {
    folder.tidy().unwrap();
}

/// A folder in which another post is out.
fn fresh() -> Site {
    let site = Site::new();
    site.folder().publish(&post(1)).unwrap();
    site
}

fn published() -> Site {
    let site = fresh();
    publish(&site.folder());
    site
}

/// A folder with everything in it that killed attempts can leave.
fn littered() -> Site {
    let site = published();
    let places = site.places();
    for folder in [places.new_post(&slug(3)), places.gone_post(&slug(4))] {
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("1.jpg"), "half").unwrap();
    }
    fs::write(places.mark(&slug(2)), "").unwrap();
    fs::write(places.next_feed(), "{").unwrap();
    site
}

/// Does `work` in a folder and kills it at its nth point; false where it has
/// no such point.
fn kill(site: &Site, work: Work, nth: usize) -> bool {
    let calls = AtomicUsize::new(0);
    let folder = site.hooked(move |_| {
        if calls.fetch_add(1, Ordering::SeqCst) == nth {
            // As a panic, without its words on standard error.
            resume_unwind(Box::new("killed"));
        }
    });
    catch_unwind(AssertUnwindSafe(|| work(&folder))).is_err()
}

/// Kills `work` at each of its points in turn, each time in a new folder, and
/// checks that whoever reads sees only whole posts. Then `after` goes on.
fn at_every_point(start: fn() -> Site, work: Work, after: impl Fn(&Site)) {
    let mut nth = 0;
    loop {
        let site = start();
        if !kill(&site, work, nth) {
            break;
        }
        reader::read(&site.root());
        after(&site);
        reader::read(&site.root());
        nth += 1;
    }
    assert!(nth > 8, "only {nth} points were reached");
}

fn is_out(site: &Site, number: u32) -> bool {
    match site.folder().look(&slug(number)).unwrap() {
        Presence::Gone => false,
        presence => {
            assert_eq!(presence, out(&post(number)));
            true
        }
    }
}

#[test]
fn a_killed_publication_is_ended_by_the_next_attempt() {
    let whole = published().feed();
    at_every_point(fresh, publish, |site| {
        publish(&site.folder());
        assert!(is_out(site, 2));
        assert_eq!(site.feed(), whole);
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn a_killed_publication_is_wholly_out_or_gone_after_tidying() {
    at_every_point(fresh, publish, |site| {
        let seen = site.places().post(&slug(2)).exists();
        tidy(&site.folder());
        assert_eq!(is_out(site, 2), seen);
        assert!(is_out(site, 1));
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn a_killed_publication_can_be_recalled() {
    let without = fresh().feed();
    at_every_point(fresh, publish, |site| {
        recall(&site.folder());
        assert_eq!(site.feed(), without);
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn a_killed_recall_is_ended_by_the_next_attempt() {
    let without = fresh().feed();
    at_every_point(published, recall, |site| {
        recall(&site.folder());
        assert_eq!(site.feed(), without);
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn a_killed_recall_never_brings_its_post_back_into_the_feed() {
    at_every_point(published, recall, |site| {
        let listed = reader::read(&site.root()).contains(&slug(2).to_string());
        site.folder().publish(&post(3)).unwrap();
        let still = reader::read(&site.root()).contains(&slug(2).to_string());
        assert!(listed || !still);
    });
}

#[test]
fn a_killed_recall_is_ended_by_tidying_once_it_was_noted() {
    at_every_point(published, recall, |site| {
        let noted = site.places().mark(&slug(2)).exists();
        let begun = !site.places().post(&slug(2)).exists();
        tidy(&site.folder());
        assert_eq!(is_out(site, 2), !noted && !begun);
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn a_post_whose_recall_was_killed_is_whole_or_never_comes_again() {
    let (whole, without) = (published().feed(), fresh().feed());
    at_every_point(published, recall, |site| {
        match site.folder().publish(&post(2)) {
            // Killed before it was noted.
            Ok(_) => {
                assert!(is_out(site, 2));
                assert_eq!(site.feed(), whole);
            }
            Err(refused) => {
                assert_eq!(refused.problem(), Problem::TakenBack);
                recall(&site.folder());
                assert_eq!(site.feed(), without);
            }
        }
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn killed_tidying_is_ended_by_the_next() {
    let tidied = fresh().feed();
    at_every_point(littered, tidy, |site| {
        tidy(&site.folder());
        assert_eq!(site.feed(), tidied);
        assert!(!is_out(site, 2));
        assert!(site.left_over().is_empty());
    });
}

#[test]
fn at_every_point_a_reader_sees_only_whole_posts_and_no_point_is_forgotten() {
    let site = fresh();
    let reached = Arc::new(Mutex::new(BTreeSet::new()));
    let (root, points) = (site.root(), Arc::clone(&reached));
    let folder = site.hooked(move |point| {
        reader::read(&root);
        points.lock().unwrap().insert(point);
    });
    publish(&folder);
    recall(&folder);
    tidy(&folder);
    let listed: BTreeSet<_> = FAULT_POINTS.iter().copied().collect();
    assert_eq!(*reached.lock().unwrap(), listed);
    assert_eq!(listed.len(), FAULT_POINTS.len());
}
