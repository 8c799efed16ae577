//! Permissions that end: what is out comes back, whoever was faster.

use gatehouse_app::street::StreetError;
use gatehouse_domain::{
    permission::Decision,
    release::{Refusal, Stage},
};

use crate::house::{Town, on_street, words};

#[test]
fn a_withdrawal_commits_its_recall_in_its_own_transaction() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        town.answer(Decision::Withdrawn).await;
        // Nobody has worked since.
        assert!(matches!(
            town.stage(release).await,
            Stage::Recalled { take_down: true }
        ));
        assert_eq!(town.posts(), 1);
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert_eq!(town.summary().await.gone, 1);
    });
}

#[test]
fn a_permission_that_ended_after_approval_is_seen_by_the_claim() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        // The consents become stale by themselves: no transaction says so.
        town.days_pass(15);
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(!matches!(
            town.stage(release).await,
            Stage::Published { .. }
        ));
    });
}

#[test]
fn a_permission_that_ends_by_its_date_takes_back_what_is_out_without_anybody_saying_so() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        town.answer_until(3).await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        town.work().await;
        assert_eq!(town.posts(), 1);
        town.days_pass(5);
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(matches!(town.stage(release).await, Stage::Recalled { .. }));
    });
}

#[test]
fn an_attempt_that_wrote_before_it_was_killed_is_taken_down_when_the_release_was_recalled() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        let copy = town.copy_posts();
        town.answer(Decision::Withdrawn).await;
        town.work().await;
        assert_eq!(town.posts(), 0);
        // An attempt of a slow worker writes the post once more.
        town.put_back(&copy);
        assert_eq!(town.posts(), 1);
        town.ask_to_publish(release).await;
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn a_post_that_the_database_knows_nothing_of_is_taken_down() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        let copy = town.copy_posts();
        town.take_back(release).await.unwrap();
        town.work().await;
        town.put_back(&copy);
        assert_eq!(town.posts(), 1);
        town.tend().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn words_that_are_out_are_not_changed_behind_the_approval() {
    on_street(async |town: Town| {
        let (photo, release) = town.published().await;
        let told = town.try_write(photo, words("Zebulon and Marigold.")).await;
        assert!(matches!(
            told,
            Err(StreetError::Release(Refusal::AlreadyPublished))
        ));
        assert!(matches!(town.stage(release).await, Stage::Published { .. }));
    });
}

#[test]
fn a_withdrawal_counts_although_the_release_can_no_longer_be_judged() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        town.lose_the_key_of(release.0);
        town.answer(Decision::Withdrawn).await;
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn a_release_that_was_recalled_stays_so() {
    on_street(async |town: Town| {
        let (photo, release) = town.published().await;
        town.take_back(release).await.unwrap();
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(matches!(
            town.take_back(release).await,
            Err(StreetError::Release(Refusal::Final))
        ));
        assert!(matches!(
            town.approve(release, photo).await,
            Err(StreetError::Release(Refusal::Final))
        ));
    });
}

#[test]
fn a_yes_that_comes_later_does_not_put_out_again_what_came_back() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        town.answer(Decision::Withdrawn).await;
        town.work().await;
        town.days_pass(1);
        town.answer(Decision::Granted).await;
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert!(matches!(town.stage(release).await, Stage::Recalled { .. }));
    });
}
