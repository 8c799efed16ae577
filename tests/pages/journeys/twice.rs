//! A form sent twice from a real browser: by the back button and by a double
//! click.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Person, Screen, before_screen},
    site::{Site, on_site},
};

/// Fills in what an event needs.
async fn tell(person: &Person, title: &str) -> WebDriverResult<()> {
    person.fill("title", title).await?;
    for (field, typed) in [("day", "17"), ("month", "11"), ("year", "2026")] {
        person.fill(field, typed).await?;
    }
    person.tick("Wren").await?;
    person.tick("School website").await?;
    person.fill("purpose", "To show parents").await?;
    person.fill("directed_by", "Head of sports").await?;
    for question in ["rights", "assent", "device"] {
        person.driver.find(By::Id(question)).await?.click().await?;
    }
    Ok(())
}

/// How many events of that name the list shows.
async fn events(person: &Person, title: &str) -> WebDriverResult<usize> {
    person.open("/events").await?;
    let named = By::XPath(format!("//main//a[normalize-space()='{title}']"));
    Ok(person.driver.find_all(named).await?.len())
}

#[test]
fn a_form_that_is_sent_again_after_the_back_button_is_done_once() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Staff).await?;
            person.open("/events/new").await?;
            tell(person, "Sports day").await?;
            person.press("Set up the event").await?;
            person.sees("The event is set up.").await?;
            person.driver.back().await?;
            let shown = person.driver.find(By::Id("title")).await?;
            let title = shown.value().await?.unwrap_or_default();
            if title == "Sports day" {
                // The browser kept what was typed; so it is sent once more.
                person.press("Set up the event").await?;
                person.sees("The event is set up.").await?;
            } else {
                // An empty form is another event's.
                assert_eq!(title, "");
            }
            assert_eq!(events(person, "Sports day").await?, 1);
            person.driver.back().await?;
            person.driver.refresh().await?;
            assert_eq!(events(person, "Sports day").await?, 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_double_click_on_a_button_does_it_once() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Staff).await?;
            person.open("/events/new").await?;
            tell(person, "Museum trip").await?;
            let button = By::XPath("//main//button[normalize-space()='Set up the event']");
            let button = person.driver.find(button).await?;
            let clicks = person.driver.action_chain();
            clicks.double_click_element(&button).perform().await?;
            person.sees("The event is set up.").await?;
            assert_eq!(events(person, "Museum trip").await?, 1);
            Ok(())
        })
        .await;
    });
}
