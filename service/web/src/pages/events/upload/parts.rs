//! A picture in parts: how the script sends it, so that it can tell how far it
//! is and go on where a connection broke.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Path, Query},
};
use gatehouse_app::street::intake::{Came, Kept, Part};
use gatehouse_domain::ids::EventId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{fields::Fields, pages::Answer, problem::Problem, visitor::Visit};

/// Where a form's token stands when the body is the picture.
const TOKEN: &str = "x-gatehouse-token";

/// What is told of a file.
#[derive(Serialize)]
struct Told {
    /// Its id, with which its parts are sent.
    file: Uuid,
    /// At which byte the next part begins.
    at: u64,
    /// Whether it is whole and kept.
    kept: bool,
    /// Whether it was there before, and so not taken twice.
    before: bool,
}

/// Where a part begins.
#[derive(Deserialize)]
pub(crate) struct Place {
    at: u64,
}

/// Begins a file.
pub(crate) async fn begin(visit: Visit, event: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let whole = fields
        .one("bytes")
        .parse()
        .map_err(|_| Problem::bad_form())?;
    let file = intake.begin_parts(EventId(*event), whole).await?;
    Ok(told(file, Came::More(0)))
}

/// Tells how far it is.
pub(crate) async fn far(visit: Visit, file: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let came = intake.parts_so_far(*file).await?;
    Ok(told(*file, came))
}

/// Takes the next part.
pub(crate) async fn take(
    visit: Visit,
    file: Path<Uuid>,
    place: Option<Query<Place>>,
    bytes: Result<Bytes, actix_web::Error>,
) -> Answer {
    let headers = visit.request.headers();
    let token = headers.get(TOKEN).and_then(|token| token.to_str().ok());
    visit.check(token.unwrap_or_default())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let bytes = bytes.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE),
        _ => Problem::cut_off(),
    })?;
    let part = Part {
        file: *file,
        at: place.ok_or_else(Problem::bad_form)?.at,
        bytes: &bytes,
    };
    let came = intake.take_part(part).await?;
    Ok(told(*file, came))
}

fn told(file: Uuid, came: Came) -> HttpResponse {
    let (at, kept) = match came {
        Came::More(at) => (at, None),
        Came::Kept(kept) => (0, Some(kept)),
    };
    HttpResponse::Ok().json(Told {
        file,
        at,
        kept: kept.is_some(),
        before: matches!(kept, Some(Kept::Before(_))),
    })
}
