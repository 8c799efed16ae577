//! Accounts, their logins and their roles.

use std::collections::BTreeSet;

use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    Error,
    accounts::{self, AccountSecret, NewAccount},
    db::Tx,
    seal::SubjectKey,
};
use jiff::SignedDuration;

use crate::{harness::T, people::without_check, school::second};

contract! {
    an_account_is_found_by_its_login_and_opens_with_its_key,
    a_login_is_given_once_in_a_school,
    an_account_may_hold_every_role_or_none,
    roles_come_and_go,
    a_disabled_account_stays_with_its_moment_until_it_is_enabled,
    an_account_of_another_school_is_neither_seen_nor_changed,
    a_role_nobody_knows_is_damage,
}

/// An account with that login, in the caller's transaction.
pub async fn account(
    t: &T,
    tx: &mut Tx,
    school: SchoolId,
    login: u8,
    roles: &[Role],
) -> (AccountId, SubjectKey) {
    let id = AccountId::new(t.now(), &t.chance);
    let key = SubjectKey::generate(&t.chance);
    insert(t, tx, school, id, login, roles, &key)
        .await
        .expect("an account");
    (id, key)
}

async fn insert(
    t: &T,
    tx: &mut Tx,
    school: SchoolId,
    id: AccountId,
    login: u8,
    roles: &[Role],
    key: &SubjectKey,
) -> Result<(), Error> {
    let new = NewAccount {
        id,
        mark: [login; 32],
        roles: roles.iter().copied().collect(),
    };
    accounts::insert(tx, school, &new, key, &t.chance, &secret(), t.now()).await
}

fn secret() -> AccountSecret {
    AccountSecret {
        login: "m.sample".into(),
        name: "Mx Sample".into(),
    }
}

async fn an_account_is_found_by_its_login_and_opens_with_its_key(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = account(&t, &mut tx, t.school, 1, &[Role::Staff, Role::Dsl]).await;
    let (other, _) = account(&t, &mut tx, t.school, 2, &[]).await;
    tx.commit().await.expect("it commits");
    let mut tx = t.db.read().await.expect("it begins");
    let row = accounts::by_mark(&mut tx, t.school, &[1; 32])
        .await
        .expect("it reads");
    let row = row.expect("it is there");
    assert_eq!((row.id, row.disabled_at), (id, None));
    assert_eq!(row.roles, BTreeSet::from([Role::Staff, Role::Dsl]));
    assert_eq!(row.sealed.open(&key).expect("it opens"), secret());
    assert_eq!(format!("{:?}", secret()), "AccountSecret(***)");
    assert!(
        accounts::by_mark(&mut tx, t.school, &[3; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    let row = accounts::get(&mut tx, t.school, other)
        .await
        .expect("it reads");
    assert_eq!(row.expect("it is there").roles, BTreeSet::new());
    let all = accounts::list(&mut tx, t.school).await.expect("a list");
    let ids: BTreeSet<_> = all.iter().map(|row| row.id).collect();
    assert_eq!((all.len(), ids), (2, BTreeSet::from([id, other])));
}

async fn a_login_is_given_once_in_a_school(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (other_school, _) = second(&t, &mut tx).await;
    account(&t, &mut tx, t.school, 1, &[]).await;
    account(&t, &mut tx, other_school, 1, &[]).await;
    let (id, key) = (
        AccountId::new(t.now(), &t.chance),
        SubjectKey::generate(&t.chance),
    );
    let again = insert(&t, &mut tx, t.school, id, 1, &[], &key).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn an_account_may_hold_every_role_or_none(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &Role::ALL).await;
    let all = accounts::list(&mut tx, t.school).await.expect("a list");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].roles, BTreeSet::from(Role::ALL));
    for role in Role::ALL {
        assert!(
            accounts::revoke(&mut tx, t.school, id, role)
                .await
                .expect("it goes")
        );
    }
    let all = accounts::list(&mut tx, t.school).await.expect("a list");
    assert_eq!(all[0].roles, BTreeSet::new());
}

async fn roles_come_and_go(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let school = t.school;
    let grant = accounts::grant(&mut tx, school, id, Role::Head, t.now()).await;
    assert!(grant.expect("it is granted"));
    let grant = accounts::grant(&mut tx, school, id, Role::Head, t.now()).await;
    assert!(!grant.expect("once more is nothing"));
    assert!(
        accounts::revoke(&mut tx, school, id, Role::Head)
            .await
            .expect("it goes")
    );
    assert!(
        !accounts::revoke(&mut tx, school, id, Role::Head)
            .await
            .expect("nothing")
    );
}

async fn a_disabled_account_stays_with_its_moment_until_it_is_enabled(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let disabled = t.now();
    assert!(
        accounts::disable(&mut tx, t.school, id, disabled)
            .await
            .expect("it is disabled")
    );
    t.clock.advance(SignedDuration::from_hours(1));
    assert!(
        !accounts::disable(&mut tx, t.school, id, t.now())
            .await
            .expect("nothing")
    );
    let row = accounts::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.disabled_at, Some(disabled));
    assert!(
        accounts::enable(&mut tx, t.school, id)
            .await
            .expect("it is enabled")
    );
    assert!(
        !accounts::enable(&mut tx, t.school, id)
            .await
            .expect("nothing")
    );
    let row = accounts::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(row.disabled_at, None);
}

async fn an_account_of_another_school_is_neither_seen_nor_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[Role::Staff]).await;
    let (other, _) = second(&t, &mut tx).await;
    assert!(
        accounts::get(&mut tx, other, id)
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        accounts::by_mark(&mut tx, other, &[1; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        accounts::list(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    let changed = [
        accounts::grant(&mut tx, other, id, Role::Head, t.now())
            .await
            .expect("it runs"),
        accounts::revoke(&mut tx, other, id, Role::Staff)
            .await
            .expect("it runs"),
        accounts::disable(&mut tx, other, id, t.now())
            .await
            .expect("it runs"),
    ];
    assert_eq!(changed, [false; 3]);
    let row = accounts::get(&mut tx, t.school, id)
        .await
        .expect("it reads")
        .expect("it is there");
    assert_eq!(
        (row.roles, row.disabled_at),
        (BTreeSet::from([Role::Staff]), None)
    );
    accounts::disable(&mut tx, t.school, id, t.now())
        .await
        .expect("it is disabled");
    assert!(!accounts::enable(&mut tx, other, id).await.expect("it runs"));
}

async fn a_role_nobody_knows_is_damage(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = account(&t, &mut tx, t.school, 1, &[Role::Staff]).await;
    tx.commit().await.expect("it commits");
    without_check(
        &t,
        "account_role",
        "role",
        "UPDATE account_role SET role = 'king'",
    )
    .await;
    let mut tx = t.db.read().await.expect("it begins");
    let told = accounts::get(&mut tx, t.school, id)
        .await
        .expect_err("it is damage");
    assert_eq!(told.code(), "database-damaged");
    assert!(told.to_string().contains("account_role.role"), "{told}");
}
