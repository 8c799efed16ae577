//! Templates: kept while the law lets them exist, and not a write longer.

use gatehouse_domain::{
    Embedding,
    biometric::{
        Answer, BiometricFacts, GuardianFacts, Method, PupilWord, Relation, template_expires_on,
    },
    clock::Entropy as _,
    ids::{PersonId, SchoolId, SubjectId, uuid_v7},
};
use gatehouse_store::{
    Error,
    db::Tx,
    people::{self, Kind},
    seal::SubjectKey,
    templates::{self, Ended, NewTemplate},
};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

use crate::{harness::T, people::person, school::second};

mod drawn;
mod gate;
mod ways_round;

contract! {
    a_template_opens_with_its_own_key_only,
    a_new_template_takes_the_place_of_the_old_one,
    whoever_says_no_is_told_which_key_to_destroy,
    erasing_a_pupil_tells_which_key_to_destroy,
    a_template_expires_on_its_day_or_when_its_pupil_leaves,
    the_templates_of_another_school_are_neither_seen_nor_changed,
    every_change_of_templates_grows_the_registers_version,
}

/// The day on which the templates of these tests are made.
const MADE_ON: Date = date(2026, 2, 1);

/// A parent who was notified and consented in writing before that day.
const PARENT: GuardianFacts = GuardianFacts {
    relation: Relation::Parent,
    notified_on: Some(date(2026, 1, 5)),
    exception: None,
    answer: Answer::Consented {
        on: date(2026, 1, 6),
        method: Method::Paper,
    },
};

/// A pupil of whom that is recorded.
async fn pupil(t: &T, tx: &mut Tx, n: u8, facts: &BiometricFacts) -> PersonId {
    let id = person(t, tx, t.school, Kind::Pupil, n).await;
    for (place, guardian) in (0..).zip(&facts.guardians) {
        let set = people::set_guardian(tx, t.school, id, place, guardian, t.now(), &t.chance);
        assert_eq!(set.await.expect("it is recorded"), Ended(None));
    }
    let said = people::set_pupil_word(tx, t.school, id, facts.pupil).await;
    assert_eq!(said.expect("it is recorded"), Ended(None));
    let left = people::set_left_on(tx, t.school, id, facts.left_on).await;
    assert_eq!(left.expect("it is recorded"), Ended(None));
    let frozen = people::set_restricted(tx, t.school, id, facts.restricted).await;
    assert_eq!(frozen.expect("it is recorded"), Ended(None));
    id
}

/// What lets a pupil's face be turned into numbers.
fn open() -> BiometricFacts {
    BiometricFacts {
        guardians: vec![PARENT],
        ..BiometricFacts::default()
    }
}

fn template(t: &T, person: PersonId) -> NewTemplate {
    NewTemplate {
        id: SubjectId(uuid_v7(t.now(), &t.chance)),
        person,
        network: "sample-network".into(),
        made_on: MADE_ON,
        expires_on: template_expires_on(MADE_ON),
    }
}

/// Two faces of 512 numbers each.
fn faces(t: &T) -> Vec<Embedding> {
    let mut bytes = [0; 1024];
    t.chance.fill(&mut bytes);
    let face = |half: &[u8]| {
        half.iter()
            .map(|b| f32::from(*b) - 127.3)
            .collect::<Vec<_>>()
    };
    bytes
        .chunks(512)
        .map(|half| Embedding::normalised(face(half)).expect("a face"))
        .collect()
}

async fn keep(t: &T, tx: &mut Tx, school: SchoolId, new: &NewTemplate) -> Result<Ended, Error> {
    let key = SubjectKey::generate(&t.chance);
    templates::insert(tx, school, new, &key, &t.chance, &faces(t)).await
}

async fn a_template_opens_with_its_own_key_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let (new, key) = (template(&t, id), SubjectKey::generate(&t.chance));
    let faces = faces(&t);
    let before = templates::insert(&mut tx, t.school, &new, &key, &t.chance, &faces).await;
    assert_eq!(before.expect("it is kept"), Ended(None));
    tx.commit().await.expect("it commits");
    let mut tx = t.db.read().await.expect("it begins");
    let all = templates::list(&mut tx, t.school).await.expect("a list");
    assert_eq!(all.len(), 1);
    let about = &all[0].about;
    assert_eq!(
        (about.id, about.person, about.network.as_str()),
        (new.id, id, "sample-network")
    );
    assert_eq!(
        (about.made_on, about.expires_on),
        (MADE_ON, date(2027, 2, 1))
    );
    assert_eq!(all[0].sealed.subject(), new.id);
    // To the last bit: a threshold may stand between two neighbours.
    assert!(all[0].sealed.open(&key).expect("it opens") == faces);
    let stranger = SubjectKey::generate(&t.chance);
    assert!(matches!(all[0].sealed.open(&stranger), Err(Error::Seal(_))));
    assert_eq!(
        templates::of(&mut tx, t.school, id)
            .await
            .expect("it reads"),
        Some(new.id)
    );
}

async fn a_new_template_takes_the_place_of_the_old_one(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let (old, new) = (template(&t, id), template(&t, id));
    assert_eq!(
        keep(&t, &mut tx, t.school, &old).await.expect("it is kept"),
        Ended(None)
    );
    assert_eq!(
        keep(&t, &mut tx, t.school, &new).await.expect("it is kept"),
        Ended(Some(old.id))
    );
    assert_eq!(
        templates::of(&mut tx, t.school, id)
            .await
            .expect("it reads"),
        Some(new.id)
    );
    let gone = templates::remove(&mut tx, t.school, id)
        .await
        .expect("it goes");
    assert_eq!(gone, Ended(Some(new.id)));
    let gone = templates::remove(&mut tx, t.school, id)
        .await
        .expect("nothing");
    assert_eq!(gone, Ended(None));
}

async fn whoever_says_no_is_told_which_key_to_destroy(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let (s, c) = (t.school, &t.chance);
    let objection = GuardianFacts {
        answer: Answer::Objected,
        ..PARENT
    };
    for no in 0..4 {
        let new = template(&t, id);
        assert_eq!(
            keep(&t, &mut tx, s, &new).await.expect("it is kept"),
            Ended(None)
        );
        let same = people::set_guardian(&mut tx, s, id, 0, &PARENT, t.now(), c).await;
        assert_eq!(same.expect("nothing changes"), Ended(None));
        let said = match no {
            0 => people::set_guardian(&mut tx, s, id, 0, &objection, t.now(), c).await,
            1 => people::set_pupil_word(&mut tx, s, id, PupilWord::Refused).await,
            2 => people::set_restricted(&mut tx, s, id, true).await,
            _ => people::set_left_on(&mut tx, s, id, Some(MADE_ON)).await,
        };
        assert_eq!(said.expect("it is written"), Ended(Some(new.id)));
        assert_eq!(templates::of(&mut tx, s, id).await.expect("it reads"), None);
        let again = people::set_guardian(&mut tx, s, id, 0, &PARENT, t.now(), c).await;
        assert_eq!(again.expect("it is written"), Ended(None));
        let taken_back = PupilWord::ChangedMind { on: MADE_ON };
        let again = people::set_pupil_word(&mut tx, s, id, taken_back).await;
        assert_eq!(again.expect("it is written"), Ended(None));
        let again = people::set_restricted(&mut tx, s, id, false).await;
        assert_eq!(again.expect("it is written"), Ended(None));
    }
}

async fn erasing_a_pupil_tells_which_key_to_destroy(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let new = template(&t, id);
    assert_eq!(
        keep(&t, &mut tx, t.school, &new).await.expect("it is kept"),
        Ended(None)
    );
    let gone = people::erase(&mut tx, t.school, id).await.expect("it goes");
    assert_eq!(gone, Ended(Some(new.id)));
    tx.commit().await.expect("it commits");
    for table in ["person", "guardian", "template"] {
        assert_eq!(t.count(table).await, 0, "{table}");
    }
}

async fn a_template_expires_on_its_day_or_when_its_pupil_leaves(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let stays = pupil(&t, &mut tx, 1, &open()).await;
    let left_on = Some(date(2026, 7, 22));
    let leaver = pupil(&t, &mut tx, 2, &BiometricFacts { left_on, ..open() }).await;
    let (one, other) = (template(&t, stays), template(&t, leaver));
    for new in [&one, &other] {
        assert_eq!(
            keep(&t, &mut tx, t.school, new).await.expect("it is kept"),
            Ended(None)
        );
    }
    let (gone, old) = ((other.id, leaver), (one.id, stays));
    let both = if stays < leaver {
        vec![old, gone]
    } else {
        vec![gone, old]
    };
    for (on, expected) in [
        (date(2026, 7, 21), vec![]),
        (date(2026, 7, 22), vec![gone]),
        (date(2027, 1, 31), vec![gone]),
        (date(2027, 2, 1), both),
    ] {
        let due = templates::expired(&mut tx, t.school, on)
            .await
            .expect("a list");
        assert_eq!(due, expected, "{on}");
    }
}

async fn the_templates_of_another_school_are_neither_seen_nor_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let new = template(&t, id);
    assert_eq!(
        keep(&t, &mut tx, t.school, &new).await.expect("it is kept"),
        Ended(None)
    );
    let (other, _) = second(&t, &mut tx).await;
    assert!(
        templates::list(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert_eq!(
        templates::of(&mut tx, other, id).await.expect("it reads"),
        None
    );
    let far = MADE_ON.saturating_add(9.years());
    assert!(
        templates::expired(&mut tx, other, far)
            .await
            .expect("a list")
            .is_empty()
    );
    assert_eq!(
        templates::remove(&mut tx, other, id)
            .await
            .expect("nothing"),
        Ended(None)
    );
    assert_eq!(
        templates::of(&mut tx, t.school, id)
            .await
            .expect("it reads"),
        Some(new.id)
    );
    assert_eq!(
        templates::remove(&mut tx, t.school, id)
            .await
            .expect("gone"),
        Ended(Some(new.id))
    );
    let told = keep(&t, &mut tx, other, &template(&t, id)).await;
    assert!(matches!(told, Err(Error::Refused(_))), "{told:?}");
}

async fn every_change_of_templates_grows_the_registers_version(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(&t, &mut tx, 1, &open()).await;
    let first = tx.lock_school(t.school).await.expect("it reads");
    let new = template(&t, id);
    assert_eq!(
        keep(&t, &mut tx, t.school, &new).await.expect("it is kept"),
        Ended(None)
    );
    let second = tx.lock_school(t.school).await.expect("it reads");
    let gone = templates::remove(&mut tx, t.school, id)
        .await
        .expect("it goes");
    assert_eq!(gone, Ended(Some(new.id)));
    let third = tx.lock_school(t.school).await.expect("it reads");
    assert!(first < second && second < third);
}
