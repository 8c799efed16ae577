//! Who looks after accounts does not make themselves the safeguarding lead.

use gatehouse_domain::{ids::AccountId, role::Role};

use super::{
    super::*,
    place::{PASSWORD, Place, at_the_door},
};
use crate::street::{StreetError, logbook::Log, office::NewLogin};

fn roles(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}

fn new(login: &str, held: &[Role]) -> NewLogin {
    NewLogin {
        login: login.to_owned(),
        name: format!("Mx {login}"),
        roles: roles(held),
    }
}

/// Whether an administrator may make a link for an account.
async fn may_link(place: &Place, admin: AccountId, account: AccountId) -> bool {
    let made = place
        .house
        .make_set_link(place.school, account, true, Some(admin));
    match made.await {
        Ok(_) => true,
        Err(SignInError::SecondPerson) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_first_head_and_safeguarding_lead_are_made_by_an_administrator_and_the_next_are_not() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        let own = place.member("m.sample", &[Role::Admin]).await;
        let staff = place.member("staff", &[Role::Staff]).await;
        let session = place.at_work("m.sample").await;
        let signed = place.open(&session).await;
        let admin = signed.admin().unwrap();
        let dsl = admin.open_account(&new("dsl", &[Role::Dsl])).await.unwrap();
        let head = admin
            .open_account(&new("head", &[Role::Head]))
            .await
            .unwrap();
        for account in [dsl, head] {
            assert!(!admin.needs_second(account).await.unwrap());
        }
        admin.make_set_link(head, false).await.unwrap();
        let made = admin.make_set_link(dsl, false).await.unwrap();
        let carried = made.token.reveal();
        place.house.set_password(&carried, PASSWORD).await.unwrap();
        // From here on there is a safeguarding lead who came in.
        for role in [Role::Dsl, Role::Head] {
            let told = admin
                .open_account(&new("me-too", &[Role::Staff, role]))
                .await;
            assert!(matches!(told, Err(StreetError::SecondPerson)), "{role}");
            let told = admin.set_roles(staff, &roles(&[role])).await;
            assert!(matches!(told, Err(StreetError::SecondPerson)), "{role}");
        }
        for account in [dsl, head] {
            assert!(!may_link(&place, own, account).await);
            assert!(admin.needs_second(account).await.unwrap());
        }
        assert!(may_link(&place, own, staff).await);
        // Nor by a way round: the last one keeps the role, closed or not.
        let told = admin.set_roles(dsl, &roles(&[Role::Staff])).await;
        assert!(matches!(told, Err(StreetError::SecondPerson)));
        admin.set_disabled(dsl, true).await.unwrap();
        admin.set_disabled(dsl, false).await.unwrap();
        assert!(!may_link(&place, own, dsl).await);
        assert!(place.try_in("dsl", PASSWORD).await.is_err());
        let told = admin.open_account(&new("me-too", &[Role::Dsl])).await;
        assert!(matches!(told, Err(StreetError::SecondPerson)));
        // Other roles are theirs to give; the machine itself gives every one.
        admin
            .set_roles(staff, &roles(&[Role::Office]))
            .await
            .unwrap();
        place.member("deputy", &[Role::Dsl]).await;
        admin.set_roles(dsl, &roles(&[Role::Staff])).await.unwrap();
    });
}

#[test]
fn a_login_that_is_taken_is_told_as_such() {
    at_the_door(async |place: Place| {
        place.account("m.sample", &[Role::Staff]).await;
        let again = new(" M.Sample ", &[Role::Staff]);
        let told = place.house.open_account(place.school, &again).await;
        let told = told.err().unwrap();
        assert_eq!(told.code(), "login-taken");
        assert!(told.to_string().contains("already"));
    });
}

#[test]
fn an_owner_sees_when_the_password_was_set_and_by_whose_link() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        let own = place.member("m.sample", &[Role::Admin]).await;
        let staff = place.member("staff", &[Role::Staff]).await;
        let session = place.at_work("staff").await;
        let signed = place.open(&session).await;
        let set = signed.has_set().await.unwrap().set.unwrap();
        assert!(set.by_link && set.link_by.is_none() && set.at == place.house.now());
        assert_eq!(signed.link_maker().await.unwrap(), None);
        let made = place
            .house
            .make_set_link(place.school, staff, false, Some(own));
        let carried = made.await.unwrap().token.reveal();
        place.house.set_password(&carried, PASSWORD).await.unwrap();
        let session = place.at_work("staff").await;
        let signed = place.open(&session).await;
        let maker = signed.link_maker().await.unwrap();
        assert_eq!(maker.as_deref(), Some("Mx m.sample"));
        let other = "seven owls with lanterns";
        let same = place.house.change_password(&session, (PASSWORD, PASSWORD));
        assert!(matches!(same.await, Err(SignInError::SamePassword)));
        let changed = place.house.change_password(&session, (PASSWORD, other));
        changed.await.unwrap();
        let set = signed.has_set().await.unwrap().set.unwrap();
        assert!(!set.by_link && set.link_by.is_none());
    });
}

#[test]
fn the_last_who_looks_after_accounts_is_known_as_the_last() {
    at_the_door(async |place: Place| {
        let one = place.member("one", &[Role::Admin]).await;
        let staff = place.member("staff", &[Role::Staff]).await;
        let last = async |id| place.house.is_last_admin(place.school, id).await.unwrap();
        assert!(last(one).await && !last(staff).await);
        let two = place.member("two", &[Role::Admin]).await;
        assert!(!last(one).await && !last(two).await);
        let closed = place.house.set_disabled(place.school, two, true);
        closed.await.unwrap();
        assert!(last(one).await && !last(two).await);
    });
}

#[test]
fn a_page_that_was_refused_is_a_line_with_its_address_and_nobody_s_id() {
    at_the_door(async |place: Place| {
        let place = place.without_codes();
        let staff = place.member("staff", &[Role::Staff]).await;
        let session = place.at_work("staff").await;
        let noted = place.house.note_refused_page(&session, "/pupils/{person}");
        noted.await.unwrap();
        let stranger = place.house.note_refused_page("nobody", "/pupils");
        stranger.await.unwrap();
        assert_eq!(
            place.lines().await.last(),
            Some(&("open-page", "/pupils/{person}"))
        );
        place.member("reader", &[Role::Dpo]).await;
        let session = place.at_work("reader").await;
        let signed = place.open(&session).await;
        let page = signed
            .dpo()
            .unwrap()
            .log_page(Log::Access, (None, 50))
            .await;
        let page = page.unwrap();
        let line = page.iter().find(|line| line.verb == "open-page").unwrap();
        assert!(line.about.is_none());
        assert!(line.by == crate::street::logbook::Doer::Login("staff".to_owned()));
        assert!(signed.account() != staff);
        let set = page.iter().find(|line| line.verb == "set-password");
        assert_eq!(set.unwrap().about_login.as_deref(), Some("reader"));
    });
}
