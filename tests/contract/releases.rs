//! Posts on their way out and back.

mod listed;

use gatehouse_domain::{
    Channel,
    ids::{PhotoId, ReleaseId},
};
use gatehouse_store::{
    Error,
    db::Tx,
    faces,
    people::Kind,
    photos,
    releases::{self, NewRelease, StageCode},
    seal::SubjectKey,
};
use jiff::SignedDuration;

use crate::{
    harness::T,
    people::person,
    photos::{Scene, photo, scene},
    school::second,
};

contract! {
    a_release_reads_back_with_its_pictures_in_their_order,
    a_release_moves_on_from_where_it_is_only,
    what_is_out_is_found_by_photo_person_channel_and_in_turn,
    what_became_of_a_photos_releases_reads_back,
    every_verdict_reads_back_until_the_release_is_emptied,
    a_release_that_cannot_be_read_is_given_up_once,
    what_is_out_and_what_was_is_counted,
    the_releases_of_another_school_are_not_seen,
}

/// A draft of these photos.
pub async fn draft(t: &T, tx: &mut Tx, scene: &Scene, photos: &[PhotoId]) -> ReleaseId {
    t.clock.advance(SignedDuration::from_secs(1));
    let id = ReleaseId::new(t.now(), &t.chance);
    let new = NewRelease {
        id,
        channel: Channel::Website,
        slug: &id.0.simple().to_string(),
        by: scene.by,
        photos,
    };
    let chance = (&scene.key, &t.chance as _);
    releases::insert(tx, t.school, &new, chance, &"draft", t.now())
        .await
        .expect("a release");
    id
}

/// Moves it from stage to stage up to that one.
async fn up_to(t: &T, tx: &mut Tx, key: &SubjectKey, id: ReleaseId, last: StageCode) {
    let stages = StageCode::ALL.into_iter();
    for (from, to) in stages.clone().zip(stages.skip(1)) {
        releases::step(
            tx,
            t.school,
            id,
            (key, &t.chance),
            (from, to),
            &to.code(),
            t.now(),
        )
        .await
        .expect("a step");
        if to == last {
            return;
        }
    }
}

async fn a_release_reads_back_with_its_pictures_in_their_order(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let first = photo(&t, &mut tx, &scene).await.id;
    let last = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[last, first]).await;
    let row = releases::get::<String>(&mut tx, t.school, id).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!(
        (row.id, row.channel, row.stage),
        (id, Channel::Website, StageCode::Draft)
    );
    assert_eq!((row.slug, row.attempts), (id.0.simple().to_string(), 0));
    assert_eq!(row.state.open(&scene.key).expect("it opens"), "draft");
    let pictures = releases::pictures(&mut tx, t.school, id).await;
    assert_eq!(pictures.expect("they read"), [last, first]);
    let by = photos::uploaders(&mut tx, t.school, id).await;
    assert_eq!(by.expect("they read"), [scene.by]);
}

async fn a_release_moves_on_from_where_it_is_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[one]).await;
    up_to(&t, &mut tx, &scene.key, id, StageCode::Published).await;
    let out_at = t.now();
    releases::set_receipt(&mut tx, t.school, id, "{}")
        .await
        .expect("kept");
    t.clock.advance(SignedDuration::from_secs(5));
    let steps = (StageCode::Published, StageCode::Recalled);
    for expected in [true, false] {
        let chance = (&scene.key, &t.chance as _);
        let moved = releases::step(&mut tx, t.school, id, chance, steps, &"back", t.now()).await;
        assert_eq!(moved.is_ok(), expected);
        assert!(expected || matches!(moved, Err(Error::Conflict)));
    }
    let ended = t.now();
    for _ in 0..2 {
        releases::set_gone(&mut tx, t.school, id, t.now())
            .await
            .expect("noted");
        t.clock.advance(SignedDuration::from_secs(5));
    }
    let row = releases::get::<String>(&mut tx, t.school, id).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!((row.stage, row.attempts), (StageCode::Recalled, 1));
    assert_eq!(
        (row.published_at, row.ended_at),
        (Some(out_at), Some(ended))
    );
    assert_eq!(
        (row.gone_at, row.receipt.as_deref()),
        (Some(ended), Some("{}"))
    );
    let recalled = releases::in_stage::<String>(&mut tx, t.school, StageCode::Recalled).await;
    assert_eq!(recalled.expect("they read").len(), 1);
    let with = releases::ended_with(&mut tx, t.school, one).await;
    assert_eq!(with.expect("they read"), [id]);
}

async fn what_is_out_is_found_by_photo_person_channel_and_in_turn(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let pupil = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    faces::set_appearances(&mut tx, t.school, one, &[pupil])
        .await
        .expect("who is in it");
    let mut ids = Vec::new();
    for last in [StageCode::Published, StageCode::Judged, StageCode::Recalled] {
        let id = draft(&t, &mut tx, &scene, &[one]).await;
        up_to(&t, &mut tx, &scene.key, id, last).await;
        ids.push(id);
    }
    let live = releases::live_with(&mut tx, t.school, one).await;
    assert_eq!(live.expect("they read"), ids[..2]);
    let shown = releases::live_of_person(&mut tx, t.school, pupil).await;
    assert_eq!(shown.expect("they read"), ids[..2]);
    let out = releases::out_on(&mut tx, t.school, Channel::Website).await;
    assert_eq!(out.expect("they read"), [ids[0].0.simple().to_string()]);
    assert!(
        releases::out_on(&mut tx, t.school, Channel::Press)
            .await
            .expect("none")
            .is_empty()
    );
    let going = releases::count_going_out(&mut tx, t.school)
        .await
        .expect("a count");
    let mut found = Vec::new();
    let mut after = None;
    while let [id] = releases::going_out(&mut tx, t.school, after, 1)
        .await
        .expect("they read")[..]
    {
        found.push(id);
        after = Some(id);
    }
    assert_eq!(found.len(), usize::try_from(going).expect("a few"));
    assert!(found.contains(&ids[0]) && !found.contains(&ids[2]));
}

async fn what_became_of_a_photos_releases_reads_back(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    for last in [StageCode::Judged, StageCode::Published] {
        let id = draft(&t, &mut tx, &scene, &[one]).await;
        up_to(&t, &mut tx, &scene.key, id, last).await;
    }
    let fates = releases::fates(&mut tx, t.school, one)
        .await
        .expect("they read");
    let told: Vec<_> = fates
        .iter()
        .map(|fate| (fate.stage, fate.attempts, fate.published_at.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            (StageCode::Judged, 0, false),
            (StageCode::Published, 1, true)
        ]
    );
}

async fn every_verdict_reads_back_until_the_release_is_emptied(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[one]).await;
    for verdict in ["hold", "clear"] {
        let chance = (&scene.key, &t.chance as _);
        releases::add_judgement(&mut tx, t.school, id, chance, (verdict, &verdict), t.now())
            .await
            .expect("kept");
        t.clock.advance(SignedDuration::from_secs(1));
    }
    let rows = releases::judgements::<String>(&mut tx, t.school, id).await;
    let rows = rows.expect("they read");
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.verdict.clone(),
                row.facts.open(&scene.key).expect("it opens"),
            )
        })
        .collect();
    let twice = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(told, [twice("hold"), twice("clear")]);
    releases::empty(&mut tx, t.school, id)
        .await
        .expect("emptied");
    let rows = releases::judgements::<String>(&mut tx, t.school, id).await;
    assert!(rows.expect("they read").is_empty());
    let row = releases::get::<String>(&mut tx, t.school, id).await;
    let row = row.expect("it reads").expect("it is there");
    assert!(row.state.open(&scene.key).is_err());
}

async fn a_release_that_cannot_be_read_is_given_up_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[one]).await;
    for expected in [true, false] {
        let given = releases::give_up(&mut tx, t.school, id, t.now()).await;
        assert_eq!(given.expect("said"), expected);
    }
    let live = releases::live_with(&mut tx, t.school, one).await;
    assert!(live.expect("they read").is_empty());
}

async fn what_is_out_and_what_was_is_counted(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let none = releases::count_out(&mut tx, t.school).await;
    assert_eq!(none.expect("a count"), (0, 0));
    let mut out = Vec::new();
    for last in [
        StageCode::Judged,
        StageCode::Published,
        StageCode::Published,
        StageCode::Recalled,
    ] {
        let id = draft(&t, &mut tx, &scene, &[one]).await;
        up_to(&t, &mut tx, &scene.key, id, last).await;
        out.push(id);
    }
    // Taken back, and not yet seen to be gone.
    let counted = releases::count_out(&mut tx, t.school).await;
    assert_eq!(counted.expect("a count"), (2, 0));
    releases::set_gone(&mut tx, t.school, out[3], t.now())
        .await
        .expect("gone");
    let counted = releases::count_out(&mut tx, t.school).await;
    assert_eq!(counted.expect("a count"), (2, 1));
    let (other, _) = second(&t, &mut tx).await;
    let counted = releases::count_out(&mut tx, other).await;
    assert_eq!(counted.expect("a count"), (0, 0));
}

async fn the_releases_of_another_school_are_not_seen(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[one]).await;
    let (other, _) = second(&t, &mut tx).await;
    let row = releases::get::<String>(&mut tx, other, id).await;
    assert!(row.expect("it reads").is_none());
    assert!(
        releases::pictures(&mut tx, other, id)
            .await
            .expect("none")
            .is_empty()
    );
    assert!(
        releases::live_with(&mut tx, other, one)
            .await
            .expect("none")
            .is_empty()
    );
    let steps = (StageCode::Draft, StageCode::Judged);
    let chance = (&scene.key, &t.chance as _);
    let step = releases::step(&mut tx, other, id, chance, steps, &"judged", t.now()).await;
    assert!(matches!(step, Err(Error::Conflict)));
}
