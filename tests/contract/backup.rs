//! A backup made while somebody writes, and the way back from it, into either
//! database from either: everything comes back but what was destroyed since.

mod damage;
mod fill;
mod killed;
mod logs;
mod look;
mod making;
mod site;
mod tables;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use gatehouse_domain::ids::SubjectId;
use gatehouse_store::{
    backup::{self, Backup, BackupError, Manifest, Name, Order, Restore, RowsBack},
    db::Place,
    log::{self, SigningKey},
    objects::ObjectName,
    renditions,
    seal::SealError,
};
use jiff::{SignedDuration, civil::date};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::harness::{T, on_postgres};
use fill::{Filled, fill, pixels};
use look::{Everything, column, everything};
use site::{SECRETS, Site, postgres};

contract! {
    everything_comes_back_but_what_was_destroyed_since,
    a_template_whose_gate_is_closed_stays_away_and_its_key_is_to_go,
}

/// A filled site, its signing key, and where backups go.
pub struct Scene {
    pub t: T,
    pub site: Site,
    pub signing: SigningKey,
    pub filled: Filled,
}

impl Scene {
    pub async fn new(t: T) -> Self {
        let place = match &t.settings.place {
            Place::Sqlite(_) => Place::Sqlite(t.folder.path().join("source.db")),
            Place::Postgres(_) => postgres(&t, "source").await,
        };
        Box::pin(Self::at(t, place)).await
    }

    async fn at(t: T, place: Place) -> Self {
        let signing = SigningKey::new(&t.chance);
        let site = Site::new(&t, "source", place).await;
        let filled = fill(&t, &site, &signing).await;
        Self {
            t,
            site,
            signing,
            filled,
        }
    }

    pub fn folder(&self) -> PathBuf {
        self.t.folder.path().join("backups")
    }

    pub fn keys_folder(&self) -> PathBuf {
        self.t.folder.path().join("backup-keys")
    }

    pub async fn try_make(&self) -> Result<Manifest, BackupError> {
        self.t.clock.advance(SignedDuration::from_secs(2));
        let order = Order {
            folder: &self.folder(),
            keys_folder: &self.keys_folder(),
            id: gatehouse_domain::ids::uuid_v7(self.t.now(), &self.t.chance),
            now: self.t.now(),
            signing: &self.signing,
            entropy: &self.t.chance,
        };
        backup::make(&self.site.house(), &order).await
    }

    pub async fn make(&self) -> Manifest {
        self.try_make().await.expect("a backup")
    }

    /// Both halves of a backup.
    pub fn halves(&self, name: &Name) -> (PathBuf, PathBuf) {
        (
            self.folder().join(name.as_str()),
            self.keys_folder().join(name.as_str()),
        )
    }

    pub async fn open(&self, name: &Name, into: &Site) -> Result<Backup, BackupError> {
        let (half, keys_half) = self.halves(name);
        backup::open(&half, &keys_half, &into.keys, &self.signing.verifying_key()).await
    }

    pub async fn begin<'a>(
        &self,
        backup: &'a Backup,
        into: &'a Site,
    ) -> Result<Restore<'a>, BackupError> {
        Restore::begin(backup, into.house(), &self.signing.verifying_key()).await
    }

    /// The whole way back, but for what only the house above can do.
    pub async fn restore(&self, name: &Name, into: &Site) -> RowsBack {
        self.t.clock.advance(SignedDuration::from_hours(1));
        let backup = self.open(name, into).await.expect("it is whole");
        let restore = self.begin(&backup, into).await.expect("it begins");
        restore.tombstones().await.expect("tombstones");
        restore.keys().await.expect("keys");
        restore.objects().await.expect("objects");
        let back = restore
            .rows(self.t.now(), date(2026, 11, 20))
            .await
            .expect("rows");
        restore
            .tell_ledger(&self.signing, self.t.now())
            .await
            .expect("it is told");
        restore.finish().await.expect("it ends");
        back
    }

    /// Takes everything away but backups, ledger and master key.
    pub async fn lose(&self) {
        self.site.db.close().await;
        std::fs::remove_dir_all(&self.site.folder).expect("keys and objects are lost");
        match &self.site.settings.place {
            Place::Sqlite(path) => std::fs::remove_file(path).expect("the database is lost"),
            Place::Postgres(url) => {
                let (_, name) = url.rsplit_once('/').expect("a name");
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                self.t.raw(&drop).await.expect("the database is lost");
            }
        }
    }
}

/// What the restore itself changes in rows that came back: told here, taken
/// back, so that all the rest must be equal.
pub fn undo_restore(found: &mut Everything, before: &Everything) {
    let changed = |table: &'static str, name: &str| (table, column(table, name));
    // The day of the restore.
    let (table, at) = changed("school", "restored_on");
    let schools = found.remove(table).expect("schools");
    let undone = schools.into_iter().map(|mut row| {
        assert_eq!(row[at], "2026-11-20");
        row[at] = "NULL".into();
        // Whoever remembers the register has to read it anew.
        let version = column("school", "version");
        row[version] = (row[version].parse::<i64>().expect("a number") - 1).to_string();
        row
    });
    found.insert(table, undone.collect());
    // The line of evidence that there was one, the newest.
    let verb = column("evidence_log", "verb");
    let evidence = found.get_mut("evidence_log").expect("lines");
    evidence.retain(|row| row[verb] != "restore");
    // Nobody is at a job.
    let jobs = found.get_mut("job").expect("jobs");
    let leased: Vec<_> = before["job"]
        .iter()
        .filter(|row| row[column("job", "state")] == "leased")
        .collect();
    for was in leased {
        let id = column("job", "id");
        let now = jobs
            .iter()
            .find(|row| row[id] == was[id])
            .expect("the job")
            .clone();
        assert_eq!(now[column("job", "state")], "waiting");
        assert_eq!(now[column("job", "leased_by")], "NULL");
        jobs.remove(&now);
        jobs.insert(was.clone());
    }
}

async fn everything_comes_back_but_what_was_destroyed_since(t: T) {
    let scene = Scene::new(t).await;
    let target = Site::like(&scene.t, "target").await;
    Box::pin(there_and_back(scene, target)).await;
}

#[test]
fn what_sqlite_wrote_goes_into_postgresql() {
    on_postgres(async |t| {
        let source = Place::Sqlite(t.folder.path().join("source.db"));
        let scene = Box::pin(Scene::at(t, source)).await;
        let target = Site::new(&scene.t, "target", postgres(&scene.t, "target").await).await;
        Box::pin(there_and_back(scene, target)).await;
    });
}

#[test]
fn what_postgresql_wrote_goes_into_sqlite() {
    on_postgres(async |t| {
        let source = postgres(&t, "source").await;
        let scene = Box::pin(Scene::at(t, source)).await;
        let target = Place::Sqlite(scene.t.folder.path().join("target.db"));
        let target = Site::new(&scene.t, "target", target).await;
        Box::pin(there_and_back(scene, target)).await;
    });
}

async fn there_and_back(scene: Scene, target: Site) {
    let Scene {
        t,
        site,
        signing,
        filled,
    } = &scene;
    let before = everything(site).await;
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table} has a row");
    }
    let made = scene.make().await;
    assert_eq!((made.lacking.len(), made.destroyed.len()), (0, 0));
    assert_eq!(made.files.len(), 1 + 9);
    // Since then: a photo, an original, a template and a pupil were destroyed,
    // and one that the backup never knew.
    let never = SubjectId(Uuid::from_u128(77));
    let gone = [
        (SubjectId::from(filled.photos[0]), "photo"),
        (filled.originals[0], "original"),
        (filled.originals[1], "original"),
        (filled.template, "template"),
        (filled.person.into(), "person"),
        (never, "photo"),
    ];
    for (subject, kind) in gone {
        site.destroy(t, signing, (filled.school, subject, kind))
            .await;
    }
    fill::lines(t, site, filled.school, 3).await;
    fill::mark(t, site, filled.school, signing).await;
    scene.lose().await;
    let back = scene.restore(&made.name, &target).await;

    let mut found = everything(&target).await;
    undo_restore(&mut found, &before);
    same(&found, &before);
    let rows = before.values().map(BTreeSet::len).sum::<usize>();
    assert_eq!(
        (back.rows, back.released, back.templates_refused),
        (rows as u64, 1, 0)
    );
    objects_are_as_the_rows_say(&target, filled, &gone.map(|one| one.0)).await;
    for (subject, _) in gone {
        let key = target.keys.open(filled.school, subject).await;
        assert!(matches!(key, Err(SealError::Destroyed)), "{key:?}");
    }
    nothing_is_in_the_clear(t.folder.path());
    let mut tx = target.db.begin().await.expect("it begins");
    let key = signing.verifying_key();
    let pending = backup::pending(&mut tx, filled.school, &target.ledger, &key).await;
    let pending = pending.expect("it reads");
    assert_eq!(
        pending.iter().map(|one| one.subject).collect::<Vec<_>>(),
        gone.map(|one| one.0)
    );
    for one in &pending {
        backup::replayed(&mut tx, filled.school, one)
            .await
            .expect("it is noted");
    }
    let pending = backup::pending(&mut tx, filled.school, &target.ledger, &key).await;
    assert_eq!(pending.expect("it reads"), []);
    let report = log::verify(&mut tx, filled.school, &target.ledger, &key)
        .await
        .expect("it runs");
    assert!(report.is_clean(), "{:?}", report.findings);
    assert_eq!(report.notes.len(), 2);
}

/// That two databases hold the same; tells the first row that only one has.
pub fn same(found: &Everything, expected: &Everything) {
    for (table, rows) in expected {
        let missing = rows.difference(&found[table]).next();
        let extra = found[table].difference(rows).next();
        assert_eq!((missing, extra), (None, None), "{table}");
    }
    assert_eq!(found.len(), expected.len());
}

async fn objects_are_as_the_rows_say(site: &Site, filled: &Filled, gone: &[SubjectId]) {
    let mut tx = site.db.read().await.expect("it begins");
    let (mut opened, mut away) = (0, 0);
    for photo in &filled.photos {
        for kept in renditions::of_photo(&mut tx, filled.school, *photo)
            .await
            .expect("rows")
        {
            let name = ObjectName::parse(&kept.name).expect("a name");
            if gone.contains(&kept.subject) {
                let there = site
                    .objects
                    .exists(filled.school, kept.subject, &name)
                    .await;
                assert!(!there.expect("it looks"));
                away += 1;
                continue;
            }
            let key = site
                .keys
                .open(filled.school, kept.subject)
                .await
                .expect("a key");
            let bytes = site
                .objects
                .get(filled.school, kept.subject, &name, &key, 1 << 20)
                .await;
            let bytes = bytes.expect("it opens");
            assert_eq!(&*bytes, &pixels(*photo, &kept.name));
            assert_eq!(kept.sha256, <[u8; 32]>::from(Sha256::digest(&*bytes)));
            opened += 1;
        }
    }
    assert_eq!((opened, away), (5, 4));
}

/// Searches every file there is.
fn nothing_is_in_the_clear(folder: &Path) {
    let mut searched = 0;
    for file in files(folder) {
        let bytes = std::fs::read(&file).expect("it reads");
        searched += 1;
        for secret in SECRETS {
            let there = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!there, "{secret} in {}", file.display());
        }
    }
    assert!(searched > 20, "{searched} files");
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a type").is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

async fn a_template_whose_gate_is_closed_stays_away_and_its_key_is_to_go(t: T) {
    use gatehouse_domain::biometric::{Answer, GuardianFacts, Relation};
    use gatehouse_store::{destructions, people, templates};
    let scene = Scene::new(t).await;
    let Scene {
        t, site, filled, ..
    } = &scene;
    // Somebody with the database's password kept a template from being purged.
    let disarm = match &site.settings.place {
        Place::Sqlite(_) => {
            "DROP TRIGGER guardian_insert_purges; DROP TRIGGER guardian_update_purges"
        }
        Place::Postgres(_) => "ALTER TABLE guardian DISABLE TRIGGER guardian_purges",
    };
    look::raw(site, disarm).await;
    let objects = GuardianFacts {
        relation: Relation::Parent,
        notified_on: Some(date(2026, 1, 5)),
        exception: None,
        answer: Answer::Objected,
    };
    let mut tx = site.db.begin().await.expect("it begins");
    let (school, person) = (filled.school, filled.person);
    let set = people::set_guardian(&mut tx, school, person, 1, &objects, t.now(), &t.chance).await;
    assert_eq!(set.expect("a parent"), templates::Ended(None));
    tx.commit().await.expect("it commits");
    let made = scene.make().await;
    assert_eq!(made.rows["template"], 2);
    let target = Site::like(t, "target").await;
    let back = scene.restore(&made.name, &target).await;
    assert_eq!(back.templates_refused, 1);
    let mut tx = target.db.read().await.expect("it begins");
    let left = templates::list(&mut tx, filled.school)
        .await
        .expect("a list");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].about.person, filled.leaver);
    let open = destructions::open(&mut tx, filled.school)
        .await
        .expect("a list");
    let told: Vec<_> = open
        .iter()
        .map(|one| (one.subject, &*one.kind, &*one.why))
        .collect();
    assert_eq!(told, [(filled.template, "template", "gate-closed")]);
}
