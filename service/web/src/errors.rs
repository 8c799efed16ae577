//! Gives every problem the body that who asks can read: a page in the browser,
//! problem details (RFC 9457) for a program.

use actix_web::{
    Error, FromRequest as _, HttpMessage as _, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER, WWW_AUTHENTICATE},
    middleware::Next,
    web::Data,
};
use askama::Template;

use crate::{
    cookies::Kind, fields::Typed, pages::layout::Page, problem::Problem, routes, serve::Doors,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    page: Page,
    problem: &'a Problem,
    /// What they typed into the form that was not saved.
    typed: Vec<String>,
}

/// Rooms whose forms hold nothing that proves who somebody is.
const GIVEN_BACK: [&str; 7] = [
    "/events",
    "/exceptions",
    "/photos",
    "/pupils",
    "/register",
    "/releases",
    "/take-down",
];

/// Around every handler.
pub(crate) async fn tell<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let answered = next.call(request).await?;
    let problem = answered.response().extensions().get::<Problem>().cloned();
    let problem = match (problem, answered.status()) {
        (Some(problem), _) => problem,
        // A form again, with what is wrong with it, has its page already.
        _ if is_page(answered.headers()) => return Ok(answered.map_into_left_body()),
        // What the framework refused by itself.
        (None, status) if status.is_client_error() || status.is_server_error() => {
            Problem::of_status(status)
        }
        (None, _) => return Ok(answered.map_into_left_body()),
    };
    if problem.code == "role-missing" {
        note_refused(answered.request()).await;
    }
    let (request, before) = answered.into_parts();
    let mut answer = body(&request, &problem).await;
    // What was set with it stays, as the cookie of a session that ended.
    for (name, value) in before.headers() {
        if name != CONTENT_TYPE {
            answer.headers_mut().append(name.clone(), value.clone());
        }
    }
    if let Some(seconds) = problem.wait {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(ServiceResponse::new(request, answer).map_into_right_body())
}

/// Writes down that somebody came to a page that is not for them, by the
/// address as the house lists it.
async fn note_refused(request: &HttpRequest) {
    let pattern = request.match_pattern();
    let known = routes::ROUTES
        .iter()
        .find(|route| Some(route.path) == pattern.as_deref());
    let doors = request.app_data::<Data<Doors>>();
    let (Some(route), Some(doors)) = (known, doors) else {
        return;
    };
    let Some(carried) = doors.secure.read(request, Kind::Session) else {
        return;
    };
    if let Err(error) = doors.house.note_refused_page(&carried, route.path).await {
        tracing::error!(code = error.code(), "a refused page was not written down");
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Whether a script of ours asks, and not a person.
pub(crate) fn wants_json(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(ACCEPT);
    accepts.is_some_and(|accepts| accepts.as_bytes() == b"application/json")
}

/// What a program is told to bring (RFC 6750 section 3).
fn challenge(code: &str) -> Option<&'static str> {
    Some(match code {
        "token-missing" => "Bearer realm=\"Gatehouse\"",
        "token-not-valid" => "Bearer realm=\"Gatehouse\", error=\"invalid_token\"",
        "scope-missing" => "Bearer realm=\"Gatehouse\", error=\"insufficient_scope\"",
        _ => return None,
    })
}

/// The answer with its body.
async fn body(request: &HttpRequest, problem: &Problem) -> HttpResponse {
    let mut answer = HttpResponse::build(problem.status);
    if routes::is_api(request.path()) || wants_json(request) {
        let details = serde_json::json!({
            "type": format!("urn:gatehouse:{}", problem.code),
            "title": problem.code,
            "status": problem.status.as_u16(),
            "detail": problem.says,
            "code": problem.code,
        });
        if let Some(challenge) = challenge(problem.code) {
            answer.insert_header((WWW_AUTHENTICATE, challenge));
        }
        return answer
            .insert_header((CONTENT_TYPE, "application/problem+json"))
            .body(details.to_string());
    }
    let page = ProblemPage {
        page: framed(request).await,
        problem,
        typed: given_back(request, problem),
    };
    match page.render() {
        Ok(html) => answer.content_type("text/html; charset=utf-8").body(html),
        Err(_) => answer
            .content_type("text/plain; charset=utf-8")
            .body(problem.says.clone()),
    }
}

/// The page's frame, with the links of who is signed in.
async fn framed(request: &HttpRequest) -> Page {
    const TITLE: &str = "This did not work";
    let visit = Visit::from_request(request, &mut Payload::None).await;
    let Ok(visit) = visit else {
        return Page::bare(TITLE);
    };
    let Ok(signed) = visit.signed().await else {
        return Page::bare(TITLE);
    };
    let page = visit.page(&signed, TITLE).await;
    let mut page = page.unwrap_or_else(|_| Page::bare(TITLE));
    page.notice = None;
    page
}

/// What was typed into a form of ours that was not saved since who sent it has
/// to sign in, or did anew.
fn given_back(request: &HttpRequest, problem: &Problem) -> Vec<String> {
    let lost = ["sign-in-first", "form-stale"].contains(&problem.code);
    let room = GIVEN_BACK
        .iter()
        .any(|room| request.path().starts_with(room));
    let site = request.headers().get("sec-fetch-site");
    let ours = site.is_none_or(|site| site.as_bytes() == b"same-origin");
    if !(lost && room && ours) {
        return Vec::new();
    }
    let typed = request.extensions().get::<Typed>().cloned();
    typed.unwrap_or_default().0
}
