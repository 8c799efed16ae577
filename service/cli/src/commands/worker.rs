//! `gatehouse worker`: does the work that waits, apart from the pages.

use std::sync::Arc;

use anyhow::Context as _;
use gatehouse_app::worker;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    args::Worker,
    house,
    outcome::{Outcome, note, say},
    setup::{self, SystemClock},
};

pub(crate) fn run(args: &Worker) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.file)?;
    let habits = house::habits(&config);
    setup::block_on(async {
        let house = Arc::new(house::open(&config, Arc::new(SystemClock)).await?);
        if args.retry {
            let retried = worker::retry_stuck(&house).await?;
            note(format!("{retried} stuck jobs get new attempts"));
        }
        if args.until_idle {
            let drained = worker::drain(&house, habits).await?;
            say(format!(
                "{} jobs done, {} attempts failed",
                drained.done, drained.failed
            ))?;
            return Ok(Outcome::findings_if(drained.failed > 0));
        }
        let (tell, told) = watch::channel(false);
        let mut terminate =
            signal(SignalKind::terminate()).context("the system gives no signals")?;
        note(format!(
            "{} workers at work; stop them with Ctrl-C",
            habits.count
        ));
        let work = worker::work(house, habits, told);
        tokio::pin!(work);
        tokio::select! {
            () = &mut work => {}
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        note("ending what was begun ...");
        // Nobody listens any more when they ended by themselves.
        let _ = tell.send(true);
        work.await;
        Ok(Outcome::Fine)
    })
}
