//! What the self-check says of backups.

use gatehouse_app::house::House;
use jiff::Timestamp;

use super::report::Report;
use crate::{config::Config, house};

const ABOUT: &str = "backups";

const NONE: &str =
    "there is none yet: see that a worker runs and what it says, or run gatehouse backup";

/// Whether there is a backup, young enough and whole as far as it says.
pub(super) async fn examine(config: &Config, house: &House, report: &mut Report) {
    let backup = &config.backup;
    if !backup.is_set {
        report.ill(
            ABOUT,
            "none is made by itself: set backup.folder and backup.keys-folder, each to a disk of its own",
        );
    }
    let vault = match house::vault(config) {
        Ok(vault) => vault,
        Err(error) => return report.ill(ABOUT, &error.to_string()),
    };
    let held = match house.backups(&vault).await {
        Ok(held) => held,
        Err(error) => return report.ill(ABOUT, &error.to_string()),
    };
    for one in held.iter().filter(|one| one.manifest.is_none()) {
        report.ill(
            ABOUT,
            &format!(
                "{} cannot be read, or was not signed by this house: look at it",
                one.name
            ),
        );
    }
    let newest = held.iter().rev().find_map(|one| one.manifest.as_ref());
    let Some(newest) = newest else {
        if backup.is_set {
            report.ill(ABOUT, NONE);
        }
        return;
    };
    if !vault.keys_folder.join(newest.name.as_str()).is_dir() {
        report.ill(
            ABOUT,
            &format!(
                "the keys of {} are not in backup.keys-folder: without them it opens nothing",
                newest.name
            ),
        );
    }
    if !newest.lacking.is_empty() {
        report.ill(
            ABOUT,
            &format!(
                "{} objects are not in {}, since they were missing or damaged: see whether an older backup has them",
                newest.lacking.len(),
                newest.name
            ),
        );
    }
    let old = days(newest.made_at, house.now());
    report.told(ABOUT, age(old, vault.every_days));
}

/// Whole days since then.
fn days(then: Timestamp, now: Timestamp) -> i64 {
    now.duration_since(then).as_hours() / 24
}

/// Whether the newest backup is young enough, so many days old.
fn age(days: i64, every_days: Option<u16>) -> Result<String, String> {
    match every_days {
        Some(every) if days >= i64::from(every).saturating_mul(2) => Err(format!(
            "the newest is {days} days old, though one is to be made every {every}: see that a worker runs, and what it says"
        )),
        _ if days == 0 => Ok("the newest is of the last day".to_owned()),
        _ => Ok(format!("the newest is {days} days old")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_too_old_after_twice_the_time_from_one_to_the_next() {
        assert!(age(1, Some(1)).is_ok());
        assert!(age(2, Some(1)).is_err());
        assert!(age(13, Some(7)).is_ok());
        assert!(age(14, Some(7)).is_err());
        assert!(age(1000, None).is_ok(), "by hand, as somebody chose");
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(days(at(0), at(2 * 86_400 - 1)), 1);
    }
}
