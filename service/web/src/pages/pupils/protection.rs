//! Somebody's protection: what it is, how it came to be so, and to begin or end
//! it with a reason. The page is the same for everybody, so that its address
//! tells nothing.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::{Dsl, Signed},
    street::{office::protect::Protection, person_sheet::PersonSheet, why::Why},
};
use gatehouse_domain::{ids::PersonId, retention::school_time_zone};
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, day, layout::Page, show, why_fault},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "pupils/protection.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    person: PersonSheet,
    history: Vec<Protection>,
    why: String,
}

/// Shows it, and asks.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let form = form(&visit, &signed, &dsl, PersonId(*person)).await?;
    show(&form)
}

/// Begins or ends it.
pub(crate) async fn change(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let person = PersonId(*person);
    let mut form = form(&visit, &signed, &dsl, person).await?;
    let protected = match fields.one("want") {
        "protect" => Some(true),
        "end" => Some(false),
        _ => None,
    };
    fields.one("why").clone_into(&mut form.why);
    match (Why::parse(&form.why), protected) {
        (Ok(why), Some(protected)) => {
            dsl.protect(person, protected, &why).await?;
            // The address that follows stays in the browser's history: it says
            // neither what was done nor to whom.
            return Ok(go("/protected?done=saved"));
        }
        (Err(fault), _) => form.wrongs.push(Wrong::new("why", why_fault(fault))),
        (Ok(_), None) => return Err(Problem::bad_form().into()),
    }
    form.page.wrong = true;
    again(&form)
}

async fn form(
    visit: &Visit,
    signed: &Signed<'_>,
    dsl: &Dsl<'_>,
    person: PersonId,
) -> Result<Form, Stop> {
    Ok(Form {
        person: dsl.person(person).await?,
        history: dsl.protection(person).await?,
        page: visit.page(signed, "Protection").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        why: String::new(),
    })
}

impl Form {
    fn is_protected(&self) -> bool {
        self.person.protected == Some(true)
    }

    fn began(line: &Protection) -> &'static str {
        if line.protected { "Protected" } else { "Ended" }
    }

    fn by(line: &Protection) -> &str {
        line.by.as_deref().unwrap_or("an import")
    }

    fn at(line: &Protection) -> String {
        day(line.at.to_zoned(school_time_zone()).date())
    }
}
