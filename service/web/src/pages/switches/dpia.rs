//! The record of the data protection impact assessment. Its text stays in the
//! school's own file.

use askama::Template;
use gatehouse_app::{
    school::DpiaPaper,
    street::office::switches::{DpiaFault, NewDpia},
};

use crate::{
    fields::Fields,
    pages::{
        Answer, Wrong, again,
        asked::{Choice, Typed},
        layout::Page,
        show,
    },
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "switches/dpia.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    asked: Asked,
}

/// The form, as it is filled in.
struct Asked {
    signed: Typed,
    signed_by: String,
    version: String,
    review: Typed,
    covers: Vec<Choice>,
}

impl Asked {
    fn new(covers: Option<bool>) -> Self {
        let choice =
            |value: &str, text: &str, so: bool| Choice::new(value, text, covers == Some(so));
        Self {
            signed: Typed::default(),
            signed_by: String::new(),
            version: String::new(),
            review: Typed::default(),
            covers: vec![
                choice(
                    "no",
                    "No. Only pupils who may be recognised are compared",
                    false,
                ),
                choice(
                    "yes",
                    "Yes. Faces of others may be compared for a moment, and are never kept",
                    true,
                ),
            ],
        }
    }
}

/// Shows what is on record, to be corrected or replaced.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let switches = head.switches().await?;
    let asked = match switches.dpia {
        None => Asked::new(None),
        Some(dpia) => Asked {
            signed: dpia.signed_on.map(Typed::on).unwrap_or_default(),
            signed_by: switches.paper.signed_by,
            version: switches.paper.version,
            review: Typed::on(dpia.review_by),
            ..Asked::new(Some(dpia.covers_unenrolled))
        },
    };
    show(&form(&visit, asked, Vec::new()).await?)
}

/// Records it.
pub(crate) async fn record(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let covers = match fields.one("covers") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let asked = Asked {
        signed: Typed::of(&fields, "signed"),
        signed_by: fields.one("signed_by").to_owned(),
        version: fields.one("version").to_owned(),
        review: Typed::of(&fields, "review"),
        ..Asked::new(covers)
    };
    let told = NewDpia {
        signed_on: asked.signed.date(),
        review_by: asked.review.date(),
        covers_unenrolled: covers,
        paper: DpiaPaper {
            signed_by: asked.signed_by.clone(),
            version: asked.version.clone(),
        },
    };
    match head.record_dpia(&told).await? {
        Ok(()) => Ok(go("/switches?done=dpia-recorded")),
        Err(faults) => {
            let wrongs = faults
                .into_iter()
                .map(|fault| wrong(fault, &told.paper))
                .collect();
            again(&form(&visit, asked, wrongs).await?)
        }
    }
}

async fn form(visit: &Visit, asked: Asked, wrongs: Vec<Wrong>) -> Result<Form, Stop> {
    let signed = visit.signed().await?;
    let mut page = visit.page(&signed, "Impact assessment (DPIA)").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        asked,
    })
}

fn wrong(fault: DpiaFault, paper: &DpiaPaper) -> Wrong {
    let is_long = |text: &str| text.trim().chars().count() > 100;
    match fault {
        DpiaFault::SignedBy if is_long(&paper.signed_by) => Wrong::new(
            "signed_by",
            "The post is too long. Use up to 100 characters",
        ),
        DpiaFault::Version if is_long(&paper.version) => Wrong::new(
            "version",
            "The version is too long. Use up to 100 characters",
        ),
        DpiaFault::SignedOn => Wrong::new("signed", "Enter the day it was signed, not after today"),
        DpiaFault::SignedBy => Wrong::new("signed_by", "Enter the post of who signed it"),
        DpiaFault::Version => Wrong::new("version", "Enter which version it is"),
        DpiaFault::ReviewBy => Wrong::new(
            "review",
            "Enter the day by which it is looked at again: after today, and two years after \
             signing at most",
        ),
        DpiaFault::Covers => Wrong::new("covers", "Choose what the assessment allows"),
    }
}
