//! Beside the street: who may come to a page, as the table of addresses says
//! and the tests of pages try on a real house.

use gatehouse_domain::{release::Refusal, role::Role};
use gatehouse_web::{ROUTES, Who};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::Base,
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    path: String,
    role: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default)]
    open: bool,
    refused: Option<String>,
}

/// Asks whether the page is open to somebody of that role.
pub fn run(_: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let page: Page = strict(facts.clone())?;
    let mut at = ROUTES.iter().filter(|route| route.path == page.path);
    let who = at.next().map(|route| route.who);
    let open = match who.ok_or(format!("there is no page {}", page.path))? {
        Who::Any(roles) => roles.contains(&page.role),
        Who::Signed | Who::Anyone => true,
        Who::Token(_) => return Err(format!("{} is no page", page.path)),
    };
    let refused = (!open).then_some(Refusal::RoleMissing.code());
    let wanted = match (expected.open, &expected.refused) {
        (true, None) => answer::<&str>("open", &[]),
        (false, Some(code)) => answer("refused", &[code]),
        _ => return Err("expect either `open = true` or `refused`".to_owned()),
    };
    let told = refused.map_or_else(
        || answer::<&str>("open", &[]),
        |code| answer("refused", &[code]),
    );
    same(&wanted, &told)?;
    Ok(Kept::of(open, refused))
}
