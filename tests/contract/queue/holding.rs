//! A worker holds its job while it is heard of, and no longer.

use gatehouse_store::{
    Error,
    queue::{self, Counts, NewJob},
};
use jiff::SignedDuration;

use super::{DAY, Desk as _, LEASE, LIMIT};
use crate::harness::T;

contract! {
    a_dead_workers_job_is_taken_over_when_its_lease_ends,
    a_heartbeat_keeps_the_lease,
    who_lost_the_lease_can_end_nothing,
    a_worker_cannot_end_its_second_lease_by_its_first,
    a_lease_that_ended_unnoticed_still_counts,
    a_job_that_kills_its_workers_is_stuck_in_the_end,
    what_is_given_back_does_not_count_as_tried,
    what_is_put_off_waits_and_does_not_count_as_tried,
    what_a_clock_that_ran_ahead_wrote_is_moved_to_the_present,
    a_lease_by_a_clock_that_ran_ahead_ends_all_the_same,
}

async fn a_dead_workers_job_is_taken_over_when_its_lease_ends(t: T) {
    t.asked(&t.job(t.id())).await;
    let dead = t.taken().await;
    t.clock.advance(LEASE - SignedDuration::from_micros(1));
    assert_eq!(t.claim(t.id()).await, None);
    t.clock.advance(SignedDuration::from_micros(1));
    let heir = t.taken().await;
    assert_eq!((heir.id, heir.attempts), (dead.id, 2));
    t.finish(&heir).await.expect("it is done");
    assert_eq!(t.count("job").await, 0);
}

async fn a_heartbeat_keeps_the_lease(t: T) {
    t.asked(&t.job(t.id())).await;
    let job = t.taken().await;
    for _ in 0..6 {
        t.clock.advance(LEASE / 3);
        assert!(t.heartbeat(&job).await);
    }
    assert_eq!(t.claim(t.id()).await, None);
    assert_eq!(t.next_ready().await, Some(t.now() + LEASE));
    t.finish(&job).await.expect("it is done");
    assert!(!t.heartbeat(&job).await);
}

async fn who_lost_the_lease_can_end_nothing(t: T) {
    t.asked(&t.job(t.id())).await;
    let lost = t.taken().await;
    t.clock.advance(LEASE);
    let held = t.taken().await;

    let mut tx = t.tx().await;
    t.asked_in(&mut tx, &t.job(t.id())).await;
    let told = queue::finish(&mut tx, &lost, t.now()).await;
    assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
    drop(tx);
    assert_eq!(t.count("job").await, 1);
    assert!(matches!(t.fail(&lost).await, Err(Error::Conflict)));
    assert!(!t.heartbeat(&lost).await);
    t.give_back(&lost).await;

    assert_eq!(t.claim(t.id()).await, None);
    assert!(t.heartbeat(&held).await);
    t.finish(&held).await.expect("it is done");
    assert!(matches!(t.finish(&lost).await, Err(Error::Conflict)));
}

async fn a_worker_cannot_end_its_second_lease_by_its_first(t: T) {
    t.asked(&t.job(t.id())).await;
    let worker = t.id();
    let first = t.claim(worker).await.expect("a job");
    t.clock.advance(LEASE);
    let second = t.claim(worker).await.expect("the same job");
    assert_eq!(first.id, second.id);
    assert!(matches!(t.finish(&first).await, Err(Error::Conflict)));
    t.finish(&second).await.expect("it is done");
}

async fn a_lease_that_ended_unnoticed_still_counts(t: T) {
    t.asked(&t.job(t.id())).await;
    let job = t.taken().await;
    t.clock.advance(DAY);
    assert!(t.heartbeat(&job).await);
    t.clock.advance(DAY);
    t.finish(&job).await.expect("it is done");
    assert_eq!(t.claim(t.id()).await, None);
}

async fn a_job_that_kills_its_workers_is_stuck_in_the_end(t: T) {
    let (job, other) = (t.job(t.id()), t.id());
    t.asked(&job).await;
    for attempt in 1..=LIMIT {
        assert_eq!(t.taken().await.attempts, attempt);
        t.clock.advance(LEASE);
    }
    t.asked(&t.job(other)).await;
    assert_eq!(t.taken().await.about, other);
    let stuck = t.stuck().await;
    assert_eq!(stuck.len(), 1);
    assert_eq!((stuck[0].about, stuck[0].attempts), (job.about, LIMIT));
    assert_eq!(stuck[0].code.as_deref(), Some(queue::WORKER_GONE));
}

async fn what_is_given_back_does_not_count_as_tried(t: T) {
    t.asked(&t.job(t.id())).await;
    for _ in 0..=LIMIT {
        let claimed = t.taken().await;
        assert_eq!(claimed.attempts, 1);
        t.give_back(&claimed).await;
        assert!(!t.heartbeat(&claimed).await);
    }
    assert_eq!(
        t.counts().await,
        Counts {
            ready: 1,
            ..Counts::default()
        }
    );
}

async fn what_is_put_off_waits_and_does_not_count_as_tried(t: T) {
    t.asked(&t.job(t.id())).await;
    for _ in 0..=LIMIT {
        let claimed = t.taken().await;
        assert_eq!(claimed.attempts, 1);
        queue::put_off(&t.db, &claimed, "store-not-there", t.now())
            .await
            .expect("it is held");
        let again = queue::put_off(&t.db, &claimed, "store-not-there", t.now()).await;
        assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
        assert_eq!(t.claim(t.id()).await, None);
        t.clock.advance(SignedDuration::from_secs(10));
    }
    assert_eq!(t.taken().await.attempts, 1);
}

async fn what_a_clock_that_ran_ahead_wrote_is_moved_to_the_present(t: T) {
    // By the right clock: far away, but rightly so.
    t.asked(&NewJob {
        ready_at: t.now() + DAY * 400,
        ..t.job(t.id())
    })
    .await;
    let soon = t.now() + SignedDuration::from_secs(5);
    t.asked(&NewJob {
        ready_at: soon,
        ..t.job(t.id())
    })
    .await;

    t.clock.advance(DAY * 365);
    let leased = t.taken().await;
    t.asked(&NewJob {
        ready_at: t.now() + DAY,
        ..t.job(leased.about)
    })
    .await;
    let waiting = NewJob {
        ready_at: t.now() + DAY,
        ..t.job(t.id())
    };
    t.asked(&waiting).await;
    let failed = NewJob {
        ready_at: t.now() - DAY * 366,
        ..t.job(t.id())
    };
    t.asked(&failed).await;
    let claimed = t.taken().await;
    assert_eq!(claimed.about, failed.about);
    t.fail(&claimed).await.expect("it is told");

    t.clock.advance(-DAY * 365);
    assert_eq!(t.claim(t.id()).await, None);
    assert_eq!(t.clock_went_back().await, 3);
    assert_eq!(t.clock_went_back().await, 0);
    assert_eq!(t.claim(t.id()).await, None);
    t.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(t.taken().await.about, failed.about);
    assert!(t.heartbeat(&leased).await);
    t.finish(&leased).await.expect("it is done");
    t.clock.advance(DAY);
    let mut left = vec![
        t.taken().await.about,
        t.taken().await.about,
        t.taken().await.about,
    ];
    left.sort();
    let mut expected = vec![leased.about, waiting.about, failed.about];
    expected.sort();
    assert_eq!(left, expected);
    assert_eq!(t.next_ready().await, Some(t.now() + LEASE));
}

async fn a_lease_by_a_clock_that_ran_ahead_ends_all_the_same(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    t.clock.advance(DAY);
    let dead = t.taken().await;
    t.clock.advance(-DAY);
    t.asked(&job).await;
    assert_eq!(t.clock_went_back().await, 1);
    t.clock.advance(LEASE);
    assert_eq!(t.taken().await.id, dead.id);
}
