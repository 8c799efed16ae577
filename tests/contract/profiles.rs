//! The policies that the head signed: kept for good, as they were signed.

use gatehouse_domain::ids::AccountId;
use gatehouse_store::{
    Error,
    db::{Place, Tx},
    profiles::{self, NewProfile},
    seal::SubjectKey,
};

use crate::{accounts::account, harness::T, people::id_text, school::second};

contract! {
    the_newest_signed_profile_comes_first,
    the_highest_version_of_a_name_is_known_however_many_others_came_after,
    a_version_is_signed_once_and_versions_only_go_up,
    signed_profiles_are_seen_in_their_own_school_only,
    a_signed_profile_is_neither_changed_nor_removed_nor_replaced_even_by_raw_sql,
    what_no_head_can_have_signed_is_refused,
}

/// Signs that version of the policy of that name.
async fn sign(
    t: &T,
    tx: &mut Tx,
    (name, version): (&str, u32),
    (key, by): (&SubjectKey, AccountId),
) -> Result<(), Error> {
    let new = NewProfile {
        name_mark: key.mark("policy", name),
        version,
        sha256: [7; 32],
        by,
    };
    let text = format!("{name} {version}");
    profiles::sign(tx, t.school, &new, (key, &t.chance), &text, t.now()).await
}

async fn the_newest_signed_profile_comes_first(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let by = account(&t, &mut tx, t.school, 1, &[]).await.0;
    let none = profiles::newest::<String>(&mut tx, t.school, 5).await;
    assert!(none.expect("a list").is_empty());
    for file in [("one", 1), ("two", 5), ("one", 3)] {
        sign(&t, &mut tx, file, (&key, by))
            .await
            .expect("it is signed");
    }
    let newest = profiles::newest::<String>(&mut tx, t.school, 2).await;
    let newest = newest.expect("a list");
    let numbers: Vec<i64> = newest.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 2]);
    let last = &newest[0];
    assert_eq!(last.sealed.open(&key).expect("it opens"), "one 3");
    assert_eq!((last.version, last.sha256), (3, [7; 32]));
    assert_eq!(last.signed_at, t.now());
}

async fn the_highest_version_of_a_name_is_known_however_many_others_came_after(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let by = account(&t, &mut tx, t.school, 1, &[]).await.0;
    sign(&t, &mut tx, ("one", 7), (&key, by))
        .await
        .expect("it is signed");
    for version in 1..30 {
        sign(&t, &mut tx, ("other", version), (&key, by))
            .await
            .expect("it is signed");
    }
    for (name, highest) in [("one", Some(7)), ("other", Some(29)), ("none", None)] {
        let mark = key.mark("policy", name);
        let found = profiles::highest(&mut tx, t.school, &mark).await;
        assert_eq!(found.expect("it reads"), highest, "{name}");
    }
}

async fn a_version_is_signed_once_and_versions_only_go_up(t: T) {
    let key = SubjectKey::generate(&t.chance);
    let mut tx = t.db.begin().await.expect("it begins");
    let by = account(&t, &mut tx, t.school, 1, &[]).await.0;
    for file in [("one", 4), ("two", 1)] {
        sign(&t, &mut tx, file, (&key, by))
            .await
            .expect("it is signed");
    }
    tx.commit().await.expect("it commits");
    let mut tx = t.db.begin().await.expect("it begins");
    let again = sign(&t, &mut tx, ("one", 4), (&key, by)).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    drop(tx);
    let mut tx = t.db.begin().await.expect("it begins");
    let older = sign(&t, &mut tx, ("one", 3), (&key, by)).await;
    let rule = "the versions of a policy only go up";
    assert!(
        matches!(older, Err(Error::Refused(told)) if told == rule),
        "{older:?}"
    );
}

async fn signed_profiles_are_seen_in_their_own_school_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let by = account(&t, &mut tx, t.school, 1, &[]).await.0;
    sign(&t, &mut tx, ("one", 1), (&key, by))
        .await
        .expect("it is signed");
    let (other, _) = second(&t, &mut tx).await;
    let seen = profiles::newest::<String>(&mut tx, other, 5).await;
    assert!(seen.expect("a list").is_empty());
    let highest = profiles::highest(&mut tx, other, &key.mark("policy", "one")).await;
    assert_eq!(highest.expect("it reads"), None);
}

async fn a_signed_profile_is_neither_changed_nor_removed_nor_replaced_even_by_raw_sql(t: T) {
    const RULE: &str = "gatehouse: signed policies are added, never changed";
    const ALREADY: &str = "gatehouse: this is there already";
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let by = account(&t, &mut tx, t.school, 1, &[]).await.0;
    sign(&t, &mut tx, ("one", 3), (&key, by))
        .await
        .expect("it is signed");
    tx.commit().await.expect("it commits");
    let mut changes = vec![
        ("UPDATE signed_profile SET version = 9", RULE),
        ("DELETE FROM signed_profile", RULE),
    ];
    let rest = "name_mark, 9, sha256, account_id, signed_at, sealed FROM signed_profile";
    let replaced = [
        format!("REPLACE INTO signed_profile SELECT school_id, number, {rest}"),
        format!(
            "REPLACE INTO signed_profile (rowid, school_id, number, name_mark, version, sha256, \
             account_id, signed_at, sealed) SELECT rowid, school_id, 2, {rest}"
        ),
    ];
    if matches!(t.settings.place, Place::Sqlite(_)) {
        changes.push(("UPDATE OR REPLACE signed_profile SET version = 9", RULE));
        changes.extend(replaced.iter().map(|sql| (sql.as_str(), ALREADY)));
    } else {
        changes.push(("TRUNCATE signed_profile", RULE));
    }
    for (sql, rule) in changes {
        let told = t.raw(sql).await.expect_err("it must refuse");
        assert!(told.contains(rule), "{sql}: {told}");
    }
    assert_eq!(t.count("signed_profile WHERE version = 3").await, 1);
}

async fn what_no_head_can_have_signed_is_refused(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    tx.commit().await.expect("it commits");
    let hash = |bytes: usize| match &t.settings.place {
        Place::Sqlite(_) => format!("zeroblob({bytes})"),
        Place::Postgres(_) => format!("decode(repeat('00', {bytes}), 'hex')"),
    };
    let insert = |number: i64, mark: usize, version: i64, sha256: usize| {
        let (at, sealed) = match &t.settings.place {
            Place::Sqlite(_) => ("0", "x'00'"),
            Place::Postgres(_) => ("now()", "'\\x00'"),
        };
        format!(
            "INSERT INTO signed_profile (school_id, number, name_mark, version, sha256, \
             account_id, signed_at, sealed) \
             VALUES ({}, {number}, {}, {version}, {}, {}, {at}, {sealed})",
            id_text(&t, t.school.0),
            hash(mark),
            hash(sha256),
            id_text(&t, by.0),
        )
    };
    for (number, mark, version, sha256) in [
        (0, 32, 1, 32),
        (-1, 32, 1, 32),
        (1, 16, 1, 32),
        (1, 32, 0, 32),
        (1, 32, -5, 32),
        (1, 32, 1, 16),
    ] {
        let told = t.raw(&insert(number, mark, version, sha256)).await;
        let checked = |told: &String| told.to_lowercase().contains("check");
        assert!(told.as_ref().is_err_and(checked), "{told:?}");
    }
    t.raw(&insert(1, 32, 1, 32)).await.expect("it is signed");
}
