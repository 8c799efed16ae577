//! The front door: one binary, its commands, the system's clock and chance.
//!
//! Exit codes: 0 fine, 1 something was found, 2 it could not run.

mod args;
mod commands;
mod config;
#[cfg(feature = "fault-points")]
mod faults;
mod house;
mod log;
mod outcome;
mod progress;
mod setup;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{args::Args, outcome::Outcome};

fn main() -> ExitCode {
    let args = Args::parse();
    log::begin();
    #[cfg(feature = "fault-points")]
    let result = faults::arm().and_then(|()| commands::run(args));
    #[cfg(not(feature = "fault-points"))]
    let result = commands::run(args);
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            outcome::complain(&error);
            ExitCode::from(2)
        }
    }
}
