//! A pupil said no to having their face recognised: asked once more, as nobody
//! but the pupil can take it back.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::person_sheet::PersonSheet;
use gatehouse_domain::ids::PersonId;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "pupils/said_no.html")]
struct Form {
    page: Page,
    token: String,
    person: PersonSheet,
}

/// Asks once more.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    show(&Form {
        person: dsl.person(PersonId(*person)).await?,
        page: visit.page(&signed, "Recognition").await?,
        token: visit.form_mark(),
    })
}

/// Notes it.
pub(crate) async fn note(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let person = dsl.person(PersonId(*person)).await?.person;
    dsl.pupil_said_no(person).await?;
    Ok(go(&format!("/pupils/{person}?done=saved")))
}
