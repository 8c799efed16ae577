//! A subject's own key: of a pupil, an adult, a photo, an export. While it is
//! there what it sealed can be read; when it is destroyed nobody can.

use std::fmt;

use gatehouse_domain::clock::Entropy;

use super::secret::Secret;

/// The key of one subject. Wiped when dropped; Debug shows nothing. Hold it no
/// longer than the work at hand, or it outlives its destruction.
pub struct SubjectKey(Secret);

impl SubjectKey {
    /// A new random key. Only a key that the key store gave is ever found
    /// again.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Secret::generate(entropy))
    }

    /// The key with these bytes, if they are 32.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Secret::from_bytes(bytes).map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// The key that makes marks.
    pub(super) fn for_marks(&self) -> Secret {
        self.0.derive("gatehouse marks")
    }

    /// The key that seals columns.
    pub(super) fn for_columns(&self) -> Secret {
        self.0.derive("gatehouse columns")
    }

    /// The key that seals objects.
    pub(super) fn for_objects(&self) -> Secret {
        self.0.derive("gatehouse objects")
    }
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey(hidden)")
    }
}
