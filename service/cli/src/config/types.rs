//! Before the first photo: the configuration as the commands are handed it.
//! All paths are complete. Debug hides every secret.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, time::Duration};

use jiff::civil::Date;

use super::{address::DatabaseUrl, secret::Secret};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The folder for everything that has no other place.
    pub data: PathBuf,
    /// The database.
    pub database: Database,
    /// Where the sealed pictures are.
    pub objects: Objects,
    /// Where the keys are that open them.
    pub keys: Keys,
    /// The evidence outside the database.
    pub ledger: Ledger,
    /// What signs the checkpoints.
    pub signing: Signing,
    /// The jobs.
    pub worker: Worker,
    /// The pages.
    pub web: Web,
    /// Signing in.
    pub sign_in: SignIn,
    /// How much may come in.
    pub limits: Limits,
    /// The channels that are on, by code.
    pub publish: BTreeMap<&'static str, Outlet>,
    /// What finds and compares faces.
    pub networks: Networks,
    /// The log lines.
    pub log: Log,
    /// Where backups go.
    pub backup: Backup,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Where it is.
    pub url: DatabaseUrl,
    /// Connections kept open at most.
    pub connections: u16,
}

/// The pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Where they are served.
    pub address: SocketAddr,
    /// Whether browsers reach them by https.
    pub https: bool,
    /// Whether a proxy tells who asks.
    pub behind_proxy: bool,
    /// Threads that answer.
    pub threads: u16,
}

/// Signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who gives a one-time code: `who-decides`, `everybody` or `nobody`.
    pub codes: String,
}

/// Where the sealed pictures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects {
    /// Their folder or bucket.
    pub store: Store,
}

/// A folder or a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Store {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of an S3 service.
    S3(S3),
}

/// A bucket of an S3 service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3 {
    /// The address of the service, without a slash at its end.
    pub endpoint: String,
    /// The region, as the service names it.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// What the names in it begin with, without slashes at its ends; or empty.
    pub prefix: String,
    /// The access key.
    pub access_key: Secret,
    /// The secret key.
    pub secret_key: Secret,
    /// Whether the address may be http.
    pub allow_http: bool,
}

/// The keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Where the wrapped keys are.
    pub store: Store,
    /// What unwraps them.
    pub master: Master,
    /// The day a copy of the master key was put in the safe.
    pub copy_confirmed_on: Option<Date>,
}

/// The master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Master {
    /// It is in this file.
    File(PathBuf),
    /// It is this: 64 hexadecimal digits.
    Given(Secret),
}

/// The evidence outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The folder of checkpoints and lines of destruction.
    pub folder: PathBuf,
}

/// What signs the checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// The file with the key.
    pub key_file: PathBuf,
}

/// The jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Jobs worked on at a time.
    pub count: u16,
    /// How long a job is kept without a sign of life.
    pub lease: Duration,
    /// Tries before a person is asked.
    pub attempts: u16,
    /// How often an idle worker looks.
    pub poll: Duration,
}

/// How much may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest photo, in bytes.
    pub photo_bytes: u64,
    /// The memory of all decode processes together, in bytes.
    pub decode_memory: u64,
}

/// Where one channel is published to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// The folder to publish into.
    pub folder: PathBuf,
    /// The address under which it is read, without a slash at its end.
    pub base_url: String,
    /// The title of its feed.
    pub title: Option<String>,
}

/// What finds and compares faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks {
    /// The name of the set.
    pub set: String,
    /// The folder where other sets are installed.
    pub folder: Option<PathBuf>,
}

/// The log lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
}

/// Where backups go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The folder for database and pictures.
    pub folder: PathBuf,
    /// The folder for keys.
    pub keys_folder: PathBuf,
    /// Whether somebody set both.
    pub is_set: bool,
    /// Days between backups that are made without being asked for; 0: none.
    pub every_days: u16,
}
