//! The last step in: the acceptable-use agreement, signed before anything else.

use askama::Template;
use gatehouse_app::sign_in::agreement;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    visitor::{Visit, own},
};

#[derive(Template)]
#[template(path = "sign_in/agreement.html")]
struct Agreement {
    page: Page,
    token: String,
    next: String,
    wrongs: Vec<Wrong>,
    version: i64,
    points: &'static [&'static str],
}

/// Shows it.
pub(crate) async fn ask(visit: Visit) -> Answer {
    show(&Agreement {
        page: Page::bare(agreement::TITLE),
        token: visit.form_mark(),
        next: visit.next(),
        wrongs: Vec::new(),
        version: agreement::VERSION,
        points: agreement::TEXT,
    })
}

/// Takes the signature.
pub(crate) async fn sign(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    if fields.one("agreed") != "yes" {
        return again(&Agreement {
            page: super::wrong(agreement::TITLE),
            token: visit.form_mark(),
            next: own(Some(fields.one("next"))).to_owned(),
            wrongs: vec![Wrong::new("agreed", "Tick the box to sign the agreement")],
            version: agreement::VERSION,
            points: agreement::TEXT,
        });
    }
    let carried = visit.carried.as_deref().unwrap_or_default();
    let version = fields.one("version").parse().unwrap_or_default();
    visit.doors.house.sign_agreement(carried, version).await?;
    Ok(super::on(fields.one("next")))
}
