//! The middle of the photo's way: a file in, its faces settled as far as
//! machine and people have come, a verdict for each channel out.

mod case;
mod look;
mod parts;
mod words;

use gatehouse_captions as captions;
use gatehouse_domain::{
    Area, Channel, biometric,
    geometry::pixels,
    matching::{Doubt, Negatives},
    policy::Verdict,
};
use gatehouse_faces::{DetectedFace, FaceScanner};
use gatehouse_picture::{Carried, CleanPicture, Pixels, Refusal, Rendition};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    decode::DecodePool,
    enrol::{EnrolError, FaceRegister},
    school::{Event, PersonKey, School},
};

pub use look::route;
pub use parts::{Decision, Parts};
pub use words::{CheckedText, Texts, words_checker};

/// Why a photo could not be checked. It holds, whatever the reason.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The file was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The networks gave up.
    #[error(transparent)]
    Faces(#[from] gatehouse_faces::Error),
    /// The register of faces cannot be compared with.
    #[error(transparent)]
    Register(#[from] EnrolError),
}

impl CheckError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Faces(_) => "faces-unreadable",
            Self::Register(_) => "register-unusable",
        }
    }
}

/// What the machine says of one face, before any person has looked. `P` is
/// what people are told apart by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight<P = PersonKey> {
    /// One pupil is proposed (assistive networks) or found (production ones).
    Match(P),
    /// Several could be meant; most alike first.
    Ambiguous(Vec<P>, Doubt),
    /// Nobody on the roster is like it.
    Stranger,
    /// Eyes under 12 px apart.
    NotIdentifiable,
    /// Register route: the machine does not compare, a person names it.
    NotCompared,
}

impl<P: Copy> Sight<P> {
    /// The same with people told apart otherwise. Whom `who` does not know is
    /// not meant any more: a face like nobody else holds the photo.
    pub(crate) fn map<Q>(&self, who: impl Fn(P) -> Option<Q>) -> Sight<Q> {
        match self {
            Self::Match(person) => who(*person).map_or(Sight::Stranger, Sight::Match),
            Self::Ambiguous(people, doubt) => {
                let left: Vec<Q> = people.iter().filter_map(|one| who(*one)).collect();
                if left.is_empty() {
                    Sight::Stranger
                } else {
                    Sight::Ambiguous(left, *doubt)
                }
            }
            Self::Stranger => Sight::Stranger,
            Self::NotIdentifiable => Sight::NotIdentifiable,
            Self::NotCompared => Sight::NotCompared,
        }
    }

    /// Everybody who may be meant.
    pub(crate) fn people(&self) -> &[P] {
        match self {
            Self::Match(person) => std::slice::from_ref(person),
            Self::Ambiguous(people, _) => people,
            Self::Stranger | Self::NotIdentifiable | Self::NotCompared => &[],
        }
    }
}

/// One face as the machine saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenFace {
    /// Box, points, certainty and quality in the master's pixels.
    pub face: DetectedFace,
    /// What the machine says.
    pub sight: Sight,
}

/// What was learnt of a photo: all that a verdict needs, and no pixel.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Width of the master in pixels.
    pub width: u32,
    /// Height of the master in pixels.
    pub height: u32,
    /// What the file carried: yes or no, never a value.
    pub carried: Carried,
    /// The faces from left to right.
    pub faces: Vec<SeenFace>,
    /// How the event's faces are told, and why not by matching.
    pub route: biometric::Route,
}

/// A photo that was cleaned and scanned.
#[derive(Debug)]
pub struct Looked {
    /// The master's pixels: upright, sRGB, at most 4096 px.
    pub pixels: Pixels,
    /// What was learnt of it.
    pub seen: Seen,
}

/// A verdict on one channel with what it was made of.
#[derive(Debug)]
pub struct Judged {
    /// The channel.
    pub channel: Channel,
    /// Clear, Hold or Blocked with reasons.
    pub verdict: Verdict,
    /// The facts, stored so that the verdict can be replayed.
    pub case: gatehouse_domain::policy::Case,
}

/// Everything that photos of one school are checked with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// What the school knows.
    pub school: &'a School,
    /// The words checker over the school's register.
    pub words: &'a captions::Checker,
    /// The networks.
    pub scanner: &'a FaceScanner,
    /// The enrolled faces; without one every event takes the register route.
    pub register: Option<&'a FaceRegister>,
    /// Decode processes.
    pub pool: &'a DecodePool,
    /// Today.
    pub date: Date,
}

impl Desk<'_> {
    /// Cleans a file and looks at its faces.
    ///
    /// # Errors
    /// [`CheckError`] with its code; the photo goes no further.
    pub fn look(&self, bytes: &[u8], event: &Event) -> Result<Looked, CheckError> {
        look::look(self, bytes, event)
    }

    /// Looks at the faces of a picture that was cleaned before. Who its faces
    /// are not, a person has said, by the face's place from the left.
    ///
    /// # Errors
    /// [`CheckError`] when the networks give up.
    pub fn scan(
        &self,
        pixels: &Pixels,
        event: &Event,
        not: &Negatives<usize, PersonKey>,
    ) -> Result<(Vec<SeenFace>, biometric::Route), CheckError> {
        look::scan(self, pixels, event, not)
    }

    /// The verdict on `channel`, from what the machine saw, what people did
    /// and what goes beside the picture.
    #[must_use]
    pub fn judge(
        &self,
        seen: &Seen,
        event: &Event,
        parts: &Parts,
        texts: &Texts,
        channel: Channel,
    ) -> Judged {
        let case = case::build(self, seen, event, parts, texts, channel);
        let verdict = gatehouse_domain::policy::judge(&case, &self.school.profile.rules, self.date);
        Judged {
            channel,
            verdict,
            case,
        }
    }
}

/// The picture as it would go out on a channel: reduced, written afresh, proved.
///
/// # Errors
/// [`Refusal`] when the proof fails; nothing may be kept then.
pub fn rendition(pixels: &Pixels) -> Result<CleanPicture, Refusal> {
    Rendition::Channel.make(pixels)
}

/// How much smaller a channel's rendition is than the master, 0 to 1.
pub(crate) fn channel_scale(width: u32, height: u32) -> f32 {
    let long = width.max(height).max(1);
    let edge = Rendition::Channel.long_edge().min(long);
    pixels(edge) / pixels(long)
}

/// A box that a person drew around a face the machine missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marked {
    /// Where, in the master's pixels.
    pub area: Area,
    /// Who it is, once somebody has said so.
    pub decision: Option<Decision>,
}
