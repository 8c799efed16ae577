//! `gatehouse purge`: everything that is due is destroyed now, and proved gone.

use std::sync::Arc;

use gatehouse_app::worker;
use serde::Serialize;

use crate::{
    args::Purge,
    house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

/// What purging came to.
#[derive(Serialize)]
struct Purged {
    /// Things whose destruction was decided now.
    decided: usize,
    /// Things that were destroyed and proved gone, those decided before too.
    destroyed: usize,
    /// Releases taken back because a permission had ended.
    recalled: usize,
    /// Lines cut from the access log.
    cut: u64,
    /// Things that are decided and could not be destroyed yet.
    left: usize,
}

pub(crate) fn run(args: &Purge) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.which.file)?;
    let habits = house::habits(&config);
    setup::block_on(async {
        let house = Arc::new(house::open(&config, Arc::new(SystemClock)).await?);
        let school = house::school(&house, args.which.school).await?;
        let before = house.tally(school).await?;
        let tended = house.tend(school).await?;
        worker::drain(&house, habits).await?;
        let after = house.tally(school).await?;
        let purged = Purged {
            decided: tended.ended,
            destroyed: after.destroyed() - before.destroyed(),
            recalled: tended.recalled,
            cut: tended.cut,
            left: after.to_destroy,
        };
        if args.json {
            say(serde_json::to_string_pretty(&purged)?)?;
        } else {
            say(format!(
                "{} things were due; {} were destroyed with their keys and proved gone.\n\
                 {} releases were taken back; {} lines were cut from the access log.",
                purged.decided, purged.destroyed, purged.recalled, purged.cut
            ))?;
            if purged.left > 0 {
                say(format!(
                    "{} could not be destroyed yet: see `gatehouse doctor`.",
                    purged.left
                ))?;
            }
        }
        Ok(Outcome::findings_if(purged.left > 0))
    })
}
