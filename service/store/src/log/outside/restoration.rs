//! That a backup was restored, signed: the lines of a log after its newest one
//! were lost then. Without the key nobody can say so of lines he took away.

use gatehouse_domain::ids::SchoolId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Ledger, json};
use crate::{
    log::{Hex, Log, LogError, SigningKey, VerifyingKey, encoding::Encoding},
    values::cut,
};

/// The file of restorations in the ledger's folder.
pub const RESTORATIONS: &str = "restorations.jsonl";

/// What is said of the restoration of one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restoration {
    /// Whose log.
    pub school: SchoolId,
    /// Which.
    pub log: Log,
    /// Number of its newest line in the backup; 0 where there was none.
    pub seq: i64,
    /// That line's hash.
    pub hash: Hex<32>,
    /// When it was restored, in microseconds.
    pub at: Timestamp,
    /// The backup's name.
    pub backup: String,
}

impl Restoration {
    fn encode(&self) -> Encoding {
        Encoding::of("gatehouse restoration 1")
            .field(self.school.0)
            .field(self.log.code())
            .number(self.seq)
            .field(self.hash.0)
            .number(self.at.as_microsecond())
            .field(&self.backup)
    }

    /// Which line had which hash.
    pub(in crate::log) const fn claim(&self) -> (Log, i64, Hex<32>) {
        (self.log, self.seq, self.hash)
    }

    /// Whether a line of which something was signed at that moment was lost by
    /// this: the backup did not go so far.
    pub(in crate::log) fn lost(&self, (log, seq, _): (Log, i64, Hex<32>), at: Timestamp) -> bool {
        log == self.log && seq > self.seq && at < self.at
    }
}

/// A line of [`RESTORATIONS`].
#[derive(Serialize, Deserialize)]
pub(in crate::log) struct Restored {
    #[serde(flatten)]
    pub(in crate::log) restoration: Restoration,
    signature: Hex<64>,
}

impl Restored {
    pub(in crate::log) fn is_signed(&self, key: &VerifyingKey) -> bool {
        key.signed(&self.restoration.encode(), &self.signature)
    }
}

impl Ledger {
    /// Signs and writes that a log was restored; when this returns it is on
    /// the disk.
    ///
    /// # Errors
    /// [`LogError::Ledger`]; then the line may be there or not.
    pub fn add_restoration(&self, one: &Restoration, key: &SigningKey) -> Result<(), LogError> {
        let restoration = Restoration {
            at: cut(one.at),
            ..one.clone()
        };
        let signature = key.sign(&restoration.encode());
        let line = json(&Restored {
            restoration,
            signature,
        })?;
        Ok(self.to_write(RESTORATIONS)?.append(&line)?)
    }

    /// Every line with its number; `None` where it is damaged.
    pub(in crate::log) fn each_restoration(
        &self,
        show: impl FnMut(u64, Option<Restored>),
    ) -> Result<(), LogError> {
        self.to_read(RESTORATIONS)?.each(0, show)?;
        Ok(())
    }
}
