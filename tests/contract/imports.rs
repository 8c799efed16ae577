//! The office's files, kept while somebody looks at them.

use gatehouse_domain::ids::{AccountId, SchoolId, SubjectId, uuid_v7};
use gatehouse_store::{
    Error,
    db::Tx,
    import_mappings,
    imports::{self, NewImport},
    inventory,
    seal::SubjectKey,
};
use jiff::SignedDuration;

use crate::{accounts::account, harness::T, school::second};

contract! {
    an_import_reads_back_with_its_own_key_only,
    an_import_that_was_taken_away_is_gone,
    imports_whose_hour_is_over_are_listed_and_no_others,
    an_import_is_seen_in_its_own_school_only,
    a_kept_import_keeps_its_key,
    other_files_take_the_place_of_those_that_are_kept,
    what_columns_mean_is_kept_by_their_mark_until_it_is_said_anew,
}

/// Keeps an import for an hour; its id and key.
pub async fn keep(
    t: &T,
    tx: &mut Tx,
    school: SchoolId,
    account: AccountId,
    key: &SubjectKey,
) -> SubjectId {
    let new = NewImport {
        id: SubjectId(uuid_v7(t.now(), &t.chance)),
        account,
        expires_at: t.now() + SignedDuration::from_hours(1),
    };
    keep_as(t, tx, school, &new, key).await;
    new.id
}

/// Keeps an import under an id that has its key already.
pub async fn keep_as(t: &T, tx: &mut Tx, school: SchoolId, new: &NewImport, key: &SubjectKey) {
    imports::insert(
        tx,
        school,
        new,
        (key, &t.chance),
        &"mis_id,first_name",
        t.now(),
    )
    .await
    .expect("it is kept");
}

async fn an_import_reads_back_with_its_own_key_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let id = keep(&t, &mut tx, t.school, by, &key).await;
    let row = imports::get::<String>(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.account, by);
    assert_eq!(row.expires_at, t.now() + SignedDuration::from_hours(1));
    assert_eq!(
        row.sealed.open(&key).expect("it opens"),
        "mis_id,first_name"
    );
    let stranger = SubjectKey::generate(&t.chance);
    assert!(matches!(row.sealed.open(&stranger), Err(Error::Seal(_))));
    let again = NewImport {
        id,
        account: by,
        expires_at: t.now(),
    };
    let again = imports::insert(&mut tx, t.school, &again, (&key, &t.chance), &"", t.now()).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn an_import_that_was_taken_away_is_gone(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let id = keep(&t, &mut tx, t.school, by, &key).await;
    for expected in [true, false] {
        let removed = imports::remove(&mut tx, t.school, id).await;
        assert_eq!(removed.expect("said"), expected);
    }
    let gone = imports::get::<String>(&mut tx, t.school, id).await;
    assert!(gone.expect("it reads").is_none());
}

async fn imports_whose_hour_is_over_are_listed_and_no_others(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let old = keep(&t, &mut tx, t.school, by, &key).await;
    t.clock.advance(SignedDuration::from_mins(30));
    let young = keep(&t, &mut tx, t.school, by, &key).await;
    let over = imports::over(&mut tx, t.school, t.now()).await;
    assert!(over.expect("a list").is_empty());
    t.clock.advance(SignedDuration::from_mins(30));
    let over = imports::over(&mut tx, t.school, t.now()).await;
    assert_eq!(over.expect("a list"), [old]);
    let all = imports::of_account(&mut tx, t.school, by).await;
    assert_eq!(all.expect("a list"), [old, young]);
}

async fn an_import_is_seen_in_its_own_school_only(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let id = keep(&t, &mut tx, t.school, by, &key).await;
    let (other, _) = second(&t, &mut tx).await;
    let seen = imports::get::<String>(&mut tx, other, id).await;
    assert!(seen.expect("it reads").is_none());
    assert!(!imports::remove(&mut tx, other, id).await.expect("said"));
    let later = t.now() + SignedDuration::from_hours(2);
    let over = imports::over(&mut tx, other, later).await;
    assert!(over.expect("a list").is_empty());
    let theirs = imports::of_account(&mut tx, other, by).await;
    assert!(theirs.expect("a list").is_empty());
}

async fn a_kept_import_keeps_its_key(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let id = keep(&t, &mut tx, t.school, by, &key).await;
    let subjects = inventory::subjects(&mut tx, t.school).await;
    assert!(subjects.expect("a list").contains(&id));
}

async fn other_files_take_the_place_of_those_that_are_kept(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (by, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let key = SubjectKey::generate(&t.chance);
    let id = keep(&t, &mut tx, t.school, by, &key).await;
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let there = imports::replace(&mut tx, t.school, id, chance, &"other").await;
    assert!(there.expect("it is kept"));
    let row = imports::get::<String>(&mut tx, t.school, id).await;
    let row = row.expect("it reads").expect("it is there");
    assert_eq!(row.sealed.open(&key).expect("it opens"), "other");
    let gone = SubjectId(uuid_v7(t.now(), &t.chance));
    let there = imports::replace(&mut tx, t.school, gone, chance, &"other").await;
    assert!(!there.expect("said"));
}

async fn what_columns_mean_is_kept_by_their_mark_until_it_is_said_anew(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let key = SubjectKey::generate(&t.chance);
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let (one, two) = ([1_u8; 32], [2_u8; 32]);
    for said in ["mis-id", "surname"] {
        let row = (uuid_v7(t.now(), &t.chance), &one);
        import_mappings::set(&mut tx, t.school, row, chance, &said, t.now())
            .await
            .expect("it is kept");
    }
    let kept = import_mappings::get::<String>(&mut tx, t.school, &one).await;
    let kept = kept.expect("it reads").expect("it is there");
    assert_eq!(kept.open(&key).expect("it opens"), "surname");
    let stranger = SubjectKey::generate(&t.chance);
    let kept = import_mappings::get::<String>(&mut tx, t.school, &one).await;
    let kept = kept.expect("it reads").expect("it is there");
    assert!(matches!(kept.open(&stranger), Err(Error::Seal(_))));
    let none = import_mappings::get::<String>(&mut tx, t.school, &two).await;
    assert!(none.expect("it reads").is_none());
    let (other, _) = second(&t, &mut tx).await;
    let none = import_mappings::get::<String>(&mut tx, other, &one).await;
    assert!(none.expect("it reads").is_none());
}
