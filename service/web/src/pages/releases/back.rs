//! A post is taken back: asked once more, since it cannot be undone.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::{
    Approval,
    releases::posts::{Post, Progress},
};
use gatehouse_domain::ids::ReleaseId;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "releases/back.html")]
struct Back {
    page: Page,
    token: String,
    post: Post,
}

/// Asks once more.
pub(crate) async fn ask(visit: Visit, release: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    signed.take_downs().ok_or_else(Problem::role_missing)?;
    let looks = signed.pictures().ok_or_else(Problem::role_missing)?;
    let preview = looks.preview(ReleaseId(*release), &Approval::new()).await?;
    let post = preview.post;
    if matches!(post.progress, Progress::Back(_) | Progress::GivenUp) {
        return Ok(go(&format!("/releases/{}", *release)));
    }
    show(&Back {
        page: visit.page(&signed, "Take this post back?").await?,
        token: visit.form_mark(),
        post,
    })
}

/// Takes it back.
pub(crate) async fn take(visit: Visit, release: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    match desk.take_back(ReleaseId(*release)).await {
        // Somebody was faster: it is as they want it.
        Err(error) if error.code() != "release-recalled" => Err(error.into()),
        _ => Ok(go(&format!("/releases/{}?done=taken-back", *release))),
    }
}
