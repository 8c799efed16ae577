//! A disk that goes away while the house runs: nothing on it is taken for
//! missing, destroyed or done, and nothing is written where it was.

use std::path::PathBuf;

use jiff::Timestamp;
use object_store::path::Path as Key;
use tempfile::TempDir;

use crate::{
    objects::{Location, ObjectError, ObjectName, Objects, Store},
    seal::{
        KeyStore, MasterKey, SealError, SubjectKey,
        tests::{Dice, school, subject},
    },
};

struct Disk {
    folder: TempDir,
    store: Store,
}

/// How a disk that is not connected looks.
const AWAY: [bool; 2] = [true, false];

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Location::Folder(folder.path().join("disk")).open().unwrap();
        Self { folder, store }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// It goes; where it was there is an empty folder, or nothing.
    fn unplug(&self, leaves_a_folder: bool) {
        std::fs::rename(self.at("disk"), self.at("elsewhere")).unwrap();
        if leaves_a_folder {
            std::fs::create_dir(self.at("disk")).unwrap();
        }
    }

    /// It comes back; nobody wrote where it was.
    fn plug_in(&self) {
        if self.at("disk").exists() {
            std::fs::remove_dir(self.at("disk")).expect("nothing was written there");
        }
        std::fs::rename(self.at("elsewhere"), self.at("disk")).unwrap();
    }
}

fn away<T>(told: &Result<T, ObjectError>) -> bool {
    matches!(told, Err(ObjectError::NotThere))
}

fn keys_away<T>(told: &Result<T, SealError>) -> bool {
    matches!(told, Err(SealError::Store(ObjectError::NotThere)))
}

#[tokio::test]
async fn objects_on_a_disk_that_is_away_are_not_missing_and_nothing_counts_as_deleted() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let (school, one, two) = (school(1), subject(1), subject(2));
    let name: ObjectName = "master".parse().unwrap();
    for leaves_a_folder in AWAY {
        let disk = Disk::new();
        let objects = Objects::new(disk.store.clone());
        objects
            .put(school, one, &name, &key, &dice, b"pixels")
            .await
            .unwrap();
        disk.unplug(leaves_a_folder);
        assert!(away(&objects.get(school, one, &name, &key, 99).await));
        assert!(away(&objects.exists(school, one, &name).await));
        assert!(away(&objects.list_all(school).await));
        assert!(away(&objects.schools().await));
        assert!(away(&objects.delete(school, one, &name).await));
        assert!(away(&objects.delete_subject(school, one).await));
        assert!(away(&objects.sweep_unfinished(Timestamp::MAX).await));
        let put = objects.put(school, two, &name, &key, &dice, b"more");
        assert!(away(&put.await));
        let large = vec![7; 20_000_000];
        let put = objects.put(school, two, &name, &key, &dice, &large);
        assert!(away(&put.await));
        assert!(away(&disk.store.try_out(&dice).await));
        disk.plug_in();
        let read = objects.get(school, one, &name, &key, 99).await.unwrap();
        assert_eq!(**read, b"pixels"[..]);
        assert!(!objects.exists(school, two, &name).await.unwrap());
    }
}

#[tokio::test]
async fn keys_on_a_disk_that_is_away_are_neither_missing_nor_destroyed() {
    let dice = Dice::default();
    let (school, one, two) = (school(1), subject(1), subject(2));
    for leaves_a_folder in AWAY {
        let disk = Disk::new();
        let keys = KeyStore::new(disk.store.clone(), MasterKey::generate(&dice));
        keys.create(school, one, &dice).await.unwrap();
        disk.unplug(leaves_a_folder);
        assert!(keys_away(&keys.open(school, one).await));
        assert!(keys_away(&keys.create(school, two, &dice).await));
        assert!(keys_away(&keys.destroy(school, one, Timestamp::MIN).await));
        assert!(keys_away(&keys.subjects(school).await));
        assert!(keys_away(&keys.destroyed(school).await));
        assert!(keys_away(&keys.finish_destructions().await));
        assert!(keys_away(&keys.examine().await));
        disk.plug_in();
        assert!(keys.open(school, one).await.is_ok());
        let two = keys.open(school, two).await;
        assert!(matches!(two, Err(SealError::Missing)));
    }
}

#[tokio::test]
async fn a_folder_that_was_there_already_is_used_once_it_was_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let store = Location::Folder(folder.path().to_owned()).open().unwrap();
    let path = Key::from("a/b");
    assert!(away(&store.there().await));
    assert!(away(&store.create(&path, b"x"[..].into()).await));
    store.set_up().await.unwrap();
    store.set_up().await.unwrap();
    assert!(store.there().await.is_ok());
    assert!(store.create(&path, b"x"[..].into()).await.unwrap());
    let again = Location::Folder(folder.path().to_owned()).open().unwrap();
    assert!(again.there().await.is_ok());
}
