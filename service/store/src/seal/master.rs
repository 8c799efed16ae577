//! The master key: wraps the key of every subject, lies in a file or the
//! environment, and is the one thing that must never be lost.

use std::fmt;

use gatehouse_domain::clock::Entropy;
use zeroize::Zeroizing;

use super::{SealError, secret::Secret};

/// The key that wraps all others. Wiped when dropped; Debug shows its
/// fingerprint only.
pub struct MasterKey(Secret);

impl MasterKey {
    /// A new random master key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Secret::generate(entropy))
    }

    /// Reads what [`MasterKey::to_text`] wrote; white space around it and
    /// capital letters are allowed.
    ///
    /// # Errors
    /// [`SealError::NotAMasterKey`] says what is expected.
    pub fn from_text(text: &str) -> Result<Self, SealError> {
        let digit = |c: char| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let digits = text.trim().chars().map(digit);
        let digits = Zeroizing::new(
            digits
                .collect::<Option<Vec<u8>>>()
                .ok_or(SealError::NotAMasterKey)?,
        );
        let pairs = digits.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return Err(SealError::NotAMasterKey);
        }
        let byte = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
        let bytes = Zeroizing::new(pairs.map(byte).collect::<Vec<u8>>());
        let secret = Secret::from_bytes(&bytes).ok_or(SealError::NotAMasterKey)?;
        Ok(Self(secret))
    }

    /// The key as 64 hexadecimal digits, to be written to its file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(64));
        for nibble in self
            .0
            .bytes()
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
        {
            text.extend(char::from_digit(nibble.into(), 16));
        }
        text
    }

    /// Tells this key from others without saying anything of it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut fingerprint = [0; 8];
        let tag = self.0.derive("gatehouse master key fingerprint");
        for (to, from) in fingerprint.iter_mut().zip(tag.bytes()) {
            *to = *from;
        }
        Fingerprint(fingerprint)
    }

    /// The key that wraps subjects' keys.
    pub(super) fn wrapping(&self) -> Secret {
        self.0.derive("gatehouse wrapping of subject keys")
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.fingerprint())
    }
}

/// Tells master keys apart: 16 hexadecimal digits that may be shown to anyone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub(super) [u8; 8]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
