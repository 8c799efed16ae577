//! Tokens of programs: found with what their account is now, revoked, listed.

use std::collections::BTreeSet;

use gatehouse_domain::role::Role;
use gatehouse_store::{
    accounts,
    sign_in::agreements,
    sign_in::tokens::{self, Carried, TokenSecret},
};
use jiff::SignedDuration;

use super::token;
use crate::{accounts::account, harness::T, school::second};

contract! {
    a_token_is_found_with_what_its_account_is_now,
    a_token_is_revoked_by_its_account_only,
    every_token_of_an_account_is_revoked_at_once,
    a_token_is_listed_with_its_name_and_when_it_was_used,
}

fn name(text: &str) -> TokenSecret {
    TokenSecret {
        name: text.to_owned(),
    }
}

async fn a_token_is_found_with_what_its_account_is_now(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[Role::Office, Role::Staff]).await;
    let new = token(&t, id, 1);
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    tokens::insert(&mut tx, t.school, &new, chance, &name("MIS"), t.now())
        .await
        .expect("a token");
    let found = tokens::find(&mut tx, &[1; 32], 1).await.expect("it reads");
    let expected = Carried {
        id: new.id,
        school: t.school,
        account: id,
        roles: BTreeSet::from([Role::Office, Role::Staff]),
        scopes: new.scopes.clone(),
        expires_at: new.expires_at,
        used_at: None,
        revoked: false,
        closed: false,
        signed_at: None,
    };
    assert_eq!(found, Some(expected.clone()));
    accounts::revoke(&mut tx, t.school, id, Role::Office)
        .await
        .expect("it goes");
    accounts::disable(&mut tx, t.school, id, t.now())
        .await
        .expect("it is closed");
    agreements::sign(&mut tx, t.school, id, 1, t.now())
        .await
        .expect("a signature");
    let found = tokens::find(&mut tx, &[1; 32], 1).await.expect("it reads");
    let expected = Carried {
        roles: BTreeSet::from([Role::Staff]),
        closed: true,
        signed_at: Some(t.now()),
        ..expected
    };
    assert_eq!(found, Some(expected));
    assert_eq!(
        tokens::find(&mut tx, &[2; 32], 1).await.expect("it reads"),
        None
    );
}

async fn a_token_is_revoked_by_its_account_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (neighbour, _) = account(&t, &mut tx, t.school, 2, &[]).await;
    let (other, _) = second(&t, &mut tx).await;
    let new = token(&t, id, 1);
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    tokens::insert(&mut tx, t.school, &new, chance, &name("MIS"), t.now())
        .await
        .expect("a token");
    let tries = [
        ((t.school, neighbour), false),
        ((other, id), false),
        ((t.school, id), true),
        ((t.school, id), false),
    ];
    for (whose, changed) in tries {
        let told = tokens::revoke(&mut tx, whose, new.id, t.now()).await;
        assert_eq!(told.expect("it runs"), changed);
    }
    let found = tokens::find(&mut tx, &[1; 32], 1).await.expect("it reads");
    assert!(found.expect("it is there").revoked);
}

async fn every_token_of_an_account_is_revoked_at_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    for mark in 1..=2 {
        let new = token(&t, id, mark);
        tokens::insert(&mut tx, t.school, &new, chance, &name("MIS"), t.now())
            .await
            .expect("a token");
    }
    for count in [2, 0] {
        let gone = tokens::revoke_all(&mut tx, t.school, id, t.now()).await;
        assert_eq!(gone.expect("it runs"), count);
    }
}

async fn a_token_is_listed_with_its_name_and_when_it_was_used(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let new = token(&t, id, 1);
    tokens::insert(&mut tx, t.school, &new, chance, &name("MIS"), t.now())
        .await
        .expect("a token");
    t.clock.advance(SignedDuration::from_hours(2));
    for (since, written) in [(t.now(), true), (t.now(), false)] {
        let told = tokens::touch(&mut tx, t.school, new.id, (t.now(), since)).await;
        assert_eq!(told.expect("it runs"), written);
    }
    let list = tokens::list(&mut tx, t.school, id).await.expect("a list");
    assert_eq!(list.len(), 1);
    let row = &list[0];
    assert_eq!(row.sealed.open(&key).expect("it opens"), name("MIS"));
    assert_eq!((row.id, row.scopes.as_str()), (new.id, "upload recall"));
    assert_eq!((row.used_at, row.revoked_at), (Some(t.now()), None));
    assert_eq!(
        (row.expires_at, row.made_at < t.now()),
        (new.expires_at, true)
    );
}
