//! Events, and the photos that are taken at them, as programs bring them.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, Payload, Query},
};
use futures_util::TryStreamExt as _;
use gatehouse_app::street::{
    intake::Kept,
    planning::{Plan, PlanFault},
};
use gatehouse_domain::ids::EventId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    made, program, read,
    shared::{Channel, Made, Refused},
    unfit,
};
use crate::{pages::Answer, problem::Problem, visitor::Visit};

/// Events on one page.
const LISTED: usize = 50;

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Event {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// The day.
    on: Date,
    /// The classes that were there.
    classes: Vec<String>,
    /// Where its photos are meant to go.
    channels: Vec<Channel>,
}

/// A page of events, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Events {
    /// At most 50 of them.
    events: Vec<Event>,
    /// How many there are in all.
    all: usize,
}

/// Which page.
#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    from: usize,
}

/// An event that is to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEvent {
    /// What it is called, up to 100 characters.
    title: String,
    /// The day, at most a year away.
    on: Date,
    /// The classes that were there, at least one.
    classes: Vec<String>,
    /// Where its photos are meant to go, at least one.
    #[serde(default)]
    channels: Vec<Channel>,
    /// What the photos are for. It has to be told.
    #[serde(default)]
    purpose: String,
    /// The post of who asked for them, no name. It has to be told.
    #[serde(default)]
    directed_by: String,
    /// Whether the people pictured were asked.
    #[serde(default)]
    assent_given: bool,
    /// Whether the camera is one of the school's, or an agreed exception.
    #[serde(default)]
    device_allowed: bool,
    /// Who took the pictures: a post, a firm, a parent.
    #[serde(default)]
    photographer: String,
    /// Whether the school may publish them: its own staff took them, or who did
    /// agreed in writing.
    #[serde(default)]
    rights_held: bool,
}

/// Lists the events, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    params(("from" = Option<usize>, Query, description = "How many of the newest to leave out.")),
    responses((status = 200, description = "A page of them.", body = Events), Refused),
    security(("token" = ["upload"]), ("token" = ["words"]), ("token" = ["recall"])),
)]
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let views = program(&visit).await?.views()?;
    let events = views.events().await?;
    let all = events.len();
    let part = events.into_iter().rev().skip(part.from).take(LISTED);
    let event = |(id, event): (EventId, gatehouse_app::school::Event)| Event {
        id: id.0,
        title: event.title,
        on: event.on,
        classes: event.classes,
        channels: event.channels.into_iter().map(Channel::from).collect(),
    };
    Ok(HttpResponse::Ok().json(Events {
        events: part.map(event).collect(),
        all,
    }))
}

/// Sets up an event.
#[utoipa::path(
    post,
    path = "/api/v1/events",
    request_body = NewEvent,
    responses((status = 201, description = "It is set up.", body = Made), Refused),
    security(("token" = ["upload"])),
)]
pub(crate) async fn plan(visit: Visit, payload: Payload) -> Answer {
    let uploads = program(&visit).await?.uploads()?;
    let new: NewEvent = read(payload).await?;
    let plan = Plan {
        title: new.title,
        on: new.on,
        classes: new.classes,
        channels: new.channels.into_iter().map(Into::into).collect(),
        purpose: new.purpose,
        directed_by: new.directed_by,
        assent_given: new.assent_given,
        device_allowed: new.device_allowed,
        photographer: new.photographer,
        rights_held: new.rights_held,
    };
    match uploads.plan(&plan).await? {
        Ok(event) => Ok(made("/api/v1/events", &Made { id: event.0 })),
        Err(faults) => {
            let says: Vec<&str> = faults.iter().copied().map(fault).collect();
            let says = says.join(" ");
            Err(if faults.iter().copied().any(is_lacking) {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Problem::new(status, "event-incomplete", says).into()
            } else {
                unfit(says)
            })
        }
    }
}

const fn fault(fault: PlanFault) -> &'static str {
    match fault {
        PlanFault::Title => "The title is lacking.",
        PlanFault::TitleLong => "The title is too long: 100 characters at most.",
        PlanFault::Channels => "There has to be a channel at least.",
        PlanFault::Purpose => "What the photos are for is lacking.",
        PlanFault::DirectedBy => "Who asked for the photos is lacking.",
        // Of an event that is there; none is changed here.
        PlanFault::Stands(_) => "A person has to change that answer.",
        PlanFault::Day => "The day has to be at most a year away.",
        PlanFault::Classes => "There has to be a class at least, and every one has to be known.",
        PlanFault::There => "The event is there already, and was told otherwise.",
    }
}

/// Whether something was not told at all.
const fn is_lacking(fault: PlanFault) -> bool {
    matches!(
        fault,
        PlanFault::Title | PlanFault::Channels | PlanFault::Purpose | PlanFault::DirectedBy
    )
}

/// Takes in a photo for an event: JPEG or PNG, just so in the body.
#[utoipa::path(
    post,
    path = "/api/v1/events/{event}/photos",
    params(("event" = Uuid, Path, description = "The event.")),
    request_body(
        content(("image/jpeg"), ("image/png"), ("application/octet-stream")),
        description = "The bytes of one picture.",
    ),
    responses(
        (status = 201, description = "It is kept.", body = Made),
        (
            status = 200,
            description = "The event has this picture already: it was not taken twice.",
            body = Made,
        ),
        Refused,
    ),
    security(("token" = ["upload"])),
)]
pub(crate) async fn upload(visit: Visit, event: Path<Uuid>, mut payload: Payload) -> Answer {
    let uploads = program(&visit).await?.uploads()?;
    let mut arrival = uploads.arrival(EventId(*event)).await?;
    let mut refused = None;
    while let Some(bytes) = payload.try_next().await.map_err(|_| Problem::cut_off())? {
        // What is left of a refused picture is read and let go, so that the
        // sender comes to read the answer.
        if refused.is_none() {
            refused = arrival.write(&bytes).await.err();
        }
    }
    if let Some(refused) = refused {
        return Err(refused.into());
    }
    match arrival.finish().await? {
        Kept::New(photo) => {
            let at = format!("/api/v1/photos/{}", photo.0);
            Ok(made(&at, &Made { id: photo.0 }))
        }
        Kept::Before(photo) => Ok(HttpResponse::Ok().json(Made { id: photo.0 })),
    }
}
