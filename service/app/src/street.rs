//! The one street that every photo goes: received, cleaned, scanned, judged,
//! approved, published, taken back, destroyed. Each stop is a job that may be
//! killed at any moment and done again: it looks where the photo is, does its
//! part outside the database so that doing it twice changes nothing, and then
//! moves the photo on in one transaction.

pub(crate) mod again;
pub mod agreeing;
pub mod alike;
mod answers;
pub mod board;
pub mod brief;
mod clean;
mod destroy;
pub(crate) mod dossier;
pub mod due;
mod duties;
pub mod ending;
mod four_eyes;
pub mod glance;
pub mod health;
pub mod intake;
pub(crate) mod jobs;
pub mod logbook;
mod noted;
pub mod office;
pub mod orphans;
mod own;
pub mod pictures;
pub mod planning;
mod publish;
mod recall;
pub mod releases;
pub mod review;
mod scan;
pub mod sheet;
mod summary;
pub mod tend;

pub mod exceptions;
pub mod person_sheet;
pub mod why;

use gatehouse_domain::{custody, ids::AccountId, release, role::Role};
use gatehouse_publish::{Problem, PublishError};

use gatehouse_store::backup::BackupError;

use crate::{backup::BackupFailed, check::CheckError, enrol::EnrolError};

pub use dossier::Dossier;
pub use releases::Approval;
pub use summary::{Photo, Summary};

/// A person who signed in, with the roles they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub id: AccountId,
    /// Their roles.
    pub roles: std::collections::BTreeSet<Role>,
}

impl Actor {
    /// Whether they hold one of these roles.
    pub(crate) fn may(&self, roles: &[Role]) -> Result<(), StreetError> {
        if roles.iter().any(|role| self.roles.contains(role)) {
            Ok(())
        } else {
            Err(StreetError::RoleMissing)
        }
    }
}

/// Why something on the street was not done.
#[derive(Debug, thiserror::Error)]
pub enum StreetError {
    /// What is kept cannot be reached, or refuses.
    #[error(transparent)]
    Store(#[from] gatehouse_store::Error),
    /// A photo does not move on.
    #[error(transparent)]
    Custody(#[from] custody::Refusal),
    /// A release does not move on.
    #[error(transparent)]
    Release(#[from] release::Refusal),
    /// A picture could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The faces cannot be compared.
    #[error(transparent)]
    Enrol(#[from] EnrolError),
    /// Publishing or taking back failed.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// It was taken down and is there still.
    #[error(
        "this was taken down and is still to be seen: look at the website and take it down by hand"
    )]
    StillOut,
    /// What goes out cannot be a post.
    #[error(transparent)]
    Post(#[from] gatehouse_publish::BadPost),
    /// A backup was not made or not ended.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A restore was begun and has not come to its end.
    #[error(
        "a restore was begun here and has not come to its end: run `gatehouse restore` again with the same backup; until then nothing is served or changed"
    )]
    HalfRestored,
    /// There is none.
    #[error("there is no such {0}: it may have been removed; go back and look again")]
    NoSuch(&'static str),
    /// The register holds what no register may hold.
    #[error("the register is damaged at {0}: restore a backup, see `gatehouse restore`")]
    Register(&'static str),
    /// It has not come that far.
    #[error("this photo is not checked yet: wait a moment and look again")]
    NotChecked,
    /// The file is larger than is taken in.
    #[error("the file is too large: send it at a smaller size")]
    TooLarge,
    /// Somebody has too many files that are not whole.
    #[error("too many pictures are on their way at once: wait until some of them have arrived")]
    TooManyUploads,
    /// Nothing is set up for this channel.
    #[error("nothing is set up to publish this channel: set publish.{0} in the configuration")]
    NoOutlet(gatehouse_domain::Channel),
    /// Pictures go out with a text for those who cannot see them.
    #[error("a picture has no alt text: say in a sentence what it shows, then approve")]
    NoAltText,
    /// A post has so many pictures at most.
    #[error("a post has at most {max} pictures: make two posts of them", max = releases::POST_PICTURES)]
    TooManyPictures,
    /// What somebody approved is not what they looked at.
    #[error(
        "a picture or its words changed while you looked: nothing was approved; look at it as it is now, then approve"
    )]
    ChangedSinceShown,
    /// Who approves counts for themselves.
    #[error("count the heads in every picture yourself, then approve")]
    NotCounted,
    /// The two counts are of two people.
    #[error("you counted the heads in one of these pictures before: ask somebody else to approve")]
    CountedBefore,
    /// What one person said of a face a second looks at.
    #[error("you said who is in one of these pictures: ask somebody else to look at it")]
    NamedBefore,
    /// A safeguarding lead said who it is.
    #[error(
        "the safeguarding lead has said who one of these faces is: ask them if you think it is somebody else"
    )]
    SettledByLead,
    /// The role does not allow it.
    #[error("your account may not open this page: ask your head or whoever looks after accounts")]
    RoleMissing,
    /// The role is one that no administrator hands out alone.
    #[error(
        "the roles head and safeguarding lead are not given or taken by one administrator alone, once the school has one of them: ask your head or safeguarding lead to have it done on the machine itself, with `gatehouse user roles`"
    )]
    SecondPerson,
    /// Somebody has that login.
    #[error("there is an account with this login already: choose another")]
    LoginTaken,
    /// The files that were looked at are not kept any more.
    #[error("this import was entered already, or its hour is over: choose the files again")]
    ImportGone,
    /// What the columns of a file mean is not said yet.
    #[error("somebody has to say what the columns of this file mean: open the import and say so")]
    ImportAsks,
    /// Something else would be entered than what was shown.
    #[error("the register changed since you looked: look at what would change again")]
    ImportChanged,
    /// Who asks brought no pictures of that event.
    #[error("there is no receipt of yours here: who brought the pictures confirms it")]
    NoReceipt,
    /// Some of what somebody sent was not opened yet.
    #[error(
        "some of your pictures are still being checked: delete nothing yet, and look at your receipt again in a moment"
    )]
    StillChecking,
    /// Recognition needs an assessment.
    #[error(
        "face recognition needs a signed DPIA that is not due for review: record it, then switch on"
    )]
    NoDpia,
}

impl From<gatehouse_store::seal::SealError> for StreetError {
    fn from(error: gatehouse_store::seal::SealError) -> Self {
        Self::Store(error.into())
    }
}

impl From<gatehouse_store::log::LogError> for StreetError {
    fn from(error: gatehouse_store::log::LogError) -> Self {
        Self::Store(error.into())
    }
}

impl From<gatehouse_store::objects::ObjectError> for StreetError {
    fn from(error: gatehouse_store::objects::ObjectError) -> Self {
        Self::Store(error.into())
    }
}

impl From<BackupFailed> for StreetError {
    fn from(failed: BackupFailed) -> Self {
        match failed {
            BackupFailed::Backup(BackupError::Store(error)) => Self::Store(error),
            BackupFailed::Backup(error) => Self::Backup(error),
            BackupFailed::Street(error) => error,
        }
    }
}

impl StreetError {
    /// Whether it is certain that nothing of a post is out: all that can fail
    /// before it is handed over, and where publishing itself looked.
    pub(crate) const fn nothing_out(&self) -> bool {
        match self {
            Self::Publish(error) => error.nothing_out(),
            _ => true,
        }
    }

    /// Whether a place where something is kept or published is away or full:
    /// the work waits for it, and is not given up.
    pub(crate) const fn is_of_the_place(&self) -> bool {
        match self {
            Self::Store(error) => error.is_of_the_place(),
            Self::Publish(error) => matches!(
                error.problem(),
                Problem::NotSetUp
                    | Problem::DiskFull
                    | Problem::NotWritable
                    | Problem::FolderFailed
            ),
            _ => false,
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Custody(refusal) => refusal.code(),
            Self::Release(refusal) => refusal.code(),
            Self::Check(error) => error.code(),
            Self::Enrol(_) => "register-unusable",
            Self::Publish(error) => error.code(),
            Self::StillOut => "still-out",
            Self::Post(error) => error.code(),
            Self::Backup(error) => error.code(),
            Self::HalfRestored => "restore-unfinished",
            Self::NoSuch(_) => "no-such-thing",
            Self::Register(_) => "register-damaged",
            Self::NotChecked => "not-checked-yet",
            Self::TooLarge => "file-too-large",
            Self::TooManyUploads => "too-many-uploads",
            Self::NoOutlet(_) => "channel-not-set-up",
            Self::NoAltText => "alt-text-missing",
            Self::TooManyPictures => "too-many-pictures",
            Self::ChangedSinceShown => "changed-since-shown",
            Self::NotCounted => "head-count-missing",
            Self::CountedBefore => "counted-by-the-same",
            Self::NamedBefore => "named-by-the-same",
            Self::SettledByLead => "settled-by-lead",
            Self::RoleMissing => "role-missing",
            Self::SecondPerson => "second-person-needed",
            Self::LoginTaken => "login-taken",
            Self::ImportGone => "import-gone",
            Self::ImportAsks => "import-asks",
            Self::ImportChanged => "import-changed",
            Self::NoReceipt => "no-receipt",
            Self::StillChecking => "pictures-still-checked",
            Self::NoDpia => "dpia-not-in-force",
        }
    }
}
