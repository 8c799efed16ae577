//! The second step in: a one-time code from a telephone.

use askama::Template;
use gatehouse_app::sign_in::SignInError;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    visitor::{Visit, own},
};

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct Code {
    page: Page,
    token: String,
    next: String,
    wrongs: Vec<Wrong>,
}

/// Asks for the code.
pub(crate) async fn ask(visit: Visit) -> Answer {
    show(&Code {
        page: Page::bare("Enter your code"),
        token: visit.form_mark(),
        next: visit.next(),
        wrongs: Vec::new(),
    })
}

/// Takes the code.
pub(crate) async fn give(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    let given = visit
        .doors
        .house
        .give_code(carried, fields.one("code"), visit.from());
    match given.await {
        Ok(()) => Ok(super::on(fields.one("next"))),
        Err(SignInError::CodeWrong) => again(&Code {
            page: super::wrong("Enter your code"),
            token: visit.form_mark(),
            next: own(Some(fields.one("next"))).to_owned(),
            wrongs: vec![Wrong::new(
                "code",
                "This code is not right, or it was used before. Wait for the next one and enter it",
            )],
        }),
        Err(error) => Err(error.into()),
    }
}
