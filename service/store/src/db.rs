//! One door to both databases: constant SQL with `$1` placeholders, a
//! transaction that is either of the two, and a macro that writes a body once
//! for each driver.

use std::{path::PathBuf, time::Duration};

use gatehouse_domain::ids::SchoolId;
use sqlx::{
    Connection as _, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, fault, migrate, sql};

/// Which database, and how many connections it may have at most.
#[derive(Clone)]
pub struct Settings {
    /// Where it is.
    pub place: Place,
    /// Connections in the pool.
    pub connections: u32,
    /// How long to wait for a connection or a lock.
    pub patience: Duration,
}

/// Where the database is.
#[derive(Clone)]
pub enum Place {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server: `postgres://...`. May hold a password.
    Postgres(String),
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(***)"),
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("place", &self.place)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// The open database.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
}

#[derive(Debug, Clone)]
enum Pools {
    /// One writer, since SQLite has one; readers beside it.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction of either database. What is not committed never happened.
pub enum Tx {
    /// Of SQLite; begun IMMEDIATE, so that it never loses its place halfway.
    Sqlite(Transaction<'static, Sqlite>),
    /// Of PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Tx::Sqlite",
            Self::Postgres(_) => "Tx::Postgres",
        })
    }
}

/// Writes `$body` once for each driver; `$c` is the connection.
macro_rules! on {
    ($tx:expr, $c:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}

/// Runs a statement with its values; gives the number of rows it changed.
macro_rules! run {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, c => {
            sqlx::query($sql)$(.bind($value))*.execute(c).await.map(|done| done.rows_affected())
        })
        .map_err($crate::Error::from)
    };
}

/// All rows of a query as tuples of the type `$row`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, c => {
            sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(c).await
        })
        .map_err($crate::Error::from)
    };
}

/// The one row of a query, if there is one.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, c => {
            sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(c).await
        })
        .map_err($crate::Error::from)
    };
}

pub(crate) use {all, on, one, run};

impl Db {
    /// Opens the database. It must have the tables of this program's version:
    /// see [`migrate`](crate::migrate::migrate).
    ///
    /// # Errors
    /// [`Error::Away`] where nobody answers, [`Error::Schema`] where the
    /// tables are of another version.
    pub async fn open(settings: &Settings) -> Result<Self, Error> {
        let db = Self::connect(settings).await?;
        migrate::check(&db).await?;
        Ok(db)
    }

    /// Connects without a look at the tables.
    pub(crate) async fn connect(settings: &Settings) -> Result<Self, Error> {
        let pools = match &settings.place {
            Place::Sqlite(path) => {
                let options = sqlite(path, settings);
                let writer = sqlite_pool(1, settings)
                    .connect_with(options.clone())
                    .await?;
                let readers = sqlite_pool(settings.connections.max(1), settings);
                let readers = readers.connect_lazy_with(options);
                Pools::Sqlite { writer, readers }
            }
            Place::Postgres(url) => {
                let options: PgConnectOptions = url.parse()?;
                // Nobody holds a school's turn for ever, and nobody waits for
                // it for ever.
                let options = options.options([
                    ("lock_timeout", "60s"),
                    ("idle_in_transaction_session_timeout", "300s"),
                    // On disks of today a page out of order costs hardly more
                    // than the next; by the default of 4 whole tables are read
                    // where forty looks into an index would do.
                    ("random_page_cost", "1.1"),
                ]);
                let pool = PgPoolOptions::new()
                    .max_connections(settings.connections.max(2))
                    .acquire_timeout(settings.patience)
                    .connect_with(options)
                    .await?;
                Pools::Postgres(pool)
            }
        };
        Ok(Self { pools })
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`Error::Away`] when the database cannot be reached in time.
    pub async fn begin(&self) -> Result<Tx, Error> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that reads one state of things and writes nothing.
    ///
    /// # Errors
    /// [`Error::Away`] when the database cannot be reached in time.
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// Which of the two it is, for people.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres(_) => "PostgreSQL",
        }
    }

    /// Closes every connection, after what runs on it has ended.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes what was done true.
    ///
    /// # Errors
    /// The driver's; then nothing of it happened, or with [`Error::Away`]
    /// perhaps all of it.
    pub async fn commit(self) -> Result<(), Error> {
        fault::point("commit.before");
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        fault::point("commit.after");
        Ok(())
    }

    /// Lets one decision at a time be taken in a school, until the
    /// transaction ends: a withdrawal and a claim to publish never pass each
    /// other unseen. SQLite has one writer in any case.
    ///
    /// Returns the version of the school's register, `None` where there is no
    /// such school.
    ///
    /// # Errors
    /// The driver's.
    pub async fn lock_school(&mut self, school: SchoolId) -> Result<Option<i64>, Error> {
        let statement = match self {
            Self::Sqlite(_) => sql::dialect::LOCK_SCHOOL_SQLITE,
            Self::Postgres(_) => sql::dialect::LOCK_SCHOOL_POSTGRES,
        };
        Ok(one!(self, (i64,), statement, school.0)?.map(|row| row.0))
    }
}

fn sqlite(path: &std::path::Path, settings: &Settings) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit is on the disk before it is told: a power cut loses nothing
        // that somebody was promised.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(settings.patience)
        // What is deleted is overwritten.
        .pragma("secure_delete", "ON")
}

/// A pool that gives out no connection which counts itself in a transaction.
/// When the disk is full, SQLite rolls back by itself; the driver's own rollback
/// then finds nothing to do, fails, and leaves it counting: nothing could ever
/// begin on that connection again. Another takes its place.
fn sqlite_pool(connections: u32, settings: &Settings) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(settings.patience)
        .before_acquire(|connection, _| {
            let is_idle = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_idle) })
        })
}
