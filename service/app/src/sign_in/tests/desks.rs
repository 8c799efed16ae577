//! Desks: handed to who holds the role, and to nobody else.

use gatehouse_domain::{ids::AccountId, role::Role};

use super::{
    super::*,
    place::{Place, at_the_door},
};
use crate::{
    desk::Signed,
    street::{
        StreetError,
        logbook::{Doer, Log},
    },
};

/// The roles whose desks somebody is handed.
fn desks(signed: &Signed<'_>) -> Vec<Role> {
    let handed = [
        (Role::Staff, signed.staff().is_some()),
        (Role::Editor, signed.editor().is_some()),
        (Role::Dsl, signed.dsl().is_some()),
        (Role::Head, signed.head().is_some()),
        (Role::Office, signed.office().is_some()),
        (Role::Dpo, signed.dpo().is_some()),
        (Role::Admin, signed.admin().is_some()),
    ];
    let handed = handed.into_iter().filter(|(_, there)| *there);
    handed.map(|(role, _)| role).collect()
}

#[test]
fn each_role_has_its_own_desk_and_several_roles_have_several() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        for role in Role::ALL {
            place.member(role.code(), &[role]).await;
            let session = place.at_work(role.code()).await;
            assert_eq!(desks(&place.open(&session).await), [role]);
        }
        place.member("all", &Role::ALL).await;
        place.member("none", &[]).await;
        for (login, held) in [("all", Role::ALL.to_vec()), ("none", Vec::new())] {
            let session = place.at_work(login).await;
            assert_eq!(desks(&place.open(&session).await), held);
        }
    });
}

#[test]
fn who_looks_after_accounts_does_not_look_after_their_own() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        let own = place.member("m.sample", &[Role::Admin]).await;
        let other = place.member("other", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let admin = signed.admin().unwrap();
        let everything = BTreeSet::from(Role::ALL);
        for told in [
            admin.set_roles(own, &everything).await,
            admin.set_disabled(own, true).await,
        ] {
            assert!(matches!(told, Err(StreetError::RoleMissing)));
        }
        let dsl = BTreeSet::from([Role::Dsl]);
        admin.set_roles(other, &dsl).await.unwrap();
        let accounts = admin.accounts().await.unwrap();
        let roles = |id: AccountId| {
            let account = accounts.iter().find(|account| account.id == id);
            account.unwrap().roles.clone()
        };
        assert_eq!(roles(own), BTreeSet::from([Role::Admin]));
        assert_eq!(roles(other), dsl);
    });
}

#[test]
fn what_an_admin_does_to_accounts_is_written_down_with_their_name_behind_an_id() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        let own = place.member("m.sample", &[Role::Admin]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let admin = signed.admin().unwrap();
        let new = crate::street::office::NewLogin {
            login: "new".to_owned(),
            name: "Mx New".to_owned(),
            roles: BTreeSet::from([Role::Staff]),
        };
        let opened = admin.open_account(&new).await.unwrap();
        let made = admin.make_set_link(opened, false).await.unwrap();
        let carried = made.token.reveal();
        let set = place.house.set_password(&carried, super::PASSWORD).await;
        set.unwrap();
        admin.set_disabled(opened, true).await.unwrap();
        let mut tx = place.house.db.read().await.unwrap();
        let page = gatehouse_store::log::page(&mut tx, Log::Access, place.school, None, 5).await;
        drop(tx);
        let mut told: Vec<_> = page
            .unwrap()
            .into_iter()
            .map(|line| (line.verb, line.actor, line.about.map(|about| about.1)))
            .collect();
        told.reverse();
        let line = |verb: &str, actor| (verb.to_owned(), Some(actor), Some(opened.0));
        assert_eq!(
            told,
            [
                line("open-account", own),
                line("grant-role", own),
                line("make-set-link", own),
                line("set-password", opened),
                line("close-account", own),
            ]
        );
        let report = admin.verify_logs().await.unwrap();
        assert!(report.findings.is_empty());
        let signatures = admin.signatures().await.unwrap();
        assert_eq!((signatures.len(), signatures[0].account), (1, own));
    });
}

#[test]
fn who_looks_after_accounts_sees_what_somebody_has_set_and_none_of_another_school() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        place.member("m.sample", &[Role::Admin]).await;
        let without = place.account("new", &[Role::Staff]).await;
        let with = place.member("old", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let admin = signed.admin().unwrap();
        for (account, password) in [(without, false), (with, true)] {
            let (known, has) = admin.account(account).await.unwrap();
            assert_eq!((known.id, known.disabled), (account, false));
            assert_eq!((has.password, has.codes), (password, false));
        }
        let other = place.house.begin_school("Elsewhere").await.unwrap();
        let new = crate::street::office::NewLogin {
            login: "m.sample".to_owned(),
            name: "Mx Sample".to_owned(),
            roles: BTreeSet::from([Role::Staff]),
        };
        let stranger = place.house.open_account(other, &new).await.unwrap();
        let told = admin.account(stranger.id).await;
        assert!(matches!(told, Err(StreetError::NoSuch("account"))));
    });
}

#[test]
fn data_protection_reads_the_logs_part_by_part_with_logins() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        place.member("m.sample", &[Role::Dpo]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let dpo = signed.dpo().unwrap();
        let all = dpo.log_page(Log::Access, (None, 100)).await.unwrap();
        let newest = dpo.log_page(Log::Access, (None, 2)).await.unwrap();
        let before = newest.last().unwrap().seq;
        let rest = dpo.log_page(Log::Access, (Some(before), 100)).await;
        let rest = rest.unwrap();
        assert!(all == [newest, rest].concat());
        assert_eq!(all[0].verb, "sign-agreement");
        assert!(all[0].by == Doer::Login("m.sample".to_owned()));
        // Opened on the command line: by nobody.
        assert!(all.last().unwrap().by == Doer::Nobody);
        let evidence = dpo.log_page(Log::Evidence, (None, 100)).await.unwrap();
        assert!(evidence.is_empty());
    });
}

#[test]
fn only_who_looks_after_the_machine_has_work_tried_again() {
    at_the_door(async |place: Place| {
        let id = place.account("m.sample", &[]).await;
        let actor = |role| crate::street::Actor {
            id,
            roles: BTreeSet::from([role]),
        };
        for role in Role::ALL {
            let (admin, school) = (actor(role), place.school);
            let told = place.house.retry_stuck(&admin, school, None).await;
            assert_eq!(told.is_ok(), role == Role::Admin);
            let part = (None, 1);
            let (reader, school) = (actor(role), place.school);
            let told = place.house.log_page(&reader, school, Log::Access, part);
            assert_eq!(told.await.is_ok(), role == Role::Dpo);
        }
        assert!(place.lines().await.contains(&("retry-jobs", "done")));
    });
}
