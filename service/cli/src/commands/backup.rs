//! `gatehouse backup`: everything is copied while the house goes on, the keys
//! apart, and backups whose time is over are ended.

use std::sync::Arc;

use anyhow::bail;
use gatehouse_app::backup::{Backed, Expired};
use gatehouse_domain::retention::school_time_zone;
use serde::Serialize;

use crate::{
    args::Backup,
    house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

/// What was made and ended.
#[derive(Serialize)]
struct Told {
    name: String,
    rows: u64,
    objects: usize,
    keys: u64,
    /// Of both halves.
    bytes: u64,
    /// The day on which it has to be gone.
    due: String,
    /// Objects whose subject was destroyed while it was made.
    destroyed: usize,
    /// Codes of what was wrong with objects that are not in it.
    lacking: Vec<String>,
    /// Backups that were ended.
    ended: Vec<String>,
    /// Backups in the folder that cannot be read.
    unreadable: Vec<String>,
}

pub(crate) fn run(args: &Backup) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.file)?;
    setup::block_on(async {
        let vault = house::vault(&config)?;
        let house = house::open(&config, Arc::new(SystemClock)).await?;
        if house.schools().await?.is_empty() {
            bail!("no school is set up yet, so there is nothing to back up");
        }
        let made = Box::pin(house.backup(&vault.folder, &vault.keys_folder)).await?;
        let ended = Box::pin(house.expire_backups(&vault.folder, &vault.keys_folder)).await?;
        let told = told(made, &ended);
        if args.json {
            say(serde_json::to_string_pretty(&told)?)?;
        } else {
            say(text(&told))?;
        }
        let is_ill = !told.lacking.is_empty() || !told.unreadable.is_empty();
        Ok(Outcome::findings_if(is_ill))
    })
}

fn told(made: Backed, ended: &Expired) -> Told {
    let names = |names: &[gatehouse_store::backup::Name]| {
        names.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    Told {
        name: made.name.to_string(),
        rows: made.rows,
        objects: made.objects,
        keys: made.keys,
        bytes: made.bytes,
        due: made.due.to_zoned(school_time_zone()).date().to_string(),
        destroyed: made.destroyed,
        lacking: made.lacking.into_iter().map(|one| one.code).collect(),
        ended: names(&ended.removed),
        unreadable: names(&ended.unreadable),
    }
}

fn text(told: &Told) -> String {
    let mut lines = vec![
        format!(
            "The backup {} is made: {} rows, {} pictures and other objects, {} keys; {} bytes.",
            told.name, told.rows, told.objects, told.keys, told.bytes
        ),
        format!(
            "It is destroyed on {}; destroy copies that you make of it by then too.",
            told.due
        ),
    ];
    if told.destroyed > 0 {
        lines.push(format!(
            "{} objects were destroyed for good while it was made, and are not in it.",
            told.destroyed
        ));
    }
    if !told.lacking.is_empty() {
        lines.push(format!(
            "{} objects are NOT in it, since they are missing or damaged ({}): see whether an older \
             backup has them, before it is destroyed.",
            told.lacking.len(),
            told.lacking.join(", ")
        ));
    }
    if !told.ended.is_empty() {
        lines.push(format!(
            "Destroyed, since their time was over: {}.",
            told.ended.join(", ")
        ));
    }
    for name in &told.unreadable {
        lines.push(format!(
            "{name} in the folder of backups cannot be read, or was not signed by this house: look at it."
        ));
    }
    lines.join("\n")
}
