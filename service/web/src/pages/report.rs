//! How things stand, in numbers alone: for the head and for data protection.

use askama::Template;
use gatehouse_app::street::Summary;

use super::{Answer, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    page: Page,
    tally: Summary,
    photos: Vec<(&'static str, i64)>,
    on: String,
    may_read_logs: bool,
}

/// Shows them.
pub(crate) async fn numbers(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let tally = match (signed.dpo(), signed.head()) {
        (Some(dpo), _) => dpo.tally().await?,
        (None, Some(head)) => head.tally().await?,
        (None, None) => return Err(Problem::role_missing().into()),
    };
    show(&Report {
        page: visit.page(&signed, "Report").await?,
        photos: tally.photos.iter().map(photos).collect(),
        tally,
        on: super::day(visit.doors.house.today()),
        may_read_logs: signed.dpo().is_some(),
    })
}

/// Pictures in a state, as people call it.
fn photos((state, count): &(String, i64)) -> (&'static str, i64) {
    let words = match state.as_str() {
        "received" => "Waiting to be cleaned",
        "cleaned" => "Waiting to be looked at by the machine",
        "scanned" => "Checked",
        "refused" => "Refused",
        "destroyed" => "Deleted",
        _ => "Other",
    };
    (words, *count)
}
