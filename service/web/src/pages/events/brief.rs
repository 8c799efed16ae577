//! What the person with the camera is told before an event: on a screen only,
//! for as long as it is needed, and without reasons.

use actix_web::{HttpResponse, web::Path};
use askama::Template;
use gatehouse_app::{
    sign_in::IDLE,
    street::brief::{Brief, NoList, Pictured, What},
};
use gatehouse_domain::ids::EventId;
use uuid::Uuid;

use crate::{
    pages::{Answer, channel_name, day, layout::Page, moment, show},
    problem::Problem,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "events/brief.html")]
struct Shown {
    page: Page,
    event: EventId,
    brief: Brief,
}

/// Shows it. The browser asks again by itself when its time is over, or when
/// nobody did anything for as long as a session lasts, so that no name stays on
/// a screen that was left.
pub(crate) async fn show_brief(visit: Visit, event: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let event = EventId(*event);
    let brief = intake.brief(event).await?;
    let left = brief
        .until
        .duration_since(visit.doors.house.now())
        .as_secs();
    let seconds = left.clamp(0, IDLE.as_secs()).saturating_add(1);
    let listed = brief.list.is_ok();
    let mut answer: HttpResponse = show(&Shown {
        page: visit.page(&signed, "Before the event").await?,
        event,
        brief,
    })?;
    if listed {
        let name = actix_web::http::header::REFRESH;
        answer.headers_mut().insert(name, seconds.into());
    }
    Ok(answer)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
impl Shown {
    fn on(&self) -> String {
        day(self.brief.on)
    }

    fn from(&self) -> String {
        day(self.brief.from)
    }

    fn until(&self) -> String {
        moment(self.brief.until)
    }

    fn says(one: &Pictured) -> String {
        match &one.what {
            What::Everything => "May be pictured".to_owned(),
            What::Only(channels) => {
                let names: Vec<&str> = channels.iter().map(|one| channel_name(*one)).collect();
                format!("Only for: {}", names.join(", "))
            }
            What::Nothing => "Please do not picture".to_owned(),
        }
    }

    const fn no_list(why: &NoList) -> &'static str {
        match why {
            NoList::TooEarly => "It is too early for the list.",
            NoList::Over => "The event is over, and the list with it.",
            NoList::Stale => {
                "The answers of parents were imported too long ago to go by. Ask the office for a \
                 new import."
            }
        }
    }
}
