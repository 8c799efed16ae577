//! Links by which passwords are set: once, in time, and no weak ones.

use gatehouse_domain::role::Role;
use jiff::SignedDuration;

use super::{
    super::*,
    place::{PASSWORD, Place, SCHOOL, at_the_door},
};

async fn is_spent(place: &Place, link: &str) -> bool {
    let seen = matches!(
        place.house.set_link(link).await,
        Err(SignInError::LinkNotValid)
    );
    let used = place.house.set_password(link, PASSWORD).await;
    seen && matches!(used, Err(SignInError::LinkNotValid))
}

#[test]
fn a_link_sets_one_password_and_ends_every_session() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let link = place.link(account).await;
        place.open(&session).await;
        let new = "seven owls with lanterns";
        place.house.set_password(&link, new).await.unwrap();
        assert!(place.is_nobody(&session).await);
        assert!(is_spent(&place, &link).await);
        assert!(place.try_in("m.sample", PASSWORD).await.is_err());
        assert!(place.try_in("m.sample", new).await.is_ok());
    });
}

#[test]
fn a_weak_password_leaves_the_link_as_it_is() {
    at_the_door(async |place: Place| {
        let link = place.link(place.account("m.sample", &[]).await).await;
        for (weak, code) in [
            ("short", "password-too-short"),
            ("Mx m.sample 2026", "password-personal"),
            (SCHOOL, "password-personal"),
            ("password12345", "password-common"),
        ] {
            let told = place.house.set_password(&link, weak).await;
            assert_eq!(told.unwrap_err().code(), code);
        }
        place.house.set_password(&link, PASSWORD).await.unwrap();
    });
}

#[test]
fn a_link_ends_after_three_days_and_with_the_next_one() {
    at_the_door(async |place: Place| {
        let account = place.account("m.sample", &[]).await;
        let first = place.link(account).await;
        let second = place.link(account).await;
        assert!(is_spent(&place, &first).await);
        place.pass(SignedDuration::from_hours(72));
        assert!(is_spent(&place, &second).await);
        for wrong in ["", "x", &"a5".repeat(32)] {
            assert!(is_spent(&place, wrong).await);
        }
    });
}
