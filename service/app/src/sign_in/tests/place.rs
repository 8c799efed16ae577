//! A school with a door and a clock that is moved by hand.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use gatehouse_domain::{
    clock::{Clock, Entropy},
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_faces::FaceScanner;
use gatehouse_store::{
    db::{Db, Place as Where, Settings},
    log::{self, Log, SigningKey, outside::Ledger},
    migrate::migrate,
    objects::{Location, Objects},
    seal::{KeyStore, MasterKey},
    sign_in::{
        credentials::{self, CredentialSecret},
        sessions::{self, SessionRow},
    },
};
use jiff::{SignedDuration, Timestamp};

use super::super::*;
use crate::{
    decode::{self, DecodePool},
    desk::Signed,
    house::{Fittings, House},
    networks::{Catalogue, EMBEDDED},
    street::office::NewLogin,
};

pub const PASSWORD: &str = "plum gravel otter kite";
pub const SCHOOL: &str = "Hillbrook Primary School";
pub const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct Dice(AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (z ^ (z >> 27))
                .wrapping_mul(0x94d0_49bb_1331_11eb)
                .to_be_bytes()[0];
        }
    }
}

/// The house with its school.
pub struct Place {
    pub house: House,
    pub school: SchoolId,
    clock: Arc<Hands>,
    folder: tempfile::TempDir,
}

/// Plays a story at a door of its own.
pub fn at_the_door<F: Future<Output = ()>>(story: impl FnOnce(Place) -> F) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(async { Box::pin(story(Box::pin(Place::new()).await)).await });
}

/// Nobody is looked at here, but a house has its networks.
fn scanner() -> Arc<FaceScanner> {
    static SCANNER: OnceLock<Arc<FaceScanner>> = OnceLock::new();
    SCANNER
        .get_or_init(|| {
            let none = std::env::temp_dir().join("gatehouse-no-networks");
            Arc::new(Catalogue::new(none).unwrap().scanner(EMBEDDED).unwrap())
        })
        .clone()
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let settings = Settings {
            place: Where::Sqlite(at("gatehouse.db")),
            connections: 4,
            patience: Duration::from_secs(20),
        };
        migrate(&settings).await.unwrap();
        let start: Timestamp = "2026-11-18T09:00:00Z".parse().unwrap();
        let clock = Arc::new(Hands(AtomicI64::new(start.as_microsecond())));
        let dice = Arc::new(Dice(AtomicU64::new(1)));
        let decoding = decode::Settings {
            warm: 0,
            ..decode::Settings::default()
        };
        let store = |name: &str| Location::Folder(at(name)).open().unwrap();
        let house = House::new(Fittings {
            db: Db::open(&settings).await.unwrap(),
            keys: KeyStore::new(store("keys"), MasterKey::generate(&*dice)),
            objects: Objects::new(store("objects")),
            ledger: Ledger::open(at("ledger")).unwrap(),
            signing: SigningKey::new(&*dice),
            clock: clock.clone(),
            entropy: dice,
            pool: Arc::new(DecodePool::new(PathBuf::from("none"), decoding)),
            scanner: scanner(),
            outlets: [].into(),
            photo_bytes: 1 << 20,
        });
        let school = house.begin_school(SCHOOL).await.unwrap();
        Self {
            house,
            school,
            clock,
            folder,
        }
    }

    /// The same house, which asks nobody for codes.
    pub fn without_codes(self) -> Self {
        let rules = Rules {
            codes_for: BTreeSet::new(),
        };
        Self {
            house: self.house.with_sign_in(rules),
            ..self
        }
    }

    pub fn pass(&self, span: SignedDuration) {
        let micros = i64::try_from(span.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// An account without a password.
    pub async fn account(&self, login: &str, roles: &[Role]) -> AccountId {
        let new = NewLogin {
            login: login.to_owned(),
            name: format!("Mx {login}"),
            roles: roles.iter().copied().collect(),
        };
        self.house.open_account(self.school, &new).await.unwrap().id
    }

    pub async fn link(&self, account: AccountId) -> String {
        let made = self.house.make_set_link(self.school, account, false, None);
        made.await.unwrap().token.reveal()
    }

    /// An account with [`PASSWORD`].
    pub async fn member(&self, login: &str, roles: &[Role]) -> AccountId {
        let account = self.account(login, roles).await;
        let link = self.link(account).await;
        self.house.set_password(&link, PASSWORD).await.unwrap();
        account
    }

    pub async fn try_in(&self, login: &str, password: &str) -> Result<SignedIn, SignInError> {
        let attempt = Attempt {
            login,
            password,
            from: HOME,
            browser: None,
        };
        self.house.sign_in(self.school, &attempt).await
    }

    /// A session whose next step is given.
    pub async fn session(&self, login: &str) -> String {
        let signed_in = self.try_in(login, PASSWORD).await.unwrap();
        signed_in.session.reveal()
    }

    /// A session of somebody whose role asks for no codes, the agreement
    /// signed.
    pub async fn at_work(&self, login: &str) -> String {
        let session = self.session(login).await;
        if self.wants(&session).await == Some(Step::Agreement) {
            let signed = self.house.sign_agreement(&session, agreement::VERSION);
            signed.await.unwrap();
        }
        session
    }

    /// What a session waits for; nothing where it is open.
    pub async fn wants(&self, session: &str) -> Option<Step> {
        match self.house.resume(session).await.unwrap() {
            Resumed::Wants(step, _) => Some(step),
            Resumed::Open(_) => None,
            other => panic!("{other:?}"),
        }
    }

    pub async fn open(&self, session: &str) -> Signed<'_> {
        match self.house.resume(session).await.unwrap() {
            Resumed::Open(signed) => signed,
            other => panic!("{other:?}"),
        }
    }

    pub async fn is_nobody(&self, session: &str) -> bool {
        matches!(self.house.resume(session).await.unwrap(), Resumed::Nobody)
    }

    pub async fn is_locked(&self, session: &str) -> bool {
        matches!(
            self.house.resume(session).await.unwrap(),
            Resumed::Locked(_)
        )
    }

    /// The row of a session.
    pub async fn row(&self, session: &str) -> Option<SessionRow> {
        let mark = Token::parse(session).unwrap().mark();
        let mut tx = self.house.db.read().await.unwrap();
        sessions::find(&mut tx, &mark, agreement::VERSION)
            .await
            .unwrap()
    }

    /// Verb and outcome of every line of the access log, in order.
    pub async fn lines(&self) -> Vec<(&'static str, &'static str)> {
        let mut tx = self.house.db.read().await.unwrap();
        let page = log::page(&mut tx, Log::Access, self.school, None, 1000).await;
        let mut lines = page.unwrap();
        lines.reverse();
        lines
            .into_iter()
            .map(|line| (&*line.verb.leak(), &*line.outcome.leak()))
            .collect()
    }

    pub async fn hash(&self, account: AccountId) -> String {
        let mut tx = self.house.db.read().await.unwrap();
        let row = credentials::get(&mut tx, self.school, account)
            .await
            .unwrap();
        let key = self.house.key(self.school, account).await.unwrap();
        row.unwrap().sealed.open(&key).unwrap().password.clone()
    }

    /// Keeps another hash of the same password.
    pub async fn set_hash(&self, account: AccountId, hash: &str) {
        let key = self.house.key(self.school, account).await.unwrap();
        let secret = CredentialSecret {
            password: hash.to_owned(),
            codes: None,
            codes_to_be: None,
        };
        let mut tx = self.house.db.begin().await.unwrap();
        let (whose, chance) = ((self.school, account), (&key, &*self.house.entropy));
        let now = self.house.now();
        credentials::put(&mut tx, whose, chance, &secret, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Every byte of the database and its logs, the keys and the ledger.
    pub fn everything_on_disk(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    all.extend(read(&path));
                }
            }
        }
        assert!(all.len() > 100_000, "{} bytes", all.len());
        all
    }
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
