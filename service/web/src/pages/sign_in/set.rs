//! A link that was handed over in person: sets a password, once.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::sign_in::SignInError;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "sign_in/set.html")]
struct Set {
    page: Page,
    login: String,
    ends_codes: bool,
    wrongs: Vec<Wrong>,
}

/// Asks for a password, twice.
pub(crate) async fn ask(visit: Visit, link: Path<String>) -> Answer {
    page(&visit, &link, Vec::new()).await
}

/// Sets it. Whoever has the link may: that is its token.
pub(crate) async fn set(visit: Visit, link: Path<String>, fields: Fields) -> Answer {
    let (password, second) = (fields.raw("password"), fields.raw("second"));
    if password != second {
        let wrong = Wrong::new("second", "Type the same password twice");
        return page(&visit, &link, vec![wrong]).await;
    }
    match visit.doors.house.set_password(&link, password).await {
        Ok(()) => Ok(go("/sign-in?done=password-set")),
        Err(SignInError::Password(weak)) => {
            let wrong = Wrong::new("password", crate::problem::sentence(&weak.to_string()));
            page(&visit, &link, vec![wrong]).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, link: &str, wrongs: Vec<Wrong>) -> Answer {
    let meant = visit.doors.house.set_link(link).await?;
    let fine = wrongs.is_empty();
    let page = Set {
        page: if fine {
            Page::bare("Choose a password")
        } else {
            super::wrong("Choose a password")
        },
        login: meant.who.login,
        ends_codes: meant.ends_codes,
        wrongs,
    };
    if fine { show(&page) } else { again(&page) }
}
