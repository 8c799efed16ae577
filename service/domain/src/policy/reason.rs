//! Why a photo stops on its way: stable codes, each with its policy clause.

use serde::{Deserialize, Serialize};

use crate::{permission::Denial, role::Role};

/// How far a reason stops a photo. Ordered: the later, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A person must settle something.
    Hold,
    /// It cannot be used like this.
    Blocked,
}

/// What a reason speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The picture as a whole.
    Picture,
    /// The face at this place in the case.
    Face(usize),
    /// The text at this place in the case.
    Text(usize),
}

/// Who may lift a reason, as the design's table "Who may lift what" says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifter {
    /// Nobody: only the thing itself can change (a name, a count, a new
    /// permission, a remedy, a renewal).
    Nobody,
    /// A person signed in with one of these roles, who says why.
    Roles(&'static [Role]),
    /// The role that the profile names for exposure.
    ExposureRole,
}

/// One reason of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reason {
    /// The rule.
    pub code: Code,
    /// What it speaks of.
    pub subject: Subject,
}

impl Reason {
    /// A reason about the picture as a whole.
    #[must_use]
    pub const fn picture(code: Code) -> Self {
        Self {
            code,
            subject: Subject::Picture,
        }
    }

    /// A reason about one face.
    #[must_use]
    pub const fn face(code: Code, index: usize) -> Self {
        Self {
            code,
            subject: Subject::Face(index),
        }
    }

    /// A reason about one text.
    #[must_use]
    pub const fn text(code: Code, index: usize) -> Self {
        Self {
            code,
            subject: Subject::Text(index),
        }
    }
}

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident $clause:literal $text:literal;)*) => {
        /// The rule behind a reason. Codes are shown to people and programs and
        /// never reworded.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $text] #[serde(rename = $code)] $variant,)*
        }

        impl Code {
            /// Every rule, gravest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable kebab-case name.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// How far it stops a photo.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// The clause that asks for it: a policy profile and its clause, or
            /// the law.
            #[must_use]
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$variant => $clause,)* }
            }

            /// One plain sentence that says what to do; names no child.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    Protected "protected" Blocked "KCSIE; it-use-county 13.1"
        "This picture cannot be used on this channel.";
    Objection "objection" Blocked "UK GDPR Article 21"
        "Somebody entitled to objects to this use.";
    ConsentRefused "consent-refused" Blocked "ict-usage-high-school 13-1"
        "Permission for this channel was refused.";
    ConsentWithdrawn "consent-withdrawn" Blocked "UK GDPR Article 7(3)"
        "Permission for this channel was withdrawn.";
    TakingNotAgreed "taking-not-agreed" Blocked "ict-usage-high-school 13-1"
        "Taking pictures of a person in it was not agreed: choose another picture.";
    LeftSchool "left-school" Blocked "UK GDPR Article 5(1)(e)"
        "A person in the picture has left, and use after leaving was not agreed.";
    ConsentAbsent "consent-absent" Blocked "ict-usage-high-school 13-1"
        "There is no answer on record for this channel: ask for it, or choose another picture.";
    ConsentExpired "consent-expired" Blocked "esafety-secondary 3.1.1"
        "Permission for this channel has ended: ask for it again, or choose another picture.";
    ConsentOlderText "consent-older-text" Blocked "UK GDPR Article 7(1)"
        "Permission was given for an older form: ask for it again, or choose another picture.";
    NameNotAgreed "name-not-agreed" Blocked "aup-agreement Digital Cameras"
        "The picture may be used without a name: take the name out of the words.";
    WordsBlock "words-block" Blocked "ict-usage-high-school 13-4"
        "The words tell more than a first name: correct them.";
    ChannelRuledOut "channel-ruled-out" Hold "aup-agreement Social"
        "The school's policy rules this channel out: choose another.";
    ChannelOff "channel-off" Hold "infant-county-model Social Media"
        "The head has not switched this channel on.";
    SourceStale "source-stale" Hold "UK GDPR Article 5(1)(d)"
        "The consents were imported too long ago: ask the office for a new import.";
    DpiaLapsed "dpia-lapsed" Hold "UK GDPR Article 35"
        "Faces were matched without a DPIA in force: ask the head to renew it.";
    UploaderLapsed "uploader-lapsed" Hold "infant-county-model App 1; aup-agreement Agreement"
        "The uploader's acceptable-use agreement or training has lapsed: renew it.";
    AssentMissing "assent-missing" Hold "ict-usage-high-school 13-2"
        "Nobody has noted that the people pictured were asked: note it on the event.";
    PurposeMissing "purpose-missing" Hold "esafety-secondary App 1"
        "What the pictures are for and who asked for them is not noted: note it on the event.";
    ChannelNotIntended "channel-not-intended" Hold "ict-usage-high-school 13-2"
        "The event's pictures were not meant for this channel: those who asked for them must say so first.";
    EventAhead "event-ahead" Hold "fail closed: unknown means hold"
        "The event's date has not come yet: correct it.";
    DeviceNotAllowed "device-not-allowed" Hold "ict-usage-high-school 13-3"
        "The camera is not one of the school's: the head must allow it, with dates.";
    RightsMissing "rights-missing" Hold "infant-county-model Security Copyright"
        "Nobody has noted that who took the pictures lets the school publish them: note it on the event.";
    FaceUnresolved "face-unresolved" Hold "fail closed: unknown means hold"
        "Nobody has said who this is: name the person.";
    FaceAmbiguous "face-ambiguous" Hold "fail closed: unknown means hold"
        "More than one person could be meant: say who it is.";
    FaceProposed "face-proposed" Hold "fail closed: unknown means hold"
        "A name is proposed for this face: say whether it is right.";
    FaceTooSmall "face-too-small" Hold "fail closed: unknown means hold"
        "This face is too small to be told by the machine: name the person, or say that nobody can be recognised.";
    MaybeAFace "maybe-a-face" Hold "fail closed: unknown means hold"
        "This may be a face: name the person, or say that nobody can be recognised.";
    PersonTwice "person-twice" Hold "fail closed: unknown means hold"
        "Two faces have the same name: one of them is somebody else.";
    FaceDismissed "face-dismissed" Hold "fail closed: unknown means hold"
        "What looks plainly like a face was said to be none: a second person must agree.";
    FaceDisputed "face-disputed" Hold "fail closed: unknown means hold"
        "Somebody said, or the machine found, that this is somebody else: the safeguarding lead must say who is right.";
    HeadCountMissing "head-count-missing" Hold "fail closed: unknown means hold"
        "The heads have not been counted: count them.";
    HeadCountDiffers "head-count-differs" Hold "fail closed: unknown means hold"
        "The count differs from the faces found: count again, or mark the face that is missing.";
    VisitorNotAttested "visitor-not-attested" Hold "ict-usage-high-school Acceptance"
        "Nobody has noted that the visitor agreed: ask, and note it.";
    NameWithoutFace "name-without-face" Hold "fail closed: unknown means hold"
        "The words name a pupil who is not told in the picture: take the name out, or have an editor agree.";
    WordsWarn "words-warn" Hold "infant-county-model App 1 Email/Internet"
        "The words may tell too much: read the marked places.";
    AltTextMissing "alt-text-missing" Hold "infant-county-model App 1 Email/Internet"
        "There is no alt text: say in a sentence what the picture shows.";
    ExposurePortrait "exposure-portrait" Hold "guidance of May 2026"
        "One face fills the picture: choose a frame with more people, crop wider or make it smaller.";
    ExposureFaceOn "exposure-face-on" Hold "guidance of May 2026"
        "A face looking at the camera is large: choose another frame, or make the picture smaller.";
    ExposureNamed "exposure-named" Hold "guidance of May 2026"
        "A named face is large: take the name out, or make the picture smaller.";
    GroupShot "group-shot" Hold "ict-usage-high-school 13-5"
        "The picture shows a large group: choose one with fewer people, or have an editor agree.";
}

const EDITORS: &[Role] = &[Role::Editor, Role::Dsl];
const DSL: &[Role] = &[Role::Dsl];

impl Code {
    /// Who may lift it.
    #[must_use]
    pub const fn lifted_by(self) -> Lifter {
        match self {
            Self::WordsWarn | Self::NameWithoutFace | Self::FaceDismissed | Self::GroupShot => {
                Lifter::Roles(EDITORS)
            }
            Self::WordsBlock | Self::FaceDisputed => Lifter::Roles(DSL),
            Self::ExposurePortrait | Self::ExposureFaceOn | Self::ExposureNamed => {
                Lifter::ExposureRole
            }
            _ => Lifter::Nobody,
        }
    }

    /// Whether it says that somebody in the picture may not be shown. Why is
    /// for the DSL.
    #[must_use]
    pub const fn is_denial(self) -> bool {
        matches!(
            self,
            Self::Protected
                | Self::Objection
                | Self::ConsentRefused
                | Self::ConsentWithdrawn
                | Self::TakingNotAgreed
                | Self::LeftSchool
                | Self::ConsentAbsent
                | Self::ConsentExpired
                | Self::ConsentOlderText
        )
    }

    /// What somebody who may not know why is shown in its place: every denial
    /// has the same words, so that a court order and a plain no look alike.
    #[must_use]
    pub const fn shown_to_staff(self) -> &'static str {
        if self.is_denial() {
            Self::Protected.sentence()
        } else {
            self.sentence()
        }
    }

    /// The code that goes with [`Code::shown_to_staff`].
    #[must_use]
    pub const fn code_shown_to_staff(self) -> &'static str {
        if self.is_denial() {
            "cannot-be-used"
        } else {
            self.code()
        }
    }

    /// The reason code of a denial of permission.
    #[must_use]
    pub const fn of_denial(denial: Denial) -> Self {
        match denial {
            Denial::Protected => Self::Protected,
            Denial::Objection => Self::Objection,
            Denial::Refused => Self::ConsentRefused,
            Denial::Withdrawn => Self::ConsentWithdrawn,
            Denial::NotTaken => Self::TakingNotAgreed,
            Denial::Left => Self::LeftSchool,
            Denial::Absent => Self::ConsentAbsent,
            Denial::Expired => Self::ConsentExpired,
            Denial::OlderText => Self::ConsentOlderText,
            Denial::NameNotAgreed => Self::NameNotAgreed,
            Denial::StaleSource => Self::SourceStale,
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}
