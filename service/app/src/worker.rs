//! Somebody who walks the street: takes a job, does it, takes the next. Any
//! number of workers, in any number of processes, never do one job twice.

use std::{sync::Arc, time::Duration};

use gatehouse_store::queue::{self, Claimed, Counts, Failed};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{Notify, watch},
    task::{AbortHandle, JoinSet},
};
use uuid::Uuid;

use crate::{
    house::House,
    street::{StreetError, jobs},
};

/// How workers work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// Jobs at once.
    pub count: usize,
    /// For how long a job is taken before it is taken for abandoned.
    pub lease: Duration,
    /// Attempts before a job is left to a person.
    pub attempts: u32,
    /// How long to wait before looking again where there was nothing to do.
    pub poll: Duration,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            count: 2,
            lease: Duration::from_mins(2),
            attempts: 8,
            poll: Duration::from_secs(1),
        }
    }
}

/// What came of working until nothing was left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drained {
    /// Jobs that were done.
    pub done: u64,
    /// Attempts that failed; their jobs wait for another, or for a person.
    pub failed: u64,
}

/// Works until told to stop; what is being done then is done to its end.
///
/// # Errors
/// Only where the database cannot even be asked for the time being is nothing
/// told: it is asked again.
pub async fn work(house: Arc<House>, habits: Habits, stop: watch::Receiver<bool>) {
    put_in_order(&house).await;
    let mut workers = JoinSet::new();
    for _ in 0..habits.count.max(1) {
        workers.spawn(one(house.clone(), habits, stop.clone()));
    }
    while workers.join_next().await.is_some() {}
}

/// Whatever was killed before left things half done. What is away now is put in
/// order by the next sweep.
async fn put_in_order(house: &House) {
    if let Err(error) = house.put_in_order().await {
        tracing::warn!(
            code = error.code(),
            "what was left half done waits: {error}"
        );
    }
}

async fn one(house: Arc<House>, habits: Habits, mut stop: watch::Receiver<bool>) {
    let me = name(&house);
    let mut last = house.now();
    while !*stop.borrow() {
        last = look_at_clock(&house, last).await;
        match claim(&house, me, habits).await {
            Ok(Some(job)) => {
                Box::pin(attend(&house, job, habits)).await;
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(code = error.code(), "the queue cannot be asked: {error}"),
        }
        let idle = tokio::time::sleep(habits.poll);
        tokio::select! {
            () = idle => {}
            changed = stop.changed() => {
                // Who could tell to stop is gone: so is everything else.
                if changed.is_err() {
                    return;
                }
            }
        }
    }
}

/// Sees that a clock that went back keeps no work waiting for what is now the
/// future.
async fn look_at_clock(house: &House, last: Timestamp) -> Timestamp {
    let now = house.now();
    if now < last {
        match queue::clock_went_back(&house.db, now).await {
            Ok(moved) => tracing::warn!(moved, "the clock went back"),
            Err(error) => tracing::warn!(code = error.code(), "{error}"),
        }
    }
    now
}

/// Works until no job is ready, those included that others ask for meanwhile.
///
/// # Errors
/// The store's, when the queue itself cannot be asked.
pub async fn drain(house: &Arc<House>, habits: Habits) -> Result<Drained, StreetError> {
    put_in_order(house).await;
    let state = Arc::new((Notify::new(), std::sync::Mutex::new(0_usize)));
    let mut workers = JoinSet::new();
    for _ in 0..habits.count.max(1) {
        workers.spawn(drain_one(house.clone(), habits, state.clone()));
    }
    let mut all = Drained::default();
    while let Some(one) = workers.join_next().await {
        match one {
            Ok(one) => {
                let one = one?;
                all.done += one.done;
                all.failed += one.failed;
            }
            Err(ended) => std::panic::resume_unwind(ended.into_panic()),
        }
    }
    Ok(all)
}

type Busy = Arc<(Notify, std::sync::Mutex<usize>)>;

async fn drain_one(house: Arc<House>, habits: Habits, state: Busy) -> Result<Drained, StreetError> {
    let me = name(&house);
    let busy = |by: isize| {
        let mut count = state
            .1
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *count = count.saturating_add_signed(by);
        *count
    };
    let mut came = Drained::default();
    loop {
        let woken = state.0.notified();
        busy(1);
        let claimed = claim(&house, me, habits).await;
        let job = match claimed {
            Ok(Some(job)) => job,
            Ok(None) if busy(-1) > 0 => {
                // Somebody is at work, who may ask for more.
                woken.await;
                continue;
            }
            other => {
                if other.is_err() {
                    busy(-1);
                }
                state.0.notify_waiters();
                return other.map(|_| came);
            }
        };
        if Box::pin(attend(&house, job, habits)).await {
            came.done += 1;
        } else {
            came.failed += 1;
        }
        busy(-1);
        state.0.notify_waiters();
    }
}

fn name(house: &House) -> Uuid {
    gatehouse_domain::ids::uuid_v7(house.now(), &*house.entropy)
}

async fn claim(house: &House, me: Uuid, habits: Habits) -> Result<Option<Claimed>, StreetError> {
    let lease = SignedDuration::try_from(habits.lease).unwrap_or(SignedDuration::MAX);
    // How often is asked in `attend`, which knows the work that is never given
    // up.
    Ok(queue::claim(&house.db, me, house.now(), lease, u32::MAX).await?)
}

/// Work that must be done in the end, however often it failed: taking back,
/// destroying, looking after a school, backing up.
fn is_never_given_up(kind: &str) -> bool {
    let never = [
        jobs::RECALL,
        jobs::DESTROY,
        jobs::TEND,
        jobs::SWEEP,
        jobs::BACKUP,
    ];
    never.contains(&kind)
}

/// Does a job, keeping its lease alive meanwhile; whether it was done.
async fn attend(house: &Arc<House>, job: Claimed, habits: Habits) -> bool {
    let limit = if is_never_given_up(&job.kind) {
        u32::MAX
    } else {
        habits.attempts
    };
    let failed = if job.attempts > limit {
        // Its workers were gone before they could say what was wrong with it.
        Some(Failure::counts(queue::WORKER_GONE))
    } else {
        try_once(house, &job, habits).await
    };
    let Some(Failure { code, counts }) = failed else {
        return true;
    };
    if !counts {
        if let Err(error) = queue::put_off(&house.db, &job, code, house.now()).await {
            tracing::warn!(job = %job.id, code = error.code(), "{error}");
        }
        return false;
    }
    match queue::fail(&house.db, &job, code, house.now(), limit).await {
        Ok(Failed::Stuck) => {
            tracing::error!(job = %job.id, kind = job.kind, "a job is stuck: see `gatehouse doctor`");
        }
        Ok(Failed::Later(_)) => {}
        // Its lease runs out, and it is taken up again.
        Err(error) => tracing::warn!(job = %job.id, code = error.code(), "{error}"),
    }
    false
}

/// Why an attempt came to nothing.
struct Failure {
    /// The code of what was wrong.
    code: &'static str,
    /// Whether it counts: not where a disk or folder is away, for the job is
    /// done when that is back.
    counts: bool,
}

impl Failure {
    const fn counts(code: &'static str) -> Self {
        Self { code, counts: true }
    }
}

/// One attempt at a job, on a task of its own so that a panic is a failed
/// attempt and no more; what was wrong.
async fn try_once(house: &Arc<House>, job: &Claimed, habits: Habits) -> Option<Failure> {
    let work = {
        let (house, job) = (Arc::clone(house), job.clone());
        tokio::spawn(async move { handle(&house, &job).await })
    };
    let heart = tokio::spawn(beat(
        Arc::clone(house),
        job.clone(),
        habits,
        work.abort_handle(),
    ));
    let result = work.await;
    heart.abort();
    let code = match result {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => {
            tracing::warn!(job = %job.id, kind = job.kind, code = error.code(), "a job failed: {error}");
            return Some(Failure {
                code: error.code(),
                counts: !error.is_of_the_place(),
            });
        }
        Err(ended) if ended.is_cancelled() => "lease-lost",
        Err(_) => {
            tracing::error!(job = %job.id, kind = job.kind, "a job panicked: report this");
            "panicked"
        }
    };
    Some(Failure::counts(code))
}

/// Says every third of a lease that the worker lives. Once somebody else has
/// the job, the work on it is dropped.
async fn beat(house: Arc<House>, job: Claimed, habits: Habits, work: AbortHandle) {
    let lease = SignedDuration::try_from(habits.lease).unwrap_or(SignedDuration::MAX);
    let mut beat = tokio::time::interval(habits.lease / 3);
    beat.tick().await;
    loop {
        beat.tick().await;
        // Not to be told now is told next time.
        let held = queue::heartbeat(&house.db, &job, house.now(), lease).await;
        if matches!(held, Ok(false)) {
            work.abort();
            return;
        }
    }
}

async fn handle(house: &House, job: &Claimed) -> Result<(), StreetError> {
    match job.kind.as_str() {
        jobs::CLEAN => house.clean(job).await,
        jobs::SCAN => house.scan(job).await,
        jobs::PUBLISH => house.publish(job).await,
        jobs::RECALL => house.recall(job).await,
        jobs::DESTROY => house.destroy(job).await,
        jobs::TEND => house.tend_job(job).await,
        jobs::SWEEP => house.sweep_job(job).await,
        jobs::BACKUP => house.backup_job(job).await,
        _ => Err(StreetError::NoSuch("kind of work")),
    }
}

/// Gives every stuck job of every school new attempts, at once; how many.
///
/// # Errors
/// The store's.
pub async fn retry_stuck(house: &House) -> Result<usize, StreetError> {
    let mut retried = 0;
    for school in house.schools().await? {
        let mut tx = house.decide(school).await?;
        for job in queue::stuck(&mut tx, school).await? {
            queue::retry(&mut tx, school, job.id, house.now()).await?;
            retried += 1;
        }
        tx.commit().await?;
    }
    Ok(retried)
}

/// How much is waiting, ready, being done, and stuck.
///
/// # Errors
/// The store's.
pub async fn counts(house: &House, now: Timestamp) -> Result<Counts, StreetError> {
    let mut tx = house.db.read().await?;
    Ok(queue::counts(&mut tx, now).await?)
}
