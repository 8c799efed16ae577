//! What the command for the office's files takes.

use std::path::PathBuf;

use gatehouse_app::street::office::import::Fate;

use super::WhichSchool;

/// What becomes of answers that no file of an import speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Unanswered {
    /// They stay, and nothing counts as imported today.
    Leave,
    /// They end.
    End,
    /// They stay: they were checked.
    Keep,
}

impl From<Unanswered> for Fate {
    fn from(told: Unanswered) -> Self {
        match told {
            Unanswered::Leave => Self::Leave,
            Unanswered::End => Self::End,
            Unanswered::Keep => Self::Keep,
        }
    }
}

/// What the files of an import hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Holds {
    /// Who is at the school.
    Pupils,
    /// Who answers for them, in Gatehouse's own columns.
    Guardians,
    /// What was agreed.
    Permissions,
}

#[derive(clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub(crate) struct Import {
    /// What the files hold.
    pub(crate) holds: Holds,
    /// CSV files or Excel workbooks.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Tell what would change, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What the columns mean, as `--write-mapping` writes it.
    #[arg(long)]
    pub(crate) mapping: Option<PathBuf>,
    /// Write down what the columns are taken for, to correct by hand, and end.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) write_mapping: Option<PathBuf>,
    /// Enter answers too that allow more than before.
    #[arg(long)]
    pub(crate) agree_looser: bool,
    /// The new number of a pupil who is not the one known by the same name;
    /// give it once for each.
    #[arg(long)]
    pub(crate) other_pupil: Vec<String>,
    /// Rows about nobody on the register were checked: nobody at the school is
    /// meant.
    #[arg(long)]
    pub(crate) unmatched_checked: bool,
    /// What becomes of answers that count today and are not in the files.
    #[arg(long, value_enum, default_value_t = Unanswered::Leave)]
    pub(crate) unanswered: Unanswered,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// The login of the office's account that brings them in.
    #[arg(long = "as")]
    pub(crate) by: String,
    #[command(flatten)]
    pub(crate) which: WhichSchool,
}
