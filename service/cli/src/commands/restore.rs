//! `gatehouse restore`: a backup comes back into a new house, but for what was
//! destroyed since.

use std::sync::Arc;

use anyhow::{anyhow, bail};
use gatehouse_app::{
    backup::{Restored, Vault},
    house::House,
};
use gatehouse_store::backup::Name;
use serde::Serialize;

use crate::{
    args::Restore,
    house,
    outcome::{Outcome, note, say},
    setup::{self, SystemClock},
};

/// What came back, and what did not: as in the app, by its names.
#[derive(Serialize)]
struct Told {
    name: String,
    rows: u64,
    objects: u64,
    keys: u64,
    jobs_released: u64,
    destructions_known: u64,
    keys_destroyed: u64,
    crossed_out: usize,
    templates_refused: u64,
    releases_ended: usize,
    taken_down: usize,
    not_out: usize,
}

pub(crate) fn run(args: &Restore) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.file)?;
    setup::block_on(async {
        let vault = house::vault(&config)?;
        let house = house::open_to_restore(&config, Arc::new(SystemClock)).await?;
        let name = name(args, &house, &vault).await?;
        note(format!(
            "reading the whole backup {name} before anything is written ..."
        ));
        let half = vault.folder.join(name.as_str());
        let keys_half = vault.keys_folder.join(name.as_str());
        let restored = Box::pin(house.restore(&half, &keys_half)).await?;
        let told = told(&restored);
        if args.json {
            say(serde_json::to_string_pretty(&told)?)?;
        } else {
            say(text(&told))?;
        }
        Ok(Outcome::Fine)
    })
}

/// Which backup is meant.
async fn name(args: &Restore, house: &House, vault: &Vault) -> anyhow::Result<Name> {
    if let Some(name) = &args.name {
        return Name::try_from(name.clone()).map_err(|why| anyhow!("{why}"));
    }
    match house.backups(vault).await?.pop() {
        Some(newest) if newest.manifest.is_some() => Ok(newest.name),
        Some(newest) => bail!(
            "the newest backup, {}, cannot be read or was not signed by this house: name another one",
            newest.name
        ),
        None => bail!(
            "there is no backup in {}: put it there, or set backup.folder to where it is",
            vault.folder.display()
        ),
    }
}

fn told(restored: &Restored) -> Told {
    Told {
        name: restored.name.to_string(),
        rows: restored.rows,
        objects: restored.objects,
        keys: restored.keys,
        jobs_released: restored.jobs_released,
        destructions_known: restored.tombstones,
        keys_destroyed: restored.keys_destroyed,
        crossed_out: restored.crossed_out,
        templates_refused: restored.templates_refused,
        releases_ended: restored.releases_ended,
        taken_down: restored.taken_down,
        not_out: restored.not_out,
    }
}

fn text(told: &Told) -> String {
    let rows = match told.rows {
        0 => "its rows, which an attempt before this one brought".to_owned(),
        rows => format!("{rows} rows"),
    };
    let mut lines = vec![format!(
        "The backup {} is restored: {rows}, {} pictures and other objects, {} keys.",
        told.name, told.objects, told.keys
    )];
    let counted = |count: u64, said: &str| (count > 0).then(|| format!("- {count} {said}"));
    let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let gone = [
        counted(
            told.keys_destroyed,
            "keys, since what they open was destroyed after the backup",
        ),
        counted(
            many(told.crossed_out),
            "things that were destroyed after the backup: crossed out",
        ),
        counted(
            told.templates_refused,
            "face templates that the law does not let exist any more",
        ),
        counted(
            many(told.releases_ended),
            "releases that show somebody or something that was destroyed: taken back",
        ),
        counted(
            many(told.taken_down),
            "posts that were out and that nobody remembers: taken down",
        ),
        counted(
            many(told.not_out),
            "releases that were out and are not any more: not put up again",
        ),
    ];
    let gone: Vec<String> = gone.into_iter().flatten().collect();
    if gone.is_empty() {
        lines.push("Nothing of it was destroyed since: all of it came back.".to_owned());
    } else {
        lines.push("What did not come back:".to_owned());
        lines.extend(gone);
    }
    lines.push(
        "What was done after the backup is not in it. Nothing clears until the office has imported \
         consents anew.\n\
         Next: gatehouse verify-log, gatehouse doctor, gatehouse backup; then ask what was done since."
            .to_owned(),
    );
    lines.join("\n")
}
