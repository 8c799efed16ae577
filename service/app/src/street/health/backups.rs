//! What the self-check says of backups: whether there is one, young enough and
//! whole as far as it says.

use std::fmt;

use jiff::Timestamp;

use super::Finding;
use crate::{backup::Vault, house::House};

/// How old the newest backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Whole days.
    pub days: i64,
    /// Days from one to the next; none where they are made by hand.
    pub every_days: Option<u16>,
}

impl Age {
    /// Whether it ought to be younger: after twice the time from one to the
    /// next.
    #[must_use]
    pub fn is_too_old(self) -> bool {
        let every = self.every_days;
        every.is_some_and(|every| self.days >= i64::from(every).saturating_mul(2))
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days;
        match self.every_days {
            Some(every) if self.is_too_old() => write!(
                f,
                "the newest is {days} days old, though one is to be made every {every}: see that a worker runs, and what it says"
            ),
            _ if days == 0 => f.write_str("the newest is of the last day"),
            _ => write!(f, "the newest is {days} days old"),
        }
    }
}

/// Whole days since then.
fn days(then: Timestamp, now: Timestamp) -> i64 {
    now.duration_since(then).as_hours() / 24
}

impl House {
    /// What there is to say of the backups in a vault; `by_itself` where they
    /// are to be made without anybody asking.
    pub async fn health_of_backups(&self, vault: &Vault, by_itself: bool) -> Vec<Finding> {
        let mut found = Vec::new();
        if !by_itself {
            found.push(Finding::BackupsByHand);
        }
        let held = match self.backups(vault).await {
            Ok(held) => held,
            Err(error) => {
                found.push(Finding::Failed("backups", error.to_string()));
                return found;
            }
        };
        for one in held.iter().filter(|one| one.manifest.is_none()) {
            found.push(Finding::BackupUnreadable(one.name.clone()));
        }
        let newest = held.iter().rev().find_map(|one| one.manifest.as_ref());
        let Some(newest) = newest else {
            if by_itself {
                found.push(Finding::NoBackup);
            }
            return found;
        };
        let name = &newest.name;
        if !vault.keys_folder.join(name.as_str()).is_dir() {
            found.push(Finding::BackupKeysAway(name.clone()));
        }
        if !newest.lacking.is_empty() {
            found.push(Finding::BackupLacks(newest.lacking.len(), name.clone()));
        }
        found.push(Finding::BackupAge(Age {
            days: days(newest.made_at, self.now()),
            every_days: vault.every_days,
        }));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(days: i64, every_days: Option<u16>) -> Age {
        Age { days, every_days }
    }

    #[test]
    fn a_backup_is_too_old_after_twice_the_time_from_one_to_the_next() {
        assert!(!age(1, Some(1)).is_too_old());
        assert!(age(2, Some(1)).is_too_old());
        assert!(!age(13, Some(7)).is_too_old());
        assert!(age(14, Some(7)).is_too_old());
        assert!(!age(1000, None).is_too_old(), "by hand, as somebody chose");
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(days(at(0), at(2 * 86_400 - 1)), 1);
    }
}
