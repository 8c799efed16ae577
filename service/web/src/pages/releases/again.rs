//! A post that does not go out or does not come down is tried again.

use actix_web::web::Path;
use gatehouse_domain::ids::ReleaseId;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::Answer,
    problem::Problem,
    visitor::{Visit, go},
};

/// Has it tried again at once. Asked for twice, it is tried once.
pub(crate) async fn try_again(visit: Visit, release: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    let tried = desk.try_again(ReleaseId(*release)).await?;
    let said = if tried { "?done=tried-again" } else { "" };
    Ok(go(&format!("/releases/{}{said}", *release)))
}
