//! What the law asks of recognition and of permission, as stories of one
//! morning: said, and counting the same minute.

use std::{
    fs,
    sync::atomic::{AtomicU64, Ordering},
};

use gatehouse_app::{check::Sight, school, street::StreetError};
use gatehouse_domain::{
    Channel,
    biometric::{Answer, GuardianFacts, Method, Relation, template_expires_on},
    clock::Entropy,
    ids::{PersonId, PhotoId, SubjectId},
    matching::Doubt,
    permission::Decision,
    release::Stage,
};
use gatehouse_store::{Error, people, templates};
use jiff::civil::date;

use crate::house::{
    Town,
    files::{guardians, recognising, references},
    on_street, twins,
};

/// Chance that counts.
#[derive(Default)]
struct Count(AtomicU64);

impl Entropy for Count {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, Ordering::SeqCst).to_le_bytes()[0];
        }
    }
}

impl Town {
    /// The office brings in the folder as it lies there.
    async fn import(&self) {
        let known = school::load(&self.folder.path().join("school")).unwrap();
        let office = self.office_desk();
        Box::pin(self.house.enter(&office, self.school, &known))
            .await
            .unwrap();
    }

    /// Both families agree in writing, recognition is on under an assessment
    /// that lapses on that day, and both pupils are enrolled.
    async fn recognise(&self, review_by: &str) {
        let folder = self.folder.path().join("school");
        fs::write(folder.join("guardians.csv"), guardians("consented,paper")).unwrap();
        let profile = recognising(&self.house.today().to_string(), review_by);
        fs::write(folder.join("profile.toml"), profile).unwrap();
        references(&folder);
        self.import().await;
        let office = self.office_desk();
        let enrolled = Box::pin(self.house.enrol(&office, self.school, &folder)).await;
        assert_eq!(enrolled.unwrap().enrolled, 2);
    }

    /// Whose templates there are.
    async fn templates(&self) -> Vec<(PersonId, SubjectId)> {
        let mut tx = self.house.db().read().await.unwrap();
        let all = templates::list(&mut tx, self.school).await.unwrap();
        all.iter()
            .map(|row| (row.about.person, row.about.id))
            .collect()
    }

    /// The first pupil's template is gone the same minute: row, key, and a line
    /// in the ledger.
    async fn first_template_ends(&self, before: &[(PersonId, SubjectId)], lines: usize) {
        let first = self.first_pupil();
        let own = before.iter().find(|(person, _)| *person == first).unwrap();
        let left = self.templates().await;
        assert!(left.iter().all(|(person, _)| *person != first));
        assert_eq!(left.len() + 1, before.len(), "nobody else's is touched");
        self.work().await;
        assert!(!self.has_key(own.1.0));
        assert_eq!(self.certificates(), lines + 1);
    }

    /// What staff are told of a photo on the website.
    async fn told(&self, photo: PhotoId) -> Vec<&'static str> {
        let sheet = self
            .house
            .sheet(&self.teacher, self.school, photo)
            .await
            .unwrap();
        sheet.channels[&Channel::Website]
            .1
            .iter()
            .map(|one| one.code)
            .collect()
    }

    /// Whether the machine compared the faces of a photo.
    async fn compared(&self, photo: PhotoId) -> bool {
        let seen = self.house.photo(self.school, photo).await.unwrap();
        let mut faces = seen.dossier().seen.faces.iter();
        faces.all(|face| !matches!(face.sight, Sight::NotCompared))
    }
}

#[test]
fn a_parent_who_withdraws_takes_the_template_the_same_minute_with_its_key_and_a_line() {
    on_street(async |town: Town| {
        town.recognise("2027-06-01").await;
        let (before, lines) = (town.templates().await, town.certificates());
        let folder = town.folder.path().join("school");
        let rows = guardians("consented,paper").replace(
            "P1,guardian 1,yes,2026-09-04,consented",
            "P1,guardian 1,yes,2026-09-04,withdrawn",
        );
        fs::write(folder.join("guardians.csv"), rows).unwrap();
        town.import().await;
        town.first_template_ends(&before, lines).await;
    });
}

#[test]
fn a_pupil_who_leaves_takes_their_template_along_the_same_minute() {
    on_street(async |town: Town| {
        town.recognise("2027-06-01").await;
        let (before, lines) = (town.templates().await, town.certificates());
        let folder = town.folder.path().join("school");
        let rows = fs::read_to_string(folder.join("standing.csv")).unwrap();
        let left = format!("P1,no,no,{},no,", town.house.today());
        fs::write(
            folder.join("standing.csv"),
            rows.replace("P1,no,no,,no,", &left),
        )
        .unwrap();
        town.import().await;
        town.first_template_ends(&before, lines).await;
    });
}

#[test]
fn a_pupil_says_no_today_and_no_parents_yes_brings_a_template_back() {
    on_street(async |town: Town| {
        town.recognise("2027-06-01").await;
        let (before, lines) = (town.templates().await, town.certificates());
        let said = town
            .house
            .pupil_said_no(&town.teacher, town.school, town.first_pupil());
        Box::pin(said).await.unwrap();
        town.first_template_ends(&before, lines).await;
        // Both parents say yes once more, and everybody is enrolled again.
        town.import().await;
        let folder = town.folder.path().join("school");
        let office = town.office_desk();
        let enrolled = Box::pin(town.house.enrol(&office, town.school, &folder)).await;
        assert_eq!(enrolled.unwrap().enrolled, 1);
        assert_eq!(town.templates().await.len(), 1);
    });
}

#[test]
fn templates_end_after_twelve_months_by_themselves() {
    on_street(async |town: Town| {
        town.recognise("2027-06-01").await;
        let lines = town.certificates();
        town.days_pass(366);
        town.tend().await;
        town.work().await;
        assert_eq!(town.templates().await, []);
        assert!(town.certificates() >= lines + 2);
    });
}

#[test]
fn once_the_assessment_lapses_nothing_is_matched_any_more_and_every_place_says_why() {
    on_street(async |town: Town| {
        town.recognise("2026-11-20").await;
        let before = town.upload_children().await;
        town.work().await;
        assert!(town.compared(before).await);
        assert!(!town.told(before).await.contains(&"dpia-lapsed"));
        town.days_pass(2);
        // What was matched holds, and says why; what comes is not matched.
        assert!(town.told(before).await.contains(&"dpia-lapsed"));
        let after = town.upload_children().await;
        town.work().await;
        assert!(!town.compared(after).await);
        let sheet = town
            .house
            .sheet(&town.teacher, town.school, after)
            .await
            .unwrap();
        assert!(sheet.recognition_stopped);
        let board = town
            .house
            .board(&town.teacher, town.school, town.event, (0, 9))
            .await;
        assert!(board.unwrap().recognition_stopped);
    });
}

#[test]
fn mother_consents_and_father_objects_the_database_takes_no_template_and_the_picture_goes_out() {
    on_street(async |town: Town| {
        let first = town.first_pupil();
        let mother = GuardianFacts {
            notified_on: Some(date(2026, 9, 4)),
            answer: Answer::Consented {
                on: date(2026, 9, 5),
                method: Method::Paper,
            },
            ..GuardianFacts::new(Relation::Parent)
        };
        let father = GuardianFacts {
            answer: Answer::Objected,
            ..mother
        };
        let (house, school, now) = (&town.house, town.school, town.house.now());
        let chance = &Count::default();
        let mut tx = house.db().begin().await.unwrap();
        tx.lock_school(school).await.unwrap();
        for (place, parent) in [(0, &mother), (1, &father)] {
            let set = people::set_guardian(&mut tx, school, first, place, parent, now, chance);
            let _none = set.await.unwrap();
        }
        tx.commit().await.unwrap();
        let new = templates::NewTemplate {
            id: SubjectId(gatehouse_domain::ids::uuid_v7(now, chance)),
            person: first,
            network: "any".to_owned(),
            made_on: house.today(),
            expires_on: template_expires_on(house.today()),
        };
        let key = gatehouse_store::seal::SubjectKey::generate(chance);
        let mut tx = house.db().begin().await.unwrap();
        let told = templates::insert(&mut tx, school, &new, &key, chance, &Vec::new()).await;
        assert!(matches!(told, Err(Error::Refused(_))), "{told:?}");
        drop(tx);
        // In the same morning a picture of theirs goes out, named by hand.
        town.published().await;
        assert_eq!(town.posts(), 1);
        assert_eq!(town.templates().await, []);
    });
}

#[test]
fn a_parent_withdraws_at_nine_what_was_approved_before_nine_and_it_does_not_go_out() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.clear_release(photo).await;
        assert!(matches!(town.stage(release).await, Stage::Approved { .. }));
        town.answer(Decision::Withdrawn).await;
        town.work().await;
        assert_eq!(town.posts(), 0);
        let told = town.approve(release, photo).await;
        assert!(matches!(told, Err(StreetError::Release(_))), "{told:?}");
    });
}

#[test]
fn consents_imported_fifteen_days_ago_clear_nothing_and_the_sheet_says_so() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        assert_eq!(town.told(photo).await, [""; 0]);
        town.days_pass(15);
        assert!(town.told(photo).await.contains(&"source-stale"));
        let release = town.draft(&[photo]).await;
        assert!(town.approve(release, photo).await.is_err());
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn an_adopted_child_whom_nobody_names_holds_the_picture_and_whoever_names_them_learns_no_reason() {
    on_street(async |town: Town| {
        let folder = town.folder.path().join("school");
        let rows = fs::read_to_string(folder.join("standing.csv")).unwrap();
        let rows = rows.replace("P1,no,no,,no,", "P1,yes,no,,no,");
        fs::write(folder.join("standing.csv"), rows).unwrap();
        town.import().await;
        let unknown = town.upload_children().await;
        town.work().await;
        assert!(town.told(unknown).await.contains(&"face-unresolved"));
        let named = town.ready_photo().await;
        assert_eq!(town.told(named).await, ["cannot-be-used"]);
    });
}

/// Why each face of a photo was left to a person, and to choose among whom.
async fn doubts(town: &Town, photo: PhotoId) -> Vec<(usize, Doubt)> {
    let seen = town.house.photo(town.school, photo).await.unwrap();
    let faces = seen.dossier().seen.faces.iter();
    let doubt = |sight: &Sight| match sight {
        Sight::Ambiguous(people, doubt) => (people.len(), *doubt),
        other => panic!("the machine settled it by itself: {other:?}"),
    };
    faces.map(|face| doubt(&face.sight)).collect()
}

#[test]
fn twins_go_to_a_person_both_though_each_is_alike_enough_to_be_named_and_the_report_names_them() {
    on_street(async |town: Town| {
        town.enrol_twins(true).await;
        let both = town.upload(&twins::picture(2)).await;
        let alone = town.upload(&twins::picture(1)).await;
        town.work().await;
        // Below the threshold the doubt is another: that is asked first.
        let look_alike = (2, Doubt::LookAlike);
        assert_eq!(doubts(&town, both).await, [look_alike; 2]);
        assert_eq!(doubts(&town, alone).await, [look_alike]);
        assert!(town.told(both).await.contains(&"face-ambiguous"));
        let office = town.office_desk();
        let report = town.house.alike_numbers(&office, town.school).await;
        let report = report.unwrap();
        assert_eq!((report.all, report.found, report.told), (1, 1, 1));
        let pairs = town.house.alike_pairs(&office, town.school, (0, 9)).await;
        let [pair] = &pairs.unwrap()[..] else {
            panic!("one pair")
        };
        let names = [&*pair.one.name, &*pair.other.name];
        assert_eq!(names, ["Marigold Thistlewood", "Zebulon Quartermaine"]);
        assert!(pair.found && pair.told);
        let read = ("read-look-alikes".to_owned(), "done".to_owned());
        assert_eq!(town.access().await.pop(), Some(read));
        for nobody in [&town.teacher, town.editor()] {
            let told = town.house.alike_numbers(nobody, town.school).await;
            assert!(matches!(told, Err(StreetError::RoleMissing)), "{told:?}");
            let told = town.house.alike_pairs(nobody, town.school, (0, 9)).await;
            assert!(told.is_err());
        }
    });
}

#[test]
fn twins_of_whom_nobody_told_the_office_are_found_and_neither_is_named_by_the_machine() {
    on_street(async |town: Town| {
        town.enrol_twins(false).await;
        let both = town.upload(&twins::picture(2)).await;
        town.work().await;
        for (candidates, _) in doubts(&town, both).await {
            assert_eq!(candidates, 2);
        }
        let office = town.office_desk();
        let report = town.house.alike_numbers(&office, town.school).await;
        let report = report.unwrap();
        assert_eq!((report.all, report.found, report.told), (1, 1, 0));
        let searched = report.searched.unwrap();
        assert_eq!((searched.pupils, searched.pictures), (2, 6));
    });
}
