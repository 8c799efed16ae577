//! Objects in a folder: what is kept, what is refused, what is left behind.

use std::path::{Path as File, PathBuf};

use futures_util::stream;
use tempfile::TempDir;

use super::*;
use crate::seal::tests::{Dice, school, subject};

pub(crate) mod awkward;

use awkward::{Way, awkward};

/// Long enough not to be there by chance.
const NAME_OF_A_CHILD: &[u8] = b"Wren Ashdown-Merryweather";

struct Room {
    folder: TempDir,
    dice: Dice,
    key: SubjectKey,
    objects: Objects,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let dice = Dice::default();
    let store = Location::Folder(folder.path().join("objects"))
        .open()
        .unwrap();
    let key = SubjectKey::generate(&dice);
    let objects = Objects::new(store);
    Room {
        folder,
        dice,
        key,
        objects,
    }
}

fn name(text: &str) -> ObjectName {
    text.parse().unwrap()
}

fn picture(length: usize) -> Vec<u8> {
    let bytes = NAME_OF_A_CHILD.iter().copied().cycle();
    bytes.take(length).collect()
}

impl Room {
    async fn put(&self, number: u128, text: &str, plain: &[u8]) -> Result<Stored, ObjectError> {
        let (school, subject, name) = (school(1), subject(number), name(text));
        self.objects
            .put(school, subject, &name, &self.key, &self.dice, plain)
            .await
    }

    async fn get(&self, number: u128, text: &str) -> Result<Zeroizing<Vec<u8>>, ObjectError> {
        let (school, subject) = (school(1), subject(number));
        self.objects
            .get(school, subject, &name(text), &self.key, 1 << 30)
            .await
    }

    fn writer(&self, number: u128, text: &str) -> Writer {
        let (school, subject) = (school(1), subject(number));
        self.objects
            .begin(school, subject, &name(text), &self.key, &self.dice)
    }

    async fn listed(&self) -> Vec<Found> {
        self.objects.list(school(1)).try_collect().await.unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        files(self.folder.path())
    }

    fn file(&self, number: u128, text: &str) -> PathBuf {
        let path = object_path(school(1), subject(number), &name(text));
        self.folder.path().join("objects").join(path.as_ref())
    }
}

fn files(folder: &File) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else if entry.file_name() != mark::MARK {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn names_are_short_and_plain() {
    for good in ["a", "master", "rendition-1200", "0", &"x".repeat(80)] {
        assert_eq!(ObjectName::parse(good).unwrap().as_str(), good);
    }
    let long = "x".repeat(81);
    for bad in ["", "Wren", "a/b", "..", "a.b", "a#1", "a b", "é", &long] {
        assert!(matches!(ObjectName::parse(bad), Err(ObjectError::BadName)));
    }
}

#[tokio::test]
async fn objects_of_every_size_read_back_with_their_hash() {
    let room = room();
    let part = 8 * 1024 * 1024;
    for length in [
        0,
        1,
        65_535,
        65_536,
        65_537,
        part,
        part + 1,
        2 * part + 12_345,
    ] {
        let plain = picture(length);
        let stored = room.put(1, "master", &plain).await.unwrap();
        assert_eq!(stored.bytes, length as u64);
        assert_eq!(
            stored.sha256,
            <[u8; 32]>::from(sha2::Digest::finalize(sha2::Digest::chain_update(
                sha2::Sha256::default(),
                &plain
            )))
        );
        assert!(*room.get(1, "master").await.unwrap() == plain);
        assert_eq!(room.files(), [room.file(1, "master")]);
    }
}

#[tokio::test]
async fn nothing_of_a_picture_is_in_the_folder() {
    let room = room();
    room.put(1, "master", &picture(200_000)).await.unwrap();
    let mut writer = room.writer(2, "original");
    writer.write(&picture(20_000_000)).await.unwrap();
    let files = room.files();
    assert_eq!(files.len(), 2);
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.len() > 100_000);
        let hit = bytes
            .windows(8)
            .any(|it| NAME_OF_A_CHILD.windows(8).any(|part| it == part));
        assert!(!hit);
    }
}

#[tokio::test]
async fn an_object_longer_than_the_limit_is_not_read() {
    let room = room();
    room.put(1, "master", &picture(1001)).await.unwrap();
    let get = |limit| {
        let (school, subject) = (school(1), subject(1));
        let (objects, key) = (&room.objects, &room.key);
        async move {
            objects
                .get(school, subject, &name("master"), key, limit)
                .await
        }
    };
    assert!(matches!(
        get(1000).await,
        Err(ObjectError::TooLong { limit: 1000 })
    ));
    assert_eq!(get(1001).await.unwrap().len(), 1001);
}

#[tokio::test]
async fn an_object_that_was_changed_moved_or_cut_is_damaged() {
    let room = room();
    let stored = picture(100_000);
    room.put(1, "master", &stored).await.unwrap();
    room.put(1, "rendition", &stored).await.unwrap();
    let good = std::fs::read(room.file(1, "master")).unwrap();
    let put = |bytes: &[u8]| std::fs::write(room.file(1, "master"), bytes).unwrap();
    let mut flipped = good.clone();
    flipped[70_000] ^= 1;
    let other = std::fs::read(room.file(1, "rendition")).unwrap();
    for bad in [
        &flipped,
        &other,
        &good[..90_000],
        &good[..10],
        &[&*good, b"x"].concat(),
    ] {
        put(bad);
        assert!(matches!(
            room.get(1, "master").await,
            Err(ObjectError::Damaged)
        ));
    }
    put(&good);
    assert!(room.get(1, "master").await.is_ok());
}

#[tokio::test]
async fn a_missing_object_is_missing_and_deleting_it_is_no_error() {
    let room = room();
    let (school, subject, master) = (school(1), subject(1), name("master"));
    assert!(matches!(
        room.get(1, "master").await,
        Err(ObjectError::Missing)
    ));
    assert!(!room.objects.exists(school, subject, &master).await.unwrap());
    room.objects.delete(school, subject, &master).await.unwrap();
    room.put(1, "master", b"x").await.unwrap();
    assert!(room.objects.exists(school, subject, &master).await.unwrap());
    room.objects.delete(school, subject, &master).await.unwrap();
    room.objects.delete(school, subject, &master).await.unwrap();
    assert!(!room.objects.exists(school, subject, &master).await.unwrap());
    assert!(room.files().is_empty());
}

#[tokio::test]
async fn an_unfinished_upload_is_never_seen() {
    let room = room();
    let mut writer = room.writer(1, "original");
    writer.write(&picture(20_000_000)).await.unwrap();
    assert!(room.listed().await.is_empty());
    assert!(matches!(
        room.get(1, "original").await,
        Err(ObjectError::Missing)
    ));
    writer.abort().await.unwrap();
    assert!(room.files().is_empty());
}

#[tokio::test]
async fn an_upload_dropped_in_the_middle_takes_back_what_it_sent() {
    let room = room();
    let mut writer = room.writer(1, "original");
    writer.write(&picture(20_000_000)).await.unwrap();
    assert_eq!(room.files().len(), 1);
    drop(writer);
    let taken_back = async {
        while !room.files().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let soon = std::time::Duration::from_secs(20);
    tokio::time::timeout(soon, taken_back).await.unwrap();
}

#[tokio::test]
async fn an_upload_replaces_an_older_one_whole() {
    let room = room();
    room.put(1, "master", b"old").await.unwrap();
    let mut writer = room.writer(1, "master");
    writer.write(b"ne").await.unwrap();
    assert_eq!(*room.get(1, "master").await.unwrap(), b"old");
    writer.write(b"w").await.unwrap();
    writer.finish().await.unwrap();
    assert_eq!(*room.get(1, "master").await.unwrap(), b"new");
}

#[tokio::test]
async fn uploads_that_a_kill_left_behind_are_swept_once_they_are_old() {
    let room = room();
    room.put(1, "master", b"x").await.unwrap();
    let left = room.file(1, "original").with_file_name("original#1");
    std::fs::write(&left, b"sealed").unwrap();
    let written = Timestamp::try_from(left.metadata().unwrap().modified().unwrap()).unwrap();
    assert_eq!(room.objects.sweep_unfinished(written).await.unwrap(), 0);
    let later = written + jiff::SignedDuration::from_secs(1);
    assert_eq!(room.objects.sweep_unfinished(later).await.unwrap(), 1);
    assert_eq!(room.files(), [room.file(1, "master")]);
}

#[tokio::test]
async fn a_subject_s_objects_go_all_at_once_and_leave_no_folder() {
    let room = room();
    for text in ["original", "master", "rendition-1"] {
        room.put(1, text, b"x").await.unwrap();
    }
    // The same last digits: the same folder above.
    room.put(0x0101, "master", b"x").await.unwrap();
    let (school, subject) = (school(1), subject(1));
    std::fs::write(
        room.file(1, "rendition-2").with_file_name("rendition-2#1"),
        b"x",
    )
    .unwrap();
    assert_eq!(
        room.objects.delete_subject(school, subject).await.unwrap(),
        3
    );
    assert_eq!(
        room.objects.delete_subject(school, subject).await.unwrap(),
        0
    );
    assert_eq!(room.files(), [room.file(0x0101, "master")]);
    assert!(!room.file(1, "master").parent().unwrap().exists());
}

#[tokio::test]
async fn a_walk_finds_every_object_and_tells_of_strange_files_without_their_names() {
    let room = room();
    room.put(1, "master", &picture(10)).await.unwrap();
    room.put(2, "master", &picture(10)).await.unwrap();
    std::fs::write(room.file(2, "master").with_file_name("Wren.jpg"), b"x").unwrap();
    let mut found = room.listed().await;
    found.sort_by_key(|found| match found {
        Found::Object(object) => Some(object.subject),
        Found::Strange => None,
    });
    assert_eq!(found[0], Found::Strange);
    for (found, number) in found[1..].iter().zip([1, 2]) {
        let Found::Object(object) = found else {
            panic!("one too many is strange");
        };
        assert_eq!(
            (object.subject, object.name.as_str()),
            (subject(number), "master")
        );
        assert_eq!(object.sealed_bytes, 20 + 10 + 16);
        assert!(object.modified > Timestamp::UNIX_EPOCH);
    }
    assert_eq!(found.len(), 3);
    assert_eq!(room.objects.schools().await.unwrap(), [school(1)]);
}

#[tokio::test]
async fn a_backup_takes_and_gives_sealed_bytes_only() {
    let room = room();
    let plain = picture(10_000_000);
    room.put(1, "master", &plain).await.unwrap();
    let (school, subject, master) = (school(1), subject(1), name("master"));
    let (size, pieces) = room.objects.export(school, subject, &master).await.unwrap();
    let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
    assert_eq!(
        size,
        pieces.iter().map(|piece| piece.len() as u64).sum::<u64>()
    );
    room.objects.delete(school, subject, &master).await.unwrap();

    let torn = pieces.iter().take(1).cloned().map(Ok);
    let torn = torn.chain([Err(ObjectError::Missing)]);
    let import = room
        .objects
        .import(school, subject, &master, stream::iter(torn))
        .await;
    assert!(matches!(import, Err(ObjectError::Missing)));
    assert!(matches!(
        room.get(1, "master").await,
        Err(ObjectError::Missing)
    ));

    let whole = stream::iter(pieces.into_iter().map(Ok));
    room.objects
        .import(school, subject, &master, whole)
        .await
        .unwrap();
    assert!(*room.get(1, "master").await.unwrap() == plain);
}

#[cfg(unix)]
#[test]
fn a_new_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = room();
    let made = room.folder.path().join("objects").metadata().unwrap();
    assert_eq!(made.permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn a_good_folder_passes_its_trial_and_keeps_nothing_of_it() {
    let room = room();
    room.objects.store().try_out(&room.dice).await.unwrap();
    assert!(room.files().is_empty());
}

fn bucket() -> Bucket {
    Bucket {
        endpoint: "https://s3.example.org".into(),
        region: "eu-west-2".into(),
        bucket: "school".into(),
        access_key: "AK".into(),
        secret_key: Zeroizing::new("very-secret".into()),
        allow_http: false,
        prefix: "objects".into(),
    }
}

#[test]
fn a_bucket_s_secret_does_not_show() {
    let store = Location::Bucket(bucket()).open().unwrap();
    let shown = format!("{:?} {store:?}", Location::Bucket(bucket()));
    assert!(shown.contains("eu-west-2") && !shown.contains("very-secret"));
}

#[test]
fn settings_of_a_bucket_that_cannot_work_are_refused_with_what_to_do() {
    let wrong = [
        Bucket {
            endpoint: "http://127.0.0.1:9000".into(),
            ..bucket()
        },
        Bucket {
            endpoint: "s3.example.org".into(),
            ..bucket()
        },
        Bucket {
            bucket: String::new(),
            ..bucket()
        },
        Bucket {
            access_key: String::new(),
            ..bucket()
        },
        Bucket {
            secret_key: Zeroizing::default(),
            ..bucket()
        },
        Bucket {
            prefix: "a//b".into(),
            ..bucket()
        },
    ];
    for bucket in wrong {
        let refused = Location::Bucket(bucket).open();
        assert!(matches!(refused, Err(ObjectError::BadLocation(text)) if text.ends_with('.')));
    }
    let here = Bucket {
        endpoint: "http://127.0.0.1:9000/".into(),
        allow_http: true,
        ..bucket()
    };
    assert!(Location::Bucket(here).open().is_ok());
}

#[tokio::test]
async fn a_full_disk_is_told_as_one_and_leaves_nothing() {
    use std::io::ErrorKind as K;
    let room = room();
    for kind in [K::StorageFull, K::QuotaExceeded] {
        let full = Objects::new(awkward(Way::Refuses(kind)));
        let room = Room {
            objects: full,
            ..self::room()
        };
        let put = room.put(1, "master", b"x").await;
        assert!(matches!(put, Err(ObjectError::NoRoom)));
        let mut writer = room.writer(1, "master");
        let write = writer.write(&picture(20_000_000)).await;
        assert!(matches!(write, Err(ObjectError::NoRoom)));
        // What failed once cannot be finished as if nothing were missing.
        let again = writer.write(b"x").await;
        assert!(matches!(again, Err(ObjectError::Interrupted)));
        assert!(matches!(
            writer.finish().await,
            Err(ObjectError::Interrupted)
        ));
        assert!(room.listed().await.is_empty());
    }
    let read_only = Objects::new(awkward(Way::Refuses(K::ReadOnlyFilesystem)));
    let room = Room {
        objects: read_only,
        ..room
    };
    let put = room.put(1, "master", b"x").await;
    assert!(matches!(put, Err(ObjectError::Refused)));
}

#[tokio::test]
async fn a_bucket_that_cannot_keep_what_it_must_promise_fails_its_trial() {
    let dice = Dice::default();
    let found = awkward(Way::Overwrites).try_out(&dice).await;
    assert!(matches!(found, Err(ObjectError::Overwrites)));
    let found = awkward(Way::KeepsVersions).try_out(&dice).await;
    assert!(matches!(found, Err(ObjectError::KeepsVersions)));
}

#[tokio::test]
async fn errors_are_sentences_without_addresses() {
    let put = |kind| async move {
        let store = awkward(Way::Refuses(kind));
        store.put(&Path::from("a"), Bytes::new()).await.unwrap_err()
    };
    for kind in [
        std::io::ErrorKind::StorageFull,
        std::io::ErrorKind::BrokenPipe,
    ] {
        let text = put(kind).await.to_string();
        assert!(text.ends_with('.') && !text.contains("awkward"), "{text}");
    }
}
