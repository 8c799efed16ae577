//! Back at a screen that was left alone: the password again.

use askama::Template;
use gatehouse_app::sign_in::{Resumed, SignInError};

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    visitor::{Visit, own},
};

#[derive(Template)]
#[template(path = "sign_in/unlock.html")]
struct Unlock {
    page: Page,
    token: String,
    next: String,
    login: String,
    wrongs: Vec<Wrong>,
}

/// Asks for the password.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let login = login(&visit).await?;
    show(&Unlock {
        page: Page::bare("You were away"),
        token: visit.form_mark(),
        next: visit.next(),
        login,
        wrongs: Vec::new(),
    })
}

/// Takes the password.
pub(crate) async fn unlock(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    match visit
        .doors
        .house
        .unlock(carried, fields.raw("password"))
        .await
    {
        Ok(()) => Ok(super::on(fields.one("next"))),
        Err(SignInError::PasswordWrong) => again(&Unlock {
            page: super::wrong("You were away"),
            token: visit.form_mark(),
            next: own(Some(fields.one("next"))).to_owned(),
            login: login(&visit).await?,
            wrongs: vec![Wrong::new(
                "password",
                "This is not your password. Type it again",
            )],
        }),
        Err(error) => Err(error.into()),
    }
}

/// Whose session it is; who has none signs in instead.
async fn login(visit: &Visit) -> Result<String, crate::problem::Stop> {
    let Some(carried) = &visit.carried else {
        return Err(visit.away("/sign-in"));
    };
    match visit.doors.house.resume(carried).await? {
        Resumed::Locked(visitor) | Resumed::Wants(_, visitor) => Ok(visitor.who().await?.login),
        Resumed::Open(signed) => Ok(signed.who().await?.login),
        Resumed::Nobody | Resumed::Ended => Err(visit.away("/sign-in")),
    }
}
