//! Somebody is erased. It is asked for in so many letters, since nothing of it
//! can be undone.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::office::{Erasure, record::ToErase};
use gatehouse_domain::ids::PersonId;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, asked::Choice, day, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// What is to be typed.
const WORD: &str = "erase";

#[derive(Template)]
#[template(path = "register/erase.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    id: PersonId,
    whom: ToErase,
    why: Vec<Choice>,
    typed: String,
}

const WHYS: [(&str, &str, Erasure); 2] = [
    ("left", "They have left the school", Erasure::Left),
    (
        "asked",
        "They, or who speaks for them, asked for it",
        Erasure::AskedFor,
    ),
];

/// Asks.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    let blank = Fields::none();
    show(&form(&visit, PersonId(*person), &blank, Vec::new()).await?)
}

/// Erases them.
pub(crate) async fn erase(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let person = PersonId(*person);
    let why = WHYS.iter().find(|(code, ..)| *code == fields.one("why"));
    let mut wrongs = Vec::new();
    if why.is_none() {
        wrongs.push(Wrong::new("why", "Choose why they are erased"));
    }
    if !fields.one("word").eq_ignore_ascii_case(WORD) {
        wrongs.push(Wrong::new(
            "word",
            "Type the word erase, to show that you mean it",
        ));
    }
    match why {
        Some((.., why)) if wrongs.is_empty() => {
            let back = office.erase(person, *why).await?;
            Ok(go(&format!("/register?done=erased&posts={back}")))
        }
        _ => again(&form(&visit, person, &fields, wrongs).await?),
    }
}

async fn form(
    visit: &Visit,
    person: PersonId,
    fields: &Fields,
    wrongs: Vec<Wrong>,
) -> Result<Form, Stop> {
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let whom = office.to_erase(person).await?;
    let mut page = visit.page(&signed, "Erase somebody").await?;
    page.wrong = !wrongs.is_empty();
    let choice = |(code, text, _): &(&str, &str, Erasure)| {
        Choice::new(*code, *text, fields.one("why") == *code)
    };
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        id: person,
        whom,
        why: WHYS.iter().map(choice).collect(),
        typed: fields.one("word").to_owned(),
    })
}

impl Form {
    fn left(&self) -> Option<String> {
        self.whom.left_on.map(day)
    }
}
