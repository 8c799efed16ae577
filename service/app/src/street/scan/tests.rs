//! Somebody is erased, or says no, while a picture is looked at.

use gatehouse_domain::{
    Area, Landmarks,
    biometric::PupilWord,
    custody::Original,
    ids::{PersonId, SchoolId},
};
use gatehouse_faces::{DetectedFace, Quality};
use gatehouse_store::people;
use jiff::SignedDuration;
use uuid::Uuid;

use super::*;
use crate::{
    backup::tests::{Scene, filling::Filling},
    check::Sight,
    street::jobs,
};

/// A picture of somebody, as that register sees it.
fn picture_of(register: &Arc<Register>, person: PersonId) -> Looked {
    let face = DetectedFace {
        area: Area::new(4.0, 4.0, 20.0, 24.0),
        landmarks: Landmarks::default(),
        score: 0.9,
        quality: Quality {
            eye_distance: 14.0,
            sharpness: Some(0.5),
            nose_position: Some(0.5),
            roll_degrees: 0.0,
        },
    };
    let sight = Sight::Match(register.key(person).unwrap());
    Looked {
        register: register.clone(),
        found: vec![SeenFace { face, sight }],
        route: Route::Matched,
    }
}

/// A photo that is cleaned, and the job to scan it.
async fn cleaned(house: &House, f: &Filling<'_>) -> (Claimed, PhotoRow<Facts>) {
    let (photo, _) = f.photo(false, &[]).await;
    let (school, now) = (f.school, house.now());
    let key = house.key(school, photo).await.unwrap();
    let mut tx = house.decide(school).await.unwrap();
    let steps = (State::Received, State::Cleaned(Original::Kept));
    photos::step(&mut tx, school, photo, steps, None, now)
        .await
        .unwrap();
    let facts = Facts {
        carried: Carried::default(),
        route: None,
    };
    let chance = (&key, &*house.entropy);
    photos::set_facts(&mut tx, school, photo, chance, &facts, (64, 48))
        .await
        .unwrap();
    house
        .ask_first(&mut tx, school, (jobs::SCAN, photo.0))
        .await
        .unwrap();
    let row = photos::get(&mut tx, school, photo).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let lease = SignedDuration::from_mins(1);
    let job = queue::claim(&house.db, Uuid::nil(), now, lease, 8).await;
    (job.unwrap().unwrap(), row)
}

async fn photos_of(house: &House, school: SchoolId, person: PersonId) -> Vec<PhotoId> {
    let mut tx = house.db.read().await.unwrap();
    faces::photos_of(&mut tx, school, person).await.unwrap()
}

#[tokio::test]
async fn what_an_older_register_saw_is_not_kept() {
    let scene = Scene::new();
    let house = scene.house("house").await;
    let f = Filling::new(&house).await;
    let (says_no, stays) = (f.person(1).await, f.person(2).await);
    let (job, row) = cleaned(&house, &f).await;
    let before = house.now_register(f.school).await.unwrap();

    let mut tx = house.decide(f.school).await.unwrap();
    let no = people::set_pupil_word(&mut tx, f.school, says_no, PupilWord::Refused).await;
    assert_eq!(no.unwrap().0, None);
    tx.commit().await.unwrap();

    for who in [says_no, stays] {
        let looked = picture_of(&before, who);
        assert!(!house.keep_faces(&job, &row, &looked).await.unwrap());
        assert_eq!(photos_of(&house, f.school, who).await, []);
    }
    let mut tx = house.db.read().await.unwrap();
    let now: PhotoRow<Facts> = photos::get(&mut tx, f.school, row.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.state, State::Cleaned(Original::Kept));
    drop(tx);

    let register = house.now_register(f.school).await.unwrap();
    let looked = picture_of(&register, stays);
    assert!(house.keep_faces(&job, &row, &looked).await.unwrap());
    assert_eq!(photos_of(&house, f.school, stays).await, [row.id]);
}

#[tokio::test]
async fn somebody_who_was_erased_meanwhile_is_in_no_picture() {
    let scene = Scene::new();
    let house = scene.house("house").await;
    let f = Filling::new(&house).await;
    let gone = f.person(1).await;
    let (job, row) = cleaned(&house, &f).await;
    let before = house.now_register(f.school).await.unwrap();
    let looked = picture_of(&before, gone);

    let mut tx = house.decide(f.school).await.unwrap();
    let ended = people::erase(&mut tx, f.school, gone).await.unwrap();
    assert_eq!(ended.0, None);
    tx.commit().await.unwrap();

    assert!(!house.keep_faces(&job, &row, &looked).await.unwrap());
    assert_eq!(photos_of(&house, f.school, gone).await, []);
}
