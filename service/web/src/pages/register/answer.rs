//! An answer about somebody's pictures, as the office writes it down.

use std::collections::BTreeSet;

use actix_web::web::Path;
use gatehouse_app::{
    school::Kind,
    street::office::record::{AnswerFault, Guardians, NewAnswer, NoDay},
};
use gatehouse_domain::{
    Channel,
    ids::PersonId,
    permission::{Basis, Decision, Giver, Means, Naming},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::person::shown;
use crate::{
    fields::Fields,
    pages::{
        Answer, Wrong, again,
        asked::{Choice, Typed},
        channel_name,
    },
    problem::Problem,
    visitor::{Visit, go},
};

/// The form, as it is filled in.
pub(super) struct Asked {
    pub(super) channels: Vec<Choice>,
    pub(super) decision: Vec<Choice>,
    pub(super) naming: Vec<Choice>,
    pub(super) basis: Vec<Choice>,
    pub(super) given_by: Vec<Choice>,
    pub(super) means: Vec<Choice>,
    pub(super) given: Typed,
    pub(super) until: Typed,
}

const DECISIONS: [(&str, &str, Decision); 3] = [
    ("granted", "Yes", Decision::Granted),
    ("refused", "No", Decision::Refused),
    ("withdrawn", "They took a yes back", Decision::Withdrawn),
];
const NAMINGS: [(&str, &str, Naming); 2] = [
    ("picture-only", "The picture only", Naming::PictureOnly),
    (
        "with-first-name",
        "The picture with the first name",
        Naming::WithFirstName,
    ),
];
const BASES: [(&str, &str, Basis); 3] = [
    (
        "consent",
        "They were asked and answered (consent)",
        Basis::Consent,
    ),
    (
        "public-task",
        "They were told and may object (public task)",
        Basis::PublicTask,
    ),
    (
        "legitimate-interests",
        "They were told and may object (legitimate interests)",
        Basis::LegitimateInterests,
    ),
];

pub(super) const MEANS: [(&str, &str, Means); 5] = [
    ("paper", "On a signed form", Means::Paper),
    ("portal", "In the parents’ portal", Means::Portal),
    ("email", "By e-mail", Means::Email),
    ("in-person", "Face to face", Means::InPerson),
    ("verbal", "On the telephone, or in passing", Means::Verbal),
];
/// Not a channel: the answer is about taking pictures at all.
const TAKING: &str = "taking";

impl Asked {
    /// Nothing chosen but the day.
    pub(super) fn begin(guardians: &Guardians, today: Date) -> Self {
        let nothing = Fields::none();
        Self {
            given: Typed::on(today),
            ..Self::of(&nothing, guardians)
        }
    }

    /// As it was sent.
    fn of(fields: &Fields, guardians: &Guardians) -> Self {
        let one = |name: &str, value: &str, text: &str| {
            Choice::new(value, text, fields.one(name) == value)
        };
        let channel = |channel: Channel| {
            let code = channel.code();
            let ticked = fields.all("channels").any(|sent| sent == code);
            Choice::new(code, channel_name(channel), ticked)
        };
        let giver = |(value, text): (String, String)| one("given_by", &value, &text);
        let taking = fields.all("channels").any(|sent| sent == TAKING);
        let taking = Choice::new(TAKING, "Taking pictures of them at all", taking);
        let channels = Channel::ALL.into_iter().map(channel);
        Self {
            channels: channels.chain([taking]).collect(),
            decision: DECISIONS
                .iter()
                .map(|(value, text, _)| one("decision", value, text))
                .collect(),
            naming: NAMINGS
                .iter()
                .map(|(value, text, _)| one("naming", value, text))
                .collect(),
            basis: BASES
                .iter()
                .map(|(value, text, _)| one("basis", value, text))
                .collect(),
            means: MEANS
                .iter()
                .map(|(value, text, _)| one("means", value, text))
                .collect(),
            given_by: givers(guardians).into_iter().map(giver).collect(),
            given: Typed::of(fields, "given"),
            until: Typed::of(fields, "until"),
        }
    }
}

/// Who can have given an answer, by value and text.
fn givers(guardians: &Guardians) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = (1..)
        .zip(&guardians.all)
        .map(|(place, one): (usize, _)| {
            let only = if one.relation.has_responsibility() {
                ""
            } else {
                " (a no only: no parental responsibility)"
            };
            (place.to_string(), format!("Guardian {place}{only}"))
        })
        .collect();
    let own = match guardians.kind {
        Kind::Pupil if guardians.own_say => "The pupil",
        Kind::Pupil => "The pupil (a no only)",
        Kind::Staff => "Themselves",
    };
    all.push(("self".to_owned(), own.to_owned()));
    all
}

/// Writes it down.
pub(crate) async fn record(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let person = PersonId(*person);
    let guardians = office.guardians(person).await?;
    let asked = Asked::of(&fields, &guardians);
    let faults = match office.answer(person, &told(&fields, &asked)).await? {
        Ok(()) => return Ok(go(&format!("/register/{}?done=answer-saved", person.0))),
        Err(faults) => faults,
    };
    let wrongs = faults.into_iter().map(wrong).collect();
    again(&shown(&visit, &signed, person, Some((asked, wrongs))).await?)
}

fn told(fields: &Fields, asked: &Asked) -> NewAnswer {
    let channels: BTreeSet<Channel> = fields
        .all("channels")
        .filter_map(|code| code.parse().ok())
        .collect();
    let given_by = match fields.one("given_by") {
        "self" => Some(Giver::Self_),
        place => place
            .parse::<u16>()
            .ok()
            .and_then(|place| place.checked_sub(1))
            .map(Giver::Guardian),
    };
    NewAnswer {
        channels,
        taking: fields.all("channels").any(|sent| sent == TAKING),
        decision: chosen(&DECISIONS, fields.one("decision")),
        naming: chosen(&NAMINGS, fields.one("naming")),
        basis: chosen(&BASES, fields.one("basis")),
        given_by,
        means: chosen(&MEANS, fields.one("means")),
        given_on: asked.given.date(),
        until: if asked.until.is_empty() {
            Ok(None)
        } else {
            asked.until.date().map(Some).ok_or(NoDay)
        },
    }
}

fn chosen<T: Copy>(all: &[(&str, &str, T)], value: &str) -> Option<T> {
    let found = all.iter().find(|(known, ..)| *known == value);
    found.map(|(.., choice)| *choice)
}

fn wrong(fault: AnswerFault) -> Wrong {
    match fault {
        AnswerFault::Channels => Wrong::new("channels", "Tick where the answer counts"),
        AnswerFault::Naming => Wrong::new("naming", "Choose what the answer is about"),
        AnswerFault::Decision => Wrong::new("decision", "Choose what was answered"),
        AnswerFault::Basis => Wrong::new("basis", "Choose how they were asked"),
        AnswerFault::GivenBy => Wrong::new(
            "given_by",
            "Choose who answered; a yes for a pupil is given by a guardian with parental \
             responsibility",
        ),
        AnswerFault::Means => Wrong::new("means", "Choose how the answer reached you"),
        AnswerFault::NotWritten => Wrong::new(
            "means",
            "The school’s policy asks for a yes in writing: on paper, on the portal or by e-mail",
        ),
        AnswerFault::GivenOn => Wrong::new("given", "Enter the day of the answer, not after today"),
        AnswerFault::Until => Wrong::new(
            "until",
            "Enter the last day, not before the answer, or leave it empty",
        ),
    }
}
