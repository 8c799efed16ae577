//! A teacher's afternoon: an event, its pictures from a phone, and five minutes
//! until they are out of the way.

use std::fs;

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    house::files::{another, children},
    site::{Site, on_site},
};

#[test]
fn a_teacher_sends_pictures_from_a_phone_settles_them_and_is_told_to_clear_it() {
    on_site(async |site: Site| {
        let camera = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = camera.path().join(name);
            fs::write(&path, bytes).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let files = [
            file("one.jpg", children()),
            file("two.jpg", &another(children())),
            file("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and so on"),
        ];
        before_screen(&site, Screen::Phone, async |person| {
            person.sign_in(Role::Staff).await?;
            person.follow("Events and pictures").await?;
            person.follow("Set up an event").await?;
            person.fill("title", "Sports day").await?;
            person.fill("day", "17").await?;
            person.fill("month", "11").await?;
            person.fill("year", "2026").await?;
            person.tick("Wren").await?;
            person.tick("School website").await?;
            person.fill("purpose", "To show parents").await?;
            person.fill("directed_by", "Head of sports").await?;
            person.fill("photographer", "Class teacher").await?;
            person.picture("staff-event").await?;
            for question in ["rights", "assent", "device"] {
                person.driver.find(By::Id(question)).await?.click().await?;
            }
            person.press("Set up the event").await?;
            person.sees("The event is set up.").await?;
            let field = person.driver.find(By::Id("photos")).await?;
            field.send_keys(files.join("\n")).await?;
            person.push("Add pictures").await?;
            person.sees("2 of 3 pictures have arrived.").await?;
            person.sees("This is a video.").await?;
            person.picture("staff-upload").await?;
            person.is_fine().await?;
            site.work().await;
            person.follow("Events and pictures").await?;
            person.follow("Sports day").await?;
            person.sees("Needs you").await?;
            person.picture("staff-board").await?;
            person.is_fine().await?;
            person.follow("Go through what needs you").await?;
            // The count has the keyboard: a digit and Enter settle a picture
            // in which the machine was right.
            person.sees("How many heads do you count?").await?;
            person.picture("staff-sheet").await?;
            person.is_fine().await?;
            person.fill("heads", "2").await?;
            person.fill("caption", "Our sports day.").await?;
            person.press("Save and go to the next").await?;
            person.sees("Everything else is saved").await?;
            person.is_fine().await?;
            person
                .fill("alt", "Two children stand in a garden.")
                .await?;
            person.press("Save and go to the next").await?;
            person.follow("Sports day").await?;
            person.follow("Clear your camera or phone").await?;
            person.sees("2 pictures of yours are kept").await?;
            person.picture("staff-receipt").await?;
            person.press("Confirm").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            person.driver.find(By::Id("cleared")).await?.click().await?;
            person.press("Confirm").await?;
            person.sees("You confirmed on").await
        })
        .await;
    });
}
