//! Jobs: what has to be done about a photo, a release or a duty after the
//! transaction that made it so, by whichever worker is free.
//!
//! A job is asked for inside the transaction of what caused it and deleted
//! inside the last transaction of what it did, so that neither is there without
//! the other. A worker holds it by a lease and is believed dead when it is not
//! heard of until the lease ends. So a handler may begin a job that somebody
//! else has begun, but only one of them ever finishes it: handlers must bear
//! being run twice, and what they commit comes with [`finish`].
//!
//! A handler that finds itself too early (the clock was put right meanwhile, see
//! [`clock_went_back`]) asks for its job again, for the right moment.

mod lease;
mod list;

use gatehouse_domain::{
    clock::Entropy,
    ids::{JobId, SchoolId},
};
use jiff::Timestamp;
use uuid::Uuid;

pub use lease::{Claimed, Failed, WORKER_GONE, claim, fail, finish, give_back, heartbeat, put_off};
pub use list::{
    Counts, JobState, StuckJob, clock_went_back, counts, next_ready, pending_for, retry, states_of,
    stuck, try_now,
};

use crate::{
    Error,
    db::{Tx, run},
    sql,
    values::At,
};

/// A piece of work to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewJob {
    /// The school it is done for.
    pub school: SchoolId,
    /// Which work, as a stable kebab-case code.
    pub kind: &'static str,
    /// What it is about; the handler looks the rest up.
    pub about: Uuid,
    /// Not before this moment.
    pub ready_at: Timestamp,
}

/// Asks for a piece of work; it is there when the caller's transaction commits.
///
/// There is one job for each kind and thing. Asked for once more, it keeps the
/// earlier of both moments while it waits, runs once more afterwards (at the
/// moment asked for now) while a worker is at it, and starts anew where it was
/// stuck.
///
/// # Errors
/// The driver's.
pub async fn enqueue(
    tx: &mut Tx,
    job: &NewJob,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<(), Error> {
    run!(
        tx,
        sql::queue::ENQUEUE,
        JobId::new(now, entropy).0,
        job.school.0,
        job.kind,
        job.about,
        At::from(job.ready_at),
        At::from(now),
    )?;
    Ok(())
}
