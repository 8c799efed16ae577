//! What is promised of sealed objects and keys, asked of a real S3 server that
//! checks signatures: the same as a folder promises.
//!
//! The server is the one that `GATEHOUSE_TEST_S3` names; `tests/run` starts it.

use std::sync::atomic::AtomicU64;

use gatehouse_domain::ids::{SchoolId, SubjectId, uuid_v7};
use gatehouse_store::{
    objects::{Bucket, Found, Location, ObjectError, ObjectName, Objects},
    seal::{KeyStore, MasterKey, SubjectKey},
};
use jiff::Timestamp;

use crate::harness::Dice;

mod broken;
mod keys;
mod orphans;

/// A part of the server that one test has for itself.
struct Room {
    prefix: String,
    school: SchoolId,
    dice: Dice,
    objects: Objects,
    keys: KeyStore,
    /// Seals what a test keeps.
    key: SubjectKey,
}

/// `name` is that of the test, so that no other has the same part.
fn room(name: &str) -> Room {
    let dice = Dice(AtomicU64::new(11));
    let prefix = format!("{name}/{}", std::process::id());
    Room {
        school: SchoolId(uuid_v7(now(), &dice)),
        objects: Objects::new(open(bucket("objects", &prefix))),
        keys: KeyStore::new(open(bucket("keys", &prefix)), master(7)),
        key: SubjectKey::generate(&dice),
        prefix,
        dice,
    }
}

fn open(bucket: Bucket) -> gatehouse_store::objects::Store {
    Location::Bucket(bucket)
        .open()
        .expect("settings that can work")
}

/// A bucket of the server, as a configuration names it.
fn bucket(name: &str, prefix: &str) -> Bucket {
    Bucket {
        endpoint: told("GATEHOUSE_TEST_S3"),
        region: "eu-west-2".into(),
        bucket: name.into(),
        access_key: told("GATEHOUSE_TEST_S3_ACCESS"),
        secret_key: told("GATEHOUSE_TEST_S3_SECRET").into(),
        allow_http: true,
        prefix: prefix.into(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the server runs is told to the tests by the environment"
)]
fn told(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} tells of no S3 server: run tests/run, which starts one")
    })
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).expect("a moment")
}

fn master(digit: u8) -> MasterKey {
    MasterKey::from_text(&digit.to_string().repeat(64)).expect("64 digits")
}

fn name(text: &str) -> ObjectName {
    text.parse().expect("a name")
}

/// Bytes that no part of the street repeats.
fn picture(length: usize) -> Vec<u8> {
    let numbers = (0_u32..).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes());
    numbers.take(length).collect()
}

impl Room {
    fn subject(&self) -> SubjectId {
        SubjectId(uuid_v7(now(), &self.dice))
    }

    async fn put(&self, subject: SubjectId, text: &str, plain: &[u8]) {
        self.objects
            .put(
                self.school,
                subject,
                &name(text),
                &self.key,
                &self.dice,
                plain,
            )
            .await
            .expect("it is kept");
    }

    async fn get(&self, subject: SubjectId, text: &str) -> Result<Vec<u8>, ObjectError> {
        let name = name(text);
        let got = self
            .objects
            .get(self.school, subject, &name, &self.key, 1 << 30);
        Ok(got.await?.to_vec())
    }

    async fn exists(&self, subject: SubjectId, text: &str) -> bool {
        self.objects
            .exists(self.school, subject, &name(text))
            .await
            .expect("it answers")
    }

    /// What is there, by subject and name.
    async fn listed(&self) -> Vec<(SubjectId, String)> {
        let found = self.objects.list_all(self.school).await.expect("a list");
        let mut listed: Vec<_> = found
            .into_iter()
            .map(|one| match one {
                Found::Object(it) => (it.subject, it.name.to_string()),
                Found::Strange => panic!("nobody put anything strange there"),
            })
            .collect();
        listed.sort();
        listed
    }
}

#[tokio::test]
async fn both_buckets_pass_their_trial_and_keep_nothing_of_it() {
    let room = room("trial");
    for store in [room.objects.store(), room.keys.store()] {
        store.try_out(&room.dice).await.expect("a good bucket");
    }
    assert_eq!(room.objects.schools().await.expect("a list"), []);
}

#[tokio::test]
async fn an_object_reads_back_is_listed_with_its_size_and_goes() {
    let room = room("one-object");
    let subject = room.subject();
    assert!(!room.exists(subject, "master").await);
    assert!(matches!(
        room.get(subject, "master").await,
        Err(ObjectError::Missing)
    ));
    let plain = picture(200_001);
    room.put(subject, "master", &plain).await;
    assert!(room.exists(subject, "master").await);
    assert_eq!(room.get(subject, "master").await.expect("it opens"), plain);
    let found = room.objects.list_all(room.school).await.expect("a list");
    let [Found::Object(listed)] = &found[..] else {
        panic!("one object: {found:?}");
    };
    assert_eq!((listed.subject, listed.name.as_str()), (subject, "master"));
    assert!(listed.sealed_bytes > 200_001);
    assert_eq!(room.objects.schools().await.expect("a list"), [room.school]);
    let master = name("master");
    for _ in 0..2 {
        let gone = room.objects.delete(room.school, subject, &master);
        gone.await.expect("deleted, or deleted already");
        assert!(!room.exists(subject, "master").await);
    }
    assert_eq!(room.listed().await, []);
}

#[tokio::test]
async fn a_second_object_of_a_name_takes_the_place_of_the_first() {
    let room = room("replaced");
    let subject = room.subject();
    room.put(subject, "master", b"old and long").await;
    room.put(subject, "master", b"new").await;
    assert_eq!(room.get(subject, "master").await.expect("it opens"), b"new");
}

#[tokio::test]
async fn all_objects_of_a_subject_go_at_once_and_no_others() {
    let room = room("subject");
    let (ends, stays) = (room.subject(), room.subject());
    for text in ["original", "master", "rendition-website"] {
        room.put(ends, text, &picture(1000)).await;
    }
    room.put(stays, "master", b"stays").await;
    let gone = |subject| room.objects.delete_subject(room.school, subject);
    assert_eq!(gone(ends).await.expect("gone"), 3);
    assert_eq!(gone(ends).await.expect("gone already"), 0);
    assert_eq!(room.listed().await, [(stays, "master".to_owned())]);
    assert_eq!(room.get(stays, "master").await.expect("it opens"), b"stays");
}

#[tokio::test]
async fn thirty_megabytes_go_in_piece_by_piece_and_are_seen_whole_only() {
    let room = room("large");
    let subject = room.subject();
    let plain = picture(30_000_000);
    let original = name("original");
    let (school, key) = (room.school, &room.key);
    let mut writer = room
        .objects
        .begin(school, subject, &original, key, &room.dice);
    for piece in plain.chunks(700_001) {
        writer.write(piece).await.expect("it is taken");
        assert!(!room.exists(subject, "original").await);
    }
    let stored = writer.finish().await.expect("it is kept");
    assert_eq!(stored.bytes, 30_000_000);
    assert!(room.get(subject, "original").await.expect("it opens") == plain);
    assert_eq!(room.listed().await, [(subject, "original".to_owned())]);
    // A second one of the same name is told apart by its hash.
    let mut writer = room
        .objects
        .begin(school, subject, &original, key, &room.dice);
    writer.write(&plain).await.expect("it is taken");
    assert_eq!(writer.finish().await.expect("it is kept"), stored);
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing_and_harms_nothing() {
    let room = room("given-up");
    let subject = room.subject();
    room.put(subject, "master", b"good").await;
    for text in ["original", "master"] {
        let (school, name) = (room.school, name(text));
        let mut writer = room
            .objects
            .begin(school, subject, &name, &room.key, &room.dice);
        writer.write(&picture(20_000_000)).await.expect("taken");
        writer.abort().await.expect("it is taken back");
    }
    assert_eq!(room.listed().await, [(subject, "master".to_owned())]);
    assert_eq!(
        room.get(subject, "master").await.expect("it opens"),
        b"good"
    );
}

#[tokio::test]
async fn two_houses_share_a_bucket_and_see_nothing_of_each_other() {
    let (one, other) = (room("house-one"), room("house-two"));
    // The same dice gave both the same ids.
    assert_eq!(one.school, other.school);
    let subject = one.subject();
    one.put(subject, "master", b"one").await;
    assert_eq!(other.listed().await, []);
    assert!(!other.exists(subject, "master").await);
    other.put(subject, "master", b"other").await;
    let gone = other.objects.delete_subject(other.school, subject).await;
    assert_eq!(gone.expect("gone"), 1);
    assert_eq!(one.get(subject, "master").await.expect("it opens"), b"one");
    assert_ne!(one.prefix, other.prefix);
}

#[tokio::test]
async fn an_object_that_was_moved_or_cut_in_the_bucket_does_not_open() {
    let room = room("moved");
    let (subject, other) = (room.subject(), room.subject());
    room.put(subject, "master", &picture(100_000)).await;
    let take = || async {
        let (_, pieces) = room
            .objects
            .export(room.school, subject, &name("master"))
            .await
            .expect("its sealed bytes");
        futures_util::TryStreamExt::try_collect::<Vec<_>>(pieces)
            .await
            .expect("all of them")
    };
    let sealed = take().await.concat();
    for (to, bytes) in [(other, &sealed[..]), (subject, &sealed[..70_000])] {
        let bytes = bytes::Bytes::copy_from_slice(bytes);
        let pieces = futures_util::stream::iter([Ok(bytes)]);
        room.objects
            .import(room.school, to, &name("master"), pieces)
            .await
            .expect("it is kept");
        let opened = room.get(to, "master").await;
        assert!(matches!(opened, Err(ObjectError::Damaged)), "{opened:?}");
    }
}
