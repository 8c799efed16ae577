//! The story's clock: it shows the story's morning when the demo begins, and
//! runs on as clocks do.

use std::sync::Arc;

use gatehouse_domain::{clock::Clock, retention::school_time_zone};
use jiff::{SignedDuration, Timestamp};

use crate::TODAY;

/// A real clock, moved to the story's day.
pub struct StoryClock {
    real: Arc<dyn Clock>,
    ahead: SignedDuration,
}

impl StoryClock {
    /// It is ten to nine on the story's day.
    #[must_use]
    pub fn new(real: Arc<dyn Clock>) -> Self {
        let morning = TODAY.at(8, 50, 0, 0).to_zoned(school_time_zone());
        let morning = morning.map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        Self {
            ahead: morning.duration_since(real.now()),
            real,
        }
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        let now = self.real.now();
        now.checked_add(self.ahead).unwrap_or(now)
    }
}
