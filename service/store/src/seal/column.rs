//! Seals the personal columns: names, captions, reasons, templates.
//!
//! Form: version (1 byte) | nonce (24) | sealed text | tag (16). Inside, the
//! text's length (4 bytes, big-endian), the text, and zeros up to a multiple
//! of 64 bytes, so that the length of a name does not show.

use gatehouse_domain::clock::Entropy;
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{
    Place, SealError, SubjectKey,
    secret::{NONCE, TAG, nonce},
};

const VERSION: u8 = 1;
/// Lengths are told in steps of so many bytes.
const STEP: usize = 64;
/// Bytes of the length inside.
const LENGTH: usize = 4;

impl SubjectKey {
    /// Seals a value for its one place.
    ///
    /// # Errors
    /// [`SealError::TooLong`] from 4 GiB on.
    pub fn seal(
        &self,
        entropy: &dyn Entropy,
        place: &Place,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let length = u32::try_from(plain.len()).map_err(|_| SealError::TooLong)?;
        let padded = (LENGTH + plain.len()).next_multiple_of(STEP);
        // Sealed in place, so no copy in the clear is left behind.
        let mut buffer = Vec::with_capacity(padded + TAG);
        buffer.extend_from_slice(&length.to_be_bytes());
        buffer.extend_from_slice(plain);
        buffer.resize(padded, 0);
        let nonce = nonce(entropy);
        self.for_columns()
            .seal(&nonce, &place.bound(VERSION), &mut buffer)?;
        let mut sealed = Vec::with_capacity(1 + NONCE + buffer.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&buffer);
        Ok(sealed)
    }

    /// Opens what was sealed for that place.
    ///
    /// # Errors
    /// [`SealError::Damaged`] if it was sealed by another key or for another
    /// place, or was changed since.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::Damaged)?;
        let (nonce, body) = rest.split_first_chunk().ok_or(SealError::Damaged)?;
        if *version != VERSION {
            return Err(SealError::Damaged);
        }
        let mut buffer = Zeroizing::new(body.to_vec());
        self.for_columns()
            .open(nonce, &place.bound(VERSION), &mut buffer)?;
        let (length, _) = buffer.split_first_chunk().ok_or(SealError::Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if length > buffer.len() - LENGTH {
            return Err(SealError::Damaged);
        }
        buffer.drain(..LENGTH);
        buffer.truncate(length);
        Ok(buffer)
    }

    /// Seals a value as JSON.
    ///
    /// # Errors
    /// [`SealError::NotWritable`] if JSON cannot hold it, and those of
    /// [`SubjectKey::seal`].
    pub fn seal_json<T: Serialize + ?Sized>(
        &self,
        entropy: &dyn Entropy,
        place: &Place,
        value: &T,
    ) -> Result<Vec<u8>, SealError> {
        // Room for most values, so that growing leaves no copies behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(4096));
        serde_json::to_writer(&mut *plain, value).map_err(|_| SealError::NotWritable)?;
        self.seal(entropy, place, &plain)
    }

    /// Opens a value sealed as JSON.
    ///
    /// # Errors
    /// Those of [`SubjectKey::open`]; a value of another shape is damaged too.
    pub fn open_json<T: DeserializeOwned>(
        &self,
        place: &Place,
        sealed: &[u8],
    ) -> Result<T, SealError> {
        let plain = self.open(place, sealed)?;
        // The parser's own error may quote what it read, so it is dropped.
        serde_json::from_slice(&plain).map_err(|_| SealError::Damaged)
    }
}
