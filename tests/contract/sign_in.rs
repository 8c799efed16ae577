//! Who is at the door: credentials, links and what was signed.

mod sessions;
mod tokens;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    Error,
    db::Tx,
    seal::SubjectKey,
    sign_in::{
        self, Limits, Mark,
        agreements::{self, Signature},
        credentials::{self, CredentialSecret},
        links::{self, NewLink},
        sessions as doors,
        tokens::{self as programs, NewToken, TokenSecret},
    },
};
use jiff::SignedDuration;

use crate::{accounts::account, harness::T, school::second};

contract! {
    a_credential_reads_back_and_opens_with_its_accounts_key_only,
    a_credential_is_changed_in_place_and_the_codes_that_counted_are_remembered,
    a_code_counts_once_and_no_earlier_one_after_it,
    a_link_is_used_once,
    a_link_is_not_used_after_its_time,
    a_new_link_ends_those_that_were_not_used,
    a_link_tells_that_its_account_was_closed,
    a_version_is_signed_once_and_the_list_has_every_signature,
    nothing_is_made_for_an_account_of_another_school,
    what_ended_long_ago_is_cleaned_away_and_nothing_else,
    after_a_restore_nobody_is_signed_in,
}

/// What is sealed of an account that has a password.
pub fn secret(password: &str) -> CredentialSecret {
    CredentialSecret {
        password: password.to_owned(),
        codes: Some(vec![7; 20]),
        codes_to_be: None,
    }
}

/// A link of that account.
pub fn link(t: &T, account: AccountId, mark: u8) -> NewLink {
    NewLink {
        mark: [mark; 32],
        account,
        ends_codes: false,
        expires_at: t.now() + SignedDuration::from_hours(72),
        made_by: None,
    }
}

/// A token of that account.
pub fn token(t: &T, account: AccountId, mark: u8) -> NewToken {
    NewToken {
        id: gatehouse_domain::ids::uuid_v7(t.now(), &t.chance),
        account,
        mark: [mark; 32],
        scopes: "upload recall".to_owned(),
        expires_at: t.now() + SignedDuration::from_hours(24 * 90),
    }
}

/// A row in every table of the door for that account.
pub async fn fill_door(t: &T, tx: &mut Tx, school: SchoolId, account: AccountId, key: &SubjectKey) {
    let chance = (key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let whose = (school, account);
    credentials::put(tx, whose, chance, &secret("hash"), Some(t.now()), t.now())
        .await
        .expect("a credential");
    links::insert(tx, school, &link(t, account, 21), t.now())
        .await
        .expect("a link");
    let ends = t.now() + SignedDuration::from_hours(12);
    doors::insert(tx, whose, &[22; 32], (t.now(), ends))
        .await
        .expect("a session");
    agreements::sign(tx, school, account, 1, t.now())
        .await
        .expect("a signature");
    let name = TokenSecret {
        name: "the MIS".to_owned(),
    };
    let new = token(t, account, 23);
    programs::insert(tx, school, &new, chance, &name, t.now())
        .await
        .expect("a token");
}

async fn a_credential_reads_back_and_opens_with_its_accounts_key_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    assert!(
        credentials::get(&mut tx, t.school, id)
            .await
            .expect("it reads")
            .is_none()
    );
    put(&t, &mut tx, id, &key, "one").await;
    let row = credentials::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.sealed.open(&key).expect("it opens"), secret("one"));
    assert_eq!((row.changed_at, row.codes_since), (t.now(), Some(t.now())));
    assert_eq!(row.code_step, None);
    let stranger = SubjectKey::generate(&t.chance);
    assert!(matches!(row.sealed.open(&stranger), Err(Error::Seal(_))));
    assert_eq!(format!("{:?}", secret("one")), "CredentialSecret(***)");
}

async fn put(t: &T, tx: &mut Tx, id: AccountId, key: &SubjectKey, password: &str) {
    let whose = (t.school, id);
    let chance = (key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    credentials::put(tx, whose, chance, &secret(password), Some(t.now()), t.now())
        .await
        .expect("it is kept");
}

async fn a_credential_is_changed_in_place_and_the_codes_that_counted_are_remembered(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    put(&t, &mut tx, id, &key, "one").await;
    assert!(
        credentials::count_code(&mut tx, t.school, id, 50)
            .await
            .expect("it runs")
    );
    t.clock.advance(SignedDuration::from_hours(1));
    put(&t, &mut tx, id, &key, "two").await;
    let row = credentials::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.sealed.open(&key).expect("it opens"), secret("two"));
    assert_eq!((row.changed_at, row.code_step), (t.now(), Some(50)));
}

async fn a_code_counts_once_and_no_earlier_one_after_it(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (other, _) = second(&t, &mut tx).await;
    put(&t, &mut tx, id, &key, "one").await;
    for (step, counts) in [(10, true), (10, false), (9, false), (11, true)] {
        let told = credentials::count_code(&mut tx, t.school, id, step).await;
        assert_eq!(told.expect("it runs"), counts, "{step}");
    }
    let told = credentials::count_code(&mut tx, other, id, 12).await;
    assert!(!told.expect("it runs"));
}

async fn a_link_is_used_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let new = NewLink {
        ends_codes: true,
        ..link(&t, id, 1)
    };
    links::insert(&mut tx, t.school, &new, t.now())
        .await
        .expect("a link");
    let row = links::find(&mut tx, &[1; 32])
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!((row.school, row.account), (t.school, id));
    assert_eq!((row.ends_codes, row.closed), (true, false));
    assert_eq!((row.expires_at, row.used_at), (new.expires_at, None));
    for counts in [true, false] {
        let told = links::use_once(&mut tx, t.school, &[1; 32], t.now()).await;
        assert_eq!(told.expect("it runs"), counts);
    }
    let row = links::find(&mut tx, &[1; 32]).await.expect("it reads");
    assert_eq!(row.expect("it is there").used_at, Some(t.now()));
    assert_eq!(
        links::find(&mut tx, &[2; 32]).await.expect("it reads"),
        None
    );
}

async fn a_link_is_not_used_after_its_time(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    links::insert(&mut tx, t.school, &link(&t, id, 1), t.now())
        .await
        .expect("a link");
    t.clock.advance(SignedDuration::from_hours(72));
    let told = links::use_once(&mut tx, t.school, &[1; 32], t.now()).await;
    assert!(!told.expect("it runs"));
}

async fn a_new_link_ends_those_that_were_not_used(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (neighbour, _) = account(&t, &mut tx, t.school, 2, &[]).await;
    for (who, mark) in [(id, 1), (neighbour, 2)] {
        links::insert(&mut tx, t.school, &link(&t, who, mark), t.now())
            .await
            .expect("a link");
    }
    links::insert(&mut tx, t.school, &link(&t, id, 3), t.now())
        .await
        .expect("a link");
    for (mark, there) in [(1, false), (2, true), (3, true)] {
        let row = links::find(&mut tx, &[mark; 32]).await.expect("it reads");
        assert_eq!(row.is_some(), there, "{mark}");
    }
}

async fn a_link_tells_that_its_account_was_closed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    links::insert(&mut tx, t.school, &link(&t, id, 1), t.now())
        .await
        .expect("a link");
    gatehouse_store::accounts::disable(&mut tx, t.school, id, t.now())
        .await
        .expect("it is closed");
    let row = links::find(&mut tx, &[1; 32]).await.expect("it reads");
    assert!(row.expect("it is there").closed);
}

async fn a_version_is_signed_once_and_the_list_has_every_signature(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let first = t.now();
    for (version, new) in [(1, true), (1, false), (2, true)] {
        let told = agreements::sign(&mut tx, t.school, id, version, t.now()).await;
        assert_eq!(told.expect("it runs"), new);
        t.clock.advance(SignedDuration::from_hours(1));
    }
    let all = agreements::list(&mut tx, t.school).await.expect("a list");
    let signed = |version, hours| Signature {
        account: id,
        version,
        at: first + SignedDuration::from_hours(hours),
    };
    assert_eq!(all, [signed(1, 0), signed(2, 2)]);
}

async fn nothing_is_made_for_an_account_of_another_school(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[Role::Staff]).await;
    let (other, _) = second(&t, &mut tx).await;
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let (now, name) = (
        t.now(),
        TokenSecret {
            name: "sample".to_owned(),
        },
    );
    let refused = [
        credentials::put(&mut tx, (other, id), chance, &secret("x"), None, now).await,
        links::insert(&mut tx, other, &link(&t, id, 1), now).await,
        doors::insert(&mut tx, (other, id), &[1; 32], (now, now)).await,
        programs::insert(&mut tx, other, &token(&t, id, 1), chance, &name, now).await,
    ];
    for told in refused {
        assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
    }
    let told = agreements::sign(&mut tx, other, id, 1, now).await;
    assert!(!told.expect("it runs"));
}

async fn what_ended_long_ago_is_cleaned_away_and_nothing_else(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    fill_door(&t, &mut tx, t.school, id, &key).await;
    let limits = |hours| {
        let before = t.now() + SignedDuration::from_hours(hours);
        Limits {
            doors: before,
            tokens: before,
        }
    };
    for (hours, gone) in [(12, 0), (13, 1), (72, 0), (73, 1), (24 * 90 + 1, 1)] {
        let told = sign_in::clean(&mut tx, t.school, limits(hours)).await;
        assert_eq!(told.expect("it runs"), gone, "{hours}");
    }
    links::insert(&mut tx, t.school, &link(&t, id, 1), t.now())
        .await
        .expect("a link");
    links::use_once(&mut tx, t.school, &[1; 32], t.now())
        .await
        .expect("it is used");
    let told = sign_in::clean(&mut tx, t.school, limits(1)).await;
    assert_eq!(told.expect("it runs"), 1);
}

async fn after_a_restore_nobody_is_signed_in(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[]).await;
    fill_door(&t, &mut tx, t.school, id, &key).await;
    sign_in::forget(&mut tx, t.school, t.now())
        .await
        .expect("it runs");
    let mark = |n: u8| -> Mark { [n; 32] };
    assert_eq!(
        links::find(&mut tx, &mark(21)).await.expect("it reads"),
        None
    );
    let session = doors::find(&mut tx, &mark(22), 1).await.expect("it reads");
    assert_eq!(session, None);
    let token = programs::find(&mut tx, &mark(23), 1).await;
    assert!(token.expect("it reads").expect("it is there").revoked);
    let row = credentials::get(&mut tx, t.school, id).await;
    assert!(row.expect("it reads").is_some());
}
