//! A school to import into, and what became of it.

use std::{collections::BTreeSet, fmt::Write as _};

use gatehouse_app::{
    import::{
        self, Difference, Measure, Reach,
        mapping::{Mapping, PerFile},
        propose::propose,
        read,
    },
    school::{
        Consents, MisId, Person, Profile, Recognition, School,
        sent::{self, Reading, Sent},
    },
};
use gatehouse_captions::{Profile as WordsProfile, School as WordsSchool};
use gatehouse_domain::{
    Channel, matching::Lookalikes, permission::PermissionRow, policy::Rules,
    retention::RetentionRules,
};
use jiff::civil::{Date, date};

pub const TODAY: Date = date(2026, 11, 18);

/// A school with six pupils, each with a parent on record.
pub fn school() -> School {
    let mut school = School {
        people: Vec::new(),
        lookalikes: Lookalikes::none(),
        events: Vec::new(),
        profile: Profile {
            channels: Vec::new(),
            consents: Consents {
                imported_on: Date::MIN,
                fresh_days: 14,
                text_version: 1,
            },
            recognition: Recognition::default(),
            rules: Rules::default(),
            words: WordsProfile::default(),
            retention: RetentionRules::default(),
        },
        words: WordsSchool::default(),
    };
    let mut pupils = "mis_id,first_name,preferred_name,surname,class,year\n".to_owned();
    let mut guardians =
        "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n".to_owned();
    for (id, first, surname, class) in super::fixtures::PUPILS {
        let _ = writeln!(pupils, "{id},{first},,{surname},{class},3");
        let _ = writeln!(guardians, "{id},guardian 1,yes,,,");
    }
    let sent = Sent {
        pupils: Some(pupils),
        guardians: Some(guardians),
        ..Sent::default()
    };
    let reading = sent::read(&sent, &school, TODAY);
    assert_eq!(reading.faults, []);
    school.people = reading.people;
    school
}

/// Files with what somebody said of each.
pub struct Files(pub Sent);

impl Files {
    pub fn new() -> Self {
        Self(Sent::default())
    }

    /// Adds a file; `said` corrects what is proposed.
    pub fn with(mut self, bytes: &[u8], said: impl FnOnce(&mut Mapping, &mut PerFile)) -> Self {
        let table = read::table("file", bytes).unwrap();
        assert!(self.0.add(table));
        let other = self.0.others.last_mut().unwrap();
        let mut mapping = propose(&other.table);
        said(&mut mapping, &mut other.file);
        other.mapping = Some(mapping);
        other.is_said = true;
        assert_eq!(other.lacks(), []);
        self
    }

    pub fn read(&self, school: &School) -> Reading {
        sent::read(&self.0, school, TODAY)
    }

    /// Enters all of it, what is looser too.
    pub fn enter(&self, school: &mut School) -> Difference {
        let reading = self.read(school);
        let found = difference(school, &reading);
        school.people = reading.people;
        found
    }
}

pub fn difference(school: &School, reading: &Reading) -> Difference {
    import::difference(school, &reading.people, reading.listed.as_ref(), TODAY)
}

/// Enters what is not looser than before.
pub fn enter_strictly(school: &mut School, mut reading: Reading) {
    import::hold_back(
        school,
        &mut reading.people,
        &BTreeSet::<MisId>::new(),
        TODAY,
    );
    school.people = reading.people;
}

pub fn person<'a>(school: &'a School, id: &str) -> &'a Person {
    school.person(school.key(id).unwrap()).unwrap()
}

pub fn rows<'a>(school: &'a School, id: &str) -> &'a [PermissionRow] {
    &person(school, id).standing.rows
}

pub fn reach(school: &School, id: &str, channel: Channel) -> Reach {
    Measure::of(school, TODAY).reach(&person(school, id).standing, channel)
}

/// Whether a picture may be shown, and whether with the first name.
pub fn may(school: &School, id: &str, channel: Channel) -> (bool, bool) {
    let reach = reach(school, id, channel);
    (reach.picture.is_some(), reach.named.is_some())
}
