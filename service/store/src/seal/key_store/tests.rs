//! The life of keys, and every place where it may be cut off.

use tempfile::TempDir;

use super::*;
use crate::{
    objects::{
        Location, ObjectError,
        tests::awkward::{Way, awkward},
    },
    seal::{
        Place,
        tests::{Dice, school, subject},
    },
};

struct Room {
    folder: TempDir,
    dice: Dice,
    keys: KeyStore,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let dice = Dice::default();
    let store = Location::Folder(folder.path().join("keys")).open().unwrap();
    let keys = KeyStore::new(store, MasterKey::generate(&dice));
    Room { folder, dice, keys }
}

impl Room {
    async fn create(&self, number: u128) -> SubjectKey {
        self.keys
            .create(school(1), subject(number), &self.dice)
            .await
            .unwrap()
    }

    async fn open(&self, number: u128) -> Result<SubjectKey, SealError> {
        self.keys.open(school(1), subject(number)).await
    }

    async fn destroy(&self, number: u128, second: i64) -> Timestamp {
        self.keys
            .destroy(school(1), subject(number), at(second))
            .await
            .unwrap()
    }

    /// The same keys by another master key.
    fn with(&self, master: MasterKey) -> KeyStore {
        KeyStore::new(self.keys.store.clone(), master)
    }

    fn file(&self, number: u128) -> std::path::PathBuf {
        let path = key_path(owner(number));
        self.folder.path().join("keys").join(path.as_ref())
    }
}

fn owner(number: u128) -> Owner {
    Owner {
        school: school(1),
        subject: subject(number),
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn same(one: &SubjectKey, other: &SubjectKey) -> bool {
    one.bytes() == other.bytes()
}

#[tokio::test]
async fn a_key_is_made_once_and_found_again() {
    let room = room();
    let made = room.create(1).await;
    assert!(same(&made, &room.create(1).await));
    assert!(same(&made, &room.open(1).await.unwrap()));
    assert!(!same(&made, &room.create(2).await));
    assert!(matches!(room.open(3).await, Err(SealError::Missing)));
    let other_school = room.keys.open(school(2), subject(1)).await;
    assert!(matches!(other_school, Err(SealError::Missing)));
}

#[tokio::test]
async fn of_two_that_make_a_key_at_once_both_get_the_same() {
    let room = room();
    let (one, other) = tokio::join!(room.create(1), room.create(1));
    assert!(same(&one, &other));
}

#[tokio::test]
async fn many_keys_open_in_order_and_one_bad_keeps_none_back() {
    let room = room();
    let numbers: Vec<u128> = (0..40).collect();
    for &number in &numbers {
        room.create(number).await;
    }
    room.destroy(7, 1).await;
    let subjects: Vec<_> = (0..41).map(subject).collect();
    let opened = room.keys.open_many(school(1), &subjects).await;
    assert!(opened.iter().map(|(subject, _)| *subject).eq(subjects));
    for (number, (_, key)) in opened.iter().enumerate() {
        match number {
            7 => assert!(matches!(key, Err(SealError::Destroyed))),
            40 => assert!(matches!(key, Err(SealError::Missing))),
            _ => assert!(key.is_ok()),
        }
    }
}

#[tokio::test]
async fn a_destroyed_key_never_comes_back_and_keeps_its_first_moment() {
    let room = room();
    room.create(1).await;
    assert_eq!(room.destroy(1, 10).await, at(10));
    assert_eq!(room.destroy(1, 20).await, at(10));
    assert!(!room.file(1).exists());
    assert!(matches!(room.open(1).await, Err(SealError::Destroyed)));
    let again = room.keys.create(school(1), subject(1), &room.dice).await;
    assert!(matches!(again, Err(SealError::Destroyed)));
    let destroyed = room.keys.destroyed(school(1)).await.unwrap();
    assert_eq!(destroyed, [(subject(1), Some(at(10)))]);
    assert!(room.keys.subjects(school(1)).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_has_no_key_can_be_destroyed_so_that_it_never_gets_one() {
    let room = room();
    room.keys
        .put_tombstone(school(1), subject(1), at(10))
        .await
        .unwrap();
    let late = room.keys.create(school(1), subject(1), &room.dice).await;
    assert!(matches!(late, Err(SealError::Destroyed)));
}

#[tokio::test]
async fn a_kill_between_tombstone_and_deletion_ends_with_the_key_gone() {
    let room = room();
    room.create(1).await;
    room.create(2).await;
    room.keys.bury(owner(1), at(10)).await.unwrap();
    assert!(room.file(1).exists());
    assert!(matches!(room.open(1).await, Err(SealError::Destroyed)));
    assert_eq!(room.keys.finish_destructions().await.unwrap(), 1);
    assert!(!room.file(1).exists());
    assert_eq!(room.keys.finish_destructions().await.unwrap(), 0);
    assert!(room.open(2).await.is_ok());
    assert_eq!(room.destroy(1, 20).await, at(10));
}

#[tokio::test]
async fn a_tombstone_written_while_a_key_is_made_ends_with_the_key_gone() {
    let room = room();
    room.create(1).await;
    room.keys.bury(owner(1), at(10)).await.unwrap();
    // What `create`, `rotate` and `import` do last.
    let ended = room.keys.end_if_destroyed(owner(1)).await;
    assert!(matches!(ended, Err(SealError::Destroyed)));
    assert!(!room.file(1).exists());
}

#[tokio::test]
async fn a_key_made_and_destroyed_at_once_is_gone_whoever_is_first() {
    for number in 0..20 {
        let room = room();
        let (made, destroyed) = tokio::join!(
            room.keys.create(school(1), subject(number), &room.dice),
            room.keys.destroy(school(1), subject(number), at(10)),
        );
        assert!(destroyed.is_ok());
        drop(made);
        assert!(!room.file(number).exists());
        assert!(matches!(room.open(number).await, Err(SealError::Destroyed)));
    }
}

#[tokio::test]
async fn a_destruction_at_the_worst_moment_of_a_write_ends_with_the_key_gone() {
    let dice = Dice::default();
    let tomb = path_of("destroyed", owner(1));
    let meanwhile = || awkward(Way::Meanwhile(key_path(owner(1)), tomb.clone()));
    let master = || MasterKey::from_text(&"7".repeat(64)).unwrap();

    let keys = KeyStore::new(meanwhile(), master());
    let made = keys.create(school(1), subject(1), &dice).await;
    assert!(matches!(made, Err(SealError::Destroyed)));
    assert!(keys.subjects(school(1)).await.unwrap().is_empty());

    let key = SubjectKey::generate(&dice);
    let wrapped: Bytes = wrap(&master(), owner(1), &key, &dice).unwrap().into();
    let keys = KeyStore::new(meanwhile(), master());
    let put_back = keys.import(school(1), subject(1), wrapped).await;
    assert!(matches!(put_back, Err(SealError::Destroyed)));
    assert!(keys.subjects(school(1)).await.unwrap().is_empty());
    // The tombstone another hand wrote tells no moment; it counts all the same.
    let destroyed = keys.destroyed(school(1)).await.unwrap();
    assert_eq!(destroyed, [(subject(1), None)]);
    assert_eq!(
        keys.destroy(school(1), subject(1), at(10)).await.unwrap(),
        at(10)
    );
}

#[tokio::test]
async fn a_key_that_cannot_be_written_is_not_given() {
    let full = awkward(Way::Refuses(std::io::ErrorKind::StorageFull));
    let dice = Dice::default();
    let keys = KeyStore::new(full, MasterKey::generate(&dice));
    let made = keys.create(school(1), subject(1), &dice).await;
    assert!(matches!(made, Err(SealError::Store(ObjectError::NoRoom))));
    // Without a tombstone nothing is deleted: the destruction is done again.
    let destroyed = keys.destroy(school(1), subject(1), at(1)).await;
    assert!(matches!(
        destroyed,
        Err(SealError::Store(ObjectError::NoRoom))
    ));
}

#[tokio::test]
async fn copies_that_a_killed_write_left_beside_a_key_are_destroyed_with_it() {
    let room = room();
    room.create(1).await;
    room.create(0x0101).await;
    let file = room.file(1);
    let wrapped = std::fs::read(&file).unwrap();
    let copy = |number| format!("{}#{number}", file.display());
    // One that was linked but not yet unlinked, one that was half written.
    std::fs::hard_link(&file, copy(1)).unwrap();
    std::fs::write(copy(2), &wrapped[..40]).unwrap();
    let linked_elsewhere = room.folder.path().join("link");
    std::fs::hard_link(&file, &linked_elsewhere).unwrap();
    room.destroy(1, 10).await;
    let left = std::fs::read_dir(file.parent().unwrap()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [room.file(0x0101)]);
    // The bytes themselves were written over.
    assert_eq!(
        std::fs::read(linked_elsewhere).unwrap(),
        vec![0; wrapped.len()]
    );
}

#[tokio::test]
async fn another_master_key_is_named_with_the_one_that_is_wanted() {
    let room = room();
    room.create(1).await;
    let other = MasterKey::generate(&room.dice);
    let (theirs, ours) = (room.keys.master.fingerprint(), other.fingerprint());
    let error = room
        .with(other)
        .open(school(1), subject(1))
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        SealError::WrongMaster { expected, found } if expected == ours && found == theirs
    ));
    let text = error.to_string();
    assert!(text.contains(&theirs.to_string()) && text.contains(&ours.to_string()));
}

#[tokio::test]
async fn a_key_of_another_subject_or_school_or_a_changed_one_is_damaged() {
    let room = room();
    room.create(1).await;
    room.create(2).await;
    let good = std::fs::read(room.file(1)).unwrap();
    std::fs::copy(room.file(2), room.file(1)).unwrap();
    assert!(matches!(room.open(1).await, Err(SealError::Damaged)));
    for at in (0..1).chain(9..good.len()) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        let opened = unwrap(&room.keys.master, owner(1), &bad);
        assert!(matches!(opened, Err(SealError::Damaged)), "byte {at}");
    }
    let theirs = Owner {
        school: school(2),
        ..owner(1)
    };
    assert!(unwrap(&room.keys.master, theirs, &good).is_err());
    assert!(unwrap(&room.keys.master, owner(1), &good[..80]).is_err());
    assert!(unwrap(&room.keys.master, owner(1), &good).is_ok());
}

#[tokio::test]
async fn after_a_rotation_the_new_master_key_opens_all_and_the_old_none() {
    let room = room();
    let before = [room.create(1).await, room.create(2).await];
    room.create(3).await;
    room.keys.bury(owner(3), at(10)).await.unwrap();
    let new = MasterKey::generate(&room.dice);
    let done = room.keys.rotate(&new, &room.dice).await.unwrap();
    let expected = Rotation {
        rewrapped: 2,
        destroyed: 1,
        ..Rotation::default()
    };
    assert_eq!(done, expected);
    assert!(!room.file(3).exists());
    let after = room.with(new);
    for (key, number) in before.iter().zip(1..) {
        let opened = after.open(school(1), subject(number)).await.unwrap();
        assert!(same(key, &opened));
        assert!(matches!(
            room.open(number).await,
            Err(SealError::WrongMaster { .. })
        ));
    }
}

#[tokio::test]
async fn a_rotation_that_was_killed_goes_on_where_it_stopped() {
    let room = room();
    let first = room.create(1).await;
    room.create(2).await;
    room.create(3).await;
    std::fs::write(room.file(3), b"no key").unwrap();
    let new = MasterKey::generate(&room.dice);
    let half = wrap(&new, owner(1), &first, &room.dice).unwrap();
    std::fs::write(room.file(1), half).unwrap();
    let examined = room.keys.examine().await.unwrap();
    assert_eq!((examined.readable(), examined.damaged), (1, 1));
    let done = room.keys.rotate(&new, &room.dice).await.unwrap();
    let expected = Rotation {
        rewrapped: 1,
        already: 1,
        destroyed: 0,
        unreadable: 1,
    };
    assert_eq!(done, expected);
    let done = room.keys.rotate(&new, &room.dice).await.unwrap();
    let expected = Rotation {
        rewrapped: 0,
        already: 2,
        destroyed: 0,
        unreadable: 1,
    };
    assert_eq!(done, expected);
    let opened = room.with(new).open(school(1), subject(1)).await.unwrap();
    assert!(same(&first, &opened));
}

#[tokio::test]
async fn a_self_check_explains_each_situation_in_words() {
    let room = room();
    room.create(1).await;
    room.create(2).await;
    let ours = room.keys.master.fingerprint();
    let well = room.keys.examine().await.unwrap();
    assert!(well.is_well());
    assert_eq!(
        well.to_string(),
        format!("2 keys open with the master key {ours}.")
    );

    let missing = examine(&room.keys.store, None).await.unwrap();
    assert!(!missing.is_well());
    assert_eq!(
        missing.to_string(),
        format!(
            "The master key is missing: nothing sealed can be read. Put its file back. 2 keys were wrapped by another master key ({ours}): put that key file back, or finish the rotation with both."
        )
    );

    let other = room
        .with(MasterKey::generate(&room.dice))
        .examine()
        .await
        .unwrap();
    assert!(!other.is_well());
    assert_eq!(other.readable(), 0);
    assert!(other.to_string().contains(&format!(
        "2 keys were wrapped by another master key ({ours})"
    )));

    std::fs::write(room.file(2), b"no key").unwrap();
    std::fs::write(room.folder.path().join("keys/subjects/notes"), b"hello").unwrap();
    let damaged = room.keys.examine().await.unwrap();
    assert!(!damaged.is_well());
    assert_eq!(
        (damaged.readable(), damaged.damaged, damaged.strange),
        (1, 1, 1)
    );
    let text = damaged.to_string();
    assert!(text.contains("1 key is damaged: restore") && !text.contains("notes"));
}

#[tokio::test]
async fn keys_are_backed_up_and_restored_but_not_those_destroyed_since() {
    let room = room();
    let kept = room.create(1).await;
    room.create(2).await;
    room.create(3).await;
    room.keys.bury(owner(3), at(5)).await.unwrap();
    let backup = room.keys.export(school(1)).await.unwrap();
    assert_eq!(backup.len(), 2);
    room.destroy(2, 10).await;
    std::fs::remove_file(room.file(1)).unwrap();
    for (subject, wrapped) in backup.clone() {
        let restored = room.keys.import(school(1), subject, wrapped).await;
        match subject {
            it if it == owner(2).subject => assert!(matches!(restored, Err(SealError::Destroyed))),
            _ => assert!(restored.unwrap()),
        }
    }
    assert!(same(&kept, &room.open(1).await.unwrap()));
    assert!(!room.file(2).exists());
    let of_one = backup
        .iter()
        .find(|(it, _)| *it == subject(1))
        .unwrap()
        .1
        .clone();
    assert!(
        !room
            .keys
            .import(school(1), subject(1), of_one.clone())
            .await
            .unwrap()
    );
    let swapped = room.keys.import(school(1), subject(9), of_one).await;
    assert!(matches!(swapped, Err(SealError::Damaged)));
}

#[tokio::test]
async fn once_its_key_is_destroyed_what_it_sealed_opens_no_more() {
    let room = room();
    let key = room.create(1).await;
    let place = Place {
        school: school(1),
        subject: subject(1),
        table: "person",
        column: "name",
        row: uuid::Uuid::nil(),
    };
    let sealed = key.seal(&room.dice, &place, b"Wren").unwrap();
    drop(key);
    assert!(room.open(1).await.unwrap().open(&place, &sealed).is_ok());
    room.destroy(1, 10).await;
    assert!(matches!(room.open(1).await, Err(SealError::Destroyed)));
}

#[tokio::test]
async fn a_key_s_bytes_are_nowhere_in_the_folder() {
    let room = room();
    let key = room.create(1).await;
    let file = std::fs::read(room.file(1)).unwrap();
    assert_eq!(file.len(), 81);
    assert!(
        !file
            .windows(8)
            .any(|bytes| key.bytes().windows(8).any(|it| it == bytes))
    );
}

#[tokio::test]
async fn a_store_that_is_gone_is_no_missing_key() {
    let room = room();
    room.create(1).await;
    let shard = room.file(1).parent().unwrap().to_owned();
    std::fs::remove_dir_all(&shard).unwrap();
    std::fs::write(&shard, b"a file where a folder should be").unwrap();
    let opened = room.open(1).await;
    assert!(matches!(
        opened,
        Err(SealError::Store(ObjectError::Unavailable(_)))
    ));
}

#[test]
fn work_on_keys_may_move_between_threads() {
    fn sendable<T: Send>(work: T) {
        drop(work);
    }
    let room = room();
    let (keys, dice) = (&room.keys, &room.dice);
    sendable(keys.create(school(1), subject(1), dice));
    sendable(keys.open_many(school(1), &[]));
    sendable(keys.destroy(school(1), subject(1), at(1)));
    sendable(keys.rotate(&keys.master, dice));
    sendable(keys.examine());
    sendable(keys.export(school(1)));
    sendable(keys.finish_destructions());
}
