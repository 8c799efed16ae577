//! The office's half hour: a parent's no comes in with the week's export, and
//! what was out is taken down.

use std::fs;

use gatehouse_domain::role::Role;
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    site::{Site, on_site},
};

const ANSWERS: &str = "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n\
    P1,website,picture-only,withdrawn,consent,guardian 1,2026-11-18,,email\n";

#[test]
fn the_office_imports_a_parent_s_no_and_the_picture_is_gone() {
    on_site(async |site: Site| {
        site.town.published().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("permissions.csv");
        fs::write(&file, ANSWERS).unwrap();
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Office).await?;
            person.follow("Import").await?;
            let field = person.driver.find(By::Id("permissions")).await?;
            field.send_keys(file.to_str().unwrap()).await?;
            person.press("Show what would change").await?;
            person.sees("1 answer that allows less than before").await?;
            person.picture("office-import").await?;
            person.is_fine().await?;
            assert_eq!(site.town.posts(), 1);
            person.press("Enter this import").await?;
            person.sees("The import is entered.").await?;
            site.work().await;
            assert_eq!(site.town.posts(), 0);
            person.follow("Duties").await?;
            person.is_fine().await
        })
        .await;
    });
}
