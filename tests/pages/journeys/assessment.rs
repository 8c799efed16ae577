//! Recognition without an impact assessment: refused, and the assessment offered
//! as far as the settings can write it.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    site::{Site, on_site},
};

#[test]
fn a_head_without_an_assessment_is_refused_and_reads_one_filled_in_from_the_settings() {
    on_site(async |site: Site| {
        // Whoever sends the form all the same is told the same.
        let mut head = site.signed_in(Role::Head).await;
        head.get("/switches/recognition").await.is(200);
        let refused = head.post("/switches/recognition", &[("to", "on")]).await;
        refused.is(422).says("See an assessment filled in");
        for screen in [Screen::Laptop, Screen::Phone] {
            before_screen(&site, screen, async |person| {
                person.sign_in(Role::Head).await?;
                person.follow("Switches").await?;
                person.follow("Switch on face recognition").await?;
                person.sees("It cannot be switched on yet.").await?;
                person.is_fine().await?;
                person
                    .follow("See an assessment filled in from your settings")
                    .await?;
                person.sees("No assessment is on record.").await?;
                person.sees("The school fills this in:").await?;
                person.sees("Not measured on children.").await?;
                person.shows_no_picture().await?;
                person.is_fine().await?;
                // What is printed has the paper alone on it.
                let aside = By::Css("main .govuk-\\!-display-none-print");
                assert_eq!(person.driver.find_all(aside).await?.len(), 1);
                let blanks = person.driver.find_all(By::Css("main .govuk-inset-text"));
                assert!(blanks.await?.len() >= 10);
                person.follow("note that here").await?;
                person.sees("When was it signed?").await?;
                person.is_fine().await
            })
            .await;
        }
        let switches = head.get("/switches").await.is(200);
        switches.says("None on record.").says("Recognition Off");
    });
}
