//! Pupils, for those who look after who may be shown: the list, and a search
//! whose words stay out of every address.

pub(crate) mod person;
pub(crate) mod protected;
pub(crate) mod protection;
pub(crate) mod said_no;
pub(crate) mod words;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::{
    desk::Signed,
    street::person_sheet::{Line, Wanted},
};
use serde::Deserialize;

use super::{Answer, layout::Page, show};
use crate::{
    fields::{Fields, filled},
    problem::Problem,
    visitor::{Visit, escape},
};

/// Pupils on one page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "pupils/list.html")]
struct List {
    page: Page,
    token: String,
    people: Vec<Line>,
    all: usize,
    classes: Vec<String>,
    class: String,
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// Which part of the list.
#[derive(Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    class: String,
    #[serde(default)]
    from: usize,
}

/// Lists pupils by name, of one class or of all.
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let wanted = Wanted {
        class: filled(&part.class),
        name: None,
    };
    listed(&visit, &signed, wanted, part.from).await
}

/// Looks for pupils by the name that was typed. Nothing is changed by it; it is
/// sent as a form so that no name stands in an address.
pub(crate) async fn search(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let wanted = Wanted {
        class: filled(fields.one("class")),
        name: filled(fields.one("name")),
    };
    listed(&visit, &signed, wanted, 0).await
}

async fn listed(visit: &Visit, signed: &Signed<'_>, wanted: Wanted, from: usize) -> Answer {
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let found = dsl.pupils(&wanted, (from, SHOWN)).await?;
    let class = wanted.class.unwrap_or_default();
    let name = wanted.name.unwrap_or_default();
    let part = |from: usize| match &*class {
        "" => format!("/pupils?from={from}"),
        class => format!("/pupils?class={}&from={from}", escape(class)),
    };
    // A search has one page: who finds too many types more letters.
    let is_paged = name.is_empty();
    let next = from.saturating_add(SHOWN);
    show(&List {
        page: visit.page(signed, "Pupils").await?,
        token: visit.form_mark(),
        all: found.all,
        classes: found.classes,
        before: (is_paged && from > 0).then(|| part(from.saturating_sub(SHOWN))),
        after: (is_paged && next < found.all).then(|| part(next)),
        people: found.people,
        class,
        name,
    })
}

impl List {
    /// Whether there are more than are shown, and no other page of them.
    fn is_cut(&self) -> bool {
        !self.name.is_empty() && self.all > self.people.len()
    }

    fn is_chosen(&self, class: &str) -> bool {
        self.class == class
    }

    /// Where a class is listed.
    fn of_class(class: &str) -> String {
        format!("/pupils?class={}", escape(class))
    }
}
