//! Proves that a school's logs are what was written, or says where they are
//! not. Reads a thousand lines at a time, so a long log needs no more memory
//! than a short one.

mod finding;
mod walk;

use std::collections::BTreeSet;

use gatehouse_domain::ids::SchoolId;

use super::{
    Checkpoint, Hex, Log, VerifyingKey,
    checkpoint::{Kept, kept},
    outside::{CHECKPOINTS, DESTRUCTIONS, Ledger, RESTORATIONS, Restoration},
};
use crate::{Error, db::Tx};
use walk::walk;

pub use finding::{Finding, FindingCode, Note, Place, Report};

/// Checks both logs of a school, its checkpoints in the database and those in
/// the ledger outside, and the ledger's certificates. Where others write
/// meanwhile, take the school's turn first: else a checkpoint that is being
/// made at that very moment may be told as missing.
///
/// # Errors
/// The driver's; [`LogError::Ledger`](super::LogError::Ledger) where the
/// ledger cannot be read. What is wrong with what can be read is a finding.
pub async fn verify(
    tx: &mut Tx,
    school: SchoolId,
    ledger: &Ledger,
    key: &VerifyingKey,
) -> Result<Report, Error> {
    let mut report = Report::default();
    let inside = kept(tx, school, key).await?;
    let mut outside = read_ledger(school, ledger, key, &mut report)?;
    let known: BTreeSet<_> = outside.iter().map(Checkpoint::claim).collect();
    let restored = read_restorations(school, ledger, key, &mut report)?;
    set_aside(&restored, &mut outside, &mut report);
    compare(&inside, &outside, &known, &mut report);
    let marks = Marks::of(&inside, &outside, &restored);
    for log in Log::ALL {
        walk(tx, (log, school), &marks, None, &mut report).await?;
    }
    Ok(report)
}

/// Whether a log is what was written from its first line to that one, going by
/// all checkpoints inside and outside. That one side lacks some, as after a
/// kill, changes no line.
pub(super) async fn is_whole_to(
    tx: &mut Tx,
    (log, school): (Log, SchoolId),
    last: i64,
    ledger: &Ledger,
    key: &VerifyingKey,
) -> Result<bool, Error> {
    let mut report = Report::default();
    let inside = kept(tx, school, key).await?;
    let mut outside = read_ledger(school, ledger, key, &mut report)?;
    let restored = read_restorations(school, ledger, key, &mut report)?;
    set_aside(&restored, &mut outside, &mut report);
    let marks = Marks::of(&inside, &outside, &restored);
    walk(tx, (log, school), &marks, Some(last), &mut report).await?;
    let counts = |finding: &Finding| match finding.place {
        Place::Line { log: of, seq } => of == log && seq <= last,
        Place::Ledger { file, .. } => file == CHECKPOINTS,
    };
    Ok(report.further == 0 && !report.findings.iter().any(counts))
}

/// What is signed, wherever it was found.
struct Marks {
    /// Which line had which hash.
    claims: BTreeSet<(Log, i64, Hex<32>)>,
    /// Where a log may begin: after which line, and its hash.
    cuts: BTreeSet<(Log, i64, Hex<32>)>,
}

impl Marks {
    fn of(inside: &[Kept], outside: &[Checkpoint], restored: &[Restoration]) -> Self {
        let signed = || {
            inside
                .iter()
                .filter_map(|kept| kept.signed.as_ref())
                .chain(outside)
        };
        Self {
            claims: signed()
                .map(Checkpoint::claim)
                .chain(restored.iter().map(Restoration::claim))
                .collect(),
            cuts: signed()
                .filter(|one| one.cut)
                .map(Checkpoint::claim)
                .collect(),
        }
    }

    /// What lines a log had from `first` to `last`, both included.
    fn between(&self, log: Log, first: i64, last: i64) -> impl Iterator<Item = (i64, Hex<32>)> {
        let low = (log, first, Hex([0; 32]));
        let high = (log, last, Hex([0xff; 32]));
        // A range that ends before it begins is none.
        let some = (first <= last).then(|| self.claims.range(low..=high));
        some.into_iter().flatten().map(|claim| (claim.1, claim.2))
    }
}

/// The signed checkpoints of the school; what is wrong with the ledger's lines
/// goes into the report.
fn read_ledger(
    school: SchoolId,
    ledger: &Ledger,
    key: &VerifyingKey,
    report: &mut Report,
) -> Result<Vec<Checkpoint>, Error> {
    let mut outside = Vec::new();
    ledger.each_checkpoint(|line, read| {
        let place = Place::Ledger {
            file: CHECKPOINTS,
            line,
        };
        match read {
            None => report.add(FindingCode::LedgerDamaged, place),
            Some(one) if one.school != school => {}
            Some(one) if one.is_signed(key) => outside.push(one),
            Some(_) => report.add(FindingCode::CheckpointForged, place),
        }
    })?;
    ledger.each_destruction(|line, read| {
        let whole = read.is_some_and(|one| one.destruction.school != school || one.is_signed(key));
        if !whole {
            let file = DESTRUCTIONS;
            report.add(FindingCode::LedgerDamaged, Place::Ledger { file, line });
        }
    })?;
    Ok(outside)
}

/// The signed restorations of the school that no later one undid; what is
/// wrong with the ledger's lines goes into the report.
fn read_restorations(
    school: SchoolId,
    ledger: &Ledger,
    key: &VerifyingKey,
    report: &mut Report,
) -> Result<Vec<Restoration>, Error> {
    let mut restored = Vec::new();
    ledger.each_restoration(|line, read| {
        let file = RESTORATIONS;
        match read {
            Some(one) if one.restoration.school != school => {}
            Some(one) if one.is_signed(key) => restored.push(one.restoration),
            _ => report.add(FindingCode::LedgerDamaged, Place::Ledger { file, line }),
        }
    })?;
    let all = restored.clone();
    restored.retain(|one| !all.iter().any(|later| later.lost(one.claim(), one.at)));
    Ok(restored)
}

/// Takes out the checkpoints of lines that a restored backup did not have, and
/// tells how many each restoration lost.
fn set_aside(restored: &[Restoration], outside: &mut Vec<Checkpoint>, report: &mut Report) {
    for one in restored {
        let before = outside.len();
        outside.retain(|mark| !one.lost(mark.claim(), mark.at));
        let lost = before.saturating_sub(outside.len());
        report.notes.push(Note {
            log: one.log,
            seq: one.seq,
            at: one.at,
            backup: one.backup.clone(),
            checkpoints: u64::try_from(lost).unwrap_or(u64::MAX),
        });
    }
}

/// Both sides must know the same checkpoints. `known` are also those outside
/// whose lines a restoration lost.
fn compare(
    inside: &[Kept],
    outside: &[Checkpoint],
    known: &BTreeSet<(Log, i64, Hex<32>)>,
    report: &mut Report,
) {
    let mut there = BTreeSet::new();
    for kept in inside {
        report.checkpoints = report.checkpoints.saturating_add(1);
        // The table allows no other words than the two codes.
        let log = kept.log.unwrap_or(Log::Access);
        let place = Place::Line { log, seq: kept.seq };
        match kept.signed {
            None => report.add(FindingCode::CheckpointForged, place),
            Some(one) => {
                there.insert(one.claim());
                if !known.contains(&one.claim()) {
                    report.add(FindingCode::CheckpointUnknown, place);
                }
            }
        }
    }
    let expected: BTreeSet<_> = outside.iter().map(Checkpoint::claim).collect();
    for &(log, seq, _) in expected.difference(&there) {
        report.add(FindingCode::CheckpointMissing, Place::Line { log, seq });
    }
}
