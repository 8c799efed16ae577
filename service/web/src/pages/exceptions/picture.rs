//! One picture that waits for a safeguarding lead: who is in it and what was
//! agreed, what stands in the way by which rule, and their decision.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    check::Decision,
    desk::{Dsl, Signed},
    street::{
        StreetError,
        board::Standing,
        exceptions::{Decided, Exception, May, Obstacle},
        person_sheet::{OnChannel, PersonSheet, Wanted},
        review::Entered,
        sheet::FaceOnSheet,
        why::Why,
    },
};
use gatehouse_domain::{
    Channel,
    ids::{FaceId, PersonId, PhotoId},
    policy::{Reason, Subject},
    retention::school_time_zone,
};
use uuid::Uuid;

use super::words;
use crate::{
    fields::Fields,
    pages::{
        Answer, Wrong, again, channel_name, day,
        layout::Page,
        pupils::words::{answer, denied, permitted},
        show, why_fault,
    },
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "exceptions/picture.html")]
struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    exception: Exception,
    typed: Typed,
}

/// What stands in the fields.
#[derive(Default)]
struct Typed {
    reasons: Vec<String>,
    channels: Vec<String>,
    why: String,
    face: String,
    name: String,
}

/// Shows the picture with everything that is in its way.
pub(crate) async fn ask(visit: Visit, photo: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let exception = dsl.exception(PhotoId(*photo)).await?;
    show(&Shown {
        page: visit.page(&signed, "Exception").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        typed: Typed::default(),
        exception,
    })
}

/// Takes a decision.
pub(crate) async fn decide(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let exception = dsl.exception(photo).await?;
    let typed = Typed {
        reasons: fields.all("reason").map(str::to_owned).collect(),
        channels: fields.all("channel").map(str::to_owned).collect(),
        why: fields.one("why").to_owned(),
        ..Typed::default()
    };
    let mut wrongs = Vec::new();
    let seen = fields.one("seen");
    if seen != exception.seen {
        wrongs.push(changed());
        return refused(&visit, &signed, &dsl, (photo, wrongs), typed).await;
    }
    let allowed = allowed(&exception, &typed, &mut wrongs);
    match (Why::parse(&typed.why), wrongs.is_empty()) {
        (Ok(why), true) => match dsl.allow((photo, seen), (&allowed, &why)).await {
            Ok(()) => return Ok(go(&format!("/exceptions/{photo}?done=decided"))),
            Err(StreetError::Store(error)) if error.code() == "changed-meanwhile" => {
                wrongs.push(changed());
            }
            Err(error) => return Err(error.into()),
        },
        (Err(fault), _) => wrongs.push(Wrong::new("why", why_fault(fault))),
        (Ok(_), false) => {}
    }
    refused(&visit, &signed, &dsl, (photo, wrongs), typed).await
}

/// Somebody was faster.
fn changed() -> Wrong {
    let says = "The picture or its words changed meanwhile. Look again, then decide";
    Wrong::new("reason", says)
}

/// Everything that was ticked and stands in the way there.
fn allowed(
    exception: &Exception,
    typed: &Typed,
    wrongs: &mut Vec<Wrong>,
) -> Vec<(Channel, Reason)> {
    let ticked: Vec<&Obstacle> = exception
        .reasons
        .iter()
        .filter(|one| one.may == May::You && typed.reasons.contains(&Shown::value(one)))
        .collect();
    if ticked.is_empty() {
        wrongs.push(Wrong::new("reason", "Tick what you allow"));
    }
    let there = |channel: &&Channel| typed.channels.iter().any(|code| code == channel.code());
    let mut allowed = Vec::new();
    for obstacle in &ticked {
        let channels = obstacle.channels.iter().filter(there);
        allowed.extend(channels.map(|channel| (*channel, obstacle.reason)));
    }
    if allowed.is_empty() && !ticked.is_empty() {
        let says = "Tick a place where what you allow stands in the way";
        wrongs.push(Wrong::new("channel", says));
    }
    allowed
}

/// Says that a face is a pupil of any class.
pub(crate) async fn name(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let exception = dsl.exception(photo).await?;
    let typed = Typed {
        face: fields.one("face").to_owned(),
        name: fields.one("name").to_owned(),
        ..Typed::default()
    };
    let mut wrongs = Vec::new();
    let faces = &exception.sheet.faces;
    let face = faces.iter().find(|face| face.id.to_string() == typed.face);
    if face.is_none() {
        wrongs.push(Wrong::new("face", "Choose the face"));
    }
    let person = called(&dsl, &typed.name, &mut wrongs).await?;
    if let (Some(face), Some(person)) = (face, person) {
        let entered = Entered {
            names: vec![(face.id, Decision::Is(person))],
            ..Entered::default()
        };
        dsl.pictures().save(photo, &entered).await?;
        return Ok(go(&format!("/exceptions/{photo}?done=saved")));
    }
    refused(&visit, &signed, &dsl, (photo, wrongs), typed).await
}

/// The one pupil of that name.
async fn called(
    dsl: &Dsl<'_>,
    name: &str,
    wrongs: &mut Vec<Wrong>,
) -> Result<Option<PersonId>, Stop> {
    if name.is_empty() {
        wrongs.push(Wrong::new("name", "Type the pupil’s name"));
        return Ok(None);
    }
    let wanted = Wanted {
        class: None,
        name: Some(name.to_owned()),
    };
    let found = dsl.pupils(&wanted, (0, 2)).await?;
    match &*found.people {
        [one] => return Ok(Some(one.person)),
        [] => wrongs.push(Wrong::new(
            "name",
            "Nobody on the register is called so. Check the spelling",
        )),
        _ => wrongs.push(Wrong::new(
            "name",
            "More than one pupil is called so. Type first name and family name",
        )),
    }
    Ok(None)
}

/// The page again, with what was typed and what is wrong with it.
async fn refused(
    visit: &Visit,
    signed: &Signed<'_>,
    dsl: &Dsl<'_>,
    (photo, wrongs): (PhotoId, Vec<Wrong>),
    typed: Typed,
) -> Answer {
    let mut page = visit.page(signed, "Exception").await?;
    page.wrong = true;
    again(&Shown {
        page,
        token: visit.form_mark(),
        wrongs,
        typed,
        exception: dsl.exception(photo).await?,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands everything over by reference"
)]
impl Shown {
    /// What is known of a face.
    fn who(face: &FaceOnSheet) -> String {
        match face.said {
            Some(Decision::Is(_)) => face
                .name
                .clone()
                .unwrap_or_else(|| "Somebody who is no longer on the register".to_owned()),
            Some(Decision::Visitor { .. }) => "A visitor who agreed".to_owned(),
            Some(Decision::NobodyRecognisable) => {
                "Nobody who can be recognised, somebody said".to_owned()
            }
            Some(Decision::NotAFace) => "Not a face, somebody said".to_owned(),
            None if face.proposed.is_empty() => "Nobody has said who this is".to_owned(),
            None => "Nobody has said who this is. It may be:".to_owned(),
        }
    }

    /// Whom the machine thinks of, where nobody has said anything.
    fn candidates(face: &FaceOnSheet) -> &[(PersonId, String)] {
        if face.said.is_some() {
            &[]
        } else {
            &face.proposed
        }
    }

    /// How an obstacle is called in the form.
    fn value(obstacle: &Obstacle) -> String {
        let subject = match obstacle.reason.subject {
            Subject::Picture => "picture".to_owned(),
            Subject::Face(place) => format!("face-{place}"),
            Subject::Text(place) => format!("text-{place}"),
        };
        format!("{}.{subject}", obstacle.reason.code.code())
    }

    /// What they may allow.
    fn to_decide(&self) -> Vec<&Obstacle> {
        let all = self.exception.reasons.iter();
        all.filter(|one| one.may == May::You).collect()
    }

    /// Where something stands in the way that they may allow.
    fn places(&self) -> Vec<Channel> {
        let mut places: Vec<Channel> = self
            .to_decide()
            .into_iter()
            .flat_map(|one| one.channels.iter().copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn is_ticked(&self, obstacle: &Obstacle) -> bool {
        self.typed.reasons.contains(&Self::value(obstacle))
    }

    fn is_place(&self, channel: &Channel) -> bool {
        let mut channels = self.typed.channels.iter();
        channels.any(|code| code == channel.code())
    }

    fn is_face(&self, face: &FaceId) -> bool {
        self.typed.face == face.to_string()
    }

    fn says(obstacle: &Obstacle) -> &'static str {
        words::says(obstacle.reason.code)
    }

    fn about(obstacle: &Obstacle) -> String {
        words::about(obstacle.reason.subject, obstacle.text)
    }

    fn lifts(obstacle: &Obstacle) -> &'static str {
        words::lifts(obstacle.reason.code, obstacle.may)
    }

    fn channels(channels: &[Channel]) -> String {
        let names: Vec<&str> = channels.iter().map(|one| channel_name(*one)).collect();
        names.join(", ")
    }

    const fn channel(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    const fn word(standing: &Standing) -> &'static str {
        words::standing(*standing)
    }

    fn faces(places: &[usize]) -> String {
        let places: Vec<String> = places.iter().map(|place| format!("face {place}")).collect();
        places.join(" and ")
    }

    fn permitted(on: &OnChannel) -> &'static str {
        permitted(on)
    }

    fn denied(on: &OnChannel) -> Vec<&'static str> {
        on.denied.iter().map(|one| denied(*one)).collect()
    }

    fn answers(on: &OnChannel, person: &PersonSheet) -> Vec<String> {
        on.answers
            .iter()
            .map(|row| answer(row, person.kind))
            .collect()
    }

    fn decision(decided: &Decided) -> String {
        let at = decided.at.to_zoned(school_time_zone());
        format!(
            "{}, {} ({}), {} at {}",
            Self::channels(&decided.channels),
            decided.by,
            words::role(decided.role),
            day(at.date()),
            at.strftime("%H:%M")
        )
    }

    fn about_what(decided: &Decided) -> &'static str {
        words::says(decided.code)
    }
}
