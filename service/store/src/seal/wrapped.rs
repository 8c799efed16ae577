//! A subject's key as it lies in the key store, wrapped by the master key.
//!
//! Form: version (1 byte) | master key's fingerprint (8) | nonce (24) |
//! wrapped key (32) | tag (16), bound to school and subject.

use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use zeroize::Zeroizing;

use super::{
    Fingerprint, MasterKey, SealError, SubjectKey,
    place::associated,
    secret::{NONCE, TAG, nonce},
};

const VERSION: u8 = 1;
const FINGERPRINT: usize = 8;
/// Bytes of a wrapped key.
const LENGTH: usize = 1 + FINGERPRINT + NONCE + 32 + TAG;

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    pub(super) school: SchoolId,
    pub(super) subject: SubjectId,
}

impl Owner {
    fn bound(&self, master: Fingerprint) -> Vec<u8> {
        associated(&[
            b"gatehouse subject key",
            &[VERSION],
            &master.0,
            self.school.0.as_bytes(),
            self.subject.0.as_bytes(),
        ])
    }
}

/// Wraps a key.
pub(super) fn wrap(
    master: &MasterKey,
    owner: Owner,
    key: &SubjectKey,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    let fingerprint = master.fingerprint();
    let nonce = nonce(entropy);
    let mut body = Vec::with_capacity(key.bytes().len() + TAG);
    body.extend_from_slice(key.bytes());
    master
        .wrapping()
        .seal(&nonce, &owner.bound(fingerprint), &mut body)?;
    let mut wrapped = Vec::with_capacity(LENGTH);
    wrapped.push(VERSION);
    wrapped.extend_from_slice(&fingerprint.0);
    wrapped.extend_from_slice(&nonce);
    wrapped.extend_from_slice(&body);
    Ok(wrapped)
}

/// Which master key wrapped it.
pub(super) fn wrapped_by(wrapped: &[u8]) -> Result<Fingerprint, SealError> {
    parts(wrapped).map(|(fingerprint, _, _)| fingerprint)
}

/// Unwraps a key.
pub(super) fn unwrap(
    master: &MasterKey,
    owner: Owner,
    wrapped: &[u8],
) -> Result<SubjectKey, SealError> {
    let (found, nonce, body) = parts(wrapped)?;
    let expected = master.fingerprint();
    if found != expected {
        return Err(SealError::WrongMaster { expected, found });
    }
    let mut buffer = Zeroizing::new(body.to_vec());
    master
        .wrapping()
        .open(nonce, &owner.bound(found), &mut buffer)?;
    SubjectKey::from_bytes(&buffer).ok_or(SealError::Damaged)
}

fn parts(wrapped: &[u8]) -> Result<(Fingerprint, &[u8; NONCE], &[u8]), SealError> {
    let split = || {
        let (version, rest) = wrapped.split_first()?;
        let (fingerprint, rest) = rest.split_first_chunk()?;
        let (nonce, body) = rest.split_first_chunk()?;
        (*version == VERSION && wrapped.len() == LENGTH).then_some((
            Fingerprint(*fingerprint),
            nonce,
            body,
        ))
    };
    split().ok_or(SealError::Damaged)
}
