//! What the drawing knows and the checks do not: read only to say, in the last
//! column, whether they were right.

use std::cmp::Ordering;

use gatehouse_app::{
    check::{Decision, Desk, Judged, Marked, Parts, Seen, Texts},
    school::{Event, PersonKey},
};
use gatehouse_domain::{Area, biometric::Route, geometry::pixels};
use gatehouse_drawing::Truth;
use serde::Serialize;

use crate::story::{
    cast::{Stand, Typed, Who, read, typed},
    photos::Photo,
    pupils::{PUPILS, pupil},
};

/// Whether the checks agreed with the drawing. Ordered: the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// Every face that was settled is the person drawn there, and every verdict
    /// is the one that follows from who is really in the picture.
    Right,
    /// A verdict is stricter than it need be: a person has to look, no more.
    TooStrict,
    /// It holds where the truth would block: nothing goes out, but a person has
    /// yet to say who it is.
    Undecided,
    /// A face was taken for somebody else, but no verdict became looser.
    WrongPerson,
    /// A verdict is clear where the truth is not: this must never happen.
    Unsafe,
}

impl Agreement {
    /// The word of the last column.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::TooStrict => "wrong: too strict",
            Self::Undecided => "wrong: undecided",
            Self::WrongPerson => "wrong: wrong person",
            Self::Unsafe => "WRONG: UNSAFE",
        }
    }
}

/// A checked photo beside its story.
pub(crate) struct Shown<'a> {
    pub(crate) desk: &'a Desk<'a>,
    pub(crate) event: &'a Event,
    pub(crate) photo: &'a Photo,
    pub(crate) seen: &'a Seen,
    pub(crate) parts: &'a Parts,
    pub(crate) texts: &'a Texts,
}

impl Shown<'_> {
    /// Compares what was found with what was drawn.
    pub(crate) fn compare(&self, truth: &[Truth], judged: &[Judged]) -> Agreement {
        let cast = read(self.photo.cast);
        let ideal = self.ideal(&cast, truth);
        let blank = Seen {
            faces: Vec::new(),
            ..self.seen.clone()
        };
        let mut worst = Agreement::Right;
        for found in judged {
            let should = self
                .desk
                .judge(&blank, self.event, &ideal, self.texts, found.channel);
            let (is, ought) = (found.verdict.severity(), should.verdict.severity());
            worst = worst.max(match is.cmp(&ought) {
                Ordering::Less if found.verdict.is_clear() => Agreement::Unsafe,
                Ordering::Less => Agreement::Undecided,
                Ordering::Greater => Agreement::TooStrict,
                Ordering::Equal => Agreement::Right,
            });
        }
        if self.someone_is_mistaken(&cast, truth) {
            worst = worst.max(Agreement::WrongPerson);
        }
        worst
    }

    /// The parts of a check in which every face that can be seen is found and
    /// settled as far as the house's rules let it be.
    fn ideal(&self, cast: &[Stand], truth: &[Truth]) -> Parts {
        let scale = self.scale();
        let marked = cast
            .iter()
            .zip(truth)
            .filter_map(|(stand, truth)| {
                Some(Marked {
                    area: truth.face?.area.scaled(scale),
                    decision: self.settled(stand).map(Decision::Is),
                })
            })
            .collect();
        Parts {
            marked,
            counts: self.parts.counts,
            ..Parts::default()
        }
    }

    /// The person on whom the house's rules let this face be settled: matched
    /// or named, but look-alikes only by name and strangers never.
    fn settled(&self, stand: &Stand) -> Option<PersonKey> {
        let Who::Known(id) = stand.who else {
            return None;
        };
        let named = typed(self.photo.typed)
            .iter()
            .any(|(_, typed)| *typed == Typed::Person(id));
        let pupil = pupil(id);
        let alike = pupil.is_some_and(|pupil| pupil.twin_of.is_some())
            || PUPILS.iter().any(|other| other.twin_of == Some(id));
        let matched = self.seen.route == Route::Matched && pupil.is_some() && !alike;
        (named || matched)
            .then(|| self.desk.school.key(id))
            .flatten()
    }

    /// Whether any face was settled on somebody else than is drawn there.
    fn someone_is_mistaken(&self, cast: &[Stand], truth: &[Truth]) -> bool {
        let scale = self.scale();
        self.seen.faces.iter().enumerate().any(|(index, found)| {
            let Some(Decision::Is(settled)) = self.parts.decisions.get(&index) else {
                return false;
            };
            let drawn = nearest(found.face.area, cast, truth, scale);
            match drawn {
                Some(Stand {
                    who: Who::Known(id),
                    ..
                }) => self.desk.school.key(id) != Some(*settled),
                Some(_) | None => true,
            }
        })
    }

    /// From the drawing's pixels to the master's, which may be smaller.
    fn scale(&self) -> f32 {
        pixels(self.seen.width) / pixels(self.photo.size.0).max(1.0)
    }
}

/// Who is drawn where a face was found.
fn nearest<'a>(area: Area, cast: &'a [Stand], truth: &[Truth], scale: f32) -> Option<&'a Stand> {
    cast.iter()
        .zip(truth)
        .map(|(stand, truth)| (stand, truth.head.scaled(scale).overlap(area)))
        .filter(|(_, overlap)| *overlap > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(stand, _)| stand)
}
