//! An administrator's afternoon: somebody new comes in by a link, does more,
//! leaves; and the machine says how it is.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Person, Screen, before_screen},
    site::{PASSWORD, Site, on_site},
};

/// The link that is shown once, below the site's address.
async fn shown(person: &Person) -> WebDriverResult<String> {
    let field = person.driver.find(By::Id("made")).await?;
    let link = field.value().await?.expect("a link");
    let path = link.find("/set/").map(|at| link.split_at(at).1.to_owned());
    Ok(path.expect("a link to set a password"))
}

#[test]
fn an_administrator_opens_an_account_gives_it_a_role_and_closes_it() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Admin).await?;
            person.follow("Accounts").await?;
            person.picture("admin-accounts").await?;
            person.is_fine().await?;
            person.follow("Open an account").await?;
            person.press("Open the account").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            person.fill("name", "Mx Sample").await?;
            person.fill("login", "m.sample").await?;
            person.tick("Staff").await?;
            person.press("Open the account").await?;
            person.sees("Not set yet").await?;
            person.is_fine().await?;
            person.press("Make a link").await?;
            person.sees("It is shown this once.").await?;
            person.is_fine().await?;
            let link = shown(person).await?;
            person.follow("I have handed it over").await?;
            person.sees("Not set yet").await?;

            person.driver.delete_all_cookies().await?;
            person.open(&link).await?;
            person.sees("m.sample").await?;
            person.is_fine().await?;
            person.fill("password", PASSWORD).await?;
            person.fill("second", PASSWORD).await?;
            person.press("Set password").await?;
            person.sees("Your password is set.").await?;
            person.sign_in_as("m.sample").await?;
            person.sees("Events and pictures").await?;
            // A link works once.
            person.open(&link).await?;
            person.sees("link-not-valid").await?;
            person.is_fine().await?;

            person.sign_in(Role::Admin).await?;
            person.follow("Accounts").await?;
            person.follow("Mx Sample").await?;
            person.picture("admin-account").await?;
            person.is_fine().await?;
            person.tick("Data protection officer").await?;
            person.press("Save the roles").await?;
            person.sees("The roles are saved.").await?;
            person.press("Make a link").await?;
            assert_ne!(shown(person).await?, link);
            person.follow("I have handed it over").await?;
            person.follow("Close the account").await?;
            person.sees("is signed out at once").await?;
            person.is_fine().await?;
            person.press("Close the account").await?;
            person.sees("The account is closed.").await?;
            person.is_fine().await
        })
        .await;
    });
}

#[test]
fn an_administrator_sees_how_the_machine_is_and_neither_pictures_nor_pupils() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Admin).await?;
            person.shows_no_picture().await?;
            person.follow("Machine").await?;
            person.sees("All is well.").await?;
            person.picture("admin-machine").await?;
            person.is_fine().await?;
            person.shows_no_picture().await?;
            person.follow("Look at everything").await?;
            person
                .sees("Every sealed picture is where it should be.")
                .await?;
            person.is_fine().await?;
            person.shows_no_picture().await?;
            person.follow("Prove the logs").await?;
            person.sees("All is as it was written.").await?;
            for path in ["/events", "/register", "/pupils"] {
                person.open(path).await?;
                person.sees("role-missing").await?;
            }
            person.open(&format!("/photos/{photo}/picture")).await?;
            person.sees("role-missing").await
        })
        .await;
    });
}
