//! What the queue keeps up with, on both databases: jobs asked for, one
//! transaction each, and jobs taken and finished by one worker and by four.
//! Every commit of SQLite is on the disk before it is told. Run with `cargo
//! bench -p gatehouse-store`; PostgreSQL is the server that
//! `GATEHOUSE_TEST_POSTGRES` names.
#![expect(clippy::expect_used, reason = "a bench fails by it")]

use std::{cell::RefCell, future::Future};

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use gatehouse_domain::ids::uuid_v7;
use gatehouse_store::{
    db::Db,
    queue::{self, NewJob},
};
use jiff::{SignedDuration, Timestamp};
use tokio::{runtime::Handle, task::JoinSet};

#[expect(
    dead_code,
    unused_macros,
    reason = "a bench needs less of it than the tests"
)]
#[path = "../contract/harness.rs"]
mod harness;

use harness::T;

/// Jobs that the workers of one measurement share.
const JOBS: u32 = 100;

const LEASE: SignedDuration = SignedDuration::from_secs(30);

fn keeping(c: &mut Criterion) {
    let c = RefCell::new(c);
    let measure = |t: T| {
        measure(&mut c.borrow_mut(), &t);
        async {}
    };
    harness::on_sqlite(measure);
    harness::on_postgres(measure);
}

fn measure(c: &mut Criterion, t: &T) {
    let mut group = c.benchmark_group(t.db.kind());
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(1));
    // These wait for ever: the workers below do not find them.
    let later = Timestamp::MAX;
    group.bench_function("ask for a job", |b| b.iter(|| wait(ask(t, 1, later))));
    group.throughput(Throughput::Elements(JOBS.into()));
    for workers in [1, 4] {
        group.bench_function(format!("claim and finish, {workers} at once"), |b| {
            b.iter_batched(
                || wait(ask(t, JOBS, t.now())),
                |()| assert_eq!(wait(work(t, workers)), JOBS),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// Waits for the database inside of a measurement.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::task::block_in_place(|| Handle::current().block_on(future))
}

async fn ask(t: &T, jobs: u32, ready_at: Timestamp) {
    let mut tx = t.db.begin().await.expect("it begins");
    for _ in 0..jobs {
        let job = NewJob {
            school: t.school,
            kind: "clean",
            about: uuid_v7(t.now(), &t.chance),
            ready_at,
        };
        queue::enqueue(&mut tx, &job, t.now(), &t.chance)
            .await
            .expect("it is asked for");
    }
    tx.commit().await.expect("it commits");
}

/// So many workers do everything there is; returns how many jobs that were.
async fn work(t: &T, workers: u32) -> u32 {
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        tasks.spawn(worker(t.db.clone(), uuid_v7(t.now(), &t.chance), t.now()));
    }
    tasks.join_all().await.into_iter().sum()
}

async fn worker(db: Db, worker: uuid::Uuid, now: Timestamp) -> u32 {
    let mut done = 0;
    while let Some(job) = queue::claim(&db, worker, now, LEASE, 5)
        .await
        .expect("it is looked for")
    {
        let mut tx = db.begin().await.expect("it begins");
        queue::finish(&mut tx, &job, now)
            .await
            .expect("it is still held");
        tx.commit().await.expect("it commits");
        done += 1;
    }
    done
}

criterion_group!(benches, keeping);
criterion_main!(benches);
