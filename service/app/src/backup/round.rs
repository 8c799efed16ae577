//! Backups that come and go by themselves: a job apart from all others, so
//! that a disk that is away keeps nothing else waiting.

use std::{io, path::PathBuf};

use gatehouse_domain::retention::school_time_zone;
use gatehouse_store::{
    backup::{self, BackupError, Held},
    queue::{self, Claimed},
};
use jiff::{Timestamp, ToSpan as _};

use super::BackupFailed;
use crate::{
    house::House,
    street::{StreetError, jobs},
};

/// The hour of the night in which backups are made.
const HOUR: i8 = 2;

/// Where backups lie, and how often one is made by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vault {
    /// The folder of rows and objects.
    pub folder: PathBuf,
    /// The folder of keys, in another place.
    pub keys_folder: PathBuf,
    /// Days from one to the next; none where they are made by hand.
    pub every_days: Option<u16>,
}

impl Vault {
    /// That both folders are there. They are not made: an unplugged disk would
    /// look like an empty one, and the backup would go onto the wrong disk.
    fn is_there(&self) -> Result<(), BackupError> {
        if self.folder.is_dir() && self.keys_folder.is_dir() {
            return Ok(());
        }
        Err(io::Error::from(io::ErrorKind::NotFound).into())
    }
}

impl House {
    /// The backups in a vault, oldest first, by what they say of themselves.
    ///
    /// # Errors
    /// [`BackupError::Folder`], also where a folder is not there.
    pub async fn backups(&self, vault: &Vault) -> Result<Vec<Held>, BackupFailed> {
        vault.is_there()?;
        Ok(backup::held(&vault.folder, &self.signing.verifying_key()).await?)
    }

    /// Does the job, and asks for the next where backups come by themselves.
    pub(crate) async fn backup_job(&self, job: &Claimed) -> Result<(), StreetError> {
        let next = match &self.vault {
            Some(vault) => Box::pin(self.look_after(vault)).await?,
            None => None,
        };
        let now = self.now();
        let mut tx = self.decide(job.school).await?;
        queue::finish(&mut tx, job, now).await?;
        if let Some(next) = next {
            let round = (jobs::BACKUP, jobs::HOUSE);
            self.ask(&mut tx, job.school, round, next).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends the backups whose time is over and makes the one that is due; one
    /// failing does not keep the other from being done. When the next is due.
    async fn look_after(&self, vault: &Vault) -> Result<Option<Timestamp>, BackupFailed> {
        vault.is_there()?;
        let expired = Box::pin(self.expire_backups(&vault.folder, &vault.keys_folder)).await;
        let next = match vault.every_days {
            Some(days) => Some(Box::pin(self.back_up_if_due(vault, days)).await?),
            None => None,
        };
        let expired = expired?;
        if !expired.removed.is_empty() {
            tracing::info!(removed = expired.removed.len(), "backups were ended");
        }
        if expired.elsewhere > 0 {
            tracing::warn!(
                elsewhere = expired.elsewhere,
                "backups are to be destroyed that do not lie in the folder: whoever took them has to"
            );
        }
        Ok(next)
    }

    async fn back_up_if_due(&self, vault: &Vault, days: u16) -> Result<Timestamp, BackupFailed> {
        let held = self.backups(vault).await?;
        let newest = held.iter().rev().find_map(|held| held.manifest.as_ref());
        if let Some(newest) = newest {
            let due = due_after(newest.made_at, days);
            if due > self.now() {
                return Ok(due);
            }
        }
        let made = Box::pin(self.backup(&vault.folder, &vault.keys_folder)).await?;
        if made.lacking.is_empty() {
            tracing::info!(name = %made.name, bytes = made.bytes, "a backup was made");
        } else {
            tracing::error!(
                name = %made.name, lacking = made.lacking.len(),
                "a backup was made, but pictures are missing or damaged: see `gatehouse doctor`"
            );
        }
        Ok(due_after(self.now(), days))
    }
}

/// When the next backup is due after one of that moment: at night, so many
/// days on.
fn due_after(made: Timestamp, days: u16) -> Timestamp {
    let made = made.to_zoned(school_time_zone());
    let night = made.date().checked_add(i32::from(days).days());
    let night = night.and_then(|day| day.at(HOUR, 0, 0, 0).to_zoned(school_time_zone()));
    // After the end of time nothing is due.
    night.map_or(Timestamp::MAX, |night| night.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_backup_is_due_in_the_night_so_many_days_on() {
        let due = |made: &str, days| due_after(made.parse().unwrap(), days).to_string();
        // In summer the schools' clocks are an hour ahead of UTC.
        assert_eq!(due("2026-07-01T12:00:00Z", 1), "2026-07-02T01:00:00Z");
        assert_eq!(due("2026-11-22T02:00:05Z", 1), "2026-11-23T02:00:00Z");
        assert_eq!(due("2026-11-22T23:59:59Z", 7), "2026-11-29T02:00:00Z");
        // Over the change of the clocks.
        assert_eq!(due("2026-03-28T02:00:00Z", 1), "2026-03-29T01:00:00Z");
        assert_eq!(due_after(Timestamp::MAX, 1), Timestamp::MAX);
    }
}
