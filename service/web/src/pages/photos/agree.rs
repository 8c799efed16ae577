//! An editor agrees, on a picture's sheet, to what somebody else said.

use actix_web::web::Path;
use gatehouse_domain::{ids::PhotoId, policy::Code};
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::Answer,
    problem::Problem,
    visitor::{Visit, go},
};

/// Takes their agreement.
pub(crate) async fn agree(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let editor = signed.editor().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let known = |code: &&Code| code.code() == fields.one("reason");
    let code = Code::ALL.iter().find(known).ok_or_else(Problem::bad_form)?;
    editor.agree((photo, fields.one("seen")), *code).await?;
    Ok(go(&format!("/photos/{}?done=agreed", photo.0)))
}

/// What they agree to, as it stands on the button.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
pub(crate) const fn button(code: &Code) -> &'static str {
    match code {
        Code::FaceDismissed => "I agree: it is not a face",
        Code::GroupShot => "I agree: so many can be in it",
        _ => "I agree: the name can stand here",
    }
}

/// What is asked.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
pub(crate) const fn question(code: &Code) -> &'static str {
    match code {
        Code::FaceDismissed => "Somebody said that a box shows no face. Look at the picture.",
        Code::GroupShot => {
            "More people are in this picture than the school’s policy likes outside displays."
        }
        _ => "The words give a name, and nobody with that name is named in the picture.",
    }
}
