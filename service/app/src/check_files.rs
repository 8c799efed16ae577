//! The whole way of one file for the command line: looked at, named, counted,
//! worded and judged, told in words and codes that name no one but by id.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    policy::{HeadCounts, Reason, Subject},
};
use serde::Serialize;

use crate::{
    check::{Decision, Desk, Judged, Parts, Seen, SeenFace, Sight, Texts},
    school::{Event, PersonKey, School},
    street::board::tells_too_much,
};

/// What a person at the command line said of a photo.
#[derive(Debug, Clone, Default)]
pub struct Said {
    names: Vec<(usize, Decision)>,
    count: Option<u16>,
}

/// A name that was given for a face and cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Not PLACE=WHO.
    #[error(
        "a name is given as the face's place from the left and who it is: 1=K01, 2=visitor, 3=nobody or 4=noface"
    )]
    Form,
    /// The face has a name already.
    #[error("face {place} is named twice: name each face once")]
    Twice {
        /// The face's place from the left, from 1.
        place: usize,
    },
    /// There is no such face.
    #[error("face {place} was named, but there are not so many faces: count again from the left")]
    NoSuchFace {
        /// The place that was given.
        place: usize,
    },
    /// Nobody has this id.
    #[error("nobody on the register has the id that was given for face {place}")]
    Unknown {
        /// The face's place from the left, from 1.
        place: usize,
    },
}

impl Said {
    /// Reads `1=K01`, `2=visitor`, `3=nobody`, `4=noface`.
    ///
    /// # Errors
    /// [`BadName`] with what is allowed.
    pub fn parse(names: &[String], count: Option<u16>, school: &School) -> Result<Self, BadName> {
        let names: Vec<(usize, Decision)> = names
            .iter()
            .map(|name| {
                let (place, who) = name.split_once('=').ok_or(BadName::Form)?;
                let place: usize = place.trim().parse().map_err(|_| BadName::Form)?;
                let index = place.checked_sub(1).ok_or(BadName::Form)?;
                let decision = match who.trim().to_lowercase().as_str() {
                    "visitor" => Decision::Visitor { agreed: true },
                    "nobody" => Decision::NobodyRecognisable,
                    "noface" => Decision::NotAFace,
                    _ => Decision::Is(school.key(who.trim()).ok_or(BadName::Unknown { place })?),
                };
                Ok((index, decision))
            })
            .collect::<Result<_, _>>()?;
        let mut seen = BTreeSet::new();
        if let Some((index, _)) = names.iter().find(|(index, _)| !seen.insert(*index)) {
            return Err(BadName::Twice { place: index + 1 });
        }
        Ok(Self { names, count })
    }

    /// Whether it speaks of one photo, and so cannot be said of several.
    #[must_use]
    pub fn is_of_one_photo(&self) -> bool {
        self.count.is_some() || !self.names.is_empty()
    }

    /// As parts of a check of what the machine saw.
    ///
    /// # Errors
    /// [`BadName::NoSuchFace`].
    pub fn parts(&self, seen: &Seen) -> Result<Parts, BadName> {
        let beyond = |(index, _): &&(usize, Decision)| *index >= seen.faces.len();
        if let Some((index, _)) = self.names.iter().find(beyond) {
            return Err(BadName::NoSuchFace { place: index + 1 });
        }
        let mut parts = Parts {
            counts: HeadCounts {
                uploader: self.count,
                ..HeadCounts::default()
            },
            ..Parts::default()
        };
        parts.decisions.extend(self.names.iter().copied());
        Ok(parts)
    }
}

/// One face in the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaceAnswer {
    /// Place from the left, from 1.
    pub place: usize,
    /// How it was told and whom it may be, by id.
    pub told: String,
    /// Left, top, width and height in pixels of the upright picture.
    pub area: [f32; 4],
    /// The detector's certainty, 0.5 to 1.
    pub certainty: f32,
}

/// One reason in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonAnswer {
    /// Stable code.
    pub code: &'static str,
    /// The face or text it speaks of, as people count them.
    pub about: Option<String>,
    /// What to do.
    pub sentence: String,
    /// The clause that asks for it.
    pub clause: &'static str,
}

/// The answer for one file. Has no Debug: a suggestion holds words.
#[derive(Clone, PartialEq, Serialize)]
pub struct FileAnswer {
    /// clear, hold, blocked or refused.
    pub verdict: &'static str,
    /// matched or register; none when the file was refused.
    pub route: Option<&'static str>,
    /// The faces from left to right.
    pub faces: Vec<FaceAnswer>,
    /// Why it is not clear, gravest first.
    pub reasons: Vec<ReasonAnswer>,
    /// What the file carried and was removed, by code.
    pub removed: Vec<&'static str>,
    /// Corrected texts, where there are any.
    pub suggestions: Vec<String>,
}

/// Checks one file for a channel. Why somebody in it may not be shown is told
/// only where `why` asks for it: it is for the DSL.
///
/// # Errors
/// [`BadName::NoSuchFace`] when a name was given for a face that is not there.
pub fn check_file(
    desk: &Desk<'_>,
    bytes: &[u8],
    event: &Event,
    said: &Said,
    texts: &Texts,
    channel: Channel,
    why: bool,
) -> Result<FileAnswer, BadName> {
    let seen = match desk.look(bytes, event) {
        Ok(looked) => looked.seen,
        Err(error) => return Ok(refused(error.code(), error.to_string())),
    };
    let judged = desk.judge(&seen, event, &said.parts(&seen)?, texts, channel);
    let suggestions = texts
        .check(desk.words, channel)
        .into_iter()
        .filter_map(|text| text.checked.suggestion)
        .collect();
    Ok(FileAnswer {
        verdict: judged.verdict.word(),
        route: Some(seen.route.word()),
        faces: faces(desk.school, &seen.faces),
        reasons: reasons(&judged, why),
        removed: seen.carried.codes(),
        suggestions,
    })
}

/// The answer for a file that was not checked at all.
#[must_use]
pub fn refused(code: &'static str, sentence: String) -> FileAnswer {
    FileAnswer {
        verdict: "refused",
        route: None,
        faces: Vec::new(),
        reasons: vec![ReasonAnswer {
            code,
            about: None,
            sentence,
            clause: "fail closed: unknown means hold",
        }],
        removed: Vec::new(),
        suggestions: Vec::new(),
    }
}

fn faces(school: &School, faces: &[SeenFace]) -> Vec<FaceAnswer> {
    faces
        .iter()
        .enumerate()
        .map(|(index, face)| FaceAnswer {
            place: index + 1,
            told: told(school, face),
            area: {
                let area = face.face.area;
                [area.left, area.top, area.width, area.height]
            },
            certainty: face.face.score,
        })
        .collect()
}

fn told(school: &School, seen: &SeenFace) -> String {
    let id = |key: &PersonKey| {
        school
            .person(*key)
            .map_or("unknown", |person| person.id.as_str())
    };
    match &seen.sight {
        Sight::Match(key) => format!("the machine proposes {}", id(key)),
        Sight::Ambiguous(candidates, doubt) => {
            let ids: Vec<&str> = candidates.iter().map(id).collect();
            format!("could be {} ({})", ids.join(" or "), doubt.code())
        }
        Sight::Stranger => "like nobody on the roster".to_owned(),
        Sight::NotIdentifiable => "too small to be identified".to_owned(),
        Sight::NotCompared => "not compared: a person names it".to_owned(),
    }
}

fn reasons(judged: &Judged, why: bool) -> Vec<ReasonAnswer> {
    let mut told: Vec<ReasonAnswer> = Vec::new();
    for reason in judged.verdict.reasons() {
        let code = reason.code;
        if !why && tells_too_much(reason, judged.verdict.reasons()) {
            continue;
        }
        let masked = code.is_denial() && !why;
        let answer = ReasonAnswer {
            code: if why {
                code.code()
            } else {
                code.code_shown_to_staff()
            },
            // Whose face it is would tell who may not be shown.
            about: if masked { None } else { about(reason) },
            sentence: if why {
                code.sentence()
            } else {
                code.shown_to_staff()
            }
            .to_owned(),
            clause: if masked { "" } else { code.clause() },
        };
        if !told.contains(&answer) {
            told.push(answer);
        }
    }
    told
}

fn about(reason: &Reason) -> Option<String> {
    match reason.subject {
        Subject::Picture => None,
        Subject::Face(index) => Some(format!("face {}", index + 1)),
        Subject::Text(index) => Some(format!("text {}", index + 1)),
    }
}
