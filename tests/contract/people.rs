//! The register: people, their guardians, lookalikes.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    biometric::{Answer, Exception, Ground, GuardianFacts, Method, PupilWord, Relation},
    ids::{AccountId, PersonId, SchoolId},
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow},
};
use gatehouse_store::{
    Error,
    db::{Place, Tx},
    people::{self, Kind, NewPerson, PersonSecret, ProtectionLine},
    permissions,
    seal::SubjectKey,
    templates::Ended,
};
use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use crate::{accounts::account, events::event, harness::T, school::second};

mod agreed;
mod changes;
mod details;
mod schools;

contract! {
    somebody_reads_back_by_id_mark_and_list,
    an_id_of_the_office_is_given_once_in_a_school,
    what_the_office_knows_can_change,
    the_pupils_word_and_leaving_and_a_freeze_read_back,
    every_guardian_reads_back_whatever_is_recorded,
    a_guardian_is_changed_in_place,
    a_lookalike_is_one_pair_in_either_order,
    erasing_somebody_takes_everything_that_hangs_on_them,
}

/// An id as raw SQL writes it.
pub fn id_text(t: &T, id: Uuid) -> String {
    match &t.settings.place {
        Place::Sqlite(_) => format!("x'{}'", id.simple()),
        Place::Postgres(_) => format!("'{id}'"),
    }
}

/// Says something to the database that the check of a column is against.
pub async fn without_check(t: &T, table: &str, column: &str, sql: &str) {
    let sql = match &t.settings.place {
        Place::Sqlite(_) => format!("PRAGMA ignore_check_constraints = ON; {sql}"),
        Place::Postgres(_) => {
            format!("ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_check; {sql}")
        }
    };
    t.raw(&sql).await.expect("the damage is done");
}

/// Somebody whose office's id has the mark `[n; 32]`.
pub async fn person(t: &T, tx: &mut Tx, school: SchoolId, kind: Kind, n: u8) -> PersonId {
    let id = PersonId::new(t.now(), &t.chance);
    let key = SubjectKey::generate(&t.chance);
    insert(
        t,
        tx,
        school,
        NewPerson {
            id,
            kind,
            mark: [n; 32],
        },
        &key,
    )
    .await
    .expect("a person");
    id
}

async fn insert(
    t: &T,
    tx: &mut Tx,
    school: SchoolId,
    new: NewPerson,
    key: &SubjectKey,
) -> Result<(), Error> {
    people::insert(tx, school, &new, key, &t.chance, &secret("Ada"), t.now()).await
}

fn secret(first_name: &str) -> PersonSecret {
    PersonSecret {
        mis_id: "007".into(),
        first_name: first_name.into(),
        preferred_name: None,
        surname: "Sample".into(),
        class: Some("4B".into()),
        year: Some("4".into()),
        protected: true,
        objection: false,
        after_leaving: true,
        protection: vec![ProtectionLine {
            at: Timestamp::UNIX_EPOCH,
            by: Some(AccountId(Uuid::from_u128(7))),
            protected: true,
            why: Some("A court said so.".into()),
        }],
    }
}

/// A line of what was agreed.
pub fn line(channel: Channel) -> PermissionRow {
    PermissionRow {
        channel,
        naming: Naming::PictureOnly,
        basis: Basis::Consent,
        decision: Decision::Granted,
        given_by: Giver::Guardian(0),
        given_on: date(2026, 9, 1),
        expires_on: None,
        text_version: 3,
        detail: Detail::default(),
    }
}

async fn somebody_reads_back_by_id_mark_and_list(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = (
        PersonId::new(t.now(), &t.chance),
        SubjectKey::generate(&t.chance),
    );
    let new = NewPerson {
        id,
        kind: Kind::Pupil,
        mark: [1; 32],
    };
    insert(&t, &mut tx, t.school, new, &key)
        .await
        .expect("a pupil");
    let staff = person(&t, &mut tx, t.school, Kind::Staff, 2).await;
    tx.commit().await.expect("it commits");
    let mut tx = t.db.read().await.expect("it begins");
    let row = people::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!((row.id, row.kind), (id, Kind::Pupil));
    assert_eq!(
        (row.left_on, row.pupil, row.restricted),
        (None, PupilWord::None, false)
    );
    assert_eq!(row.secret.open(&key).expect("it opens"), secret("Ada"));
    let shown = format!("{row:?} {:?} {:?}", secret("Ada"), secret("Ada").protection);
    assert!(!shown.contains("Ada") && !shown.contains("court"));
    let found = people::find(&mut tx, t.school, &[2; 32])
        .await
        .expect("it reads");
    assert_eq!(
        found.map(|row| (row.id, row.kind)),
        Some((staff, Kind::Staff))
    );
    assert!(
        people::find(&mut tx, t.school, &[3; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    let ids =
        |rows: Vec<people::PersonRow>| -> BTreeSet<_> { rows.iter().map(|row| row.id).collect() };
    let all = people::list(&mut tx, t.school).await.expect("a list");
    assert_eq!(ids(all), BTreeSet::from([id, staff]));
}

async fn an_id_of_the_office_is_given_once_in_a_school(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (other, _) = second(&t, &mut tx).await;
    person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    person(&t, &mut tx, other, Kind::Pupil, 1).await;
    let (id, key) = (
        PersonId::new(t.now(), &t.chance),
        SubjectKey::generate(&t.chance),
    );
    let new = NewPerson {
        id,
        kind: Kind::Staff,
        mark: [1; 32],
    };
    let again = insert(&t, &mut tx, t.school, new, &key).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn what_the_office_knows_can_change(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let key = SubjectKey::generate(&t.chance);
    people::update(
        &mut tx,
        t.school,
        id,
        &[9; 32],
        &key,
        &t.chance,
        &secret("Ida"),
    )
    .await
    .expect("it changes");
    assert!(
        people::find(&mut tx, t.school, &[1; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    let row = people::find(&mut tx, t.school, &[9; 32])
        .await
        .expect("it reads");
    let row = row.expect("it is there");
    assert_eq!(row.secret.open(&key).expect("it opens").first_name, "Ida");
}

async fn the_pupils_word_and_leaving_and_a_freeze_read_back(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let on = date(2026, 12, 1);
    for pupil in [
        PupilWord::None,
        PupilWord::Refused,
        PupilWord::ChangedMind { on },
    ] {
        let ended = people::set_pupil_word(&mut tx, t.school, id, pupil).await;
        assert_eq!(ended.expect("it is written"), Ended(None));
        let row = people::get(&mut tx, t.school, id).await.expect("it reads");
        assert_eq!(row.expect("it is there").pupil, pupil);
    }
    for (left_on, restricted) in [(Some(on), true), (None, false)] {
        let ended = people::set_left_on(&mut tx, t.school, id, left_on).await;
        assert_eq!(ended.expect("it is written"), Ended(None));
        let ended = people::set_restricted(&mut tx, t.school, id, restricted).await;
        assert_eq!(ended.expect("it is written"), Ended(None));
        let row = people::get(&mut tx, t.school, id).await.expect("it reads");
        let row = row.expect("it is there");
        assert_eq!((row.left_on, row.restricted), (left_on, restricted));
    }
}

/// Guardians in whom every word that can be recorded occurs.
fn all_kinds_of_guardians() -> Vec<GuardianFacts> {
    let on = date(2026, 9, 2);
    let exception = |ground, signed_on| Some(Exception { ground, signed_on });
    let consent = |method| Answer::Consented { on, method };
    vec![
        GuardianFacts::new(Relation::Parent),
        GuardianFacts {
            relation: Relation::Responsible,
            notified_on: Some(on),
            exception: exception(Ground::CannotBeFound, None),
            answer: consent(Method::Paper),
        },
        GuardianFacts {
            relation: Relation::Contact,
            notified_on: None,
            exception: exception(Ground::LacksCapacity, Some(on)),
            answer: consent(Method::Portal),
        },
        GuardianFacts {
            exception: exception(Ground::ChildsWelfare, Some(on)),
            answer: consent(Method::Email),
            ..GuardianFacts::new(Relation::Parent)
        },
        GuardianFacts {
            exception: exception(Ground::NotPracticable, None),
            answer: consent(Method::Verbal),
            ..GuardianFacts::new(Relation::Parent)
        },
        GuardianFacts {
            answer: Answer::Objected,
            ..GuardianFacts::new(Relation::Parent)
        },
        GuardianFacts {
            answer: Answer::Withdrawn,
            ..GuardianFacts::new(Relation::Contact)
        },
    ]
}

async fn every_guardian_reads_back_whatever_is_recorded(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let other = person(&t, &mut tx, t.school, Kind::Pupil, 2).await;
    let facts = all_kinds_of_guardians();
    for (place, facts) in (0..7).zip(&facts).rev() {
        set(&t, &mut tx, id, place, facts).await;
    }
    set(&t, &mut tx, other, u16::MAX, &facts[0]).await;
    let expected: Vec<(u16, GuardianFacts)> = (0..).zip(facts.iter().copied()).collect();
    let of = people::guardians_of(&mut tx, t.school, id)
        .await
        .expect("they read");
    assert_eq!(of, expected);
    let all = people::guardians(&mut tx, t.school)
        .await
        .expect("they read");
    let mut wanted: Vec<_> = expected
        .iter()
        .map(|(place, facts)| (id, *place, *facts))
        .collect();
    wanted.push((other, u16::MAX, facts[0]));
    wanted.sort_by_key(|(person, place, _)| (*person, *place));
    assert_eq!(all, wanted);
}

async fn set(t: &T, tx: &mut Tx, id: PersonId, place: u16, facts: &GuardianFacts) {
    let ended = people::set_guardian(tx, t.school, id, place, facts, t.now(), &t.chance).await;
    assert_eq!(ended.expect("it is recorded"), Ended(None));
}

async fn a_guardian_is_changed_in_place(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    for facts in all_kinds_of_guardians() {
        set(&t, &mut tx, id, 0, &facts).await;
        let of = people::guardians_of(&mut tx, t.school, id)
            .await
            .expect("they read");
        assert_eq!(of, [(0, facts)]);
    }
}

async fn a_lookalike_is_one_pair_in_either_order(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let one = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let other = person(&t, &mut tx, t.school, Kind::Pupil, 2).await;
    let school = t.school;
    assert!(
        people::add_lookalike(&mut tx, school, one, other)
            .await
            .expect("it is new")
    );
    assert!(
        !people::add_lookalike(&mut tx, school, other, one)
            .await
            .expect("it is known")
    );
    assert!(
        !people::add_lookalike(&mut tx, school, one, one)
            .await
            .expect("nobody is")
    );
    let pairs = people::lookalikes(&mut tx, school).await.expect("a list");
    assert_eq!(pairs, [(one.min(other), one.max(other))]);
}

/// Puts everybody into the one event's photo, as appearing and as not being its
/// face.
async fn put_into_a_photo(t: &T) {
    for sql in [
        "INSERT INTO photo (id, school_id, event_id, uploader_id, state, original_id, \
         original_kept, received_at) SELECT event.id, event.school_id, event.id, account.id, \
         'received', event.id, TRUE, event.created_at FROM event, account",
        "INSERT INTO face (id, school_id, photo_id, place, by_hand, sealed) \
         SELECT id, school_id, id, 0, TRUE, sealed FROM event",
        "INSERT INTO appearance (school_id, person_id, photo_id) \
         SELECT person.school_id, person.id, event.id FROM person, event",
        "INSERT INTO negative_pair (school_id, face_id, person_id, said_by, said_at) \
         SELECT person.school_id, event.id, person.id, account.id, event.created_at \
         FROM person, event, account",
    ] {
        t.raw(sql).await.expect("it is written");
    }
}

async fn erasing_somebody_takes_everything_that_hangs_on_them(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let stays = person(&t, &mut tx, t.school, Kind::Pupil, 2).await;
    let elsewhere = person(&t, &mut tx, t.school, Kind::Pupil, 3).await;
    for who in [id, stays] {
        set(&t, &mut tx, who, 0, &GuardianFacts::new(Relation::Parent)).await;
        permissions::append(
            &mut tx,
            t.school,
            who,
            &line(Channel::Vle),
            t.now(),
            &t.chance,
        )
        .await
        .expect("it is added");
        people::add_lookalike(&mut tx, t.school, who, elsewhere)
            .await
            .expect("a pair");
    }
    people::add_lookalike(&mut tx, t.school, id, stays)
        .await
        .expect("a pair");
    event(&t, &mut tx, t.school, 22).await;
    account(&t, &mut tx, t.school, 1, &[]).await;
    tx.commit().await.expect("it commits");
    put_into_a_photo(&t).await;
    let mut tx = t.db.begin().await.expect("it begins");
    assert_eq!(
        people::erase(&mut tx, t.school, id).await.expect("it goes"),
        Ended(None)
    );
    let again = people::erase(&mut tx, t.school, id).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    tx.commit().await.expect("it commits");
    for (table, rows) in [
        ("person", 2),
        ("guardian", 1),
        ("permission", 1),
        ("lookalike", 1),
        ("appearance", 2),
        ("negative_pair", 2),
        ("face", 1),
    ] {
        assert_eq!(t.count(table).await, rows, "{table}");
    }
    let told = t
        .raw("DELETE FROM permission")
        .await
        .expect_err("the others stay");
    assert!(told.contains("never changed"), "{told}");
}
