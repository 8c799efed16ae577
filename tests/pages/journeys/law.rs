//! Mornings of the law in a real browser: a child whom only the lead knows to be
//! protected, parents who disagree about face recognition, and a parent who
//! withdraws between approval and post.

use std::fs;

use gatehouse_app::school;
use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Person, Screen, before_screen},
    dsl::change_protection,
    house::files::{guardians, recognising, references},
    site::{Site, on_site},
};

/// Nothing of the page tells why a picture cannot be used.
async fn keeps_the_reason(person: &Person) -> WebDriverResult<()> {
    let page = person.driver.source().await?.to_lowercase();
    for word in ["protected", "adopt", "court"] {
        assert!(!page.contains(word), "{word} is on the page");
    }
    person.is_fine().await
}

#[test]
fn a_protected_child_holds_the_picture_until_named_and_the_lead_alone_is_told_why() {
    on_site(async |site: Site| {
        let mut dsl = site.signed_in(Role::Dsl).await;
        change_protection(&site, &mut dsl, "protect").await.is(200);
        let photo = site.town.upload_children().await;
        site.work().await;
        let sheet = format!("/photos/{photo}");
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Staff).await?;
            person.open(&sheet).await?;
            person.sees("School website: Needs you").await?;
            keeps_the_reason(person).await?;
            site.town.make_ready(photo).await;
            person.open(&sheet).await?;
            person.sees("School website: Cannot be used").await?;
            person
                .sees("This picture cannot be used on this channel.")
                .await?;
            keeps_the_reason(person).await?;
            person.sign_in(Role::Dsl).await?;
            person.open(&format!("/exceptions/{photo}")).await?;
            person.sees("This child is protected").await?;
            person.is_fine().await
        })
        .await;
    });
}

/// Both families agree, but for the father of the first pupil. Recognition is
/// on, and who may be enrolled is; how many that are.
async fn father_objects(site: &Site) -> usize {
    let (town, folder) = (&site.town, site.town.folder.path().join("school"));
    let today = town.house.today().to_string();
    let father = "P1,guardian 2,yes,2026-09-04,objected,\n";
    let parents = guardians("consented,paper") + father;
    fs::write(folder.join("guardians.csv"), parents).unwrap();
    fs::write(
        folder.join("profile.toml"),
        recognising(&today, "2027-06-01"),
    )
    .unwrap();
    references(&folder);
    let known = school::load(&folder).unwrap();
    let office = town.office_desk();
    let entered = town.house.enter(&office, town.school, &known);
    Box::pin(entered).await.unwrap();
    let enrolled = town.house.enrol(&office, town.school, &folder);
    Box::pin(enrolled).await.unwrap().enrolled
}

#[test]
fn mother_agrees_and_father_objects_and_the_picture_goes_out_with_names_picked_from_the_list() {
    on_site(async |site: Site| {
        assert_eq!(father_objects(&site).await, 1);
        let photo = site.town.upload_children().await;
        site.work().await;
        let pupil = format!("/register/{}", site.town.first_pupil());
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Office).await?;
            person.open(&pupil).await?;
            person.sees("Not allowed").await?;
            person.sign_in(Role::Staff).await?;
            person.open(&format!("/photos/{photo}")).await?;
            // Both faces are asked for alike: nobody is marked out.
            let asked = By::XPath("//main//div[normalize-space()='Who is it?']");
            assert_eq!(person.driver.find_all(asked).await?.len(), 2);
            person.is_fine().await?;
            site.town.make_ready(photo).await;
            let release = site.town.draft(&[photo]).await;
            person.sign_in(Role::Editor).await?;
            person.open(&format!("/releases/{release}")).await?;
            person.fill("heads-1", "2").await?;
            person.press("Approve this post").await?;
            person.sees("You approved this post.").await?;
            site.work().await;
            assert_eq!(site.town.posts(), 1);
            person.follow("Out now").await?;
            person.is_fine().await
        })
        .await;
    });
}

const WITHDRAWN: &str = "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n\
    P1,website,picture-only,withdrawn,consent,guardian 1,2026-11-18,,email\n";

#[test]
fn what_was_approved_before_a_parent_withdrew_does_not_go_out_and_the_editor_sees_it() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("permissions.csv");
        fs::write(&file, WITHDRAWN).unwrap();
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Editor).await?;
            person.open(&format!("/releases/{release}")).await?;
            person.fill("heads-1", "2").await?;
            person.press("Approve this post").await?;
            person.sees("You approved this post.").await?;
            person.sign_in(Role::Office).await?;
            person.follow("Import").await?;
            let field = person.driver.find(By::Id("permissions")).await?;
            field.send_keys(file.to_str().unwrap()).await?;
            person.press("Show what would change").await?;
            person.press("Enter this import").await?;
            person.sees("The import is entered.").await?;
            // The post was due all the while.
            site.work().await;
            assert_eq!(site.town.posts(), 0);
            person.sign_in(Role::Editor).await?;
            person.open(&format!("/releases/{release}")).await?;
            person
                .sees("This picture cannot be used on this channel.")
                .await?;
            person.is_fine().await?;
            person.follow("Out now").await?;
            person.sees("Nothing is out here.").await
        })
        .await;
    });
}
