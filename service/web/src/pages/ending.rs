//! What ends before long: the lines on the page of duties, and whose
//! permissions or templates they are, for the office to ask again.

use actix_web::web::{Path, Query};
use askama::Template;
use gatehouse_app::street::{
    ending::{Ending, Ends},
    person_sheet::Line,
};
use jiff::civil::Date;

use super::{Answer, Part, day, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

/// Pupils on one page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "ending.html")]
struct List {
    page: Page,
    kind: Ends,
    last: Date,
    people: Vec<Line>,
    all: usize,
    before: Option<usize>,
    after: Option<usize>,
}

/// Lists them.
pub(crate) async fn list(visit: Visit, what: Path<(String, String)>, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let (kind, last) = what.into_inner();
    let kinds = [Ends::Permission, Ends::Template];
    let kind = kinds.into_iter().find(|known| known.code() == kind);
    let (Some(kind), Ok(last)) = (kind, last.parse::<Date>()) else {
        return Err(Problem::no_such_page().into());
    };
    let from = part.from;
    let found = office.ending_on((kind, last), (from, SHOWN)).await?;
    let next = from.saturating_add(SHOWN);
    show(&List {
        page: visit.page(&signed, "What ends soon").await?,
        kind,
        last,
        all: found.all,
        before: (from > 0).then(|| from.saturating_sub(SHOWN)),
        after: (next < found.all).then_some(next),
        people: found.people,
    })
}

impl List {
    fn says(&self) -> String {
        let day = day(self.last);
        match self.kind {
            Ends::Permission => format!("Permissions that end with {day}"),
            Ends::Template | Ends::Dpia => format!("Face templates that end with {day}"),
        }
    }
}

/// A line on the page of duties.
pub(super) fn line(ending: &Ending) -> String {
    let (one, many) = match ending.kind {
        Ends::Permission => (
            "pupil or member of staff whose permission ends",
            "pupils and staff whose permission ends",
        ),
        Ends::Template => (
            "pupil whose face template ends",
            "pupils whose face templates end",
        ),
        Ends::Dpia => {
            return "The impact assessment for face recognition ends. Without a new one no face \
                    is recognised."
                .to_owned();
        }
    };
    let what = if ending.count == 1 { one } else { many };
    format!("{} {what}", ending.count)
}
