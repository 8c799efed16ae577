//! When photos are taken: events as they are kept.

use gatehouse_domain::ids::{EventId, SchoolId};
use gatehouse_store::{
    Error,
    db::Tx,
    events::{self, EventHead, EventRow},
    school,
    seal::SubjectKey,
};
use jiff::{SignedDuration, civil::date};

use crate::{harness::T, school::second};

contract! {
    an_event_reads_back_and_can_change,
    events_are_listed_from_a_day_on_in_their_order,
    an_event_is_entered_once,
    the_events_of_another_school_are_neither_seen_nor_changed,
}

/// An event held on that day of November 2026.
pub async fn event(t: &T, tx: &mut Tx, school: SchoolId, day: i8) -> (EventHead, SubjectKey) {
    let head = EventHead {
        id: EventId::new(t.now(), &t.chance),
        held_on: date(2026, 11, day),
        closes_at: t.now() + SignedDuration::from_hours(48),
    };
    let key = SubjectKey::generate(&t.chance);
    events::insert(tx, school, &head, &key, &t.chance, &"Sports day", t.now())
        .await
        .expect("an event");
    (head, key)
}

async fn get(tx: &mut Tx, school: SchoolId, id: EventId) -> Option<EventRow<String>> {
    events::get(tx, school, id).await.expect("it reads")
}

async fn an_event_reads_back_and_can_change(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let before = school::bump(&mut tx, t.school).await.expect("it grows");
    let (head, key) = event(&t, &mut tx, t.school, 22).await;
    let row = get(&mut tx, t.school, head.id).await.expect("it is there");
    assert_eq!((row.head, row.created_at), (head, t.now()));
    assert_eq!(row.sealed.open(&key).expect("it opens"), "Sports day");
    let moved = EventHead {
        held_on: date(2026, 12, 24),
        closes_at: t.now(),
        ..head
    };
    t.clock.advance(SignedDuration::from_hours(1));
    events::replace(&mut tx, t.school, &moved, &key, &t.chance, &"Carols")
        .await
        .expect("changed");
    let row = get(&mut tx, t.school, head.id).await.expect("it is there");
    assert_eq!(row.head, moved);
    assert_eq!(row.created_at, t.now() - SignedDuration::from_hours(1));
    assert_eq!(row.sealed.open(&key).expect("it opens"), "Carols");
    let after = school::bump(&mut tx, t.school).await.expect("it grows");
    assert_eq!(after, before + 3);
}

async fn events_are_listed_from_a_day_on_in_their_order(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    for day in [22, 1, 30, 9] {
        event(&t, &mut tx, t.school, day).await;
    }
    let rows: Vec<EventRow<String>> = events::list(&mut tx, t.school, date(2026, 11, 9))
        .await
        .expect("a list");
    let days: Vec<_> = rows.iter().map(|row| row.head.held_on.day()).collect();
    assert_eq!(days, [9, 22, 30]);
}

async fn an_event_is_entered_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (head, key) = event(&t, &mut tx, t.school, 22).await;
    let again = events::insert(&mut tx, t.school, &head, &key, &t.chance, &"", t.now()).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn the_events_of_another_school_are_neither_seen_nor_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (head, key) = event(&t, &mut tx, t.school, 22).await;
    let (other, _) = second(&t, &mut tx).await;
    assert!(get(&mut tx, other, head.id).await.is_none());
    let all: Vec<EventRow<String>> = events::list(&mut tx, other, date(2020, 1, 1))
        .await
        .expect("a list");
    assert!(all.is_empty());
    let told = events::replace(&mut tx, other, &head, &key, &t.chance, &"Theirs").await;
    assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
    let row = get(&mut tx, t.school, head.id).await.expect("it is there");
    assert_eq!(row.sealed.open(&key).expect("it opens"), "Sports day");
}
