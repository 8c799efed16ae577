//! `gatehouse serve`: the pages, and the work that waits, in one process.

use std::{net::TcpListener, sync::Arc};

use anyhow::Context as _;
use gatehouse_app::{house::House, worker};
use gatehouse_web::{Settings, serve};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    args::Serve,
    house,
    outcome::{Outcome, note},
    setup::{self, SystemClock},
};

pub(crate) fn run(args: &Serve) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.file)?;
    let habits = house::habits(&config);
    let settings = Settings {
        https: config.web.https,
        behind_proxy: config.web.behind_proxy,
        threads: config.web.threads.into(),
    };
    let listener = listen(config.web.address)?;
    setup::block_on(async {
        let house = Arc::new(house::open(&config, Arc::new(SystemClock)).await?);
        open_doors(house, habits, settings, listener).await?;
        Ok(Outcome::Fine)
    })
}

/// Listens where the pages are to be.
pub(crate) fn listen(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("the pages cannot be served at {address}: set web.address to one that is free")
    })
}

/// Serves and works until told to stop; what was begun is brought to its end.
pub(crate) async fn open_doors(
    house: Arc<House>,
    habits: worker::Habits,
    settings: Settings,
    listener: TcpListener,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    let (tell, told) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate()).context("the system gives no signals")?;
    let work = tokio::spawn(worker::work(house.clone(), habits, told));
    note(format!("serving at http://{address}; stop with Ctrl-C"));
    let served = tokio::select! {
        served = serve(house, settings, listener) => served,
        _ = tokio::signal::ctrl_c() => Ok(()),
        _ = terminate.recv() => Ok(()),
    };
    note("ending what was begun ...");
    // Nobody listens any more when they ended by themselves.
    let _ = tell.send(true);
    work.await.context("a worker broke down")?;
    served.context("the pages cannot be served any more")
}
