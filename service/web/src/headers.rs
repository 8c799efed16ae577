//! What every answer says to the browser besides its content: run nothing that
//! is not ours, show us in nobody's frame, keep nothing.

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
};

/// Source: OWASP HTTP Headers Cheat Sheet. Pictures come from us alone, or from
/// the file that was just picked; forms lead to us alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Noted with a request of a program while the school's consents are too old to
/// clear anything by.
pub(crate) struct StaleConsents;

const CONSENTS: HeaderName = HeaderName::from_static("gatehouse-consents");

/// Name and value, for every answer.
pub(crate) const HEADERS: [(HeaderName, &str); 7] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "no-referrer"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Adds them to an answer, and that nobody keeps it where it says nothing of
/// that itself.
pub(crate) async fn add(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut answer = next.call(request).await?;
    if answer.request().extensions().contains::<StaleConsents>() {
        let stale = HeaderValue::from_static("stale");
        answer.headers_mut().insert(CONSENTS, stale);
    }
    put(answer.headers_mut());
    Ok(answer)
}

fn put(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
