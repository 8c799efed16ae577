//! The tables, made and changed by numbered steps that both databases share.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr as _,
    migrate::{Migrate as _, Migration, MigrationType, Migrator},
};

use crate::{
    Error,
    db::{Db, Settings, Tx, on},
};

macro_rules! steps {
    ($($number:literal $name:literal),+ $(,)?) => {
        /// Number, name, text for SQLite, text for PostgreSQL.
        const STEPS: &[(i64, &str, &str, &str)] = &[$((
            $number,
            $name,
            include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        ),)+];
    };
}

steps! {
    1 "0001_school",
    2 "0002_people",
    3 "0003_photos",
    4 "0004_releases",
    5 "0005_duties",
    6 "0006_jobs",
    7 "0007_logs",
    8 "0008_sign_in",
    9 "0009_imports",
    10 "0010_event_maker",
    11 "0011_photo_mark",
    12 "0012_set_by",
    13 "0013_permission_detail",
    14 "0014_profiles",
    15 "0015_import_mappings",
}

/// The number of the newest step.
#[must_use]
pub fn newest() -> i64 {
    STEPS.iter().map(|step| step.0).max().unwrap_or(0)
}

fn migrator(sqlite: bool) -> Migrator {
    let migrations = STEPS
        .iter()
        .map(|(number, name, for_sqlite, for_postgres)| {
            let text = if sqlite { for_sqlite } else { for_postgres };
            Migration::new(
                *number,
                Cow::Borrowed(name),
                MigrationType::Simple,
                text.into_sql_str(),
                false,
            )
        })
        .collect();
    Migrator {
        migrations: Cow::Owned(migrations),
        ..Migrator::DEFAULT
    }
}

/// Brings the tables to this program's version; a second time does nothing.
/// Returns how many steps were taken.
///
/// # Errors
/// [`Error::Schema`] where a step that was taken before reads otherwise now,
/// or the tables are newer than this program.
pub async fn migrate(settings: &Settings) -> Result<usize, Error> {
    let db = Db::connect(settings).await?;
    let before = applied(&db).await?;
    let mut tx = db.begin().await?;
    // sqlx begins a transaction of its own for each step.
    let connection = &mut tx;
    let outcome = match connection {
        Tx::Sqlite(tx) => migrator(true).run(&mut **tx).await,
        Tx::Postgres(tx) => migrator(false).run(&mut **tx).await,
    };
    outcome.map_err(Error::Schema)?;
    tx.commit().await?;
    let after = applied(&db).await?;
    db.close().await;
    Ok(after.saturating_sub(before))
}

/// How many steps were taken.
async fn applied(db: &Db) -> Result<usize, Error> {
    let mut tx = db.begin().await?;
    let list = on!(&mut tx, c => {
        c.ensure_migrations_table("_sqlx_migrations").await.map_err(Error::Schema)?;
        c.list_applied_migrations("_sqlx_migrations").await.map_err(Error::Schema)?
    });
    tx.commit().await?;
    Ok(list.len())
}

/// That the tables are exactly of this program's version.
pub(crate) async fn check(db: &Db) -> Result<(), Error> {
    use sqlx::migrate::MigrateError;
    match applied(db).await? {
        taken if taken == STEPS.len() => Ok(()),
        taken => {
            let taken = i64::try_from(taken).unwrap_or(i64::MAX);
            Err(Error::Schema(MigrateError::VersionMissing(taken)))
        }
    }
}
