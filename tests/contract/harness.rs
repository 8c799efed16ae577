//! A school in an empty database of either kind, and the macro that runs a
//! promise on both.

use std::{
    future::Future,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

use gatehouse_domain::{
    clock::{Clock, Entropy},
    ids::SchoolId,
};
use gatehouse_store::{
    db::{Db, Place, Settings},
    migrate::migrate,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// Names of async functions that take a [`T`]; each becomes two tests.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { $crate::harness::on_sqlite(super::$name); })+
        }
        mod postgres {
            $(#[test] fn $name() { $crate::harness::on_postgres(super::$name); })+
        }
    };
}

/// What a promise is given: a database with a school in it, time and chance.
pub struct T {
    /// The open database.
    pub db: Db,
    /// How it was opened, to open it once more.
    pub settings: Settings,
    /// A school whose row is there.
    pub school: SchoolId,
    /// Stands still until it is moved.
    pub clock: Hands,
    /// Chance that repeats from run to run.
    pub chance: Dice,
    /// A folder that goes when the test ends.
    pub folder: TempDir,
}

/// A clock that is moved by hand, in microseconds.
pub struct Hands(AtomicI64);

impl Hands {
    /// Moves it; backwards where `by` is negative.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).expect("a span that fits");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).expect("a moment")
    }
}

/// A counter that is mixed well: different every time, the same every run.
pub struct Dice(pub AtomicU64);

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

impl T {
    /// The moment the clock shows.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Another connection to the same database, as another process has one.
    pub async fn again(&self) -> Db {
        Db::open(&self.settings).await.expect("the database opens")
    }

    /// Says anything to the database, as somebody with its password could.
    /// The error is the database's own message.
    pub async fn raw(&self, sql: &str) -> Result<(), String> {
        raw(&self.settings.place, sql).await
    }

    /// Rows of a table, by count.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        match &self.settings.place {
            Place::Sqlite(path) => {
                let url = format!("sqlite:{}", path.display());
                let mut c = SqliteConnection::connect(&url).await.expect("it opens");
                sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_one(&mut c)
                    .await
                    .expect("a count")
            }
            Place::Postgres(url) => {
                let mut c = PgConnection::connect(url).await.expect("it opens");
                sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_one(&mut c)
                    .await
                    .expect("a count")
            }
        }
    }
}

async fn raw(place: &Place, sql: &str) -> Result<(), String> {
    let sql = AssertSqlSafe(sql.to_owned());
    let told = match place {
        Place::Sqlite(path) => {
            let url = format!("sqlite:{}", path.display());
            let mut c = SqliteConnection::connect(&url).await.expect("it opens");
            c.execute(sqlx::raw_sql(sql)).await.map(drop)
        }
        Place::Postgres(url) => {
            let mut c = PgConnection::connect(url).await.expect("it opens");
            c.execute(sqlx::raw_sql(sql)).await.map(drop)
        }
    };
    told.map_err(|error| error.to_string())
}

/// Runs a promise on SQLite.
pub fn on_sqlite<F: Future<Output = ()>>(promise: impl Fn(T) -> F) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite(folder.path().join("gatehouse.db"));
    runtime().block_on(async { promise(prepare(place, folder).await).await });
}

/// Runs a promise on PostgreSQL, in a database of its own.
pub fn on_postgres<F: Future<Output = ()>>(promise: impl Fn(T) -> F) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let server = server();
    let name = format!(
        "t{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::SeqCst)
    );
    runtime().block_on(async {
        let create = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        raw(&Place::Postgres(server.clone()), &create)
            .await
            .expect("the server answers");
        let create = format!("CREATE DATABASE {name}");
        raw(&Place::Postgres(server.clone()), &create)
            .await
            .expect("a new database");
        let (before, _) = server.rsplit_once('/').expect("postgres://.../NAME");
        let folder = tempfile::tempdir().expect("a folder");
        let t = prepare(Place::Postgres(format!("{before}/{name}")), folder).await;
        promise(t).await;
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        raw(&Place::Postgres(server.clone()), &drop)
            .await
            .expect("it goes");
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the server runs is told to the tests by the environment"
)]
fn server() -> String {
    std::env::var("GATEHOUSE_TEST_POSTGRES").expect(
        "GATEHOUSE_TEST_POSTGRES names no PostgreSQL server: run tests/run, which starts one",
    )
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

async fn prepare(place: Place, folder: TempDir) -> T {
    let settings = Settings {
        place,
        connections: 8,
        patience: Duration::from_secs(20),
    };
    migrate(&settings).await.expect("the tables are made");
    let clock = Hands(AtomicI64::new(1_795_000_000_000_000));
    let chance = Dice(AtomicU64::new(7));
    let school = SchoolId::new(clock.now(), &chance);
    let t = T {
        db: Db::open(&settings).await.expect("the database opens"),
        settings,
        school,
        clock,
        chance,
        folder,
    };
    let id = school.0.simple();
    let insert = match &t.settings.place {
        Place::Sqlite(_) => format!(
            "INSERT INTO school (id, sealed, created_at) VALUES (x'{id}', x'00', 1795000000000000)"
        ),
        Place::Postgres(_) => format!(
            "INSERT INTO school (id, sealed, created_at) VALUES ('{id}', '\\x00', '2026-11-18 12:26:40Z')"
        ),
    };
    t.raw(&insert).await.expect("a school");
    t
}
