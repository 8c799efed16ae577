//! The first page: what somebody can do, by their roles.

use askama::Template;

use super::{
    Answer,
    layout::{Link, Page, links},
    show,
};
use crate::visitor::Visit;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    links: Vec<Link>,
}

/// Shows it.
pub(crate) async fn show_home(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&Home {
        page: visit.page(&signed, "What do you want to do?").await?,
        links: links(&signed, "/"),
    })
}
