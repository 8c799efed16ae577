//! Sessions: found with all that is asked of them, locked, ended.

use std::collections::BTreeSet;

use gatehouse_domain::{ids::AccountId, role::Role};
use gatehouse_store::{
    accounts,
    db::Tx,
    sign_in::{
        agreements,
        credentials::{self, CredentialSecret},
        sessions::{self, SessionRow},
    },
};
use jiff::SignedDuration;

use crate::{accounts::account, harness::T, school::second};

contract! {
    a_session_is_found_with_the_roles_of_this_moment,
    a_session_tells_codes_signature_and_closing_of_its_account,
    a_session_is_touched_at_most_so_often_and_never_while_locked,
    a_session_is_locked_once_and_unlocked,
    ending_takes_one_or_all_or_all_but_one,
    a_session_of_another_school_is_not_changed,
}

async fn begin(t: &T, tx: &mut Tx, id: AccountId, mark: u8) {
    let ends = t.now() + SignedDuration::from_hours(12);
    sessions::insert(tx, (t.school, id), &[mark; 32], (t.now(), ends))
        .await
        .expect("a session");
}

async fn find(tx: &mut Tx, mark: u8) -> Option<SessionRow> {
    sessions::find(tx, &[mark; 32], 1).await.expect("it reads")
}

async fn a_session_is_found_with_the_roles_of_this_moment(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[Role::Staff, Role::Dsl]).await;
    begin(&t, &mut tx, id, 1).await;
    let row = find(&mut tx, 1).await.expect("it is there");
    let ends_at = t.now() + SignedDuration::from_hours(12);
    assert_eq!(
        row,
        SessionRow {
            school: t.school,
            account: id,
            roles: BTreeSet::from([Role::Staff, Role::Dsl]),
            made_at: t.now(),
            seen_at: t.now(),
            ends_at,
            code_at: None,
            locked_at: None,
            closed: false,
            codes_since: None,
            signed_at: None,
        }
    );
    for role in [Role::Staff, Role::Dsl] {
        accounts::revoke(&mut tx, t.school, id, role)
            .await
            .expect("it goes");
    }
    let row = find(&mut tx, 1).await.expect("it is there");
    assert_eq!(row.roles, BTreeSet::new());
    assert_eq!(find(&mut tx, 2).await, None);
}

async fn a_session_tells_codes_signature_and_closing_of_its_account(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[Role::Head]).await;
    begin(&t, &mut tx, id, 1).await;
    let secret = CredentialSecret {
        password: "hash".to_owned(),
        codes: None,
        codes_to_be: None,
    };
    let chance = (&key, &t.chance as &dyn gatehouse_domain::clock::Entropy);
    let since = Some(t.now());
    credentials::put(&mut tx, (t.school, id), chance, &secret, since, t.now())
        .await
        .expect("a credential");
    agreements::sign(&mut tx, t.school, id, 2, t.now())
        .await
        .expect("a signature");
    let row = find(&mut tx, 1).await.expect("it is there");
    assert_eq!((row.codes_since, row.signed_at), (since, None));
    let row = sessions::find(&mut tx, &[1; 32], 2)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!((row.signed_at, row.closed), (since, false));
    sessions::set_code(&mut tx, t.school, &[1; 32], t.now())
        .await
        .expect("it is noted");
    accounts::disable(&mut tx, t.school, id, t.now())
        .await
        .expect("it is closed");
    let row = find(&mut tx, 1).await.expect("it is there");
    assert_eq!((row.code_at, row.closed), (since, true));
}

async fn a_session_is_touched_at_most_so_often_and_never_while_locked(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    begin(&t, &mut tx, id, 1).await;
    let minute = SignedDuration::from_mins(1);
    for (seconds, written) in [(60, false), (1, true), (30, false), (31, true)] {
        t.clock.advance(SignedDuration::from_secs(seconds));
        let moment = (t.now(), t.now() - minute);
        let told = sessions::touch(&mut tx, t.school, &[1; 32], moment).await;
        assert_eq!(told.expect("it runs"), written, "{seconds}");
    }
    assert_eq!(find(&mut tx, 1).await.expect("there").seen_at, t.now());
    sessions::lock(&mut tx, t.school, &[1; 32], t.now())
        .await
        .expect("it is locked");
    t.clock.advance(SignedDuration::from_hours(1));
    let moment = (t.now(), t.now() - minute);
    let told = sessions::touch(&mut tx, t.school, &[1; 32], moment).await;
    assert!(!told.expect("it runs"));
}

async fn a_session_is_locked_once_and_unlocked(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    begin(&t, &mut tx, id, 1).await;
    let locked = t.now();
    for new in [true, false] {
        let told = sessions::lock(&mut tx, t.school, &[1; 32], t.now()).await;
        assert_eq!(told.expect("it runs"), new);
        t.clock.advance(SignedDuration::from_hours(1));
    }
    assert_eq!(
        find(&mut tx, 1).await.expect("there").locked_at,
        Some(locked)
    );
    let told = sessions::unlock(&mut tx, t.school, &[1; 32], t.now()).await;
    assert!(told.expect("it runs"));
    let row = find(&mut tx, 1).await.expect("it is there");
    assert_eq!((row.locked_at, row.seen_at), (None, t.now()));
}

async fn ending_takes_one_or_all_or_all_but_one(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (neighbour, _) = account(&t, &mut tx, t.school, 2, &[]).await;
    for mark in 1..=4 {
        begin(&t, &mut tx, id, mark).await;
    }
    begin(&t, &mut tx, neighbour, 5).await;
    for there in [true, false] {
        let told = sessions::end(&mut tx, t.school, &[1; 32]).await;
        assert_eq!(told.expect("it runs"), there);
    }
    let gone = sessions::end_all(&mut tx, t.school, id, Some(&[2; 32])).await;
    assert_eq!(gone.expect("it runs"), 2);
    assert!(find(&mut tx, 2).await.is_some());
    let gone = sessions::end_all(&mut tx, t.school, id, None).await;
    assert_eq!(gone.expect("it runs"), 1);
    assert!(find(&mut tx, 5).await.is_some());
}

async fn a_session_of_another_school_is_not_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (other, _) = second(&t, &mut tx).await;
    begin(&t, &mut tx, id, 1).await;
    t.clock.advance(SignedDuration::from_hours(1));
    let mark = [1; 32];
    let moment = (t.now(), t.now());
    let changed = [
        sessions::touch(&mut tx, other, &mark, moment).await,
        sessions::lock(&mut tx, other, &mark, t.now()).await,
        sessions::unlock(&mut tx, other, &mark, t.now()).await,
        sessions::set_code(&mut tx, other, &mark, t.now()).await,
        sessions::end(&mut tx, other, &mark).await,
    ];
    for told in changed {
        assert!(!told.expect("it runs"));
    }
    let gone = sessions::end_all(&mut tx, other, id, None).await;
    assert_eq!(gone.expect("it runs"), 0);
}
