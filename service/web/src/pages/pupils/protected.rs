//! Who is protected: a list for safeguarding leads alone, each entry with how it came.

use askama::Template;
use gatehouse_app::street::person_sheet::Line;

use crate::{
    pages::{Answer, layout::Page, show},
    problem::Problem,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "pupils/protected.html")]
struct List {
    page: Page,
    people: Vec<Line>,
}

/// Lists them by name.
pub(crate) async fn list(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    show(&List {
        page: visit.page(&signed, "Protected pupils").await?,
        people: dsl.protected().await?,
    })
}
