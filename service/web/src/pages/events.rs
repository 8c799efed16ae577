//! Events: what photos are taken at. The list, and a new one.

pub(crate) mod board;
pub(crate) mod brief;
pub(crate) mod plan;
pub(crate) mod receipt;
pub(crate) mod upload;

use askama::Template;
use gatehouse_app::school::Event;
use gatehouse_domain::{ids::EventId, role::Role};

use super::{Answer, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

/// How many events are listed at once.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "events/list.html")]
struct List {
    page: Page,
    events: Vec<Line>,
    /// How many there are besides.
    more: usize,
    may_plan: bool,
    /// Whether they see their own events alone.
    own: bool,
}

struct Line {
    id: EventId,
    title: String,
    on: String,
    classes: String,
}

/// Lists the events, the newest first.
pub(crate) async fn list(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let mut events = pictures.events().await?;
    events.reverse();
    let all = events.len();
    show(&List {
        page: visit.page(&signed, "Events and pictures").await?,
        events: events.iter().take(LISTED).map(line).collect(),
        more: all.saturating_sub(LISTED),
        may_plan: signed.holds(Role::Staff) || signed.holds(Role::Editor),
        own: [Role::Editor, Role::Dsl, Role::Head]
            .into_iter()
            .all(|role| !signed.holds(role)),
    })
}

fn line((id, event): &(EventId, Event)) -> Line {
    Line {
        id: *id,
        title: event.title.clone(),
        on: super::day(event.on),
        classes: event.classes.join(", "),
    }
}
