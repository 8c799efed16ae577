//! The head's switches, each turned on a page of its own that says what
//! follows.

pub(crate) mod channel;
pub(crate) mod dpia;
pub(crate) mod draft;
pub(crate) mod profile;
pub(crate) mod recognition;

use askama::Template;
use gatehouse_app::{desk::Signed, street::office::switches::Switches};
use gatehouse_domain::Channel;

use super::{Answer, Wrong, again, channel_name, day, layout::Page, moment, show};
use crate::{
    fields::Fields,
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "switches/list.html")]
struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    switches: Switches,
    days: String,
    /// Whether they may switch anything, and not only read.
    may: bool,
    /// Who signed the agreement: name, version, when. For data protection.
    signed: Vec<(String, i64, String)>,
}

/// Shows how everything is switched.
pub(crate) async fn list(visit: Visit) -> Answer {
    show(&shown(&visit, None).await?)
}

/// Sets for how many days an import counts.
pub(crate) async fn fresh(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let typed = fields.one("days");
    let set = match typed.parse() {
        Ok(days) => head.set_fresh_days(days).await?,
        Err(_) => false,
    };
    if set {
        return Ok(go("/switches?done=days-set"));
    }
    let wrong = Wrong::new(
        "days",
        "Enter a number of days from 1 to 366, and no more than the signed policy says",
    );
    again(&shown(&visit, Some((wrong, typed))).await?)
}

async fn shown(visit: &Visit, refused: Option<(Wrong, &str)>) -> Result<Shown, Stop> {
    let signed = visit.signed().await?;
    let switches = match (signed.head(), signed.dpo()) {
        (Some(head), _) => head.switches().await?,
        (None, Some(dpo)) => dpo.switches().await?,
        (None, None) => return Err(Problem::role_missing().into()),
    };
    let mut page = visit.page(&signed, "Switches").await?;
    page.wrong = refused.is_some();
    let days = refused.as_ref().map_or_else(
        || match switches.fresh_days {
            0 => String::new(),
            days => days.to_string(),
        },
        |(_, typed)| (*typed).to_owned(),
    );
    Ok(Shown {
        page,
        token: visit.form_mark(),
        wrongs: refused.into_iter().map(|(wrong, _)| wrong).collect(),
        switches,
        days,
        may: signed.head().is_some(),
        signed: signatures(&signed).await?,
    })
}

/// Who signed the agreement, for data protection.
async fn signatures(signed: &Signed<'_>) -> Result<Vec<(String, i64, String)>, Stop> {
    let Some(dpo) = signed.dpo() else {
        return Ok(Vec::new());
    };
    let mut told = Vec::new();
    for one in dpo.signatures().await? {
        told.push((dpo.name_of(one.account).await?, one.version, moment(one.at)));
    }
    Ok(told)
}

/// The way a switch is to be turned, as a form says it.
fn to(fields: &Fields) -> Result<bool, Stop> {
    match fields.one("to") {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Problem::bad_form().into()),
    }
}

impl Shown {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template hands over references"
    )]
    const fn name(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template hands over references"
    )]
    fn is_ruled_out(&self, channel: &Channel) -> bool {
        self.switches.ruled_out.contains(channel)
    }

    fn signed_on(&self) -> Option<String> {
        self.switches.dpia?.signed_on.map(day)
    }

    fn review_by(&self) -> Option<String> {
        self.switches.dpia.map(|dpia| day(dpia.review_by))
    }

    fn imported_on(&self) -> Option<String> {
        self.switches.imported_on.map(day)
    }
}
