//! What a backup is made of is what the databases have.

use std::collections::BTreeSet;

use gatehouse_store::{
    backup::{Kind, TABLES},
    db::Place,
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::harness::T;

contract! {
    the_description_is_that_of_the_tables,
}

async fn the_description_is_that_of_the_tables(t: T) {
    let (shape, references) = match &t.settings.place {
        Place::Sqlite(path) => {
            let url = format!("sqlite:{}", path.display());
            let mut c = SqliteConnection::connect(&url).await.expect("it opens");
            let shape: Vec<(String, String, String, bool)> = sqlx::query_as(
                "SELECT m.name, c.name, c.type, NOT (c.\"notnull\" OR c.pk > 0) FROM sqlite_schema m \
                 JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
                 AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_sqlx%'",
            )
            .fetch_all(&mut c)
            .await
            .expect("the shape");
            let references: Vec<(String, String)> = sqlx::query_as(
                "SELECT m.name, f.\"table\" FROM sqlite_schema m \
                 JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            )
            .fetch_all(&mut c)
            .await
            .expect("the references");
            (shape, references)
        }
        Place::Postgres(url) => {
            let mut c = PgConnection::connect(url).await.expect("it opens");
            let shape: Vec<(String, String, String, bool)> = sqlx::query_as(
                "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES' \
                 FROM information_schema.columns c JOIN information_schema.tables t \
                 ON t.table_name = c.table_name AND t.table_schema = c.table_schema \
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' \
                 AND c.table_name NOT LIKE '\\_sqlx%'",
            )
            .fetch_all(&mut c)
            .await
            .expect("the shape");
            let references: Vec<(String, String)> = sqlx::query_as(
                "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint \
                 WHERE contype = 'f'",
            )
            .fetch_all(&mut c)
            .await
            .expect("the references");
            (shape, references)
        }
    };
    let postgres = matches!(t.settings.place, Place::Postgres(_));
    let real: BTreeSet<_> = shape.into_iter().collect();
    let told: BTreeSet<_> = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(move |column| (table, column)))
        .map(|(table, column)| {
            let kind = match column.kind {
                Kind::Id if postgres => "uuid",
                Kind::Bytes if postgres => "bytea",
                Kind::Moment if postgres => "timestamp with time zone",
                Kind::Day if postgres => "date",
                Kind::Flag if postgres => "boolean",
                Kind::Int if postgres => "bigint",
                Kind::Text if postgres => "text",
                Kind::Id | Kind::Bytes => "BLOB",
                Kind::Moment | Kind::Flag | Kind::Int => "INTEGER",
                Kind::Day | Kind::Text => "TEXT",
            };
            (
                table.name.to_owned(),
                column.name.to_owned(),
                kind.to_owned(),
                column.nullable,
            )
        })
        .collect();
    assert_eq!(real, told);
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    assert!(references.len() > 20);
    for (from, to) in references {
        assert!(place(&to) < place(&from), "{from} refers to {to}");
    }
}
