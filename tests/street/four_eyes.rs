//! Four eyes: persons are compared, whatever roles they hold.

use gatehouse_app::{check::Decision as Said, street::StreetError};
use gatehouse_domain::{
    policy::{Code, Lift, Subject},
    release::Refusal,
    role::Role,
};

use crate::house::{Town, on_street};

/// The second person's agreement that the first face is none.
const AGREED: Lift = Lift {
    code: Code::FaceDismissed,
    subject: Subject::Face(0),
    by: Role::Editor,
};

#[test]
fn the_two_counts_are_of_two_people() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.count_by(town.editor(), photo, 2).await;
        let told = town.approve(release, photo).await;
        assert!(matches!(told, Err(StreetError::CountedBefore)), "{told:?}");
        town.count_by(&town.teacher, photo, 2).await;
        town.approve(release, photo).await.unwrap();
    });
}

#[test]
fn who_said_who_somebody_is_does_not_approve_it() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        let is = Said::Is(town.first_pupil());
        town.say_by(town.editor(), photo, is).await;
        let told = town.approve(release, photo).await;
        assert!(matches!(told, Err(StreetError::NamedBefore)), "{told:?}");
        town.say_by(&town.teacher, photo, is).await;
        town.approve(release, photo).await.unwrap();
    });
}

#[test]
fn nobody_agrees_to_their_own_word_that_a_face_is_none() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        town.say_by(town.editor(), photo, Said::NotAFace).await;
        let told = town.settle_by(town.editor(), photo, AGREED).await;
        assert!(matches!(told, Err(StreetError::NamedBefore)), "{told:?}");
        town.say_by(&town.teacher, photo, Said::NotAFace).await;
        town.settle_by(town.editor(), photo, AGREED).await.unwrap();
    });
}

#[test]
fn nobody_settles_a_reason_of_what_they_uploaded() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        town.say_by(town.editor(), photo, Said::NotAFace).await;
        let told = town
            .settle_by(&town.teacher_who_edits(), photo, AGREED)
            .await;
        assert!(
            matches!(told, Err(StreetError::Release(Refusal::ApproverUploaded))),
            "{told:?}"
        );
    });
}

#[test]
fn accounts_and_their_roles_are_in_the_access_log_without_a_name() {
    on_street(async |town: Town| {
        let lines = town.access().await;
        let told = |verb: &str, outcome: &str| {
            let line = (verb.to_owned(), outcome.to_owned());
            lines.iter().filter(|known| **known == line).count()
        };
        assert_eq!(told("open-account", "done"), 3);
        for role in ["staff", "editor", "office"] {
            assert_eq!(told("grant-role", role), 1);
        }
    });
}
