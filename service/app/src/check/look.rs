//! Scan: the faces of a cleaned picture, compared with the event's roster
//! where that is allowed and left to a person where it is not.

use gatehouse_domain::{
    biometric::{self, Route, RouteFacts, RouteReason},
    matching::{MatchResult, Negatives, Probe, match_faces},
};
use gatehouse_faces::{DetectedFace, View};
use gatehouse_picture::Pixels;

use super::{CheckError, Desk, Looked, Seen, SeenFace, Sight};
use crate::{
    enrol::FaceRegister,
    school::{Event, PersonKey, School},
};
use jiff::civil::Date;

pub(super) fn look(desk: &Desk<'_>, bytes: &[u8], event: &Event) -> Result<Looked, CheckError> {
    let decoded = desk.pool.decode(bytes)?;
    let pixels = decoded.pixels;
    let (faces, route) = scan(desk, &pixels, event, &Negatives::none())?;
    let seen = Seen {
        width: pixels.width(),
        height: pixels.height(),
        carried: decoded.carried,
        faces,
        route,
    };
    Ok(Looked { pixels, seen })
}

/// The faces from left to right, and how they may be told apart.
pub(super) fn scan(
    desk: &Desk<'_>,
    pixels: &Pixels,
    event: &Event,
    not: &Negatives<usize, PersonKey>,
) -> Result<(Vec<SeenFace>, Route), CheckError> {
    let view = View::new(pixels.width(), pixels.height(), pixels.rgb())?;
    let mut found = desk.scanner.scan(view)?;
    found.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));

    let route = match (route(desk.school, event, desk.date), desk.register) {
        (Route::Matched, None) => Route::Register(vec![RouteReason::RecognitionOff]),
        (route, _) => route,
    };
    let sights = match desk.register.filter(|_| route == Route::Matched) {
        Some(register) => compare(desk, view, &found, (register, not), event)?,
        None => vec![Sight::NotCompared; found.len()],
    };
    let faces = found
        .into_iter()
        .zip(sights)
        .map(|(face, sight)| SeenFace { face, sight })
        .collect();
    Ok((faces, route))
}

/// Whether the event's faces may be compared with its roster.
///
/// Asked before enrolment too: nobody is enrolled for an event that takes the
/// register route.
#[must_use]
pub fn route(school: &School, event: &Event, date: Date) -> Route {
    let recognition = &school.profile.recognition;
    let statuses: Vec<_> = school
        .roster(event)
        .map(|(_, person)| biometric::status(&person.biometric, date))
        .collect();
    let mut roster = school.roster(event);
    let early_years = roster.any(|(_, person)| recognition.may_be_early(person));
    let facts = RouteFacts {
        dpia: recognition.dpia,
        recognition_on: recognition.on,
        early_years,
        match_early_years: recognition.match_early_years,
    };
    biometric::route(&statuses, &facts, date)
}

fn compare(
    desk: &Desk<'_>,
    view: View<'_>,
    found: &[DetectedFace],
    (register, not): (&FaceRegister, &Negatives<usize, PersonKey>),
    event: &Event,
) -> Result<Vec<Sight>, CheckError> {
    let on_roster: Vec<PersonKey> = desk.school.roster(event).map(|(key, _)| key).collect();
    let gallery = register.roster(|key| on_roster.contains(&key))?;
    let mut probes = Vec::with_capacity(found.len());
    for (index, face) in found.iter().enumerate() {
        // What the network cannot make a direction of stays unidentified.
        let embedding = if face.quality.is_identifiable() {
            desk.scanner.embed(view, &face.landmarks).ok()
        } else {
            None
        };
        probes.push(Probe::new(index, &face.landmarks, embedding));
    }
    let results = match_faces(
        &probes,
        &gallery,
        register.thresholds(),
        register.lookalikes(),
        not,
    );
    Ok(results.into_iter().map(sight).collect())
}

fn sight(result: MatchResult<PersonKey>) -> Sight {
    match result {
        MatchResult::Match { person, .. } => Sight::Match(person),
        MatchResult::Ambiguous { candidates, doubt } => Sight::Ambiguous(
            candidates.into_iter().map(|one| one.person).collect(),
            doubt,
        ),
        MatchResult::Stranger => Sight::Stranger,
        MatchResult::NotIdentifiable => Sight::NotIdentifiable,
    }
}
