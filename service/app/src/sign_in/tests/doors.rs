//! Sessions from page to page: seen, left alone, ended.

use gatehouse_domain::role::Role;
use jiff::SignedDuration;

use super::{
    super::*,
    place::{PASSWORD, Place, at_the_door},
};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

#[test]
fn what_nobody_carries_is_nobody() {
    at_the_door(async |place: Place| {
        for carried in ["", "x", &"a5".repeat(32), &"A5".repeat(32)] {
            assert!(place.is_nobody(carried).await);
            place.house.sign_out(carried).await.unwrap();
            let told = place.house.unlock(carried, PASSWORD).await;
            assert!(matches!(told, Err(SignInError::NotSignedIn)));
        }
    });
}

#[test]
fn a_session_left_alone_asks_for_the_password_and_goes_on() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        place.pass(IDLE - MINUTE);
        place.open(&session).await;
        place.pass(IDLE);
        assert!(place.is_locked(&session).await);
        assert!(place.is_locked(&session).await);
        let told = place
            .house
            .sign_agreement(&session, agreement::VERSION)
            .await;
        assert!(matches!(told, Err(SignInError::SessionLocked)));
        let told = place.house.unlock(&session, "not the right one").await;
        assert!(matches!(told, Err(SignInError::PasswordWrong)));
        assert!(place.is_locked(&session).await);
        place.house.unlock(&session, PASSWORD).await.unwrap();
        place.open(&session).await;
        let lines = place.lines().await;
        assert!(lines.ends_with(&[
            ("lock-session", "idle"),
            ("unlock-session", "refused"),
            ("unlock-session", "done"),
        ]));
    });
}

#[test]
fn who_guesses_at_a_locked_session_waits() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        place.house.lock(&session).await.unwrap();
        assert!(place.is_locked(&session).await);
        let mut wrong = 0;
        while wrong < 50
            && let Err(SignInError::PasswordWrong) =
                place.house.unlock(&session, "not the right one").await
        {
            wrong += 1;
        }
        assert_eq!(wrong, 5);
        let told = place.house.unlock(&session, PASSWORD).await;
        assert!(matches!(told, Err(SignInError::TooManyTries { .. })));
        place.pass(MINUTE);
        place.house.unlock(&session, PASSWORD).await.unwrap();
    });
}

#[test]
fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        for _ in 0..(12 * 60 / 10 - 1) {
            place.pass(MINUTE * 10);
            place.open(&session).await;
        }
        place.pass(MINUTE * 10);
        let told = place.house.resume(&session).await.unwrap();
        assert!(matches!(told, Resumed::Ended), "{told:?}");
        let told = place.house.unlock(&session, PASSWORD).await;
        assert!(matches!(told, Err(SignInError::SessionEnded)));
        place.pass(MINUTE * 60 * 24);
        assert!(place.row(&session).await.is_some());
        place.pass(MINUTE);
        place.house.tend(place.school).await.unwrap();
        assert!(place.row(&session).await.is_none());
        assert!(place.is_nobody(&session).await);
    });
}

#[test]
fn that_somebody_is_there_is_written_once_a_minute() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let begun = place.row(&session).await.unwrap().seen_at;
        for _ in 0..12 {
            place.pass(SignedDuration::from_secs(5));
            place.open(&session).await;
        }
        assert_eq!(place.row(&session).await.unwrap().seen_at, begun);
        place.pass(SignedDuration::from_secs(1));
        place.open(&session).await;
        assert_eq!(
            place.row(&session).await.unwrap().seen_at,
            place.house.now()
        );
    });
}

#[test]
fn closing_an_account_ends_its_sessions_and_links_at_once() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Staff]).await;
        place.member("other", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let others = place.at_work("other").await;
        let link = place.link(account).await;
        place
            .house
            .set_disabled(place.school, account, true)
            .await
            .unwrap();
        assert!(place.is_nobody(&session).await);
        assert!(place.row(&session).await.is_none());
        place.open(&others).await;
        place
            .house
            .set_disabled(place.school, account, false)
            .await
            .unwrap();
        assert!(place.is_nobody(&session).await);
        let told = place.house.set_password(&link, PASSWORD).await;
        assert!(matches!(told, Err(SignInError::LinkNotValid)));
        // Not even with the password of before: it takes a new link.
        assert!(place.try_in("m.sample", PASSWORD).await.is_err());
        let link = place.link(account).await;
        place.house.set_password(&link, PASSWORD).await.unwrap();
        assert!(place.try_in("m.sample", PASSWORD).await.is_ok());
    });
}

#[test]
fn leaving_ends_one_session_or_all() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let one = place.at_work("m.sample").await;
        let two = place.at_work("m.sample").await;
        let three = place.at_work("m.sample").await;
        place.house.sign_out(&one).await.unwrap();
        assert!(place.is_nobody(&one).await);
        place.open(&two).await;
        assert_eq!(place.house.sign_out_everywhere(&three).await.unwrap(), 2);
        assert!(place.is_nobody(&two).await && place.is_nobody(&three).await);
    });
}

#[test]
fn changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let other = place.at_work("m.sample").await;
        let new = "seven owls with lanterns";
        let told = place.house.change_password(&session, ("wrong", new)).await;
        assert!(matches!(told, Err(SignInError::PasswordWrong)));
        let told = place
            .house
            .change_password(&session, (PASSWORD, "short"))
            .await;
        assert_eq!(told.unwrap_err().code(), "password-too-short");
        place
            .house
            .change_password(&session, (PASSWORD, new))
            .await
            .unwrap();
        place.open(&session).await;
        assert!(place.is_nobody(&other).await);
        assert!(place.try_in("m.sample", PASSWORD).await.is_err());
        assert!(place.try_in("m.sample", new).await.is_ok());
    });
}
