//! Schools, and the version of their register.

use gatehouse_domain::{clock::Clock as _, ids::SchoolId};
use gatehouse_store::{Error, db::Tx, school, seal::SubjectKey};
use jiff::civil::date;

use crate::harness::T;

contract! {
    a_school_reads_back_as_it_was_set_up,
    a_school_is_set_up_once,
    a_school_that_is_not_there_is_not_found_and_not_changed,
    every_change_of_a_school_grows_its_version,
    a_restore_is_remembered_until_consents_are_imported,
    changing_one_school_leaves_the_other_alone,
}

/// Another school and its key, in the caller's transaction.
pub async fn second(t: &T, tx: &mut Tx) -> (SchoolId, SubjectKey) {
    let id = SchoolId::new(t.now(), &t.chance);
    let key = SubjectKey::generate(&t.chance);
    school::insert(tx, id, &key, &t.chance, &"Second Sample School", t.now())
        .await
        .expect("a second school");
    (id, key)
}

async fn a_school_reads_back_as_it_was_set_up(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = second(&t, &mut tx).await;
    tx.commit().await.expect("it commits");
    let mut tx = t.db.read().await.expect("it begins");
    let row = school::read::<String>(&mut tx, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!((row.id, row.version, row.restored_on), (id, 1, None));
    assert_eq!(row.created_at, t.clock.now());
    assert_eq!(row.sealed.subject(), school::subject(id));
    assert_eq!(
        row.sealed.open(&key).expect("it opens"),
        "Second Sample School"
    );
    let stranger = SubjectKey::generate(&t.chance);
    assert!(matches!(row.sealed.open(&stranger), Err(Error::Seal(_))));
    assert_eq!(school::list(&mut tx).await.expect("a list").len(), 2);
}

async fn a_school_is_set_up_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let again = school::insert(&mut tx, t.school, &key, &t.chance, &"twice", t.now()).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn a_school_that_is_not_there_is_not_found_and_not_changed(t: T) {
    let (nobody, key) = (
        SchoolId::new(t.now(), &t.chance),
        SubjectKey::generate(&t.chance),
    );
    let mut tx = t.db.begin().await.expect("it begins");
    assert!(
        school::read::<String>(&mut tx, nobody)
            .await
            .expect("it reads")
            .is_none()
    );
    let told = [
        school::replace(&mut tx, nobody, &key, &t.chance, &"").await,
        school::bump(&mut tx, nobody).await.map(drop),
        school::set_restored(&mut tx, nobody, None).await,
    ];
    assert!(
        told.iter().all(|told| matches!(told, Err(Error::Conflict))),
        "{told:?}"
    );
}

async fn every_change_of_a_school_grows_its_version(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = second(&t, &mut tx).await;
    assert_eq!(school::bump(&mut tx, id).await.expect("it grows"), 2);
    school::replace(&mut tx, id, &key, &t.chance, &"Renamed School")
        .await
        .expect("it changes");
    school::set_restored(&mut tx, id, None)
        .await
        .expect("it changes");
    let row = school::read::<String>(&mut tx, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.version, 4);
    assert_eq!(row.sealed.open(&key).expect("it opens"), "Renamed School");
}

async fn a_restore_is_remembered_until_consents_are_imported(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    for day in [Some(date(2026, 11, 22)), None] {
        school::set_restored(&mut tx, t.school, day)
            .await
            .expect("it is written");
        let row = school::read::<String>(&mut tx, t.school)
            .await
            .expect("it reads");
        assert_eq!(row.expect("it is there").restored_on, day);
    }
}

async fn changing_one_school_leaves_the_other_alone(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = second(&t, &mut tx).await;
    school::bump(&mut tx, t.school).await.expect("it grows");
    school::set_restored(&mut tx, t.school, Some(date(2026, 11, 22)))
        .await
        .expect("it changes");
    school::replace(&mut tx, t.school, &key, &t.chance, &"Other")
        .await
        .expect("it changes");
    let row = school::read::<String>(&mut tx, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!((row.version, row.restored_on), (1, None));
    assert_eq!(
        row.sealed.open(&key).expect("it opens"),
        "Second Sample School"
    );
}
