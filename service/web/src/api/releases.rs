//! Posts: put together by programs, approved by persons, taken back by both.

use actix_web::{
    HttpResponse,
    web::{Path, Payload},
};
use gatehouse_app::street::glance::PostGlance;
use gatehouse_domain::ids::{PhotoId, ReleaseId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    made, program, read,
    shared::{Channel, Made, Refused, Standing},
    unfit,
};
use crate::{pages::Answer, visitor::Visit};

/// Photos in one post at most.
const LONGEST: usize = 50;

/// A post that is to be put together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRelease {
    /// Where it is to go.
    channel: Channel,
    /// Its photos in their order, 1 to 50.
    photos: Vec<Uuid>,
}

/// A post.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Release {
    /// Its id.
    id: Uuid,
    /// Where it goes.
    channel: Channel,
    /// How far it is: `draft`, `judged`, `approved`, `publishing`, `published`
    /// or `recalled`.
    stage: &'static str,
    /// How it stands, while it waits for somebody to approve it.
    standing: Option<Standing>,
    /// Its photos in their order.
    photos: Vec<Uuid>,
}

/// Puts photos together for a channel. A person approves them.
#[utoipa::path(
    post,
    path = "/api/v1/releases",
    request_body = NewRelease,
    responses((status = 201, description = "It waits for a person.", body = Made), Refused),
    security(("token" = ["words"])),
)]
pub(crate) async fn draft(visit: Visit, payload: Payload) -> Answer {
    let texts = program(&visit).await?.texts()?;
    let new: NewRelease = read(payload).await?;
    if !(1..=LONGEST).contains(&new.photos.len()) {
        return Err(unfit("A post has 1 to 50 photos."));
    }
    let photos: Vec<PhotoId> = new.photos.into_iter().map(PhotoId).collect();
    let release = texts.draft(new.channel.into(), &photos).await?;
    let at = format!("/api/v1/releases/{}", release.0);
    Ok(made(&at, &Made { id: release.0 }))
}

/// Tells how far a post is.
#[utoipa::path(
    get,
    path = "/api/v1/releases/{release}",
    params(("release" = Uuid, Path, description = "The post.")),
    responses((status = 200, description = "How far it is.", body = Release), Refused),
    security(("token" = ["upload"]), ("token" = ["words"]), ("token" = ["recall"])),
)]
pub(crate) async fn look(visit: Visit, release: Path<Uuid>) -> Answer {
    let views = program(&visit).await?.views()?;
    let post = views.post(ReleaseId(*release)).await?;
    Ok(HttpResponse::Ok().json(Release::from(post)))
}

impl From<PostGlance> for Release {
    fn from(post: PostGlance) -> Self {
        Self {
            id: post.id.0,
            channel: post.channel.into(),
            stage: post.stage,
            standing: post.standing.map(Standing::from),
            photos: post.photos.into_iter().map(|photo| photo.0).collect(),
        }
    }
}

/// Takes a post back, wherever it is. It cannot go out again.
#[utoipa::path(
    post,
    path = "/api/v1/releases/{release}/take-back",
    params(("release" = Uuid, Path, description = "The post.")),
    responses((status = 204, description = "It is taken down at once."), Refused),
    security(("token" = ["recall"])),
)]
pub(crate) async fn take_back(visit: Visit, release: Path<Uuid>) -> Answer {
    let recalls = program(&visit).await?.recalls()?;
    recalls.take_back(ReleaseId(*release)).await?;
    Ok(HttpResponse::NoContent().finish())
}
