//! Seals objects, pictures above all, as they stream by: never more than one
//! chunk of a picture is in memory because of sealing.
//!
//! Form: version (1 byte) | nonce prefix (19) | chunks of 64 KiB, each with
//! its tag (16). A chunk's nonce is prefix | its number (4 bytes, big-endian) |
//! 1 if it is the last, else 0 (the STREAM construction of Hoang, Reyhanitabar,
//! Rogaway and Vizár, 2015), so that a chunk left out, repeated, moved, cut or
//! appended is found.

use gatehouse_domain::clock::Entropy;
use zeroize::Zeroizing;

use super::{
    ObjectPlace, SealError, SubjectKey,
    secret::{NONCE, Secret, TAG},
};

const VERSION: u8 = 1;
const PREFIX: usize = 19;
const HEADER: usize = 1 + PREFIX;
/// Bytes of a chunk before it is sealed.
const CHUNK: usize = 64 * 1024;
const SEALED_CHUNK: usize = CHUNK + TAG;

/// What both directions share: the key, what it is bound to, the next number.
struct Chunks {
    key: Secret,
    bound_to: Vec<u8>,
    prefix: [u8; PREFIX],
    /// None after the last possible number, or after a chunk that failed.
    next: Option<u32>,
}

impl Chunks {
    fn new(key: &SubjectKey, place: &ObjectPlace<'_>, prefix: [u8; PREFIX]) -> Self {
        Self {
            key: key.for_objects(),
            bound_to: place.bound(VERSION),
            prefix,
            next: Some(0),
        }
    }

    fn nonce(&self, number: u32, last: bool) -> [u8; NONCE] {
        let number = number.to_be_bytes();
        let last = [u8::from(last)];
        let mut nonce = [0; NONCE];
        let bytes = self.prefix.iter().chain(&number).chain(&last);
        for (to, from) in nonce.iter_mut().zip(bytes) {
            *to = *from;
        }
        nonce
    }

    fn seal(&mut self, last: bool, chunk: &mut Vec<u8>) -> Result<(), SealError> {
        let number = self.next.take().ok_or(SealError::TooLong)?;
        self.key
            .seal(&self.nonce(number, last), &self.bound_to, chunk)?;
        self.next = number.checked_add(1);
        Ok(())
    }

    fn open(&mut self, last: bool, chunk: &mut Vec<u8>) -> Result<(), SealError> {
        let number = self.next.take().ok_or(SealError::Damaged)?;
        self.key
            .open(&self.nonce(number, last), &self.bound_to, chunk)?;
        self.next = number.checked_add(1);
        Ok(())
    }
}

/// Seals piece by piece. What it wrote opens only after [`Sealer::finish`].
pub struct Sealer {
    chunks: Chunks,
    pending: Zeroizing<Vec<u8>>,
}

impl Sealer {
    /// Begins an object: writes its header to `out`.
    #[must_use]
    pub fn begin(
        key: &SubjectKey,
        place: &ObjectPlace<'_>,
        entropy: &dyn Entropy,
        out: &mut Vec<u8>,
    ) -> Self {
        let mut prefix = [0; PREFIX];
        entropy.fill(&mut prefix);
        out.push(VERSION);
        out.extend_from_slice(&prefix);
        Self {
            chunks: Chunks::new(key, place, prefix),
            pending: Zeroizing::new(Vec::with_capacity(SEALED_CHUNK)),
        }
    }

    /// Seals the next bytes; full chunks go to `out`.
    ///
    /// # Errors
    /// [`SealError::TooLong`] after 2^32 chunks (256 TiB).
    pub fn push(&mut self, plain: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let mut rest = plain;
        while !rest.is_empty() {
            // A full chunk waits for more, since it may be the last.
            if self.pending.len() == CHUNK {
                self.emit(false, out)?;
            }
            let (now, later) = rest.split_at(rest.len().min(CHUNK - self.pending.len()));
            self.pending.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    /// Seals the end.
    ///
    /// # Errors
    /// As [`Sealer::push`].
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), SealError> {
        self.emit(true, out)
    }

    fn emit(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), SealError> {
        self.chunks.seal(last, &mut self.pending)?;
        out.extend_from_slice(&self.pending);
        self.pending.clear();
        Ok(())
    }
}

/// Opens piece by piece. Until [`Opener::finish`] has agreed, what it gave is
/// the true beginning of the object, but may not be all of it.
pub struct Opener {
    chunks: Chunks,
    header_read: bool,
    pending: Zeroizing<Vec<u8>>,
}

impl Opener {
    /// Begins to open the object of that place.
    #[must_use]
    pub fn begin(key: &SubjectKey, place: &ObjectPlace<'_>) -> Self {
        Self {
            chunks: Chunks::new(key, place, [0; PREFIX]),
            header_read: false,
            pending: Zeroizing::new(Vec::with_capacity(SEALED_CHUNK)),
        }
    }

    /// Opens the next bytes; full chunks go to `out`. After an error nothing
    /// more is opened.
    ///
    /// # Errors
    /// [`SealError::Damaged`] if a chunk is not the next one of this object.
    pub fn push(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let mut rest = sealed;
        while !rest.is_empty() {
            let full = if self.header_read {
                SEALED_CHUNK
            } else {
                HEADER
            };
            if self.pending.len() == full {
                self.take(out)?;
                continue;
            }
            let (now, later) = rest.split_at(rest.len().min(full - self.pending.len()));
            self.pending.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    /// Opens the end and checks that it is the end.
    ///
    /// # Errors
    /// [`SealError::Damaged`] if the object was cut.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), SealError> {
        if !self.header_read {
            return Err(SealError::Damaged);
        }
        self.chunks.open(true, &mut self.pending)?;
        out.extend_from_slice(&self.pending);
        Ok(())
    }

    /// Takes what is pending: it is full and more follows.
    fn take(&mut self, out: &mut Vec<u8>) -> Result<(), SealError> {
        if self.header_read {
            self.chunks.open(false, &mut self.pending)?;
            out.extend_from_slice(&self.pending);
        } else {
            match self.pending.split_first_chunk() {
                Some(([VERSION], prefix)) if prefix.len() == PREFIX => {
                    self.chunks.prefix.copy_from_slice(prefix);
                }
                _ => {
                    self.chunks.next = None;
                    return Err(SealError::Damaged);
                }
            }
            self.header_read = true;
        }
        self.pending.clear();
        Ok(())
    }
}

/// Seals a whole object.
///
/// # Errors
/// [`SealError::TooLong`] from 256 TiB on.
pub fn seal_object(
    key: &SubjectKey,
    place: &ObjectPlace<'_>,
    entropy: &dyn Entropy,
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::new();
    let mut sealer = Sealer::begin(key, place, entropy, &mut out);
    sealer.push(plain, &mut out)?;
    sealer.finish(&mut out)?;
    Ok(out)
}

/// Opens a whole object.
///
/// # Errors
/// [`SealError::Damaged`] unless every byte is as it was sealed for that place.
pub fn open_object(
    key: &SubjectKey,
    place: &ObjectPlace<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    // Room for all of it: growing would leave copies in the clear behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    let mut opener = Opener::begin(key, place);
    opener.push(sealed, &mut plain)?;
    opener.finish(&mut plain)?;
    Ok(plain)
}

/// Bytes of an object of so many bytes once it is sealed.
#[must_use]
pub fn sealed_len(plain: u64) -> u64 {
    let chunks = plain.div_ceil(65_536).max(1);
    plain.saturating_add(chunks * 16).saturating_add(20)
}

/// Bytes in a sealed object of so many bytes; none if no sealed
/// object has that length.
#[must_use]
pub fn plain_len(sealed: u64) -> Option<u64> {
    let body = sealed.checked_sub(20)?;
    let plain = body.checked_sub(body.div_ceil(65_552).max(1) * 16)?;
    // Not every length can be that of a sealed object.
    (sealed_len(plain) == sealed).then_some(plain)
}

#[cfg(test)]
mod tests;
