//! The API for programs: the same use cases as on the pages, but for what only
//! persons may do. Who asks carries a token; there are no cookies, so no other
//! site can have somebody's browser ask. The description that programs are
//! written by is made from this code.

pub(crate) mod events;
pub(crate) mod permissions;
pub(crate) mod photos;
pub(crate) mod releases;
pub(crate) mod reports;
mod shared;

use std::sync::LazyLock;

use actix_web::{
    HttpMessage as _, HttpResponse,
    http::{StatusCode, header::AUTHORIZATION},
    web::Payload,
};
use futures_util::TryStreamExt as _;
use gatehouse_app::{desk::Program, sign_in::SignInError};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use crate::{
    headers::StaleConsents,
    problem::{Problem, Stop},
    visitor::Visit,
};

/// The largest body but for pictures, in bytes.
const BODY: usize = 256 << 10;

/// What everything is described in.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gatehouse",
        version = "1",
        description = "What programs may do for who made their token: bring photos, write the \
            words beside them, put posts together, take posts back, bring answers from the \
            office's own system, read numbers. Heads are counted, faces named, posts approved \
            and exceptions decided by persons, on the pages.\n\n\
            Send the token in the header `Authorization: Bearer <token>`. Times are RFC 3339, \
            days `YYYY-MM-DD`, ids UUIDs. Every refusal is a problem (RFC 9457) with a stable \
            code.\n\n\
            While the consents are too old to clear any picture by, every answer to a token has \
            the header `gatehouse-consents: stale`.",
        license(name = "MIT", identifier = "MIT"),
    ),
    servers((url = "/")),
    paths(
        describe,
        events::list,
        events::plan,
        events::upload,
        photos::look,
        photos::write,
        releases::draft,
        releases::look,
        releases::take_back,
        permissions::record,
        reports::summary,
        reports::prove_logs,
        reports::waiting,
    ),
    components(schemas(shared::Refusal)),
    modifiers(&Tokens),
)]
struct Described;

/// How a program shows its token.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", bearer);
    }
}

/// The description of the API as `OpenAPI` JSON.
#[must_use]
pub fn description() -> &'static str {
    // It holds texts and numbers alone, which can always be written.
    static TEXT: LazyLock<String> =
        LazyLock::new(|| Described::openapi().to_pretty_json().unwrap_or_default());
    &TEXT
}

/// Answers with the description.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    responses((status = 200, description = "This description.", content_type = "application/json"))
)]
pub(crate) async fn describe() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(description())
}

/// What may be done with the token that came with a request.
async fn program(visit: &Visit) -> Result<Program<'_>, Stop> {
    let sent = visit.request.headers().get(AUTHORIZATION);
    let sent = sent.and_then(|sent| sent.to_str().ok());
    let carried = sent.and_then(bearer).ok_or(SignInError::TokenMissing)?;
    let program = visit.doors.house.open_token(carried).await?;
    if program.consents_are_stale().await? {
        visit.request.extensions_mut().insert(StaleConsents);
    }
    Ok(program)
}

/// The token of an `Authorization` header.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start())
}

/// Reads what was sent as JSON. Never repeats any of it.
async fn read<T: DeserializeOwned>(mut payload: Payload) -> Result<T, Stop> {
    let mut body = Vec::new();
    while let Some(bytes) = payload.try_next().await.map_err(|_| Problem::cut_off())? {
        if body.len() + bytes.len() > BODY {
            return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE).into());
        }
        body.extend_from_slice(&bytes);
    }
    Ok(serde_json::from_slice(&body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let says = format!(
            "This address does not take that: see line {line}, column {column} of what was sent, \
             and the description at /api/v1/openapi.json."
        );
        Problem::new(StatusCode::BAD_REQUEST, "json-unreadable", says)
    })?)
}

/// Something was made, and where it is.
fn made(at: &str, what: &impl Serialize) -> HttpResponse {
    HttpResponse::Created()
        .insert_header(("location", at))
        .json(what)
}

/// What was sent can be read and cannot be.
fn unfit(says: impl Into<String>) -> Stop {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Problem::new(status, "value-unfit", says).into()
}

#[cfg(test)]
mod tests;
