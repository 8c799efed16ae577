//! Policies that the head signs, one after another: versions go up for good, and
//! a file has the hash that everybody else finds for it.

use gatehouse_app::{
    policies::shipped,
    street::{Actor, office::policy::Unsigned},
};
use gatehouse_domain::role::Role;

use crate::house::{Town, on_street};

/// A school's own policy of that name and version.
fn own(name: &str, version: u32) -> String {
    let text: &str = shipped("aup-agreement").unwrap().text;
    let named = text.replace("name = \"aup-agreement\"", &format!("name = \"{name}\""));
    named.replacen("version = 1", &format!("version = {version}"), 1)
}

fn head(town: &Town) -> Actor {
    Actor {
        roles: [Role::Head].into(),
        ..town.office_desk()
    }
}

/// Looks at a policy, as it was sent, and signs it.
async fn sign(town: &Town, text: &str) -> Result<String, Unsigned> {
    let head = head(town);
    let looked = town.house.compare_policy(&head, town.school, text).await;
    let sha256 = looked.unwrap()?.sha256;
    let signed = town
        .house
        .sign_policy(&head, town.school, (text, &sha256))
        .await;
    signed.unwrap().map(|()| sha256)
}

#[test]
fn an_old_version_is_never_signed_again_however_many_others_were_signed_since() {
    on_street(async |town: Town| {
        sign(&town, &own("our-own", 2)).await.unwrap();
        for version in 1..=25 {
            sign(&town, &own("another", version)).await.unwrap();
        }
        for version in [1, 2] {
            let told = sign(&town, &own("our-own", version)).await;
            assert_eq!(told, Err(Unsigned::NotNewer(2)));
        }
        sign(&town, &own("our-own", 3)).await.unwrap();
    });
}

#[test]
fn a_policy_that_a_browser_sent_has_the_hash_of_the_schools_file() {
    on_street(async |town: Town| {
        let file = own("our-own", 1);
        let head = head(&town);
        let looked = town.house.compare_policy(&head, town.school, &file).await;
        let own_hash = looked.unwrap().unwrap().sha256;
        let sent = file.replace('\n', "\r\n");
        assert_eq!(sign(&town, &sent).await, Ok(own_hash.clone()));
        let standing = town.house.policy_standing(&head, town.school).await;
        let standing = standing.unwrap();
        assert_eq!(standing.signed[0].sha256, own_hash);
    });
}
