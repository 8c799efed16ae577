//! Takes an upload in as it comes: sealed from its first byte, never whole in
//! memory, and seen by nobody before its end.

use std::fmt;

use gatehouse_domain::clock::Entropy;
use object_store::path::Path;
use sha2::{Digest as _, Sha256};

use crate::seal::{ObjectPlace, Sealer, SubjectKey};

use super::{ObjectError, Stored, store::Store, upload::Upload};

/// Bytes sealed at a time, so that what waits to be sent stays small.
const PIECE: usize = 1024 * 1024;
/// More bytes than any object can have, for an error that nobody ever sees.
const MOST: u64 = 1 << 48;

/// An object that is being written. Dropped unfinished it leaves nothing that
/// can be seen, and takes back what it had sent as far as it can.
pub struct Writer {
    upload: Upload,
    /// None once a write failed or was given up half way.
    sealer: Option<Sealer>,
    bytes: u64,
    hash: Sha256,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes so far)", self.bytes)
    }
}

impl Writer {
    pub(super) fn begin(
        store: Store,
        path: Path,
        place: &ObjectPlace<'_>,
        key: &SubjectKey,
        entropy: &dyn Entropy,
    ) -> Self {
        let mut upload = Upload::new(store, path);
        let sealer = Sealer::begin(key, place, entropy, &mut upload.buffer);
        Self {
            upload,
            sealer: Some(sealer),
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    /// Seals and sends the next bytes. After an error, or if it is given up
    /// half way, nothing more is taken.
    ///
    /// # Errors
    /// [`ObjectError::NoRoom`], [`ObjectError::Refused`] or
    /// [`ObjectError::Unavailable`] if a part was not taken;
    /// [`ObjectError::Interrupted`] after an earlier error.
    pub async fn write(&mut self, plain: &[u8]) -> Result<(), ObjectError> {
        let mut sealer = self.sealer.take().ok_or(ObjectError::Interrupted)?;
        for piece in plain.chunks(PIECE) {
            sealer
                .push(piece, &mut self.upload.buffer)
                .map_err(|_| ObjectError::TooLong { limit: MOST })?;
            self.hash.update(piece);
            self.bytes += u64::try_from(piece.len()).unwrap_or(0);
            self.upload.send_full().await?;
        }
        self.sealer = Some(sealer);
        Ok(())
    }

    /// Seals the end and makes the object visible, whole; over one of the same
    /// name if there is one.
    ///
    /// # Errors
    /// As [`Writer::write`]. Nothing is visible then.
    pub async fn finish(mut self) -> Result<Stored, ObjectError> {
        let sealer = self.sealer.take().ok_or(ObjectError::Interrupted)?;
        sealer
            .finish(&mut self.upload.buffer)
            .map_err(|_| ObjectError::TooLong { limit: MOST })?;
        self.upload.finish().await?;
        Ok(Stored {
            bytes: self.bytes,
            sha256: self.hash.finalize().into(),
        })
    }

    /// Gives up: takes back what was sent.
    ///
    /// # Errors
    /// As [`Writer::write`], if it cannot be taken back now.
    pub async fn abort(self) -> Result<(), ObjectError> {
        self.upload.abort().await
    }
}
