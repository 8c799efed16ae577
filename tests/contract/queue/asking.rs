//! What was asked for in a transaction is there when it commits, once.

use gatehouse_store::{
    Error,
    queue::{self, Failed, NewJob},
};
use jiff::SignedDuration;

use super::{DAY, Desk as _, LIMIT};
use crate::harness::T;

contract! {
    a_job_is_there_only_when_its_transaction_commits,
    a_job_is_taken_when_its_time_has_come_and_the_longest_waiting_first,
    asked_for_twice_it_is_done_once_at_the_earlier_moment,
    asked_for_meanwhile_it_is_done_once_more_at_that_moment,
    asked_for_in_the_moment_of_its_end_it_is_not_lost,
    asked_for_meanwhile_it_outlives_failures,
    asked_for_again_a_stuck_job_starts_anew,
}

async fn a_job_is_there_only_when_its_transaction_commits(t: T) {
    let mut tx = t.tx().await;
    t.asked_in(&mut tx, &t.job(t.id())).await;
    drop(tx);
    assert_eq!(t.claim(t.id()).await, None);
    t.asked(&t.job(t.id())).await;
    assert!(t.claim(t.id()).await.is_some());
}

async fn a_job_is_taken_when_its_time_has_come_and_the_longest_waiting_first(t: T) {
    let (second, first) = (t.id(), t.id());
    t.asked(&t.job(second)).await;
    let earlier = t.now() - SignedDuration::from_micros(1);
    t.asked(&NewJob {
        ready_at: earlier,
        ..t.job(first)
    })
    .await;
    let later = t.now() + SignedDuration::from_micros(1);
    t.asked(&NewJob {
        ready_at: later,
        ..t.job(t.id())
    })
    .await;

    let (worker, job) = (t.id(), t.job(first));
    let claimed = t.claim(worker).await.expect("a job");
    assert_eq!((claimed.school, claimed.about), (job.school, first));
    assert_eq!((claimed.kind.as_str(), claimed.attempts), (job.kind, 1));
    assert_eq!(claimed.worker, worker);
    assert_eq!(t.taken().await.about, second);
    assert_eq!(t.claim(worker).await, None);
    t.clock.advance(SignedDuration::from_micros(1));
    assert!(t.claim(worker).await.is_some());
}

async fn asked_for_twice_it_is_done_once_at_the_earlier_moment(t: T) {
    let about = t.id();
    let soon = t.now() + SignedDuration::from_secs(1);
    let job = |ready_at| NewJob {
        ready_at,
        ..t.job(about)
    };
    t.asked(&job(t.now() + DAY)).await;
    t.asked(&job(soon)).await;
    t.asked(&job(t.now() + DAY)).await;
    assert_eq!(t.next_ready().await, Some(soon));
    // Of another kind it is other work.
    t.asked(&NewJob {
        kind: "scan",
        ..job(soon)
    })
    .await;
    assert_eq!(t.count("job").await, 2);
}

async fn asked_for_meanwhile_it_is_done_once_more_at_that_moment(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    let claimed = t.taken().await;
    let moment = t.now() + DAY;
    t.asked(&NewJob {
        ready_at: moment + DAY,
        ..job
    })
    .await;
    t.asked(&NewJob {
        ready_at: moment,
        ..job
    })
    .await;
    t.asked(&NewJob {
        ready_at: moment + DAY,
        ..job
    })
    .await;
    assert_eq!(t.claim(t.id()).await, None);

    t.finish(&claimed).await.expect("it is done");
    assert!(matches!(t.finish(&claimed).await, Err(Error::Conflict)));
    assert_eq!(t.next_ready().await, Some(moment));
    t.clock.advance(DAY);
    let again = t.taken().await;
    assert_eq!((again.id, again.attempts), (claimed.id, 1));
    t.finish(&again).await.expect("it is done");
    assert_eq!(t.count("job").await, 0);
}

async fn asked_for_in_the_moment_of_its_end_it_is_not_lost(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    let claimed = t.taken().await;
    let mut tx = t.tx().await;
    t.asked_in(&mut tx, &job).await;
    let (finished, ()) = tokio::join!(t.finish(&claimed), async {
        tokio::task::yield_now().await;
        tx.commit().await.expect("it commits");
    });
    finished.expect("it is done");
    assert_eq!(t.taken().await.id, claimed.id);
}

async fn asked_for_meanwhile_it_outlives_failures(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    let moment = t.now() + DAY;
    for attempt in 1..LIMIT {
        let claimed = t.taken().await;
        assert_eq!(claimed.attempts, attempt);
        t.asked(&NewJob {
            ready_at: moment,
            ..job
        })
        .await;
        let Ok(Failed::Later(at)) = t.fail(&claimed).await else {
            panic!("it is tried again");
        };
        t.clock.advance(at.duration_since(t.now()));
    }
    let last = t.taken().await;
    let told = t.fail(&last).await.expect("it is told");
    assert_eq!(told, Failed::Later(moment));
    t.clock.advance(DAY);
    assert_eq!(t.taken().await.attempts, 1);
}

async fn asked_for_again_a_stuck_job_starts_anew(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    let claimed = t.taken().await;
    let told = queue::fail(&t.db, &claimed, "no-picture", t.now(), 1).await;
    assert_eq!(told.expect("it is told"), Failed::Stuck);
    let moment = t.now() + DAY;
    t.asked(&NewJob {
        ready_at: moment,
        ..job
    })
    .await;
    assert_eq!(t.stuck().await, []);
    assert_eq!(t.next_ready().await, Some(moment));
    t.clock.advance(DAY);
    assert_eq!(t.taken().await.attempts, 1);
}
