//! The pages, one room for each part of somebody's day.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod alike;
pub(crate) mod asked;
pub(crate) mod dots;
pub(crate) mod duties;
pub(crate) mod ending;
pub(crate) mod events;
pub(crate) mod exceptions;
pub(crate) mod home;
pub(crate) mod import;
pub(crate) mod layout;
pub(crate) mod logs;
pub(crate) mod machine;
pub(crate) mod notices;
pub(crate) mod people;
pub(crate) mod photos;
pub(crate) mod pupils;
pub(crate) mod register;
pub(crate) mod releases;
pub(crate) mod report;
pub(crate) mod sign_in;
pub(crate) mod switches;
pub(crate) mod take_down;
pub(crate) mod texts;

use actix_web::HttpResponse;
use askama::Template;

use crate::problem::{Problem, Stop};

/// What a handler gives.
pub(crate) type Answer = Result<HttpResponse, Stop>;

/// A page as an answer.
pub(crate) fn show(page: &impl Template) -> Answer {
    with_status(actix_web::http::StatusCode::OK, page)
}

/// A form again, of which something is wrong.
pub(crate) fn again(page: &impl Template) -> Answer {
    with_status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn with_status(status: actix_web::http::StatusCode, page: &impl Template) -> Answer {
    let html = page.render().map_err(|error| {
        tracing::error!("a page cannot be written: {error}");
        Problem::of_status(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR)
    })?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// Something that was entered and is wrong: which field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The id of the field.
    pub(crate) field: &'static str,
    /// What to do.
    pub(crate) says: String,
}

impl Wrong {
    pub(crate) fn new(field: &'static str, says: impl Into<String>) -> Self {
        Self {
            field,
            says: says.into(),
        }
    }
}

/// What is wrong with one field, to be told beside it.
pub(crate) fn wrong_with<'a>(wrongs: &'a [Wrong], field: &str) -> Option<&'a str> {
    let found = wrongs.iter().find(|wrong| wrong.field == field);
    found.map(|wrong| wrong.says.as_str())
}

/// Nothing is wrong: for a field of a form that takes everything.
pub(crate) const fn no_wrongs() -> &'static [Wrong] {
    &[]
}

/// What to do about a reason that says too little or too much.
pub(crate) const fn why_fault(fault: gatehouse_app::street::why::WhyFault) -> &'static str {
    use gatehouse_app::street::why::WhyFault;
    match fault {
        WhyFault::TooShort => {
            "Say why in a few words at least, so that it can be understood in a year"
        }
        WhyFault::TooLong => "Say it in 1000 characters at most",
    }
}

/// A day as people write it.
pub(crate) fn day(date: jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A moment as people write it, by the school's clock.
pub(crate) fn moment(at: jiff::Timestamp) -> String {
    let at = at.to_zoned(gatehouse_domain::retention::school_time_zone());
    at.strftime("%-d %B %Y, %H:%M").to_string()
}

/// Which part of a long list.
#[derive(serde::Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    pub(crate) from: usize,
}

/// A channel as people call it.
pub(crate) const fn channel_name(channel: gatehouse_domain::Channel) -> &'static str {
    channel.title()
}

/// Whether a question was answered so.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
pub(crate) fn said(answer: &Option<bool>, so: bool) -> bool {
    *answer == Some(so)
}
