//! The small school at work: what its people do with photos, one stop after
//! the other.

use std::{fs, sync::Arc};

use gatehouse_app::{
    check::Decision as Said,
    house::House,
    school,
    street::{Actor, Approval, office::NewLogin},
};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{EventId, PersonId, PhotoId, ReleaseId, SchoolId},
    names::Words,
    policy::{Code, Lift, Subject},
    role::Role,
};
use gatehouse_store::{
    destructions,
    queue::{self, NewJob},
};

use crate::{
    camera,
    house::{Home, work},
    school::{ALT, CAPTION, EDITOR, EVENT, PUPILS, TEACHER, WHY, write},
};

/// The school with its people.
pub struct Town {
    /// The house it lives in.
    pub house: Arc<House>,
    /// Its id.
    pub school: SchoolId,
    /// Its pupils, in the order of [`PUPILS`].
    pub pupils: [PersonId; 2],
    event: EventId,
    teacher: Actor,
    editor: Actor,
    office: Actor,
}

impl Town {
    /// Founds the school, enters its register and enrols who may be.
    pub async fn found(home: &Home) -> Self {
        let folder = home.office();
        write(&folder);
        camera::references(&folder);
        let files = school::load(&folder).expect("the office's files");
        let house = home.open().await;
        let id = house.new_school();
        let founded = house.found(id, &files.profile, &files.words).await;
        founded.expect("a school");
        let account = async |(login, name): (&str, &str), role: Role| {
            let new = NewLogin {
                login: login.to_owned(),
                name: name.to_owned(),
                roles: [role].into(),
            };
            house.open_account(id, &new).await.expect("an account")
        };
        let teacher = account(TEACHER, Role::Staff).await;
        let editor = account(EDITOR, Role::Editor).await;
        let office = account(("office", "office"), Role::Office).await;
        let entered = Box::pin(house.enter(&office, id, &files)).await;
        entered.expect("a register");
        let enrolled = Box::pin(house.enrol(&office, id, &folder)).await;
        assert_eq!(enrolled.expect("templates").enrolled, 1);
        let register = house.now_register(id).await.expect("a register");
        for event in &register.events {
            let given = house.entrust_event(&office, id, *event, teacher.id);
            given.await.expect("an event of theirs");
        }
        let pupil = |mis| register.school.key(mis).and_then(|key| register.id(key));
        Self {
            pupils: PUPILS.map(|mis| pupil(mis).expect("a pupil")),
            event: register.event_called(EVENT).expect("an event"),
            school: id,
            house,
            teacher,
            editor,
            office,
        }
    }

    /// The teacher uploads a file that is on the card too.
    pub async fn upload(&self, home: &Home, name: &str, bytes: &[u8]) -> PhotoId {
        fs::write(home.office().join(name), bytes).expect("room on the card");
        let (house, teacher) = (&self.house, &self.teacher);
        let arriving = house.receive(teacher, self.school, self.event, bytes);
        Box::pin(arriving).await.expect("it is taken in")
    }

    /// People name, count and describe a photo; somebody settles a reason.
    pub async fn describe(&self, photo: PhotoId) {
        let (house, school, teacher) = (&self.house, self.school, &self.teacher);
        for (kind, text) in [(TextKind::Caption, CAPTION), (TextKind::AltText, ALT)] {
            let text = Words::parse(text).expect("words");
            let written = house.write(teacher, school, photo, (kind, &text));
            let written = Box::pin(written).await;
            written.expect("it is kept");
        }
        let counted = house.count(teacher, school, photo, 2);
        let counted = Box::pin(counted).await;
        counted.expect("it is kept");
        let seen = house.photo(school, photo).await.expect("a dossier");
        let faces = seen.dossier().faces.clone();
        assert_eq!(faces.len(), 2, "the detector finds both children");
        for (face, pupil) in faces.into_iter().zip(self.pupils) {
            let which = (photo, face);
            let named = house.name(teacher, school, which, Said::Is(pupil));
            let named = Box::pin(named).await;
            named.expect("it is kept");
        }
        let lift = Lift {
            code: Code::WordsWarn,
            subject: Subject::Text(0),
            by: Role::Editor,
        };
        let why = (Channel::Website, lift, WHY.to_owned());
        let settled = house.settle_reason(&self.editor, school, photo, why);
        let settled = Box::pin(settled).await;
        settled.expect("it is kept");
    }

    /// A photo goes out on the website.
    pub async fn publish(&self, photo: PhotoId) -> ReleaseId {
        let (house, school) = (&self.house, self.school);
        let photos = [photo];
        let drafted = house.draft(&self.teacher, school, Channel::Website, &photos);
        let release = Box::pin(drafted).await.expect("a release");
        let counts = Approval::from([(photo, 2)]);
        let approved = house.approve(&self.editor, school, release, &counts);
        let approved = Box::pin(approved).await;
        let verdicts = house.verdicts(school, release).await;
        approved.unwrap_or_else(|error| panic!("not clear: {error}: {verdicts:?}"));
        work(house).await;
        release
    }

    /// It comes back.
    pub async fn recall(&self, release: ReleaseId) {
        let taken = self.house.take_back(&self.editor, self.school, release);
        Box::pin(taken).await.expect("it is taken back");
        work(&self.house).await;
    }

    /// Days pass; what is due is destroyed.
    pub async fn days_pass(&self, home: &Home, days: i64) {
        home.clock.days_pass(days);
        let tended = Box::pin(self.house.tend(self.school)).await;
        tended.expect("it is tended");
        work(&self.house).await;
    }

    /// The first pupil says no to recognition.
    pub async fn say_no(&self) {
        let (house, pupil) = (&self.house, self.pupils[0]);
        let said = house.pupil_said_no(&self.teacher, self.school, pupil);
        Box::pin(said).await.expect("it is recorded");
        work(house).await;
    }

    /// A person is to be erased, and another process does it. No use case asks
    /// for that yet, so it is asked for here as one would.
    pub async fn erase(&self, home: &Home, person: PersonId) {
        let (house, school, now) = (&self.house, self.school, self.house.now());
        let mut tx = house.db().begin().await.expect("it begins");
        tx.lock_school(school).await.expect("its turn");
        let what = ("person", "asked-for");
        let by = (now, Some(self.office.id));
        let decided = destructions::decide(&mut tx, school, person.into(), what, by).await;
        decided.expect("it is decided");
        let job = NewJob {
            school,
            kind: "destroy",
            about: person.0,
            ready_at: now,
        };
        let asked = queue::enqueue(&mut tx, &job, now, &*home.dice).await;
        asked.expect("it is asked for");
        tx.commit().await.expect("it is written");
        work(&home.open().await).await;
    }
}
