//! What can go wrong in the sealing room, told without a word of what was
//! sealed.

use crate::objects::ObjectError;

use super::Fingerprint;

/// Why something was not sealed, opened or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Sealed bytes that were changed, cut, moved or sealed by another key.
    #[error(
        "Something sealed cannot be opened: it was damaged, changed or moved. Restore it from a backup."
    )]
    Damaged,
    /// More than one piece can hold.
    #[error("This is too long to be sealed in one piece. Make it shorter.")]
    TooLong,
    /// A master key's text that is none.
    #[error(
        "A master key is 64 hexadecimal digits (0-9, a-f) and nothing else. Put the file back as `init` wrote it."
    )]
    NotAMasterKey,
    /// A value that cannot be written as JSON.
    #[error("A value could not be written down to be sealed. Report this.")]
    NotWritable,
    /// The subject has no key and never had its key destroyed.
    #[error(
        "A subject's key is missing from the key store. Restore the key store from its backup."
    )]
    Missing,
    /// The subject's key was destroyed; what it sealed is gone for good.
    #[error(
        "This was erased for good: its key was destroyed. Nothing can be done or need be done."
    )]
    Destroyed,
    /// The key is wrapped by another master key.
    #[error(
        "A key was wrapped by the master key {found}, but this service runs with {expected}. Put the key file {found} back, or finish the rotation."
    )]
    WrongMaster {
        /// The master key that is in use.
        expected: Fingerprint,
        /// The one that wrapped the key.
        found: Fingerprint,
    },
    /// A destroyed key is there after its deletion.
    #[error(
        "A destroyed key is still in the key store. Check that nothing holds the folder or bucket back, then destroy it again."
    )]
    StillThere,
    /// The key store did not answer as it should.
    #[error("The key store: {0}")]
    Store(#[from] ObjectError),
}

impl From<object_store::Error> for SealError {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error.into())
    }
}

impl SealError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "sealed-damaged",
            Self::TooLong => "too-long-to-seal",
            Self::NotAMasterKey => "master-key-malformed",
            Self::NotWritable => "not-writable",
            Self::Missing => "key-missing",
            Self::Destroyed => "erased",
            Self::WrongMaster { .. } => "wrong-master-key",
            Self::StillThere => "key-still-there",
            Self::Store(error) => error.code(),
        }
    }
}
