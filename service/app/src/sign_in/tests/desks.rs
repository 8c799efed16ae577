//! Desks: handed to who holds the role, and to nobody else.

use gatehouse_domain::{ids::AccountId, role::Role};

use super::{
    super::*,
    place::{Place, at_the_door},
};
use crate::{desk::Signed, street::StreetError};

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
        let log = gatehouse_store::log::Log::Access;
        let page = gatehouse_store::log::page(&mut tx, log, place.school, None, 5).await;
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
