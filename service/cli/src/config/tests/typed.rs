//! What the commands are handed when all is well.

use std::{path::Path, time::Duration};

use jiff::civil::date;

use super::super::{DatabaseUrl, Master, Store, size};
use super::{BUCKET, read_in_school};

#[test]
fn without_a_file_everything_lies_in_data() {
    let config = read_in_school("", &[]).unwrap();
    let in_data = |name: &str| Path::new("/school/data").join(name);
    assert_eq!(config.data, Path::new("/school/data"));
    assert_eq!(
        config.database.url,
        DatabaseUrl::Sqlite(in_data("gatehouse.db"))
    );
    assert_eq!(config.database.connections, 8);
    assert_eq!(config.objects.store, Store::Folder(in_data("objects")));
    assert_eq!(config.keys.store, Store::Folder(in_data("keys")));
    assert_eq!(config.keys.master, Master::File(in_data("master.key")));
    assert_eq!(config.keys.copy_confirmed_on, None);
    assert_eq!(config.ledger.folder, in_data("ledger"));
    assert_eq!(config.signing.key_file, in_data("signing.key"));
    assert_eq!(config.worker.count, 2);
    assert_eq!(config.worker.lease, Duration::from_mins(2));
    assert_eq!(config.worker.attempts, 8);
    assert_eq!(config.worker.poll, Duration::from_secs(1));
    assert_eq!(config.limits.photo_bytes, 100_000_000);
    assert_eq!(config.limits.decode_memory, 2_000_000_000);
    assert!(config.publish.is_empty());
    assert_eq!(config.networks.set, "embedded");
    assert_eq!(config.networks.folder, None);
    assert_eq!(config.log.level, "info");
    assert_eq!(config.backup.folder, in_data("backups"));
    assert_eq!(config.backup.keys_folder, in_data("key-backups"));
}

#[test]
fn the_defaults_follow_the_folder_data() {
    let config = read_in_school(
        "data = '/srv/gatehouse'\nledger.folder = 'data/ledger'",
        &[],
    )
    .unwrap();
    let url = DatabaseUrl::Sqlite("/srv/gatehouse/gatehouse.db".into());
    assert_eq!(config.database.url, url);
    assert_eq!(
        config.objects.store,
        Store::Folder("/srv/gatehouse/objects".into())
    );
    // What a person writes is taken as it stands.
    assert_eq!(config.ledger.folder, Path::new("/school/data/ledger"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let text = "worker.count = 3\nlog.level = 'warn'\ndatabase.url = 'sqlite:a.db'";
    let environment = [
        ("GATEHOUSE_WORKER_COUNT", "5"),
        ("GATEHOUSE_DATABASE_URL", "sqlite:b.db"),
        ("GATEHOUSE_LOG_LEVEL", ""),
    ];
    let config = read_in_school(text, &environment).unwrap();
    assert_eq!(config.worker.count, 5);
    assert_eq!(
        config.database.url,
        DatabaseUrl::Sqlite("/school/b.db".into())
    );
    assert_eq!(config.log.level, "warn");
}

#[test]
fn a_wrong_value_in_the_file_is_refused_even_where_the_environment_wins() {
    assert!(read_in_school("worker.count = 0", &[("GATEHOUSE_WORKER_COUNT", "5")]).is_err());
}

#[test]
fn addresses_of_databases_are_taken_as_people_write_them() {
    let url = |text: &str| {
        let config = read_in_school(&format!("database.url = '{text}'"), &[]);
        config.ok().map(|config| config.database.url)
    };
    let file = |path: &str| Some(DatabaseUrl::Sqlite(path.into()));
    assert_eq!(url("sqlite:a.db"), file("/school/a.db"));
    assert_eq!(url("sqlite://a.db"), file("/school/a.db"));
    assert_eq!(url("sqlite:/srv/a.db"), file("/srv/a.db"));
    assert_eq!(url("sqlite:///srv/a.db"), file("/srv/a.db"));
    for good in [
        "postgres://gate@db/school",
        "postgresql://gate:a%40b@db.example.org:5432/school?sslmode=verify-full",
        "postgres://[::1]:5432/school",
        "postgres://gate@/school?host=/var/run/postgresql",
    ] {
        match url(good) {
            Some(DatabaseUrl::Postgres(secret)) => assert_eq!(secret.reveal(), good),
            other => assert_eq!(other, None, "{good}"),
        }
    }
    for bad in [
        "sqlite:",
        "sqlite://",
        "sqlite:x/",
        "sqlite:a.db?mode=ro",
        "sqlite::memory:",
        "postgres://",
        "postgres://db",
        "postgres://db/",
        "postgres:///school",
        "postgres://db/school/two",
        "postgres://d b/school",
        "Postgres://db/school",
        "a.db",
        "",
    ] {
        assert_eq!(url(bad), None, "{bad}");
    }
}

#[test]
fn a_bucket_and_a_channel_are_handed_on_whole() {
    let text = format!(
        "[objects]\nkind = 's3'\n{BUCKET}prefix = 'school/a'\n[keys]\ncopy-confirmed-on = 2026-11-20\n\
         [publish.website]\nfolder = 'site'\nbase-url = 'https://www.example.org/photos/'\ntitle = ' Ours '\n"
    );
    let config = read_in_school(&text, &[]).unwrap();
    let Store::S3(bucket) = config.objects.store else {
        panic!("a bucket");
    };
    assert_eq!(bucket.endpoint, "https://s3.example.org");
    assert_eq!(bucket.region, "us-east-1");
    assert_eq!(bucket.bucket, "gatehouse-school");
    assert_eq!(bucket.prefix, "school/a");
    assert_eq!(bucket.access_key.reveal(), "access");
    assert_eq!(bucket.secret_key.reveal(), "secret");
    assert!(!bucket.allow_http);
    assert_eq!(config.keys.copy_confirmed_on, Some(date(2026, 11, 20)));
    let website = &config.publish["website"];
    assert_eq!(website.folder, Path::new("/school/site"));
    assert_eq!(website.base_url, "https://www.example.org/photos");
    assert_eq!(website.title.as_deref(), Some("Ours"));
    assert_eq!(config.publish.len(), 1);
}

#[test]
fn web_addresses_and_titles_are_plain() {
    let channel = |url: &str, title: &str| {
        let text =
            format!("[publish.vle]\nfolder = '/srv/vle'\nbase-url = '{url}'\ntitle = '{title}'");
        read_in_school(&text, &[]).is_ok()
    };
    let (url, title) = ("https://vle.example.org:8443/a/b", "é".repeat(200));
    assert!(channel(url, &title));
    assert!(channel("http://localhost", "Ours"));
    assert!(!channel(url, &format!("{title}é")));
    for bad in [
        "",
        "https://",
        "https:///a",
        "vle.example.org",
        "https://a b",
        "https://a/?b",
        "https://a/#b",
        "https://a@b",
    ] {
        assert!(!channel(bad, "Ours"), "{bad}");
    }
}

#[test]
fn sizes_are_read_in_all_their_units() {
    for (text, bytes) in [
        ("0", 0),
        ("1234", 1234),
        ("7 B", 7),
        ("50 MB", 50_000_000),
        ("50MB", 50_000_000),
        ("50 mb", 50_000_000),
        ("1 KB", 1_000),
        ("1 KiB", 1_024),
        ("3 MiB", 3 << 20),
        ("2 GiB", 2 << 30),
        ("2 GB", 2_000_000_000),
    ] {
        assert_eq!(size::read(text), Some(bytes), "{text}");
    }
    for text in [
        "",
        " ",
        "MB",
        "1.5 GB",
        "-1",
        "+1 MB",
        "1 TB",
        "1 MB MB",
        "50 MBs",
        "20000000000 GB",
        "1é",
    ] {
        assert_eq!(size::read(text), None, "{text}");
    }
}
