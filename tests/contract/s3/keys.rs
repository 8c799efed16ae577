//! Keys in a bucket: made once, destroyed for good, wrapped again.

use gatehouse_domain::ids::SubjectId;
use gatehouse_store::{
    objects::ObjectError,
    seal::{KeyStore, SealError, SubjectKey},
};
use jiff::{SignedDuration, Timestamp};

use super::{Room, bucket, master, now, open, room};

impl Room {
    async fn create(&self, subject: SubjectId) -> Result<SubjectKey, SealError> {
        self.keys.create(self.school, subject, &self.dice).await
    }

    async fn destroy(&self, subject: SubjectId, at: Timestamp) -> Timestamp {
        let destroyed = self.keys.destroy(self.school, subject, at).await;
        destroyed.expect("it is destroyed")
    }

    /// The same bucket with another master key.
    fn with(&self, digit: u8) -> KeyStore {
        KeyStore::new(open(bucket("keys", &self.prefix)), master(digit))
    }
}

/// Whether both keys are the same: they make the same mark.
fn same(one: &SubjectKey, other: &SubjectKey) -> bool {
    one.mark("proof", "text") == other.mark("proof", "text")
}

#[tokio::test]
async fn a_key_is_made_once_and_found_again() {
    let room = room("key-once");
    let (subject, other) = (room.subject(), room.subject());
    let missing = room.keys.open(room.school, subject).await;
    assert!(matches!(missing, Err(SealError::Missing)));
    let made = room.create(subject).await.expect("a key");
    let again = room.create(subject).await.expect("the same");
    let opened = room.keys.open(room.school, subject).await.expect("a key");
    assert!(same(&made, &again) && same(&made, &opened));
    let stranger = room.create(other).await.expect("another");
    assert!(!same(&made, &stranger));
    let mut subjects = room.keys.subjects(room.school).await.expect("a list");
    subjects.sort();
    let mut both = [subject, other];
    both.sort();
    assert_eq!(subjects, both);
}

/// One after the other: the server of these tests looks and writes in two
/// steps, so that it cannot be asked about writers at the very same moment.
#[tokio::test]
async fn of_two_houses_that_make_a_key_the_second_gets_that_of_the_first() {
    let room = room("key-two");
    let subject = room.subject();
    let first = room.create(subject).await.expect("a key");
    let second = room.with(7).create(room.school, subject, &room.dice).await;
    assert!(same(&first, &second.expect("the same")));
    let kept = room.keys.open(room.school, subject).await.expect("a key");
    assert!(same(&first, &kept));
}

#[tokio::test]
async fn a_destroyed_key_never_comes_back_and_keeps_its_first_moment() {
    let room = room("key-end");
    let subject = room.subject();
    room.create(subject).await.expect("a key");
    let backup = room.keys.export(room.school).await.expect("wrapped keys");
    assert_eq!(backup.len(), 1);
    let later = now() + SignedDuration::from_hours(1);
    assert_eq!(room.destroy(subject, now()).await, now());
    assert_eq!(room.destroy(subject, later).await, now());
    let opened = room.keys.open(room.school, subject).await;
    assert!(matches!(opened, Err(SealError::Destroyed)));
    let made = room.create(subject).await;
    assert!(matches!(made, Err(SealError::Destroyed)));
    for (subject, bytes) in backup {
        let put_back = room.keys.import(room.school, subject, bytes).await;
        assert!(matches!(put_back, Err(SealError::Destroyed)));
    }
    assert_eq!(room.keys.subjects(room.school).await.expect("a list"), []);
    let destroyed = room.keys.destroyed(room.school).await.expect("a list");
    assert_eq!(destroyed, [(subject, Some(now()))]);
    assert_eq!(room.keys.finish_destructions().await.expect("none"), 0);
}

#[tokio::test]
async fn a_key_made_and_destroyed_at_once_is_gone_whoever_is_first() {
    let room = room("key-worst");
    for _ in 0..10 {
        let subject = room.subject();
        let (_, destroyed) = tokio::join!(
            room.create(subject),
            room.keys.destroy(room.school, subject, now()),
        );
        match destroyed {
            Ok(_) => {}
            // The key was written between deleting and looking: whoever made it
            // takes it away, and a destruction that is told so is done again.
            Err(SealError::StillThere | SealError::Store(ObjectError::StillThere)) => {
                room.destroy(subject, now()).await;
            }
            Err(other) => panic!("no other reason to fail: {other}"),
        }
        let opened = room.keys.open(room.school, subject).await;
        assert!(matches!(opened, Err(SealError::Destroyed)));
    }
    assert_eq!(room.keys.subjects(room.school).await.expect("a list"), []);
}

#[tokio::test]
async fn a_new_master_key_opens_all_that_the_old_one_wrapped() {
    let room = room("key-turn");
    let mut keys = Vec::new();
    for _ in 0..20 {
        let subject = room.subject();
        keys.push((subject, room.create(subject).await.expect("a key")));
    }
    let (ended, _) = keys.pop().expect("twenty");
    room.destroy(ended, now()).await;
    let turned = room.keys.rotate(&master(8), &room.dice).await;
    let turned = turned.expect("the bucket answers");
    assert_eq!((turned.rewrapped, turned.already), (19, 0));
    assert_eq!((turned.destroyed, turned.unreadable), (0, 0));
    let new = room.with(8);
    for (subject, key) in &keys {
        let opened = new.open(room.school, *subject).await.expect("it opens");
        assert!(same(key, &opened));
        let old = room.keys.open(room.school, *subject).await;
        assert!(matches!(old, Err(SealError::WrongMaster { .. })));
    }
    let again = room.keys.rotate(&master(8), &room.dice).await;
    assert_eq!(again.expect("the bucket answers").already, 19);
    let found = new.examine().await.expect("the bucket answers");
    assert!(found.is_well() && found.readable() == 19, "{found}");
    let lost = room.with(9).examine().await.expect("the bucket answers");
    assert!(!lost.is_well());
    assert!(lost.to_string().contains("put that key file back"));
}
