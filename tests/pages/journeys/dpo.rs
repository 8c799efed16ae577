//! A data protection officer's visit: numbers and logs, and no picture on the
//! way.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Person, Screen, before_screen},
    site::{Site, on_site},
};

/// Looks at the page as a person, and for what must not be on it.
async fn look(person: &Person) -> WebDriverResult<()> {
    person.is_fine().await?;
    person.shows_no_picture().await?;
    let page = person.driver.source().await?;
    for name in [
        "Zebulon",
        "Quartermaine",
        "Marigold",
        "Thistlewood",
        "bulbs",
    ] {
        assert!(!page.contains(name), "a name is on the page");
    }
    Ok(())
}

#[test]
fn a_data_protection_officer_reads_numbers_and_logs_and_sees_no_picture() {
    on_site(async |site: Site| {
        let (photo, _) = site.town.published().await;
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Dpo).await?;
            look(person).await?;
            person.follow("Report").await?;
            person.sees("There are only numbers here.").await?;
            person.picture("dpo-report").await?;
            look(person).await?;
            person.follow("Logs").await?;
            person.sees("Approve a post").await?;
            person.picture("dpo-logs").await?;
            look(person).await?;
            person.follow("Evidence log").await?;
            person.sees("Publish a post").await?;
            look(person).await?;
            person.follow("Prove the logs").await?;
            person.sees("All is as it was written.").await?;
            look(person).await?;
            for path in ["/events", "/exceptions", "/register", "/accounts"] {
                person.open(path).await?;
                person.sees("role-missing").await?;
            }
            person.open(&format!("/photos/{photo}/picture")).await?;
            person.sees("role-missing").await?;
            look(person).await
        })
        .await;
    });
}
