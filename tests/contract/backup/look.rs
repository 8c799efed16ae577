//! What the databases hold, read with SQL of these tests' own and told in one
//! way for both.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_store::{
    backup::{Kind, TABLES, Table},
    db::Place,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use super::site::Site;

/// Rows of each table; each row is its columns in their order.
pub type Everything = BTreeMap<&'static str, BTreeSet<Vec<String>>>;

/// Every row of every table.
pub async fn everything(site: &Site) -> Everything {
    let mut all = Everything::new();
    for table in TABLES {
        all.insert(table.name, rows(site, table).await);
    }
    all
}

async fn rows(site: &Site, table: &Table) -> BTreeSet<Vec<String>> {
    let sqlite = matches!(site.settings.place, Place::Sqlite(_));
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let text = if sqlite {
                of_sqlite(column.name, column.kind)
            } else {
                of_postgres(column.name, column.kind)
            };
            format!("COALESCE({text}, 'NULL')")
        })
        .collect();
    let sql = format!("SELECT {} FROM {}", columns.join(" || '|' || "), table.name);
    let sql = AssertSqlSafe(sql);
    let rows: Vec<String> = match &site.settings.place {
        Place::Sqlite(path) => {
            let url = format!("sqlite:{}", path.display());
            let mut c = SqliteConnection::connect(&url).await.expect("it opens");
            sqlx::query_scalar(sql)
                .fetch_all(&mut c)
                .await
                .expect("rows")
        }
        Place::Postgres(url) => {
            let mut c = PgConnection::connect(url).await.expect("it opens");
            sqlx::query_scalar(sql)
                .fetch_all(&mut c)
                .await
                .expect("rows")
        }
    };
    rows.iter()
        .map(|row| row.split('|').map(str::to_owned).collect())
        .collect()
}

fn of_sqlite(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Id | Kind::Bytes => {
            format!("CASE WHEN {name} IS NULL THEN NULL ELSE hex({name}) END")
        }
        Kind::Moment | Kind::Flag | Kind::Int => format!("CAST({name} AS TEXT)"),
        Kind::Day | Kind::Text => name.to_owned(),
    }
}

fn of_postgres(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Id => format!("upper(replace({name}::text, '-', ''))"),
        Kind::Bytes => format!("upper(encode({name}, 'hex'))"),
        Kind::Moment => format!("(EXTRACT(EPOCH FROM {name}) * 1000000)::bigint::text"),
        Kind::Flag => format!("({name}::int)::text"),
        Kind::Day | Kind::Int | Kind::Text => format!("{name}::text"),
    }
}

/// The place of a column in its table.
pub fn column(table: &str, name: &str) -> usize {
    let table = TABLES
        .iter()
        .find(|one| one.name == table)
        .expect("a table");
    table
        .columns
        .iter()
        .position(|one| one.name == name)
        .expect("a column")
}

/// Says anything to the database, as somebody with its password could.
pub async fn raw(site: &Site, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match &site.settings.place {
        Place::Sqlite(path) => {
            let url = format!("sqlite:{}", path.display());
            let mut c = SqliteConnection::connect(&url).await.expect("it opens");
            c.execute(sqlx::raw_sql(sql)).await.expect("it runs");
        }
        Place::Postgres(url) => {
            let mut c = PgConnection::connect(url).await.expect("it opens");
            c.execute(sqlx::raw_sql(sql)).await.expect("it runs");
        }
    }
}
