//! A small town's house: real database, stores, keys, ledger, decode processes
//! and networks, three pupils, and a clock that is moved by hand.

#[path = "deeds.rs"]
mod deeds;
#[path = "files.rs"]
pub mod files;
#[path = "hands.rs"]
pub mod hands;
#[path = "looks.rs"]
mod looks;
#[path = "twins.rs"]
pub mod twins;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use gatehouse_app::{
    check::Decision as Said,
    decode::{DecodePool, Settings as DecodeSettings},
    house::{Fittings, House},
    networks::{Catalogue, EMBEDDED, FaceScanner},
    school,
    sign_in::Rules,
    street::{Actor, Approval, StreetError, Summary, office::NewLogin, tend::Tended},
    worker::{self, Drained, Habits},
};
use gatehouse_domain::{
    Channel,
    clock::Clock,
    findings::TextKind,
    ids::{EventId, PersonId, PhotoId, ReleaseId, SchoolId},
    names::Words,
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow},
    release::{PictureReason, Stage},
    retention::DutyKind,
    role::Role,
};
use gatehouse_publish::{FeedSettings, Folder};
use gatehouse_store::{
    db::{Db, Place as Where, Settings},
    duties,
    log::{SigningKey, outside::Ledger},
    migrate::migrate,
    objects::{Found, Location, Objects},
    photos,
    queue::{NewJob, enqueue},
    seal::{KeyStore, MasterKey},
};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::date};
use tempfile::TempDir;

use files::{EVENTS, GUARDIANS, PUPILS, STANDING, another, children, permissions, profile};
use hands::{Dice, Hands};

/// Where the story begins.
const MORNING: &str = "2026-11-18T09:00:00Z";

/// The house with its people.
pub struct Town {
    pub house: Arc<House>,
    pub school: SchoolId,
    pub event: EventId,
    pub pupils: Vec<PersonId>,
    clock: Arc<Hands>,
    pub teacher: Actor,
    editor: Actor,
    office: Actor,
    pub folder: TempDir,
}

/// Words beside a picture.
pub fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

/// Plays a story in a town of its own.
pub fn on_street<F: Future<Output = ()>>(story: impl FnOnce(Town) -> F) {
    on_street_with(None, story);
}

/// Plays it where the town's rows are in that database.
pub fn on_street_with<F: Future<Output = ()>>(
    database: Option<Settings>,
    story: impl FnOnce(Town) -> F,
) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(async { Box::pin(story(Box::pin(Town::new(database)).await)).await });
}

/// The networks, loaded once for all tests.
fn scanner() -> Arc<FaceScanner> {
    static SCANNER: std::sync::OnceLock<Arc<FaceScanner>> = std::sync::OnceLock::new();
    SCANNER
        .get_or_init(|| {
            let none = std::env::temp_dir().join("gatehouse-no-networks");
            let catalogue = Catalogue::new(none).unwrap();
            Arc::new(catalogue.scanner(EMBEDDED).unwrap())
        })
        .clone()
}

/// The binary whose decode processes are used.
fn binary() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let binary = here.ancestors().nth(2).unwrap().join("gatehouse");
    assert!(
        binary.exists(),
        "the binary is not built: run tests/run, which builds it first"
    );
    binary
}

/// The website's folder.
fn outlet(folder: PathBuf) -> Folder {
    let feed = FeedSettings {
        title: "Our school".to_owned(),
        home_page_url: None,
        base_url: "https://school.example".to_owned(),
    };
    Folder::new(folder, feed)
}

impl Town {
    async fn new(database: Option<Settings>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let settings = database.unwrap_or_else(|| Settings {
            place: Where::Sqlite(at("gatehouse.db")),
            connections: 4,
            patience: Duration::from_secs(20),
        });
        migrate(&settings).await.unwrap();
        let start: Timestamp = MORNING.parse().unwrap();
        let clock = Arc::new(Hands::new(start));
        let dice = Arc::new(Dice::new(1));
        let outlet = outlet(at("website"));
        outlet.set_up().unwrap();
        let master = MasterKey::generate(&*dice);
        let keys = Location::Folder(at("keys")).open().unwrap();
        let objects = Location::Folder(at("objects")).open().unwrap();
        let house = House::new(Fittings {
            db: Db::open(&settings).await.unwrap(),
            keys: KeyStore::new(keys, master),
            objects: Objects::new(objects),
            ledger: Ledger::open(at("ledger")).unwrap(),
            signing: SigningKey::new(&*dice),
            clock: clock.clone(),
            entropy: dice,
            pool: Arc::new(DecodePool::new(binary(), DecodeSettings::default())),
            scanner: scanner(),
            outlets: BTreeMap::from([(Channel::Website, Arc::new(outlet))]),
            photo_bytes: 2 << 20,
        });
        // Nobody here has a telephone that gives codes.
        let codes_for = BTreeSet::new();
        let house = Arc::new(house.with_sign_in(Rules { codes_for }));
        let files = at("school");
        fs::create_dir_all(&files).unwrap();
        for (name, text) in [
            ("pupils.csv", PUPILS.to_owned()),
            ("guardians.csv", GUARDIANS.to_owned()),
            ("permissions.csv", permissions()),
            ("standing.csv", STANDING.to_owned()),
            ("lookalikes.csv", "mis_id,other_mis_id\n".to_owned()),
            ("adults.csv", "mis_id,first_name,surname\n".to_owned()),
            ("school.json", "{}".to_owned()),
            ("events.toml", EVENTS.to_owned()),
            ("profile.toml", profile("2026-11-16")),
        ] {
            fs::write(files.join(name), text).unwrap();
        }
        let known = school::load(&files).unwrap();
        let id = house.new_school();
        house.found(id, &known.profile, &known.words).await.unwrap();
        let account = async |login: &str, roles: &[Role]| {
            let new = NewLogin {
                login: login.to_owned(),
                name: login.to_owned(),
                roles: roles.iter().copied().collect(),
            };
            house.open_account(id, &new).await.unwrap()
        };
        let teacher = account("teacher", &[Role::Staff]).await;
        let editor = account("editor", &[Role::Editor]).await;
        let office = account("office", &[Role::Office]).await;
        house.enter(&office, id, &known).await.unwrap();
        let register = house.now_register(id).await.unwrap();
        for event in &register.events {
            let given = house.entrust_event(&office, id, *event, teacher.id);
            given.await.unwrap();
        }
        let pupils = ["P1", "P2"].map(|mis| {
            let key = register.school.key(mis).unwrap();
            register.id(key).unwrap()
        });
        Self {
            event: register.event_called("planting").unwrap(),
            pupils: pupils.to_vec(),
            house,
            school: id,
            clock,
            teacher,
            editor,
            office,
            folder,
        }
    }

    pub fn teacher_who_edits(&self) -> Actor {
        Actor {
            roles: [Role::Staff, Role::Editor].into(),
            ..self.teacher.clone()
        }
    }

    pub async fn try_upload(&self, bytes: &[u8]) -> Result<PhotoId, StreetError> {
        Box::pin(
            self.house
                .receive(&self.teacher, self.school, self.event, bytes),
        )
        .await
    }

    /// Each time another file: the same one is taken once for an event.
    pub async fn upload(&self, bytes: &[u8]) -> PhotoId {
        self.try_upload(&another(bytes)).await.unwrap()
    }

    pub async fn upload_children(&self) -> PhotoId {
        self.upload(children()).await
    }

    /// A file of which the second half is missing: it looks like a picture
    /// until it is opened.
    pub async fn upload_half(&self) -> PhotoId {
        let (half, _) = children().split_at(children().len() / 2);
        self.upload(half).await
    }

    /// An upload whose sender went away before its end, and whose writer was
    /// killed before it could sweep: its key is there, and nothing knows it.
    pub async fn leave_an_arrival_half_way(&self) {
        let arrival = self
            .house
            .arrival(&self.teacher, self.school, self.event)
            .await;
        drop(arrival.unwrap());
    }

    pub async fn work(&self) -> Drained {
        self.work_with(2).await
    }

    /// Works with so many workers until nothing is left to do.
    pub async fn work_with(&self, count: usize) -> Drained {
        let habits = Habits {
            count,
            ..Habits::default()
        };
        Box::pin(worker::drain(&self.house, habits)).await.unwrap()
    }

    pub async fn tend(&self) -> Tended {
        Box::pin(self.house.tend(self.school)).await.unwrap()
    }

    pub async fn try_write(&self, photo: PhotoId, caption: Words) -> Result<(), StreetError> {
        let said = (TextKind::Caption, &caption);
        self.house
            .write(&self.teacher, self.school, photo, said)
            .await
    }

    pub async fn write(&self, photo: PhotoId, caption: Words) {
        self.try_write(photo, caption).await.unwrap();
    }

    /// Somebody deletes a key by hand.
    pub fn lose_the_key_of(&self, subject: uuid::Uuid) {
        let mut folders = vec![self.folder.path().join("keys")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name().to_string_lossy() == subject.to_string() {
                    fs::remove_file(entry.path()).unwrap();
                }
            }
        }
    }

    /// A photo that is cleaned, scanned, named, counted and described.
    pub async fn ready_photo(&self) -> PhotoId {
        let photo = self.upload_children().await;
        self.work().await;
        self.make_ready(photo).await;
        photo
    }

    pub async fn make_ready(&self, photo: PhotoId) {
        self.write(photo, words("Planting bulbs in the new garden."))
            .await;
        let alt = words("Two children stand behind a flower bed.");
        let said = (TextKind::AltText, &alt);
        self.house
            .write(&self.teacher, self.school, photo, said)
            .await
            .unwrap();
        self.house
            .count(&self.teacher, self.school, photo, 2)
            .await
            .unwrap();
        let seen = self.house.photo(self.school, photo).await.unwrap();
        let faces = &seen.dossier().faces;
        assert_eq!(faces.len(), 2, "the detector finds both children");
        for (face, pupil) in faces.iter().zip(&self.pupils) {
            let which = (photo, *face);
            let is = Said::Is(*pupil);
            self.house
                .name(&self.teacher, self.school, which, is)
                .await
                .unwrap();
        }
    }

    pub async fn draft_for(
        &self,
        channel: Channel,
        photos: &[PhotoId],
    ) -> Result<ReleaseId, StreetError> {
        Box::pin(
            self.house
                .draft(&self.teacher, self.school, channel, photos),
        )
        .await
    }

    pub async fn try_draft(&self, photos: &[PhotoId]) -> Result<ReleaseId, StreetError> {
        self.draft_for(Channel::Website, photos).await
    }

    pub async fn draft(&self, photos: &[PhotoId]) -> ReleaseId {
        self.try_draft(photos).await.unwrap()
    }

    pub async fn approve_as(
        &self,
        actor: &Actor,
        release: ReleaseId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        let counts = Approval::from([(photo, 2)]);
        Box::pin(self.house.approve(actor, self.school, release, &counts)).await
    }

    pub async fn approve(&self, release: ReleaseId, photo: PhotoId) -> Result<(), StreetError> {
        self.approve_as(&self.editor, release, photo).await
    }

    pub async fn approve_counting(
        &self,
        release: ReleaseId,
        photo: PhotoId,
        heads: u16,
    ) -> Result<(), StreetError> {
        let counts = Approval::from([(photo, heads)]);
        Box::pin(
            self.house
                .approve(&self.editor, self.school, release, &counts),
        )
        .await
    }

    pub async fn approve_all(
        &self,
        release: ReleaseId,
        photos: &[PhotoId],
    ) -> Result<(), StreetError> {
        let counts: Approval = photos.iter().map(|photo| (*photo, 2)).collect();
        Box::pin(
            self.house
                .approve(&self.editor, self.school, release, &counts),
        )
        .await
    }

    /// A release of a scanned photo, made ready and approved.
    pub async fn clear_release(&self, photo: PhotoId) -> ReleaseId {
        self.make_ready(photo).await;
        let release = self.draft(&[photo]).await;
        self.approve(release, photo).await.unwrap();
        release
    }

    /// A photo that is out on the website.
    pub async fn published(&self) -> (PhotoId, ReleaseId) {
        let photo = self.ready_photo().await;
        let release = self.draft(&[photo]).await;
        self.approve(release, photo).await.unwrap();
        self.work().await;
        assert_eq!(self.posts(), 1);
        (photo, release)
    }

    pub async fn take_back(&self, release: ReleaseId) -> Result<(), StreetError> {
        Box::pin(self.house.take_back(&self.editor, self.school, release)).await
    }

    async fn record(&self, decision: Decision, until: Option<i32>) {
        let today = self.house.today();
        let row = PermissionRow {
            channel: Channel::Website,
            naming: Naming::WithFirstName,
            basis: Basis::Consent,
            decision,
            given_by: Giver::Guardian(0),
            given_on: today,
            expires_on: until.map(|days| today.saturating_add(days.days())),
            text_version: 1,
            detail: Detail::default(),
        };
        let (office, pupil) = (&self.office, self.pupils[0]);
        let said = self
            .house
            .record_permission(office, self.school, pupil, &row);
        Box::pin(said).await.unwrap();
    }

    /// The first pupil's parent answers for the website.
    pub async fn answer(&self, decision: Decision) {
        self.record(decision, None).await;
    }

    /// They agree, for so many days.
    pub async fn answer_until(&self, days: i32) {
        self.record(Decision::Granted, Some(days)).await;
    }

    fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.clock.advance(micros);
    }

    pub fn hours_pass(&self, hours: i64) {
        self.advance(SignedDuration::from_hours(hours));
    }

    pub fn days_pass(&self, days: i64) {
        self.advance(SignedDuration::from_hours(24 * days));
    }

    /// Days pass, and the office imports the same consents every week.
    pub async fn renew_consents_and_pass(&self, days: i64) {
        for _ in 0..days / 10 {
            self.advance(SignedDuration::from_hours(240));
            let path = self.folder.path().join("school");
            let today = self.house.today();
            fs::write(path.join("profile.toml"), profile(&today.to_string())).unwrap();
            let known = school::load(&path).unwrap();
            Box::pin(self.house.enter(&self.office, self.school, &known))
                .await
                .unwrap();
        }
        assert!(self.house.today() > date(2027, 10, 1));
    }
}
