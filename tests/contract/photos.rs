//! Photos with what hangs on them: their state, faces, counts, words and what
//! is kept of them.

use gatehouse_domain::{
    custody::{Original, State},
    findings::TextKind,
    ids::{AccountId, EventId, PersonId, PhotoId, SubjectId},
    policy::HeadCounts,
};
use gatehouse_store::{
    Error,
    db::Tx,
    faces::{self, Counter},
    people::Kind,
    photos::{self, NewPhoto, Sent},
    renditions::{self, Rendition},
    seal::SubjectKey,
    words,
};
use jiff::{SignedDuration, Timestamp};

use crate::{accounts::account, events::event, harness::T, people::person, school::second};

mod marks;

contract! {
    a_photo_reads_back_by_id_original_event_and_state,
    what_somebody_sent_of_an_event_is_counted,
    a_photo_moves_on_from_where_it_is_only,
    faces_read_back_with_what_was_said_of_them,
    who_is_in_a_photo_and_who_is_not_reads_back,
    heads_are_counted_by_two_people_apart,
    reasons_that_were_settled_read_back,
    photos_somebody_worked_on_are_listed_newest_first_in_parts,
    words_read_back_and_the_same_kind_replaces_them,
    what_is_kept_of_a_photo_reads_back_until_it_is_forgotten,
    an_emptied_photo_keeps_its_row_and_nothing_personal,
    the_photos_of_another_school_are_not_seen,
}

/// An event, somebody who took pictures there, and the key of all rows.
pub struct Scene {
    pub event: EventId,
    pub by: AccountId,
    pub key: SubjectKey,
}

pub async fn scene(t: &T, tx: &mut Tx) -> Scene {
    let (head, key) = event(t, tx, t.school, 20).await;
    let (by, _) = account(t, tx, t.school, 9, &[]).await;
    Scene {
        event: head.id,
        by,
        key,
    }
}

/// A photo that just arrived.
pub async fn photo(t: &T, tx: &mut Tx, scene: &Scene) -> NewPhoto {
    t.clock.advance(SignedDuration::from_secs(1));
    let new = NewPhoto {
        id: PhotoId::new(t.now(), &t.chance),
        event: scene.event,
        uploader: scene.by,
        original: SubjectId::new(t.now(), &t.chance),
    };
    photos::insert(tx, t.school, &new, t.now())
        .await
        .expect("a photo");
    new
}

async fn a_photo_reads_back_by_id_original_event_and_state(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let first = photo(&t, &mut tx, &scene).await;
    let second = photo(&t, &mut tx, &scene).await;
    let chance = (&scene.key, &t.chance as _);
    photos::set_facts(&mut tx, t.school, first.id, chance, &"seen", (40, 30))
        .await
        .expect("facts");
    let row = photos::get::<String>(&mut tx, t.school, first.id).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!(
        (row.id, row.event, row.uploader, row.original),
        (first.id, scene.event, scene.by, first.original)
    );
    assert_eq!((row.state, row.size), (State::Received, Some((40, 30))));
    assert_eq!(row.received_at, t.now() - SignedDuration::from_secs(1));
    assert!(row.refused.is_none());
    let facts = row.facts.expect("facts").open(&scene.key);
    assert_eq!(facts.expect("they open"), "seen");
    let of = photos::of_original(&mut tx, t.school, second.original).await;
    assert_eq!(of.expect("it reads"), Some(second.id));
    let rows = photos::of_event::<String>(&mut tx, t.school, scene.event).await;
    let ids: Vec<_> = rows.expect("they read").iter().map(|row| row.id).collect();
    assert_eq!(ids, [first.id, second.id]);
    let there = photos::in_state(&mut tx, t.school, State::Received).await;
    assert_eq!(there.expect("they read"), [first.id, second.id]);
    for (one, place) in [(first.id, (1, 2)), (second.id, (2, 2))] {
        let found = photos::place(&mut tx, t.school, one).await;
        assert_eq!(found.expect("a place"), place);
    }
    let counted = photos::count_of_event(&mut tx, t.school, scene.event).await;
    assert_eq!(counted.expect("a count"), 2);
    let counted = photos::count(&mut tx, t.school).await.expect("a count");
    assert_eq!(counted, [("received".to_owned(), 2)]);
}

async fn what_somebody_sent_of_an_event_is_counted(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let refused = photo(&t, &mut tx, &scene).await;
    photo(&t, &mut tx, &scene).await;
    let steps = (State::Received, State::Refused(Original::Kept));
    photos::step(&mut tx, t.school, refused.id, steps, Some("video"), t.now())
        .await
        .expect("it is refused");
    let (other, _) = account(&t, &mut tx, t.school, 8, &[]).await;
    for (who, expected) in [(scene.by, (2, 0, 1)), (other, (0, 0, 0))] {
        let counted = photos::sent_by(&mut tx, t.school, scene.event, who).await;
        let Sent { all, kept, waiting } = counted.expect("a count");
        assert_eq!((all, kept, waiting), expected);
    }
}

async fn a_photo_moves_on_from_where_it_is_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    let refused = (State::Received, State::Refused(Original::Kept));
    photos::step(&mut tx, t.school, id, refused, Some("video"), t.now())
        .await
        .expect("a step");
    let again = photos::step(&mut tx, t.school, id, refused, Some("video"), t.now()).await;
    assert!(matches!(again, Err(Error::Conflict)));
    let row = photos::get::<String>(&mut tx, t.school, id).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!(row.state, State::Refused(Original::Kept));
    assert_eq!(row.refused, Some((t.now(), "video".to_owned())));
}

async fn faces_read_back_with_what_was_said_of_them(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    let chance = (&scene.key, &t.chance as _);
    for seen in [&["a", "b", "c"][..], &["left", "right"]] {
        faces::set_detected(&mut tx, t.school, id, chance, seen, t.now())
            .await
            .expect("faces");
    }
    let marked = faces::mark(&mut tx, t.school, id, chance, &"by hand", t.now())
        .await
        .expect("a face");
    let said = (scene.by, t.now());
    faces::decide(&mut tx, t.school, (id, marked), chance, &"nobody", said)
        .await
        .expect("said");
    let rows = faces::of_photo::<String, String>(&mut tx, t.school, id).await;
    let rows = rows.expect("they read");
    let seen: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.place,
                row.by_hand,
                row.seen.open(&scene.key).expect("it opens"),
            )
        })
        .collect();
    let told = |place, by_hand, text: &str| (place, by_hand, text.to_owned());
    assert_eq!(
        seen,
        [
            told(0, false, "left"),
            told(1, false, "right"),
            told(0, true, "by hand")
        ]
    );
    let decided: Vec<_> = rows
        .iter()
        .filter_map(|row| row.decision.as_ref())
        .collect();
    assert_eq!(decided.len(), 1);
    assert_eq!(decided[0].open(&scene.key).expect("it opens"), "nobody");
    let by = faces::decided_by(&mut tx, t.school, id).await;
    assert_eq!(by.expect("they read"), [(marked, scene.by)]);
}

async fn who_is_in_a_photo_and_who_is_not_reads_back(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    let mut people: Vec<PersonId> = Vec::new();
    for n in 1..=2 {
        people.push(person(&t, &mut tx, t.school, Kind::Pupil, n).await);
    }
    for shown in [&people[..], &people[..1]] {
        faces::set_appearances(&mut tx, t.school, id, shown)
            .await
            .expect("who is in it");
    }
    let of = |person| (person, t.school);
    for ((person, school), expected) in [(of(people[0]), vec![id]), (of(people[1]), vec![])] {
        let found = faces::photos_of(&mut tx, school, person).await;
        assert_eq!(found.expect("they read"), expected);
    }
    let chance = (&scene.key, &t.chance as _);
    faces::set_detected(&mut tx, t.school, id, chance, &["a", "b"], t.now())
        .await
        .expect("faces");
    let rows = faces::of_photo::<String, String>(&mut tx, t.school, id).await;
    let second = rows.expect("they read")[1].id;
    // Said twice, it is known once.
    for _ in 0..2 {
        let said = (scene.by, t.now());
        faces::add_negative(&mut tx, t.school, (second, people[1]), said)
            .await
            .expect("said");
    }
    let negatives = faces::negatives(&mut tx, t.school, id).await;
    assert_eq!(negatives.expect("they read"), [(1, people[1])]);
}

async fn heads_are_counted_by_two_people_apart(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    for (part, heads) in [
        (Counter::Uploader, 2),
        (Counter::Approver, 4),
        (Counter::Uploader, 3),
    ] {
        let by = (scene.by, t.now());
        faces::set_count(&mut tx, t.school, id, (part, heads), by)
            .await
            .expect("counted");
    }
    let counts = faces::counts(&mut tx, t.school, id)
        .await
        .expect("they read");
    let both = HeadCounts {
        uploader: Some(3),
        approver: Some(4),
        approval_asked: false,
    };
    assert_eq!(counts, both);
    faces::drop_count(&mut tx, t.school, id, Counter::Approver)
        .await
        .expect("dropped");
    let counts = faces::counts(&mut tx, t.school, id)
        .await
        .expect("they read");
    assert_eq!(counts.approver, None);
    for (part, by) in [
        (Counter::Uploader, Some(scene.by)),
        (Counter::Approver, None),
    ] {
        let found = faces::counted_by(&mut tx, t.school, id, part).await;
        assert_eq!(found.expect("it reads"), by);
    }
}

async fn reasons_that_were_settled_read_back(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    for why in ["first", "second"] {
        let chance = (&scene.key, &t.chance as _);
        faces::settle(&mut tx, t.school, id, chance, &why, (scene.by, t.now()))
            .await
            .expect("settled");
        t.clock.advance(SignedDuration::from_secs(1));
    }
    let found = faces::settlements::<String>(&mut tx, t.school, id).await;
    let found: Vec<_> = found
        .expect("they read")
        .iter()
        .map(|sealed| sealed.open(&scene.key).expect("it opens"))
        .collect();
    assert_eq!(found, ["first", "second"]);
    let found = faces::settled::<String>(&mut tx, t.school, id).await;
    let found = found.expect("they read");
    assert!(found.iter().all(|row| row.by == scene.by));
    assert!(found[0].at < found[1].at);
    assert_eq!(
        found[1].sealed.open(&scene.key).expect("it opens"),
        "second"
    );
}

async fn photos_somebody_worked_on_are_listed_newest_first_in_parts(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let pupil = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let (cleaned, scanned) = (
        State::Cleaned(Original::Kept),
        State::Scanned(Original::Kept),
    );
    let mut ids = Vec::new();
    for n in 0..5 {
        let new = photo(&t, &mut tx, &scene).await;
        ids.push(new.id);
        let mut steps = vec![(State::Received, cleaned), (cleaned, scanned)];
        // The last is not looked at yet.
        steps.truncate(if n == 4 { 1 } else { 2 });
        for step in steps {
            photos::step(&mut tx, t.school, new.id, step, None, t.now())
                .await
                .expect("it moves on");
        }
    }
    // The first was counted, the third may show somebody, the fourth is both,
    // the last would be; the second nobody has touched.
    for place in [0, 3, 4] {
        let by = (scene.by, t.now());
        let counted = (Counter::Uploader, 2);
        faces::set_count(&mut tx, t.school, ids[place], counted, by)
            .await
            .expect("counted");
    }
    for place in [2, 3] {
        faces::set_appearances(&mut tx, t.school, ids[place], &[pupil])
            .await
            .expect("who is in it");
    }
    let top = (Timestamp::MAX, PhotoId(uuid::Uuid::max()));
    let all = photos::worked_on(&mut tx, t.school, Timestamp::MIN, top, 10).await;
    let all = all.expect("they read");
    let found: Vec<PhotoId> = all.iter().map(|place| place.photo).collect();
    assert_eq!(found, [ids[3], ids[2], ids[0]]);
    assert!(all.iter().all(|place| place.event == scene.event));
    // In parts of one, nothing is left out or told twice.
    let mut parts = Vec::new();
    let mut before = top;
    loop {
        let part = photos::worked_on(&mut tx, t.school, Timestamp::MIN, before, 1).await;
        let part = part.expect("they read");
        let Some(last) = part.last() else { break };
        before = (last.received_at, last.photo);
        parts.extend(part.iter().map(|place| place.photo));
    }
    assert_eq!(parts, found);
    let since = all[1].received_at;
    let late = photos::worked_on(&mut tx, t.school, since, top, 10).await;
    assert_eq!(late.expect("they read").len(), 2);
    let (other, _) = second(&t, &mut tx).await;
    let none = photos::worked_on(&mut tx, other, Timestamp::MIN, top, 10).await;
    assert_eq!(none.expect("they read"), []);
}

async fn words_read_back_and_the_same_kind_replaces_them(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    for (kind, text) in [
        (TextKind::Caption, "Before."),
        (TextKind::AltText, "Two run."),
        (TextKind::Caption, "After."),
    ] {
        let chance = (&scene.key, &t.chance as _);
        words::set(
            &mut tx,
            t.school,
            id,
            chance,
            (kind, text),
            (scene.by, t.now()),
        )
        .await
        .expect("written");
    }
    let rows = words::of_photo(&mut tx, t.school, id)
        .await
        .expect("they read");
    let mut texts: Vec<_> = rows
        .iter()
        .map(|(kind, text)| (*kind, text.open(&scene.key).expect("it opens")))
        .collect();
    texts.sort_by(|a, b| a.1.cmp(&b.1));
    let told = |kind, text: &str| (kind, text.to_owned());
    assert_eq!(
        texts,
        [
            told(TextKind::Caption, "After."),
            told(TextKind::AltText, "Two run.")
        ]
    );
    words::clear(&mut tx, t.school, id, TextKind::Caption)
        .await
        .expect("taken away");
    let rows = words::of_photo(&mut tx, t.school, id).await;
    let kinds = rows.expect("they read").into_iter().map(|(kind, _)| kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [TextKind::AltText]);
}

/// Something that is kept of a photo.
pub fn kept(t: &T, name: &str, photo: PhotoId, bytes: u64) -> Rendition {
    Rendition {
        name: name.to_owned(),
        subject: photo.into(),
        bytes,
        sha256: [7; 32],
        size: Some((40, 30)),
        made_at: t.now(),
    }
}

async fn what_is_kept_of_a_photo_reads_back_until_it_is_forgotten(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    for (name, bytes) in [("master", 9), ("channel", 5), ("master", 8)] {
        renditions::put(&mut tx, t.school, id, &kept(&t, name, id, bytes))
            .await
            .expect("kept");
    }
    let found = renditions::of_photo(&mut tx, t.school, id)
        .await
        .expect("they read");
    assert_eq!(
        found,
        [kept(&t, "channel", id, 5), kept(&t, "master", id, 8)]
    );
    let all = renditions::all_of_school(&mut tx, t.school)
        .await
        .expect("they read");
    let told = |name: &str, bytes| (SubjectId::from(id), name.to_owned(), bytes);
    assert_eq!(all, [told("channel", 5), told("master", 8)]);
    renditions::forget(&mut tx, t.school, id.into())
        .await
        .expect("forgotten");
    let found = renditions::of_photo(&mut tx, t.school, id)
        .await
        .expect("they read");
    assert_eq!(found, []);
}

async fn an_emptied_photo_keeps_its_row_and_nothing_personal(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let id = photo(&t, &mut tx, &scene).await.id;
    let (chance, said) = ((&scene.key, &t.chance as _), (scene.by, t.now()));
    photos::set_facts(&mut tx, t.school, id, chance, &"seen", (40, 30))
        .await
        .expect("facts");
    faces::set_detected(&mut tx, t.school, id, chance, &["a"], t.now())
        .await
        .expect("faces");
    let caption = (TextKind::Caption, "Running.");
    words::set(&mut tx, t.school, id, chance, caption, said)
        .await
        .expect("written");
    renditions::put(&mut tx, t.school, id, &kept(&t, "master", id, 9))
        .await
        .expect("kept");
    photos::empty(&mut tx, t.school, id).await.expect("emptied");
    let row = photos::get::<String>(&mut tx, t.school, id).await;
    assert!(row.expect("it reads").expect("it is there").facts.is_none());
    let faces = faces::of_photo::<String, String>(&mut tx, t.school, id).await;
    assert!(faces.expect("they read").is_empty());
    let words = words::of_photo(&mut tx, t.school, id).await;
    assert!(words.expect("they read").is_empty());
    let renditions = renditions::of_photo(&mut tx, t.school, id).await;
    assert!(renditions.expect("they read").is_empty());
}

async fn the_photos_of_another_school_are_not_seen(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let new = photo(&t, &mut tx, &scene).await;
    let (other, _) = second(&t, &mut tx).await;
    assert!(
        photos::get::<String>(&mut tx, other, new.id)
            .await
            .expect("it reads")
            .is_none()
    );
    let of = photos::of_original(&mut tx, other, new.original).await;
    assert_eq!(of.expect("it reads"), None);
    let there = photos::in_state(&mut tx, other, State::Received).await;
    assert_eq!(there.expect("they read"), []);
    let refused = (State::Received, State::Refused(Original::Kept));
    let step = photos::step(&mut tx, other, new.id, refused, None, t.now()).await;
    assert!(matches!(step, Err(Error::Conflict)));
}
