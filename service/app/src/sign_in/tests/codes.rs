//! One-time codes: asked for by the role, each counting once.

use gatehouse_domain::role::Role;
use jiff::SignedDuration;

use super::{
    super::*,
    place::{HOME, PASSWORD, Place, at_the_door},
};

/// Sets codes up in a session; gives the secret as it was shown.
async fn set_up(place: &Place, session: &str) -> String {
    let shown = place.house.begin_codes(session).await.unwrap();
    let code = codes::shown_at(&shown.text, place.house.now()).unwrap();
    place
        .house
        .confirm_codes(session, &code, HOME)
        .await
        .unwrap();
    shown.text
}

fn code(place: &Place, secret: &str) -> String {
    codes::shown_at(secret, place.house.now()).unwrap()
}

#[test]
fn who_has_a_role_that_asks_for_codes_sets_them_up_before_anything_else() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Dsl]).await;
        let session = place.session("m.sample").await;
        assert_eq!(place.wants(&session).await, Some(Step::SetUpCodes));
        let told = place
            .house
            .sign_agreement(&session, agreement::VERSION)
            .await;
        assert!(matches!(told, Err(SignInError::OutOfTurn)));
        let told = place.house.confirm_codes(&session, "000000", HOME).await;
        assert!(matches!(told, Err(SignInError::OutOfTurn)));
        set_up(&place, &session).await;
        assert_eq!(place.wants(&session).await, Some(Step::Agreement));
    });
}

#[test]
fn a_code_lets_in_once() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Head]).await;
        let secret = set_up(&place, &place.session("m.sample").await).await;
        let used = code(&place, &secret);
        let session = place.session("m.sample").await;
        assert_eq!(place.wants(&session).await, Some(Step::Code));
        let told = place.house.give_code(&session, &used, HOME).await;
        assert!(matches!(told, Err(SignInError::CodeWrong)));
        place.pass(SignedDuration::from_secs(30));
        let fresh = code(&place, &secret);
        place.house.give_code(&session, &fresh, HOME).await.unwrap();
        assert_eq!(place.wants(&session).await, Some(Step::Agreement));
        let again = place.session("m.sample").await;
        let told = place.house.give_code(&again, &fresh, HOME).await;
        assert!(matches!(told, Err(SignInError::CodeWrong)));
        let lines = place.lines().await;
        let count = |line| lines.iter().filter(|known| **known == line).count();
        assert_eq!(count(("give-code", "refused")), 2);
        assert_eq!(count(("give-code", "done")), 1);
        assert_eq!(count(("begin-codes", "done")), 1);
    });
}

#[test]
fn who_guesses_codes_waits() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Head]).await;
        set_up(&place, &place.session("m.sample").await).await;
        let session = place.session("m.sample").await;
        let mut wrong = 0;
        while wrong < 50
            && let Err(SignInError::CodeWrong) =
                place.house.give_code(&session, "000000", HOME).await
        {
            wrong += 1;
        }
        assert_eq!(wrong, 5);
    });
}

#[test]
fn whoever_likes_may_use_codes_and_the_old_ones_go_on_until_the_new_are_confirmed() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let old = set_up(&place, &session).await;
        place.open(&session).await;
        place.pass(SignedDuration::from_secs(60));
        place.house.begin_codes(&session).await.unwrap();
        let told = place
            .house
            .confirm_codes(&session, &code(&place, &old), HOME)
            .await;
        assert!(matches!(told, Err(SignInError::CodeWrong)));
        let other = place.session("m.sample").await;
        assert_eq!(place.wants(&other).await, Some(Step::Code));
        let old_code = code(&place, &old);
        place
            .house
            .give_code(&other, &old_code, HOME)
            .await
            .unwrap();
        place.pass(SignedDuration::from_secs(60));
        let new = set_up(&place, &session).await;
        place.pass(SignedDuration::from_secs(60));
        let third = place.session("m.sample").await;
        let old_code = code(&place, &old);
        assert!(
            place
                .house
                .give_code(&third, &old_code, HOME)
                .await
                .is_err()
        );
        let new_code = code(&place, &new);
        place
            .house
            .give_code(&third, &new_code, HOME)
            .await
            .unwrap();
    });
}

#[test]
fn a_role_that_is_given_asks_for_codes_from_the_next_page_on() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        place.open(&session).await;
        let actor = place.house.account(place.school, "m.sample").await.unwrap();
        let both = [Role::Staff, Role::Dsl].into();
        place
            .house
            .set_roles(place.school, &actor, &both)
            .await
            .unwrap();
        assert_eq!(place.wants(&session).await, Some(Step::SetUpCodes));
        set_up(&place, &session).await;
        let signed = place.open(&session).await;
        assert!(signed.dsl().is_some() && signed.account() == account);
    });
}

#[test]
fn a_link_for_a_lost_telephone_ends_the_codes_and_another_does_not() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Head]).await;
        set_up(&place, &place.session("m.sample").await).await;
        let link = place.link(account).await;
        place.house.set_password(&link, PASSWORD).await.unwrap();
        let session = place.session("m.sample").await;
        assert_eq!(place.wants(&session).await, Some(Step::Code));
        let link = place.house.make_set_link(place.school, account, true, None);
        let link = link.await.unwrap().token.reveal();
        assert!(place.house.set_link(&link).await.unwrap().ends_codes);
        place.house.set_password(&link, PASSWORD).await.unwrap();
        let session = place.session("m.sample").await;
        assert_eq!(place.wants(&session).await, Some(Step::SetUpCodes));
    });
}

#[test]
fn a_house_may_ask_nobody_for_codes() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        place.member("m.sample", &[Role::Admin]).await;
        let session = place.session("m.sample").await;
        assert_eq!(place.wants(&session).await, Some(Step::Agreement));
    });
}
