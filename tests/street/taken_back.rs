//! A no to recognition that the pupil themselves takes back: written down by who
//! may, with their name to it, and bringing nothing back.

use std::fs;

use gatehouse_app::{school, street::StreetError};
use gatehouse_domain::{
    biometric::{BiometricStatus, PupilWord, Reason},
    role::Role,
};
use gatehouse_store::{log, templates};

use crate::house::{
    Town,
    files::{guardians, recognising, references},
    on_street,
};

/// The office brings the folder in, the parents having answered so.
async fn bring(town: &Town, answer: &str) {
    let folder = town.folder.path().join("school");
    fs::write(folder.join("guardians.csv"), guardians(answer)).unwrap();
    let profile = recognising(&town.house.today().to_string(), "2027-06-01");
    fs::write(folder.join("profile.toml"), profile).unwrap();
    let known = school::load(&folder).unwrap();
    let office = town.office_desk();
    let entered = town.house.enter(&office, town.school, &known);
    Box::pin(entered).await.unwrap();
}

/// Enrols whom the gate lets; how many.
async fn enrol(town: &Town) -> usize {
    let folder = town.folder.path().join("school");
    references(&folder);
    let office = town.office_desk();
    let enrolled = Box::pin(town.house.enrol(&office, town.school, &folder)).await;
    enrolled.unwrap().enrolled
}

/// Whether the first pupil has a template.
async fn has_template(town: &Town) -> bool {
    let mut tx = town.house.db().read().await.unwrap();
    let found = templates::of(&mut tx, town.school, town.first_pupil()).await;
    found.unwrap().is_some()
}

/// What is on record about the first pupil's face.
async fn on_record(town: &Town) -> (BiometricStatus, PupilWord) {
    let person = town.first_pupil();
    let office = town.office_desk();
    let sheet = town.house.person_sheet(&office, town.school, person).await;
    let sheet = sheet.unwrap();
    (sheet.recognition, sheet.word)
}

async fn says_no(town: &Town) {
    let said = town
        .house
        .pupil_said_no(&town.teacher, town.school, town.first_pupil());
    Box::pin(said).await.unwrap();
}

#[test]
fn what_a_pupil_takes_back_is_written_down_once_and_brings_no_template_back() {
    on_street(async |town: Town| {
        bring(&town, "consented,paper").await;
        assert_eq!(enrol(&town).await, 2);
        let (house, first) = (&town.house, town.first_pupil());
        let office = town.office_desk();
        let early = house.pupil_changed_mind(&office, town.school, first).await;
        assert!(!early.unwrap(), "there is no no yet");
        says_no(&town).await;
        let staff = [Role::Staff, Role::Editor, Role::Head, Role::Admin];
        for role in staff {
            let actor = gatehouse_app::street::Actor {
                roles: [role].into(),
                ..office.clone()
            };
            let told = house.pupil_changed_mind(&actor, town.school, first).await;
            assert!(matches!(told, Err(StreetError::RoleMissing)), "{role:?}");
        }
        for wrote in [true, false] {
            let told = house.pupil_changed_mind(&office, town.school, first).await;
            assert_eq!(told.unwrap(), wrote);
        }
        let on = house.today();
        let (status, word) = on_record(&town).await;
        assert_eq!(word, PupilWord::ChangedMind { on });
        assert!(status.is_allowed(), "their parents' answers stand");
        assert!(!has_template(&town).await, "nothing comes back by itself");
        // The same folder once more does not make a no of it, nor nothing.
        bring(&town, "consented,paper").await;
        assert_eq!(on_record(&town).await.1, word);
        assert_eq!(enrol(&town).await, 2);
        assert!(has_template(&town).await);
        let lines = town.access().await;
        let wrote = |(verb, _): &&(String, String)| verb == "pupil-changed-mind";
        assert_eq!(lines.iter().filter(wrote).count(), 1);
        let mut tx = house.db().read().await.unwrap();
        let kept = log::evidence_about(&mut tx, town.school, first.0).await;
        let kept = kept.unwrap();
        let by = |line: &&log::Line| line.verb == "pupil-changed-mind";
        let kept: Vec<_> = kept.iter().filter(by).map(|line| line.actor).collect();
        assert_eq!(kept, [Some(office.id)]);
        let sheet = house.person_sheet(&office, town.school, first).await;
        assert!(sheet.unwrap().heard_by.is_some());
    });
}

#[test]
fn a_no_that_is_taken_back_leaves_the_parents_no_as_it_is_and_can_be_said_again() {
    on_street(async |town: Town| {
        bring(&town, "withdrawn,paper").await;
        says_no(&town).await;
        let office = town.office_desk();
        let first = town.first_pupil();
        let told = town.house.pupil_changed_mind(&office, town.school, first);
        assert!(told.await.unwrap());
        let (status, _) = on_record(&town).await;
        assert!(status.reasons().contains(&Reason::ConsentWithdrawn));
        assert_eq!(enrol(&town).await, 0);
        bring(&town, "consented,paper").await;
        assert_eq!(enrol(&town).await, 2);
        says_no(&town).await;
        assert!(!has_template(&town).await);
        assert_eq!(on_record(&town).await.1, PupilWord::Refused);
    });
}
