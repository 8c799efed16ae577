//! Sealed files of a backup on their way back: opened piece by piece, and cut
//! into what was put in.

use std::path::Path;

use gatehouse_domain::ids::{SchoolId, SubjectId};
use uuid::Uuid;

use super::{
    BackupError,
    disk::In,
    manifest::{KEYS, ROWS},
    seal_place,
    value::{Reader, Row, Stop, head},
};
use crate::seal::{Opener, SubjectKey};

/// How much was read already before it is thrown away.
const READ: usize = 1 << 20;

/// A sealed file that is being read.
struct SealedIn {
    file: &'static str,
    bytes: In,
    /// None once the end was reached and agreed to.
    opener: Option<Opener>,
    plain: Vec<u8>,
    /// How much of it was read.
    done: usize,
}

impl SealedIn {
    async fn open(
        half: &Path,
        file: &'static str,
        (key, backup): (&SubjectKey, Uuid),
    ) -> Result<Self, BackupError> {
        Ok(Self {
            file,
            bytes: In::open(half, file).await?,
            opener: Some(Opener::begin(key, &seal_place(backup, file))),
            plain: Vec::new(),
            done: 0,
        })
    }

    /// What `read` makes of the bytes at the front; `None` at the end.
    async fn next<T>(
        &mut self,
        read: impl Fn(&mut Reader<'_>) -> Result<T, Stop>,
    ) -> Result<Option<T>, BackupError> {
        loop {
            let rest = self.plain.get(self.done..).unwrap_or_default();
            let mut reader = Reader(rest);
            match read(&mut reader) {
                Ok(value) => {
                    let taken = rest.len().saturating_sub(reader.0.len());
                    self.done = self.done.saturating_add(taken);
                    return Ok(Some(value));
                }
                Err(Stop::More) if self.opener.is_some() => self.more().await?,
                Err(Stop::More) if rest.is_empty() => return Ok(None),
                Err(Stop::More | Stop::Damaged) => return Err(self.damaged()),
            }
        }
    }

    async fn more(&mut self) -> Result<(), BackupError> {
        if self.done > READ {
            self.plain.drain(..self.done);
            self.done = 0;
        }
        let damaged = self.damaged();
        let piece = self.bytes.next().await?;
        let result = match self.opener.take() {
            Some(mut opener) if !piece.is_empty() => {
                let pushed = opener.push(piece, &mut self.plain);
                self.opener = Some(opener);
                pushed
            }
            Some(opener) => opener.finish(&mut self.plain),
            None => Ok(()),
        };
        result.map_err(|_| damaged)
    }

    fn damaged(&self) -> BackupError {
        BackupError::Damaged(self.file.to_owned())
    }
}

/// The rows of a backup, in the order of the tables.
pub(super) struct Rows(SealedIn);

impl Rows {
    /// Begins; what the file says of the tables must be what this program says.
    pub(super) async fn open(half: &Path, key: (&SubjectKey, Uuid)) -> Result<Self, BackupError> {
        let mut rows = Self(SealedIn::open(half, ROWS, key).await?);
        let expected = head();
        let found = rows
            .0
            .next(|reader| reader.take(expected.len()).map(<[u8]>::to_vec))
            .await?;
        if found.as_ref() == Some(&expected) {
            Ok(rows)
        } else {
            Err(rows.0.damaged())
        }
    }

    pub(super) async fn next(&mut self) -> Result<Option<Row>, BackupError> {
        self.0.next(Row::read).await
    }
}

/// A subject's key as it lay in the key store.
pub(super) struct WrappedKey {
    pub(super) school: SchoolId,
    pub(super) subject: SubjectId,
    pub(super) wrapped: Vec<u8>,
}

/// The keys of a backup.
pub(super) struct Keys(SealedIn);

impl Keys {
    pub(super) async fn open(half: &Path, key: (&SubjectKey, Uuid)) -> Result<Self, BackupError> {
        Ok(Self(SealedIn::open(half, KEYS, key).await?))
    }

    pub(super) async fn next(&mut self) -> Result<Option<WrappedKey>, BackupError> {
        let read = |reader: &mut Reader<'_>| {
            Ok(WrappedKey {
                school: SchoolId(Uuid::from_bytes(reader.array()?)),
                subject: SubjectId(Uuid::from_bytes(reader.array()?)),
                wrapped: reader.long()?.to_vec(),
            })
        };
        self.0.next(read).await
    }
}
