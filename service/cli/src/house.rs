//! Wiring of the house: what the configuration names becomes a database,
//! stores, keys, a ledger and outlets.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, bail};
use gatehouse_app::{
    backup::Vault,
    house::{Fittings, House},
    sign_in::Rules,
    worker::Habits,
};
use gatehouse_domain::{
    Channel,
    clock::{Clock, Entropy},
    ids::SchoolId,
    role::Role,
};
use gatehouse_publish::{FeedSettings, Folder};
use gatehouse_store::{
    db::{Db, Place, Settings},
    log::{SigningKey, outside::Ledger},
    objects::{Bucket, Location, Objects},
    seal::{KeyStore, MasterKey},
};

use crate::{
    args::ConfigFile,
    config::{self, Config, DatabaseUrl, Master, Outlet, S3, Store},
    setup,
};

/// How long to wait for the database before saying that it does not answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The system's chance.
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is the one place that asks the system for chance"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // Without chance no key is safe: there is nothing better to do than to
        // stop before anything is sealed.
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// The configuration that the command line or the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary is the one place that reads the environment"
)]
pub(crate) fn named(file: &ConfigFile) -> Option<PathBuf> {
    file.config
        .clone()
        .or_else(|| env::var_os("GATEHOUSE_CONFIG").map(PathBuf::from))
}

/// Reads the configuration.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary is the one place that reads the environment"
)]
pub(crate) fn configuration(file: &ConfigFile) -> anyhow::Result<Config> {
    let named = named(file);
    let path = named.clone().unwrap_or_else(|| PathBuf::from(config::FILE));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
            String::new()
        }
        Err(error) => {
            return Err(error).with_context(|| {
                format!(
                    "the configuration {} cannot be read: check its name, or make one with `gatehouse init`",
                    path.display()
                )
            });
        }
    };
    let here = env::current_dir().context("the present folder is gone: change to another")?;
    let whole = here.join(&path);
    let folder = whole.parent().unwrap_or(&here);
    let name = path.file_name().map_or_else(
        || config::FILE.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let config = config::read(&name, &text, folder, env::vars())?;
    crate::log::set(&config.log.level);
    Ok(config)
}

/// The database the configuration names.
pub(crate) fn database(config: &Config) -> Settings {
    Settings {
        place: match &config.database.url {
            DatabaseUrl::Sqlite(path) => Place::Sqlite(path.clone()),
            DatabaseUrl::Postgres(url) => Place::Postgres(url.reveal().to_owned()),
        },
        connections: u32::from(config.database.connections),
        patience: PATIENCE,
    }
}

/// Opens where objects or keys lie. A folder that is not there is not made: an
/// unplugged disk would look like an empty one.
pub(crate) fn open_store(store: &Store) -> anyhow::Result<gatehouse_store::objects::Store> {
    if let Store::Folder(folder) = store {
        is_there(folder)?;
    }
    Ok(location(store).open()?)
}

fn is_there(folder: &Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    bail!(
        "the folder {} is not there: connect its disk; make the folder if it is to be new (`gatehouse init` does for a new school)",
        folder.display()
    )
}

/// Where backups lie. Its folders are not made either.
pub(crate) fn vault(config: &Config) -> anyhow::Result<Vault> {
    is_there(&config.backup.folder)?;
    is_there(&config.backup.keys_folder)?;
    Ok(vault_of(config))
}

fn vault_of(config: &Config) -> Vault {
    let backup = &config.backup;
    Vault {
        folder: backup.folder.clone(),
        keys_folder: backup.keys_folder.clone(),
        every_days: Some(backup.every_days).filter(|&days| backup.is_set && days > 0),
    }
}

/// Where objects or keys lie.
fn location(store: &Store) -> Location {
    match store {
        Store::Folder(folder) => Location::Folder(folder.clone()),
        Store::S3(s3) => Location::Bucket(bucket(s3)),
    }
}

fn bucket(s3: &S3) -> Bucket {
    Bucket {
        endpoint: s3.endpoint.clone(),
        region: s3.region.clone(),
        bucket: s3.bucket.clone(),
        access_key: s3.access_key.reveal().to_owned(),
        secret_key: s3.secret_key.reveal().to_owned().into(),
        allow_http: s3.allow_http,
        prefix: s3.prefix.clone(),
    }
}

/// The master key, from its file or the environment.
pub(crate) fn master_key(config: &Config) -> anyhow::Result<MasterKey> {
    match &config.keys.master {
        Master::Given(text) => Ok(MasterKey::from_text(text.reveal())?),
        Master::File(path) => read_master_key(path),
    }
}

/// A master key from a file.
pub(crate) fn read_master_key(path: &Path) -> anyhow::Result<MasterKey> {
    let text = fs::read_to_string(path).with_context(|| {
        format!(
            "the master key {} cannot be read: put the file back, or begin with `gatehouse init`",
            path.display()
        )
    })?;
    Ok(MasterKey::from_text(&text)?)
}

/// The key that signs the logs' checkpoints.
pub(crate) fn signing_key(config: &Config) -> anyhow::Result<SigningKey> {
    let path = &config.signing.key_file;
    let text = fs::read_to_string(path).with_context(|| {
        format!(
            "the signing key {} cannot be read: put the file back, or begin with `gatehouse init`",
            path.display()
        )
    })?;
    Ok(SigningKey::from_text(&text)?)
}

/// Writes a key to a file of its own that only this user may read; a key that
/// is there stays. Whether it was written.
pub(crate) fn write_key(path: &Path, text: &str) -> anyhow::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => {
            return Err(error)
                .with_context(|| format!("the key {} cannot be written", path.display()));
        }
    };
    file.write_all(format!("{text}\n").as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("the key {} cannot be written", path.display()))?;
    Ok(true)
}

/// Opens everything the configuration names. The tables must be of this
/// version. A house that a restore left half done is refused here, whatever it
/// is opened for.
pub(crate) async fn open(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<House> {
    let house = furnish(config, clock).await?;
    house.arrive().await?;
    Ok(house)
}

/// The same for a restore, which alone may go on in a house that is half
/// restored: nothing is touched.
pub(crate) async fn open_to_restore(
    config: &Config,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<House> {
    furnish(config, clock).await
}

async fn furnish(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<House> {
    let master = master_key(config)?;
    let signing = signing_key(config)?;
    let keys = open_store(&config.keys.store)?;
    let objects = open_store(&config.objects.store)?;
    let db = Db::open(&database(config)).await?;
    let fittings = Fittings {
        db,
        keys: KeyStore::new(keys, master),
        objects: Objects::new(objects),
        ledger: Ledger::open(&config.ledger.folder)?,
        signing,
        clock,
        entropy: Arc::new(SystemEntropy),
        pool: Arc::new(setup::decode_pool(config.limits.decode_memory)?),
        scanner: Arc::new(setup::scanner(config)?),
        outlets: outlets(config)?,
        photo_bytes: config.limits.photo_bytes,
    };
    let house = House::new(fittings)
        .with_vault(vault_of(config))
        .with_key_copy(config.keys.copy_confirmed_on);
    Ok(house.with_sign_in(sign_in(config)))
}

/// Who gives a one-time code besides the password.
fn sign_in(config: &Config) -> Rules {
    match config.sign_in.codes.as_str() {
        "everybody" => Rules {
            codes_for: Role::ALL.into_iter().collect(),
        },
        "nobody" => Rules {
            codes_for: BTreeSet::new(),
        },
        _ => Rules::default(),
    }
}

/// The same for a school that is being set up: the channels' folders are made
/// ready first.
pub(crate) async fn open_new(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<House> {
    let house = furnish(config, clock).await?;
    house.set_up_outlets().await?;
    house.arrive().await?;
    Ok(house)
}

/// The school that is meant: the one there is, or the one that is named.
pub(crate) async fn school(house: &House, named: Option<SchoolId>) -> anyhow::Result<SchoolId> {
    let all = house.schools().await?;
    match (named, all.as_slice()) {
        (Some(named), all) if all.contains(&named) => Ok(named),
        (Some(_), _) => bail!("there is no school with this id: leave --school out to see them"),
        (None, [one]) => Ok(*one),
        (None, []) => bail!("no school is set up yet: begin with `gatehouse init`"),
        (None, all) => {
            let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
            bail!(
                "name the school with --school; there are {}",
                ids.join(", ")
            )
        }
    }
}

/// The folders that channels are published in.
pub(crate) fn outlets(config: &Config) -> anyhow::Result<BTreeMap<Channel, Arc<Folder>>> {
    let mut outlets = BTreeMap::new();
    for (code, outlet) in &config.publish {
        let Ok(channel) = code.parse::<Channel>() else {
            bail!("there is no channel {code}: remove publish.{code}");
        };
        outlets.insert(channel, Arc::new(folder(channel, outlet)));
    }
    Ok(outlets)
}

fn folder(channel: Channel, outlet: &Outlet) -> Folder {
    let feed = FeedSettings {
        title: outlet
            .title
            .clone()
            .unwrap_or_else(|| format!("Pictures: {channel}")),
        home_page_url: None,
        base_url: outlet.base_url.clone(),
    };
    let folder = Folder::new(outlet.folder.clone(), feed);
    #[cfg(feature = "fault-points")]
    let folder = folder.with_faults(crate::faults::hook());
    folder
}

/// How workers work, by the configuration.
pub(crate) fn habits(config: &Config) -> Habits {
    Habits {
        count: usize::from(config.worker.count),
        lease: config.worker.lease,
        attempts: u32::from(config.worker.attempts),
        poll: config.worker.poll,
    }
}
