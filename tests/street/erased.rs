//! Somebody is erased: nothing shows them any more, and nothing knows them.

use gatehouse_app::street::StreetError;
use gatehouse_domain::release::Stage;

use crate::house::{Town, on_street};

#[test]
fn what_shows_somebody_who_is_erased_comes_back_in_the_same_transaction_and_all_of_it_ends() {
    on_street(async |town: Town| {
        let (photo, release) = town.published().await;
        let pupil = town.first_pupil();
        let before = town.certificates();
        town.erase().await.unwrap();
        // Nobody has worked since.
        assert!(!town.knows(pupil).await);
        assert!(matches!(
            town.stage(release).await,
            Stage::Recalled { take_down: true }
        ));
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(!town.has_key(pupil.0));
        assert_eq!(town.certificates(), before + 1);
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "destroyed");
        let summary = town.summary().await;
        assert_eq!((summary.gone, summary.to_destroy), (1, 0));
        assert_eq!(summary.log_findings, Vec::<String>::new());
        assert!(
            town.access()
                .await
                .iter()
                .any(|(verb, _)| verb == "erase-person")
        );
    });
}

#[test]
fn what_was_approved_of_somebody_who_is_erased_does_not_go_out() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        town.erase().await.unwrap();
        assert!(matches!(town.stage(release).await, Stage::Judged { .. }));
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn only_the_office_and_the_dsl_erase_somebody_and_once() {
    on_street(async |town: Town| {
        for actor in [&town.teacher, town.editor()] {
            let told = town.erase_by(actor).await;
            assert!(matches!(told, Err(StreetError::RoleMissing)));
        }
        assert!(town.knows(town.first_pupil()).await);
        town.erase().await.unwrap();
        let told = town.erase().await;
        assert!(matches!(told, Err(StreetError::NoSuch("person"))));
    });
}
