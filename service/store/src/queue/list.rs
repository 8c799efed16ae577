//! What waits, what is stuck, and the two ways a person or a changed clock
//! moves it on.

use gatehouse_domain::ids::{JobId, SchoolId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::lease::count;
use crate::{
    Error,
    db::{Db, Tx, all, one, run},
    sql,
    values::At,
};

/// How far the clocks of several machines may be apart unnoticed.
const APART: SignedDuration = SignedDuration::from_mins(1);

/// A job that was tried often enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StuckJob {
    /// The job.
    pub id: JobId,
    /// Which work.
    pub kind: String,
    /// What it is about.
    pub about: Uuid,
    /// The code of its last failure.
    pub code: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// Since when it is stuck.
    pub since: Timestamp,
}

/// How much there is to do, in all schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Jobs whose time is still to come.
    pub waiting: u64,
    /// Jobs that a worker could take now.
    pub ready: u64,
    /// Jobs that a worker holds, or held when it was last heard of.
    pub leased: u64,
    /// Jobs that a person must look at.
    pub stuck: u64,
}

/// A school's stuck jobs, those stuck longest first.
///
/// # Errors
/// [`Error::Corrupt`] where a row does not read back; the driver's.
pub async fn stuck(tx: &mut Tx, school: SchoolId) -> Result<Vec<StuckJob>, Error> {
    type Row = (Uuid, String, Uuid, Option<String>, i64, At);
    all!(tx, Row, sql::queue::STUCK, school.0)?
        .into_iter()
        .map(|(id, kind, about, code, attempts, since)| {
            Ok(StuckJob {
                id: JobId(id),
                kind,
                about,
                code,
                attempts: count(id, attempts)?,
                since: since.into(),
            })
        })
        .collect()
}

/// Starts a stuck job of the school anew, at once.
///
/// # Errors
/// [`Error::Conflict`] where no such job of the school is stuck (any more).
pub async fn retry(tx: &mut Tx, school: SchoolId, job: JobId, now: Timestamp) -> Result<(), Error> {
    match run!(tx, sql::queue::RETRY, At::from(now), job.0, school.0)? {
        1 => Ok(()),
        _ => Err(Error::Conflict),
    }
}

/// Has work about a thing that failed before tried again at once, where nobody
/// is at it and it is not its turn already: with new attempts where it was
/// stuck. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn try_now(
    tx: &mut Tx,
    school: SchoolId,
    (kind, about): (&str, Uuid),
    now: Timestamp,
) -> Result<bool, Error> {
    let now = At::from(now);
    Ok(run!(tx, sql::queue::TRY_NOW, now, school.0, kind, about)? > 0)
}

/// How much there is to do, in all schools.
///
/// # Errors
/// The driver's.
pub async fn counts(tx: &mut Tx, now: Timestamp) -> Result<Counts, Error> {
    type Row = (i64, i64, i64, i64);
    let row = one!(tx, Row, sql::queue::COUNTS, At::from(now))?;
    // A count is never below nothing.
    let whole = |number: i64| u64::try_from(number).unwrap_or_default();
    let (waiting, ready, leased, stuck) = row.unwrap_or_default();
    Ok(Counts {
        waiting: whole(waiting),
        ready: whole(ready),
        leased: whole(leased),
        stuck: whole(stuck),
    })
}

/// When there will be something to take: a job's time comes, or a lease ends.
/// In the past where there is something now; `None` where nothing waits.
///
/// # Errors
/// The driver's.
pub async fn next_ready(tx: &mut Tx) -> Result<Option<Timestamp>, Error> {
    let row = one!(tx, (At,), sql::queue::NEXT_READY)?;
    Ok(row.map(|(at,)| at.into()))
}

/// The kinds of work still to be done about a thing, in the order of their
/// codes; stuck ones are not among them.
///
/// # Errors
/// The driver's.
pub async fn pending_for(tx: &mut Tx, about: Uuid) -> Result<Vec<String>, Error> {
    let rows = all!(tx, (String,), sql::queue::PENDING_FOR, about)?;
    Ok(rows.into_iter().map(|(kind,)| kind).collect())
}

/// How far work about a thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobState {
    /// Which work.
    pub kind: String,
    /// Whether a person must look at it.
    pub stuck: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// The code of its last failure, if it failed.
    pub code: Option<String>,
}

/// How far each kind of work about a thing is, stuck ones too, in the order of
/// their codes.
///
/// # Errors
/// [`Error::Corrupt`] where a row does not read back; the driver's.
pub async fn states_of(tx: &mut Tx, school: SchoolId, about: Uuid) -> Result<Vec<JobState>, Error> {
    type Row = (String, String, i64, Option<String>);
    all!(tx, Row, sql::queue::STATES_OF, school.0, about)?
        .into_iter()
        .map(|(kind, state, attempts, code)| {
            Ok(JobState {
                kind,
                stuck: state == "stuck",
                attempts: count(about, attempts)?,
                code,
            })
        })
        .collect()
}

/// Moves what was written by a clock that ran ahead to the present; returns how
/// many jobs that were.
///
/// A machine that thought it was next year would else leave its photos lying
/// until then. A worker calls this when it starts and when it sees its clock go
/// back. Waits keep their length: what was to be done in two hours is done two
/// hours from now.
///
/// # Errors
/// The driver's.
pub async fn clock_went_back(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let bound = now.checked_add(APART).unwrap_or(Timestamp::MAX);
    let mut tx = db.begin().await?;
    let moved = run!(
        &mut tx,
        sql::queue::SET_BACK,
        At::from(now),
        At::from(bound)
    )?;
    tx.commit().await?;
    Ok(moved)
}
