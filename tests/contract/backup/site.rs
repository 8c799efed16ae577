//! A place where everything of a house is kept, of either database, and a
//! school in it that has at least one row in every table.

use std::{path::PathBuf, time::Duration};

use gatehouse_domain::ids::{SchoolId, SubjectId};
use gatehouse_store::{
    backup::House,
    db::{Db, Place, Settings},
    log::{SigningKey, outside},
    migrate::migrate,
    objects::{Location, Objects},
    seal::{KeyStore, MasterKey},
};
use jiff::SignedDuration;

use crate::harness::T;

/// The master key of these tests.
pub const MASTER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// What must be found nowhere in the clear.
pub const SECRETS: [&str; 6] = [
    "Wilhelmina",
    "Featherstonehaugh",
    "sports day caption",
    "verdict-was-hold",
    "a.sample.login",
    "pixels of a picture ",
];

/// Where everything of a house is kept.
pub struct Site {
    pub settings: Settings,
    pub db: Db,
    pub keys: KeyStore,
    pub objects: Objects,
    pub ledger: outside::Ledger,
    pub folder: PathBuf,
}

impl Site {
    /// A place of its own below the test's folder, with empty tables. The
    /// ledger is that of the whole test.
    pub async fn new(t: &T, name: &str, place: Place) -> Self {
        let settings = Settings {
            place,
            connections: 8,
            patience: Duration::from_secs(20),
        };
        migrate(&settings).await.expect("the tables are made");
        Self::open(t, name, settings, MASTER).await
    }

    pub async fn open(t: &T, name: &str, settings: Settings, master: &str) -> Self {
        let folder = t.folder.path().join(name);
        let store = |name: &str| {
            Location::Folder(folder.join(name))
                .open()
                .expect("a folder")
        };
        let master = MasterKey::from_text(master).expect("a key");
        Self {
            db: Db::open(&settings).await.expect("the database opens"),
            keys: KeyStore::new(store("keys"), master),
            objects: Objects::new(store("objects")),
            ledger: outside::Ledger::open(t.folder.path().join("ledger")).expect("a ledger"),
            settings,
            folder,
        }
    }

    /// An empty one of the same kind as the test's database.
    pub async fn like(t: &T, name: &str) -> Self {
        let place = match &t.settings.place {
            Place::Sqlite(_) => Place::Sqlite(t.folder.path().join(format!("{name}.db"))),
            Place::Postgres(_) => postgres(t, name).await,
        };
        Self::new(t, name, place).await
    }

    pub const fn house(&self) -> House<'_> {
        House {
            db: &self.db,
            keys: &self.keys,
            objects: &self.objects,
            ledger: &self.ledger,
        }
    }

    /// Destroys a subject as the street does: objects, key, certificate.
    pub async fn destroy(&self, t: &T, signing: &SigningKey, about: (SchoolId, SubjectId, &str)) {
        let (school, subject, kind) = about;
        self.objects
            .delete_subject(school, subject)
            .await
            .expect("its objects go");
        let at = self
            .keys
            .destroy(school, subject, t.now())
            .await
            .expect("its key goes");
        let certificate = outside::Destruction {
            school,
            subject,
            kind: kind.to_owned(),
            why: "consent-withdrawn".to_owned(),
            at,
            authority: None,
            backup_horizon: at + SignedDuration::from_hours(35 * 24),
        };
        assert!(
            self.ledger
                .add_destruction(&certificate, signing)
                .expect("it is written")
        );
    }
}

/// Another database on the test's PostgreSQL server.
pub async fn postgres(t: &T, name: &str) -> Place {
    let Place::Postgres(url) = &t.settings.place else {
        panic!("not PostgreSQL")
    };
    let (server, own) = url.rsplit_once('/').expect("postgres://.../NAME");
    let name = format!("{own}_{name}");
    t.raw(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .await
        .expect("it goes");
    t.raw(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database");
    Place::Postgres(format!("{server}/{name}"))
}
