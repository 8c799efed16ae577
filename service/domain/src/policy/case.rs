//! The facts a verdict is made of: people by index, never by name or id.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    findings::{TextKind, WordsVerdict},
    permission::{Source, Standing},
    policy::reason::{Code, Subject},
    role::Role,
};

/// A person's place in [`Case::people`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonIndex(pub usize);

/// Everything the verdict on one release is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Where the picture is to go.
    pub channel: Channel,
    /// Whether the head has switched the channel on.
    pub channel_on: bool,
    /// The event it was taken at.
    pub event: Event,
    /// How current the register's consents are.
    pub source: Source,
    /// The people whom a face may be resolved to.
    pub people: Vec<Person>,
    /// Every face in the output: detected, or marked by hand.
    pub faces: Vec<Face>,
    /// What people counted.
    pub counts: HeadCounts,
    /// Every text that goes out with the picture.
    pub texts: Vec<Text>,
    /// Whether the words hold the first name of anybody on the register.
    pub words_name_someone: bool,
    /// Whether they name a pupil of whom no face in the picture is settled on.
    pub words_name_someone_else: bool,
    /// Reasons that a person settled.
    pub lifts: Vec<Lift>,
}

/// What the event brings to the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a duty of its own that was met or not; they are no state machine"
)]
pub struct Event {
    /// The day the pictures were taken.
    pub on: Date,
    /// The children (and adults) were asked on the day.
    pub assent_given: bool,
    /// What the pictures are for was written down, and who directed them.
    pub purpose_recorded: bool,
    /// The channel is one of those the event's pictures are meant for.
    pub channel_intended: bool,
    /// Taken with a device the school allows.
    pub device_allowed: bool,
    /// The school may publish them: its own staff took them, or who did agreed.
    pub rights_held: bool,
    /// Faces were matched by the machine; then the DPIA must be in force.
    pub matched: bool,
    /// The DPIA for recognition is signed and not lapsed.
    pub dpia_valid: bool,
    /// The uploader's acceptable-use agreement and training are current.
    pub uploader_current: bool,
}

/// What kind of person a face can be resolved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonKind {
    /// A pupil on the register.
    Pupil,
    /// A named member of staff with a permission of their own.
    Staff,
    /// A visitor; `attested` is the uploader's word that they agreed, which
    /// the approver sees.
    Visitor {
        /// Whether that word was given.
        attested: bool,
    },
}

/// A person as far as the verdict is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Pupil, staff or visitor.
    pub kind: PersonKind,
    /// What the register knows; unused for visitors.
    pub standing: Standing,
    /// Whether their first name stands in the words.
    pub named: bool,
}

/// How far a face has come on its way to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// Nobody has said who it is, or the machine found nobody like it.
    Unresolved,
    /// Eyes under 12 px apart: too small for anybody to be told by it.
    NotIdentifiable,
    /// More than one person could be meant, or a look-alike.
    Ambiguous,
    /// The machine proposes a person; somebody must confirm it.
    Proposed(PersonIndex),
    /// A production network with a calibration on record found the person.
    Matched(PersonIndex),
    /// A member of staff named or confirmed the person.
    Confirmed(PersonIndex),
    /// The person who counted heads says nobody can be recognised here.
    NobodyRecognisable,
    /// A person says this is not a face.
    Dismissed,
    /// Covered, cropped away or softened with all others in the output.
    Removed,
}

impl Resolution {
    /// The person whom the face is settled on, if it is.
    #[must_use]
    pub const fn person(&self) -> Option<PersonIndex> {
        match self {
            Self::Matched(person) | Self::Confirmed(person) => Some(*person),
            _ => None,
        }
    }

    /// Whether somebody, or a machine that may, has said what it is.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(
            self,
            Self::Matched(_) | Self::Confirmed(_) | Self::NobodyRecognisable | Self::Dismissed
        )
    }

    /// Whether a head is still to be seen there.
    #[must_use]
    pub const fn is_visible(&self) -> bool {
        !matches!(self, Self::Dismissed | Self::Removed)
    }
}

/// One face in the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// How far it has come.
    pub resolution: Resolution,
    /// Height of its box in the output, in pixels.
    pub height_px: f32,
    /// The same as a share of the picture's height, 0 to 1.
    pub height_share: f32,
    /// Where the nose stands between the eyes; `None` for a hand-marked face.
    pub nose_position: Option<f32>,
    /// Distance of the eyes in the original picture, in pixels; `None` for a
    /// hand-marked face.
    pub eye_distance: Option<f32>,
    /// The detector's certainty, 0 to 1; 1 for a hand-marked face.
    pub score: f32,
    /// Who else it was said or found to be: those named before, and whom the
    /// machine found where a person says otherwise.
    #[serde(default)]
    pub others: Vec<PersonIndex>,
}

/// Heads counted by people; never filled in for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HeadCounts {
    /// By the person who uploaded.
    pub uploader: Option<u16>,
    /// By the person who approves.
    pub approver: Option<u16>,
    /// Whether approval has been asked for, so that the second count is due.
    pub approval_asked: bool,
}

/// A text that goes out with the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Caption, alt text and so on.
    pub kind: TextKind,
    /// What the words checker said.
    pub verdict: WordsVerdict,
}

/// A person's settlement of one reason; the why is kept sealed elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lift {
    /// The reason.
    pub code: Code,
    /// What it spoke of.
    pub subject: Subject,
    /// In which role.
    pub by: Role,
}
