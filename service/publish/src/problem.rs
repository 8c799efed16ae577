//! Why a post did not go out, or did not come back: said to the editor, with
//! whether it is certain that nothing of it is out.

use std::io;

use serde::{Deserialize, Serialize};

/// What went wrong. The sentence says what to do next; the code is stable and
/// never reworded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Problem {
    /// The folder is missing or is another than was set up, as when a network
    /// drive is not connected.
    #[error(
        "The folder to publish into is not the one that was set up. Ask whoever runs the service to connect its drive or to set it up again."
    )]
    NotSetUp,
    /// The folder that was to be set up holds a feed or posts of something else.
    #[error(
        "The folder to publish into holds a feed or posts of something else. Choose an empty folder."
    )]
    Occupied,
    /// Another post has this slug.
    #[error("Something else was published under this post's address. Make a new release of it.")]
    SlugTaken,
    /// It was taken back, and stays so.
    #[error("This post was taken back and cannot go out again. Make a new release of it.")]
    TakenBack,
    /// No room, or no more room for this account.
    #[error(
        "The disk to publish on is full. Ask whoever runs the service to make room; it is then tried again."
    )]
    DiskFull,
    /// The service may not write there.
    #[error(
        "The service may not write into the folder to publish into. Ask whoever runs it to give it the right to."
    )]
    NotWritable,
    /// Anything else the system says.
    #[error(
        "The folder to publish into could not be read or written. Ask whoever runs the service to check its disk."
    )]
    FolderFailed,
    /// Taken back, but looking afterwards still found something.
    #[error(
        "Something of this post is still there after it was taken back. Ask whoever runs the service to delete it by hand."
    )]
    StillThere,
}

impl Problem {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::NotSetUp,
        Self::Occupied,
        Self::SlugTaken,
        Self::TakenBack,
        Self::DiskFull,
        Self::NotWritable,
        Self::FolderFailed,
        Self::StillThere,
    ];

    /// The stable code, for people and machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotSetUp => "not-set-up",
            Self::Occupied => "occupied",
            Self::SlugTaken => "slug-taken",
            Self::TakenBack => "taken-back",
            Self::DiskFull => "disk-full",
            Self::NotWritable => "not-writable",
            Self::FolderFailed => "folder-failed",
            Self::StillThere => "still-there",
        }
    }
}

/// A failed attempt. Holds nothing of the post.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
pub struct PublishError {
    problem: Problem,
    nothing_out: bool,
    source: Option<io::Error>,
}

impl PublishError {
    /// What went wrong.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// The stable code, for people and machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// Whether somebody looked after the failure and nothing of the post is
    /// out. Where this is not certain it is false: treat the post as out.
    #[must_use]
    pub const fn nothing_out(&self) -> bool {
        self.nothing_out
    }

    /// The same failure, after somebody looked.
    pub(crate) const fn looked(mut self, nothing_out: bool) -> Self {
        self.nothing_out = nothing_out;
        self
    }
}

impl From<Problem> for PublishError {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            nothing_out: false,
            source: None,
        }
    }
}

impl From<io::Error> for PublishError {
    fn from(error: io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Problem::NotWritable
            }
            _ => Problem::FolderFailed,
        };
        Self {
            problem,
            nothing_out: false,
            source: Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_problem_has_its_own_code_and_says_what_to_do() {
        let codes: HashSet<_> = Problem::ALL.iter().map(|p| p.code()).collect();
        assert_eq!(codes.len(), Problem::ALL.len());
        for problem in Problem::ALL {
            let stored = serde_json::to_value(problem).unwrap();
            assert_eq!(stored, problem.code());
            assert!(problem.to_string().ends_with('.'), "{}", problem.code());
        }
    }

    #[test]
    fn what_the_system_says_becomes_what_somebody_can_do_about_it() {
        let code = |kind| PublishError::from(io::Error::from(kind)).code();
        assert_eq!(code(io::ErrorKind::StorageFull), "disk-full");
        assert_eq!(code(io::ErrorKind::QuotaExceeded), "disk-full");
        assert_eq!(code(io::ErrorKind::PermissionDenied), "not-writable");
        assert_eq!(code(io::ErrorKind::ReadOnlyFilesystem), "not-writable");
        assert_eq!(code(io::ErrorKind::TimedOut), "folder-failed");
    }

    #[test]
    fn a_failure_nobody_looked_after_may_be_out() {
        let error = PublishError::from(Problem::DiskFull);
        assert!(!error.nothing_out());
        assert!(error.looked(true).nothing_out());
    }
}
