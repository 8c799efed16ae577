//! The receipt: what somebody brought, and that nothing of it stays in their
//! camera or phone.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::due::Receipt;
use gatehouse_domain::{ids::EventId, retention::school_time_zone};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, day, duties::by, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "events/receipt.html")]
struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    event: EventId,
    receipt: Receipt,
    today: Date,
}

/// Shows it to who brought the pictures.
pub(crate) async fn ask(visit: Visit, event: Path<Uuid>) -> Answer {
    show(&shown(&visit, EventId(*event), Vec::new()).await?)
}

/// They confirm that their camera is clear.
pub(crate) async fn confirm(visit: Visit, event: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let event = EventId(*event);
    if fields.one("cleared") != "yes" {
        let says = "Tick the box when the pictures on your camera or phone are deleted";
        let wrongs = vec![Wrong::new("cleared", says)];
        return again(&shown(&visit, event, wrongs).await?);
    }
    intake.confirm_cleared(event).await?;
    Ok(go(&format!(
        "/events/{}/receipt?done=camera-cleared",
        event.0
    )))
}

async fn shown(visit: &Visit, event: EventId, wrongs: Vec<Wrong>) -> Result<Shown, Stop> {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let receipt = intake.receipt(event).await?;
    let mut page = visit.page(&signed, "Your receipt").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Shown {
        page,
        token: visit.form_mark(),
        wrongs,
        event,
        receipt,
        today: visit.doors.house.today(),
    })
}

impl Shown {
    fn by(&self) -> String {
        by(self.receipt.due, self.today)
    }

    /// How many came that cannot be used.
    fn refused(&self) -> u64 {
        let known = self.receipt.kept.saturating_add(self.receipt.waiting);
        self.receipt.sent.saturating_sub(known)
    }

    /// How many nobody has looked into yet.
    fn still(&self) -> String {
        match self.receipt.waiting {
            1 => "1 picture is".to_owned(),
            many => format!("{many} pictures are"),
        }
    }

    /// How many are kept for certain.
    fn counted(&self) -> String {
        match (self.receipt.sent, self.receipt.kept) {
            (0, _) => "what you sent was here already.".to_owned(),
            (_, 0) => "no picture of yours is kept yet.".to_owned(),
            (_, 1) => "1 picture of yours is kept.".to_owned(),
            (_, many) => format!("{many} pictures of yours are kept."),
        }
    }

    /// What to do about those that cannot be used.
    fn unused(&self) -> String {
        match self.refused() {
            1 => {
                "1 picture could not be used: copy it from the camera and send it again.".to_owned()
            }
            many => format!(
                "{many} pictures could not be used: copy them from the camera and send them again."
            ),
        }
    }

    /// When it was confirmed.
    fn met(&self) -> Option<String> {
        let met = self.receipt.met?.to_zoned(school_time_zone());
        let time = met.strftime("%H:%M");
        Some(format!("{} at {time}", day(met.date())))
    }
}
