//! A school as the street would leave it, put in by hand.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    custody::{Original, State},
    ids::{AccountId, EventId, PersonId, PhotoId, ReleaseId, SchoolId, SubjectId, uuid_v7},
    release::{Basis, PictureReason, Stage},
    role::Role,
};
use gatehouse_picture::Carried;
use gatehouse_publish::Slug;
use gatehouse_store::{
    events::{self, EventHead},
    faces,
    log::outside,
    objects::ObjectName,
    people::{self, Kind, NewPerson, PersonSecret},
    photos,
    releases::{self, NewRelease, StageCode},
    renditions::{self, Rendition},
};
use jiff::{SignedDuration, civil::date};

use super::publish;
use crate::{
    house::House,
    street::{dossier::Facts, office::NewLogin, releases::Machine},
};

/// The way of a release until it is out.
const STAGES: [StageCode; 5] = [
    StageCode::Draft,
    StageCode::Judged,
    StageCode::Approved,
    StageCode::Publishing,
    StageCode::Published,
];

/// A school and how to put things into it.
pub(crate) struct Filling<'a> {
    house: &'a House,
    pub(crate) school: SchoolId,
    by: AccountId,
    event: EventId,
}

impl<'a> Filling<'a> {
    pub(crate) async fn new(house: &'a House) -> Self {
        house.set_up_outlets().await.unwrap();
        let school = house.begin_school("Sample School").await.unwrap();
        let login = NewLogin {
            login: "a.sample".into(),
            name: "Ms Sample".into(),
            roles: BTreeSet::from([Role::Staff]),
        };
        let by = house.open_account(school, &login).await.unwrap().id;
        let head = EventHead {
            id: EventId::new(house.now(), &*house.entropy),
            held_on: date(2026, 11, 17),
            closes_at: house.now() + SignedDuration::from_hours(24),
        };
        let facts: crate::school::Event = serde_json::from_value(serde_json::json!({
            "id": "sports", "title": "Sports", "on": "2026-11-17", "classes": ["4B"],
            "channels": ["website"], "purpose": "news", "directed_by": "the head",
            "assent_given": true, "device_allowed": true, "photographer": "A parent",
            "rights_held": true, "uploader_current": true,
        }))
        .unwrap();
        let key = house
            .keys
            .create(school, head.id.into(), &*house.entropy)
            .await
            .unwrap();
        let mut tx = house.decide(school).await.unwrap();
        let now = house.now();
        events::insert(&mut tx, school, &head, &key, &*house.entropy, &facts, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self {
            house,
            school,
            by,
            event: head.id,
        }
    }

    pub(crate) async fn person(&self, n: u8) -> PersonId {
        let (house, school) = (self.house, self.school);
        let id = PersonId::new(house.now(), &*house.entropy);
        let key = house
            .keys
            .create(school, id.into(), &*house.entropy)
            .await
            .unwrap();
        let new = NewPerson {
            id,
            kind: Kind::Pupil,
            mark: [n; 32],
        };
        let secret = PersonSecret {
            mis_id: format!("00{n}"),
            first_name: "Wilhelmina".into(),
            preferred_name: None,
            surname: "Sample".into(),
            class: Some("4B".into()),
            year: None,
            protected: false,
            objection: false,
            after_leaving: false,
            protection: Vec::new(),
        };
        let mut tx = house.decide(school).await.unwrap();
        let now = house.now();
        people::insert(&mut tx, school, &new, &key, &*house.entropy, &secret, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A photo: scanned, or with no more than its original.
    pub(crate) async fn photo(&self, scanned: bool, people: &[PersonId]) -> (PhotoId, SubjectId) {
        let (house, school, now) = (self.house, self.school, self.house.now());
        let id = PhotoId::new(now, &*house.entropy);
        let original = SubjectId(uuid_v7(now, &*house.entropy));
        let key = house
            .keys
            .create(school, id.into(), &*house.entropy)
            .await
            .unwrap();
        house
            .keys
            .create(school, original, &*house.entropy)
            .await
            .unwrap();
        let mut tx = house.decide(school).await.unwrap();
        let new = photos::NewPhoto {
            id,
            event: self.event,
            uploader: self.by,
            original,
        };
        photos::insert(&mut tx, school, &new, now).await.unwrap();
        if scanned {
            let steps = [
                (State::Received, State::Cleaned(Original::Kept)),
                (
                    State::Cleaned(Original::Kept),
                    State::Cleaned(Original::Destroyed),
                ),
                (
                    State::Cleaned(Original::Destroyed),
                    State::Scanned(Original::Destroyed),
                ),
            ];
            for step in steps {
                photos::step(&mut tx, school, id, step, None, now)
                    .await
                    .unwrap();
            }
            let facts = Facts {
                carried: Carried::default(),
                route: Some(gatehouse_domain::biometric::Route::Matched),
            };
            let chance = (&key, &*house.entropy);
            photos::set_facts(&mut tx, school, id, chance, &facts, (64, 48))
                .await
                .unwrap();
            faces::set_appearances(&mut tx, school, id, people)
                .await
                .unwrap();
        }
        let (subject, name) = if scanned {
            (id.into(), "channel")
        } else {
            (original, "original")
        };
        let own = house.keys.open(school, subject).await.unwrap();
        let object = ObjectName::parse(name).unwrap();
        let put = house
            .objects
            .put(school, subject, &object, &own, &*house.entropy, b"pixels");
        let stored = put.await.unwrap();
        let kept = Rendition {
            name: name.into(),
            subject,
            bytes: stored.bytes,
            sha256: stored.sha256,
            size: None,
            made_at: now,
        };
        renditions::put(&mut tx, school, id, &kept).await.unwrap();
        tx.commit().await.unwrap();
        (id, original)
    }

    /// A release that went so far; out where it is published.
    pub(crate) async fn release(&self, photo: PhotoId, to: StageCode) -> (ReleaseId, Slug) {
        let (house, school, now) = (self.house, self.school, self.house.now());
        let id = ReleaseId::new(now, &*house.entropy);
        let key = house
            .keys
            .create(school, id.into(), &*house.entropy)
            .await
            .unwrap();
        let slug = Slug::new(&*house.entropy);
        let chance = (&key, &*house.entropy);
        let new = NewRelease {
            id,
            channel: Channel::Website,
            slug: slug.as_str(),
            by: self.by,
            photos: &[photo],
        };
        let draft = Machine::draft();
        let mut tx = house.decide(school).await.unwrap();
        releases::insert(&mut tx, school, &new, chance, &draft, now)
            .await
            .unwrap();
        if to == StageCode::Published {
            let stage: Stage<AccountId, PictureReason> = Stage::Published {
                basis: Basis::Clear,
                by: self.by,
                review: false,
            };
            let mut machine = serde_json::to_value(&draft).unwrap();
            machine["stage"] = serde_json::to_value(&stage).unwrap();
            let machine: Machine = serde_json::from_value(machine).unwrap();
            for step in STAGES.windows(2) {
                let step = (step[0], step[1]);
                releases::step(&mut tx, school, id, chance, step, &machine, now)
                    .await
                    .unwrap();
            }
            publish(house, &slug);
        }
        tx.commit().await.unwrap();
        (id, slug)
    }

    /// Destroyed as the street does it, since the backup.
    pub(crate) async fn destroy(&self, subject: SubjectId, kind: &str) {
        let (house, school) = (self.house, self.school);
        let at = house.erase(school, subject).await.unwrap();
        let certificate = outside::Destruction {
            school,
            subject,
            kind: kind.into(),
            why: "consent-withdrawn".into(),
            at,
            authority: None,
            backup_horizon: at,
        };
        assert!(
            house
                .ledger
                .add_destruction(&certificate, &house.signing)
                .unwrap()
        );
    }
}
