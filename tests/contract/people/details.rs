//! What a line of permission rests on: the text that was agreed to, who may
//! agree, and a pupil's no that nothing forgets.

use gatehouse_domain::{
    Channel,
    biometric::{Answer, GuardianFacts, Method, PupilWord, Relation},
    clock::Entropy,
    ids::{AccountId, PersonId},
    role::Role,
};
use gatehouse_store::{
    Error,
    db::Place,
    people::{self, Kind},
    permissions,
    seal::SubjectKey,
    texts::{self, NewText},
};
use jiff::civil::date;

use super::{id_text, line, person, set};
use crate::{accounts::account, harness::T};

contract! {
    a_line_keeps_the_hash_of_the_text_it_was_given_for,
    a_text_is_added_once_and_never_changed_even_by_raw_sql,
    a_pupils_no_outlives_every_later_yes_even_by_raw_sql,
    who_holds_no_parental_responsibility_reads_back_so,
    a_hash_that_is_not_the_texts_own_is_refused,
    a_permission_begins_and_ends_on_a_day,
}

fn text(t: &T, account: AccountId, version: u32) -> NewText {
    NewText {
        id: gatehouse_domain::ids::uuid_v7(t.now(), &t.chance),
        version,
        sha256: [u8::try_from(version).expect("a small number"); 32],
        dated: date(2026, 9, 1),
        account,
    }
}

async fn a_line_keeps_the_hash_of_the_text_it_was_given_for(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let who = account(&t, &mut tx, t.school, 1, &[Role::Office]).await.0;
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let key = SubjectKey::generate(&t.chance);
    let with = (&key, &t.chance as &dyn Entropy);
    let words = "We may use pictures of my child.".to_owned();
    for version in [2, 3] {
        let new = text(&t, who, version);
        texts::insert(&mut tx, t.school, &new, with, &words, t.now())
            .await
            .expect("it is added");
    }
    let mut unknown = line(Channel::Press);
    unknown.text_version = 9;
    for line in [line(Channel::Website), unknown] {
        permissions::append(&mut tx, t.school, id, &line, t.now(), &t.chance)
            .await
            .expect("it is added");
    }
    let all = texts::list(&mut tx, t.school).await.expect("a list");
    let versions: Vec<u32> = all.iter().map(|row| row.about.version).collect();
    assert_eq!(versions, [3, 2]);
    assert_eq!(all[0].sealed.open(&key).expect("it opens"), words);
    tx.commit().await.expect("it commits");
    let hashed = |sql: &str| format!("permission WHERE text_sha256 {sql}");
    let third = "= (SELECT sha256 FROM consent_text WHERE version = 3)";
    assert_eq!(t.count(&hashed(third)).await, 1);
    assert_eq!(t.count(&hashed("IS NULL")).await, 1);
}

async fn a_text_is_added_once_and_never_changed_even_by_raw_sql(t: T) {
    const RULE: &str = "consent texts are added, never changed";
    let mut tx = t.db.begin().await.expect("it begins");
    let who = account(&t, &mut tx, t.school, 1, &[Role::Office]).await.0;
    let key = SubjectKey::generate(&t.chance);
    let with = (&key, &t.chance as &dyn Entropy);
    let words = "We may use pictures of my child.".to_owned();
    let new = text(&t, who, 1);
    texts::insert(&mut tx, t.school, &new, with, &words, t.now())
        .await
        .expect("it is added");
    tx.commit().await.expect("it commits");
    let mut statements = vec![
        "UPDATE consent_text SET version = 2",
        "DELETE FROM consent_text",
    ];
    statements.push(match &t.settings.place {
        Place::Sqlite(_) => {
            "REPLACE INTO consent_text SELECT id, school_id, version, zeroblob(32), dated, sealed, \
             account_id, added_at FROM consent_text"
        }
        Place::Postgres(_) => "TRUNCATE consent_text",
    });
    for sql in statements {
        let told = t.raw(sql).await.expect_err("it must be refused");
        assert!(told.contains(RULE), "{told}");
    }
    let mut tx = t.db.begin().await.expect("it begins");
    let again = text(&t, who, 1);
    let told = texts::insert(&mut tx, t.school, &again, with, &words, t.now()).await;
    assert!(
        matches!(told, Err(Error::Conflict | Error::Refused(_))),
        "{told:?}"
    );
}

/// A parent who was told and said yes on paper.
fn willing() -> GuardianFacts {
    GuardianFacts {
        notified_on: Some(date(2026, 1, 5)),
        answer: Answer::Consented {
            on: date(2026, 1, 6),
            method: Method::Paper,
        },
        ..GuardianFacts::new(Relation::Parent)
    }
}

async fn a_pupils_no_outlives_every_later_yes_even_by_raw_sql(t: T) {
    const RULE: &str = "only the pupil takes their no back";
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let said = people::set_pupil_word(&mut tx, t.school, id, PupilWord::Refused).await;
    let _none = said.expect("it is recorded");
    for place in 0..3 {
        set(&t, &mut tx, id, place, &willing()).await;
    }
    tx.commit().await.expect("it commits");
    let told = t.raw(&template(&t, id)).await;
    assert!(told.is_err_and(|told| told.contains("biometric gate")));
    let told = t.raw("UPDATE person SET pupil_word = 'none'").await;
    assert!(told.is_err_and(|told| told.contains(RULE)));
    let mut tx = t.db.begin().await.expect("it begins");
    let told = people::set_pupil_word(&mut tx, t.school, id, PupilWord::None).await;
    assert!(
        matches!(told, Err(Error::Refused(told)) if told == RULE),
        "{told:?}"
    );
    drop(tx);
    let mut tx = t.db.begin().await.expect("it begins");
    let back = PupilWord::ChangedMind {
        on: date(2026, 1, 20),
    };
    let said = people::set_pupil_word(&mut tx, t.school, id, back).await;
    let _none = said.expect("the pupil may");
    tx.commit().await.expect("it commits");
    t.raw(&template(&t, id)).await.expect("it is let in");
    // What was said was said: nothing is not put in its place either.
    let told = t.raw("UPDATE person SET pupil_word = 'none'").await;
    assert!(told.is_err_and(|told| told.contains(RULE)));
    if matches!(t.settings.place, Place::Sqlite(_)) {
        let told = t
            .raw("UPDATE OR REPLACE person SET pupil_word = NULL")
            .await;
        assert!(told.is_err_and(|told| told.contains(RULE)));
    }
}

/// A template of the first of February 2026 by raw SQL.
fn template(t: &T, id: PersonId) -> String {
    let mut bytes = [0; 16];
    t.chance.fill(&mut bytes);
    let sealed = match &t.settings.place {
        Place::Sqlite(_) => "x'00'",
        Place::Postgres(_) => "'\\x00'",
    };
    format!(
        "INSERT INTO template (id, school_id, person_id, network, made_on, expires_on, sealed) \
         VALUES ({}, {}, {}, 'sample', '2026-02-01', '2027-02-01', {sealed})",
        id_text(t, gatehouse_domain::ids::uuid_v7(t.now(), &t.chance)),
        id_text(t, t.school.0),
        id_text(t, id.0),
    )
}

async fn who_holds_no_parental_responsibility_reads_back_so(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let all = [
        Relation::Parent,
        Relation::ParentWithout,
        Relation::Responsible,
        Relation::Contact,
    ];
    for (place, relation) in (0..).zip(all) {
        let facts = GuardianFacts {
            relation,
            ..willing()
        };
        set(&t, &mut tx, id, place, &facts).await;
    }
    let read = people::guardians_of(&mut tx, t.school, id).await;
    let read = read.expect("they read").into_iter();
    let relations: Vec<Relation> = read.map(|(_, facts)| facts.relation).collect();
    assert_eq!(relations, all);
    tx.commit().await.expect("it commits");
    // The gate asks all parents alike: the law does.
    t.raw(&template(&t, id)).await.expect("it is let in");
    t.raw("UPDATE guardian SET notified_on = NULL WHERE place = 1")
        .await
        .expect("it is written");
    assert_eq!(t.count("template").await, 0);
}

async fn a_hash_that_is_not_the_texts_own_is_refused(t: T) {
    const RULE: &str = "a permission speaks of the text it was given for";
    let mut tx = t.db.begin().await.expect("it begins");
    let who = account(&t, &mut tx, t.school, 1, &[Role::Office]).await.0;
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let key = SubjectKey::generate(&t.chance);
    let with = (&key, &t.chance as &dyn Entropy);
    let words = "We may use pictures of my child.".to_owned();
    // A line that is there before its text.
    permissions::append(
        &mut tx,
        t.school,
        id,
        &line(Channel::Vle),
        t.now(),
        &t.chance,
    )
    .await
    .expect("it is added");
    for version in [2, 3] {
        texts::insert(
            &mut tx,
            t.school,
            &text(&t, who, version),
            with,
            &words,
            t.now(),
        )
        .await
        .expect("it is added");
    }
    tx.commit().await.expect("it commits");
    let add = |version: u32, sha256: &str| {
        let new = id_text(&t, gatehouse_domain::ids::uuid_v7(t.now(), &t.chance));
        format!(
            "INSERT INTO permission (id, school_id, person_id, channel, naming, basis, decision, \
             given_on, text_version, recorded_at, text_sha256) \
             SELECT {new}, school_id, person_id, channel, naming, basis, decision, given_on, \
             {version}, recorded_at, {sha256} FROM permission WHERE channel = 'vle'"
        )
    };
    let own = |version: u32| format!("(SELECT sha256 FROM consent_text WHERE version = {version})");
    for sql in [add(3, &own(2)), add(9, &own(3))] {
        let told = t.raw(&sql).await.expect_err("it must be refused");
        assert!(told.contains(RULE), "{told}");
    }
    // A text that comes later says nothing about the lines of before.
    let rows = permissions_with_texts(&t, id).await;
    assert_eq!(rows, [None]);
    t.raw(&add(3, "NULL")).await.expect("it says nothing");
    let mut tx = t.db.begin().await.expect("it begins");
    permissions::append(
        &mut tx,
        t.school,
        id,
        &line(Channel::Vle),
        t.now(),
        &t.chance,
    )
    .await
    .expect("it is added");
    tx.commit().await.expect("it commits");
    let rows = permissions_with_texts(&t, id).await;
    let told = rows.iter().filter(|sha256| **sha256 == Some([3; 32]));
    assert_eq!((rows.len(), told.count()), (3, 1));
}

/// Of which texts the lines about somebody speak.
async fn permissions_with_texts(t: &T, id: PersonId) -> Vec<Option<[u8; 32]>> {
    let mut tx = t.db.read().await.expect("it begins");
    let rows = permissions::with_texts(&mut tx, t.school, id).await;
    let rows = rows.expect("they read").into_iter();
    rows.map(|(_, sha256)| sha256).collect()
}

async fn a_permission_begins_and_ends_on_a_day(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    permissions::append(
        &mut tx,
        t.school,
        id,
        &line(Channel::Vle),
        t.now(),
        &t.chance,
    )
    .await
    .expect("it is added");
    tx.commit().await.expect("it commits");
    for (given_on, expires_on) in [
        ("nonsense", "2026-12-01"),
        ("2026-11-31", "2026-12-01"),
        ("infinity", "2026-12-01"),
        ("2026-11-01", "soon"),
        ("2026-11-01", "infinity"),
    ] {
        let new = id_text(&t, gatehouse_domain::ids::uuid_v7(t.now(), &t.chance));
        let sql = format!(
            "INSERT INTO permission (id, school_id, person_id, channel, naming, basis, decision, \
             given_on, expires_on, text_version, recorded_at) \
             SELECT {new}, school_id, person_id, channel, naming, basis, decision, '{given_on}', \
             '{expires_on}', text_version, recorded_at FROM permission"
        );
        assert!(t.raw(&sql).await.is_err(), "{given_on} {expires_on}");
    }
    assert_eq!(t.count("permission").await, 1);
}
