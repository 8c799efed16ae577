//! A head's quarter of an hour: where pictures may go, and recognition, which
//! does not go on before its impact assessment is on record.

use gatehouse_domain::{release::Stage, role::Role};
use thirtyfour::prelude::*;

use crate::{
    chromium::{Screen, before_screen},
    site::{Site, on_site},
};

#[test]
fn a_head_switches_a_channel_off_and_on_again_and_an_approval_is_gone() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        site.town.approve(release, photo).await.unwrap();
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Head).await?;
            person.follow("Switches").await?;
            person.picture("head-switches").await?;
            person.is_fine().await?;
            person.follow("Switch off School website").await?;
            person.sees("1 approved post loses its approval").await?;
            person.is_fine().await?;
            person.press("Switch off").await?;
            person.sees("The channel is switched off.").await?;
            site.work().await;
            assert_eq!(site.town.posts(), 0);
            let stage = site.town.stage(release).await;
            assert!(matches!(stage, Stage::Judged { .. }), "{stage:?}");
            person.follow("Switch on School website").await?;
            person.is_fine().await?;
            person.press("Switch on").await?;
            person.sees("The channel is switched on.").await?;
            person.is_fine().await
        })
        .await;
    });
}

#[test]
fn a_head_switches_recognition_on_once_the_impact_assessment_is_on_record() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Laptop, async |person| {
            person.sign_in(Role::Head).await?;
            person.follow("Switches").await?;
            person.follow("Switch on face recognition").await?;
            person.sees("It cannot be switched on yet.").await?;
            person.is_fine().await?;
            let buttons = person.driver.find_all(By::Css("main button")).await?;
            assert!(buttons.is_empty(), "nothing there to press");
            person.follow("Record the impact assessment").await?;
            person.press("Save").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            for (field, typed) in [
                ("signed", "1"),
                ("signed-month", "9"),
                ("signed-year", "2026"),
                ("signed_by", "headteacher"),
                ("version", "2"),
                ("review", "1"),
                ("review-month", "9"),
                ("review-year", "2027"),
            ] {
                person.fill(field, typed).await?;
            }
            person.driver.find(By::Id("covers")).await?.click().await?;
            person.picture("head-assessment").await?;
            person.press("Save").await?;
            person.sees("The impact assessment is on record.").await?;
            person.sees("1 September 2026").await?;
            person.follow("Switch on face recognition").await?;
            person
                .sees("A signed impact assessment is on record.")
                .await?;
            person.is_fine().await?;
            person.press("Switch on").await?;
            person.sees("Face recognition is switched on.").await?;
            person.follow("Switch off face recognition").await?;
            person.sees("is deleted for good").await?;
            person.is_fine().await?;
            person.press("Switch off").await?;
            person.sees("There is a problem").await?;
            person.driver.find(By::Id("sure")).await?.click().await?;
            person.press("Switch off").await?;
            person.sees("Face recognition is switched off").await
        })
        .await;
    });
}
