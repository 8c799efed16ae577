//! The consent forms by version: what people agreed to, word for word.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::office::texts::{ConsentText, ConsentTexts, NewConsentText, TextFault};

use super::{Answer, Wrong, again, asked::Typed, day, layout::Page, show};
use crate::{
    fields::Fields,
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "texts/list.html")]
struct List {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    texts: ConsentTexts,
    head: bool,
    version: String,
    dated: Typed,
    words: String,
}

#[derive(Template)]
#[template(path = "texts/force.html")]
struct Force {
    page: Page,
    token: String,
    version: u32,
    before: u32,
}

/// Lists them, with a form for the next.
pub(crate) async fn list(visit: Visit) -> Answer {
    show(&shown(&visit, None).await?)
}

/// Adds one.
pub(crate) async fn add(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let dated = Typed::of(&fields, "dated");
    let told = NewConsentText {
        version: fields.one("version").trim().parse().ok(),
        dated: dated.date(),
        words: fields.one("words").to_owned(),
    };
    let Err(faults) = looks.add_consent_text(&told).await? else {
        return Ok(go("/texts?done=text-added"));
    };
    let wrongs = faults.into_iter().map(wrong).collect();
    let typed = (fields.one("version").to_owned(), dated, told.words);
    again(&shown(&visit, Some((wrongs, typed))).await?)
}

type Again = (Vec<Wrong>, (String, Typed, String));

async fn shown(visit: &Visit, refused: Option<Again>) -> Result<List, Stop> {
    let signed = visit.signed().await?;
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let texts = looks.consent_texts().await?;
    let mut page = visit.page(&signed, "Consent forms").await?;
    page.wrong = refused.is_some();
    let begin = || {
        let today = Typed::on(visit.doors.house.today());
        (Vec::new(), (texts.next.to_string(), today, String::new()))
    };
    let (wrongs, (version, dated, words)) = refused.unwrap_or_else(begin);
    Ok(List {
        page,
        token: visit.form_mark(),
        wrongs,
        head: signed.head().is_some(),
        texts,
        version,
        dated,
        words,
    })
}

/// Says what putting one in force does.
pub(crate) async fn ask(visit: Visit, version: Path<String>) -> Answer {
    let signed = visit.signed().await?;
    signed.head().ok_or_else(Problem::role_missing)?;
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let texts = looks.consent_texts().await?;
    let newer = |text: &&ConsentText| text.version.to_string() == *version && texts.is_newer(text);
    let found = texts.all.iter().find(newer);
    let version = found.ok_or_else(Problem::no_such_page)?.version;
    show(&Force {
        page: visit.page(&signed, "Put a form in force").await?,
        token: visit.form_mark(),
        version,
        before: texts.in_force,
    })
}

/// Puts one in force.
pub(crate) async fn put(visit: Visit, version: Path<String>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let version = version.parse().map_err(|_| Problem::no_such_page())?;
    if head.put_text_in_force(version).await? {
        Ok(go("/texts?done=text-in-force"))
    } else {
        Err(Problem::no_such_page().into())
    }
}

impl List {
    fn dated(text: &ConsentText) -> String {
        day(text.dated)
    }

    fn may_be_put(&self, text: &ConsentText) -> bool {
        self.head && self.texts.is_newer(text)
    }
}

fn wrong(fault: TextFault) -> Wrong {
    match fault {
        TextFault::Version => Wrong::new(
            "version",
            "Enter a version number that no other form has, from 1 on",
        ),
        TextFault::Dated => Wrong::new("dated", "Enter the day on the form, not after today"),
        TextFault::Words => Wrong::new(
            "words",
            "Copy the words of the form in here, 20,000 letters at most",
        ),
    }
}
