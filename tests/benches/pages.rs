//! What a page weighs and how long it takes, with five hundred pictures in an
//! event: in a school that has nothing else, and in one with a hundred thousand
//! other photos, where it must cost the same. Run with `cargo bench -p
//! gatehouse-tests --bench pages`, after `cargo build --release`: its decode
//! processes are the binary's. The filling takes minutes.

use std::time::Duration;

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use gatehouse_app::street::planning::Plan;
use gatehouse_domain::{
    Channel,
    custody::{Original, State},
    findings::TextKind,
    ids::{EventId, PhotoId, SubjectId},
    retention::{Duty, DutyKind},
    role::Role,
};
use gatehouse_store::{
    db::{Db, Place, Settings, Tx},
    duties, faces,
    photos::{self, NewPhoto},
    renditions::{self, Rendition},
    seal::SubjectKey,
    words,
};
use jiff::{SignedDuration, Timestamp, civil::date};
use tokio::runtime::Handle;

#[expect(dead_code, reason = "a bench needs less of it than the tests")]
#[path = "../pages/browser.rs"]
mod browser;
#[expect(dead_code, reason = "a bench needs less of it than the tests")]
#[path = "../street/house.rs"]
mod house;
#[expect(dead_code, reason = "a bench needs less of it than the tests")]
#[path = "../pages/site.rs"]
mod site;

use browser::Browser;
use house::{files::children, hands::Dice};
use site::{Site, on_site};

/// Pictures of the event that is looked at.
const PICTURES: usize = 500;

/// Photos of the school besides, and of each of their events.
const OTHERS: usize = 100_000;
const EVENT: usize = 40;

/// What stands for a sealed value: as long as one of a face. Whoever opened it
/// would find no key for it, so a page that answers has not read it.
type Filler = [u64; 32];

fn pages(c: &mut Criterion) {
    on_site(async |site: Site| {
        let photo = fill_event(&site).await;
        measure(&site, c, photo, PICTURES).await;
        fill_school(&site).await;
        measure(&site, c, photo, PICTURES + OTHERS).await;
    });
}

/// Waits for the house inside of a measurement.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::task::block_in_place(|| Handle::current().block_on(future))
}

/// Sends the event's pictures down the street, each another file, and makes
/// them ready. One in the middle.
async fn fill_event(site: &Site) -> PhotoId {
    let mut sent = Vec::new();
    for number in 0..PICTURES {
        sent.push(site.town.upload(&numbered(number)).await);
    }
    site.work().await;
    for photo in &sent {
        site.town.make_ready(*photo).await;
    }
    *sent.get(PICTURES / 2).unwrap()
}

/// The picture with a comment of its own.
fn numbered(number: usize) -> Vec<u8> {
    let (start, rest) = children().split_at(2);
    let comment = format!("{number:06}");
    [start, &[0xff, 0xfe, 0, 8], comment.as_bytes(), rest].concat()
}

/// Puts photos of other events beside them, as they are after their scan.
async fn fill_school(site: &Site) {
    let settings = Settings {
        place: Place::Sqlite(site.town.folder.path().join("gatehouse.db")),
        connections: 1,
        patience: Duration::from_mins(1),
    };
    let db = Db::open(&settings).await.unwrap();
    let chance = Dice::new(7);
    let key = SubjectKey::generate(&chance);
    for _ in 0..OTHERS / EVENT {
        let event = another_event(site).await;
        let mut tx = db.begin().await.unwrap();
        for _ in 0..EVENT {
            another_photo(&mut tx, site, event, (&key, &chance)).await;
        }
        tx.commit().await.unwrap();
    }
}

async fn another_event(site: &Site) -> EventId {
    let plan = Plan {
        title: "Sports day".to_owned(),
        on: date(2026, 11, 17),
        classes: vec!["Wren".to_owned()],
        channels: vec![Channel::Website],
        purpose: "Show the day on the website".to_owned(),
        directed_by: "Robin Calloway".to_owned(),
        assent_given: true,
        device_allowed: true,
        photographer: "A member of staff".to_owned(),
        rights_held: true,
    };
    let (house, school) = (&site.town.house, site.town.school);
    let made = house.plan_event(&site.town.teacher, school, (house.new_event(), &plan));
    made.await.unwrap().unwrap()
}

async fn another_photo(tx: &mut Tx, site: &Site, event: EventId, sealing: (&SubjectKey, &Dice)) {
    let (school, now) = (
        site.town.school,
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(497_000),
    );
    let sealing = (sealing.0, sealing.1 as _);
    let new = NewPhoto {
        id: PhotoId::new(now, sealing.1),
        event,
        uploader: site.town.teacher.id,
        original: SubjectId::new(now, sealing.1),
    };
    photos::insert(tx, school, &new, now).await.unwrap();
    let steps = [
        State::Received,
        State::Cleaned(Original::Kept),
        State::Cleaned(Original::Destroyed),
        State::Scanned(Original::Destroyed),
    ];
    for (from, to) in steps.into_iter().zip(steps.into_iter().skip(1)) {
        let step = photos::step(tx, school, new.id, (from, to), None, now);
        step.await.unwrap();
    }
    let learnt = Filler::default();
    photos::set_facts(tx, school, new.id, sealing, &learnt, (800, 600))
        .await
        .unwrap();
    let found = [Filler::default(); 2];
    faces::set_detected(tx, school, new.id, sealing, &found, now)
        .await
        .unwrap();
    for (kind, text) in [
        (TextKind::Caption, "Running."),
        (TextKind::AltText, "Two run."),
    ] {
        let said = (site.town.teacher.id, now);
        let told = words::set(tx, school, new.id, sealing, (kind, text), said);
        told.await.unwrap();
    }
    for name in ["master", "thumbnail"] {
        let kept = Rendition {
            name: name.to_owned(),
            subject: new.id.into(),
            bytes: 200_000,
            sha256: [7; 32],
            size: Some((800, 600)),
            made_at: now,
        };
        renditions::put(tx, school, new.id, &kept).await.unwrap();
    }
    let duty = Duty {
        due: Timestamp::MAX - SignedDuration::from_hours(1),
        kind: DutyKind::Unused,
    };
    let set = duties::set(tx, school, new.id.0, &duty, (now, sealing.1));
    set.await.unwrap();
}

/// Asks for each page, says what it weighs, and measures until its last byte.
async fn measure(site: &Site, c: &mut Criterion, photo: PhotoId, photos: usize) {
    let event = site.town.event.0;
    let photo = photo.0;
    let asked = [
        (Role::Staff, "/events".to_owned()),
        (Role::Staff, format!("/events/{event}")),
        (Role::Staff, format!("/photos/{photo}")),
        (Role::Editor, format!("/events/{event}")),
        (Role::Editor, "/releases".to_owned()),
        (Role::Dsl, "/exceptions".to_owned()),
        (Role::Office, "/duties".to_owned()),
        (Role::Office, "/register".to_owned()),
        (Role::Admin, "/machine".to_owned()),
        (Role::Head, "/report".to_owned()),
    ];
    let mut group = c.benchmark_group(format!("pages, {photos} photos"));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (role, path) in asked {
        let mut browser: Browser = site.signed_in(role).await;
        let seen = browser.get(&path).await.is(200);
        let (who, what) = (role.code(), path.replace(&event.to_string(), "EVENT"));
        let what = what.replace(&photo.to_string(), "PHOTO");
        let weight = seen.html.len();
        group.bench_function(format!("{who} {what}, {weight} bytes"), |b| {
            b.iter(|| wait(browser.get(&path)).is(200));
        });
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
