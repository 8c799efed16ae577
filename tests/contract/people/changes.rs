//! Changes of the register that caches must hear of, and damage that readers
//! must.

use gatehouse_domain::{
    Channel,
    biometric::{Answer, GuardianFacts, Method, PupilWord, Relation},
};
use gatehouse_store::{
    people::{self, Kind},
    permissions,
    seal::SubjectKey,
};
use jiff::civil::date;

use super::{id_text, line, person, secret, set, without_check};
use crate::harness::T;

contract! {
    every_change_of_the_register_grows_its_version,
    values_that_cannot_be_read_are_damage,
}

async fn every_change_of_the_register_grows_its_version(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    macro_rules! grows {
        ($($change:expr),+ $(,)?) => {$(
            let before = tx.lock_school(t.school).await.expect("it reads");
            let _done = $change;
            let after = tx.lock_school(t.school).await.expect("it reads");
            assert!(after > before, "{}", stringify!($change));
        )+};
    }
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let twin = person(&t, &mut tx, t.school, Kind::Pupil, 2).await;
    let (key, c, parent) = (
        SubjectKey::generate(&t.chance),
        &t.chance,
        GuardianFacts::new(Relation::Parent),
    );
    grows! {
        person(&t, &mut tx, t.school, Kind::Pupil, 3).await,
        people::update(&mut tx, t.school, id, &[7; 32], &key, c, &secret("Ida")).await.expect("it is written"),
        people::set_pupil_word(&mut tx, t.school, id, PupilWord::Refused).await.expect("it is written"),
        people::set_left_on(&mut tx, t.school, id, None).await.expect("it is written"),
        people::set_restricted(&mut tx, t.school, id, true).await.expect("it is written"),
        people::set_guardian(&mut tx, t.school, id, 0, &parent, t.now(), c).await.expect("it is written"),
        people::add_lookalike(&mut tx, t.school, id, twin).await.expect("it is written"),
        permissions::append(&mut tx, t.school, id, &line(Channel::Vle), t.now(), c).await.expect("it is written"),
        people::erase(&mut tx, t.school, id).await.expect("it is written"),
    }
}

async fn values_that_cannot_be_read_are_damage(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let spoken = Answer::Consented {
        on: date(2026, 9, 2),
        method: Method::Verbal,
    };
    let facts = GuardianFacts {
        answer: spoken,
        ..GuardianFacts::new(Relation::Parent)
    };
    set(&t, &mut tx, id, 0, &facts).await;
    tx.commit().await.expect("it commits");

    let place = |sql| ("guardian.place", sql);
    for (cell, sql) in [
        place("UPDATE guardian SET place = -1"),
        place("UPDATE guardian SET place = 65536"),
        (
            "guardian.answer",
            "UPDATE guardian SET place = 0, answered_on = NULL",
        ),
        (
            "guardian.answer",
            "UPDATE guardian SET answered_on = '2026-09-02', method = NULL",
        ),
    ] {
        t.raw(sql).await.expect("the damage is done");
        let mut tx = t.db.read().await.expect("it begins");
        let told = people::guardians(&mut tx, t.school)
            .await
            .expect_err("it is damage");
        assert!(told.to_string().contains(cell), "{told} after {sql}");
    }

    t.raw("UPDATE person SET pupil_word = 'changed-mind'")
        .await
        .expect("the damage is done");
    let mut tx = t.db.read().await.expect("it begins");
    let told = people::get(&mut tx, t.school, id)
        .await
        .expect_err("it is damage");
    assert!(told.to_string().contains("person.pupil_word"), "{told}");
    drop(tx);
    without_check(&t, "person", "kind", "UPDATE person SET kind = 'owl'").await;
    let mut tx = t.db.read().await.expect("it begins");
    let told = people::list(&mut tx, t.school)
        .await
        .expect_err("it is damage");
    assert!(told.to_string().contains("person.kind"), "{told}");
    drop(tx);

    let insert = format!(
        "INSERT INTO permission (id, school_id, person_id, channel, naming, basis, decision, \
         given_on, text_version, recorded_at) SELECT id, school_id, id, 'nowhere', \
         'picture-only', 'consent', 'granted', '2026-09-01', 1, created_at FROM person WHERE id = {}",
        id_text(&t, id.0)
    );
    t.raw(&insert).await.expect("the damage is done");
    let mut tx = t.db.read().await.expect("it begins");
    let told = permissions::of_school(&mut tx, t.school)
        .await
        .expect_err("it is damage");
    assert!(told.to_string().contains("permission.channel"), "{told}");
    assert!(told.to_string().contains(&id.to_string()), "{told}");
}
