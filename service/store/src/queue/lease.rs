//! A worker takes a job, says that it lives, and ends it one way or another.

use gatehouse_domain::ids::{JobId, SchoolId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    Error,
    db::{Db, Tx, one, run},
    sql,
    values::At,
};

/// The code of an attempt whose worker was not heard of again.
pub const WORKER_GONE: &str = "worker-gone";

/// The wait for something that is away.
const PUT_OFF: SignedDuration = SignedDuration::from_secs(10);

/// The longest wait between two attempts, in seconds.
const LONGEST_WAIT: i64 = 3600;

/// A job that a worker holds. It is the proof of the lease: worker and attempt
/// together name one claim, so that even a worker that took its own job a
/// second time cannot end it by the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The job.
    pub id: JobId,
    /// The school it is done for.
    pub school: SchoolId,
    /// Which work.
    pub kind: String,
    /// What it is about.
    pub about: Uuid,
    /// Which attempt this is; the first is 1.
    pub attempts: u32,
    /// Who holds it.
    pub worker: Uuid,
}

/// What becomes of a job whose attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again, from this moment.
    Later(Timestamp),
    /// It was tried often enough: a person must look.
    Stuck,
}

/// Takes the job that has been ready longest, of any kind and school, for as
/// long as `lease`: one whose time has come, or one whose worker is gone.
///
/// A job whose worker is gone after `limit` attempts is stuck instead: perhaps
/// it was the job that killed the worker.
///
/// # Errors
/// The driver's.
pub async fn claim(
    db: &Db,
    worker: Uuid,
    now: Timestamp,
    lease: SignedDuration,
    limit: u32,
) -> Result<Option<Claimed>, Error> {
    let mut tx = db.begin().await?;
    let taken = loop {
        let Some((job, code)) = take(&mut tx, worker, now, lease).await? else {
            break None;
        };
        if job.attempts <= limit {
            break Some(job);
        }
        give_up(&mut tx, &job, limit, code.as_deref(), now).await?;
    };
    tx.commit().await?;
    Ok(taken)
}

/// A row of a job just taken, with the code of its last failure.
type Row = (Uuid, Uuid, String, Uuid, i64, Option<String>);

async fn take(
    tx: &mut Tx,
    worker: Uuid,
    now: Timestamp,
    lease: SignedDuration,
) -> Result<Option<(Claimed, Option<String>)>, Error> {
    let statement = match tx {
        Tx::Sqlite(_) => sql::dialect::CLAIM_SQLITE,
        Tx::Postgres(_) => sql::dialect::CLAIM_POSTGRES,
    };
    let until = later(now, lease);
    let row = one!(
        tx,
        Row,
        statement,
        At::from(until),
        worker,
        WORKER_GONE,
        At::from(now)
    )?;
    row.map(|(id, school, kind, about, attempts, code)| {
        let job = Claimed {
            id: JobId(id),
            school: SchoolId(school),
            kind,
            about,
            attempts: count(id, attempts)?,
            worker,
        };
        Ok((job, code))
    })
    .transpose()
}

/// Says that the worker lives and holds the job for as long as `lease` from
/// now. Returns whether it still does: `false` where somebody else took it,
/// and then what was done so far is dropped.
///
/// Not while a transaction with [`finish`] is open: one would wait for the
/// other.
///
/// # Errors
/// The driver's.
pub async fn heartbeat(
    db: &Db,
    job: &Claimed,
    now: Timestamp,
    lease: SignedDuration,
) -> Result<bool, Error> {
    let mut tx = db.begin().await?;
    let beaten = run!(
        &mut tx,
        sql::queue::HEARTBEAT,
        At::from(later(now, lease)),
        At::from(now),
        job.id.0,
        job.worker,
        i64::from(job.attempts),
    )?;
    tx.commit().await?;
    Ok(beaten == 1)
}

/// Ends a job inside the last transaction of what it did. Where it was asked
/// for again meanwhile, it waits for that moment instead.
///
/// A lease that is over but that nobody else took still counts.
///
/// # Errors
/// [`Error::Conflict`] where somebody else holds the job now: the transaction
/// must not be committed, its work is that other worker's.
pub async fn finish(tx: &mut Tx, job: &Claimed, now: Timestamp) -> Result<(), Error> {
    let (id, worker, attempt) = (job.id.0, job.worker, i64::from(job.attempts));
    // In this order: somebody may ask again between the two, and then the
    // second sees it.
    if run!(tx, sql::queue::FINISH, id, worker, attempt)? == 1 {
        return Ok(());
    }
    let again = run!(
        tx,
        sql::queue::FINISH_AGAIN,
        At::from(now),
        id,
        worker,
        attempt
    )?;
    held(again)
}

/// Ends an attempt that failed. The next waits 2 seconds, then 4, 8 and so on,
/// at most an hour; after `limit` attempts the job is stuck, with the code
/// kept. Where it was asked for again meanwhile, it starts anew instead.
///
/// # Errors
/// [`Error::Conflict`] where somebody else holds the job now.
pub async fn fail(
    db: &Db,
    job: &Claimed,
    code: &str,
    now: Timestamp,
    limit: u32,
) -> Result<Failed, Error> {
    let mut tx = db.begin().await?;
    let failed = if job.attempts >= limit {
        give_up(&mut tx, job, job.attempts, Some(code), now).await?
    } else {
        try_later(&mut tx, job, code, now).await?
    };
    tx.commit().await?;
    Ok(failed)
}

async fn try_later(
    tx: &mut Tx,
    job: &Claimed,
    code: &str,
    now: Timestamp,
) -> Result<Failed, Error> {
    let at = At::from(later(now, wait(job.attempts)));
    wait_until(tx, sql::queue::LATER, job, code, (at, now)).await?;
    Ok(Failed::Later(at.into()))
}

/// A job waits from `now` until `at`, with the code of why.
async fn wait_until(
    tx: &mut Tx,
    statement: &'static str,
    job: &Claimed,
    code: &str,
    (at, now): (At, Timestamp),
) -> Result<(), Error> {
    let changed = run!(
        tx,
        statement,
        at,
        code,
        At::from(now),
        job.id.0,
        job.worker,
        i64::from(job.attempts),
    )?;
    held(changed)
}

async fn give_up(
    tx: &mut Tx,
    job: &Claimed,
    attempts: u32,
    code: Option<&str>,
    now: Timestamp,
) -> Result<Failed, Error> {
    let row = one!(
        tx,
        (String, At),
        sql::queue::GIVE_UP,
        At::from(now),
        i64::from(attempts),
        code,
        job.id.0,
        job.worker,
        i64::from(job.attempts),
    )?;
    let (state, at) = row.ok_or(Error::Conflict)?;
    Ok(match state.as_str() {
        "stuck" => Failed::Stuck,
        _ => Failed::Later(at.into()),
    })
}

/// Puts a job off that could not be done since something it needs is away: it
/// is tried again ten seconds later, and the attempt does not count, so that it is
/// still there when what was away is back after a week. The code is kept.
///
/// # Errors
/// [`Error::Conflict`] where somebody else holds the job now.
pub async fn put_off(db: &Db, job: &Claimed, code: &str, now: Timestamp) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let until = (At::from(later(now, PUT_OFF)), now);
    wait_until(&mut tx, sql::queue::PUT_OFF, job, code, until).await?;
    tx.commit().await
}

/// Gives a job back undone, as a worker does that is told to stop: it is ready
/// at once and the attempt does not count. Nothing happens where somebody else
/// holds it now.
///
/// # Errors
/// The driver's.
pub async fn give_back(db: &Db, job: &Claimed, now: Timestamp) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    run!(
        &mut tx,
        sql::queue::GIVE_BACK,
        At::from(now),
        job.id.0,
        job.worker,
        i64::from(job.attempts),
    )?;
    tx.commit().await
}

/// The wait after so many attempts.
fn wait(attempts: u32) -> SignedDuration {
    let seconds = 2_i64.checked_pow(attempts).unwrap_or(LONGEST_WAIT);
    SignedDuration::from_secs(seconds.min(LONGEST_WAIT))
}

/// A moment so much later, or the last there is.
fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// That the one row of the lease was there to change.
fn held(changed: u64) -> Result<(), Error> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// A count as it stands in a row.
pub(super) fn count(id: Uuid, attempts: i64) -> Result<u32, Error> {
    u32::try_from(attempts).map_err(|error| Error::corrupt("job", "attempts", id, error))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_double_from_two_seconds_to_an_hour() {
        let waits: Vec<i64> = (1..=13).map(|attempt| wait(attempt).as_secs()).collect();
        let doubling = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600];
        assert_eq!(waits, doubling);
    }

    proptest! {
        #[test]
        fn no_wait_is_shorter_than_the_one_before_or_longer_than_an_hour(attempts in 0_u32..u32::MAX) {
            prop_assert!(wait(attempts) <= wait(attempts + 1));
            prop_assert!(wait(attempts + 1) <= SignedDuration::from_hours(1));
        }
    }

    #[test]
    fn a_lease_at_the_end_of_time_ends_with_it() {
        assert_eq!(
            later(Timestamp::MAX, SignedDuration::from_secs(1)),
            Timestamp::MAX
        );
    }
}
