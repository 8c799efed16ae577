//! The bytes that are hashed and signed. Every field says whether it is there
//! and how long it is, so two different things never read alike.

use sha2::{Digest as _, Sha256};

/// Collects the fields of one thing. Things of one label always have the same
/// number of fields in the same order; a change of that is a new label.
pub(super) struct Encoding(Vec<u8>);

impl Encoding {
    /// Begins with what kind of thing it is, and in which version.
    pub(super) fn of(label: &str) -> Self {
        Self(Vec::with_capacity(256)).field(label)
    }

    /// A field that is there.
    pub(super) fn field(mut self, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        // A length never exceeds 64 bits on any machine there is.
        let length = u64::try_from(value.len()).unwrap_or(u64::MAX);
        self.0.push(1);
        self.0.extend(length.to_be_bytes());
        self.0.extend(value);
        self
    }

    /// A field that may be absent, which is not the same as empty.
    pub(super) fn optional(mut self, value: Option<impl AsRef<[u8]>>) -> Self {
        let Some(value) = value else {
            self.0.push(0);
            return self;
        };
        self.field(value)
    }

    /// A number.
    pub(super) fn number(self, value: i64) -> Self {
        self.field(value.to_be_bytes())
    }

    /// SHA-256 of it all.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// The bytes themselves, to be signed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}
