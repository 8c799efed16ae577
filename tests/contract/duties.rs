//! Deadlines, and what is to be destroyed.

use gatehouse_domain::{
    ids::SubjectId,
    retention::{Duty, DutyKind},
};
use gatehouse_store::{destructions, duties};
use jiff::{SignedDuration, Timestamp};

use crate::{accounts::account, harness::T, school::second};

contract! {
    a_duty_is_told_anew_until_it_is_met,
    a_duty_that_was_met_can_be_opened_again,
    what_is_due_comes_in_order_and_by_parts,
    the_open_duties_of_one_kind_come_in_order,
    what_is_overdue_is_counted_by_kind,
    a_lifted_duty_is_gone,
    a_decision_to_destroy_stands_until_it_is_verified,
    what_was_destroyed_is_counted_by_its_kind,
    the_duties_of_another_school_are_not_seen,
}

fn in_hours(t: &T, hours: i64, kind: DutyKind) -> Duty {
    Duty {
        due: t.now() + SignedDuration::from_hours(hours),
        kind,
    }
}

fn some(t: &T) -> uuid::Uuid {
    gatehouse_domain::ids::uuid_v7(t.now(), &t.chance)
}

async fn a_duty_is_told_anew_until_it_is_met(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let about = some(&t);
    for hours in [5, 3] {
        let duty = in_hours(&t, hours, DutyKind::Card);
        duties::set(&mut tx, t.school, about, &duty, (t.now(), &t.chance))
            .await
            .expect("set");
    }
    let soon = t.now() + SignedDuration::from_hours(3);
    let rows = duties::about(&mut tx, t.school, about)
        .await
        .expect("they read");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].kind, rows[0].due, rows[0].met),
        (DutyKind::Card, soon, None)
    );
    for expected in [true, false] {
        let met = duties::meet(
            &mut tx,
            t.school,
            (DutyKind::Card, about),
            t.now(),
            Some(by),
        )
        .await;
        assert_eq!(met.expect("said"), expected);
    }
    let later = in_hours(&t, 9, DutyKind::Card);
    duties::set(&mut tx, t.school, about, &later, (t.now(), &t.chance))
        .await
        .expect("set");
    let rows = duties::about(&mut tx, t.school, about)
        .await
        .expect("they read");
    assert_eq!(
        (rows[0].due, rows[0].met, rows[0].met_by),
        (soon, Some(t.now()), Some(by))
    );
}

async fn a_duty_that_was_met_can_be_opened_again(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let about = some(&t);
    let duty = in_hours(&t, 2, DutyKind::Card);
    duties::set(&mut tx, t.school, about, &duty, (t.now(), &t.chance))
        .await
        .expect("set");
    duties::meet(&mut tx, t.school, (DutyKind::Card, about), t.now(), None)
        .await
        .expect("met");
    let again = in_hours(&t, 8, DutyKind::Card);
    duties::renew(&mut tx, t.school, about, &again, (t.now(), &t.chance))
        .await
        .expect("set");
    let rows = duties::about(&mut tx, t.school, about)
        .await
        .expect("they read");
    assert_eq!((rows.len(), rows[0].due, rows[0].met), (1, again.due, None));
}

async fn what_is_due_comes_in_order_and_by_parts(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let mut expected = Vec::new();
    // Two have the same deadline; one is ahead.
    for hours in [-3, -5, -3, 4] {
        let about = some(&t);
        let duty = in_hours(&t, hours, DutyKind::Unused);
        duties::set(&mut tx, t.school, about, &duty, (t.now(), &t.chance))
            .await
            .expect("set");
        if hours < 0 {
            expected.push(about);
        }
    }
    let (mut found, mut after) = (Vec::new(), None);
    while let [row] = duties::due(&mut tx, t.school, t.now(), after.as_ref(), 1)
        .await
        .expect("they read")[..]
    {
        found.push(row);
        after = Some(row);
    }
    assert!(found.is_sorted_by_key(|row| (row.due, row.id.0)));
    let mut abouts: Vec<_> = found.iter().map(|row| row.about).collect();
    abouts.sort_unstable();
    expected.sort_unstable();
    assert_eq!(abouts, expected);
    let counted = duties::count(&mut tx, t.school, t.now()).await;
    assert_eq!(counted.expect("a count"), (4, 3));
}

async fn the_open_duties_of_one_kind_come_in_order(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let mut about = Vec::new();
    for hours in [3, -2, 30, 1] {
        let one = some(&t);
        let duty = in_hours(&t, hours, DutyKind::Card);
        duties::set(&mut tx, t.school, one, &duty, (t.now(), &t.chance))
            .await
            .expect("set");
        about.push(one);
    }
    let other = in_hours(&t, 0, DutyKind::Master);
    duties::set(&mut tx, t.school, some(&t), &other, (t.now(), &t.chance))
        .await
        .expect("set");
    duties::meet(&mut tx, t.school, (DutyKind::Card, about[3]), t.now(), None)
        .await
        .expect("met");
    let soon = t.now() + SignedDuration::from_hours(24);
    for (limit, expected) in [(9, 2), (1, 1)] {
        let rows = duties::of_kind(&mut tx, t.school, DutyKind::Card, soon, limit).await;
        let found: Vec<_> = rows
            .expect("they read")
            .iter()
            .map(|row| row.about)
            .collect();
        assert_eq!(found, [about[1], about[0]][..expected]);
    }
    let (other, _) = second(&t, &mut tx).await;
    let rows = duties::of_kind(&mut tx, other, DutyKind::Card, soon, 9).await;
    assert!(rows.expect("they read").is_empty());
}

async fn what_is_overdue_is_counted_by_kind(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    for (hours, kind) in [
        (-1, DutyKind::Card),
        (-2, DutyKind::Card),
        (1, DutyKind::Card),
        (-1, DutyKind::Unused),
        (1, DutyKind::Master),
    ] {
        let duty = in_hours(&t, hours, kind);
        duties::set(&mut tx, t.school, some(&t), &duty, (t.now(), &t.chance))
            .await
            .expect("set");
    }
    let counted = duties::overdue(&mut tx, t.school, t.now()).await;
    assert_eq!(
        counted.expect("a count"),
        [(DutyKind::Card, 2), (DutyKind::Unused, 1)]
    );
}

async fn a_lifted_duty_is_gone(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let about = some(&t);
    let duty = in_hours(&t, 2, DutyKind::Unused);
    duties::set(&mut tx, t.school, about, &duty, (t.now(), &t.chance))
        .await
        .expect("set");
    duties::lift(&mut tx, t.school, DutyKind::Unused, about)
        .await
        .expect("lifted");
    let rows = duties::about(&mut tx, t.school, about)
        .await
        .expect("they read");
    assert!(rows.is_empty());
}

async fn a_decision_to_destroy_stands_until_it_is_verified(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let subject = SubjectId(some(&t));
    let first = t.now();
    for why in ["cleaned", "not-used"] {
        destructions::decide(
            &mut tx,
            t.school,
            subject,
            ("original", why),
            (t.now(), Some(by)),
        )
        .await
        .expect("decided");
        t.clock.advance(SignedDuration::from_secs(1));
    }
    let open = destructions::open(&mut tx, t.school)
        .await
        .expect("they read");
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].why.as_str(), open[0].decided_at),
        ("cleaned", first)
    );
    assert_eq!(
        (open[0].kind.as_str(), open[0].decided_by),
        ("original", Some(by))
    );
    let gone = t.now();
    for _ in 0..2 {
        destructions::verify(&mut tx, t.school, subject, t.now())
            .await
            .expect("verified");
        t.clock.advance(SignedDuration::from_secs(1));
    }
    assert!(
        destructions::open(&mut tx, t.school)
            .await
            .expect("they read")
            .is_empty()
    );
    let row = destructions::get(&mut tx, t.school, subject).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!(row.verified_at, Some(gone));
    let since = destructions::since(&mut tx, t.school, Timestamp::UNIX_EPOCH).await;
    assert_eq!(since.expect("they read"), [row]);
    let since = destructions::since(&mut tx, t.school, t.now()).await;
    assert!(since.expect("they read").is_empty());
}

async fn what_was_destroyed_is_counted_by_its_kind(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    for (kind, done) in [
        ("original", true),
        ("photo", true),
        ("original", true),
        ("photo", false),
    ] {
        let subject = SubjectId(some(&t));
        t.clock.advance(SignedDuration::from_secs(1));
        destructions::decide(
            &mut tx,
            t.school,
            subject,
            (kind, "unused"),
            (t.now(), None),
        )
        .await
        .expect("decided");
        if done {
            destructions::verify(&mut tx, t.school, subject, t.now())
                .await
                .expect("verified");
        }
    }
    let counted = destructions::count(&mut tx, t.school).await;
    let expected = [("original".to_owned(), 2), ("photo".to_owned(), 1)];
    assert_eq!(counted.expect("they read"), expected);
    let (other, _) = second(&t, &mut tx).await;
    let counted = destructions::count(&mut tx, other).await;
    assert!(counted.expect("they read").is_empty());
}

async fn the_duties_of_another_school_are_not_seen(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let about = some(&t);
    let duty = in_hours(&t, -1, DutyKind::Unused);
    duties::set(&mut tx, t.school, about, &duty, (t.now(), &t.chance))
        .await
        .expect("set");
    let (other, _) = second(&t, &mut tx).await;
    assert!(
        duties::about(&mut tx, other, about)
            .await
            .expect("none")
            .is_empty()
    );
    assert!(
        duties::due(&mut tx, other, t.now(), None, 9)
            .await
            .expect("none")
            .is_empty()
    );
    let met = duties::meet(&mut tx, other, (DutyKind::Unused, about), t.now(), None).await;
    assert!(!met.expect("said"));
    assert_eq!(
        duties::count(&mut tx, other, t.now())
            .await
            .expect("a count"),
        (0, 0)
    );
}
