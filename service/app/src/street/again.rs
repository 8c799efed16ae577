//! What is out is judged again and again, for a permission may end, or a pupil
//! leave, with the passing of a day. What somebody does is judged in the
//! transaction that does it; this is for the rest.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use gatehouse_domain::{
    ids::{ReleaseId, SchoolId},
    release::Event,
};
use gatehouse_store::{
    db::Tx,
    releases::{self, StageCode},
};
use jiff::civil::Date;

use super::{
    StreetError,
    releases::{Machine, Open},
    tend::Tended,
};
use crate::house::House;

/// Rounds a day, one every ten minutes, and a few to spare.
const ROUNDS: u32 = 140;

/// At least so many are judged in a round.
const FEWEST: u32 = 20;

/// Releases whose ids are read at a time.
const AT_ONCE: u32 = 500;

/// How far this process has come with each school.
#[derive(Debug, Default)]
pub(crate) struct Rounds(Mutex<HashMap<SchoolId, Round>>);

/// By what everything was judged last, and how far the slow round has come
/// since.
#[derive(Debug, Clone, Copy)]
struct Round {
    version: i64,
    day: Date,
    after: Option<ReleaseId>,
}

impl House {
    /// Judges what is out again, each release in a transaction of its own: all
    /// of it on a new day and by another register; else a part, so that all of
    /// it has its turn within a day whatever this process remembers wrongly.
    pub(super) async fn judge_going_out(
        &self,
        school: SchoolId,
        tended: &mut Tended,
    ) -> Result<(), StreetError> {
        let mut tx = self.db.read().await?;
        let version = self.register(&mut tx, school).await?.version();
        let count = releases::count_going_out(&mut tx, school).await?;
        drop(tx);
        let day = self.today();
        let last = self.rounds.get(school);
        let known = last.filter(|last| (last.version, last.day) == (version, day));
        let (mut after, mut left) = known.map_or((None, u32::MAX), |last| {
            (last.after, count.div_ceil(ROUNDS).max(FEWEST))
        });
        let failed = tended.failed;
        while left > 0 {
            let limit = left.min(AT_ONCE);
            let mut tx = self.db.read().await?;
            let some = releases::going_out(&mut tx, school, after, limit).await?;
            drop(tx);
            for id in &some {
                tended.judged += 1;
                match self.judge_again(school, *id).await {
                    Ok(recalled) => tended.recalled += usize::from(recalled),
                    Err(error) => tended.note(error)?,
                }
            }
            after = some.last().copied();
            left -= limit;
            if after.is_none() {
                break;
            }
        }
        // What could not be judged is tried again in the next round.
        if tended.failed == failed {
            let round = Round {
                version,
                day,
                after,
            };
            self.rounds.set(school, round);
        }
        Ok(())
    }

    /// Judges one release again; nothing is written where nothing changed.
    /// Whether it came back.
    async fn judge_again(&self, school: SchoolId, id: ReleaseId) -> Result<bool, StreetError> {
        let mut tx = self.decide(school).await?;
        let unchanged = match self.open(&mut tx, school, id).await {
            Ok(open) => self.stands(&mut tx, school, &open).await,
            Err(error) => Err(error),
        };
        match unchanged {
            Ok(true) => return Ok(false),
            Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
            Ok(false) | Err(_) => {}
        }
        self.judge_or_recall(&mut tx, school, id).await?;
        let row = releases::get::<Machine>(&mut tx, school, id).await?;
        tx.commit().await?;
        Ok(row.is_some_and(|row| row.stage == StageCode::Recalled))
    }

    /// Whether a release judged now stays exactly where it is.
    async fn stands(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
    ) -> Result<bool, StreetError> {
        if open.row.stage == StageCode::Recalled {
            return Ok(true);
        }
        let outcome = self.look_at(tx, school, open, true).await?.outcome;
        Ok(open.machine.step(&Event::Judged { outcome })? == open.machine)
    }
}

impl Rounds {
    fn get(&self, school: SchoolId) -> Option<Round> {
        let rounds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rounds.get(&school).copied()
    }

    fn set(&self, school: SchoolId, round: Round) {
        let mut rounds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rounds.insert(school, round);
    }
}

#[cfg(test)]
mod tests;
