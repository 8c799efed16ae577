//! Several at once in one folder.

use super::*;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

#[test]
fn whoever_writes_locks_everybody_else_out() {
    let site = Site::new();
    let lock = File::open(site.places().lock()).unwrap();
    let held = site.hooked(move |_| assert!(lock.try_lock_shared().is_err()));
    held.publish(&post(1)).unwrap();
    held.recall(&slug(1)).unwrap();
    site.folder().publish(&post(2)).unwrap();
    fs::write(site.places().mark(&slug(2)), "").unwrap();
    held.tidy().unwrap();
}

#[test]
fn two_who_publish_twenty_posts_each_lose_none_and_are_read_whole() {
    let site = Site::new();
    let done = AtomicBool::new(false);
    let reads = thread::scope(|scope| {
        let reads = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(Ordering::SeqCst) {
                reader::read(&site.root());
                reads += 1;
            }
            reads
        });
        let writers = [0, 100].map(|first| {
            let folder = site.folder();
            scope.spawn(move || {
                for number in first..first + 20 {
                    folder.publish(&post(number)).unwrap();
                }
            })
        });
        let ended = writers.map(|writer| writer.join().is_ok());
        done.store(true, Ordering::SeqCst);
        assert_eq!(ended, [true, true]);
        reads.join().unwrap()
    });
    assert!(reads > 0);
    let mut numbers: Vec<u32> = (0..20).chain(100..120).collect();
    numbers.reverse();
    let slugs: Vec<_> = numbers.into_iter().map(|n| slug(n).to_string()).collect();
    assert_eq!(reader::read(&site.root()), slugs);
    assert!(site.left_over().is_empty());
}

#[test]
fn two_who_publish_the_same_posts_publish_them_once() {
    let site = Site::new();
    thread::scope(|scope| {
        for _ in 0..2 {
            let folder = site.folder();
            scope.spawn(move || {
                for number in 0..10 {
                    let receipt = folder.publish(&post(number)).unwrap();
                    assert_eq!(receipt.slug, slug(number));
                }
            });
        }
    });
    assert_eq!(reader::read(&site.root()).len(), 10);
}

#[test]
fn one_who_recalls_beside_one_who_publishes_takes_back_only_their_own() {
    let site = Site::new();
    for number in 0..10 {
        site.folder().publish(&post(number)).unwrap();
    }
    thread::scope(|scope| {
        let (recalls, publishes) = (site.folder(), site.folder());
        scope.spawn(move || {
            for number in 0..10 {
                assert_eq!(recalls.recall(&slug(number)).unwrap(), Presence::Gone);
            }
        });
        scope.spawn(move || {
            for number in 10..20 {
                publishes.publish(&post(number)).unwrap();
                publishes.tidy().unwrap();
            }
        });
    });
    let left: Vec<_> = (10..20).rev().map(|n| slug(n).to_string()).collect();
    assert_eq!(reader::read(&site.root()), left);
}
