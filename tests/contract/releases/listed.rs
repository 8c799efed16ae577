//! Releases in lists: each in its part and in its order, a page at a time.

use gatehouse_domain::{Channel, ids::ReleaseId};
use gatehouse_store::{
    db::Tx,
    faces::{self, Counter},
    photos::{self, NewPhoto},
    releases::{
        self, NewRelease, StageCode,
        listed::{self, Hand, Part},
    },
};
use jiff::SignedDuration;

use super::{draft, up_to};
use crate::{
    accounts::account,
    harness::T,
    photos::{Scene, photo, scene},
    school::second,
};

contract! {
    each_release_is_listed_in_its_part_and_in_its_order,
    what_waits_is_listed_with_what_is_clear_before_the_rest,
    a_list_is_read_a_page_at_a_time_and_by_channel,
    a_listed_release_tells_its_first_picture_and_how_many_it_has,
    what_somebody_did_to_the_pictures_of_a_release_is_told_apart,
    the_pictures_of_an_event_that_are_in_a_post_on_a_channel_are_found,
    no_school_lists_anothers_releases,
}

/// The releases of a part on a channel, all of them.
async fn ids(t: &T, tx: &mut Tx, part: Part, channel: Option<Channel>) -> Vec<ReleaseId> {
    let rows = listed::list::<String>(tx, t.school, (part, channel), (0, 100)).await;
    rows.expect("they read")
        .iter()
        .map(|listed| listed.row.id)
        .collect()
}

/// A release of these photos that came as far as that; a moment passes.
async fn release(t: &T, tx: &mut Tx, scene: &Scene, last: StageCode) -> ReleaseId {
    let one = photo(t, tx, scene).await.id;
    let id = draft(t, tx, scene, &[one]).await;
    if last != StageCode::Draft {
        up_to(t, tx, &scene.key, id, last).await;
    }
    id
}

/// Somebody takes it back.
async fn taken_back(t: &T, tx: &mut Tx, scene: &Scene, id: ReleaseId, from: StageCode) {
    t.clock.advance(SignedDuration::from_secs(1));
    let steps = (from, StageCode::Recalled);
    let chance = (&scene.key, &t.chance as _);
    releases::step(tx, t.school, id, chance, steps, &"back", t.now())
        .await
        .expect("a step");
}

async fn each_release_is_listed_in_its_part_and_in_its_order(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let mut made = Vec::new();
    for last in [
        StageCode::Draft,
        StageCode::Judged,
        StageCode::Approved,
        StageCode::Publishing,
        StageCode::Published,
        StageCode::Published,
    ] {
        made.push(release(&t, &mut tx, &scene, last).await);
    }
    let given_up = release(&t, &mut tx, &scene, StageCode::Judged).await;
    taken_back(&t, &mut tx, &scene, given_up, StageCode::Judged).await;
    let mut back = Vec::new();
    for _ in 0..2 {
        let id = release(&t, &mut tx, &scene, StageCode::Published).await;
        taken_back(&t, &mut tx, &scene, id, StageCode::Published).await;
        back.push(id);
    }
    releases::set_gone(&mut tx, t.school, back[0], t.now())
        .await
        .expect("noted");
    for (part, expected) in [
        (Part::Waiting, vec![made[0], made[1]]),
        (Part::Going, vec![made[2], made[3]]),
        (Part::Out, vec![made[5], made[4]]),
        (Part::ComingBack, vec![back[1]]),
        // What never was out is in no list of what came back.
        (Part::Back, vec![back[1], back[0]]),
    ] {
        assert_eq!(ids(&t, &mut tx, part, None).await, expected, "{part:?}");
    }
}

async fn what_waits_is_listed_with_what_is_clear_before_the_rest(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let mut made = Vec::new();
    // What counts is the last verdict.
    for verdicts in [
        &["hold"][..],
        &["hold", "clear"],
        &["clear", "blocked"],
        &["clear"],
    ] {
        let id = release(&t, &mut tx, &scene, StageCode::Judged).await;
        for verdict in verdicts {
            t.clock.advance(SignedDuration::from_secs(1));
            let chance = (&scene.key, &t.chance as _);
            let judged = (*verdict, &"facts");
            releases::add_judgement(&mut tx, t.school, id, chance, judged, t.now())
                .await
                .expect("kept");
        }
        made.push(id);
    }
    assert_eq!(
        ids(&t, &mut tx, Part::Waiting, None).await,
        [made[1], made[3], made[0], made[2]]
    );
}

async fn a_list_is_read_a_page_at_a_time_and_by_channel(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(release(&t, &mut tx, &scene, StageCode::Published).await);
    }
    made.reverse();
    for (from, expected) in [(0, &made[..2]), (2, &made[2..4]), (4, &made[4..]), (5, &[])] {
        let which = (Part::Out, None);
        let rows = listed::list::<String>(&mut tx, t.school, which, (from, 2)).await;
        let rows = rows.expect("they read");
        let found: Vec<_> = rows.iter().map(|listed| listed.row.id).collect();
        assert_eq!(found, expected);
    }
    assert_eq!(
        ids(&t, &mut tx, Part::Out, Some(Channel::Website)).await,
        made
    );
    let none = ids(&t, &mut tx, Part::Out, Some(Channel::Press)).await;
    assert_eq!(none, []);
}

async fn a_listed_release_tells_its_first_picture_and_how_many_it_has(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let first = photo(&t, &mut tx, &scene).await.id;
    let last = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[last, first]).await;
    let made_at = t.now();
    t.clock.advance(SignedDuration::from_secs(9));
    let listed = listed::get::<String>(&mut tx, t.school, id).await;
    let listed = listed.expect("it reads").expect("it is there");
    assert_eq!((listed.by, listed.created_at), (scene.by, made_at));
    assert_eq!(listed.first, Some((last, scene.event)));
    assert_eq!(listed.pictures, 2);
    assert_eq!(
        (listed.row.id, listed.row.stage, listed.row.channel),
        (id, StageCode::Draft, Channel::Website)
    );
    assert_eq!(
        listed.row.state.open(&scene.key).expect("it opens"),
        "draft"
    );
}

async fn what_somebody_did_to_the_pictures_of_a_release_is_told_apart(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let (other, _) = account(&t, &mut tx, t.school, 4, &[]).await;
    let one = photo(&t, &mut tx, &scene).await.id;
    let id = draft(&t, &mut tx, &scene, &[one]).await;
    let hand = async |tx: &mut Tx, who| {
        let hand = listed::hand_in(tx, t.school, id, who).await;
        hand.expect("it is told")
    };
    let uploaded = Hand {
        uploaded: true,
        ..Hand::default()
    };
    assert_eq!(hand(&mut tx, scene.by).await, uploaded);
    assert_eq!(hand(&mut tx, other).await, Hand::default());
    // Counting as the second person keeps nobody from being it.
    for (part, counted) in [(Counter::Approver, false), (Counter::Uploader, true)] {
        faces::set_count(&mut tx, t.school, one, (part, 2), (other, t.now()))
            .await
            .expect("counted");
        let told = hand(&mut tx, other).await;
        assert_eq!(
            told,
            Hand {
                counted,
                ..Hand::default()
            }
        );
    }
    let chance = (&scene.key, &t.chance as _);
    let face = faces::mark(&mut tx, t.school, one, chance, &"a face", t.now())
        .await
        .expect("marked");
    let said = (other, t.now());
    faces::decide(&mut tx, t.school, (one, face), chance, &"somebody", said)
        .await
        .expect("said");
    let told = hand(&mut tx, other).await;
    assert_eq!((told.counted, told.named), (true, true));
}

async fn the_pictures_of_an_event_that_are_in_a_post_on_a_channel_are_found(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let NewPhoto { id: one, .. } = photo(&t, &mut tx, &scene).await;
    let two = photo(&t, &mut tx, &scene).await.id;
    photo(&t, &mut tx, &scene).await;
    let out = draft(&t, &mut tx, &scene, &[one]).await;
    up_to(&t, &mut tx, &scene.key, out, StageCode::Published).await;
    let waits = draft(&t, &mut tx, &scene, &[one, two]).await;
    let ended = draft(&t, &mut tx, &scene, &[two]).await;
    up_to(&t, &mut tx, &scene.key, ended, StageCode::Recalled).await;
    let press = ReleaseId::new(t.now(), &t.chance);
    let new = NewRelease {
        id: press,
        channel: Channel::Press,
        slug: "another",
        by: scene.by,
        photos: &[two],
    };
    let chance = (&scene.key, &t.chance as _);
    releases::insert(&mut tx, t.school, &new, chance, &"draft", t.now())
        .await
        .expect("a release");
    let live = listed::live_of_event(&mut tx, t.school, scene.event, Channel::Website).await;
    let mut live = live.expect("they read");
    live.sort_by_key(|(photo, stage)| (*photo, stage.code()));
    assert_eq!(
        live,
        [
            (one, StageCode::Draft),
            (one, StageCode::Published),
            (two, StageCode::Draft)
        ]
    );
    assert!(waits.0 > out.0);
    let all = photos::of_event::<String>(&mut tx, t.school, scene.event).await;
    assert_eq!(all.expect("they read").len(), 3);
    // Those of every channel, ended or not.
    for (count, found) in [(3, 3), (10, 4)] {
        let rows = listed::of_event::<String>(&mut tx, t.school, scene.event, count).await;
        let rows = rows.expect("they read");
        assert_eq!(rows.len(), found);
        let known = [out, waits, ended, press];
        assert!(rows.iter().all(|listed| known.contains(&listed.row.id)));
    }
}

async fn no_school_lists_anothers_releases(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = release(&t, &mut tx, &scene, StageCode::Published).await;
    let (other, _) = second(&t, &mut tx).await;
    let which = (Part::Out, None);
    let rows = listed::list::<String>(&mut tx, other, which, (0, 10)).await;
    assert!(rows.expect("they read").is_empty());
    let one = listed::get::<String>(&mut tx, other, id).await;
    assert!(one.expect("it reads").is_none());
    let hand = listed::hand_in(&mut tx, other, id, scene.by).await;
    assert_eq!(hand.expect("it is told"), Hand::default());
    let live = listed::live_of_event(&mut tx, other, scene.event, Channel::Website).await;
    assert!(live.expect("they read").is_empty());
}
