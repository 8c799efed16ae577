//! A house on either database and either kind of store, with everything it
//! keeps in places that can be searched.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use gatehouse_app::{
    decode::{DecodePool, Settings as DecodeSettings},
    house::{Fittings, House},
    networks::{Catalogue, EMBEDDED, FaceScanner},
    worker::{self, Habits},
};
use gatehouse_domain::{
    Channel,
    clock::{Clock, Entropy},
};
use gatehouse_publish::{FeedSettings, Folder};
use gatehouse_store::{
    db::{Db, Place, Settings},
    log::{SigningKey, outside::Ledger},
    migrate::migrate,
    objects::{Bucket, Location, Objects},
    seal::{KeyStore, MasterKey},
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

/// When the story begins.
const MORNING: &str = "2026-11-18T09:00:00Z";

/// A clock that is moved by hand and else creeps.
pub struct Hands(AtomicI64);

impl Hands {
    /// Days pass.
    pub fn days_pass(&self, days: i64) {
        let by = SignedDuration::from_hours(24 * days).as_micros();
        let by = i64::try_from(by).expect("a span that fits");
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.fetch_add(1, Ordering::SeqCst)).expect("a moment")
    }
}

/// Chance that differs from throw to throw and from run to run.
pub struct Dice(AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // splitmix64
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Where everything is.
pub struct Home {
    /// How the database is opened.
    pub settings: Settings,
    objects: Location,
    keys: Location,
    folder: TempDir,
    /// Folders of the servers, which are searched too.
    servers: Vec<PathBuf>,
    /// Where the story's clock stands.
    pub clock: Arc<Hands>,
    /// Chance for whatever a test does by itself.
    pub dice: Arc<Dice>,
    master: MasterKey,
    signing: SigningKey,
}

impl Home {
    /// SQLite and folders.
    pub async fn small() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join("kept").join(name);
        let place = Place::Sqlite(at("gatehouse.db"));
        let (objects, keys) = (at("objects"), at("keys"));
        Self::new(folder, place, [objects, keys].map(Location::Folder), vec![]).await
    }

    /// PostgreSQL and a server of objects, in an empty database and under a
    /// name of their own.
    pub async fn large() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let name = format!("sealing_{}", std::process::id());
        let place = crate::dump::new_database(&told("GATEHOUSE_TEST_POSTGRES"), &name).await;
        let bucket = |bucket: &str| {
            Location::Bucket(Bucket {
                endpoint: told("GATEHOUSE_TEST_S3"),
                region: "eu-west-2".to_owned(),
                bucket: bucket.to_owned(),
                access_key: told("GATEHOUSE_TEST_S3_ACCESS"),
                secret_key: told("GATEHOUSE_TEST_S3_SECRET").into(),
                allow_http: true,
                prefix: name.clone(),
            })
        };
        let servers = ["GATEHOUSE_TEST_POSTGRES_DATA", "GATEHOUSE_TEST_S3_DATA"];
        let servers = servers.map(|variable| PathBuf::from(told(variable)));
        let stores = [bucket("objects"), bucket("keys")];
        Self::new(folder, place, stores, servers.to_vec()).await
    }

    async fn new(
        folder: TempDir,
        place: Place,
        [objects, keys]: [Location; 2],
        servers: Vec<PathBuf>,
    ) -> Self {
        std::fs::create_dir_all(folder.path().join("kept")).expect("a folder");
        let settings = Settings {
            place,
            connections: 4,
            patience: Duration::from_secs(20),
        };
        migrate(&settings).await.expect("the tables are made");
        let start: Timestamp = MORNING.parse().expect("a moment");
        let dice = Arc::new(Dice(AtomicU64::new(std::process::id().into())));
        let home = Self {
            settings,
            objects,
            keys,
            folder,
            servers,
            clock: Arc::new(Hands(AtomicI64::new(start.as_microsecond()))),
            master: MasterKey::generate(&*dice),
            signing: SigningKey::new(&*dice),
            dice,
        };
        home.outlet().set_up().expect("an outlet");
        home
    }

    /// A process that opens the house, as `gatehouse worker` does.
    pub async fn open(&self) -> Arc<House> {
        let outlets = BTreeMap::from([(Channel::Website, Arc::new(self.outlet()))]);
        let (master, signing) = (self.master.to_text(), self.signing.to_text());
        let master = MasterKey::from_text(&master).expect("the master key");
        let house = House::new(Fittings {
            db: Db::open(&self.settings).await.expect("a database"),
            keys: KeyStore::new(self.keys.open().expect("a store of keys"), master),
            objects: self.objects(),
            ledger: self.ledger(),
            signing: SigningKey::from_text(&signing).expect("the signing key"),
            clock: self.clock.clone(),
            entropy: self.dice.clone(),
            pool: Arc::new(DecodePool::new(binary(), DecodeSettings::default())),
            scanner: scanner(),
            outlets,
            photo_bytes: 4 << 20,
        });
        house.arrive().await.expect("the house is in order");
        Arc::new(house)
    }

    /// The objects, as somebody with access to the store sees them.
    pub fn objects(&self) -> Objects {
        Objects::new(self.objects.open().expect("a store of objects"))
    }

    /// The keys, for whoever has the master key.
    pub fn keys(&self) -> KeyStore {
        let master = MasterKey::from_text(&self.master.to_text()).expect("the master key");
        KeyStore::new(self.keys.open().expect("a store of keys"), master)
    }

    /// The evidence outside the database.
    pub fn ledger(&self) -> Ledger {
        Ledger::open(self.kept().join("ledger")).expect("a ledger")
    }

    /// Whose signature its lines carry.
    pub fn signed_by(&self) -> gatehouse_store::log::VerifyingKey {
        self.signing.verifying_key()
    }

    /// Everything the house keeps on this machine.
    pub fn kept(&self) -> PathBuf {
        self.folder.path().join("kept")
    }

    /// All folders in which nothing may ever be in the clear.
    pub fn sealed(&self) -> Vec<PathBuf> {
        let mut folders = self.servers.clone();
        folders.push(self.kept());
        folders
    }

    /// The office's files and the camera's card.
    pub fn office(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// What the public sees.
    pub fn website(&self) -> PathBuf {
        self.folder.path().join("website")
    }

    fn outlet(&self) -> Folder {
        let feed = FeedSettings {
            title: "Our school".to_owned(),
            home_page_url: None,
            base_url: "https://school.example".to_owned(),
        };
        Folder::new(self.website(), feed)
    }
}

/// Works until nothing is left; everything must succeed.
pub async fn work(house: &Arc<House>) {
    let drained = Box::pin(worker::drain(house, Habits::default())).await;
    let drained = drained.expect("the queue answers");
    assert_eq!(drained.failed, 0, "{drained:?}");
}

/// The networks, loaded once for all tests.
fn scanner() -> Arc<FaceScanner> {
    static SCANNER: OnceLock<Arc<FaceScanner>> = OnceLock::new();
    let load = || {
        let none = std::env::temp_dir().join("gatehouse-no-networks");
        let catalogue = Catalogue::new(none).expect("the manifest");
        Arc::new(catalogue.scanner(EMBEDDED).expect("the networks"))
    };
    SCANNER.get_or_init(load).clone()
}

/// The binary whose decode processes are used.
fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("this test has a file");
    let binary = here.ancestors().nth(2).map(Path::to_owned);
    let binary = binary.expect("target/release/deps").join("gatehouse");
    assert!(
        binary.exists(),
        "the binary is not built: run tests/run, which builds it first"
    );
    binary
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the servers run is told to the tests by the environment"
)]
fn told(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} tells of no server: run tests/run, which starts them")
    })
}
