//! Posts on their way out: what waits for a second person, what is going out,
//! what is coming back.

pub(crate) mod again;
pub(crate) mod back;
pub(crate) mod choose;
pub(crate) mod look;
pub(crate) mod out;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::{
    desk::Editor,
    street::{
        board::Standing,
        releases::posts::{Part, Post, Posts, Progress, Work},
    },
};
use gatehouse_domain::retention::school_time_zone;
use jiff::Timestamp;
use serde::Deserialize;

use super::{Answer, channel_name, layout::Page, show};
use crate::{
    problem::{Problem, Stop},
    visitor::Visit,
};

/// Posts of one kind on one page.
const LISTED: u32 = 50;

#[derive(Template)]
#[template(path = "releases/queue.html")]
struct Queue {
    page: Page,
    waiting: Section,
    going: Section,
    back: Section,
}

impl Queue {
    /// Whether something waits that nobody can approve yet.
    fn has_unready(&self) -> bool {
        !self.waiting.posts.iter().all(is_ready)
    }
}

/// A part of a list, and the ways to what is before and after it.
struct Section {
    posts: Vec<Post>,
    before: Option<u32>,
    after: Option<u32>,
}

/// Where each list begins.
#[derive(Deserialize)]
pub(crate) struct Places {
    #[serde(default)]
    waiting: u32,
    #[serde(default)]
    going: u32,
    #[serde(default)]
    back: u32,
}

/// Shows the queue.
pub(crate) async fn queue(visit: Visit, from: Query<Places>) -> Answer {
    let signed = visit.signed().await?;
    let editor = signed.editor().ok_or_else(Problem::role_missing)?;
    show(&Queue {
        page: visit.page(&signed, "Going out").await?,
        waiting: some(&editor, Part::Waiting, from.waiting).await?,
        going: some(&editor, Part::Going, from.going).await?,
        back: some(&editor, Part::ComingBack, from.back).await?,
    })
}

async fn some(editor: &Editor<'_>, part: Part, from: u32) -> Result<Section, Stop> {
    let posts = editor.posts((part, None), (from, LISTED)).await?;
    Ok(section(posts, from))
}

fn section(posts: Posts, from: u32) -> Section {
    Section {
        posts: posts.posts,
        before: (from > 0).then(|| from.saturating_sub(LISTED)),
        after: posts.more.then(|| from.saturating_add(LISTED)),
    }
}

/// A moment as people write it.
pub(crate) fn moment(at: &Timestamp) -> String {
    let at = at.to_zoned(school_time_zone());
    at.strftime("%-d %B %Y, %H:%M").to_string()
}

/// The event of a post, which is what people know it by.
pub(crate) fn title(post: &Post) -> &str {
    post.event
        .as_ref()
        .map_or("A post", |(_, title)| title.as_str())
}

/// Whether somebody can approve it now.
pub(crate) fn is_ready(post: &Post) -> bool {
    matches!(post.progress, Progress::Waiting(Some(Standing::Clear)))
}

/// How many pictures, as people say it.
pub(crate) fn pictures(post: &Post) -> String {
    match post.pictures {
        1 => "1 picture".to_owned(),
        count => format!("{count} pictures"),
    }
}

pub(crate) fn channel(post: &Post) -> &'static str {
    channel_name(post.channel)
}

/// The word for how far a post is, and its colour.
pub(crate) fn word(post: &Post) -> (&'static str, &'static str) {
    match &post.progress {
        Progress::Waiting(Some(Standing::Clear)) if post.hindrance.is_none() => {
            ("Ready for you", "govuk-tag--green")
        }
        Progress::Waiting(Some(Standing::Clear)) => ("For somebody else", "govuk-tag--grey"),
        Progress::Waiting(Some(Standing::Blocked)) => ("Cannot be used", "govuk-tag--red"),
        Progress::Waiting(_) => ("Not ready", "govuk-tag--yellow"),
        Progress::Going(Work { given_up: true, .. }) => ("Did not go out", "govuk-tag--red"),
        Progress::Going(Work {
            failed: Some(_), ..
        }) => ("Tried again", "govuk-tag--yellow"),
        Progress::Going(_) => ("Going out", "govuk-tag--blue"),
        Progress::Out { look_again: true } => ("Look at it again", "govuk-tag--yellow"),
        Progress::Out { look_again: false } => ("Out", "govuk-tag--green"),
        Progress::Back(_) if post.gone_at.is_some() => ("Gone", "govuk-tag--grey"),
        Progress::Back(_) => ("Being taken down", "govuk-tag--yellow"),
        Progress::GivenUp => ("Taken back", "govuk-tag--grey"),
    }
}

/// What went wrong on its way, and what to do.
pub(crate) fn trouble(post: &Post) -> Option<String> {
    let (Progress::Going(work) | Progress::Back(work)) = &post.progress else {
        return None;
    };
    let failed = work.failed.as_ref()?;
    let next = if work.given_up {
        "It is not tried again by itself: an editor can have it tried again, or take the post back."
    } else {
        "It is tried again by itself."
    };
    Some(format!("{failed} {next}"))
}
