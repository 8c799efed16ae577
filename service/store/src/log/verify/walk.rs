//! The walk along one log, from its first line to its last.

use std::collections::HashSet;

use gatehouse_domain::ids::SchoolId;

use super::{
    super::{
        Log,
        columns::{Columns, Raw, Row, beginning},
    },
    FindingCode, Marks, Place, Report,
};
use crate::{
    Error,
    db::{Tx, all},
    sql::logs,
};

/// Lines that are read at a time.
const LINES: i64 = 1000;

/// How far the walk has come.
struct Walk<'a> {
    log: Log,
    school: SchoolId,
    marks: &'a Marks,
    report: &'a mut Report,
    /// Number and hash of the line before: where the log may begin, at first.
    before: (i64, Raw),
}

/// Walks to a line, or to the end.
pub(super) async fn walk(
    tx: &mut Tx,
    (log, school): (Log, SchoolId),
    marks: &Marks,
    to: Option<i64>,
    report: &mut Report,
) -> Result<(), Error> {
    let sql = match log {
        Log::Access => logs::AFTER_ACCESS,
        Log::Evidence => logs::AFTER_EVIDENCE,
    };
    let mut page = read(tx, sql, school, i64::MIN).await?;
    let first = page.first().map(|(columns, _)| columns.seq);
    let before = start(log, school, marks, first);
    let mut walk = Walk {
        log,
        school,
        marks,
        report,
        before,
    };
    while let Some((last, _)) = page.last() {
        let last = last.seq;
        // What stands in the wrong place comes from near by, as a rule.
        let near: HashSet<Raw> = page.iter().map(|(_, hash)| hash.clone()).collect();
        for (columns, hash) in page {
            if to.is_some_and(|to| columns.seq > to) {
                return Ok(());
            }
            walk.line(&columns, hash, &near);
        }
        page = read(tx, sql, school, last).await?;
    }
    if to.is_none() {
        walk.end();
    }
    Ok(())
}

async fn read(
    tx: &mut Tx,
    sql: &'static str,
    school: SchoolId,
    after: i64,
) -> Result<Vec<(Columns, Raw)>, Error> {
    let rows = all!(tx, Row, sql, school.0, after, LINES)?;
    Ok(rows.into_iter().map(Columns::of).collect())
}

/// What the first line there must follow: the line it was cut at; where the
/// log is empty, the newest cut; where it was never cut, the beginning.
fn start(log: Log, school: SchoolId, marks: &Marks, first: Option<i64>) -> (i64, Raw) {
    let fits = |seq: i64| first.is_none_or(|first| seq < first);
    let mut cuts = marks.cuts.iter();
    let newest = cuts.rfind(|cut| cut.0 == log && fits(cut.1));
    newest.map_or_else(
        || (0, Raw::of(beginning(log, school))),
        |&(_, seq, hash)| (seq, Raw::of(hash.0)),
    )
}

impl Walk<'_> {
    fn line(&mut self, columns: &Columns, hash: Raw, near: &HashSet<Raw>) {
        let (log, seq) = (self.log, columns.seq);
        self.report.count(log);
        let (before, previous) = &self.before;
        let expected = before.saturating_add(1);
        let follows = columns.previous == *previous;
        if seq == expected {
            let whole = hash.0 == columns.hash(log, self.school);
            match (whole, follows) {
                (true, true) => {}
                (true, false) => self.add(FindingCode::PreviousDiffers, seq),
                (false, true) => self.add(FindingCode::HashDiffers, seq),
                (false, false) if near.contains(&columns.previous) => {
                    self.add(FindingCode::OutOfOrder, seq);
                }
                (false, false) => {
                    self.add(FindingCode::HashDiffers, seq);
                    self.add(FindingCode::PreviousDiffers, seq);
                }
            }
        } else {
            // Said once for all that is missing; it follows none of them.
            self.add(FindingCode::LineMissing, expected);
            if hash.0 != columns.hash(log, self.school) {
                self.add(FindingCode::HashDiffers, seq);
            }
        }
        for (_, signed) in self.marks.between(log, seq, seq) {
            if hash.0 != signed.0 {
                self.add(FindingCode::Rewritten, seq);
            }
        }
        self.before = (seq, hash);
    }

    fn end(&mut self) {
        let (last, _) = self.before;
        let beyond = self
            .marks
            .between(self.log, last.saturating_add(1), i64::MAX);
        for (seq, _) in beyond {
            self.add(FindingCode::LogShortened, seq);
        }
    }

    fn add(&mut self, code: FindingCode, seq: i64) {
        let log = self.log;
        self.report.add(code, Place::Line { log, seq });
    }
}
