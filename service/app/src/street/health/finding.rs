//! What the self-check answers, in words for who looks after the machine: the
//! same on the command line and on the page.

use std::fmt;

use gatehouse_store::{backup::Name, log::Report, seal::Examination};

use super::{Waiting, backups::Age};
use crate::{decode::Fences, street::orphans::Orphans};

/// One answer of the self-check. Its text is a sentence without its point, and
/// says what to do where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// What opens with the master key.
    Keys(Examination),
    /// Both stores can be written, read and deleted from.
    Stores,
    /// Decode processes start.
    Decoder(Fences),
    /// So many channels can be published.
    Channels(usize),
    /// So many lines of the logs are as they were written.
    Logs(u64),
    /// So many lines are not.
    LogsChanged(usize),
    /// No job is stuck.
    WorkGoesOn,
    /// Work that a person must look at: how many jobs, which kind of work, the
    /// code of the last failure.
    Stuck(usize, String, String),
    /// No duty is overdue.
    DutiesMet,
    /// So many duties are.
    Overdue(i64),
    /// So many destructions wait too long.
    Slow(usize),
    /// The clock agrees with the logs.
    Clock,
    /// The clock went back.
    ClockWentBack,
    /// Every sealed picture is there.
    Objects,
    /// So many sealed pictures are not.
    Missing(usize),
    /// So many objects or keys belong to nothing.
    Strays(usize),
    /// So many files among the objects are not ours.
    Strange(usize),
    /// No backup is made by itself.
    BackupsByHand,
    /// A backup that cannot be read.
    BackupUnreadable(Name),
    /// There is no backup.
    NoBackup,
    /// The keys of the newest backup are not where they should be.
    BackupKeysAway(Name),
    /// So many objects are not in the newest backup.
    BackupLacks(usize, Name),
    /// How old the newest backup is.
    BackupAge(Age),
    /// Whether a copy of the master key was put away, and not only later.
    KeyCopy(Option<bool>),
    /// Something could not be looked at: what, and what it said.
    Failed(&'static str, String),
}

impl Finding {
    /// What it is about, as a code.
    #[must_use]
    pub const fn about(&self) -> &'static str {
        match self {
            Self::Keys(_) => "keys",
            Self::Stores => "stores",
            Self::Decoder(_) => "decoder",
            Self::Channels(_) => "channels",
            Self::Logs(_) | Self::LogsChanged(_) => "logs",
            Self::WorkGoesOn | Self::Stuck(..) => "work",
            Self::DutiesMet | Self::Overdue(_) => "duties",
            Self::Slow(_) => "destruction",
            Self::Clock | Self::ClockWentBack => "clock",
            Self::Objects | Self::Missing(_) => "objects",
            Self::Strays(_) | Self::Strange(_) => "strays",
            Self::BackupsByHand
            | Self::BackupUnreadable(_)
            | Self::NoBackup
            | Self::BackupKeysAway(_)
            | Self::BackupLacks(..)
            | Self::BackupAge(_) => "backups",
            Self::KeyCopy(_) => "master-key-copy",
            Self::Failed(about, _) => about,
        }
    }

    /// Whether it is as it should be.
    #[must_use]
    pub fn is_well(&self) -> bool {
        match self {
            Self::Keys(examined) => examined.is_well(),
            Self::BackupAge(age) => !age.is_too_old(),
            Self::KeyCopy(confirmed) => *confirmed == Some(true),
            Self::Stores
            | Self::Decoder(_)
            | Self::Channels(_)
            | Self::Logs(_)
            | Self::WorkGoesOn
            | Self::DutiesMet
            | Self::Clock
            | Self::Objects => true,
            Self::LogsChanged(_)
            | Self::Stuck(..)
            | Self::Overdue(_)
            | Self::Slow(_)
            | Self::ClockWentBack
            | Self::Missing(_)
            | Self::Strays(_)
            | Self::Strange(_)
            | Self::BackupsByHand
            | Self::BackupUnreadable(_)
            | Self::NoBackup
            | Self::BackupKeysAway(_)
            | Self::BackupLacks(..)
            | Self::Failed(..) => false,
        }
    }

    /// What came out, or that it could not be looked at.
    pub(super) fn told<T, E: fmt::Display>(
        about: &'static str,
        came_out: Result<T, E>,
        well: impl FnOnce(T) -> Self,
    ) -> Self {
        match came_out {
            Ok(told) => well(told),
            Err(error) => Self::Failed(about, error.to_string()),
        }
    }

    pub(super) fn of_logs(report: &Report) -> Self {
        if report.is_clean() {
            Self::Logs(report.access.saturating_add(report.evidence))
        } else {
            Self::LogsChanged(report.findings.len())
        }
    }

    pub(super) fn of_work(waiting: Waiting) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (kind, code) in waiting.stuck {
            let same = found.iter_mut().find_map(|one| match one {
                Self::Stuck(count, known, why) if *known == kind && *why == code => Some(count),
                _ => None,
            });
            match same {
                Some(count) => *count += 1,
                None => found.push(Self::Stuck(1, kind, code)),
            }
        }
        if found.is_empty() {
            found.push(Self::WorkGoesOn);
        }
        found.push(if waiting.overdue > 0 {
            Self::Overdue(waiting.overdue)
        } else {
            Self::DutiesMet
        });
        if waiting.slow > 0 {
            found.push(Self::Slow(waiting.slow));
        }
        found.push(if waiting.clock_went_back {
            Self::ClockWentBack
        } else {
            Self::Clock
        });
        found
    }

    pub(super) fn of_objects(orphans: &Orphans) -> Vec<Self> {
        let mut found = vec![if orphans.missing > 0 {
            Self::Missing(orphans.missing)
        } else {
            Self::Objects
        }];
        let strays = orphans.objects.len() + orphans.keys.len();
        if strays > 0 {
            found.push(Self::Strays(strays));
        }
        if orphans.strange > 0 {
            found.push(Self::Strange(orphans.strange));
        }
        found
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys(examined) => examined.fmt(f),
            Self::Stores => f.write_str("objects and keys can be written, read and deleted"),
            Self::Decoder(fences) if fences.landlock => {
                f.write_str("decode processes start behind both fences")
            }
            Self::Decoder(_) => f.write_str(
                "decode processes start behind one fence; this kernel lacks Landlock",
            ),
            Self::Channels(0) => f.write_str("no channel is set up to be published yet"),
            Self::Channels(1) => f.write_str("1 channel can be published"),
            Self::Channels(count) => write!(f, "{count} channels can be published"),
            Self::Logs(lines) => write!(f, "{lines} lines are as they were written"),
            Self::LogsChanged(lines) => write!(
                f,
                "{lines} lines are not as they were written: run gatehouse verify-log"
            ),
            Self::WorkGoesOn => f.write_str("no job is stuck"),
            Self::Stuck(count, kind, code) => write!(
                f,
                "{}: {kind} ({code}); see the log of the worker, then have it tried again with \
                 gatehouse worker --retry",
                if *count == 1 { "a job is stuck".to_owned() } else { format!("{count} jobs are stuck") },
            ),
            Self::DutiesMet => f.write_str("none is overdue"),
            Self::Overdue(count) => write!(
                f,
                "{count} {} passed more than ten minutes ago: see that a worker runs, or run gatehouse purge on this machine; what waits for people, the office and the head see under Duties",
                if *count == 1 { "deadline" } else { "deadlines" },
            ),
            Self::Slow(count) => write!(
                f,
                "{count} things were to be destroyed over a day ago: see that a worker runs"
            ),
            Self::Clock => f.write_str("it agrees with the logs"),
            Self::ClockWentBack => f.write_str(
                "the newest line of a log lies in the future: set the clock of this machine, by a time server",
            ),
            Self::Objects => f.write_str("every sealed picture is where it should be"),
            Self::Missing(count) => write!(
                f,
                "{count} sealed pictures are missing: restore them from a backup"
            ),
            Self::Strays(count) => write!(
                f,
                "{count} objects or keys belong to nothing: the worker destroys them within a day; see that it runs"
            ),
            Self::Strange(count) => write!(
                f,
                "{count} files among the sealed pictures are not ours: take them away"
            ),
            Self::BackupsByHand => f.write_str(
                "none is made by itself: set backup.folder and backup.keys-folder, each to a disk of its own",
            ),
            Self::BackupUnreadable(name) => write!(
                f,
                "{name} cannot be read, or was not signed by this house: look at it"
            ),
            Self::NoBackup => f.write_str(
                "there is none yet: see that a worker runs and what it says, or run gatehouse backup",
            ),
            Self::BackupKeysAway(name) => write!(
                f,
                "the keys of {name} are not in backup.keys-folder: without them it opens nothing"
            ),
            Self::BackupLacks(count, name) => write!(
                f,
                "{count} objects are not in {name}, since they were missing or damaged: see whether an older backup has them"
            ),
            Self::BackupAge(age) => age.fmt(f),
            Self::KeyCopy(Some(true)) => f.write_str("somebody confirmed that a copy is put away"),
            Self::KeyCopy(Some(false)) => f.write_str(
                "keys.copy-confirmed-on lies in the future: write the day on which the copy was put away",
            ),
            Self::KeyCopy(None) => f.write_str(
                "nobody has confirmed a copy of the master key: without one everything is lost with this disk; put a copy into the safe and set keys.copy-confirmed-on",
            ),
            Self::Failed(_, why) => f.write_str(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(stuck: &[(&str, &str)]) -> Waiting {
        Waiting {
            stuck: stuck
                .iter()
                .map(|(kind, code)| ((*kind).to_owned(), (*code).to_owned()))
                .collect(),
            overdue: 0,
            slow: 0,
            clock_went_back: false,
        }
    }

    #[test]
    fn work_that_is_stuck_for_the_same_reason_is_told_once() {
        let told = Finding::of_work(waiting(&[
            ("clean", "disk-full"),
            ("scan", "disk-full"),
            ("clean", "disk-full"),
        ]));
        let stuck =
            |count, kind: &str| Finding::Stuck(count, kind.to_owned(), "disk-full".to_owned());
        assert_eq!(told[..2], [stuck(2, "clean"), stuck(1, "scan")]);
        assert!(
            told[0]
                .to_string()
                .starts_with("2 jobs are stuck: clean (disk-full); ")
        );
        assert!(
            told[1]
                .to_string()
                .starts_with("a job is stuck: scan (disk-full); ")
        );
        assert!(!told[0].is_well() && told[0].about() == "work");
    }

    #[test]
    fn where_nothing_waits_all_is_well() {
        let told = Finding::of_work(waiting(&[]));
        assert_eq!(
            told,
            [Finding::WorkGoesOn, Finding::DutiesMet, Finding::Clock]
        );
        let orphans = Orphans::default();
        let objects = Finding::of_objects(&orphans);
        assert!(told.iter().chain(&objects).all(Finding::is_well));
    }

    #[test]
    fn what_could_not_be_looked_at_is_a_finding_with_what_it_said() {
        let told = Finding::told("stores", Err::<(), _>("the disk is away"), |()| {
            Finding::Stores
        });
        assert_eq!((told.about(), told.is_well()), ("stores", false));
        assert_eq!(told.to_string(), "the disk is away");
    }
}
