//! A pupil said no to having their face recognised: one press, no question. It
//! counts at once, and nobody but the pupil can take it back.

use actix_web::web::Path;
use gatehouse_domain::ids::PersonId;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::Answer,
    problem::Problem,
    visitor::{Visit, go},
};

/// Notes it.
pub(crate) async fn note(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let person = dsl.person(PersonId(*person)).await?.person;
    dsl.pupil_said_no(person).await?;
    Ok(go(&format!("/pupils/{person}?done=pupil-said-no")))
}
