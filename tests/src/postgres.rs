//! Databases on the PostgreSQL server that `tests/run` starts, for tests that
//! run the binary.

use std::{
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
};

/// A database of its own; gone when it is dropped.
#[derive(Debug)]
pub struct Database(String);

impl Database {
    /// An empty one.
    ///
    /// # Panics
    /// Where no server answers.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a database on a server is no default of anything"
    )]
    pub fn new() -> Self {
        Self::create("")
    }

    /// Another one that is just like it. Nobody may be connected to it.
    ///
    /// # Panics
    /// Where no server answers.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::create(&format!(" TEMPLATE {}", self.0))
    }

    /// Its address on the server.
    ///
    /// # Panics
    /// Where no server is named.
    #[must_use]
    pub fn url(&self) -> String {
        let server = server();
        let (before, _) = server.rsplit_once('/').expect("postgres://.../NAME");
        format!("{before}/{}", self.0)
    }

    fn create(like: &str) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("tests{}_{number}", std::process::id());
        say(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        say(&format!("CREATE DATABASE {name}{like}"));
        Self(name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        say(&format!("DROP DATABASE {} WITH (FORCE)", self.0));
    }
}

/// Says something to the tests' server.
#[expect(
    clippy::disallowed_methods,
    reason = "databases are made and copied by PostgreSQL's own program"
)]
fn say(sql: &str) {
    let said = Command::new("psql")
        .args(["--quiet", "--no-psqlrc", "--command", sql, &server()])
        .output()
        .expect("psql starts: it comes with PostgreSQL");
    let told = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{told}");
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
