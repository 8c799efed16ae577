//! A safeguarding lead's five minutes: what waits for nobody else, decided with
//! a reason.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    house::words,
    site::{Site, on_site},
};

#[test]
fn a_safeguarding_lead_settles_what_waits_and_protects_a_pupil() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let caption = words("Well done Zebulon Quartermaine!");
        site.town.write(photo, caption).await;
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Dsl).await?;
            person.follow("Exceptions").await?;
            person.is_fine().await?;
            let waits = By::Css("main a[href^='/exceptions/']");
            person.driver.find(waits).await?.click().await?;
            person.sees("What stands in the way").await?;
            person.sees("The words tell more than a first name").await?;
            person.picture("dsl-exception").await?;
            person
                .driver
                .find(By::Id("reason-1"))
                .await?
                .click()
                .await?;
            person
                .driver
                .find(By::Id("channel-1"))
                .await?
                .click()
                .await?;
            // Without a reason nothing is decided, and nothing is lost.
            person.press("Allow it").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            person
                .fill("why", "The name is the title of a play.")
                .await?;
            person.press("Allow it").await?;
            person.sees("Your decision counts").await?;
            person.follow("Exceptions").await?;
            person
                .open(&format!("/pupils/{}/protection", site.town.first_pupil()))
                .await?;
            person.is_fine().await
        })
        .await;
    });
}
