//! The 32 bytes behind every seal, kept in one place on the heap so that they
//! are never copied about, and wiped when they are done with.

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use gatehouse_domain::clock::Entropy;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use super::SealError;

/// Bytes of a nonce of XChaCha20-Poly1305.
pub(super) const NONCE: usize = 24;
/// Bytes of its tag.
pub(super) const TAG: usize = 16;

/// A key. Wiped when dropped; its Debug shows nothing.
pub(super) struct Secret(Box<[u8; 32]>);

impl Secret {
    /// A new random key.
    pub(super) fn generate(entropy: &dyn Entropy) -> Self {
        let mut bytes = Box::new([0; 32]);
        entropy.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// The key with these bytes, if they are 32.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self(Box::new([0; 32]));
        if bytes.len() != secret.0.len() {
            return None;
        }
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Another key for one purpose only: HMAC-SHA256 of the label. It says
    /// nothing of this key, nor of what other labels give.
    pub(super) fn derive(&self, label: &str) -> Self {
        // A key shorter than the block is filled up with zeros (RFC 2104
        // section 2), so handing in the whole block cannot be refused.
        let mut block = Zeroizing::new([0; 64]);
        for (to, from) in block.iter_mut().zip(self.0.iter()) {
            *to = *from;
        }
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        mac.update(label.as_bytes());
        let mut tag = mac.finalize().into_bytes();
        let mut derived = Self(Box::new([0; 32]));
        derived.0.copy_from_slice(&tag);
        tag.as_mut_slice().zeroize();
        derived
    }

    /// Seals the buffer in place and puts the tag behind it.
    pub(super) fn seal(
        &self,
        nonce: &[u8; NONCE],
        bound_to: &[u8],
        buffer: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        self.cipher()
            .encrypt_in_place(&XNonce::from(*nonce), bound_to, buffer)
            .map_err(|_| SealError::TooLong)
    }

    /// Opens the buffer in place and takes the tag off.
    pub(super) fn open(
        &self,
        nonce: &[u8; NONCE],
        bound_to: &[u8],
        buffer: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        self.cipher()
            .decrypt_in_place(&XNonce::from(*nonce), bound_to, buffer)
            .map_err(|_| SealError::Damaged)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// A new random nonce. With 24 bytes two are never the same.
pub(super) fn nonce(entropy: &dyn Entropy) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    nonce
}
