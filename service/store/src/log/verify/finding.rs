//! What a verified log is told to be.

use jiff::Timestamp;
use serde::Serialize;

use super::super::Log;

/// How many findings are told one by one; the rest are counted.
const TOLD: usize = 1000;

/// What was checked, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// Lines of the access log that were checked.
    pub access: u64,
    /// Lines of the evidence log that were checked.
    pub evidence: u64,
    /// Checkpoints in the database that were checked.
    pub checkpoints: u64,
    /// What is wrong, at most the first 1,000 of it.
    pub findings: Vec<Finding>,
    /// How much more is wrong.
    pub further: u64,
    /// What is not wrong and yet to be known.
    pub notes: Vec<Note>,
}

/// That a backup was restored: the lines after its newest one were lost then,
/// which is as it must be. Its text is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Which log.
    pub log: Log,
    /// Its newest line in the backup.
    pub seq: i64,
    /// When it was restored.
    pub at: Timestamp,
    /// The backup's name.
    pub backup: String,
    /// Checkpoints in the ledger of lines that were lost.
    pub checkpoints: u64,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (log, seq, checkpoints) = (self.log.code(), self.seq, self.checkpoints);
        write!(
            f,
            "the backup {} was restored on {}: the {log} log went on after line {seq}, and {checkpoints} checkpoints of later lines were lost then",
            self.backup, self.at
        )
    }
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    pub(super) fn add(&mut self, code: FindingCode, place: Place) {
        if self.findings.len() < TOLD {
            self.findings.push(Finding { code, place });
        } else {
            self.further = self.further.saturating_add(1);
        }
    }

    pub(super) const fn count(&mut self, log: Log) {
        let lines = match log {
            Log::Access => &mut self.access,
            Log::Evidence => &mut self.evidence,
        };
        *lines = lines.saturating_add(1);
    }
}

/// One thing that is wrong, and where. Its text is a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// In the database.
    Line {
        /// Which log, or whose checkpoint.
        log: Log,
        /// The line's number.
        seq: i64,
    },
    /// In the ledger outside.
    Ledger {
        /// Name of the file.
        file: &'static str,
        /// Its line, from 1.
        line: u64,
    },
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingCode {
    /// A line's own hash is not that of its columns.
    HashDiffers,
    /// A line does not hold the hash of the line before it.
    PreviousDiffers,
    /// A line is gone, or several from that number on.
    LineMissing,
    /// A line stands where another stood, which is near.
    OutOfOrder,
    /// A signed checkpoint knows a line beyond the newest.
    LogShortened,
    /// A line has another hash than a signed checkpoint knows.
    Rewritten,
    /// The ledger knows a checkpoint that the database does not.
    CheckpointMissing,
    /// A checkpoint is not signed by the key.
    CheckpointForged,
    /// The database knows a checkpoint that the ledger does not.
    CheckpointUnknown,
    /// A line of the ledger does not read back.
    LedgerDamaged,
}

impl FindingCode {
    /// Every code.
    pub const ALL: [Self; 10] = [
        Self::HashDiffers,
        Self::PreviousDiffers,
        Self::LineMissing,
        Self::OutOfOrder,
        Self::LogShortened,
        Self::Rewritten,
        Self::CheckpointMissing,
        Self::CheckpointForged,
        Self::CheckpointUnknown,
        Self::LedgerDamaged,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HashDiffers => "hash-differs",
            Self::PreviousDiffers => "previous-differs",
            Self::LineMissing => "line-missing",
            Self::OutOfOrder => "out-of-order",
            Self::LogShortened => "log-shortened",
            Self::Rewritten => "rewritten",
            Self::CheckpointMissing => "checkpoint-missing",
            Self::CheckpointForged => "checkpoint-forged",
            Self::CheckpointUnknown => "checkpoint-unknown",
            Self::LedgerDamaged => "ledger-damaged",
        }
    }

    /// What it means, after "line 7 of the access log" or the like.
    const fn sentence(self) -> &'static str {
        match self {
            Self::HashDiffers => "was changed after it was written",
            Self::PreviousDiffers => "does not follow the line before it",
            Self::LineMissing => "is missing",
            Self::OutOfOrder => "stands where another line stood",
            Self::LogShortened => "was signed once, but the log ends before it",
            Self::Rewritten => "is not the one that was signed: the log was rewritten",
            Self::CheckpointMissing => {
                "has a checkpoint in the ledger that the database has no more"
            }
            Self::CheckpointForged => "has a checkpoint that this school's key did not sign",
            Self::CheckpointUnknown => "has a checkpoint in the database that the ledger has not",
            Self::LedgerDamaged => "is damaged: put the line back from a copy of the ledger",
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place {
            Place::Line { log, seq } => write!(f, "line {seq} of the {} log ", log.code())?,
            Place::Ledger { file, line } => write!(f, "line {line} of the ledger's {file} ")?,
        }
        f.write_str(self.code.sentence())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_finding_is_the_same_for_machines_and_people() {
        let mut seen = BTreeSet::new();
        for code in FindingCode::ALL {
            let place = Place::Line {
                log: Log::Access,
                seq: 7,
            };
            let finding = Finding { code, place };
            let json = serde_json::to_value(finding).unwrap();
            let expected = serde_json::json!({"code": code.code(), "log": "access", "seq": 7});
            assert_eq!(json, expected);
            let text = finding.to_string();
            assert!(text.starts_with("line 7 of the access log "), "{text}");
            assert!(seen.insert(code.code()) && seen.insert(code.sentence()));
        }
        let place = Place::Ledger {
            file: "checkpoints.jsonl",
            line: 3,
        };
        let code = FindingCode::LedgerDamaged;
        let text = Finding { code, place }.to_string();
        let expected = "line 3 of the ledger's checkpoints.jsonl is damaged: ";
        assert!(text.starts_with(expected), "{text}");
    }
}
