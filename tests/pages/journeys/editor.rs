//! An editor's morning: what others cleared goes out, and comes back when it
//! has to.

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    site::{Site, on_site},
};

#[test]
fn an_editor_makes_a_post_approves_it_and_takes_it_back_with_proof() {
    on_site(async |site: Site| {
        site.town.ready_photo().await;
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Editor).await?;
            person.follow("Events and pictures").await?;
            person.follow("Bulb planting").await?;
            person.follow("Put a post together").await?;
            person
                .driver
                .find(By::Id("picture-1"))
                .await?
                .click()
                .await?;
            person.press("Make the post").await?;
            person.sees("Exactly this goes out").await?;
            person.picture("editor-post").await?;
            // A wrong count is told, and nothing goes out.
            person.fill("heads-1", "3").await?;
            person.press("Approve this post").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            person.fill("heads-1", "2").await?;
            person.press("Approve this post").await?;
            person.sees("You approved this post.").await?;
            site.work().await;
            assert_eq!(site.town.posts(), 1);
            person.follow("Out now").await?;
            person.sees("Approved by editor").await?;
            person.picture("editor-out").await?;
            person.is_fine().await?;
            person.follow("Bulb planting").await?;
            person.follow("Take it back").await?;
            person.press("Take it back").await?;
            site.work().await;
            assert_eq!(site.town.posts(), 0);
            person.driver.refresh().await?;
            person.sees("Seen to be gone").await?;
            person.is_fine().await
        })
        .await;
    });
}
