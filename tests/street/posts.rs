//! Posts in people's hands: nothing is approved unseen, and a child comes down
//! everywhere at once.

use gatehouse_app::street::{
    Actor, Approval, StreetError,
    releases::{POST_PICTURES, posts::Part},
};
use gatehouse_domain::{
    ids::{PhotoId, ReleaseId},
    release::Stage,
    role::Role,
};

use crate::house::{Town, on_street, words};

impl Town {
    /// What somebody is shown of a post.
    async fn shown(&self, release: ReleaseId) -> String {
        let none = Approval::new();
        let seen = self
            .house
            .preview(self.editor(), self.school, release, &none);
        Box::pin(seen).await.unwrap().shown
    }

    async fn approve_shown(
        &self,
        release: ReleaseId,
        photo: PhotoId,
        shown: &str,
    ) -> Result<(), StreetError> {
        let counts = Approval::from([(photo, 2)]);
        let seen = (&counts, shown);
        let approved = self
            .house
            .approve_as_shown(self.editor(), self.school, release, seen);
        Box::pin(approved).await
    }

    async fn take_down(&self, actor: &Actor) -> Result<usize, StreetError> {
        let person = self.first_pupil();
        Box::pin(self.house.take_down(actor, self.school, person)).await
    }

    async fn listed(&self, part: Part) -> Vec<ReleaseId> {
        let which = (part, None);
        let posts = self.house.posts(self.editor(), self.school, which, (0, 50));
        let posts = Box::pin(posts).await.unwrap().posts;
        posts.iter().map(|post| post.id).collect()
    }
}

#[test]
fn what_changed_since_it_was_shown_is_not_approved() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        let shown = town.shown(release).await;
        town.write(photo, words("Our garden, once more.")).await;
        let told = town.approve_shown(release, photo, &shown).await;
        assert!(
            matches!(told, Err(StreetError::ChangedSinceShown)),
            "{told:?}"
        );
        // Who is in it counts as well as what goes out.
        let shown = town.shown(release).await;
        let said = gatehouse_app::check::Decision::Visitor { agreed: true };
        town.say_by(&town.teacher, photo, said).await;
        let told = town.approve_shown(release, photo, &shown).await;
        assert!(
            matches!(told, Err(StreetError::ChangedSinceShown)),
            "{told:?}"
        );
        let said = gatehouse_app::check::Decision::Is(town.first_pupil());
        town.say_by(&town.teacher, photo, said).await;
        assert_eq!(town.shown(release).await, shown);
        town.approve_shown(release, photo, &shown).await.unwrap();
    });
}

#[test]
fn a_second_approval_changes_neither_the_count_nor_the_stage() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        let told = town.approve_counting(release, photo, 9).await;
        assert_eq!(told.unwrap_err().code(), "already-approved");
        assert!(matches!(town.stage(release).await, Stage::Approved { .. }));
        town.work().await;
        assert_eq!(town.posts(), 1);
        let told = town.approve_counting(release, photo, 9).await;
        assert_eq!(told.unwrap_err().code(), "already-published");
        assert!(matches!(
            town.stage(release).await,
            Stage::Published { review: false, .. }
        ));
    });
}

#[test]
fn a_post_has_some_pictures_and_not_too_many() {
    on_street(async |town: Town| {
        let told = town.try_draft(&[]).await;
        assert_eq!(told.unwrap_err().code(), "no-pictures");
        let photo = town.ready_photo().await;
        let many = vec![photo; POST_PICTURES + 1];
        let told = town.try_draft(&many).await;
        assert_eq!(told.unwrap_err().code(), "too-many-pictures");
    });
}

#[test]
fn taking_a_child_down_ends_every_post_that_shows_them_in_one_go() {
    on_street(async |town: Town| {
        let (photo, out) = town.published().await;
        let approved = town.draft(&[photo]).await;
        town.approve(approved, photo).await.unwrap();
        let waits = town.draft(&[photo]).await;
        let refused = town.take_down(&town.teacher).await;
        assert!(matches!(refused, Err(StreetError::RoleMissing)));
        let dsl = Actor {
            roles: [Role::Dsl].into(),
            ..town.editor().clone()
        };
        assert_eq!(town.take_down(&dsl).await.unwrap(), 3);
        // Nobody has worked since.
        for (release, was_out) in [(out, true), (approved, false), (waits, false)] {
            let Stage::Recalled { take_down } = town.stage(release).await else {
                panic!("it is not taken back");
            };
            assert_eq!(take_down, was_out);
        }
        assert_eq!(town.listed(Part::ComingBack).await, [out]);
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert_eq!(town.listed(Part::ComingBack).await, []);
        assert_eq!(town.listed(Part::Back).await, [out]);
        assert_eq!(town.take_down(&dsl).await.unwrap(), 0);
        assert!(town.summary().await.log_findings.is_empty());
    });
}

#[test]
fn a_post_that_cannot_be_read_any_more_is_taken_down_too() {
    on_street(async |town: Town| {
        let (_, release) = town.published().await;
        town.lose_the_key_of(release.0);
        assert_eq!(town.listed(Part::Out).await, [release]);
        assert_eq!(town.take_down(town.editor()).await.unwrap(), 1);
        town.work().await;
        assert_eq!(town.posts(), 0);
    });
}
