//! When photos are taken: events as they are kept.

use std::collections::BTreeSet;

use gatehouse_domain::ids::{AccountId, EventId, SchoolId};
use gatehouse_store::{
    Error,
    db::Tx,
    events::{self, EventHead, EventRow},
    school,
    seal::SubjectKey,
};
use jiff::{SignedDuration, civil::date};

use crate::{
    accounts::account,
    harness::T,
    photos::{Scene, photo, scene},
    releases::draft,
    school::second,
};

contract! {
    an_event_reads_back_and_can_change,
    events_are_listed_from_a_day_on_in_their_order,
    an_event_is_entered_once,
    the_events_of_another_school_are_neither_seen_nor_changed,
    an_event_is_whose_it_was_made_or_given_and_who_brought_photos_to_it,
    the_events_of_a_photo_and_of_a_post_are_found,
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

async fn an_event_is_whose_it_was_made_or_given_and_who_brought_photos_to_it(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let (made, _) = event(&t, &mut tx, t.school, 22).await;
    let (other, _) = account(&t, &mut tx, t.school, 4, &[]).await;
    let own = async |tx: &mut Tx, who: AccountId| {
        let own = events::own(tx, t.school, who).await.expect("a list");
        for id in [scene.event, made.id] {
            let is = events::is_own(tx, t.school, id, who).await;
            assert_eq!(is.expect("it is told"), own.contains(&id));
        }
        own
    };
    // Of an event of which nothing is recorded nobody knows whose it is.
    assert!(own(&mut tx, scene.by).await.is_empty());
    photo(&t, &mut tx, &scene).await;
    photo(&t, &mut tx, &scene).await;
    assert_eq!(own(&mut tx, scene.by).await, [scene.event].into());
    for changed in [true, false] {
        let set = events::set_maker(&mut tx, t.school, made.id, scene.by).await;
        assert_eq!(set.expect("it is told"), changed);
    }
    let both = BTreeSet::from([scene.event, made.id]);
    assert_eq!(own(&mut tx, scene.by).await, both);
    assert!(own(&mut tx, other).await.is_empty());
    // Given on, it is no longer whose it was; photos stay whose they are.
    for id in [scene.event, made.id] {
        let set = events::set_maker(&mut tx, t.school, id, other).await;
        assert!(set.expect("it is told"));
    }
    assert_eq!(own(&mut tx, other).await, both);
    assert_eq!(own(&mut tx, scene.by).await, [scene.event].into());

    let (elsewhere, _) = second(&t, &mut tx).await;
    let theirs = events::own(&mut tx, elsewhere, other).await;
    assert!(theirs.expect("a list").is_empty());
    let is = events::is_own(&mut tx, elsewhere, made.id, other).await;
    assert!(!is.expect("it is told"));
    let set = events::set_maker(&mut tx, elsewhere, made.id, scene.by).await;
    assert!(!set.expect("it is told"));
}

async fn the_events_of_a_photo_and_of_a_post_are_found(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let one = scene(&t, &mut tx).await;
    let (head, _) = event(&t, &mut tx, t.school, 21).await;
    let other = Scene {
        event: head.id,
        by: one.by,
        key: SubjectKey::generate(&t.chance),
    };
    let photos = [
        photo(&t, &mut tx, &one).await.id,
        photo(&t, &mut tx, &one).await.id,
        photo(&t, &mut tx, &other).await.id,
    ];
    for (id, of) in photos.iter().zip([one.event, one.event, other.event]) {
        let found = events::of_photo(&mut tx, t.school, *id).await;
        assert_eq!(found.expect("it is told"), Some(of));
    }
    let release = draft(&t, &mut tx, &one, &photos).await;
    let found = events::of_release(&mut tx, t.school, release).await;
    assert_eq!(found.expect("a list"), [one.event, other.event].into());

    let (elsewhere, _) = second(&t, &mut tx).await;
    let found = events::of_photo(&mut tx, elsewhere, photos[0]).await;
    assert_eq!(found.expect("it is told"), None);
    let found = events::of_release(&mut tx, elsewhere, release).await;
    assert!(found.expect("a list").is_empty());
}
