//! `gatehouse keys`: a new master key, and the change to it.

use std::{path::Path, sync::Arc};

use anyhow::bail;
use gatehouse_store::seal::MasterKey;

use crate::{
    args::{ConfigFile, KeysCommand},
    house::{self, SystemEntropy},
    outcome::{Outcome, say},
    progress,
    setup::{self, SystemClock},
};

pub(crate) fn run(command: &KeysCommand) -> anyhow::Result<Outcome> {
    match command {
        KeysCommand::New { file } => make(file),
        KeysCommand::Rotate { old_file, file } => rotate(old_file, file),
    }
}

fn make(file: &Path) -> anyhow::Result<Outcome> {
    let key = MasterKey::generate(&SystemEntropy);
    if !house::write_key(file, &key.to_text())? {
        bail!(
            "the file {} is there already, and a key is never written over: name another",
            file.display()
        );
    }
    say(format!(
        "the master key {} is in {}; nothing uses it yet",
        key.fingerprint(),
        file.display()
    ))?;
    Ok(Outcome::Fine)
}

fn rotate(old_file: &Path, file: &ConfigFile) -> anyhow::Result<Outcome> {
    let config = house::configuration(file)?;
    let old = house::read_master_key(old_file)?;
    let new = house::master_key(&config)?;
    if old.fingerprint() == new.fingerprint() {
        bail!(
            "{} holds the master key of the configuration: name the file of the old one",
            old_file.display()
        );
    }
    let (from, to) = (old.fingerprint(), new.fingerprint());
    setup::block_on(async {
        let house = house::open(&config, Arc::new(SystemClock)).await?;
        let bar = progress::bar(0, "Wrapping keys anew");
        let told = |done: usize, all: usize| {
            bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        };
        let done = Box::pin(house.rotate_keys(old, &new, &told)).await?;
        bar.finish_and_clear();
        say(format!(
            "{} keys are wrapped by the master key {to} now in place of {from}; {} were before; \
             {} were destroyed meanwhile.",
            done.rewrapped, done.already, done.destroyed
        ))?;
        if done.unreadable > 0 {
            say(format!(
                "{} keys open with neither: run gatehouse doctor, which tells whose they are.",
                done.unreadable
            ))?;
        } else {
            say(
                "Put a copy of the new key into the safe, set keys.copy-confirmed-on, and keep the old \
                 one for 35 days: backups made until now need it.",
            )?;
        }
        Ok(Outcome::findings_if(done.unreadable > 0))
    })
}
