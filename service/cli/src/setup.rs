//! Wiring: what the commands are handed, made from the system around us.

use std::{
    env,
    io::{self},
    path::PathBuf,
};

use anyhow::Context as _;
use gatehouse_app::{
    decode::{self, DecodePool, Settings},
    networks::Catalogue,
    parallel,
};
use gatehouse_domain::clock::Clock;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{args::NetworksHome, outcome::Outcome};

/// Environment variable that names the folder of installed networks.
const NETWORKS: &str = "GATEHOUSE_NETWORKS";

/// A pool of decode processes, each of them this same binary.
pub(crate) fn decode_pool() -> anyhow::Result<DecodePool> {
    let program = env::current_exe().context(
        "the program cannot find its own file, which it starts to decode pictures: start it by its full path",
    )?;
    let settings = Settings {
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

/// The system's clock: the one place that asks for the time.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is the one place that asks the system for the time"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        // Cutting to microseconds stays in range, since it goes towards zero.
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// Today, as people in England and Wales count days.
pub(crate) fn today() -> anyhow::Result<Date> {
    let london = TimeZone::get("Europe/London")
        .context("the time zone Europe/London is unknown here: install the package tzdata")?;
    Ok(SystemClock.now().to_zoned(london).date())
}
