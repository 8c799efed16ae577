//! Tokens of programs: what they may, for whom, and until when.

use gatehouse_domain::role::Role;
use jiff::SignedDuration;

use super::{
    super::*,
    place::{Place, at_the_door},
};

fn all() -> BTreeSet<Scope> {
    BTreeSet::from(Scope::ALL)
}

async fn made(place: &Place, session: &str, scopes: &BTreeSet<Scope>) -> MadeToken {
    let signed = place.open(session).await;
    signed
        .make_token("the card reader", scopes, 30)
        .await
        .unwrap()
}

#[test]
fn a_token_reaches_as_far_as_its_scopes_and_its_owners_roles() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let some = made(
            &place,
            &session,
            &BTreeSet::from([Scope::Upload, Scope::Recall]),
        )
        .await;
        let carried = some.token.reveal();
        let program = place.house.open_token(&carried).await.unwrap();
        assert!(program.uploads().is_ok());
        // Not in the token.
        assert!(matches!(program.texts(), Err(SignInError::ScopeMissing)));
        // In the token, and not their owner's to give.
        assert!(matches!(program.recalls(), Err(SignInError::ScopeMissing)));
        let actor = place.house.account(place.school, "m.sample").await.unwrap();
        let editor = BTreeSet::from([Role::Editor]);
        place
            .house
            .set_roles(place.school, &actor, &editor)
            .await
            .unwrap();
        let program = place.house.open_token(&carried).await.unwrap();
        assert!(program.recalls().is_ok() && program.texts().is_err());
    });
}

#[test]
fn a_token_ends_by_itself_by_hand_and_with_its_account() {
    at_the_door(async |place: Place| {
        let account = place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let by_hand = made(&place, &session, &all()).await;
        let by_itself = made(&place, &session, &all()).await;
        let signed = place.open(&session).await;
        assert!(signed.revoke_token(by_hand.id).await.unwrap());
        assert!(!signed.revoke_token(by_hand.id).await.unwrap());
        let not_valid = async |made: &MadeToken| {
            let told = place.house.open_token(&made.token.reveal()).await;
            matches!(told, Err(SignInError::TokenNotValid))
        };
        assert!(not_valid(&by_hand).await && !not_valid(&by_itself).await);
        place.pass(SignedDuration::from_hours(24 * 30));
        assert!(not_valid(&by_itself).await);
        let session = place.at_work("m.sample").await;
        let with_account = made(&place, &session, &all()).await;
        assert!(!not_valid(&with_account).await);
        place
            .house
            .set_disabled(place.school, account, true)
            .await
            .unwrap();
        assert!(not_valid(&with_account).await);
        place
            .house
            .set_disabled(place.school, account, false)
            .await
            .unwrap();
        assert!(not_valid(&with_account).await);
        for wrong in ["", "x", &"a5".repeat(32)] {
            assert!(place.house.open_token(wrong).await.is_err());
        }
    });
}

#[test]
fn a_token_is_listed_with_its_name_and_use_and_noted_once_an_hour() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let token = made(&place, &session, &BTreeSet::from([Scope::Upload])).await;
        for _ in 0..3 {
            place.house.open_token(&token.token.reveal()).await.unwrap();
        }
        let list = place.open(&session).await.tokens().await.unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!(
            (list[0].id, list[0].name.as_str()),
            (token.id, "the card reader")
        );
        assert_eq!(list[0].scopes, BTreeSet::from([Scope::Upload]));
        assert_eq!(list[0].used_at, Some(place.house.now()));
        let lines = place.lines().await;
        let uses = lines.iter().filter(|line| **line == ("use-token", "done"));
        assert_eq!(uses.count(), 1);
    });
}

#[test]
fn a_token_without_name_use_or_end_is_not_made() {
    at_the_door(async |place: Place| {
        place.member("m.sample", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let long = "n".repeat(81);
        for (name, scopes, days) in [
            (" ", all(), 30),
            (long.as_str(), all(), 30),
            ("fine", BTreeSet::new(), 30),
            ("fine", all(), 0),
            ("fine", all(), 366),
        ] {
            let told = signed.make_token(name, &scopes, days).await;
            assert!(matches!(told, Err(SignInError::TokenUnfit)));
        }
        assert!(signed.make_token("fine", &all(), 365).await.is_ok());
    });
}

#[test]
fn how_far_things_are_is_told_to_whoever_brings_writes_or_takes_back() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        place.member("m.sample", &Role::ALL).await;
        let session = place.at_work("m.sample").await;
        for scope in Scope::ALL {
            let token = made(&place, &session, &BTreeSet::from([scope])).await;
            let carried = token.token.reveal();
            let program = place.house.open_token(&carried).await.unwrap();
            let may = matches!(scope, Scope::Upload | Scope::Words | Scope::Recall);
            assert_eq!(program.views().is_ok(), may, "{scope}");
        }
    });
}
