//! `gatehouse backup`, `restore`, `keys rotate` and `worker --retry`: what is
//! kept comes back, and nothing serves a house that is half restored.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use gatehouse_tests::postgres::Database;
use serde_json::Value;
use tempfile::TempDir;

use crate::{binary, complained, told};

/// A house with a configuration and folders of its own.
pub struct House {
    folder: TempDir,
}

impl House {
    /// With a configuration, and no more.
    fn bare(configuration: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("gatehouse.toml"), configuration).unwrap();
        Self { folder }
    }

    /// With a school and two accounts.
    pub fn new(configuration: &str) -> Self {
        let house = Self::bare(configuration);
        house.fine(&["init", "--name", "Larkmoor", "--admin", "admin"]);
        house.fine(&[
            "user", "add", "jo", "--name", "Jo Rowan", "--role", "editor",
        ]);
        house
    }

    /// Empty, with the tables, the two keys and the ledger of another house,
    /// whose backups it reads.
    fn beside(lost: &Self, configuration: &str) -> Self {
        let at = |name: &str| lost.path(name).display().to_string();
        let (folder, keys) = (at("data/backups"), at("data/key-backups"));
        let house = Self::bare(&format!(
            "{configuration}\n[backup]\nfolder = '{folder}'\nkeys-folder = '{keys}'\n"
        ));
        for folder in ["objects", "keys", "ledger"] {
            fs::create_dir_all(house.path("data").join(folder)).unwrap();
        }
        for file in ["master.key", "signing.key"] {
            fs::copy(lost.path("data").join(file), house.path("data").join(file)).unwrap();
        }
        for entry in fs::read_dir(lost.path("data/ledger")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(
                entry.path(),
                house.path("data/ledger").join(entry.file_name()),
            )
            .unwrap();
        }
        house
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "these tests are about the binary as a process"
    )]
    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(binary());
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"GATEHOUSE_") {
                command.env_remove(name);
            }
        }
        command
            .args(words)
            .env("GATEHOUSE_CONFIG", self.path("gatehouse.toml"))
            .output()
            .unwrap()
    }

    /// What a command told that ended with 0.
    pub fn fine(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{words:?}: {}{}",
            told(&output),
            complained(&output)
        );
        told(&output)
    }

    /// What a command complained of that could not run.
    pub fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{words:?}: {}",
            told(&output)
        );
        complained(&output)
    }

    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.fine(words)).unwrap()
    }

    /// What the self-check says of something: what is well, and what is not.
    fn doctor(&self, about: &str) -> (Vec<String>, Vec<String>) {
        let answers: Value = serde_json::from_str(&told(&self.run(&["doctor", "--json"]))).unwrap();
        let of = |well: bool| {
            let answers = answers.as_array().unwrap().iter();
            let chosen = answers.filter(|one| one["about"] == about && one["well"] == well);
            chosen
                .map(|one| one["said"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        (of(true), of(false))
    }
}

/// Changes rows of a house's SQLite database behind its back.
fn change(database: &Path, sql: &'static str) -> u64 {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let work = async {
        let mut at: sqlx::SqliteConnection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        let done = sqlx::query(sql).execute(&mut at).await.unwrap();
        sqlx::Connection::close(at).await.unwrap();
        done.rows_affected()
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn a_backup_of_one_database_comes_back_in_the_other_and_all_that_is_told_is_the_same() {
    let lost = House::new("");
    let accounts = lost.fine(&["user", "list", "--json"]);
    assert!(accounts.contains("Jo Rowan"));
    let made = lost.json(&["backup", "--json"]);
    let name = made["name"].as_str().unwrap();
    assert_eq!(
        (&made["lacking"], &made["keys"]),
        (&Value::Array(vec![]), &Value::from(3))
    );

    let database = Database::new();
    let house = House::beside(&lost, &format!("database.url = '{}'", database.url()));
    assert!(
        house
            .refused(&["restore", name])
            .contains("gatehouse migrate")
    );
    house.fine(&["migrate"]);
    assert!(
        house
            .refused(&["restore", "../backups"])
            .contains("2026-11-22T01-15-00Z")
    );
    let back = house.json(&["restore", "--newest", "--json"]);
    for same in ["name", "rows", "objects", "keys"] {
        assert_eq!(back[same], made[same], "{same}");
    }
    assert_eq!(back["keys_destroyed"], 0);
    assert_eq!(house.fine(&["user", "list", "--json"]), accounts);
    let logs = house.fine(&["verify-log"]);
    assert!(logs.contains("all is as it was written"), "{logs}");
    assert!(logs.contains(name), "the restore is told: {logs}");
    assert_eq!(house.doctor("keys").1, [""; 0]);
    house.fine(&["worker", "--until-idle"]);
    assert!(house.refused(&["restore", name]).contains("not empty"));
}

#[test]
fn nothing_but_the_restore_itself_goes_on_in_a_house_that_is_half_restored() {
    let lost = House::new("");
    let made = lost.json(&["backup", "--json"]);
    let name = made["name"].as_str().unwrap();
    let house = House::beside(&lost, "");
    house.fine(&["migrate"]);
    // As a restore leaves it that was killed right after it began.
    let manifest = fs::read(lost.path("data/backups").join(name).join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mark = house.path("data/keys/restoring");
    fs::write(&mark, manifest["id"].as_str().unwrap()).unwrap();
    let old = house.path("old.key").display().to_string();
    house.fine(&["keys", "new", &old]);
    for words in [
        &["worker", "--until-idle"] as &[&str],
        &["purge"],
        &["verify-log"],
        &["backup"],
        &["user", "list"],
        &["init", "--name", "Other", "--admin", "admin", "--another"],
        &["keys", "rotate", "--old-file", &old],
    ] {
        let said = house.refused(words);
        assert!(said.contains("gatehouse restore"), "{words:?}: {said}");
    }
    assert!(house.doctor("house").1[0].contains("gatehouse restore"));
    assert!(mark.exists());

    house.fine(&["restore", name]);
    assert!(!mark.exists());
    house.fine(&["worker", "--until-idle"]);
    assert_eq!(house.fine(&["user", "list"]), lost.fine(&["user", "list"]));
}

#[test]
fn backups_come_by_themselves_and_a_disk_that_is_away_stops_no_other_work() {
    let house = House::new("[backup]\nfolder = 'one'\nkeys-folder = 'two'\n");
    assert!(house.doctor("backups").1[0].contains("none yet"));
    house.fine(&["worker", "--until-idle"]);
    house.fine(&["worker", "--until-idle"]);
    let made = |folder: &str| {
        let names = fs::read_dir(house.path(folder)).unwrap();
        let names = names.map(|one| one.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| !name.starts_with('.'))
            .collect::<Vec<_>>()
    };
    assert_eq!(made("one").len(), 1, "one a day");
    assert_eq!(made("one"), made("two"));
    assert_eq!(house.doctor("backups").1, [""; 0]);

    fs::rename(house.path("two"), house.path("away")).unwrap();
    let worked = house.run(&["worker", "--until-idle"]);
    assert_eq!(told(&worked), "1 jobs done, 1 attempts failed\n");
    assert!(complained(&worked).contains("the backup's folder"));
    assert!(house.doctor("backups").1[0].contains("is not there"));
    assert!(
        !house.path("two").exists(),
        "it would lie on the wrong disk"
    );
    assert!(house.refused(&["backup"]).contains("connect its disk"));
}

#[test]
fn the_master_key_is_changed_even_after_an_interruption() {
    let house = House::new("");
    let accounts = house.fine(&["user", "list"]);
    let at = |name: &str| house.path(name).display().to_string();
    house.fine(&["keys", "new", &at("new.key")]);
    assert!(
        house
            .refused(&["keys", "new", &at("new.key")])
            .contains("never written over")
    );
    let keys = house.path("data/keys/subjects");
    let before = files(&keys);
    fs::rename(house.path("data/master.key"), house.path("old.key")).unwrap();
    fs::rename(house.path("new.key"), house.path("data/master.key")).unwrap();
    assert!(house.doctor("keys").1[0].contains("another master key"));

    let same = at("data/master.key");
    assert!(
        house
            .refused(&["keys", "rotate", "--old-file", &same])
            .contains("the old one")
    );
    let old = at("old.key");
    let rotate = ["keys", "rotate", "--old-file", &old];
    assert!(house.fine(&rotate).starts_with("3 keys are wrapped"));
    // As if it had been killed before the first key.
    fs::write(&before[0].0, &before[0].1).unwrap();
    let again = house.fine(&rotate);
    assert!(
        again.starts_with("1 keys are wrapped") && again.contains("2 were before"),
        "{again}"
    );
    assert_eq!(house.doctor("keys").1, [""; 0]);
    assert_eq!(house.fine(&["user", "list"]), accounts);
    fs::write(&before[0].0, "no key").unwrap();
    let damaged = house.run(&rotate);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(told(&damaged).contains("1 keys open with neither"));
}

/// Every file below a folder, with what is in it.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

#[test]
fn stuck_work_is_told_and_tried_again_when_somebody_says_so() {
    let house = House::new("");
    house.fine(&["worker", "--until-idle"]);
    let stuck = "INSERT INTO job (id, school_id, kind, about, state, ready_at, attempts, last_code, written_at)
        SELECT randomblob(16), id, 'scan', randomblob(16), 'stuck', 0, 8, 'disk-full', 0 FROM school";
    assert_eq!(change(&house.path("data/gatehouse.db"), stuck), 1);
    house.fine(&["worker", "--until-idle"]);
    let (_, ill) = house.doctor("work");
    assert!(
        ill[0].contains("scan (disk-full)") && ill[0].contains("--retry"),
        "{ill:?}"
    );
    let worked = house.run(&["worker", "--until-idle", "--retry"]);
    assert!(complained(&worked).contains("1 stuck jobs get new attempts"));
    assert_eq!(house.doctor("work").1, [""; 0]);
}

#[test]
fn the_log_tells_as_much_as_the_configuration_says() {
    let away = "[backup]\nfolder = 'one'\nkeys-folder = 'two'\n";
    let house = House::new(away);
    fs::remove_dir(house.path("one")).unwrap();
    let worked = house.run(&["worker", "--until-idle"]);
    assert!(complained(&worked).contains("WARN gatehouse_app"));
    let quiet = format!("log.level = 'error'\n{away}");
    fs::write(house.path("gatehouse.toml"), quiet).unwrap();
    let worked = house.run(&["worker", "--until-idle"]);
    assert_eq!(complained(&worked), "");
}
