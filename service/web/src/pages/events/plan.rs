//! What is told of an event: when, who may be in the picture, what it is for.
//! One form, for a new event and for one of which something was told wrongly.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::{Intake, Signed},
    school::Event,
    street::planning::{Plan, PlanFault, Question},
};
use gatehouse_domain::{Channel, ids::EventId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, asked::Choice, channel_name, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "events/plan.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    id: EventId,
    /// The day and the classes of an event that is there already: its pictures
    /// were looked at by them.
    known: Option<(String, String)>,
    /// Whether the day can be told anew: there are no pictures yet.
    day_open: bool,
    day: String,
    month: String,
    year: String,
    classes: Vec<Choice>,
    channels: Vec<Choice>,
    told: Told,
}

/// The fields as they stand on the page.
const ORDER: [&str; 9] = [
    "title",
    "day",
    "classes",
    "channels",
    "purpose",
    "directed_by",
    "rights",
    "assent",
    "device",
];

/// What stands in the fields.
#[derive(Default)]
struct Told {
    title: String,
    purpose: String,
    directed_by: String,
    photographer: String,
    assent: Option<bool>,
    device: Option<bool>,
    rights: Option<bool>,
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
        id: visit.doors.house.new_event(),
        known: None,
        day_open: true,
        day: today.day().to_string(),
        month: today.month().to_string(),
        year: today.year().to_string(),
        classes: classes(&setting.classes, &[]),
        channels: channels(&setting.channels, &[]),
        told: Told::default(),
    })
}

/// Sets it up.
pub(crate) async fn plan(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let id: Uuid = fields
        .one("event")
        .parse()
        .map_err(|_| Problem::bad_form())?;
    let id = EventId(id);
    let told = told(&fields);
    let plan = planned(&fields, &told);
    let mut wrongs = missing(&told);
    let faults = if wrongs.is_empty() {
        match intake.plan((id, &plan)).await? {
            Ok(event) => {
                let ahead = plan.on > visit.doors.house.today();
                let done = if ahead {
                    "event-planned-ahead"
                } else {
                    "event-planned"
                };
                return Ok(go(&format!("/events/{}/upload?done={done}", event.0)));
            }
            Err(faults) => faults,
        }
    } else {
        intake.faults(&plan).await?
    };
    wrongs.extend(faults.into_iter().map(wrong));
    refused(&visit, (&signed, &intake), &fields, (id, told, wrongs)).await
}

/// Shows what was told of one that is there.
pub(crate) async fn edit(visit: Visit, event: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let id = EventId(*event);
    let known = intake.event(id).await?;
    let setting = intake.setting().await?;
    show(&Form {
        page: visit.page(&signed, "Change the event’s details").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        id,
        known: Some(fixed(&known)),
        day_open: !intake.has_pictures(id).await?,
        day: known.on.day().to_string(),
        month: known.on.month().to_string(),
        year: known.on.year().to_string(),
        classes: Vec::new(),
        channels: channels(&setting.channels, &known.channels),
        told: Told {
            title: known.title,
            purpose: known.purpose,
            directed_by: known.directed_by,
            photographer: known.photographer,
            assent: Some(known.assent_given),
            device: Some(known.device_allowed),
            rights: Some(known.rights_held),
        },
    })
}

/// Changes it.
pub(crate) async fn amend(visit: Visit, event: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let id = EventId(*event);
    intake.event(id).await?;
    let told = told(&fields);
    let mut wrongs = missing(&told);
    if wrongs.is_empty() {
        match intake.amend((id, &planned(&fields, &told))).await? {
            Ok(()) => return Ok(go(&format!("/events/{}?done=event-changed", id.0))),
            Err(faults) => wrongs.extend(faults.into_iter().map(wrong)),
        }
    }
    refused(&visit, (&signed, &intake), &fields, (id, told, wrongs)).await
}

/// The form again, with what was typed and what is wrong with it.
async fn refused(
    visit: &Visit,
    (signed, intake): (&Signed<'_>, &Intake<'_>),
    fields: &Fields,
    (id, told, wrongs): (EventId, Told, Vec<Wrong>),
) -> Answer {
    let setting = intake.setting().await?;
    let known = known(intake, id).await?;
    let title = match known {
        Some(_) => "Change the event’s details",
        None => "Set up an event",
    };
    let mut page = visit.page(signed, title).await?;
    page.wrong = true;
    let mut wrongs = wrongs;
    wrongs.sort_by_key(|wrong| ORDER.iter().position(|field| *field == wrong.field));
    let ticked: Vec<String> = fields.all("class").map(str::to_owned).collect();
    again(&Form {
        page,
        token: visit.form_mark(),
        wrongs,
        id,
        day_open: known.is_none() || !intake.has_pictures(id).await?,
        known,
        day: fields.one("day").to_owned(),
        month: fields.one("month").to_owned(),
        year: fields.one("year").to_owned(),
        classes: classes(&setting.classes, &ticked),
        channels: channels(&setting.channels, &chosen(fields)),
        told,
    })
}

/// What cannot be changed of an event, if there is one already.
async fn known(intake: &Intake<'_>, id: EventId) -> Result<Option<(String, String)>, Stop> {
    let all = intake.events().await?;
    let found = all.iter().find(|(known, _)| *known == id);
    Ok(found.map(|(_, event)| fixed(event)))
}

fn fixed(event: &Event) -> (String, String) {
    (crate::pages::day(event.on), event.classes.join(", "))
}

fn told(fields: &Fields) -> Told {
    let text = |name: &str| fields.one(name).to_owned();
    let yes = |name| match fields.one(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Told {
        title: text("title"),
        purpose: text("purpose"),
        directed_by: text("directed_by"),
        photographer: text("photographer"),
        assent: yes("assent"),
        device: yes("device"),
        rights: yes("rights"),
    }
}

fn chosen(fields: &Fields) -> Vec<Channel> {
    let codes = fields.all("channel");
    codes.filter_map(|code| code.parse().ok()).collect()
}

/// A plan of what was told; what was not said counts as no.
fn planned(fields: &Fields, told: &Told) -> Plan {
    let number = |name| fields.one(name).parse().unwrap_or(0);
    let year = fields.one("year").parse().unwrap_or(0);
    let on = Date::new(year, number("month"), number("day")).ok();
    Plan {
        title: told.title.clone(),
        on: on.unwrap_or(Date::MIN),
        classes: fields.all("class").map(str::to_owned).collect(),
        channels: chosen(fields),
        purpose: told.purpose.clone(),
        directed_by: told.directed_by.clone(),
        assent_given: told.assent.unwrap_or(false),
        device_allowed: told.device.unwrap_or(false),
        photographer: told.photographer.clone(),
        rights_held: told.rights.unwrap_or(false),
    }
}

/// The questions that were not answered.
fn missing(told: &Told) -> Vec<Wrong> {
    [
        ("assent", told.assent, "Say whether the people were asked"),
        ("device", told.device, "Say whose camera it is"),
        (
            "rights",
            told.rights,
            "Say whether the school may publish them",
        ),
    ]
    .into_iter()
    .filter(|(_, answer, _)| answer.is_none())
    .map(|(field, _, says)| Wrong::new(field, says))
    .collect()
}

fn wrong(fault: PlanFault) -> Wrong {
    match fault {
        PlanFault::Title => Wrong::new("title", "Enter a name for the event"),
        PlanFault::TitleLong => Wrong::new(
            "title",
            "The name of the event is too long. Use 100 characters or fewer",
        ),
        PlanFault::Day => Wrong::new(
            "day",
            "Enter the day of the event, not more than a year away",
        ),
        PlanFault::Classes => Wrong::new("classes", "Tick the classes that were there"),
        PlanFault::There => Wrong::new(
            "title",
            "This event is set up already. If you save now, it is changed to what stands here",
        ),
        PlanFault::Channels => Wrong::new("channels", "Tick where the pictures are meant to go"),
        PlanFault::Purpose => Wrong::new("purpose", "Say what the pictures are for"),
        PlanFault::DirectedBy => Wrong::new("directed_by", "Say who asked for the pictures"),
        PlanFault::Stands(question) => Wrong::new(
            match question {
                Question::Rights => "rights",
                Question::Assent => "assent",
                Question::Device => "device",
            },
            "There are pictures already, and the answer for them is No. Ask an editor who did not \
                give that answer to change it",
        ),
    }
}

fn classes(all: &[String], ticked: &[String]) -> Vec<Choice> {
    let choice = |class: &String| Choice::new(class, class, ticked.contains(class));
    all.iter().map(choice).collect()
}

fn channels(all: &[Channel], ticked: &[Channel]) -> Vec<Choice> {
    let choice = |channel: &Channel| {
        let is_ticked = ticked.contains(channel);
        Choice::new(channel.code(), channel_name(*channel), is_ticked)
    };
    all.iter().map(choice).collect()
}
