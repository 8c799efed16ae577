//! The key that signs checkpoints and certificates of destruction. It is made
//! once and lies outside the database, so that whoever can rewrite every row
//! still cannot sign.

use ed25519_dalek::{Signature, Signer as _};
use gatehouse_domain::clock::Entropy;
use zeroize::Zeroizing;

use super::{LogError, encoding::Encoding, hex::Hex};

/// An Ed25519 signature.
pub(super) type Signed = Hex<64>;

/// Signs (Ed25519, RFC 8032). Wiped from memory when it is dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new key.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut());
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The key as 64 hexadecimal digits, for a file that only the service may
    /// read.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(Hex(*self.0.as_bytes()).to_string())
    }

    /// Reads [`to_text`](Self::to_text) back; white space around it does not
    /// matter.
    ///
    /// # Errors
    /// [`LogError::Key`] where it is anything else.
    pub fn from_text(text: &str) -> Result<Self, LogError> {
        let seed = Zeroizing::new(Hex::<32>::parse(text.trim()).ok_or(LogError::Key)?.0);
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The other half, which everybody may know.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs a text of that label, which tells it apart from everything else
    /// that is signed.
    pub(crate) fn sign_bytes(&self, label: &str, text: &[u8]) -> Hex<64> {
        self.sign(&Encoding::of(label).field(text))
    }

    pub(super) fn sign(&self, what: &Encoding) -> Signed {
        Hex(self.0.sign(what.bytes()).to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

/// Tells whether the signing key signed something. Its text is 64 hexadecimal
/// digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Reads the text back; white space around it does not matter.
    ///
    /// # Errors
    /// [`LogError::Key`] where it is no key.
    pub fn from_text(text: &str) -> Result<Self, LogError> {
        let bytes = Hex::<32>::parse(text.trim()).ok_or(LogError::Key)?;
        ed25519_dalek::VerifyingKey::from_bytes(&bytes.0)
            .ok()
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or(LogError::Key)
    }

    /// Whether that key signed this very text under that label.
    pub(crate) fn signed_bytes(&self, label: &str, text: &[u8], signature: &Hex<64>) -> bool {
        self.signed(&Encoding::of(label).field(text), signature)
    }

    pub(super) fn signed(&self, what: &Encoding, signature: &Signed) -> bool {
        let signature = Signature::from_bytes(&signature.0);
        self.0.verify_strict(what.bytes(), &signature).is_ok()
    }
}

impl std::fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Hex(*self.0.as_bytes()).fmt(f)
    }
}
