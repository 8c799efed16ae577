//! Wiring: what the commands are handed, made from the system around us.

use std::{
    env,
    io::{self},
    path::PathBuf,
};

use anyhow::Context as _;
use gatehouse_app::{
    decode::{self, DecodePool, Settings},
    networks::{Catalogue, FaceScanner},
    parallel,
};
use gatehouse_domain::{clock::Clock, retention::school_time_zone};
use jiff::{Timestamp, civil::Date};

use crate::{args::NetworksHome, config::Config, outcome::Outcome};

/// Environment variable that names the folder of installed networks.
const NETWORKS: &str = "GATEHOUSE_NETWORKS";

/// Memory for all decode processes of a command together, in bytes.
pub(crate) const DECODE_MEMORY: u64 = 2 << 30;

/// A pool of decode processes, each of them this same binary.
pub(crate) fn decode_pool(memory: u64) -> anyhow::Result<DecodePool> {
    let program = env::current_exe().context(
        "the program cannot find its own file, which it starts to decode pictures: start it by its full path",
    )?;
    let settings = Settings {
        memory,
        warm: parallel::cores(),
        ..Settings::default()
    };
    Ok(DecodePool::new(program, settings))
}

/// The decode process itself.
pub(crate) fn decode_worker() -> anyhow::Result<Outcome> {
    decode::worker_main(io::stdin().lock(), io::stdout().lock())
        .context("the decode process was not started by gatehouse")?;
    Ok(Outcome::Fine)
}

/// The sets of networks, with the folder where others are installed.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary is the one place that reads the environment"
)]
pub(crate) fn catalogue(home: &NetworksHome) -> anyhow::Result<Catalogue> {
    let folder = home
        .networks_dir
        .clone()
        .or_else(|| env::var_os(NETWORKS).map(PathBuf::from))
        .or_else(|| {
            let base = env::var_os("XDG_DATA_HOME").map(PathBuf::from);
            let base =
                base.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/share")));
            base.map(|base| base.join("gatehouse/networks"))
        })
        .context("there is no home folder to keep networks in: name one with --networks-dir")?;
    Ok(Catalogue::new(folder)?)
}

/// The networks the configuration names.
pub(crate) fn scanner(config: &Config) -> anyhow::Result<FaceScanner> {
    let home = NetworksHome {
        networks_dir: config.networks.folder.clone(),
    };
    Ok(catalogue(&home)?.scanner(&config.networks.set)?)
}

/// Runs what waits for databases and stores.
pub(crate) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no more threads: stop other programs and try again")?
        .block_on(work)
}

/// The system's clock: the one place that asks for the time.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is the one place that asks the system for the time"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        #[cfg(feature = "fault-points")]
        let now = crate::faults::told(now);
        // Cutting to microseconds stays in range, since it goes towards zero.
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// Today, as people in England and Wales count days.
pub(crate) fn today() -> Date {
    SystemClock.now().to_zoned(school_time_zone()).date()
}
