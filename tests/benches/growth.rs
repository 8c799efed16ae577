//! The ten commonest questions to the database, with a thousand photos in the
//! school and with a hundred thousand, on both databases: they must cost the
//! same. Run with `cargo bench -p gatehouse-store --bench growth`; PostgreSQL is
//! the server that `GATEHOUSE_TEST_POSTGRES` names. The filling takes minutes.
#![expect(clippy::expect_used, reason = "a bench fails by it")]

use std::{cell::RefCell, collections::BTreeSet, future::Future};

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use gatehouse_domain::{
    Channel,
    custody::{Original, State},
    findings::TextKind,
    ids::{AccountId, EventId, PersonId, PhotoId, ReleaseId, SubjectId, uuid_v7},
    retention::{Duty, DutyKind},
    role::Role,
};
use gatehouse_store::{
    accounts::{self, AccountSecret, NewAccount},
    db::Tx,
    duties,
    events::{self, EventHead},
    faces,
    log::{self, Entry, Log},
    people::{self, Kind, NewPerson, PersonSecret},
    photos::{self, NewPhoto},
    queue::{self, NewJob},
    releases::{self, NewRelease, StageCode},
    renditions::{self, Rendition},
    seal::SubjectKey,
    words,
};
use jiff::{SignedDuration, civil::date};
use tokio::runtime::Handle;

#[expect(
    dead_code,
    unused_macros,
    reason = "a bench needs less of it than the tests"
)]
#[path = "../contract/harness.rs"]
mod harness;

use harness::T;

/// Photos of one event, and people in them: each is in as many as there are
/// pictures of an event.
const EVENT: usize = 40;

/// One photo of so many is out.
const OUT: usize = 10;

/// How many photos there are when it is measured.
const SIZES: [usize; 2] = [1_000, 100_000];

/// What stands for a sealed value: as long as one of a face.
type Filler = [u64; 32];

fn growth(c: &mut Criterion) {
    let c = RefCell::new(c);
    let measure = |t: T| {
        let mut school = wait(School::new(t));
        for size in SIZES {
            wait(school.fill(size));
            // As autovacuum does within the minute.
            wait(school.t.raw("ANALYZE")).expect("it counts");
            school.measure(&mut c.borrow_mut(), size);
        }
        async {}
    };
    harness::on_sqlite(measure);
    harness::on_postgres(measure);
}

/// Waits for the database inside of a measurement.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::task::block_in_place(|| Handle::current().block_on(future))
}

/// A school that grows by whole events.
struct School {
    t: T,
    /// One key for all: what is measured is not the sealing.
    key: SubjectKey,
    teacher: AccountId,
    events: Vec<EventId>,
    photos: Vec<PhotoId>,
    people: Vec<PersonId>,
}

impl School {
    async fn new(t: T) -> Self {
        let key = SubjectKey::generate(&t.chance);
        let teacher = AccountId::new(t.now(), &t.chance);
        let new = NewAccount {
            id: teacher,
            mark: [1; 32],
            roles: BTreeSet::from([Role::Staff]),
        };
        let secret = AccountSecret {
            login: "teacher".to_owned(),
            name: "A teacher".to_owned(),
        };
        let mut tx = t.db.begin().await.expect("it begins");
        accounts::insert(&mut tx, t.school, &new, &key, &t.chance, &secret, t.now())
            .await
            .expect("an account");
        tx.commit().await.expect("it commits");
        let (events, photos, people) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
        Self {
            t,
            key,
            teacher,
            events,
            photos,
            people,
        }
    }

    /// Adds events until there are so many photos.
    async fn fill(&mut self, size: usize) {
        while self.photos.len() < size {
            let mut tx = self.t.db.begin().await.expect("it begins");
            self.event(&mut tx).await;
            tx.commit().await.expect("it commits");
        }
    }

    /// An event with its people, who are in no other, two of them in a photo.
    async fn event(&mut self, tx: &mut Tx) {
        let (t, key) = (&self.t, &self.key);
        t.clock.advance(SignedDuration::from_mins(10));
        let head = EventHead {
            id: EventId::new(t.now(), &t.chance),
            held_on: date(2026, 11, 20),
            closes_at: t.now() + SignedDuration::from_hours(48),
        };
        events::insert(tx, t.school, &head, key, &t.chance, &"Sports day", t.now())
            .await
            .expect("an event");
        self.events.push(head.id);
        let first = self.people.len();
        for _ in 0..2 {
            let person = self.person(tx).await;
            self.people.push(person);
        }
        let shown = self.people.get(first..).expect("they came").to_vec();
        for number in 0..EVENT {
            let photo = self.photo(tx, head.id, &shown).await;
            if number % OUT == 0 {
                self.publish(tx, photo).await;
            }
            self.photos.push(photo);
        }
    }

    async fn person(&self, tx: &mut Tx) -> PersonId {
        let (t, id) = (&self.t, PersonId::new(self.t.now(), &self.t.chance));
        let mut mark = [0; 32];
        mark.split_at_mut(16).0.copy_from_slice(id.0.as_bytes());
        let new = NewPerson {
            id,
            kind: Kind::Pupil,
            mark,
        };
        let secret = PersonSecret {
            mis_id: id.0.to_string(),
            first_name: "Someone".to_owned(),
            preferred_name: None,
            surname: "Else".to_owned(),
            class: None,
            year: None,
            protected: false,
            objection: false,
            after_leaving: false,
            protection: Vec::new(),
        };
        people::insert(tx, t.school, &new, &self.key, &t.chance, &secret, t.now())
            .await
            .expect("a person");
        id
    }

    /// A photo with everything a photo has after its scan.
    async fn photo(&self, tx: &mut Tx, event: EventId, shown: &[PersonId]) -> PhotoId {
        let (t, school, now) = (&self.t, self.t.school, self.t.now());
        let (sealing, said) = ((&self.key, &t.chance as _), (self.teacher, now));
        let new = NewPhoto {
            id: PhotoId::new(now, &t.chance),
            event,
            uploader: self.teacher,
            original: SubjectId::new(now, &t.chance),
        };
        photos::insert(tx, school, &new, now).await.expect("a row");
        let steps = [
            State::Received,
            State::Cleaned(Original::Kept),
            State::Cleaned(Original::Destroyed),
            State::Scanned(Original::Destroyed),
        ];
        for (from, to) in steps.into_iter().zip(steps.into_iter().skip(1)) {
            photos::step(tx, school, new.id, (from, to), None, now)
                .await
                .expect("a step");
        }
        photos::set_facts(
            tx,
            school,
            new.id,
            sealing,
            &Filler::default(),
            (4096, 2731),
        )
        .await
        .expect("facts");
        faces::set_detected(tx, school, new.id, sealing, &[Filler::default(); 2], now)
            .await
            .expect("faces");
        faces::set_appearances(tx, school, new.id, shown)
            .await
            .expect("who is in it");
        for (kind, text) in [
            (TextKind::Caption, "Running."),
            (TextKind::AltText, "Two run."),
        ] {
            words::set(tx, school, new.id, sealing, (kind, text), said)
                .await
                .expect("words");
        }
        for name in ["master", "thumbnail"] {
            let kept = Rendition {
                name: name.to_owned(),
                subject: new.id.into(),
                bytes: 2_000_000,
                sha256: [7; 32],
                size: Some((4096, 2731)),
                made_at: now,
            };
            renditions::put(tx, school, new.id, &kept)
                .await
                .expect("a rendition");
        }
        let duty = Duty {
            due: now + SignedDuration::from_hours(14 * 24),
            kind: DutyKind::Unused,
        };
        duties::set(tx, school, new.id.0, &duty, (now, &t.chance))
            .await
            .expect("a duty");
        self.log(tx, new.id).await;
        new.id
    }

    async fn publish(&self, tx: &mut Tx, photo: PhotoId) {
        let (t, school, now) = (&self.t, self.t.school, self.t.now());
        let sealing = (&self.key, &t.chance as _);
        let id = ReleaseId::new(now, &t.chance);
        let new = NewRelease {
            id,
            channel: Channel::Website,
            slug: &id.0.simple().to_string(),
            by: self.teacher,
            photos: &[photo],
        };
        releases::insert(tx, school, &new, sealing, &Filler::default(), now)
            .await
            .expect("a release");
        for (from, to) in StageCode::ALL
            .into_iter()
            .zip(StageCode::ALL.into_iter().skip(1))
            .filter(|(_, to)| *to != StageCode::Recalled)
        {
            releases::step(tx, school, id, sealing, (from, to), &Filler::default(), now)
                .await
                .expect("a step");
        }
    }

    async fn log(&self, tx: &mut Tx, photo: PhotoId) {
        let entry = Entry {
            actor: Some(self.teacher),
            verb: "upload",
            about: Some(("photo", photo.0)),
            outcome: "received",
            facts: None,
        };
        log::append(tx, Log::Access, self.t.school, &entry, self.t.now())
            .await
            .expect("a line");
    }

    /// Asks for a job, takes it and finishes it.
    async fn job(&self) {
        let (t, now) = (&self.t, self.t.now());
        let mut tx = t.db.begin().await.expect("it begins");
        let job = NewJob {
            school: t.school,
            kind: "clean",
            about: uuid_v7(now, &t.chance),
            ready_at: now,
        };
        queue::enqueue(&mut tx, &job, now, &t.chance)
            .await
            .expect("it is asked for");
        tx.commit().await.expect("it commits");
        let worker = uuid_v7(now, &t.chance);
        let lease = SignedDuration::from_secs(30);
        let claimed = queue::claim(&t.db, worker, now, lease, 5)
            .await
            .expect("it is looked for")
            .expect("it is there");
        let mut tx = t.db.begin().await.expect("it begins");
        queue::finish(&mut tx, &claimed, now)
            .await
            .expect("it is still held");
        tx.commit().await.expect("it commits");
    }

    /// Asks each question about something in the middle of all there is.
    fn measure(&self, c: &mut Criterion, size: usize) {
        let (t, school) = (&self.t, self.t.school);
        let photo = *self.photos.get(size / 2).expect("a photo");
        let event = *self.events.get(size / EVENT / 2).expect("an event");
        let person = *self.people.get(size / EVENT).expect("a person");
        let mut group = c.benchmark_group(format!("{}, {size} photos", t.db.kind()));
        group.sample_size(30).sampling_mode(SamplingMode::Flat);
        // In one transaction each, as the pages ask.
        macro_rules! ask {
            ($name:literal, |$tx:ident| $question:expr, $check:expr) => {
                group.bench_function($name, |b| {
                    b.iter(|| {
                        wait(async {
                            let mut tx = t.db.read().await.expect("it begins");
                            let $tx = &mut tx;
                            let found = $question.await.expect("an answer");
                            assert!($check(&found), "{} finds what there is", $name);
                        });
                    });
                });
            };
        }
        ask!(
            "a photo",
            |tx| photos::get::<Filler>(tx, school, photo),
            Option::is_some
        );
        ask!(
            "an event's photos",
            |tx| photos::of_event::<Filler>(tx, school, event),
            |found: &Vec<_>| found.len() == EVENT
        );
        ask!(
            "a photo's faces",
            |tx| faces::of_photo::<Filler, ()>(tx, school, photo),
            |found: &Vec<_>| found.len() == 2
        );
        ask!(
            "a photo's words",
            |tx| words::of_photo(tx, school, photo),
            |found: &Vec<_>| found.len() == 2
        );
        ask!(
            "a photo's renditions",
            |tx| renditions::of_photo(tx, school, photo),
            |found: &Vec<_>| found.len() == 2
        );
        ask!(
            "a photo's live releases",
            |tx| releases::live_with(tx, school, photo),
            |found: &Vec<_>| found.len() == 1
        );
        ask!(
            "a person's live releases",
            |tx| releases::live_of_person(tx, school, person),
            |found: &Vec<_>| found.len() == EVENT / OUT
        );
        ask!(
            "the next hundred duties",
            |tx| duties::due(tx, school, jiff::Timestamp::MAX, None, 100),
            |found: &Vec<_>| found.len() == 100
        );
        group.bench_function("a job asked for, claimed, finished", |b| {
            b.iter(|| wait(self.job()));
        });
        group.bench_function("a line of the log", |b| {
            b.iter(|| {
                wait(async {
                    let mut tx = t.db.begin().await.expect("it begins");
                    self.log(&mut tx, photo).await;
                    tx.commit().await.expect("it commits");
                });
            });
        });
        group.finish();
    }
}

criterion_group!(benches, growth);
criterion_main!(benches);
