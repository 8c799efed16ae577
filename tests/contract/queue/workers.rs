//! Many workers at once, each with a connection of its own.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use gatehouse_store::{Error, db::Db, queue};
use jiff::Timestamp;
use uuid::Uuid;

use super::{DAY, Desk as _, LEASE};
use crate::harness::T;

contract! {
    eight_workers_do_a_thousand_jobs_once_each,
    eight_workers_whose_clocks_leap_finish_each_job_once,
}

/// How often each thing was taken, and how often it was finished.
type Tally = Arc<Mutex<HashMap<Uuid, (u32, u32)>>>;

async fn eight_workers_do_a_thousand_jobs_once_each(t: T) {
    t.asked_many(1000).await;
    let tally = eight_workers(&t, 0).await;
    assert_eq!(tally.len(), 1000);
    assert!(tally.values().all(|&times| times == (1, 1)), "{tally:?}");
    assert_eq!(t.count("job").await, 0);
}

async fn eight_workers_whose_clocks_leap_finish_each_job_once(t: T) {
    t.asked_many(200).await;
    let tally = eight_workers(&t, 600).await;
    assert_eq!(tally.len(), 200);
    assert!(
        tally.values().all(|&(_, finished)| finished == 1),
        "{tally:?}"
    );
    assert_eq!(t.count("job").await, 0);
}

/// Eight workers with a connection each, until there is nothing left to take.
/// The first `leaps` claims each find their clock a day further on.
async fn eight_workers(t: &T, leaps: i64) -> HashMap<Uuid, (u32, u32)> {
    let tally = Tally::default();
    let days = Arc::new(AtomicI64::new(0));
    let mut workers = Vec::new();
    for _ in 0..8 {
        let (db, id, tally, days) = (t.again().await, t.id(), tally.clone(), days.clone());
        let start = t.now();
        workers.push(tokio::spawn(async move {
            let clock = || start + DAY * day(&days, leaps);
            work(&db, id, clock, &tally).await;
            db.close().await;
        }));
    }
    for worker in workers {
        worker.await.expect("it comes to its end");
    }
    Arc::into_inner(tally)
        .expect("nobody else holds it")
        .into_inner()
        .expect("nobody panicked")
}

fn day(days: &AtomicI64, leaps: i64) -> i32 {
    let day = days.fetch_add(1, Ordering::SeqCst).min(leaps);
    i32::try_from(day).expect("few days")
}

async fn work(db: &Db, worker: Uuid, clock: impl Fn() -> Timestamp, tally: &Tally) {
    let count = |about, taken, finished| {
        let mut tally = tally.lock().expect("nobody panicked");
        let entry = tally.entry(about).or_default();
        entry.0 += taken;
        entry.1 += finished;
    };
    while let Some(job) = queue::claim(db, worker, clock(), LEASE, u32::MAX)
        .await
        .expect("it is looked for")
    {
        count(job.about, 1, 0);
        tokio::task::yield_now().await;
        let mut tx = db.begin().await.expect("it begins");
        match queue::finish(&mut tx, &job, clock()).await {
            Ok(()) => {
                tx.commit().await.expect("it commits");
                count(job.about, 0, 1);
            }
            Err(Error::Conflict) => drop(tx),
            Err(error) => panic!("{error:?}"),
        }
    }
}
