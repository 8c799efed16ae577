//! A house with its folders and database, as often as a test wants it.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use gatehouse_tests::postgres::Database;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// One worker, so that every run passes the points in the same order; the
/// shortest lease there is.
const CONFIGURATION: &str = r#"
[worker]
count = 1
lease-seconds = 10
poll-milliseconds = 50

[publish.website]
folder = "website"
base-url = "https://www.example.org/photos"
"#;

/// A house of its own; gone when it is dropped.
pub struct House {
    folder: TempDir,
    /// Its database on the server, where it has one.
    database: Option<Database>,
}

impl House {
    /// A house that `gatehouse init` set up.
    pub fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("gatehouse.toml"), CONFIGURATION).expect("a file");
        let house = Self {
            folder,
            database: (kind == Kind::Postgres).then(Database::new),
        };
        let file = house.path("gatehouse.toml").display().to_string();
        let words = [
            "init", "--name", "Larkmoor", "--admin", "admin", "--config", &file,
        ];
        let done = house.run(&words, "");
        assert!(done.status.success(), "{}", complaint(&done));
        house
    }

    /// Another one that is just like it. Nobody may be at work in it.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(self.folder.path(), folder.path());
        Self {
            folder,
            database: self.database.as_ref().map(Database::copy),
        }
    }

    /// Runs the binary that may be killed, with what `GATEHOUSE_FAULT` says.
    pub fn run<A: AsRef<OsStr>>(&self, words: &[A], fault: &str) -> Output {
        self.command(words, fault).output().expect("it starts")
    }

    /// The same, not yet started.
    pub fn command<A: AsRef<OsStr>>(&self, words: &[A], fault: &str) -> Command {
        let mut command = self.program(binary());
        command.args(words).env("GATEHOUSE_FAULT", fault);
        command
    }

    /// Any program, which is told where the house is.
    #[expect(
        clippy::disallowed_methods,
        reason = "these tests kill the binary, which is a process"
    )]
    pub fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"GATEHOUSE_") {
                command.env_remove(name);
            }
        }
        command.env("GATEHOUSE_CONFIG", self.path("gatehouse.toml"));
        if let Some(url) = self.database() {
            command.env("GATEHOUSE_DATABASE_URL", url);
        }
        command
    }

    /// The address of its database on the server.
    pub fn database(&self) -> Option<String> {
        self.database.as_ref().map(Database::url)
    }

    /// A file or folder of the house.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// What is to be seen of a house from outside: what the website shows, what
/// lies in the folders, what the ledger says.
pub fn seen(house: &Path) -> Value {
    let feed = fs::read(house.join("website/feed.json")).expect("a feed");
    let feed: Value = serde_json::from_slice(&feed).expect("JSON");
    let ledger = fs::read_to_string(house.join("data/ledger/destructions.jsonl"));
    let ledger = ledger.expect("a ledger");
    let mut certificates: Vec<Value> = ledger
        .lines()
        .map(|line| serde_json::from_str(line).expect("a whole line"))
        // Of what belonged to nothing: what a kill left and a sweep took away.
        .filter(|line: &Value| line["kind"] != "stray")
        .map(|mut line| line["subject"].take())
        .collect();
    let all = certificates.len();
    certificates.sort_by_key(Value::to_string);
    certificates.dedup();
    let objects = files(&house.join("data/objects"));
    let keys = files(&house.join("data/keys"));
    let unfinished = |path: &&PathBuf| path.to_string_lossy().contains('#');
    json!({
        "listed": feed["items"].as_array().map(Vec::len),
        "posts": fs::read_dir(house.join("website/posts")).expect("posts").count(),
        "in_progress": files(&house.join("website/.gatehouse")).len(),
        "objects": objects.len(),
        "keys": keys.iter().filter(|key| key.starts_with("subjects")).count(),
        "unfinished": objects.iter().chain(&keys).filter(unfinished).count(),
        "certificates": certificates.len(),
        "certificates_said_twice": all - certificates.len(),
    })
}

/// What a run complained of.
pub fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The binary with places to be killed at, which `tests/run` built.
pub fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("this test has a file");
    let target = here.ancestors().nth(3);
    let target = target.expect("tests lie in target/release/deps");
    let binary = target.join("fault-points/gatehouse");
    assert!(
        binary.exists(),
        "the binary with fault points is not built: run tests/run, which builds it first"
    );
    binary
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("below").to_owned());
            }
        }
    }
    found
}
