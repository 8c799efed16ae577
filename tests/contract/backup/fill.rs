//! A school with at least one row in every table.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel, Embedding,
    biometric::{Answer, GuardianFacts, Method, Relation, template_expires_on},
    clock::Entropy,
    custody::{Original, State},
    findings::TextKind,
    ids::{
        AccountId, DeviceId, EventId, PersonId, PhotoId, ReleaseId, SchoolId, SubjectId, uuid_v7,
    },
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow},
    retention::{Duty, DutyKind},
    role::Role,
};
use gatehouse_store::{
    accounts::{self, AccountSecret, NewAccount},
    db::Tx,
    destructions,
    devices::{self, DeviceSecret, NewDevice},
    duties,
    events::{self, EventHead},
    faces::{self, Counter},
    import_mappings,
    imports::NewImport,
    log::{self, Entry, Log, SigningKey},
    objects::ObjectName,
    people::{self, Kind, NewPerson, PersonSecret},
    permissions, photos, profiles,
    queue::{self, NewJob},
    releases::{self, NewRelease, StageCode},
    renditions::{self, Rendition},
    school,
    seal::SubjectKey,
    templates::{self, Ended, NewTemplate},
    texts, words,
};
use jiff::{SignedDuration, ToSpan as _, civil::date};
use sha2::{Digest as _, Sha256};

use crate::{harness::T, imports::keep_as, sign_in::fill_door};

use super::site::{SECRETS, Site};

/// Ids of what was put in.
#[derive(Clone)]
pub struct Filled {
    pub school: SchoolId,
    pub person: PersonId,
    pub leaver: PersonId,
    pub account: AccountId,
    pub event: EventId,
    pub photos: Vec<PhotoId>,
    pub originals: Vec<SubjectId>,
    pub template: SubjectId,
    pub release: ReleaseId,
}

/// Puts a school in, with a row in every table.
pub async fn fill(t: &T, site: &Site, signing: &SigningKey) -> Filled {
    let school = SchoolId::new(t.now(), &t.chance);
    let mut tx = site.db.begin().await.expect("it begins");
    let key = new_key(t, site, school, school::subject(school)).await;
    school::insert(&mut tx, school, &key, &t.chance, &"Sample School", t.now())
        .await
        .expect("a school");
    let account = account(t, site, &mut tx, school).await;
    device(t, site, &mut tx, school, account).await;
    consent_text(t, &mut tx, school, (account, &key)).await;
    signed_policies(t, &mut tx, school, (account, &key)).await;
    let (person, template) = pupil(t, site, &mut tx, school, 1).await;
    let (leaver, _) = pupil(t, site, &mut tx, school, 2).await;
    people::add_lookalike(&mut tx, school, person, leaver)
        .await
        .expect("a pair");
    let event = event(t, site, &mut tx, school).await;
    tx.commit().await.expect("it commits");
    let mut filled = Filled {
        school,
        person,
        leaver,
        account,
        event,
        photos: Vec::new(),
        originals: Vec::new(),
        template,
        release: ReleaseId::new(t.now(), &t.chance),
    };
    for n in 0..3 {
        photo(t, site, &mut filled, n).await;
    }
    release(t, site, &filled).await;
    rest(t, site, &filled, signing).await;
    filled
}

async fn new_key(t: &T, site: &Site, school: SchoolId, subject: SubjectId) -> SubjectKey {
    site.keys
        .create(school, subject, &t.chance)
        .await
        .expect("a key")
}

async fn account(t: &T, site: &Site, tx: &mut Tx, school: SchoolId) -> AccountId {
    let id = AccountId::new(t.now(), &t.chance);
    let key = new_key(t, site, school, id.into()).await;
    let new = NewAccount {
        id,
        mark: [3; 32],
        roles: BTreeSet::from([Role::Staff, Role::Office]),
    };
    let secret = AccountSecret {
        login: SECRETS[4].into(),
        name: "Ms Sample".into(),
    };
    accounts::insert(tx, school, &new, &key, &t.chance, &secret, t.now())
        .await
        .expect("an account");
    fill_door(t, tx, school, id, &key).await;
    let import = NewImport {
        id: SubjectId(uuid_v7(t.now(), &t.chance)),
        account: id,
        expires_at: t.now() + SignedDuration::from_hours(1),
    };
    let key = new_key(t, site, school, import.id).await;
    keep_as(t, tx, school, &import, &key).await;
    let mapping = (uuid_v7(t.now(), &t.chance), &[9; 32]);
    let chance: (_, &dyn Entropy) = (&key, &t.chance);
    import_mappings::set(tx, school, mapping, chance, &"mis-id", t.now())
        .await
        .expect("a mapping");
    id
}

async fn device(t: &T, site: &Site, tx: &mut Tx, school: SchoolId, to: AccountId) {
    let id = DeviceId::new(t.now(), &t.chance);
    let key = new_key(t, site, school, id.into()).await;
    let new = NewDevice {
        id,
        mark: None,
        personal: true,
    };
    let secret = DeviceSecret {
        label: "Camera 1".into(),
    };
    devices::insert(tx, school, &new, &key, &t.chance, &secret, t.now())
        .await
        .expect("a device");
    let due = t.now() + SignedDuration::from_hours(5);
    devices::lend(tx, school, id, to, due, t.now(), &t.chance)
        .await
        .expect("a loan");
}

async fn consent_text(t: &T, tx: &mut Tx, school: SchoolId, by: (AccountId, &SubjectKey)) {
    let new = texts::NewText {
        id: uuid_v7(t.now(), &t.chance),
        version: 3,
        sha256: [3; 32],
        dated: date(2026, 9, 1),
        account: by.0,
    };
    let words = "We may show your child.".to_owned();
    texts::insert(tx, school, &new, (by.1, &t.chance), &words, t.now())
        .await
        .expect("a text");
}

async fn signed_policies(t: &T, tx: &mut Tx, school: SchoolId, by: (AccountId, &SubjectKey)) {
    for version in [1, 4] {
        let new = profiles::NewProfile {
            name_mark: by.1.mark("policy", "our-own"),
            version,
            sha256: [9; 32],
            by: by.0,
        };
        let text = format!("version = {version}");
        profiles::sign(tx, school, &new, (by.1, &t.chance), &text, t.now())
            .await
            .expect("it is signed");
    }
}

async fn pupil(t: &T, site: &Site, tx: &mut Tx, school: SchoolId, n: u8) -> (PersonId, SubjectId) {
    let id = PersonId::new(t.now(), &t.chance);
    let key = new_key(t, site, school, id.into()).await;
    let new = NewPerson {
        id,
        kind: Kind::Pupil,
        mark: [n; 32],
    };
    let secret = PersonSecret {
        mis_id: format!("00{n}"),
        first_name: SECRETS[0].into(),
        preferred_name: None,
        surname: SECRETS[1].into(),
        class: Some("4B".into()),
        year: None,
        protected: false,
        objection: false,
        after_leaving: false,
        protection: Vec::new(),
    };
    people::insert(tx, school, &new, &key, &t.chance, &secret, t.now())
        .await
        .expect("a person");
    let parent = GuardianFacts {
        relation: Relation::Parent,
        notified_on: Some(date(2026, 1, 5)),
        exception: None,
        answer: Answer::Consented {
            on: date(2026, 1, 6),
            method: Method::Paper,
        },
    };
    let ended = people::set_guardian(tx, school, id, 0, &parent, t.now(), &t.chance).await;
    assert_eq!(ended.expect("a parent"), Ended(None));
    let line = PermissionRow {
        channel: Channel::Website,
        naming: Naming::PictureOnly,
        basis: Basis::Consent,
        decision: Decision::Granted,
        given_by: Giver::Guardian(0),
        given_on: date(2026, 9, 1),
        expires_on: Some(date(2027, 9, 1)),
        text_version: 3,
        detail: Detail::default(),
    };
    permissions::append(tx, school, id, &line, t.now(), &t.chance)
        .await
        .expect("a line");
    (id, template(t, site, tx, school, id).await)
}

async fn template(
    t: &T,
    site: &Site,
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> SubjectId {
    let id = SubjectId(uuid_v7(t.now(), &t.chance));
    let key = new_key(t, site, school, id).await;
    let made_on = date(2026, 2, 1);
    let new = NewTemplate {
        id,
        person,
        network: "sample-network".into(),
        made_on,
        expires_on: template_expires_on(made_on),
    };
    let mut bytes = [0; 512];
    t.chance.fill(&mut bytes);
    let face = bytes
        .iter()
        .map(|byte| f32::from(*byte) - 127.3)
        .collect::<Vec<_>>();
    let faces = vec![Embedding::normalised(face).expect("a face")];
    let ended = templates::insert(tx, school, &new, &key, &t.chance, &faces).await;
    assert_eq!(ended.expect("a template"), Ended(None));
    id
}

async fn event(t: &T, site: &Site, tx: &mut Tx, school: SchoolId) -> EventId {
    let head = EventHead {
        id: EventId::new(t.now(), &t.chance),
        held_on: date(2026, 11, 17),
        closes_at: t.now() + 7.hours(),
    };
    let key = new_key(t, site, school, head.id.into()).await;
    events::insert(tx, school, &head, &key, &t.chance, &"Sports day", t.now())
        .await
        .expect("an event");
    head.id
}

/// The bytes of a picture's object, other for each name.
pub fn pixels(photo: PhotoId, name: &str) -> Vec<u8> {
    format!("{}{photo} {name} ", SECRETS[5])
        .into_bytes()
        .repeat(2000)
}

async fn object(t: &T, site: &Site, tx: &mut Tx, about: (SchoolId, PhotoId, SubjectId, &str)) {
    let (school, photo, subject, name) = about;
    let key = site.keys.open(school, subject).await.expect("its key");
    let bytes = pixels(photo, name);
    let object = ObjectName::parse(name).expect("a name");
    let stored = site
        .objects
        .put(school, subject, &object, &key, &t.chance, &bytes)
        .await
        .expect("it is kept");
    let kept = Rendition {
        name: name.to_owned(),
        subject,
        bytes: stored.bytes,
        sha256: stored.sha256,
        size: (name != "original").then_some((64, 48)),
        made_at: t.now(),
    };
    renditions::put(tx, school, photo, &kept)
        .await
        .expect("its row");
}

/// A scanned photo with everything that hangs on one.
pub async fn photo(t: &T, site: &Site, filled: &mut Filled, n: u16) {
    let (school, by) = (filled.school, filled.account);
    let id = PhotoId::new(t.now(), &t.chance);
    let original = SubjectId(uuid_v7(t.now(), &t.chance));
    let key = new_key(t, site, school, id.into()).await;
    new_key(t, site, school, original).await;
    let chance = (&key, &t.chance as &dyn Entropy);
    let mut tx = site.db.begin().await.expect("it begins");
    tx.lock_school(school).await.expect("the school's turn");
    let new = photos::NewPhoto {
        id,
        event: filled.event,
        uploader: by,
        original,
    };
    photos::insert(&mut tx, school, &new, t.now())
        .await
        .expect("a photo");
    for (subject, name) in [
        (original, "original"),
        (id.into(), "master"),
        (id.into(), "channel"),
    ] {
        object(t, site, &mut tx, (school, id, subject, name)).await;
    }
    photos::set_facts(&mut tx, school, id, chance, &"found", (640, 480))
        .await
        .expect("its facts");
    let (cleaned, scanned) = (
        State::Cleaned(Original::Kept),
        State::Scanned(Original::Kept),
    );
    for step in [(State::Received, cleaned), (cleaned, scanned)] {
        photos::step(&mut tx, school, id, step, None, t.now())
            .await
            .expect("it moves on");
    }
    faces::set_detected(&mut tx, school, id, chance, &["face"], t.now())
        .await
        .expect("a face");
    let face = faces::mark(&mut tx, school, id, chance, &"by hand", t.now())
        .await
        .expect("a face");
    let said = (by, t.now());
    faces::decide(&mut tx, school, (id, face), chance, &"who", said)
        .await
        .expect("a decision");
    faces::set_appearances(&mut tx, school, id, &[filled.person])
        .await
        .expect("who is in it");
    faces::add_negative(&mut tx, school, (face, filled.leaver), said)
        .await
        .expect("a no");
    faces::set_count(&mut tx, school, id, (Counter::Uploader, n), said)
        .await
        .expect("heads");
    faces::settle(&mut tx, school, id, chance, &"why", said)
        .await
        .expect("a settlement");
    let caption = (TextKind::Caption, SECRETS[2]);
    words::set(&mut tx, school, id, chance, caption, said)
        .await
        .expect("words");
    let duty = Duty {
        kind: DutyKind::Unused,
        due: t.now() + 300.hours(),
    };
    duties::set(&mut tx, school, id.0, &duty, (t.now(), &t.chance))
        .await
        .expect("a duty");
    tx.commit().await.expect("it commits");
    filled.photos.push(id);
    filled.originals.push(original);
}

async fn release(t: &T, site: &Site, filled: &Filled) {
    let (school, id) = (filled.school, filled.release);
    let key = new_key(t, site, school, id.into()).await;
    let chance = (&key, &t.chance as &dyn Entropy);
    let new = NewRelease {
        id,
        channel: Channel::Website,
        slug: "abcdefghijklmnopqrstuv",
        by: filled.account,
        photos: &filled.photos,
    };
    let mut tx = site.db.begin().await.expect("it begins");
    releases::insert(&mut tx, school, &new, chance, &"state", t.now())
        .await
        .expect("a release");
    let stages = [
        StageCode::Draft,
        StageCode::Judged,
        StageCode::Approved,
        StageCode::Publishing,
    ];
    for pair in stages.windows(2) {
        let step = (pair[0], pair[1]);
        releases::step(&mut tx, school, id, chance, step, &"state", t.now())
            .await
            .expect("a step");
    }
    let verdict = ("hold", &SECRETS[3]);
    releases::add_judgement(&mut tx, school, id, chance, verdict, t.now())
        .await
        .expect("a verdict");
    releases::set_receipt(&mut tx, school, id, "{}")
        .await
        .expect("a receipt");
    tx.commit().await.expect("it commits");
}

/// Jobs, destructions, lines and marks.
async fn rest(t: &T, site: &Site, filled: &Filled, signing: &SigningKey) {
    let school = filled.school;
    let mut tx = site.db.begin().await.expect("it begins");
    let gone = SubjectId(uuid_v7(t.now(), &t.chance));
    let decided = (t.now(), Some(filled.account));
    let what = ("export", "kept-long-enough");
    destructions::decide(&mut tx, school, gone, what, decided)
        .await
        .expect("a decision");
    destructions::verify(&mut tx, school, gone, t.now())
        .await
        .expect("it is noted");
    for kind in ["destroy", "tend"] {
        let job = NewJob {
            school,
            kind,
            about: school.0,
            ready_at: t.now(),
        };
        queue::enqueue(&mut tx, &job, t.now(), &t.chance)
            .await
            .expect("a job");
    }
    tx.commit().await.expect("it commits");
    let lease = SignedDuration::from_mins(2);
    let worker = uuid_v7(t.now(), &t.chance);
    queue::claim(&site.db, worker, t.now(), lease, 3)
        .await
        .expect("it runs")
        .expect("a job");
    lines(t, site, school, 5).await;
    mark(t, site, school, signing).await;
    lines(t, site, school, 2).await;
}

/// So many lines in each log.
pub async fn lines(t: &T, site: &Site, school: SchoolId, count: u32) {
    let mut tx = site.db.begin().await.expect("it begins");
    for log in Log::ALL {
        for _ in 0..count {
            t.clock.advance(SignedDuration::from_secs(1));
            let entry = Entry {
                actor: None,
                verb: "look",
                about: Some(("photo", school.0)),
                outcome: "done",
                facts: (log == Log::Evidence).then_some(Sha256::digest(b"facts").into()),
            };
            log::append(&mut tx, log, school, &entry, t.now())
                .await
                .expect("a line");
        }
    }
    tx.commit().await.expect("it commits");
}

/// Signs the newest lines, outside first.
pub async fn mark(t: &T, site: &Site, school: SchoolId, signing: &SigningKey) {
    for log in Log::ALL {
        let mut tx = site.db.begin().await.expect("it begins");
        let made = log::checkpoint(&mut tx, log, school, signing, t.now())
            .await
            .expect("a mark");
        site.ledger
            .add_checkpoint(&made.expect("a new line"))
            .expect("it is written");
        tx.commit().await.expect("it commits");
    }
}
