//! A photo's facts in plain terms, and the case they make.

use std::collections::BTreeMap;

use gatehouse_captions::Checker;
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    permission::Source,
    policy::{
        Case, Code, Event, Face, HeadCounts, Lift, Person, PersonIndex, Resolution, Subject, Text,
    },
    role::Role,
};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Value;

use super::people::PersonFacts;
use crate::base::Base;

/// Everything a case can say of a photo.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// Where it is to go.
    pub channel: Channel,
    channel_on: bool,
    event: EventFacts,
    consents: Consents,
    faces: Vec<FaceFacts>,
    people: BTreeMap<String, PersonFacts>,
    heads: Heads,
    /// What goes out with it.
    pub words: Words,
    /// Whether they name a pupil who is not told in the picture.
    words_name_another: bool,
    lifts: Vec<LiftFacts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a duty of its own that was met or not"
)]
struct EventFacts {
    taken_on: Date,
    people_were_asked: bool,
    purpose_noted: bool,
    channel_meant: bool,
    camera_allowed: bool,
    school_may_publish: bool,
    matched_by_machine: bool,
    dpia_in_force: bool,
    uploader_current: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consents {
    imported_on: Date,
    fresh_days: u16,
    form_version: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Unresolved,
    NotIdentifiable,
    Ambiguous,
    Proposed,
    Matched,
    Confirmed,
    NobodyRecognisable,
    Dismissed,
    Removed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaceFacts {
    who: Option<String>,
    state: State,
    marked_by_hand: bool,
    height_px: f32,
    height_share: f32,
    nose: f32,
    eyes_px: f32,
    certainty: f32,
    /// Who it was said or found to be besides.
    others: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Right,
    None,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Count {
    Told(Word),
    Heads(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heads {
    uploader: Count,
    approver: Count,
    approval_asked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    caption: String,
    title: String,
    alt_text: String,
    filename: String,
    hashtag: String,
    handle: String,
    album: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LiftFacts {
    reason: Code,
    about: String,
    by: Role,
}

impl Photo {
    /// The case as the rules know it.
    pub fn case(&self, base: &Base, checker: &Checker) -> Result<Case, String> {
        let names: Vec<&String> = self.people.keys().collect();
        let faces: Vec<Face> = self
            .faces
            .iter()
            .map(|face| face.face(&names))
            .collect::<Result<_, _>>()?;
        let visible = faces
            .iter()
            .filter(|face| face.resolution.is_visible())
            .count();
        let texts: Vec<Text> = self
            .words
            .texts()
            .map(|(kind, text)| Text {
                kind,
                verdict: checker.check(text, kind, self.channel).findings.verdict,
            })
            .collect();
        Ok(Case {
            channel: self.channel,
            channel_on: self.channel_on,
            event: self.event.event(),
            source: Source {
                imported_on: self.consents.imported_on,
                fresh_days: self.consents.fresh_days,
                text_version: self.consents.form_version,
            },
            people: self.people(base, checker)?,
            faces,
            counts: self.heads.counts(visible)?,
            texts,
            words_name_someone: self
                .words
                .texts()
                .any(|(_, text)| checker.names_somebody(text)),
            words_name_someone_else: self.words_name_another,
            lifts: self
                .lifts
                .iter()
                .map(|lift| lift.lift(&self.words))
                .collect::<Result<_, _>>()?,
        })
    }

    fn people(&self, base: &Base, checker: &Checker) -> Result<Vec<Person>, String> {
        let mut people = Vec::new();
        for (who, facts) in &self.people {
            let meant =
                |face: &FaceFacts| face.who.as_ref() == Some(who) || face.others.contains(who);
            if !self.faces.iter().any(meant) {
                return Err(format!("{who} is not in the picture"));
            }
            let called = facts.names(who, base)?;
            let is_named = called.iter().any(|name| {
                let mut texts = self.words.texts();
                texts.any(|(_, text)| checker.mentions(text, name))
            });
            people.push(facts.person(is_named, &base.settings.rules));
        }
        Ok(people)
    }
}

impl EventFacts {
    fn event(&self) -> Event {
        Event {
            on: self.taken_on,
            assent_given: self.people_were_asked,
            purpose_recorded: self.purpose_noted,
            channel_intended: self.channel_meant,
            device_allowed: self.camera_allowed,
            rights_held: self.school_may_publish,
            matched: self.matched_by_machine,
            dpia_valid: self.dpia_in_force,
            uploader_current: self.uploader_current,
        }
    }
}

impl FaceFacts {
    fn face(&self, names: &[&String]) -> Result<Face, String> {
        let place = self
            .who
            .as_ref()
            .and_then(|who| names.iter().position(|name| *name == who))
            .map(PersonIndex);
        let resolution = match (self.state, place) {
            (State::Proposed, Some(person)) => Resolution::Proposed(person),
            (State::Matched, Some(person)) => Resolution::Matched(person),
            (State::Confirmed, Some(person)) => Resolution::Confirmed(person),
            (State::Unresolved, None) => Resolution::Unresolved,
            (State::NotIdentifiable, None) => Resolution::NotIdentifiable,
            (State::Ambiguous, None) => Resolution::Ambiguous,
            (State::NobodyRecognisable, None) => Resolution::NobodyRecognisable,
            (State::Dismissed, None) => Resolution::Dismissed,
            (State::Removed, None) => Resolution::Removed,
            (_, Some(_)) => return Err("a face in this state is nobody's: leave out `who`".into()),
            (_, None) => return Err("a face in this state is somebody's: say `who`".into()),
        };
        let measured = |value: f32| (!self.marked_by_hand).then_some(value);
        let others = self.others.iter().map(|who| {
            let place = names.iter().position(|name| *name == who);
            let place = place.map(PersonIndex);
            place.ok_or(format!("say of {who} what is known: add them to `people`"))
        });
        Ok(Face {
            resolution,
            height_px: self.height_px,
            height_share: self.height_share,
            nose_position: measured(self.nose),
            eye_distance: measured(self.eyes_px),
            score: measured(self.certainty).unwrap_or(1.0),
            others: others.collect::<Result<_, _>>()?,
        })
    }
}

impl Heads {
    fn counts(&self, visible: usize) -> Result<HeadCounts, String> {
        let visible = u16::try_from(visible).map_err(|error| error.to_string())?;
        let count = |told| match told {
            Count::Told(Word::Right) => Some(visible),
            Count::Told(Word::None) => None,
            Count::Heads(heads) => Some(heads),
        };
        Ok(HeadCounts {
            uploader: count(self.uploader),
            approver: count(self.approver),
            approval_asked: self.approval_asked,
        })
    }
}

impl Words {
    /// The texts that go out, in the order in which reasons count them.
    pub fn texts(&self) -> impl Iterator<Item = (TextKind, &str)> {
        [
            (TextKind::Caption, &self.caption),
            (TextKind::Title, &self.title),
            (TextKind::AltText, &self.alt_text),
            (TextKind::Filename, &self.filename),
            (TextKind::Hashtag, &self.hashtag),
            (TextKind::Handle, &self.handle),
            (TextKind::Album, &self.album),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(kind, text)| (kind, text.as_str()))
    }
}

impl LiftFacts {
    /// `about` is "picture", "face 1" (counted from 1) or a kind of text.
    fn lift(&self, words: &Words) -> Result<Lift, String> {
        let about = self.about.as_str();
        let face = about
            .strip_prefix("face ")
            .and_then(|n| n.parse::<usize>().ok());
        let kind = Value::String(about.to_owned()).try_into::<TextKind>().ok();
        let text = words.texts().position(|(one, _)| Some(one) == kind);
        let subject = match (about, face.and_then(|n| n.checked_sub(1)), text) {
            ("picture", ..) => Subject::Picture,
            (_, Some(face), _) => Subject::Face(face),
            (_, None, Some(text)) => Subject::Text(text),
            _ => return Err(format!("there is no {about} to lift a reason from")),
        };
        Ok(Lift {
            code: self.reason,
            subject,
            by: self.by,
        })
    }
}
