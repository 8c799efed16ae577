//! A new event: when, who may be in the picture, what it is for.

use askama::Template;
use gatehouse_app::street::planning::{Plan, PlanFault};
use gatehouse_domain::Channel;
use jiff::civil::Date;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, channel_name, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "events/plan.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    title: String,
    day: String,
    month: String,
    year: String,
    purpose: String,
    directed_by: String,
    classes: Vec<Choice>,
    channels: Vec<Choice>,
    assent: Option<bool>,
    device: Option<bool>,
}

/// A box to tick.
struct Choice {
    value: String,
    text: String,
    ticked: bool,
}

/// Asks for an event; the day is today's until it is changed.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let setting = intake.setting().await?;
    let today = visit.doors.house.today();
    show(&Form {
        page: visit.page(&signed, "Set up an event").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        title: String::new(),
        day: today.day().to_string(),
        month: today.month().to_string(),
        year: today.year().to_string(),
        purpose: String::new(),
        directed_by: String::new(),
        classes: classes(&setting.classes, &[]),
        channels: channels(&setting.channels, &[]),
        assent: None,
        device: None,
    })
}

/// Sets it up.
pub(crate) async fn plan(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let number = |name| fields.one(name).parse().unwrap_or(0);
    let year = fields.one("year").parse().unwrap_or(0);
    let on = Date::new(year, number("month"), number("day")).ok();
    let yes = |name| match fields.one(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let (assent, device) = (yes("assent"), yes("device"));
    let plan = Plan {
        title: fields.one("title").to_owned(),
        on: on.unwrap_or(Date::MIN),
        classes: fields.all("class").map(str::to_owned).collect(),
        channels: fields
            .all("channel")
            .filter_map(|code| code.parse().ok())
            .collect(),
        purpose: fields.one("purpose").to_owned(),
        directed_by: fields.one("directed_by").to_owned(),
        assent_given: assent.unwrap_or(false),
        device_allowed: device.unwrap_or(false),
    };
    let mut wrongs = Vec::new();
    if assent.is_none() {
        wrongs.push(Wrong::new("assent", "Say whether the people were asked"));
    }
    if device.is_none() {
        wrongs.push(Wrong::new("device", "Say whose camera it is"));
    }
    let planned = if wrongs.is_empty() {
        intake.plan(&plan).await?
    } else {
        Err(intake.faults(&plan).await?)
    };
    let faults = match planned {
        Ok(event) => {
            return Ok(go(&format!(
                "/events/{}/upload?done=event-planned",
                event.0
            )));
        }
        Err(faults) => faults,
    };
    let mut all: Vec<Wrong> = faults.into_iter().map(wrong).collect();
    all.append(&mut wrongs);
    let setting = intake.setting().await?;
    let mut page = visit.page(&signed, "Set up an event").await?;
    page.wrong = true;
    again(&Form {
        page,
        token: visit.form_mark(),
        wrongs: all,
        title: plan.title,
        day: fields.one("day").to_owned(),
        month: fields.one("month").to_owned(),
        year: fields.one("year").to_owned(),
        purpose: plan.purpose,
        directed_by: plan.directed_by,
        classes: classes(&setting.classes, &plan.classes),
        channels: channels(&setting.channels, &plan.channels),
        assent,
        device,
    })
}

fn wrong(fault: PlanFault) -> Wrong {
    match fault {
        PlanFault::Title => Wrong::new("title", "Enter a name for the event, up to 100 characters"),
        PlanFault::Day => Wrong::new(
            "day",
            "Enter the day of the event, not more than a year away",
        ),
        PlanFault::Classes => Wrong::new("classes", "Tick the classes that were there"),
    }
}

fn classes(all: &[String], ticked: &[String]) -> Vec<Choice> {
    let choice = |class: &String| Choice {
        value: class.clone(),
        text: class.clone(),
        ticked: ticked.contains(class),
    };
    all.iter().map(choice).collect()
}

fn channels(all: &[Channel], ticked: &[Channel]) -> Vec<Choice> {
    let choice = |channel: &Channel| Choice {
        value: channel.code().to_owned(),
        text: channel_name(*channel).to_owned(),
        ticked: ticked.contains(channel),
    };
    all.iter().map(choice).collect()
}
