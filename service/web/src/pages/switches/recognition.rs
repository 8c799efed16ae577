//! Recognition is switched on or off.

use askama::Template;
use gatehouse_app::street::{StreetError, office::switches::Switches};

use super::to;
use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::{Problem, Stop, sentence},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "switches/recognition.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    switches: Switches,
}

/// Says what would follow.
pub(crate) async fn ask(visit: Visit) -> Answer {
    show(&form(&visit, Vec::new()).await?)
}

/// Switches it. Without an impact assessment in force it does not go on.
pub(crate) async fn turn(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let on = to(&fields)?;
    if !on && fields.one("sure") != "yes" {
        let says = "Tick that you know what is deleted for good";
        return again(&form(&visit, vec![Wrong::new("sure", says)]).await?);
    }
    match head.set_recognition(on).await {
        Ok(()) if on => Ok(go("/switches?done=recognition-on")),
        Ok(()) => Ok(go("/switches?done=recognition-off")),
        Err(error @ StreetError::NoDpia) => {
            let says = sentence(&error.to_string());
            let wrong = Wrong::new("dpia", says.trim_end_matches('.'));
            again(&form(&visit, vec![wrong]).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(visit: &Visit, wrongs: Vec<Wrong>) -> Result<Form, Stop> {
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let switches = head.switches().await?;
    let mut page = visit.page(&signed, "Face recognition").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        switches,
    })
}
