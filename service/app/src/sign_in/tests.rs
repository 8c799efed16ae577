//! The door of a whole house: who comes in, who does not, and what is written
//! down of it.

mod codes;
mod desks;
mod doors;
mod links;
mod place;
mod programs;
mod trusted;

use gatehouse_domain::role::Role;
use jiff::SignedDuration;

use super::*;
use place::{HOME, PASSWORD, Place, SCHOOL, at_the_door};

#[test]
fn a_first_day_goes_from_the_link_over_the_agreement_to_the_desk() {
    at_the_door(async |place: Place| {
        let account = place.account("m.sample", &[Role::Staff]).await;
        let link = place.link(account).await;
        let who = place.house.set_link(&link).await.unwrap().who;
        assert_eq!(
            (who.login.as_str(), who.name.as_str()),
            ("m.sample", "Mx m.sample")
        );
        place.house.set_password(&link, PASSWORD).await.unwrap();
        let signed_in = place.try_in("m.sample", PASSWORD).await.unwrap();
        assert_eq!(signed_in.next, Step::Agreement);
        let session = signed_in.session.reveal();
        assert_eq!(place.wants(&session).await, Some(Step::Agreement));
        let told = place
            .house
            .sign_agreement(&session, agreement::VERSION - 1)
            .await;
        assert!(matches!(told, Err(SignInError::AgreementChanged)));
        place
            .house
            .sign_agreement(&session, agreement::VERSION)
            .await
            .unwrap();
        let signed = place.open(&session).await;
        assert_eq!((signed.account(), signed.school()), (account, place.school));
        assert_eq!(signed.who().await.unwrap().name, "Mx m.sample");
        assert!(signed.staff().is_some() && signed.editor().is_none());
        assert_eq!(
            place.lines().await,
            [
                ("open-account", "done"),
                ("grant-role", "staff"),
                ("make-set-link", "done"),
                ("set-password", "done"),
                ("sign-in", "done"),
                ("sign-agreement", "done"),
            ]
        );
    });
}

#[test]
fn unknown_wrong_closed_and_not_set_are_told_with_the_same_words() {
    at_the_door(async |place: Place| {
        place.member("right", &[Role::Staff]).await;
        let closed = place.member("closed", &[Role::Staff]).await;
        place.account("fresh", &[Role::Staff]).await;
        let school = place.school;
        place
            .house
            .set_disabled(school, closed, true)
            .await
            .unwrap();
        let before = place.lines().await.len();
        let mut told = Vec::new();
        for (login, password) in [
            ("nobody", PASSWORD),
            ("right", "not the right one"),
            ("closed", PASSWORD),
            ("fresh", PASSWORD),
            ("", ""),
        ] {
            let error = place.try_in(login, password).await.err().unwrap();
            told.push((error.code(), error.to_string()));
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "sign-in-refused");
        let lines = place.lines().await;
        assert_eq!(lines[before..], [("sign-in", "refused"); 5]);
        assert!(place.try_in(" RIGHT ", PASSWORD).await.is_ok());
    });
}

#[test]
fn who_guesses_waits_and_who_was_here_before_does_not() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        place.member("other", &[Role::Staff]).await;
        let here = place.try_in("m.sample", PASSWORD).await.unwrap();
        let mut wrong = 0;
        let wait = loop {
            match place.try_in("m.sample", "not the right one").await {
                Err(SignInError::NotRecognised) if wrong < 50 => wrong += 1,
                Err(SignInError::TooManyTries { seconds }) => break seconds,
                _ => panic!("it is wrong"),
            }
        };
        assert_eq!((wrong, wait), (5, 30));
        // Not even with the right password, which is not tried then.
        let told = place.try_in("m.sample", PASSWORD).await;
        assert!(matches!(told, Err(SignInError::TooManyTries { .. })));
        // From the very same address.
        let browser = Some(here.browser.as_str());
        let known = Attempt {
            login: "m.sample",
            password: PASSWORD,
            from: HOME,
            browser,
        };
        assert!(place.house.sign_in(place.school, &known).await.is_ok());
        assert!(place.try_in("other", PASSWORD).await.is_ok());
        place.pass(SignedDuration::from_secs(30));
        assert!(place.try_in("m.sample", PASSWORD).await.is_ok());
    });
}

#[test]
fn a_browser_known_at_one_login_is_a_stranger_at_another() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        place.member("other", &[Role::Staff]).await;
        let here = place.try_in("m.sample", PASSWORD).await.unwrap();
        let tries = Attempt {
            login: "other",
            password: "not the right one",
            from: HOME,
            browser: Some(&here.browser),
        };
        let mut wrong = 0;
        while wrong < 50
            && let Err(SignInError::NotRecognised) = place.house.sign_in(place.school, &tries).await
        {
            wrong += 1;
        }
        assert_eq!(wrong, 5);
    });
}

#[test]
fn a_password_that_was_hashed_by_less_is_hashed_anew_at_signing_in() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Staff]).await;
        let weak = argon2::Params::new(8, 1, 1, None).unwrap();
        let weak = argon2::PasswordHasher::hash_password_with_salt(
            &argon2::Argon2::from(weak),
            PASSWORD.as_bytes(),
            &[1; 16],
        );
        place.set_hash(account, &weak.unwrap().to_string()).await;
        assert!(hash::is_old(&place.hash(account).await));
        assert!(place.try_in("m.sample", "not the right one").await.is_err());
        assert!(hash::is_old(&place.hash(account).await));
        place.try_in("m.sample", PASSWORD).await.unwrap();
        assert!(!hash::is_old(&place.hash(account).await));
        assert!(place.try_in("m.sample", PASSWORD).await.is_ok());
    });
}

#[test]
fn nothing_of_who_signed_in_is_written_in_the_clear() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let here = place.try_in("m.sample", PASSWORD).await.unwrap();
        let link = place.link(place.account("new", &[]).await).await;
        let files = place.everything_on_disk();
        for needle in [
            "m.sample",
            PASSWORD,
            SCHOOL,
            "argon2id",
            &here.session.reveal(),
            &here.browser,
            &link,
        ] {
            let found = files
                .windows(needle.len())
                .any(|part| part == needle.as_bytes());
            assert!(!found, "{needle}");
        }
    });
}
