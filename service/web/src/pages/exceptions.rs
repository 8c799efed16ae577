//! What waits for a safeguarding lead, and nothing else.

pub(crate) mod picture;
mod words;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::exceptions::{Cause, Waiting};
use gatehouse_domain::ids::{EventId, PhotoId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Answer, day, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

#[derive(Template)]
#[template(path = "exceptions/list.html")]
struct List {
    page: Page,
    tiles: Vec<Tile>,
    looked_at: usize,
    /// Whether older pictures are shown than the newest.
    is_further: bool,
    after: Option<PhotoId>,
}

/// A picture that waits.
struct Tile {
    photo: PhotoId,
    event: EventId,
    title: String,
    on: String,
    causes: Vec<(&'static str, &'static str)>,
}

/// Which part of the list.
#[derive(Deserialize)]
pub(crate) struct Part {
    before: Option<Uuid>,
}

/// Lists what waits, the newest first.
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let found = dsl.exceptions(part.before.map(PhotoId)).await?;
    show(&List {
        page: visit.page(&signed, "Exceptions").await?,
        tiles: found.waiting.iter().map(tile).collect(),
        looked_at: found.looked_at,
        is_further: part.before.is_some(),
        after: found.after,
    })
}

fn tile(waiting: &Waiting) -> Tile {
    Tile {
        photo: waiting.photo,
        event: waiting.event,
        title: waiting.title.clone(),
        on: day(waiting.on),
        causes: waiting.causes.iter().map(|one| cause(*one)).collect(),
    }
}

/// The word for why a picture waits, and the colour that goes with it.
const fn cause(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Decide => ("You can decide", "govuk-tag--yellow"),
        Cause::Barred => ("Cannot be used", "govuk-tag--red"),
        Cause::Unknown => ("Nobody knows a face", "govuk-tag--blue"),
    }
}
