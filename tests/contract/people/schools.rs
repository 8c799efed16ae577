//! Two schools in one database: neither sees nor changes the other's people.

use gatehouse_domain::{
    Channel,
    biometric::{Answer, GuardianFacts, PupilWord, Relation},
    ids::{PersonId, SchoolId},
};
use gatehouse_store::{
    Error,
    db::Tx,
    people::{self, Kind},
    permissions,
    seal::SubjectKey,
};
use jiff::civil::date;

use super::{line, person, secret, set};
use crate::{harness::T, school::second};

contract! {
    the_people_of_another_school_are_not_seen,
    the_people_of_another_school_are_not_changed,
}

const PARENT: GuardianFacts = GuardianFacts::new(Relation::Parent);

/// Two pupils of the first school, one with everything that can hang on them,
/// and a second school.
async fn two_schools(t: &T, tx: &mut Tx) -> (PersonId, PersonId, SchoolId) {
    let id = person(t, tx, t.school, Kind::Pupil, 1).await;
    let twin = person(t, tx, t.school, Kind::Pupil, 2).await;
    set(t, tx, id, 0, &PARENT).await;
    people::add_lookalike(tx, t.school, id, twin)
        .await
        .expect("a pair");
    permissions::append(tx, t.school, id, &line(Channel::Vle), t.now(), &t.chance)
        .await
        .expect("it is added");
    let (other, _) = second(t, tx).await;
    (id, twin, other)
}

async fn the_people_of_another_school_are_not_seen(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _, other) = two_schools(&t, &mut tx).await;
    assert!(
        people::get(&mut tx, other, id)
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        people::find(&mut tx, other, &[1; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        people::list(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        people::guardians(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        people::guardians_of(&mut tx, other, id)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        people::lookalikes(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        permissions::of_school(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        permissions::of_person(&mut tx, other, id)
            .await
            .expect("a list")
            .is_empty()
    );
}

async fn the_people_of_another_school_are_not_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, twin, other) = two_schools(&t, &mut tx).await;
    let own = person(&t, &mut tx, other, Kind::Pupil, 1).await;
    assert!(
        !people::add_lookalike(&mut tx, other, id, twin)
            .await
            .expect("nothing")
    );
    assert!(
        !people::add_lookalike(&mut tx, other, own, id)
            .await
            .expect("nothing")
    );
    let (c, key) = (&t.chance, SubjectKey::generate(&t.chance));
    let refused = GuardianFacts {
        answer: Answer::Objected,
        ..PARENT
    };
    let told = [
        people::update(&mut tx, other, id, &[7; 32], &key, c, &secret("Eve")).await,
        people::set_pupil_word(&mut tx, other, id, PupilWord::Refused)
            .await
            .map(drop),
        people::set_left_on(&mut tx, other, id, Some(date(2026, 1, 1)))
            .await
            .map(drop),
        people::set_restricted(&mut tx, other, id, true)
            .await
            .map(drop),
        people::set_guardian(&mut tx, other, id, 0, &refused, t.now(), c)
            .await
            .map(drop),
        people::set_guardian(&mut tx, other, id, 1, &refused, t.now(), c)
            .await
            .map(drop),
        permissions::append(&mut tx, other, id, &line(Channel::Vle), t.now(), c).await,
        people::erase(&mut tx, other, id).await.map(drop),
    ];
    assert!(
        told.iter().all(|told| matches!(told, Err(Error::Conflict))),
        "{told:?}"
    );
    let row = people::find(&mut tx, t.school, &[1; 32])
        .await
        .expect("it reads");
    let row = row.expect("it is there");
    assert_eq!(
        (row.id, row.pupil, row.left_on, row.restricted),
        (id, PupilWord::None, None, false)
    );
    let of = people::guardians_of(&mut tx, t.school, id)
        .await
        .expect("a list");
    assert_eq!(of, [(0, PARENT)]);
    assert_eq!(
        permissions::of_person(&mut tx, t.school, id)
            .await
            .expect("they read")
            .len(),
        1
    );
    assert_eq!(
        people::lookalikes(&mut tx, t.school)
            .await
            .expect("a list")
            .len(),
        1
    );
}
