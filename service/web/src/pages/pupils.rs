//! Pupils, for those who look after who may be shown: the list, and a search
//! whose words stay out of every address.

pub(crate) mod changed_mind;
pub(crate) mod person;
pub(crate) mod protected;
pub(crate) mod protection;
pub(crate) mod said_no;
pub(crate) mod words;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::{desk::Signed, street::person_sheet::Wanted};

use super::{
    Answer,
    layout::Page,
    people::{self, Part, People},
    show,
};
use crate::{fields::Fields, problem::Problem, visitor::Visit};

#[derive(Template)]
#[template(path = "pupils/list.html")]
struct List {
    page: Page,
    token: String,
    people: People,
}

/// Lists pupils by name, of one class or of all.
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    listed(&visit, &signed, part.wanted()).await
}

/// Looks for pupils by the name that was typed. Nothing is changed by it.
pub(crate) async fn search(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    listed(&visit, &signed, (people::sought(&fields), 0)).await
}

async fn listed(visit: &Visit, signed: &Signed<'_>, wanted: (Wanted, usize)) -> Answer {
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let found = dsl.pupils(&wanted.0, people::part(wanted.1)).await?;
    show(&List {
        page: visit.page(signed, "Pupils").await?,
        token: visit.form_mark(),
        people: People::new("/pupils", wanted, found),
    })
}
