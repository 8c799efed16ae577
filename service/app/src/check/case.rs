//! Puts the facts of a photo together for the verdict: people by index, so
//! that a stored case names nobody.

use gatehouse_domain::{
    Area, Channel,
    biometric::Route,
    geometry::pixels,
    permission::Standing,
    policy::{self, Case, Person, PersonIndex, PersonKind, Resolution},
};
use gatehouse_faces::Grade;

use super::{Decision, Desk, Parts, Seen, SeenFace, Sight, Texts, channel_scale};
use crate::school::{self, Event, Kind, PersonKey};

pub(super) fn build(
    desk: &Desk<'_>,
    seen: &Seen,
    event: &Event,
    parts: &Parts,
    texts: &Texts,
    channel: Channel,
) -> Case {
    let mut people = People::new(desk, texts);
    let scale = channel_scale(seen.width, seen.height);
    let mut faces: Vec<policy::Face> = seen
        .faces
        .iter()
        .enumerate()
        .map(|(index, face)| {
            let decision = parts.decisions.get(&index);
            let resolution = resolution(desk, face, decision, &mut people);
            detected(seen, face, resolution, scale)
        })
        .collect();
    faces.extend(parts.marked.iter().map(|marked| {
        let resolution = marked
            .decision
            .map_or(Resolution::Unresolved, |decision| people.decided(decision));
        by_hand(seen, marked.area, resolution, scale)
    }));
    for (place, face) in faces.iter_mut().enumerate() {
        face.others = others(seen, parts, place)
            .filter_map(|key| people.registered(key))
            .collect();
    }
    let words_name_someone = texts.name_somebody(desk.words);
    let words_name_someone_else = words_name_someone && people.someone_else_is_named(&faces);
    Case {
        channel,
        channel_on: desk.school.profile.channels.contains(&channel),
        event: facts(desk, seen, event, channel),
        source: desk.school.profile.consents.into(),
        people: people.list,
        faces,
        counts: parts.counts,
        texts: texts.facts(desk.words, channel),
        words_name_someone,
        words_name_someone_else,
        lifts: parts.lifts.clone(),
    }
}

fn facts(desk: &Desk<'_>, seen: &Seen, event: &Event, channel: Channel) -> policy::Event {
    let noted = |text: &str| !text.trim().is_empty();
    policy::Event {
        on: event.on,
        assent_given: event.assent_given,
        purpose_recorded: noted(&event.purpose) && noted(&event.directed_by),
        channel_intended: event.channels.contains(&channel),
        device_allowed: event.device_allowed,
        rights_held: event.rights_held,
        matched: seen.route == Route::Matched,
        dpia_valid: desk.school.profile.recognition.dpia_valid(desk.date),
        uploader_current: event.uploader_current,
    }
}

/// Who else a face was said or found to be, unless a safeguarding lead settled
/// it.
fn others(seen: &Seen, parts: &Parts, place: usize) -> impl Iterator<Item = PersonKey> {
    let found = seen.faces.get(place).and_then(|face| match face.sight {
        Sight::Match(person) => Some(person),
        _ => None,
    });
    let before = parts.before.get(&place).into_iter().flatten();
    let open = !parts.settled.contains(&place);
    before.copied().chain(found).filter(move |_| open)
}

/// What a person said wins; else what the machine saw, at most as far as its
/// grade goes: assistive networks propose, production ones find.
fn resolution(
    desk: &Desk<'_>,
    found: &SeenFace,
    decision: Option<&Decision>,
    people: &mut People<'_>,
) -> Resolution {
    if let Some(decision) = decision {
        return people.decided(*decision);
    }
    match &found.sight {
        Sight::Match(key) => match people.registered(*key) {
            Some(index) if desk.scanner.set().grade == Grade::Production => {
                Resolution::Matched(index)
            }
            Some(index) => Resolution::Proposed(index),
            None => Resolution::Unresolved,
        },
        Sight::Ambiguous(..) => Resolution::Ambiguous,
        Sight::NotIdentifiable => Resolution::NotIdentifiable,
        Sight::Stranger | Sight::NotCompared => Resolution::Unresolved,
    }
}

fn detected(seen: &Seen, found: &SeenFace, resolution: Resolution, scale: f32) -> policy::Face {
    let face = &found.face;
    policy::Face {
        nose_position: face.quality.nose_position,
        eye_distance: Some(face.quality.eye_distance),
        score: face.score,
        ..by_hand(seen, face.area, resolution, scale)
    }
}

/// A face of which only the box is known.
fn by_hand(seen: &Seen, area: Area, resolution: Resolution, scale: f32) -> policy::Face {
    policy::Face {
        resolution,
        height_px: area.height * scale,
        height_share: area.height / pixels(seen.height).max(1.0),
        nose_position: None,
        eye_distance: None,
        score: 1.0,
        others: Vec::new(),
    }
}

/// The people of a case, each once, in the order in which faces bring them.
struct People<'a> {
    desk: &'a Desk<'a>,
    texts: &'a Texts,
    keys: Vec<Option<PersonKey>>,
    list: Vec<Person>,
}

impl<'a> People<'a> {
    /// Whether the words name a pupil while no face is settled on anybody of
    /// that name.
    fn someone_else_is_named(&self, faces: &[policy::Face]) -> bool {
        let settled: Vec<&school::Person> = faces
            .iter()
            .filter_map(|face| face.resolution.person())
            .filter_map(|index| self.keys.get(index.0).copied().flatten())
            .filter_map(|key| self.desk.school.person(key))
            .collect();
        self.desk
            .school
            .keyed()
            .filter(|(_, person)| person.kind == Kind::Pupil)
            .flat_map(|(_, person)| person.given_names())
            .filter(|name| self.texts.hold(self.desk.words, name.reveal()))
            .any(|name| {
                !settled.iter().any(|person| {
                    person
                        .given_names()
                        .any(|own| own.reveal().to_lowercase() == name.reveal().to_lowercase())
                })
            })
    }

    fn new(desk: &'a Desk<'a>, texts: &'a Texts) -> Self {
        Self {
            desk,
            texts,
            keys: Vec::new(),
            list: Vec::new(),
        }
    }

    fn decided(&mut self, decision: Decision) -> Resolution {
        match decision {
            Decision::Is(key) => self
                .registered(key)
                .map_or(Resolution::Unresolved, Resolution::Confirmed),
            Decision::Visitor { agreed } => Resolution::Confirmed(self.visitor(agreed)),
            Decision::NobodyRecognisable => Resolution::NobodyRecognisable,
            Decision::NotAFace => Resolution::Dismissed,
        }
    }

    fn registered(&mut self, key: PersonKey) -> Option<PersonIndex> {
        if let Some(index) = self.keys.iter().position(|known| *known == Some(key)) {
            return Some(PersonIndex(index));
        }
        let person = self.desk.school.person(key)?;
        self.keys.push(Some(key));
        self.list.push(Person {
            kind: match person.kind {
                Kind::Pupil => PersonKind::Pupil,
                Kind::Staff => PersonKind::Staff,
            },
            standing: person.standing.clone(),
            named: self.texts.name(self.desk.words, person),
        });
        Some(PersonIndex(self.list.len() - 1))
    }

    fn visitor(&mut self, attested: bool) -> PersonIndex {
        self.keys.push(None);
        self.list.push(Person {
            kind: PersonKind::Visitor { attested },
            standing: Standing::default(),
            named: false,
        });
        PersonIndex(self.list.len() - 1)
    }
}
