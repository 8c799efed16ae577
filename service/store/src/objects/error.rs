//! What can go wrong where sealed bytes are kept.

use std::{error::Error as _, io};

/// Why something was not kept, found or deleted.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// There is no such object.
    #[error("There is no such object. Run `doctor` to compare the database with what is kept.")]
    Missing,
    /// It does not open: damaged, changed, or sealed for another place.
    #[error("An object was damaged or changed where it is kept. Restore it from a backup.")]
    Damaged,
    /// Longer than the caller takes.
    #[error("An object is longer than the {limit} bytes that are allowed here.")]
    TooLong {
        /// The most bytes that are allowed.
        limit: u64,
    },
    /// A name that objects may not have.
    #[error("An object's name has 1 to 80 lower-case letters, digits and hyphens. Report this.")]
    BadName,
    /// An upload that already failed or was interrupted.
    #[error("This upload failed before its end and cannot go on. Send the file again.")]
    Interrupted,
    /// The folder is not the one that was set up: most likely its disk is not
    /// connected. What should be in it is not known to be missing.
    #[error(
        "The folder of objects or keys is not the one that was set up. Connect its disk; what waits is then done."
    )]
    NotThere,
    /// The disk or quota is full.
    #[error("There is no room left to write. Free some room, or move the store, then try again.")]
    NoRoom,
    /// The system or the bucket forbids it.
    #[error(
        "Access was refused. Check who owns the folder and that it can be written; for a bucket check access key, secret key and its rights."
    )]
    Refused,
    /// It cannot be reached, or did not answer as it should.
    #[error(
        "It cannot be reached or did not answer as it should. Check that the disk or bucket is there, then try again."
    )]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was deleted is listed still.
    #[error(
        "Something deleted is still there. Check that nothing holds the folder or bucket back, then delete it again."
    )]
    StillThere,
    /// The bucket keeps what is deleted.
    #[error(
        "The bucket keeps old versions, so nothing in it can be erased. Use a bucket without versions."
    )]
    KeepsVersions,
    /// The bucket lets a second writer overwrite the first.
    #[error(
        "The bucket ignores `If-None-Match`, so one key could overwrite another. Use a server that supports conditional writes."
    )]
    Overwrites,
    /// Settings of the location that cannot work.
    #[error("{0}")]
    BadLocation(&'static str),
}

impl From<object_store::Error> for ObjectError {
    fn from(error: object_store::Error) -> Self {
        use object_store::Error as E;
        match error {
            E::NotFound { .. } => Self::Missing,
            E::PermissionDenied { .. } | E::Unauthenticated { .. } => Self::Refused,
            error => kind_below(&error)
                .and_then(Self::from_kind)
                .or_else(|| Self::from_status(&error))
                .unwrap_or_else(|| Self::Unavailable(Box::new(error))),
        }
    }
}

impl From<io::Error> for ObjectError {
    fn from(error: io::Error) -> Self {
        Self::from_kind(error.kind()).unwrap_or_else(|| Self::Unavailable(Box::new(error)))
    }
}

impl ObjectError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "object-missing",
            Self::Damaged => "object-damaged",
            Self::TooLong { .. } => "object-too-long",
            Self::BadName => "object-name",
            Self::Interrupted => "upload-interrupted",
            Self::NotThere => "store-not-there",
            Self::NoRoom => "disk-full",
            Self::Refused => "access-refused",
            Self::Unavailable(_) => "objects-away",
            Self::StillThere => "object-still-there",
            Self::KeepsVersions => "bucket-keeps-versions",
            Self::Overwrites => "bucket-overwrites",
            Self::BadLocation(_) => "location-unusable",
        }
    }

    /// Whether it is the place that is away or full, and nothing is known of
    /// what is kept there.
    #[must_use]
    pub const fn is_of_the_place(&self) -> bool {
        matches!(
            self,
            Self::NotThere | Self::NoRoom | Self::Refused | Self::Unavailable(_)
        )
    }

    fn from_kind(kind: io::ErrorKind) -> Option<Self> {
        use io::ErrorKind as K;
        match kind {
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Some(Self::NoRoom),
            K::PermissionDenied | K::ReadOnlyFilesystem => Some(Self::Refused),
            _ => None,
        }
    }
}

impl ObjectError {
    /// A bucket's answer to a listing, and that its disk is full, come as text
    /// only.
    fn from_status(error: &object_store::Error) -> Option<Self> {
        let text = error.to_string();
        let says = |status: &str| text.contains(&format!("status code: {status}"));
        if says("401") || says("403") {
            Some(Self::Refused)
        } else {
            says("507").then_some(Self::NoRoom)
        }
    }
}

/// What the system said, if it was the system.
fn kind_below(error: &object_store::Error) -> Option<io::ErrorKind> {
    std::iter::successors(error.source(), |&error| error.source())
        .find_map(|error| error.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}
