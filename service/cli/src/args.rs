//! The words of the command line. Nothing here has Debug: it holds captions.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use gatehouse_domain::{Channel, ids::SchoolId, role::Role};

mod import;

pub(crate) use import::{Holds, Import, Unanswered};

/// Checks every photo before it leaves the school.
#[derive(Parser)]
#[command(name = "gatehouse", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Draw a school, send its photos down the whole street and print the verdicts.
    Demo(Demo),
    /// Set up a school: configuration, keys, database.
    Init(Init),
    /// Bring the database's tables to this version.
    Migrate(ConfigFile),
    /// Check everything this installation depends on.
    Doctor(Doctor),
    /// Open, list, change and close accounts.
    User(User),
    /// Bring in pupils, guardians and permissions from the office's system.
    Import(Import),
    /// Serve the pages, and do the work that waits.
    Serve(Serve),
    /// Do the work that waits, without pages.
    Worker(Worker),
    /// Destroy now what is due.
    Purge(Purge),
    /// Prove that no line of the logs was changed.
    VerifyLog(VerifyLog),
    /// Back up everything, the keys apart.
    Backup(Backup),
    /// Restore a backup into a new house.
    Restore(Restore),
    /// Make a master key, change to it.
    Keys(Keys),
    /// Strip pictures of everything but their pixels.
    Clean(Clean),
    /// Check photos against a school's data.
    Check(Check),
    /// Check captions given as JSON lines, one verdict a line.
    Captions(Captions),
    /// Measure how well the networks tell people apart.
    Calibrate(Calibrate),
    /// List, verify or install sets of networks.
    Models(Models),
    /// List, show or check policy profiles.
    Profile(Profile),
    /// Only in what is built for crash tests: plays people's parts by script.
    #[cfg(feature = "fault-points")]
    #[command(hide = true)]
    Rehearse(Rehearse),
    /// The decode process: started by the program itself, never by hand.
    #[command(hide = true)]
    DecodeWorker,
}

#[derive(clap::Args)]
pub(crate) struct Demo {
    /// Print the verdicts and end, without serving the pages.
    #[arg(long)]
    pub(crate) exit: bool,
    /// Where to serve the pages; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:8600")]
    pub(crate) address: std::net::SocketAddr,
    /// Folder for the drawn school, its photos, and what is kept and published.
    #[arg(long, default_value = "demo-school")]
    pub(crate) dir: PathBuf,
    /// The number everything is drawn from.
    #[arg(long, default_value_t = gatehouse_demo::NUMBER)]
    pub(crate) number: u64,
    /// Print one JSON object instead of the table.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) networks: Networks,
}

/// Which configuration.
#[derive(clap::Args)]
pub(crate) struct ConfigFile {
    /// The configuration; else the one in `GATEHOUSE_CONFIG`, else
    /// gatehouse.toml here.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
}

/// Which school, where there is more than one.
#[derive(clap::Args)]
pub(crate) struct WhichSchool {
    #[command(flatten)]
    pub(crate) file: ConfigFile,
    /// The school's id, where the database holds more than one.
    #[arg(long, value_name = "ID")]
    pub(crate) school: Option<SchoolId>,
}

#[derive(clap::Args)]
pub(crate) struct Init {
    /// Name of the school.
    #[arg(long)]
    pub(crate) name: String,
    /// Login of the first administrator.
    #[arg(long)]
    pub(crate) admin: String,
    /// Set up one more school where there is one.
    #[arg(long)]
    pub(crate) another: bool,
    /// The policy profile whose settings the school begins with; the head
    /// signs one later.
    #[arg(long)]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct Doctor {
    /// Print one JSON array.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct User {
    #[command(subcommand)]
    pub(crate) command: UserCommand,
    #[command(flatten)]
    pub(crate) which: WhichSchool,
}

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Open an account.
    Add {
        /// What they type to sign in.
        login: String,
        /// What they are called.
        #[arg(long)]
        name: String,
        /// What they may do; give it once for each role.
        #[arg(long = "role", required = true)]
        roles: Vec<Role>,
    },
    /// Show every account.
    List {
        /// Print one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Give an account exactly these roles.
    Roles {
        /// The account.
        login: String,
        /// What they may do; give it once for each role.
        #[arg(long = "role", required = true)]
        roles: Vec<Role>,
    },
    /// Close an account.
    Close {
        /// The account.
        login: String,
        /// Even if nobody else could look after accounts then.
        #[arg(long)]
        even_the_last: bool,
    },
    /// Print a link by which an account's password is set, once, within three days.
    Link {
        /// The account.
        login: String,
        /// The telephone with the one-time codes is lost: they are set up anew.
        #[arg(long)]
        new_codes: bool,
    },
    /// Open a closed account again.
    Open {
        /// The account.
        login: String,
    },
}

#[derive(clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct Worker {
    /// End when nothing is left to do.
    #[arg(long)]
    pub(crate) until_idle: bool,
    /// First give every stuck job new attempts.
    #[arg(long)]
    pub(crate) retry: bool,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct Purge {
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) which: WhichSchool,
}

#[derive(clap::Args)]
pub(crate) struct VerifyLog {
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) which: WhichSchool,
}

#[derive(clap::Args)]
pub(crate) struct Backup {
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The backup's name, such as 2026-11-22T01-15-00Z.
    #[arg(value_name = "NAME", required_unless_present = "newest")]
    pub(crate) name: Option<String>,
    /// The newest there is.
    #[arg(long, conflicts_with = "name")]
    pub(crate) newest: bool,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

#[derive(clap::Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) command: KeysCommand,
}

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Write a new master key to a file that is not there yet.
    New {
        /// The file.
        file: PathBuf,
    },
    /// Wrap every key by the master key of the configuration, in place of the
    /// old one.
    Rotate {
        /// The file of the old master key.
        #[arg(long, value_name = "FILE")]
        old_file: PathBuf,
        #[command(flatten)]
        file: ConfigFile,
    },
}

#[derive(clap::Args)]
pub(crate) struct Profile {
    #[command(subcommand)]
    pub(crate) command: ProfileCommand,
}

#[derive(Subcommand)]
pub(crate) enum ProfileCommand {
    /// List the profiles that the program carries.
    List {
        /// Print one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Print one as a file, to copy and change.
    Show {
        /// The profile.
        name: String,
    },
    /// Say what is wrong with a profile of one's own, line by line.
    Check {
        /// The file.
        file: PathBuf,
        /// Print one JSON array.
        #[arg(long)]
        json: bool,
    },
}

#[cfg(feature = "fault-points")]
#[derive(clap::Args)]
pub(crate) struct Rehearse {
    /// The school's folder.
    #[arg(long)]
    pub(crate) folder: PathBuf,
    /// The folder of the three photos.
    #[arg(long)]
    pub(crate) photos: PathBuf,
    /// How far to go.
    #[arg(long, value_enum, default_value = "ended")]
    pub(crate) until: Part,
    /// For how long to wait for work that cannot be done yet.
    #[arg(long, default_value_t = 120, value_name = "SECONDS")]
    pub(crate) patience: u64,
    /// Only hold the database so long that nobody can write to it.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) hold: Option<u64>,
    /// Print how things stand then, and a day later, as one JSON object.
    #[arg(long)]
    pub(crate) state: bool,
    #[command(flatten)]
    pub(crate) file: ConfigFile,
}

/// The parts of a rehearsal.
#[cfg(feature = "fault-points")]
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// Every photo is cleaned and scanned, every original destroyed.
    Received,
    /// Every photo is out.
    Published,
    /// Two came back and were destroyed.
    Ended,
}

#[derive(clap::Args)]
pub(crate) struct Clean {
    /// Pictures to clean; they are not changed.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Folder for the cleaned pictures.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Print a line of JSON for each file.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Check {
    /// Photos to check.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The school's folder: pupils.csv, permissions.csv and so on.
    #[arg(long)]
    pub(crate) school: PathBuf,
    /// The event the photos were taken at, as in events.toml.
    #[arg(long)]
    pub(crate) event: String,
    /// Where they are to go.
    #[arg(long)]
    pub(crate) channel: Channel,
    /// The caption.
    #[arg(long)]
    pub(crate) caption: Option<String>,
    /// The alt text.
    #[arg(long)]
    pub(crate) alt: Option<String>,
    /// Heads you counted in the picture. For one photo at a time.
    #[arg(long)]
    pub(crate) count: Option<u16>,
    /// Who a face is: its place from the left and the person's id, as 1=K01.
    /// Also 2=visitor, 2=nobody, 2=noface. For one photo at a time.
    #[arg(long = "name", value_name = "PLACE=WHO")]
    pub(crate) names: Vec<String>,
    /// Tell why somebody in a photo may not be shown: for the DSL.
    #[arg(long)]
    pub(crate) why: bool,
    /// Print a line of JSON for each photo.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) networks: Networks,
}

#[derive(clap::Args)]
pub(crate) struct Captions {
    /// CSV with `first_name`, `preferred_name`, `surname`, `class`, `year`.
    #[arg(long)]
    pub(crate) pupils: PathBuf,
    /// JSON with what the checker may know of the school.
    #[arg(long)]
    pub(crate) school: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Calibrate {
    /// Folder with a folder of photos for each person.
    pub(crate) dir: PathBuf,
    /// Write the detection error trade-off curve here, as SVG.
    #[arg(long)]
    pub(crate) plot: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) networks: Networks,
}

#[derive(clap::Args)]
pub(crate) struct Models {
    #[command(subcommand)]
    pub(crate) command: ModelsCommand,
}

#[derive(Subcommand)]
pub(crate) enum ModelsCommand {
    /// Show every set with licence, origin and measured accuracy.
    List {
        /// Print one JSON array.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        home: NetworksHome,
    },
    /// Compare the files of every set with the manifest.
    Verify {
        /// Print one JSON array.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        home: NetworksHome,
    },
    /// Install a set from a folder.
    Install {
        /// Name of the set.
        set: String,
        /// Folder that holds its files.
        #[arg(long)]
        from: PathBuf,
        #[command(flatten)]
        home: NetworksHome,
    },
}

/// Where installed networks lie.
#[derive(clap::Args)]
pub(crate) struct NetworksHome {
    /// Folder of installed networks; else the one in `GATEHOUSE_NETWORKS`.
    #[arg(long, value_name = "DIR")]
    pub(crate) networks_dir: Option<PathBuf>,
}

/// Which networks to use.
#[derive(clap::Args)]
pub(crate) struct Networks {
    /// Set of networks to use.
    #[arg(long, default_value = gatehouse_app::networks::EMBEDDED, value_name = "SET")]
    pub(crate) networks: String,
    #[command(flatten)]
    pub(crate) home: NetworksHome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_does_not_contradict_itself() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}
