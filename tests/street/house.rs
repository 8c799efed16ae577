//! A small town's house: real database, stores, keys, ledger, decode processes
//! and networks, three pupils, and a clock that is moved by hand.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use gatehouse_app::{
    check::Decision as Said,
    decode::{DecodePool, Settings as DecodeSettings},
    house::{Fittings, House},
    networks::{Catalogue, EMBEDDED, FaceScanner},
    school,
    street::{Actor, Approval, StreetError, Summary, office::NewLogin, tend::Tended},
    worker::{self, Drained, Habits},
};
use gatehouse_domain::{
    Channel,
    clock::{Clock, Entropy},
    findings::TextKind,
    ids::{EventId, PersonId, PhotoId, ReleaseId, SchoolId},
    names::Words,
    permission::{Basis, Decision, Giver, Naming, PermissionRow},
    release::{PictureReason, Stage},
    retention::DutyKind,
    role::Role,
};
use gatehouse_drawing::{
    Expression, Figure, Light, Look, Outfit, Place, Pose, Scene, Showing, phone,
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

/// Where the story begins.
const MORNING: &str = "2026-11-18T09:00:00Z";

/// A clock that is moved by hand.
pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.fetch_add(1, Ordering::SeqCst)).unwrap()
    }
}

/// Chance that differs from throw to throw and not from run to run.
struct Dice(AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // splitmix64
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// The house with its people.
pub struct Town {
    house: Arc<House>,
    school: SchoolId,
    event: EventId,
    pupils: Vec<PersonId>,
    clock: Arc<Hands>,
    pub teacher: Actor,
    editor: Actor,
    office: Actor,
    folder: TempDir,
}

/// Words beside a picture.
pub fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

/// Plays a story in a town of its own.
pub fn on_street<F: Future<Output = ()>>(story: impl FnOnce(Town) -> F) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(async { Box::pin(story(Box::pin(Town::new()).await)).await });
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

/// Two children in a garden, as a phone saves them.
fn children() -> &'static [u8] {
    static PHOTO: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    PHOTO.get_or_init(|| {
        let figure = |look: &Look, x: f32| Figure {
            look: look.clone(),
            pose: Pose {
                yaw: 0.3,
                pitch: 0.0,
                roll: 0.0,
                expression: Expression::Smile,
            },
            outfit: Outfit::uniform(look),
            x,
            y: 0.5,
            head: 110.0,
            showing: Showing::Face,
        };
        let looks = Look::gallery(0, 2);
        let scene = Scene {
            width: 800,
            height: 600,
            place: Place::Garden,
            light: Light {
                warmth: 0.1,
                brightness: 1.0,
                direction: 0.2,
            },
            figures: vec![figure(&looks[0], 0.3), figure(&looks[1], 0.7)],
            number: 5,
        };
        phone::write_as_phone(&scene.render(), &phone::Carries::nothing()).unwrap()
    })
}

const PUPILS: &str = "mis_id,first_name,preferred_name,surname,class,year
P1,Zebulon,,Quartermaine,Wren,3
P2,Marigold,,Thistlewood,Wren,3
";
const GUARDIANS: &str = "mis_id,guardian,parental_responsibility,notified_on,biometric,method
P1,guardian 1,yes,2026-09-04,,
P2,guardian 1,yes,2026-09-04,,
";
const STANDING: &str = "mis_id,protected,objection,left_on,after_leaving,said_no_on
P1,no,no,,no,
P2,no,no,,no,
";
const EVENTS: &str = r#"[[event]]
id = "planting"
title = "Bulb planting"
on = "2026-11-17"
classes = ["Wren"]
channels = ["website", "display"]
purpose = "Show the garden on the website"
directed_by = "Robin Calloway"
assent_given = true
device_allowed = true
uploader_current = true
"#;

fn profile(imported: &str) -> String {
    format!(
        "channels = [\"website\", \"display\"]\n\n[consents]\nimported_on = \"{imported}\"\n\
         fresh_days = 14\ntext_version = 1\n\n[recognition]\non = false\n"
    )
}

fn permissions() -> String {
    let mut text =
        "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method,text_version\n"
            .to_owned();
    for pupil in ["P1", "P2"] {
        for channel in ["website", "display"] {
            text.push_str(pupil);
            text.push(',');
            text.push_str(channel);
            text.push_str(",with-first-name,granted,consent,guardian 1,2026-09-05,,paper,1\n");
        }
    }
    text
}

impl Town {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let settings = Settings {
            place: Where::Sqlite(at("gatehouse.db")),
            connections: 4,
            patience: Duration::from_secs(20),
        };
        migrate(&settings).await.unwrap();
        let start: Timestamp = MORNING.parse().unwrap();
        let clock = Arc::new(Hands(AtomicI64::new(start.as_microsecond())));
        let dice = Arc::new(Dice(AtomicU64::new(1)));
        let outlet = outlet(at("website"));
        outlet.set_up().unwrap();
        let master = MasterKey::generate(&*dice);
        let keys = Location::Folder(at("keys")).open().unwrap();
        let objects = Location::Folder(at("objects")).open().unwrap();
        let house = Arc::new(House::new(Fittings {
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
        }));
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

    pub async fn upload(&self, bytes: &[u8]) -> PhotoId {
        self.try_upload(bytes).await.unwrap()
    }

    pub async fn upload_children(&self) -> PhotoId {
        self.upload(children()).await
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
        let habits = Habits {
            count: 2,
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

    async fn make_ready(&self, photo: PhotoId) {
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
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
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

    pub async fn state(&self, photo: PhotoId) -> String {
        let mut tx = self.house.db().read().await.unwrap();
        let row = photos::get::<()>(&mut tx, self.school, photo)
            .await
            .unwrap()
            .unwrap();
        let state = serde_json::to_value(row.state).unwrap();
        state["state"].as_str().unwrap().to_owned()
    }

    pub async fn stage(
        &self,
        release: ReleaseId,
    ) -> Stage<gatehouse_domain::ids::AccountId, PictureReason> {
        self.house.stage(self.school, release).await.unwrap()
    }

    /// Whether an object of that name is kept of anything.
    pub async fn kept(&self, name: &str) -> bool {
        self.objects().await.iter().any(|(_, known)| known == name)
    }

    async fn objects(&self) -> Vec<(String, String)> {
        let store = Location::Folder(self.folder.path().join("objects"))
            .open()
            .unwrap();
        let found = Objects::new(store).list_all(self.school).await.unwrap();
        let object = |found| match found {
            Found::Object(object) => {
                Some((object.subject.to_string(), object.name.as_str().to_owned()))
            }
            Found::Strange => None,
        };
        found.into_iter().filter_map(object).collect()
    }

    pub async fn nothing_is_kept_of(&self, photo: PhotoId) -> bool {
        let subject = photo.to_string();
        self.objects()
            .await
            .iter()
            .all(|(whose, _)| *whose != subject)
            && self.house.photo(self.school, photo).await.is_err()
    }

    /// Certificates of destruction in the ledger.
    pub fn certificates(&self) -> usize {
        let file = self.folder.path().join("ledger/destructions.jsonl");
        fs::read_to_string(file).unwrap().lines().count()
    }

    /// Posts that the feed lists; each of them is there.
    pub fn posts(&self) -> usize {
        let feed = fs::read(self.folder.path().join("website/feed.json")).unwrap();
        let feed: serde_json::Value = serde_json::from_slice(&feed).unwrap();
        let items = feed["items"].as_array().unwrap();
        let there = fs::read_dir(self.folder.path().join("website/posts"))
            .unwrap()
            .count();
        assert_eq!(items.len(), there);
        there
    }

    pub fn pictures_out(&self) -> usize {
        let posts = fs::read_dir(self.folder.path().join("website/posts")).unwrap();
        let pictures = |post: fs::DirEntry| fs::read_dir(post.path()).unwrap().count() - 1;
        posts.map(|post| pictures(post.unwrap())).sum()
    }

    pub async fn duties(&self, about: uuid::Uuid) -> Vec<(DutyKind, bool)> {
        let mut tx = self.house.db().read().await.unwrap();
        let rows = duties::about(&mut tx, self.school, about).await.unwrap();
        rows.iter()
            .map(|row| (row.kind, row.met.is_some()))
            .collect()
    }

    pub async fn summary(&self) -> Summary {
        Box::pin(self.house.summary(self.school)).await.unwrap()
    }

    pub async fn overdue(&self) -> i64 {
        self.summary().await.overdue
    }

    pub async fn strays(&self) -> usize {
        let found = self.house.orphans(self.school).await.unwrap();
        found.objects.len() + found.keys.len()
    }

    /// A copy of everything that is out.
    pub fn copy_posts(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        let posts = self.folder.path().join("website/posts");
        for post in fs::read_dir(posts).unwrap().map(Result::unwrap) {
            let to = copy.path().join(post.file_name());
            fs::create_dir(&to).unwrap();
            for file in fs::read_dir(post.path()).unwrap().map(Result::unwrap) {
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        copy
    }

    /// What was out is written once more and listed, past the house, as by a
    /// worker that was slow.
    pub fn put_back(&self, copy: &TempDir) {
        let posts = self.folder.path().join("website/posts");
        for post in fs::read_dir(copy.path()).unwrap().map(Result::unwrap) {
            fs::rename(post.path(), posts.join(post.file_name())).unwrap();
        }
        outlet(self.folder.path().join("website")).tidy().unwrap();
    }

    /// The job to publish is there again, as when its worker was killed.
    pub async fn ask_to_publish(&self, release: ReleaseId) {
        let job = NewJob {
            school: self.school,
            kind: "publish",
            about: release.0,
            ready_at: self.clock.now(),
        };
        let mut tx = self.house.db().begin().await.unwrap();
        enqueue(&mut tx, &job, self.clock.now(), &Dice(AtomicU64::new(99)))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
