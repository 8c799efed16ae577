//! Duties: everything ends, and is proved to have ended.

use gatehouse_domain::{release::Stage, retention::DutyKind};

use crate::house::{Town, on_street};

#[test]
fn a_photo_that_waited_through_a_long_power_cut_is_cleaned_before_its_original_ends() {
    on_street(async |town: Town| {
        let photo = town.upload_children().await;
        town.hours_pass(60);
        assert_eq!(town.tend().await.ended, 0);
        town.work().await;
        assert_eq!(town.state(photo).await, "scanned");
        assert!(!town.kept("original").await);
        assert!(
            town.duties(photo.0)
                .await
                .contains(&(DutyKind::Original, true))
        );
    });
}

#[test]
fn a_refused_picture_ends_after_seven_days_and_its_file_after_one() {
    on_street(async |town: Town| {
        let photo = town.upload_half().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "refused");
        town.hours_pass(25);
        town.tend().await;
        town.work().await;
        assert!(!town.kept("original").await);
        assert_eq!(town.state(photo).await, "refused");
        town.days_pass(7);
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "destroyed");
        assert_eq!(town.certificates(), 2);
    });
}

#[test]
fn a_picture_that_no_release_used_ends_fourteen_days_after_its_event_closed() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        town.days_pass(13);
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "scanned");
        town.days_pass(5);
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "destroyed");
        assert!(town.nothing_is_kept_of(photo).await);
    });
}

#[test]
fn the_master_ends_with_the_last_release_and_not_before_it_was_seen_to_be_gone() {
    on_street(async |town: Town| {
        let (photo, release) = town.published().await;
        town.take_back(release).await.unwrap();
        town.tend().await;
        assert_eq!(town.state(photo).await, "scanned");
        town.work().await;
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "destroyed");
        assert!(town.nothing_is_kept_of(photo).await);
        let duties = town.duties(release.0).await;
        assert!(duties.contains(&(DutyKind::PublicationReview, true)));
        assert!(duties.contains(&(DutyKind::Evidence, false)));
    });
}

#[test]
fn a_published_picture_is_kept_and_its_review_falls_due_after_a_year() {
    on_street(async |town: Town| {
        let (photo, _) = town.published().await;
        assert_eq!(town.overdue().await, 0);
        town.renew_consents_and_pass(360).await;
        town.tend().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "scanned");
        assert_eq!(town.posts(), 1);
    });
}

#[test]
fn every_duty_is_in_the_ledger_and_the_logs_prove_it_after_the_access_log_was_cut() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        town.take_back(release).await.unwrap();
        town.work().await;
        town.tend().await;
        town.work().await;
        town.days_pass(200);
        assert!(town.tend().await.cut > 0);
        town.work().await;
        let summary = town.summary().await;
        assert_eq!(summary.log_findings, Vec::<String>::new());
        assert_eq!(summary.to_destroy, 0);
    });
}

#[test]
fn what_a_kill_left_behind_is_swept_after_a_day() {
    on_street(async |town: Town| {
        town.leave_an_arrival_half_way().await;
        assert_eq!(town.strays().await, 0);
        town.hours_pass(25);
        assert_eq!(town.strays().await, 1);
        town.work().await;
        assert_eq!(town.strays().await, 0);
    });
}

#[test]
fn a_release_that_never_was_out_ends_with_its_last_picture() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        assert!(town.has_key(release.0));
        town.days_pass(18);
        for _ in 0..2 {
            town.tend().await;
            town.work().await;
        }
        assert_eq!(town.state(photo).await, "destroyed");
        assert!(!town.has_key(release.0));
        // The original, the photo, the release.
        assert_eq!(town.certificates(), 3);
        assert!(matches!(
            town.stage(release).await,
            Stage::Recalled { take_down: false }
        ));
        let summary = town.summary().await;
        assert_eq!(summary.to_destroy, 0);
        assert_eq!(summary.log_findings, Vec::<String>::new());
    });
}

#[test]
fn a_release_that_was_given_up_ends_although_its_picture_is_out_elsewhere() {
    on_street(async |town: Town| {
        let (photo, _) = town.published().await;
        let given_up = town.draft(&[photo]).await;
        town.take_back(given_up).await.unwrap();
        town.days_pass(13);
        town.tend().await;
        town.work().await;
        assert!(town.has_key(given_up.0));
        town.days_pass(2);
        town.tend().await;
        town.work().await;
        assert!(!town.has_key(given_up.0));
        assert_eq!(town.state(photo).await, "scanned");
    });
}

#[test]
fn what_was_out_is_evidence_for_six_years_and_no_longer() {
    on_street(async |town: Town| {
        let (photo, release) = town.published().await;
        town.take_back(release).await.unwrap();
        for _ in 0..2 {
            town.work().await;
            town.tend().await;
        }
        town.work().await;
        assert_eq!(town.state(photo).await, "destroyed");
        town.days_pass(365 * 6 - 10);
        town.tend().await;
        town.work().await;
        assert!(town.has_key(release.0));
        town.days_pass(20);
        town.tend().await;
        town.work().await;
        assert!(!town.has_key(release.0));
        assert!(matches!(
            town.stage(release).await,
            Stage::Recalled { take_down: true }
        ));
        let duties = town.duties(release.0).await;
        assert!(duties.contains(&(DutyKind::Evidence, true)));
    });
}

#[test]
fn a_photo_whose_attempt_failed_once_ends_all_the_same() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        town.unplug("objects");
        assert!(town.work().await.failed > 0);
        town.plug_in("objects");
        assert!(matches!(town.stage(release).await, Stage::Approved { .. }));
        town.take_back(release).await.unwrap();
        town.days_pass(18);
        for _ in 0..3 {
            town.tend().await;
            town.work().await;
        }
        assert_eq!(town.posts(), 0);
        assert_eq!(town.state(photo).await, "destroyed");
        assert!(!town.has_key(release.0));
    });
}
