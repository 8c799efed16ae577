//! `gatehouse doctor`: looks at everything this installation depends on and
//! says, for each, that it is well or what to do.

mod backups;
mod report;

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use gatehouse_app::{files, house::House};
use gatehouse_domain::ids::SchoolId;
use gatehouse_store::seal;

use crate::{
    args::Doctor,
    config::{Config, DatabaseUrl, Master, Store},
    house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};
use report::Report;

/// Less room than this on a disk is a finding: a card of photos is larger.
const LEAST_ROOM: u64 = 5 << 30;

pub(crate) fn run(args: &Doctor) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    match house::configuration(&args.file) {
        Ok(config) => {
            report.well(
                "configuration",
                "it can be read, and every value is allowed",
            );
            setup::block_on(async {
                Box::pin(examine(&config, &mut report)).await;
                Ok(())
            })?;
        }
        Err(error) => report.ill("configuration", &error.to_string()),
    }
    if args.json {
        say(report.json()?)?;
    } else {
        say(report.text())?;
    }
    Ok(Outcome::findings_if(report.has_findings()))
}

async fn examine(config: &Config, report: &mut Report) {
    master_key(config, report).await;
    rooms(config, report);
    let opened = house::open(config, Arc::new(SystemClock)).await;
    let house = match opened {
        Ok(house) => house,
        Err(error) => {
            let behind: Vec<String> = error.chain().map(ToString::to_string).collect();
            report.ill(
                "house",
                &format!("it cannot be opened: {}", behind.join(": ")),
            );
            return;
        }
    };
    report.well(
        "database",
        &format!("{} answers with tables of this version", house.db().kind()),
    );
    report.well("networks", "they can be loaded");
    report.found(house.health_of_machine().await);
    report.found(house.health_of_key_copy());
    backups::examine(config, &house, report).await;
    match house.schools().await {
        Ok(schools) if schools.is_empty() => {
            report.ill(
                "school",
                "no school is set up yet: run gatehouse init, or gatehouse restore",
            );
        }
        Ok(schools) => {
            for school in schools {
                one_school(&house, school, report).await;
            }
        }
        Err(error) => report.ill("school", &error.to_string()),
    }
}

/// Whether the master key is there, opens every key, and is nobody else's to
/// read.
async fn master_key(config: &Config, report: &mut Report) {
    let master = house::master_key(config);
    if let Master::File(path) = &config.keys.master
        && let Ok(about) = fs::metadata(path)
        && about.permissions().mode() & 0o077 != 0
    {
        report.ill(
            "master-key",
            &format!(
                "{} can be read by others: run chmod 600 on it",
                path.display()
            ),
        );
    }
    let store = match house::open_store(&config.keys.store) {
        Ok(store) => store,
        Err(error) => return report.ill("keys", &error.to_string()),
    };
    match seal::examine(&store, master.as_ref().ok()).await {
        Ok(examined) if examined.is_well() => report.well("keys", &examined.to_string()),
        Ok(examined) => report.ill("keys", &examined.to_string()),
        Err(error) => report.ill("keys", &error.to_string()),
    }
    if let Err(error) = master {
        report.ill("master-key", &error.to_string());
    }
}

/// Whether there is room for photos, and whether the ledger lies on another
/// disk than the database.
fn rooms(config: &Config, report: &mut Report) {
    let mut folders: Vec<(&str, &Path)> = vec![("ledger", &config.ledger.folder)];
    if let Store::Folder(folder) = &config.objects.store {
        folders.push(("objects", folder));
    }
    if let DatabaseUrl::Sqlite(path) = &config.database.url
        && let Some(folder) = path.parent()
    {
        folders.push(("database", folder));
    }
    for (what, folder) in folders {
        match files::room(folder) {
            Ok(free) if free < LEAST_ROOM => report.ill(
                "disk",
                &format!("only {} MB are free for the {what}: make room", free >> 20),
            ),
            Ok(free) => report.well(
                "disk",
                &format!("{} GB are free for the {what}", free >> 30),
            ),
            Err(_) => report.ill(
                "disk",
                &format!(
                    "the folder of the {what} is not there: run gatehouse init, or connect the disk"
                ),
            ),
        }
    }
}

async fn one_school(house: &House, school: SchoolId, report: &mut Report) {
    report.found([house.health_of_logs(school).await]);
    report.found(house.health_of_work(school).await);
    report.found(house.health_of_objects(school).await);
}
