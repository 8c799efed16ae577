//! The whole street over a real house: received, cleaned, scanned, judged,
//! approved, published, taken back, destroyed, with a clock that is moved by
//! hand. On SQLite; that both databases keep the same promises is shown by the
//! contract tests and the crash tests.

mod away;
mod ends;
mod erased;
mod four_eyes;
mod house;
mod law;
mod posts;
mod signed;
mod taken_back;
mod withdrawn;

use gatehouse_app::street::StreetError;
use gatehouse_domain::{
    Channel,
    release::{Refusal, Stage},
    retention::DutyKind,
};

use house::{Town, on_street, words};

#[test]
fn a_photo_goes_down_the_whole_street_and_its_original_is_gone_before_it_is_looked_at_again() {
    on_street(async |town: Town| {
        let photo = town.upload_children().await;
        assert_eq!(town.state(photo).await, "received");
        assert!(town.kept("original").await);
        town.work().await;
        assert_eq!(town.state(photo).await, "scanned");
        assert!(!town.kept("original").await);
        assert!(town.kept("master").await && town.kept("channel").await);
        assert_eq!(town.certificates(), 1);
        let release = town.clear_release(photo).await;
        assert!(matches!(town.stage(release).await, Stage::Approved { .. }));
        assert_eq!(town.posts(), 0);
        town.work().await;
        assert!(matches!(town.stage(release).await, Stage::Published { .. }));
        assert_eq!(town.posts(), 1);
        let duties = town.duties(photo.0).await;
        assert!(duties.contains(&(DutyKind::Original, true)));
        assert!(duties.contains(&(DutyKind::PublicationReview, false)));
        assert!(town.summary().await.log_findings.is_empty());
    });
}

#[test]
fn who_uploaded_does_not_approve_and_nothing_is_asked_for() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        let refused = town
            .approve_as(&town.teacher_who_edits(), release, photo)
            .await;
        assert!(
            matches!(
                refused,
                Err(StreetError::Release(Refusal::ApproverUploaded))
            ),
            "{refused:?}"
        );
        let refused = town.approve_as(&town.teacher, release, photo).await;
        assert!(matches!(
            refused,
            Err(StreetError::Release(Refusal::RoleMissing))
        ));
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn changed_words_void_an_approval_and_the_job_that_waits_publishes_nothing() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        town.write(photo, words("Our garden, once more.")).await;
        assert!(matches!(town.stage(release).await, Stage::Judged { .. }));
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(matches!(town.stage(release).await, Stage::Judged { .. }));
    });
}

#[test]
fn a_full_name_in_the_words_blocks_what_was_clear() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        town.write(photo, words("Well done Zebulon Quartermaine!"))
            .await;
        let release = town.draft(&[photo]).await;
        let refused = town.approve(release, photo).await;
        assert!(matches!(
            refused,
            Err(StreetError::Release(Refusal::NotClear))
        ));
    });
}

#[test]
fn a_wrong_head_count_of_the_approver_holds() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        let refused = town.approve_counting(release, photo, 9).await;
        assert!(matches!(
            refused,
            Err(StreetError::Release(Refusal::NotClear))
        ));
        // Counted again, rightly.
        town.approve(release, photo).await.unwrap();
    });
}

#[test]
fn who_approves_counts_for_themselves_in_that_very_act() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        // The uploader's try leaves no number behind.
        assert!(
            town.approve_as(&town.teacher_who_edits(), release, photo)
                .await
                .is_err()
        );
        let told = town.approve_all(release, &[]).await;
        assert!(matches!(told, Err(StreetError::NotCounted)));
        town.approve(release, photo).await.unwrap();
    });
}

#[test]
fn a_picture_without_alt_text_is_not_approved() {
    on_street(async |town: Town| {
        let photo = town.upload_children().await;
        town.work().await;
        let release = town.draft(&[photo]).await;
        let told = town.approve(release, photo).await;
        assert!(matches!(told, Err(StreetError::NoAltText)));
    });
}

#[test]
fn a_post_of_two_pictures_goes_out_whole_in_its_order() {
    on_street(async |town: Town| {
        let (one, two) = (town.ready_photo().await, town.ready_photo().await);
        let release = town.draft(&[two, one]).await;
        town.approve_all(release, &[one, two]).await.unwrap();
        town.work().await;
        assert_eq!(town.posts(), 1);
        assert_eq!(town.pictures_out(), 2);
    });
}

#[test]
fn what_is_no_picture_is_told_at_once_and_nothing_of_it_is_kept() {
    on_street(async |town: Town| {
        for file in [&b"%PDF-1.7 not a picture"[..], b"GIF89a", b"", b"hello"] {
            let told = town.try_upload(file).await;
            assert!(matches!(told, Err(StreetError::Check(_))), "{told:?}");
        }
        assert!(!town.kept("original").await);
        assert_eq!(town.summary().await.photos, []);
    });
}

#[test]
fn half_a_picture_is_refused_with_a_reason_and_has_its_duties() {
    on_street(async |town: Town| {
        let photo = town.upload_half().await;
        town.work().await;
        assert_eq!(town.state(photo).await, "refused");
        let duties = town.duties(photo.0).await;
        assert!(duties.contains(&(DutyKind::Refused, false)));
        assert!(duties.contains(&(DutyKind::Original, false)));
        assert!(matches!(
            town.try_draft(&[photo]).await,
            Err(StreetError::NotChecked)
        ));
    });
}

#[test]
fn a_photo_is_not_released_before_it_was_looked_at() {
    on_street(async |town: Town| {
        let photo = town.upload_children().await;
        assert!(matches!(
            town.try_draft(&[photo]).await,
            Err(StreetError::NotChecked)
        ));
    });
}

#[test]
fn a_channel_that_nothing_is_set_up_for_publishes_nothing_and_says_so() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft_for(Channel::Display, &[photo]).await.unwrap();
        let told = town.approve(release, photo).await;
        assert!(matches!(told, Err(StreetError::NoOutlet(Channel::Display))));
        town.work().await;
        assert!(!matches!(
            town.stage(release).await,
            Stage::Published { .. }
        ));
    });
}

#[test]
fn a_file_over_the_limit_is_told_and_nothing_of_it_is_kept() {
    on_street(async |town: Town| {
        let told = town.try_upload(&vec![0xff; 3 << 20]).await;
        assert!(matches!(told, Err(StreetError::TooLarge)));
        assert!(!town.kept("original").await);
        assert_eq!(town.summary().await.photos, []);
    });
}
