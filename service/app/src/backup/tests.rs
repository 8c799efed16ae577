//! A house that loses everything but its backup, its two keys, its ledger and
//! what is out on the website.

pub(crate) mod filling;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use gatehouse_domain::{
    Channel,
    clock::{Clock, Entropy},
    custody::{Original, State},
    ids::{PhotoId, ReleaseId, SchoolId, SubjectId, uuid_v7},
    names::Words,
    retention::DutyKind,
};
use gatehouse_publish::{FeedSettings, Folder, Picture, Post, Presence, Slug};
use gatehouse_store::{
    db::{Db, Place, Settings},
    destructions, duties,
    log::{self, SigningKey, outside},
    migrate::migrate,
    objects::{Location, Objects},
    people, photos,
    releases::{self, StageCode},
    seal::{KeyStore, MasterKey},
};
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    decode::{self, DecodePool},
    house::Fittings,
    networks::{Catalogue, EMBEDDED},
    street::{dossier::Facts, releases::Machine},
    worker::{self, Habits},
};
use filling::Filling;

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct Dice(AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            *byte = (z ^ (z >> 29))
                .wrapping_mul(0xbf58_476d_1ce4_e5b9)
                .to_be_bytes()[0];
        }
    }
}

pub(crate) struct Scene {
    dir: tempfile::TempDir,
    clock: Arc<Hands>,
    chance: Arc<Dice>,
}

const MASTER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

impl Scene {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            clock: Arc::new(Hands(AtomicI64::new(1_795_000_000))),
            chance: Arc::new(Dice(AtomicU64::new(11))),
        }
    }

    pub(crate) fn wait(&self, span: SignedDuration) {
        self.clock.0.fetch_add(span.as_secs(), Ordering::SeqCst);
    }

    /// A house of its own over the ledger, keys and website of all.
    pub(crate) async fn house(&self, name: &str) -> Arc<House> {
        let folder = self.dir.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let settings = Settings {
            place: Place::Sqlite(folder.join("gatehouse.db")),
            connections: 4,
            patience: Duration::from_secs(10),
        };
        migrate(&settings).await.unwrap();
        let store = |name: &str| Location::Folder(folder.join(name)).open().unwrap();
        let feed = FeedSettings {
            title: "Pictures".into(),
            home_page_url: None,
            base_url: "https://school.example/pictures".into(),
        };
        let outlet = Folder::new(self.dir.path().join("website"), feed);
        let decoding = decode::Settings {
            warm: 0,
            ..decode::Settings::default()
        };
        let networks = Catalogue::new(folder.join("networks")).unwrap();
        Arc::new(House::new(Fittings {
            db: Db::open(&settings).await.unwrap(),
            keys: KeyStore::new(store("keys"), MasterKey::from_text(MASTER).unwrap()),
            objects: Objects::new(store("objects")),
            ledger: outside::Ledger::open(self.dir.path().join("ledger")).unwrap(),
            signing: SigningKey::from_text(MASTER).unwrap(),
            clock: self.clock.clone(),
            entropy: self.chance.clone(),
            pool: Arc::new(DecodePool::new(PathBuf::from("none"), decoding)),
            scanner: Arc::new(networks.scanner(EMBEDDED).unwrap()),
            outlets: [(Channel::Website, Arc::new(outlet))].into(),
            photo_bytes: 1 << 20,
        }))
    }

    fn folders(&self) -> (PathBuf, PathBuf) {
        (
            self.dir.path().join("backups"),
            self.dir.path().join("backup-keys"),
        )
    }
}

fn publish(house: &House, slug: &Slug) {
    let picture = Picture::new(vec![0xff, 0xd8, 0xff, 0xe0], (1, 1), words(), None).unwrap();
    let post = Post::new(slug.clone(), None, house.now(), vec![picture]).unwrap();
    house.outlets[&Channel::Website].publish(&post).unwrap();
}

fn words() -> Words {
    Words::parse("children run").unwrap()
}

fn is_out(house: &House, slug: &Slug) -> bool {
    let looked = house.outlets[&Channel::Website].look(slug).unwrap();
    assert!(looked == Presence::Gone || matches!(looked, Presence::Out { .. }));
    looked != Presence::Gone
}

async fn stage(house: &House, school: SchoolId, release: ReleaseId) -> StageCode {
    let mut tx = house.db.read().await.unwrap();
    releases::get::<Machine>(&mut tx, school, release)
        .await
        .unwrap()
        .unwrap()
        .stage
}

async fn state(house: &House, school: SchoolId, photo: PhotoId) -> State {
    let mut tx = house.db.read().await.unwrap();
    photos::get::<Facts>(&mut tx, school, photo)
        .await
        .unwrap()
        .unwrap()
        .state
}

fn is_empty(folder: &Path) -> bool {
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    names.filter(|name| name != ".lock").count() == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_destroyed_since_does_not_come_back_and_what_is_out_is_known() {
    let scene = Scene::new();
    let (folder, keys_folder) = scene.folders();
    let house = scene.house("source").await;
    let f = Filling::new(&house).await;
    let school = f.school;
    let (gone, stays) = (f.person(1).await, f.person(2).await);
    let (kept, _) = f.photo(true, &[stays]).await;
    let (vanished, _) = f.photo(true, &[stays]).await;
    let (ended, _) = f.photo(true, &[]).await;
    let (shows_gone, _) = f.photo(true, &[gone]).await;
    let (only_original, original) = f.photo(false, &[]).await;
    let (out, out_slug) = f.release(kept, StageCode::Published).await;
    let (missing, missing_slug) = f.release(vanished, StageCode::Published).await;
    let (draft, _) = f.release(ended, StageCode::Draft).await;
    let (of_gone, of_gone_slug) = f.release(shows_gone, StageCode::Published).await;

    let made = house.backup(&folder, &keys_folder).await.unwrap();
    assert_eq!((made.objects, made.lacking.len()), (5, 0));
    assert_eq!(made.due, "2026-12-23T11:06:40Z".parse().unwrap());

    // Since then.
    scene.wait(SignedDuration::from_hours(5));
    house.outlets[&Channel::Website]
        .recall(&missing_slug)
        .unwrap();
    Box::pin(house.tend(school)).await.unwrap();
    let unknown = Slug::new(&*house.entropy);
    publish(&house, &unknown);
    f.destroy(ended.into(), "photo").await;
    f.destroy(original, "original").await;
    f.destroy(gone.into(), "person").await;
    f.destroy(SubjectId(uuid_v7(house.now(), &*house.entropy)), "photo")
        .await;
    house.db.close().await;
    drop(house);
    std::fs::remove_dir_all(scene.dir.path().join("source")).unwrap();

    // All is lost; the next day it comes back.
    scene.wait(SignedDuration::from_hours(24));
    let house = scene.house("new").await;
    let halves = (
        folder.join(made.name.as_str()),
        keys_folder.join(made.name.as_str()),
    );
    let back = house.restore(&halves.0, &halves.1).await.unwrap();
    assert_eq!(
        (back.tombstones, back.crossed_out, back.keys_destroyed),
        (4, 4, 3)
    );
    assert_eq!((back.objects, back.releases_ended), (3, 2));
    assert_eq!((back.taken_down, back.not_out), (2, 1));
    assert!(!house.is_half_restored().await.unwrap());

    assert_eq!(state(&house, school, ended).await, State::Destroyed);
    assert_eq!(
        state(&house, school, kept).await,
        State::Scanned(Original::Destroyed)
    );
    for (release, expected) in [
        (out, StageCode::Published),
        (missing, StageCode::Recalled),
        (draft, StageCode::Recalled),
        (of_gone, StageCode::Recalled),
    ] {
        assert_eq!(stage(&house, school, release).await, expected);
    }
    assert!(is_out(&house, &out_slug));
    assert!(!is_out(&house, &unknown) && !is_out(&house, &of_gone_slug));
    let mut tx = house.db.read().await.unwrap();
    let register = house.register(&mut tx, school).await.unwrap();
    assert_eq!(register.ids, [stays]);
    // Nothing is fresh enough to clear by until consents are imported anew.
    assert_eq!(register.school.profile.consents.fresh_days, 0);
    let open = destructions::open(&mut tx, school).await.unwrap();
    let told: Vec<_> = open
        .iter()
        .map(|one| (one.subject, one.why.as_str()))
        .collect();
    let expected = [
        (only_original.into(), "lost-before-a-restore"),
        // Given up, since its only picture was destroyed.
        (draft.into(), "no-picture-left"),
    ];
    assert_eq!(told, expected);
    let key = house.signing.verifying_key();
    let report = log::verify(&mut tx, school, &house.ledger, &key)
        .await
        .unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
    assert_eq!(report.notes.len(), 2);
    drop(tx);

    // Work goes on: what is still to be taken down and destroyed is.
    let drained = worker::drain(&house, Habits::default()).await.unwrap();
    assert_eq!(drained.failed, 0);
    assert_eq!(state(&house, school, only_original).await, State::Destroyed);
    let again = house.restore(&halves.0, &halves.1).await;
    assert_eq!(again.unwrap_err().code(), "restore-not-empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_was_killed_before_its_end_is_run_again() {
    let scene = Scene::new();
    let (folder, keys_folder) = scene.folders();
    let house = scene.house("source").await;
    let f = Filling::new(&house).await;
    let (person, school) = (f.person(1).await, f.school);
    f.person(2).await;
    let made = house.backup(&folder, &keys_folder).await.unwrap();
    f.destroy(person.into(), "person").await;
    scene.wait(SignedDuration::from_hours(1));
    let next = scene.house("new").await;
    let halves = (
        folder.join(made.name.as_str()),
        keys_folder.join(made.name.as_str()),
    );
    // The website is not there: everything but the last steps is done.
    std::fs::rename(
        scene.dir.path().join("website"),
        scene.dir.path().join("away"),
    )
    .unwrap();
    let failed = next.restore(&halves.0, &halves.1).await.unwrap_err();
    assert!(matches!(failed, BackupFailed::Street(_)), "{failed:?}");
    assert!(next.is_half_restored().await.unwrap());
    std::fs::rename(
        scene.dir.path().join("away"),
        scene.dir.path().join("website"),
    )
    .unwrap();
    let back = next.restore(&halves.0, &halves.1).await.unwrap();
    assert_eq!(
        (back.rows, back.crossed_out),
        (0, 0),
        "that was done before"
    );
    assert!(!next.is_half_restored().await.unwrap());
    let mut tx = next.db.read().await.unwrap();
    assert_eq!(people::list(&mut tx, school).await.unwrap().len(), 1);
    let key = next.signing.verifying_key();
    let report = log::verify(&mut tx, school, &next.ledger, &key)
        .await
        .unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_ends_after_its_period_keys_and_all() {
    let scene = Scene::new();
    let (folder, keys_folder) = scene.folders();
    let house = scene.house("source").await;
    let school = Filling::new(&house).await.school;
    let old = house.backup(&folder, &keys_folder).await.unwrap();
    scene.wait(SignedDuration::from_hours(24 * 20));
    let young = house.backup(&folder, &keys_folder).await.unwrap();
    // One of which nobody told the duties, as after a restore.
    let mut tx = house.decide(school).await.unwrap();
    duties::lift(&mut tx, school, DutyKind::Backup, young.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let expired = house.expire_backups(&folder, &keys_folder).await.unwrap();
    assert_eq!((expired.removed.len(), expired.kept.len()), (0, 2));
    scene.wait(SignedDuration::from_hours(24 * 16));
    let expired = house.expire_backups(&folder, &keys_folder).await.unwrap();
    assert_eq!(
        (expired.removed, expired.kept),
        (vec![old.name], vec![young.name.clone()])
    );
    let mut tx = house.db.read().await.unwrap();
    for (backup, met) in [(old.id, true), (young.id, false)] {
        let duty = duties::about(&mut tx, school, backup).await.unwrap();
        assert_eq!(
            duty.iter()
                .map(|duty| duty.met.is_some())
                .collect::<Vec<_>>(),
            [met]
        );
    }
    drop(tx);
    let certificates = house
        .ledger
        .destructions(&house.signing.verifying_key())
        .unwrap();
    let told: Vec<_> = certificates
        .iter()
        .map(|one| (one.subject.0, one.kind.as_str()))
        .collect();
    assert_eq!(told, [(old.id, "backup")]);
    // Somebody took the other one away: it is told, not taken for destroyed.
    let away = scene.dir.path().join("away");
    std::fs::rename(folder.join(young.name.as_str()), &away).unwrap();
    scene.wait(SignedDuration::from_hours(24 * 30));
    let expired = house.expire_backups(&folder, &keys_folder).await.unwrap();
    assert_eq!((expired.removed.len(), expired.elsewhere), (0, 1));
    std::fs::rename(away, folder.join(young.name.as_str())).unwrap();
    let expired = house.expire_backups(&folder, &keys_folder).await.unwrap();
    assert_eq!((expired.removed, expired.elsewhere), (vec![young.name], 0));
    assert!(is_empty(&folder) && is_empty(&keys_folder));
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_come_and_go_by_themselves_each_night() {
    let scene = Scene::new();
    let (folder, keys_folder) = scene.folders();
    for folder in [&folder, &keys_folder] {
        std::fs::create_dir(folder).unwrap();
    }
    let house = scene.house("source").await;
    Filling::new(&house).await;
    let vault = Vault {
        folder: folder.clone(),
        keys_folder: keys_folder.clone(),
        every_days: Some(7),
    };
    let house = Arc::into_inner(house).unwrap().with_vault(vault.clone());
    let house = Arc::new(house);
    house.arrive().await.unwrap();
    let work = async |days: i64| {
        scene.wait(SignedDuration::from_hours(24 * days));
        let drained = worker::drain(&house, Habits::default()).await.unwrap();
        assert_eq!(drained.failed, 0);
        house.backups(&vault).await.unwrap().len()
    };
    assert_eq!(work(0).await, 1, "none was there");
    assert_eq!(work(6).await, 1);
    assert_eq!(work(1).await, 2);
    // A disk is away for some days: nothing else waits, and it is made up for.
    let away = scene.dir.path().join("away");
    std::fs::rename(&keys_folder, &away).unwrap();
    scene.wait(SignedDuration::from_hours(24 * 8));
    let drained = worker::drain(&house, Habits::default()).await.unwrap();
    assert!(drained.failed > 0 && drained.done > 0, "{drained:?}");
    std::fs::rename(&away, &keys_folder).unwrap();
    assert_eq!(work(1).await, 3);
    let first = house.backups(&vault).await.unwrap().remove(0).name;
    // The 36th day: the first is over, keys and all.
    assert_eq!(work(20).await, 3);
    let names: Vec<_> = house.backups(&vault).await.unwrap();
    assert!(names.iter().all(|held| held.name != first));
    assert!(!keys_folder.join(first.as_str()).exists());
}
