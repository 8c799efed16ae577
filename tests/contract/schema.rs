//! The tables themselves: two trees that say the same, statements that both
//! databases understand.

use std::collections::BTreeMap;

use gatehouse_domain::clock::Clock as _;
use gatehouse_store::{
    db::{Db, Place},
    migrate::{self, migrate},
};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::harness::{T, on_postgres, on_sqlite};

contract! {
    migrating_twice_does_nothing,
    every_statement_is_understood,
    a_transaction_that_is_not_committed_never_happened,
    an_older_database_is_not_opened,
    a_second_school_has_its_own_lock,
}

async fn migrating_twice_does_nothing(t: T) {
    assert_eq!(migrate(&t.settings).await.expect("it runs"), 0);
    assert!(Db::open(&t.settings).await.is_ok());
}

async fn every_statement_is_understood(t: T) {
    let postgres = matches!(t.settings.place, Place::Postgres(_));
    let mut seen = 0;
    for (name, text) in gatehouse_store::statements(postgres) {
        seen += 1;
        let told = match &t.settings.place {
            Place::Sqlite(path) => {
                let url = format!("sqlite:{}", path.display());
                let mut c = SqliteConnection::connect(&url).await.expect("it opens");
                c.prepare(sqlx::SqlSafeStr::into_sql_str(text))
                    .await
                    .map(drop)
            }
            Place::Postgres(url) => {
                let mut c = PgConnection::connect(url).await.expect("it opens");
                c.prepare(sqlx::SqlSafeStr::into_sql_str(text))
                    .await
                    .map(drop)
            }
        };
        assert!(told.is_ok(), "{name}: {told:?}\n{text}");
    }
    assert!(seen > 0);
}

async fn a_transaction_that_is_not_committed_never_happened(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let version = tx.lock_school(t.school).await.expect("it reads");
    assert_eq!(version, Some(1));
    drop(tx);
    let mut tx = t.db.begin().await.expect("the lock was given back");
    assert_eq!(tx.lock_school(t.school).await.expect("it reads"), Some(1));
}

async fn an_older_database_is_not_opened(t: T) {
    t.raw(
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)",
    )
    .await
    .expect("it runs");
    let error = Db::open(&t.settings).await.expect_err("it must refuse");
    assert_eq!(error.code(), "database-version");
}

async fn a_second_school_has_its_own_lock(t: T) {
    let other = gatehouse_domain::ids::SchoolId::new(t.clock.now(), &t.chance);
    let mut tx = t.db.begin().await.expect("it begins");
    assert_eq!(tx.lock_school(other).await.expect("it reads"), None);
}

/// Table or view, then column, then type and whether it may be empty.
type Shape = BTreeMap<String, BTreeMap<String, (String, bool)>>;

#[test]
fn both_trees_make_the_same_tables() {
    let (send, receive) = std::sync::mpsc::channel();
    let other = send.clone();
    on_sqlite(move |t| {
        let send = send.clone();
        async move {
            send.send(shape_of_sqlite(&t).await).expect("it is heard");
        }
    });
    on_postgres(move |t| {
        let other = other.clone();
        async move {
            let shape = shape_of_postgres(&t).await;
            other.send(shape).expect("it is heard");
        }
    });
    let (one, two) = (
        receive.recv().expect("a shape"),
        receive.recv().expect("a shape"),
    );
    assert!(one.len() > 25, "{} tables", one.len());
    for (table, columns) in &one {
        assert_eq!(Some(columns), two.get(table), "{table}");
    }
    assert_eq!(one.len(), two.len());
}

#[test]
fn every_row_has_its_school() {
    on_sqlite(async |t| {
        for (table, columns) in shape_of_sqlite(&t).await {
            let own = table == "school" || columns.contains_key("school_id");
            assert!(own, "{table} has no school_id");
        }
    });
}

#[test]
fn both_trees_have_the_same_steps_with_the_same_indexes() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut steps = Vec::new();
    for tree in ["sqlite", "postgres"] {
        let mut names: Vec<_> = std::fs::read_dir(root.join(tree))
            .expect("the tree")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        steps.push(names);
    }
    assert_eq!(steps[0], steps[1]);
    assert_eq!(
        i64::try_from(steps[0].len()).expect("few"),
        migrate::newest()
    );
    for name in &steps[0] {
        let indexes = |tree: &str| -> Vec<String> {
            std::fs::read_to_string(root.join(tree).join(name))
                .expect("a step")
                .lines()
                .filter(|line| line.starts_with("CREATE INDEX") || line.contains("UNIQUE ("))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(indexes("sqlite"), indexes("postgres"), "{name}");
    }
}

async fn shape_of_sqlite(t: &T) -> Shape {
    let Place::Sqlite(path) = &t.settings.place else {
        panic!("not SQLite")
    };
    let mut c = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .expect("it opens");
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT m.name, c.name, c.type, c.\"notnull\" OR c.pk > 0 FROM sqlite_schema m \
         JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_sqlx%'",
    )
    .fetch_all(&mut c)
    .await
    .expect("the shape");
    gather(rows, |_, kind| kind.to_owned())
}

async fn shape_of_postgres(t: &T) -> Shape {
    let Place::Postgres(url) = &t.settings.place else {
        panic!("not PostgreSQL")
    };
    let mut c = PgConnection::connect(url).await.expect("it opens");
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'NO' \
         FROM information_schema.columns c JOIN information_schema.tables t \
         ON t.table_name = c.table_name AND t.table_schema = c.table_schema \
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' \
         AND c.table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut c)
    .await
    .expect("the shape");
    gather(rows, |column, kind| {
        match kind {
            "uuid" | "bytea" => "BLOB",
            "timestamp with time zone" | "bigint" | "boolean" => "INTEGER",
            "date" | "text" => "TEXT",
            other => panic!("{column}: {other}"),
        }
        .to_owned()
    })
}

fn gather(rows: Vec<(String, String, String, bool)>, name: impl Fn(&str, &str) -> String) -> Shape {
    let mut shape = Shape::new();
    for (table, column, kind, filled) in rows {
        let kind = name(&column, &kind);
        shape
            .entry(table)
            .or_default()
            .insert(column, (kind, filled));
    }
    shape
}
