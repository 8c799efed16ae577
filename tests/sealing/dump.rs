//! Reads everything a database holds, as somebody who stole it would.

use std::fmt::Write as _;

use gatehouse_store::db::Place;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

/// Makes an empty database on a PostgreSQL server.
pub async fn new_database(server: &str, name: &str) -> Place {
    let (before, _) = server.rsplit_once('/').expect("postgres://.../NAME");
    let mut connection = PgConnection::connect(server).await.expect("it answers");
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        let made = connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await;
        made.expect("a new database");
    }
    Place::Postgres(format!("{before}/{name}"))
}

/// Every row of every table as text, binary columns in hexadecimal digits.
/// The database is first made to write everything into its files.
pub async fn rows(place: &Place) -> String {
    match place {
        Place::Sqlite(path) => {
            let url = format!("sqlite:{}", path.display());
            sqlite(SqliteConnection::connect(&url).await.expect("it opens")).await
        }
        Place::Postgres(url) => {
            postgres(PgConnection::connect(url).await.expect("it answers")).await
        }
    }
}

async fn sqlite(mut connection: SqliteConnection) -> String {
    let mut text = String::new();
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .fetch_all(&mut connection)
            .await
            .expect("the tables");
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(&table)
            .fetch_all(&mut connection)
            .await
            .expect("the columns");
        let quoted: Vec<String> = columns
            .iter()
            .map(|name| format!("quote(\"{name}\")"))
            .collect();
        let sql = format!("SELECT {} FROM \"{table}\"", quoted.join(" || ' ' || "));
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .expect("the rows");
        note(&mut text, &table, &rows);
    }
    text
}

async fn postgres(mut connection: PgConnection) -> String {
    let mut text = String::new();
    let written = connection.execute("CHECKPOINT").await;
    written.expect("a superuser's command");
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables \
         WHERE table_schema = 'public' ORDER BY table_name",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables");
    for table in tables {
        let sql = format!("SELECT one::text FROM \"{table}\" AS one");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .expect("the rows");
        note(&mut text, &table, &rows);
    }
    text
}

fn note(text: &mut String, table: &str, rows: &[String]) {
    let _ = writeln!(text, "{table}: {} rows", rows.len());
    for row in rows {
        let _ = writeln!(text, "{row}");
    }
}
