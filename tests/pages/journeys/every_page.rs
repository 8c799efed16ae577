//! Every page of the table in a real browser, on a phone and on a laptop: axe
//! finds nothing, in the dark and in forced colours everything can be told
//! apart, and nothing is wider than the screen.

use std::collections::BTreeSet;

use gatehouse_domain::role::Role;
use gatehouse_web::{ROUTES, Route, Who};
use thirtyfour::error::WebDriverResult;

use crate::{
    chromium::{Person, Screen, before_screen},
    doors::{filled, things},
    site::{Site, on_site},
};

/// Pages of a role that others before it did not have: each page is looked at
/// once, as somebody who may see it.
pub fn pages_of(role: Role, seen: &mut BTreeSet<&'static str>) -> Vec<&'static Route> {
    let may = |who: Who| match who {
        Who::Signed => true,
        Who::Any(roles) => roles.contains(&role),
        _ => false,
    };
    let pages = ROUTES
        .iter()
        .filter(|route| route.is_page() && may(route.who));
    pages.filter(|route| seen.insert(route.path)).collect()
}

async fn look(person: &Person, paths: &[String]) -> WebDriverResult<()> {
    let mut faults = Vec::new();
    for path in paths {
        person.open(path).await?;
        let mut found = person.faults().await?;
        found.extend(person.faults_in_other_colours().await?);
        faults.extend(found.iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    Ok(())
}

fn every_page_is_fine_on(screen: Screen) {
    on_site(async |site: Site| {
        let known = things(&site).await;
        before_screen(&site, screen, async |person| {
            look(person, &["/sign-in".to_owned(), "/nowhere".to_owned()]).await?;
            let mut seen = BTreeSet::new();
            for role in Role::ALL {
                person.sign_in(role).await?;
                let pages = pages_of(role, &mut seen);
                let paths = pages.iter().map(|route| filled(route, &known));
                look(person, &paths.collect::<Vec<_>>()).await?;
            }
            Ok(())
        })
        .await;
    });
}

#[test]
fn every_page_can_be_used_by_everybody_on_a_phone() {
    every_page_is_fine_on(Screen::Phone);
}

#[test]
fn every_page_can_be_used_by_everybody_on_a_laptop() {
    every_page_is_fine_on(Screen::Laptop);
}
