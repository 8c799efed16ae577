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
    let stores = house.try_stores().await;
    report.told(
        "stores",
        stores.map(|()| "objects and keys can be written, read and deleted".to_owned()),
    );
    let fences = house.try_decoder().await.map(|fences| {
        if fences.landlock {
            "decode processes start behind both fences".to_owned()
        } else {
            "decode processes start behind one fence; this kernel lacks Landlock".to_owned()
        }
    });
    report.told("decoder", fences);
    let outlets = house.try_outlets().await.map(|count| match count {
        0 => "no channel is set up to be published yet".to_owned(),
        1 => "1 channel can be published".to_owned(),
        count => format!("{count} channels can be published"),
    });
    report.told("channels", outlets);
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

/// Whether the master key is there, opens every key, is nobody else's to read,
/// and has a copy.
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
    match config.keys.copy_confirmed_on {
        Some(day) if day > setup::today() => report.ill(
            "master-key-copy",
            "keys.copy-confirmed-on lies in the future: write the day on which the copy was put away",
        ),
        Some(_) => report.well("master-key-copy", "somebody confirmed that a copy is put away"),
        None => report.ill(
            "master-key-copy",
            "nobody has confirmed a copy of the master key: without one everything is lost with this disk; \
             put a copy into the safe and set keys.copy-confirmed-on",
        ),
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
    match house.verify_logs(school).await {
        Ok(logs) if logs.is_clean() => report.well(
            "logs",
            &format!(
                "{} lines are as they were written",
                logs.access + logs.evidence
            ),
        ),
        Ok(logs) => report.ill(
            "logs",
            &format!(
                "{} lines are not as they were written: run gatehouse verify-log",
                logs.findings.len()
            ),
        ),
        Err(error) => report.ill("logs", &error.to_string()),
    }
    match house.waiting(school).await {
        Ok(waiting) => told_waiting(&waiting, report),
        Err(error) => report.ill("work", &error.to_string()),
    }
    match house.orphans(school).await {
        Ok(orphans) => {
            if orphans.missing > 0 {
                report.ill(
                    "objects",
                    &format!(
                        "{} sealed pictures are missing: restore them from a backup",
                        orphans.missing
                    ),
                );
            } else {
                report.well("objects", "every sealed picture is where it should be");
            }
            let strays = orphans.objects.len() + orphans.keys.len();
            if strays > 0 {
                report.ill(
                    "strays",
                    &format!("{strays} objects or keys belong to nothing: the worker destroys them within a day; see that it runs"),
                );
            }
            if orphans.strange > 0 {
                report.ill(
                    "strays",
                    &format!(
                        "{} files among the sealed pictures are not ours: take them away",
                        orphans.strange
                    ),
                );
            }
        }
        Err(error) => report.ill("objects", &error.to_string()),
    }
}

fn told_waiting(waiting: &gatehouse_app::street::health::Waiting, report: &mut Report) {
    for (kind, code) in &waiting.stuck {
        report.ill(
            "work",
            &format!("a job is stuck: {kind} ({code}); see the log of the worker, then gatehouse worker --retry"),
        );
    }
    if waiting.stuck.is_empty() {
        report.well("work", "no job is stuck");
    }
    if waiting.overdue > 0 {
        report.ill(
            "duties",
            &format!(
                "{} duties are overdue: run gatehouse purge, and see the list of duties",
                waiting.overdue
            ),
        );
    } else {
        report.well("duties", "none is overdue");
    }
    if waiting.slow > 0 {
        report.ill(
            "destruction",
            &format!(
                "{} things were to be destroyed over a day ago: see that a worker runs",
                waiting.slow
            ),
        );
    }
    if waiting.clock_went_back {
        report.ill(
            "clock",
            "the newest line of a log lies in the future: set the clock of this machine, by a time server",
        );
    } else {
        report.well("clock", "it agrees with the logs");
    }
}
