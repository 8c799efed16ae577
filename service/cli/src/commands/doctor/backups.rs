//! What the self-check says of backups.

use gatehouse_app::{house::House, street::health::Finding};

use super::report::Report;
use crate::{config::Config, house};

/// Looks at the vault that the configuration names.
pub(super) async fn examine(config: &Config, house: &House, report: &mut Report) {
    let by_itself = config.backup.is_set;
    match house::vault(config) {
        Ok(vault) => report.found(house.health_of_backups(&vault, by_itself).await),
        Err(error) => {
            if !by_itself {
                report.found([Finding::BackupsByHand]);
            }
            report.ill("backups", &error.to_string());
        }
    }
}
