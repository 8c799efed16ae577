//! Before the first photo: the one table of settings. The file, the variables,
//! the page and the first `gatehouse.toml` are all read or made from it.

use super::kind::Kind;

const KB: u64 = 1_000;
const MB: u64 = 1_000_000;
const GB: u64 = 1_000_000_000;

/// The channels that can be published to, by their codes.
pub const CHANNELS: [&str; 7] = [
    "website",
    "social",
    "press",
    "newsletter",
    "prospectus",
    "vle",
    "display",
];

/// What every variable begins with.
pub const VARIABLE: &str = "GATEHOUSE_";

/// Variables of that beginning that are no settings: other parts read them.
pub const OTHER_VARIABLES: [&str; 4] = [
    "GATEHOUSE_NETWORKS",
    "GATEHOUSE_CONFIG",
    "GATEHOUSE_CORPUS",
    "GATEHOUSE_FAULT",
];

/// What stands for a setting while nobody sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    /// This value. A path that begins with `data/` lies in the folder `data`.
    Value(&'static str),
    /// Nothing; the text is an example of what could be written.
    Nothing(&'static str),
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The path of its key, such as `database.url`.
    pub key: String,
    /// What it takes.
    pub kind: Kind,
    /// What holds while it is not set.
    pub unset: Unset,
    /// Whether its value may never be shown.
    pub is_secret: bool,
    /// Whether only the environment may hold it, since files are copied.
    pub only_variable: bool,
    /// What it is for, one sentence.
    pub help: String,
}

impl Setting {
    fn new(key: impl Into<String>, kind: Kind, unset: Unset, help: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            is_secret: matches!(kind, Kind::Password | Kind::MasterKey | Kind::Database),
            only_variable: kind == Kind::MasterKey,
            kind,
            unset,
            help: help.into(),
        }
    }

    /// The name of its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        let name = self.key.to_ascii_uppercase().replace(['.', '-'], "_");
        format!("{VARIABLE}{name}")
    }

    /// The table of the file it stands in, empty at the top, and its name there.
    #[must_use]
    pub fn place(&self) -> (&str, &str) {
        self.key.rsplit_once('.').unwrap_or(("", &self.key))
    }
}

/// The whole table, group by group.
#[must_use]
pub fn all() -> Vec<Setting> {
    let mut rows = vec![Setting::new(
        "data",
        Kind::Folder,
        Unset::Value("data"),
        "The folder for everything that has no other place.",
    )];
    rows.extend(database());
    rows.extend(store("objects", "data/objects", "the sealed pictures"));
    rows.extend(store("keys", "data/keys", "the keys of the pictures"));
    rows.extend(master());
    rows.extend(evidence());
    rows.extend(work());
    rows.extend(web());
    rows.push(sign_in());
    rows.extend(CHANNELS.into_iter().flat_map(channel));
    rows.extend(rest());
    rows
}

fn database() -> [Setting; 2] {
    [
        Setting::new(
            "database.url",
            Kind::Database,
            Unset::Value("sqlite:data/gatehouse.db"),
            "The database: a file of SQLite, or a PostgreSQL server. An address with a password is better kept in the variable.",
        ),
        Setting::new(
            "database.connections",
            Kind::Number { least: 1, most: 64 },
            Unset::Value("8"),
            "How many connections to the database are kept open at most.",
        ),
    ]
}

/// A folder or bucket; `what` is kept in it.
fn store(group: &str, folder: &'static str, what: &str) -> [Setting; 9] {
    let row = |name: &str, kind, unset, help: String| {
        Setting::new(format!("{group}.{name}"), kind, unset, help)
    };
    let s3 = "With kind s3:";
    [
        row(
            "kind",
            Kind::OneOf(&["folder", "s3"]),
            Unset::Value("folder"),
            format!("Where {what} are kept: in a folder, or in a bucket of an S3 service."),
        ),
        row(
            "folder",
            Kind::Folder,
            Unset::Value(folder),
            format!("With kind folder: the folder for {what}."),
        ),
        row(
            "endpoint",
            Kind::Web,
            Unset::Nothing("https://s3.example.org"),
            format!("{s3} the address of the service."),
        ),
        row(
            "region",
            Kind::Word,
            Unset::Value("us-east-1"),
            format!("{s3} the region, as the service names it."),
        ),
        row(
            "bucket",
            Kind::Bucket,
            Unset::Nothing("gatehouse-school"),
            format!("{s3} the bucket. It must keep no old versions."),
        ),
        row(
            "prefix",
            Kind::Prefix,
            Unset::Value(""),
            format!("{s3} what the names in the bucket begin with, where several things share it."),
        ),
        row(
            "access-key",
            Kind::Password,
            Unset::Nothing("ACCESS-KEY"),
            format!("{s3} the access key."),
        ),
        row(
            "secret-key",
            Kind::Password,
            Unset::Nothing("SECRET-KEY"),
            format!("{s3} the secret key. Better kept in the variable."),
        ),
        row(
            "allow-http",
            Kind::YesNo,
            Unset::Value("false"),
            format!("{s3} whether the address may be http://, which anybody on the way can read."),
        ),
    ]
}

fn master() -> [Setting; 3] {
    [
        Setting::new(
            "keys.master-file",
            Kind::File,
            Unset::Value("data/master.key"),
            "The file with the master key. Without that key everything kept is lost.",
        ),
        Setting::new(
            "keys.master",
            Kind::MasterKey,
            Unset::Nothing(""),
            "The master key itself, in place of the file.",
        ),
        Setting::new(
            "keys.copy-confirmed-on",
            Kind::Day,
            Unset::Nothing("2026-11-20"),
            "The day somebody put a copy of the master key in the safe.",
        ),
    ]
}

fn evidence() -> [Setting; 2] {
    [
        Setting::new(
            "ledger.folder",
            Kind::Folder,
            Unset::Value("data/ledger"),
            "The folder for checkpoints of the logs and lines of destruction. It ought to be on another disk than the database.",
        ),
        Setting::new(
            "signing.key-file",
            Kind::File,
            Unset::Value("data/signing.key"),
            "The file with the key that signs the checkpoints.",
        ),
    ]
}

fn sign_in() -> Setting {
    Setting::new(
        "sign-in.codes",
        Kind::OneOf(&["who-decides", "everybody", "nobody"]),
        Unset::Value("who-decides"),
        "Who gives a one-time code from their telephone besides the password: who-decides are the DSL, the head, the office and who looks after accounts.",
    )
}

fn web() -> [Setting; 4] {
    [
        Setting::new(
            "web.address",
            Kind::Socket,
            Unset::Value("127.0.0.1:8600"),
            "Where the pages are served. Leave it on this machine and put a proxy with TLS before it.",
        ),
        Setting::new(
            "web.https",
            Kind::YesNo,
            Unset::Value("true"),
            "Whether browsers reach the pages by https. Without it nobody can sign in from another machine safely.",
        ),
        Setting::new(
            "web.behind-proxy",
            Kind::YesNo,
            Unset::Value("false"),
            "Whether a proxy stands before the pages and tells, by Forwarded or X-Forwarded-For, who asks.",
        ),
        Setting::new(
            "web.threads",
            Kind::Number { least: 1, most: 64 },
            Unset::Value("2"),
            "How many threads answer.",
        ),
    ]
}

fn work() -> [Setting; 6] {
    let number = |key: &str, least, most, unset, help: &str| {
        Setting::new(key, Kind::Number { least, most }, Unset::Value(unset), help)
    };
    let size = |key: &str, least, most, unset, help: &str| {
        Setting::new(key, Kind::Size { least, most }, Unset::Value(unset), help)
    };
    [
        number(
            "worker.count",
            1,
            64,
            "2",
            "How many jobs are worked on at a time.",
        ),
        number(
            "worker.lease-seconds",
            10,
            3600,
            "120",
            "After how many seconds without a sign of life a job is given to another worker.",
        ),
        number(
            "worker.attempts",
            1,
            100,
            "8",
            "How often a job is tried before a person is asked.",
        ),
        number(
            "worker.poll-milliseconds",
            50,
            60_000,
            "1000",
            "How often an idle worker looks for a job.",
        ),
        size(
            "limits.photo-bytes",
            KB,
            GB,
            "100 MB",
            "The largest photo that is taken, such as 50 MB.",
        ),
        size(
            "limits.decode-memory",
            256 * MB,
            64 * GB,
            "2 GB",
            "The memory that all decode processes together may use.",
        ),
    ]
}

fn channel(code: &str) -> [Setting; 3] {
    let row = |name: &str, kind, example, help: &str| {
        Setting::new(
            format!("publish.{code}.{name}"),
            kind,
            Unset::Nothing(example),
            help,
        )
    };
    [
        row(
            "folder",
            Kind::Folder,
            "/srv/photos",
            "The folder to publish into. The channel is off without it.",
        ),
        row(
            "base-url",
            Kind::Web,
            "https://www.example.org/photos",
            "The address under which that folder is read. Needed with a folder.",
        ),
        row(
            "title",
            Kind::Title,
            "Our school in pictures",
            "The title of the feed.",
        ),
    ]
}

fn rest() -> [Setting; 6] {
    [
        Setting::new(
            "networks.set",
            Kind::Word,
            Unset::Value("embedded"),
            "The set of networks that finds and compares faces.",
        ),
        Setting::new(
            "networks.folder",
            Kind::Folder,
            Unset::Nothing("networks"),
            "The folder where other sets are installed.",
        ),
        Setting::new(
            "log.level",
            Kind::OneOf(&["error", "warn", "info", "debug", "trace"]),
            Unset::Value("info"),
            "How much is told on standard error.",
        ),
        Setting::new(
            "backup.folder",
            Kind::Folder,
            Unset::Value("data/backups"),
            "The folder for backups of the database and pictures.",
        ),
        Setting::new(
            "backup.keys-folder",
            Kind::Folder,
            Unset::Value("data/key-backups"),
            "The folder for backups of the keys. Whoever holds both can read everything: keep them on different disks.",
        ),
        Setting::new(
            "backup.every-days",
            Kind::Number { least: 0, most: 31 },
            Unset::Value("1"),
            "How many days from one backup to the next that the worker makes by itself, once both folders above are set; 0: only by hand.",
        ),
    ]
}
