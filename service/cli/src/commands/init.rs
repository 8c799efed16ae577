//! `gatehouse init` and `gatehouse migrate`: from nothing to a school whose
//! photos can come.

use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use gatehouse_app::street::office::NewLogin;
use gatehouse_domain::role::Role;
use gatehouse_store::{log::SigningKey, migrate, seal::MasterKey};

use super::profile;
use crate::{
    args::{ConfigFile, Init},
    config::{self, Config, DatabaseUrl, Master, Store},
    house::{self, SystemEntropy},
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

pub(crate) fn run(args: &Init) -> anyhow::Result<Outcome> {
    let policy = args.profile.as_deref().map(profile::carried).transpose()?;
    let settings = policy.as_ref().map(|policy| &policy.settings);
    let path = house::named(&args.file).unwrap_or_else(|| PathBuf::from(config::FILE));
    if write_template(&path)? {
        say(format!(
            "wrote {}: every setting is in it, with its default",
            path.display()
        ))?;
    }
    let file = ConfigFile { config: Some(path) };
    let config = house::configuration(&file)?;
    make_folders(&config)?;
    let master = match &config.keys.master {
        Master::File(path) => {
            let key = MasterKey::generate(&SystemEntropy);
            house::write_key(path, &key.to_text())?.then(|| path.clone())
        }
        Master::Given(_) => None,
    };
    let signing = SigningKey::new(&SystemEntropy);
    house::write_key(&config.signing.key_file, &signing.to_text())?;
    setup::block_on(async {
        migrate::migrate(&house::database(&config)).await?;
        let house = house::open_new(&config, Arc::new(SystemClock)).await?;
        if !house.schools().await?.is_empty() && !args.another {
            bail!(
                "a school is set up here already: add another with --another, or see gatehouse doctor"
            );
        }
        let school = house.begin_school_under(&args.name, settings).await?;
        let admin = NewLogin {
            login: args.admin.clone(),
            name: args.admin.clone(),
            roles: BTreeSet::from([Role::Admin]),
        };
        let admin = house.open_account(school, &admin).await?;
        say(format!(
            "the school {} is set up; its id is {school}",
            args.name
        ))?;
        if let Some(path) = master {
            say(format!(
                "The master key is in {}. Without it everything that is kept is lost for good.\n\
                 Put a copy into the safe, apart from this machine and from the backups, and then\n\
                 set keys.copy-confirmed-on to today in the configuration.",
                path.display()
            ))?;
        }
        super::user::link(&house, school, admin.id, false).await?;
        say(
            "Next: gatehouse serve; gatehouse user add LOGIN --name NAME --role ROLE, then gatehouse doctor.",
        )?;
        Ok(Outcome::Fine)
    })
}

pub(crate) fn migrate(file: &ConfigFile) -> anyhow::Result<Outcome> {
    let config = house::configuration(file)?;
    let steps = setup::block_on(async { Ok(migrate::migrate(&house::database(&config)).await?) })?;
    say(match steps {
        0 => "the tables are of this version already".to_owned(),
        1 => "1 step was taken".to_owned(),
        steps => format!("{steps} steps were taken"),
    })?;
    Ok(Outcome::Fine)
}

/// Writes the configuration with every setting and its default, where there is
/// none yet.
fn write_template(path: &Path) -> anyhow::Result<bool> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    // It may hold passwords.
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => {
            return Err(error).with_context(|| {
                format!("the configuration {} cannot be written", path.display())
            });
        }
    };
    file.write_all(config::template().as_bytes())
        .with_context(|| format!("the configuration {} cannot be written", path.display()))?;
    Ok(true)
}

/// Makes the folders that nothing else ever makes.
fn make_folders(config: &Config) -> anyhow::Result<()> {
    let database = match &config.database.url {
        DatabaseUrl::Sqlite(path) => path.parent().map(Path::to_owned),
        DatabaseUrl::Postgres(_) => None,
    };
    let folder = |store: &Store| match store {
        Store::Folder(folder) => Some(folder.clone()),
        Store::S3(_) => None,
    };
    let folders = [
        Some(config.data.clone()),
        database,
        Some(config.ledger.folder.clone()),
        folder(&config.objects.store),
        folder(&config.keys.store),
    ];
    for folder in folders.into_iter().flatten() {
        fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    // As the store would make them: nobody else may look in.
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    for folder in [&config.backup.folder, &config.backup.keys_folder] {
        builder
            .create(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    Ok(())
}
