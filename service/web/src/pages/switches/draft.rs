//! The impact assessment as far as the settings go, made afresh each time: to
//! be saved or printed with the browser, completed and signed.

use askama::Template;
use gatehouse_app::street::office::assessment::{Assessment, OPEN_CELL, Piece};

use crate::{
    pages::{Answer, day, layout::Page, show},
    problem::Problem,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "switches/draft.html")]
struct Draft {
    page: Page,
    paper: Assessment,
    on: String,
    /// Whether they note its signature.
    may: bool,
}

/// Shows it.
pub(crate) async fn read(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let desk = signed.governance().ok_or_else(Problem::role_missing)?;
    let paper = desk.draft_assessment().await?;
    show(&Draft {
        page: visit.page(&signed, "Impact assessment to complete").await?,
        on: day(paper.made_on),
        may: signed.head().is_some(),
        paper,
    })
}

impl Draft {
    /// Whether only the school can fill a cell.
    fn is_open(cell: &str) -> bool {
        cell == OPEN_CELL
    }
}
