//! The policies that the head signed: kept for good, as they were signed.

use gatehouse_store::{
    Error,
    db::Tx,
    profiles::{self, NewProfile},
    seal::SubjectKey,
};

use crate::{accounts::account, harness::T, school::second};

contract! {
    the_newest_signed_profile_comes_first,
    a_signed_profile_is_neither_changed_nor_removed,
    a_number_is_signed_once,
    signed_profiles_are_seen_in_their_own_school_only,
}

async fn sign(t: &T, tx: &mut Tx, number: i64, key: &SubjectKey) -> Result<(), Error> {
    let (by, _) = account(t, tx, t.school, u8::try_from(number).expect("few"), &[]).await;
    let new = NewProfile {
        number,
        version: 3,
        sha256: [7; 32],
        by,
    };
    let text = format!("policy {number}");
    profiles::sign(tx, t.school, &new, (key, &t.chance), &text, t.now()).await
}

async fn the_newest_signed_profile_comes_first(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let none = profiles::newest::<String>(&mut tx, t.school, 5).await;
    assert!(none.expect("a list").is_empty());
    for number in [1, 2, 3] {
        sign(&t, &mut tx, number, &key).await.expect("it is signed");
    }
    let newest = profiles::newest::<String>(&mut tx, t.school, 2).await;
    let newest = newest.expect("a list");
    let numbers: Vec<i64> = newest.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 2]);
    let last = &newest[0];
    assert_eq!(last.sealed.open(&key).expect("it opens"), "policy 3");
    assert_eq!((last.version, last.sha256.as_slice()), (3, &[7; 32][..]));
    assert_eq!(last.signed_at, t.now());
}

async fn a_number_is_signed_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let (by, _) = account(&t, &mut tx, t.school, 9, &[]).await;
    sign(&t, &mut tx, 1, &key).await.expect("it is signed");
    let new = NewProfile {
        number: 1,
        version: 4,
        sha256: [8; 32],
        by,
    };
    let again = profiles::sign(&mut tx, t.school, &new, (&key, &t.chance), &"", t.now()).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn signed_profiles_are_seen_in_their_own_school_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    sign(&t, &mut tx, 1, &key).await.expect("it is signed");
    let (other, _) = second(&t, &mut tx).await;
    let seen = profiles::newest::<String>(&mut tx, other, 5).await;
    assert!(seen.expect("a list").is_empty());
}

async fn a_signed_profile_is_neither_changed_nor_removed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    sign(&t, &mut tx, 1, &key).await.expect("it is signed");
    tx.commit().await.expect("it commits");
    for change in [
        "UPDATE signed_profile SET version = 9",
        "DELETE FROM signed_profile",
    ] {
        let told = t.raw(change).await.expect_err("it must refuse");
        assert!(
            told.contains("gatehouse: a signed profile is never"),
            "{told}"
        );
    }
    assert_eq!(t.count("signed_profile").await, 1);
}
