//! The whole street watched from behind: whatever a photo, a name, a caption or
//! a face passes, nothing of it lies anywhere in the clear, and once it is
//! destroyed nothing opens what is left.
//!
//! Searched are the database's files with their logs of writes, its rows, the
//! sealed objects, the ledger and every log line; on SQLite with folders, and
//! on PostgreSQL with an S3 server, whose own folders are searched.

#![expect(
    clippy::expect_used,
    reason = "expect is a test's way to fail, in its helpers too"
)]

mod camera;
mod dump;
mod house;
mod needles;
mod school;
mod town;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::PathBuf,
    sync::{Mutex, OnceLock},
};

use gatehouse_domain::ids::{PhotoId, SubjectId};
use gatehouse_store::{
    objects::{Found, ObjectName},
    photos,
    seal::SealError,
    templates,
};
use tracing_subscriber::filter::LevelFilter;

use crate::{
    house::{Home, work},
    needles::{Needles, Search},
    school::{ALT, CAPTION, PERSONAL, WHY},
    town::Town,
};

#[test]
fn nothing_is_ever_in_the_clear_in_sqlite_and_folders() {
    on_street(async { Box::pin(story(Home::small().await)).await });
}

#[test]
fn nothing_is_ever_in_the_clear_in_postgres_and_buckets() {
    on_street(async { Box::pin(story(Home::large().await)).await });
}

fn on_street(story: impl Future<Output = ()>) {
    log();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(Box::pin(story));
}

/// Every line that anything in this process logs, at the finest level.
fn log() -> PathBuf {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let open = || {
        let folder = tempfile::tempdir().expect("a folder");
        let file = File::create(folder.path().join("log")).expect("a file");
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(Mutex::new(file))
            .init();
        folder
    };
    FOLDER.get_or_init(open).path().join("log")
}

async fn story(home: Home) {
    let mut needles = Needles::default();
    for (called, text) in PERSONAL {
        needles.text(called, text);
    }
    let town = Box::pin(Town::found(&home)).await;
    needles.faces(&templates(&home, &town).await);

    let card = [
        ("card-1.jpg", camera::photo(5)),
        ("card-2.jpg", camera::photo(6)),
        ("card-3.jpg", camera::half_a_picture()),
    ];
    let mut uploads = Vec::new();
    for (name, bytes) in &card {
        uploads.push(town.upload(&home, name, bytes).await);
        needles.pieces(&format!("the file {name}"), bytes);
    }
    let [used, unused, refused] = uploads[..] else {
        panic!("three uploads");
    };
    let mut ends = originals(&town, &uploads).await;
    let mut keys = wrapped_keys(&home, &town).await;

    assert_searched(&home, &town).await;

    // In quarantine, before anybody has looked.
    let search = needles.ready();
    let office = search.in_folder(&home.office());
    let found: BTreeSet<&str> = office
        .iter()
        .filter_map(|hit| hit.split(", in ").next())
        .collect();
    let there = |what: &&str| !what.starts_with("the face") && !is_an_account(what);
    assert_eq!(
        found,
        search.all().into_iter().filter(there).collect(),
        "the search finds what the office and the card hold"
    );
    assert_nothing(&home, &search).await;

    // Looked at, described, out.
    work(&town.house).await;
    for photo in [used, unused] {
        Box::pin(town.describe(photo)).await;
    }
    needles.text("a caption", CAPTION);
    needles.text("a description", ALT);
    needles.text("why somebody settled", WHY);
    for (name, photo) in [("first", used), ("second", unused)] {
        for object in ["master", "channel"] {
            let bytes = opened(&home, &town, photo, object).await;
            // Without its head, which every picture of this house has.
            let pixels = &bytes[bytes.len() / 4..];
            needles.pieces(&format!("the {object} of the {name} photo"), pixels);
        }
    }
    let release = Box::pin(town.publish(used)).await;
    keys.extend(wrapped_keys(&home, &town).await);
    let search = needles.ready();
    assert_nothing(&home, &search).await;
    let out = search.in_folder(&home.website());
    for what in [
        "a caption",
        "a description",
        "the channel of the first photo",
    ] {
        assert!(out.iter().any(|hit| hit.starts_with(what)), "{out:?}");
    }
    let never = [
        "the master",
        "the surname",
        "the office",
        "the channel of the second",
    ];
    assert!(
        !out.iter()
            .any(|hit| never.iter().any(|what| hit.starts_with(what))),
        "{out:?}"
    );

    // Taken back.
    town.recall(release).await;
    assert_eq!(search.in_folder(&home.website()), BTreeSet::new());
    assert_nothing(&home, &search).await;
    assert_keys_lie_apart(&home, &keys);

    // Destroyed: the used photo as its release ended, the others in time, the
    // template by a no, a person by themselves.
    let template = templates(&home, &town).await.remove(0).0;
    town.days_pass(&home, 0).await;
    town.days_pass(&home, 8).await;
    town.days_pass(&home, 20).await;
    town.say_no().await;
    town.erase(&home, town.pupils[1]).await;
    ends.extend([used, unused, refused].map(SubjectId::from));
    ends.extend([template, town.pupils[1].into()]);
    assert_nothing(&home, &search).await;
    assert_eq!(search.in_folder(&home.website()), BTreeSet::new());
    assert_gone(&home, &town, &ends, &keys).await;
}

/// What the office's files do not have: the names of accounts.
fn is_an_account(what: &str) -> bool {
    ["the login of a teacher", "the name of an account"].contains(&what)
}

/// The search reaches the rows and the very files of the database: the
/// school's id, which is no secret, is found in both.
async fn assert_searched(home: &Home, town: &Town) {
    let mut needles = Needles::default();
    needles.bytes("the id", town.school.0.as_bytes());
    needles.text("the id", &town.school.to_string());
    let search = needles.ready();
    let rows = dump::rows(&home.settings.place).await;
    assert!(!search.found(rows.as_bytes()).is_empty());
    let mut found = BTreeSet::new();
    for folder in home.sealed() {
        found.extend(search.in_folder(&folder));
    }
    let database = ["gatehouse.db", "base/"];
    let in_it = |hit: &String| database.iter().any(|file| hit.contains(file));
    assert!(found.iter().any(in_it), "{found:?}");
}

/// Nothing is in the clear where nothing may be.
async fn assert_nothing(home: &Home, search: &Search) {
    let rows = dump::rows(&home.settings.place).await;
    assert!(rows.contains("photo: "), "the tables were read");
    assert_eq!(
        search.found(rows.as_bytes()),
        BTreeSet::new(),
        "in the rows"
    );
    for folder in home.sealed() {
        assert_eq!(search.in_folder(&folder), BTreeSet::new());
    }
    let log = std::fs::read(log()).expect("the log");
    assert!(log.len() > 10_000, "everything was logged");
    assert_eq!(search.found(&log), BTreeSet::new(), "in the log");
}

/// The templates' subjects, and the faces they hold.
async fn templates(home: &Home, town: &Town) -> Vec<(SubjectId, Vec<gatehouse_domain::Embedding>)> {
    let mut tx = town.house.db().read().await.expect("it answers");
    let rows = templates::list(&mut tx, town.school)
        .await
        .expect("the templates");
    let mut found = Vec::new();
    for row in rows {
        let key = home
            .keys()
            .open(town.school, row.about.id)
            .await
            .expect("its key");
        found.push((row.about.id, row.sealed.open(&key).expect("it opens")));
    }
    found
}

/// The subjects of uploaded files.
async fn originals(town: &Town, uploads: &[PhotoId]) -> Vec<SubjectId> {
    let mut tx = town.house.db().read().await.expect("it answers");
    let mut found = Vec::new();
    for photo in uploads {
        let row = photos::get::<()>(&mut tx, town.school, *photo).await;
        found.push(row.expect("it reads").expect("a photo").original);
    }
    found
}

/// An object as the house itself opens it.
async fn opened(home: &Home, town: &Town, photo: PhotoId, name: &str) -> Vec<u8> {
    let key = home
        .keys()
        .open(town.school, photo.into())
        .await
        .expect("its key");
    let name = ObjectName::parse(name).expect("a name");
    let objects = home.objects();
    let bytes = objects
        .get(town.school, photo.into(), &name, &key, 1 << 30)
        .await;
    bytes.expect("it opens").to_vec()
}

/// Every key as it lies in the store of keys.
async fn wrapped_keys(home: &Home, town: &Town) -> BTreeMap<SubjectId, Vec<u8>> {
    let exported = home.keys().export(town.school).await.expect("the keys");
    exported
        .into_iter()
        .map(|(subject, key)| (subject, key.to_vec()))
        .collect()
}

/// Looks for wrapped keys, by subject.
fn search_for(keys: &BTreeMap<SubjectId, Vec<u8>>) -> Search {
    let mut needles = Needles::default();
    for (subject, key) in keys {
        needles.bytes(&subject.to_string(), key);
    }
    needles.ready()
}

/// Keys, wrapped as they are, lie where keys lie and nowhere else.
fn assert_keys_lie_apart(home: &Home, keys: &BTreeMap<SubjectId, Vec<u8>>) {
    let search = search_for(keys);
    let mut found = BTreeSet::new();
    for folder in home.sealed() {
        found.extend(search.in_folder(&folder));
    }
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|hit| hit.contains(", in keys/")),
        "{found:?}"
    );
}

/// Nothing that was destroyed is to be found or opened, and each has its line.
async fn assert_gone(
    home: &Home,
    town: &Town,
    ends: &[SubjectId],
    keys: &BTreeMap<SubjectId, Vec<u8>>,
) {
    let school = town.school;
    let ended: BTreeMap<SubjectId, Vec<u8>> = ends
        .iter()
        .map(|subject| (*subject, keys[subject].clone()))
        .collect();
    let search = search_for(&ended);
    for folder in home.sealed() {
        assert_eq!(search.in_folder(&folder), BTreeSet::new(), "keys");
    }
    let listed = home.objects().list_all(school).await.expect("a list");
    for found in listed {
        match found {
            Found::Object(object) => assert!(!ends.contains(&object.subject)),
            Found::Strange => panic!("something strange among the objects"),
        }
    }
    let lines = home
        .ledger()
        .destructions(&home.signed_by())
        .expect("the ledger");
    for subject in ends {
        let opened = home.keys().open(school, *subject).await;
        assert!(matches!(opened, Err(SealError::Destroyed)), "{opened:?}");
        let of_it = lines.iter().filter(|line| line.subject == *subject);
        assert_eq!(of_it.count(), 1, "one line for each");
    }
    let summary = Box::pin(town.house.summary(school))
        .await
        .expect("how things stand");
    assert_eq!(summary.to_destroy, 0);
    assert_eq!(summary.destroyed(), ends.len());
    assert_eq!(summary.log_findings, Vec::<String>::new());
    let orphans = town.house.orphans(school).await.expect("a comparison");
    assert_eq!((orphans.missing, orphans.strange), (0, 0));
    assert!(orphans.objects.is_empty() && orphans.keys.is_empty());
}
