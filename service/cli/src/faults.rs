//! Only in what is built for crash tests: what `GATEHOUSE_FAULT` asks for, as
//! parts with commas between. `count:FILE` writes down the name of each point,
//! `kill:NUMBER` ends the process at one, and between the points FROM and TO
//! `clock:SECONDS@FROM-TO` has the clock wrong.

use std::{
    fs::OpenOptions,
    ops::Range,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, bail};
use gatehouse_publish::folder::Hook;
use gatehouse_store::fault::{self, Plan};
use jiff::{SignedDuration, Timestamp};

/// By how many seconds the clock is wrong, between which points.
static CLOCK: OnceLock<(i64, Range<u64>)> = OnceLock::new();
/// By how many seconds more time has passed than really did.
static SKIPPED: AtomicI64 = AtomicI64::new(0);

/// Does as the variable says.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary is the one place that reads the environment"
)]
pub(crate) fn arm() -> anyhow::Result<()> {
    let Ok(asked) = std::env::var("GATEHOUSE_FAULT") else {
        return Ok(());
    };
    for part in asked.split(',').filter(|part| !part.is_empty()) {
        match part.split_once(':') {
            Some(("count", file)) => {
                let file = OpenOptions::new().create(true).append(true).open(file);
                fault::arm(Plan::Count(file.context("points cannot be counted there")?));
            }
            Some(("kill", number)) => {
                fault::arm(Plan::Kill(number.parse().context("kill takes a number")?));
            }
            Some(("clock", wrong)) => {
                let wrong = clock(wrong).context("clock takes SECONDS@FROM-TO")?;
                CLOCK.get_or_init(|| wrong);
            }
            _ => bail!("GATEHOUSE_FAULT takes count:FILE, kill:NUMBER, clock:SECONDS@FROM-TO"),
        }
    }
    Ok(())
}

fn clock(text: &str) -> Option<(i64, Range<u64>)> {
    let (seconds, points) = text.split_once('@')?;
    let (from, to) = points.split_once('-')?;
    Some((seconds.parse().ok()?, from.parse().ok()?..to.parse().ok()?))
}

/// The points of a connector.
pub(crate) fn hook() -> Hook {
    Arc::new(fault::point)
}

/// The time as a clock that is wrong tells it.
pub(crate) fn told(now: Timestamp) -> Timestamp {
    let wrong_by = CLOCK
        .get()
        .filter(|(_, points)| points.contains(&fault::passed()))
        .map_or(0, |(seconds, _)| *seconds);
    let seconds = wrong_by.saturating_add(SKIPPED.load(Ordering::SeqCst));
    now.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(now)
}

/// Lets time pass at once.
pub(crate) fn skip(time: SignedDuration) {
    SKIPPED.fetch_add(time.as_secs(), Ordering::SeqCst);
}
