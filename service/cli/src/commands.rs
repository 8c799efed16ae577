//! One file a command; here is only who answers which.

mod backup;
mod calibrate;
mod captions;
mod check;
mod clean;
mod demo;
mod doctor;
mod import;
mod init;
mod keys;
mod logs;
mod models;
mod profile;
mod purge;
#[cfg(feature = "fault-points")]
mod rehearse;
mod restore;
mod serve;
mod user;
mod worker;

use crate::{
    args::{Args, Command},
    outcome::Outcome,
    setup,
};

/// Runs the command.
pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.command {
        Command::Demo(args) => demo::run(&args),
        Command::Clean(args) => clean::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Captions(args) => captions::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Models(args) => models::run(&args.command),
        Command::Profile(args) => profile::run(&args.command),
        Command::Init(args) => init::run(&args),
        Command::Migrate(args) => init::migrate(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::User(args) => user::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Worker(args) => worker::run(&args),
        Command::Purge(args) => purge::run(&args),
        Command::VerifyLog(args) => logs::run(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => restore::run(&args),
        Command::Keys(args) => keys::run(&args.command),
        #[cfg(feature = "fault-points")]
        Command::Rehearse(args) => rehearse::run(&args),
        Command::DecodeWorker => setup::decode_worker(),
    }
}
