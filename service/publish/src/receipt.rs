//! What comes back from the outside: what is out, where, and the proof that it
//! is what was cleared.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Slug;

/// The SHA-256 of a file, written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Checksum([u8; 32]);

/// A text that is no checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a SHA-256: use its 64 digits and letters a to f")]
pub struct BadChecksum;

impl Checksum {
    /// The checksum of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Checksum {
    type Err = BadChecksum;

    fn from_str(text: &str) -> Result<Self, BadChecksum> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(BadChecksum);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(bytes))
    }
}

const fn nibble(digit: u8) -> Result<u8, BadChecksum> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(BadChecksum),
    }
}

impl TryFrom<String> for Checksum {
    type Error = BadChecksum;

    fn try_from(text: String) -> Result<Self, BadChecksum> {
        text.parse()
    }
}

impl From<Checksum> for String {
    fn from(checksum: Checksum) -> Self {
        checksum.to_string()
    }
}

/// One picture that is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Where anybody finds it.
    pub url: String,
    /// The file that was written there.
    pub sha256: Checksum,
}

/// What a connector answers when a post is out. Holds no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The post.
    pub slug: Slug,
    /// Its pictures, in order.
    pub pictures: Vec<Published>,
}

/// What is found when somebody looks whether a post is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "presence")]
pub enum Presence {
    /// Nothing of it is left, not even work in progress.
    Gone,
    /// All of it is there and listed.
    Out {
        /// The pictures as read back, in order.
        pictures: Vec<Checksum>,
    },
    /// Some of it is there, or it is not as it was published.
    Partly,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_checksum_is_the_sha_256_of_the_bytes() {
        // FIPS 180-4, the example of three letters.
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Checksum::of(b"abc").to_string(), known);
    }

    proptest! {
        #[test]
        fn a_checksum_reads_back_from_its_text(bytes: Vec<u8>) {
            let sum = Checksum::of(&bytes);
            prop_assert_eq!(sum.to_string().parse(), Ok(sum));
        }

        #[test]
        fn whatever_reads_as_a_checksum_is_written_the_same(text in "[0-9a-fA-F ]{62,66}") {
            match text.parse::<Checksum>() {
                Ok(sum) => prop_assert_eq!(sum.to_string(), text),
                Err(BadChecksum) => prop_assert!(
                    text.len() != 64 || text.contains(|c: char| c == ' ' || c.is_ascii_uppercase())
                ),
            }
        }
    }
}
