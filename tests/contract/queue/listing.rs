//! What waits and what is stuck is told, to the school it belongs to.

use gatehouse_domain::ids::{JobId, SchoolId};
use gatehouse_store::{
    Error,
    db::Place,
    queue::{self, Counts, Failed, NewJob},
};
use jiff::SignedDuration;

use super::{DAY, Desk as _, LIMIT};
use crate::harness::T;

contract! {
    failures_wait_longer_and_longer_and_then_a_person_must_look,
    no_school_sees_or_moves_anothers_jobs,
    a_person_has_what_failed_tried_at_once_and_nothing_else,
    the_counts_say_how_much_there_is_to_do,
    what_is_pending_about_a_thing_is_told,
    how_far_the_work_on_a_thing_is_is_told_with_what_failed,
}

async fn failures_wait_longer_and_longer_and_then_a_person_must_look(t: T) {
    let job = t.job(t.id());
    t.asked(&job).await;
    for wait in [2, 4] {
        let claimed = t.taken().await;
        let later = t.now() + SignedDuration::from_secs(wait);
        let told = t.fail(&claimed).await.expect("it is told");
        assert_eq!(told, Failed::Later(later));
        assert!(matches!(t.finish(&claimed).await, Err(Error::Conflict)));
        t.clock
            .advance(SignedDuration::from_secs(wait) - SignedDuration::from_micros(1));
        assert_eq!(t.claim(t.id()).await, None);
        t.clock.advance(SignedDuration::from_micros(1));
    }
    let last = t.taken().await;
    assert_eq!(t.fail(&last).await.expect("it is told"), Failed::Stuck);
    let since = t.now();
    t.clock.advance(DAY);
    assert_eq!(t.claim(t.id()).await, None);
    assert_eq!(t.next_ready().await, None);
    let stuck = queue::StuckJob {
        id: last.id,
        kind: "clean".to_owned(),
        about: job.about,
        code: Some("disk-full".to_owned()),
        attempts: LIMIT,
        since,
    };
    assert_eq!(t.stuck().await, [stuck]);

    let mut tx = t.tx().await;
    queue::retry(&mut tx, t.school, last.id, t.now())
        .await
        .expect("it starts anew");
    let twice = queue::retry(&mut tx, t.school, last.id, t.now()).await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
    tx.commit().await.expect("it commits");
    assert_eq!(t.stuck().await, []);
    assert_eq!(t.taken().await.attempts, 1);
}

async fn no_school_sees_or_moves_anothers_jobs(t: T) {
    let other = second_school(&t).await;
    t.asked(&NewJob {
        school: other,
        ..t.job(t.id())
    })
    .await;
    let claimed = t.taken().await;
    assert_eq!(claimed.school, other);
    let told = queue::fail(&t.db, &claimed, "disk-full", t.now(), 1).await;
    assert_eq!(told.expect("it is told"), Failed::Stuck);

    assert_eq!(t.stuck().await, []);
    let mut tx = t.tx().await;
    let told = queue::retry(&mut tx, t.school, claimed.id, t.now()).await;
    assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
    let its_own = queue::stuck(&mut tx, other).await.expect("the list");
    let ids: Vec<JobId> = its_own.iter().map(|job| job.id).collect();
    assert_eq!(ids, [claimed.id]);
}

async fn second_school(t: &T) -> SchoolId {
    let school = SchoolId::new(t.now(), &t.chance);
    let id = school.0.simple();
    let id = match &t.settings.place {
        Place::Sqlite(_) => format!("x'{id}'"),
        Place::Postgres(_) => format!("'{id}'::uuid"),
    };
    let insert = format!(
        "INSERT INTO school (id, sealed, created_at) SELECT {id}, sealed, created_at FROM school"
    );
    t.raw(&insert).await.expect("a second school");
    school
}

async fn the_counts_say_how_much_there_is_to_do(t: T) {
    assert_eq!(t.counts().await, Counts::default());
    assert_eq!(t.next_ready().await, None);
    t.asked_many(4).await;
    let later = t.now() + DAY;
    t.asked(&NewJob {
        ready_at: later,
        ..t.job(t.id())
    })
    .await;
    let job = t.taken().await;
    queue::fail(&t.db, &job, "disk-full", t.now(), 1)
        .await
        .expect("it is told");
    t.taken().await;
    let counts = Counts {
        waiting: 1,
        ready: 2,
        leased: 1,
        stuck: 1,
    };
    assert_eq!(t.counts().await, counts);
    assert_eq!(t.next_ready().await, Some(t.now()));
}

async fn what_is_pending_about_a_thing_is_told(t: T) {
    let about = t.id();
    t.asked(&t.job(t.id())).await;
    for kind in ["scan", "clean", "destroy"] {
        t.asked(&NewJob {
            kind,
            ..t.job(about)
        })
        .await;
    }
    assert_eq!(t.pending_for(about).await, ["clean", "destroy", "scan"]);
    while let Some(job) = t.claim(t.id()).await {
        match job.kind.as_str() {
            "scan" => t.finish(&job).await.expect("it is done"),
            "clean" if job.about == about => {
                let told = queue::fail(&t.db, &job, "disk-full", t.now(), 1).await;
                assert_eq!(told.expect("it is told"), Failed::Stuck);
            }
            _ => {}
        }
    }
    assert_eq!(t.pending_for(about).await, ["destroy"]);
}

async fn how_far_the_work_on_a_thing_is_is_told_with_what_failed(t: T) {
    let job = t.job(t.id());
    let states = async |school: SchoolId| {
        let mut tx = t.tx().await;
        let states = queue::states_of(&mut tx, school, job.about).await;
        states.expect("they are told")
    };
    assert_eq!(states(t.school).await, []);
    t.asked(&job).await;
    let claimed = t.taken().await;
    let mut told = queue::JobState {
        kind: job.kind.to_owned(),
        stuck: false,
        attempts: 1,
        code: None,
    };
    assert_eq!(states(t.school).await, [told.clone()]);
    let failed = queue::fail(&t.db, &claimed, "disk-full", t.now(), 1).await;
    assert_eq!(failed.expect("it is told"), Failed::Stuck);
    (told.stuck, told.code) = (true, Some("disk-full".to_owned()));
    assert_eq!(states(t.school).await, [told]);
    let other = second_school(&t).await;
    assert_eq!(states(other).await, []);
}

async fn a_person_has_what_failed_tried_at_once_and_nothing_else(t: T) {
    let job = t.job(t.id());
    let try_now = async |school: SchoolId, kind: &str| {
        let mut tx = t.tx().await;
        let tried = queue::try_now(&mut tx, school, (kind, job.about), t.now()).await;
        tx.commit().await.expect("it commits");
        tried.expect("it is told")
    };
    assert!(!try_now(t.school, job.kind).await);
    // What has not failed keeps its turn.
    t.asked(&NewJob {
        ready_at: t.now() + DAY,
        ..job
    })
    .await;
    assert!(!try_now(t.school, job.kind).await);
    t.clock.advance(DAY);
    let claimed = t.taken().await;
    assert!(!try_now(t.school, job.kind).await);
    let told = t.fail(&claimed).await.expect("it is told");
    assert!(matches!(told, Failed::Later(_)), "{told:?}");
    // It waits for its second attempt: that is now, and asked twice no sooner.
    assert_eq!(t.claim(t.id()).await, None);
    assert!(!try_now(t.school, "scan").await);
    assert!(!try_now(second_school(&t).await, job.kind).await);
    assert!(try_now(t.school, job.kind).await);
    assert!(!try_now(t.school, job.kind).await);
    let second = t.taken().await;
    assert_eq!(second.attempts, 2);
    // Whoever is at it is not disturbed.
    assert!(!try_now(t.school, job.kind).await);
    let told = queue::fail(&t.db, &second, "disk-full", t.now(), 1).await;
    assert_eq!(told.expect("it is told"), Failed::Stuck);
    assert!(try_now(t.school, job.kind).await);
    assert!(!try_now(t.school, job.kind).await);
    assert_eq!(t.stuck().await, []);
    let anew = t.taken().await;
    assert_eq!(anew.attempts, 1);
    t.finish(&anew).await.expect("it is done once");
    assert_eq!(t.claim(t.id()).await, None);
}
