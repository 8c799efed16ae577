//! Changing one's own password: the old one proves who it is.

use askama::Template;
use gatehouse_app::sign_in::SignInError;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::sentence,
    visitor::{Visit, go},
};

const TITLE: &str = "Change your password";

#[derive(Template)]
#[template(path = "account/password.html")]
struct Change {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    login: String,
}

/// Asks for the old and the new one.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&Change {
        page: visit.page(&signed, TITLE).await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        login: signed.who().await?.login,
    })
}

/// Changes it. Every other session of theirs ends.
pub(crate) async fn change(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    let (before, after) = (fields.raw("before"), fields.raw("password"));
    let wrong = if before.is_empty() {
        Wrong::new("before", "Enter the password you have now")
    } else if after != fields.raw("second") {
        Wrong::new("second", "Type the same new password twice")
    } else {
        let house = &visit.doors.house;
        match house.change_password(carried, (before, after)).await {
            Ok(()) => return Ok(go("/account?done=password-changed")),
            Err(SignInError::PasswordWrong) => Wrong::new(
                "before",
                "This is not the password you have now. Type it again",
            ),
            Err(error @ SignInError::TooManyTries { .. }) => {
                Wrong::new("before", sentence(&error.to_string()))
            }
            Err(error @ SignInError::SamePassword) => {
                Wrong::new("password", sentence(&error.to_string()))
            }
            Err(SignInError::Password(weak)) => Wrong::new("password", sentence(&weak.to_string())),
            Err(error) => return Err(error.into()),
        }
    };
    let mut page = visit.page(&signed, TITLE).await?;
    page.wrong = true;
    again(&Change {
        page,
        token: visit.form_mark(),
        wrongs: vec![wrong],
        login: signed.who().await?.login,
    })
}
