//! The gate before recognition: whether a pupil's face may be turned into
//! numbers at all. It stands before embedding, not before showing a result.
//!
//! Protection of Freedoms Act 2012, Part 1, Chapter 2 (England and Wales; every
//! pupil under 18, here applied to every pupil):
//! - s.26(2): each parent is notified, in writing (s.27(2)), before the first
//!   processing, of the intention and of the right to object at any time;
//! - s.26(3): at least one parent consents, and none has withdrawn consent or
//!   otherwise objected;
//! - s.26(5): a refusal or objection by the child, at any time and in any form,
//!   stands whatever the parents say;
//! - s.26(6)-(7): who is not processed gets a reasonable alternative: the
//!   register route ([`route()`]);
//! - s.27(1): a parent need not be notified or asked when they cannot be found,
//!   lack capacity, when the child's welfare requires it, or when it is
//!   otherwise not reasonably practicable;
//! - s.27(3)-(4): consent can be withdrawn at any time; consent is in writing.
//!
//! Where the Act leaves room, the most restrictive reading is taken: an
//! objection counts also when it is only spoken, when it is dated ahead, and
//! whoever on the pupil's record made it; one written consent is wanted also
//! when every other parent is excepted.

mod record;
mod route;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

pub use record::{Event, Record, Refusal, step};
pub use route::{Dpia, Route, RouteFacts, RouteReason, route};

use crate::coded::coded;

/// Templates live this long from the day they were made, at most.
pub const TEMPLATE_MONTHS: i32 = 12;

/// What somebody on a pupil's record is to the pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// A parent with parental responsibility.
    Parent,
    /// A parent without it: s.28 counts them like any other, but they agree to
    /// no pictures.
    ParentWithout,
    /// Not a parent, but holds parental responsibility; also the authority or
    /// organisation that stands in for parents of a looked-after child.
    Responsible,
    /// An emergency contact or other adult: may object, cannot consent, need
    /// not be notified.
    Contact,
}

impl Relation {
    /// Whether s.26 asks for this person's notification and lets them consent.
    #[must_use]
    pub const fn counts_as_parent(self) -> bool {
        matches!(self, Self::Parent | Self::ParentWithout | Self::Responsible)
    }

    /// Whether they hold parental responsibility, and so may agree to pictures.
    #[must_use]
    pub const fn has_responsibility(self) -> bool {
        matches!(self, Self::Parent | Self::Responsible)
    }
}

/// Why a parent need be neither notified nor asked (s.27(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The parent cannot be found.
    CannotBeFound,
    /// The parent lacks capacity to object or consent.
    LacksCapacity,
    /// The welfare of the child requires that the parent is not contacted.
    ChildsWelfare,
    /// It is otherwise not reasonably practicable.
    NotPracticable,
}

/// An exception for one parent. It counts once the DSL has signed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Which of the Act's grounds.
    pub ground: Ground,
    /// The day the Designated Safeguarding Lead signed; `None` so far.
    pub signed_on: Option<Date>,
}

/// How an answer reached the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A signed form.
    Paper,
    /// The parents' portal, signed in.
    Portal,
    /// An e-mail from an address on record.
    Email,
    /// Spoken: enough to object, never enough to consent.
    Verbal,
}

impl Method {
    /// Whether it is writing as s.27(4) wants for consent.
    #[must_use]
    pub const fn is_written(self) -> bool {
        !matches!(self, Self::Verbal)
    }
}

/// A parent's latest answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum Answer {
    /// None so far.
    #[default]
    None,
    /// Yes; counts from its day on, and only in writing.
    Consented {
        /// The day it was given.
        on: Date,
        /// How.
        method: Method,
    },
    /// No.
    Objected,
    /// A yes that was taken back; s.26(3)(b) treats it as an objection.
    Withdrawn,
}

/// What is recorded about one guardian. Holds no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianFacts {
    /// What they are to the pupil.
    pub relation: Relation,
    /// The day they were notified in writing.
    pub notified_on: Option<Date>,
    /// A ground for not asking them.
    pub exception: Option<Exception>,
    /// Their latest answer.
    pub answer: Answer,
}

impl GuardianFacts {
    /// Somebody just recorded: not notified, no answer.
    #[must_use]
    pub const fn new(relation: Relation) -> Self {
        Self {
            relation,
            notified_on: None,
            exception: None,
            answer: Answer::None,
        }
    }

    fn is_excepted(&self, date: Date) -> bool {
        let signed = self.exception.and_then(|exception| exception.signed_on);
        signed.is_some_and(|on| on <= date)
    }

    fn consents(&self, date: Date) -> bool {
        self.relation.counts_as_parent()
            && !self.is_excepted(date)
            && matches!(self.answer, Answer::Consented { on, method }
                if on <= date && method.is_written())
    }
}

/// The pupil's own word, at any age and by any expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "word")]
pub enum PupilWord {
    /// Nothing said.
    #[default]
    None,
    /// No. Only the pupil can undo it.
    Refused,
    /// The pupil took their no back on this day, and it was recorded as theirs.
    ChangedMind {
        /// From this day on.
        on: Date,
    },
}

/// Everything the gate asks about one pupil. Holds no name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BiometricFacts {
    /// Everybody on the pupil's record.
    pub guardians: Vec<GuardianFacts>,
    /// The pupil's own word.
    pub pupil: PupilWord,
    /// The first day on which the pupil is no longer at the school.
    pub left_on: Option<Date>,
    /// Use is frozen while a dispute is settled (UK GDPR Article 18).
    pub restricted: bool,
}

coded! {
    /// Why a pupil's face may not be turned into numbers.
    pub enum Reason {
        NoParentRecorded "no-parent-recorded"
            "no parent is recorded: record at least one",
        ParentNotNotified "parent-not-notified"
            "a recorded parent has not been notified in writing: send the notice and record the day",
        ExceptionNotSigned "exception-not-signed"
            "an exception for a parent is not signed: ask the Designated Safeguarding Lead",
        NoWrittenConsent "no-written-consent"
            "no parent has consented in writing: use the register route, or ask for a written answer",
        ParentObjected "parent-objected"
            "a parent objected: use the register route",
        ConsentWithdrawn "consent-withdrawn"
            "a parent withdrew consent: use the register route",
        PupilRefused "pupil-refused"
            "the pupil said no: use the register route",
        HasLeft "has-left"
            "the pupil has left the school",
        Restricted "use-restricted"
            "use is frozen while a dispute is settled",
    }
}

impl Reason {
    /// Whether somebody said no, rather than nobody having said yes.
    #[must_use]
    pub const fn is_a_no(self) -> bool {
        matches!(
            self,
            Self::ParentObjected | Self::ConsentWithdrawn | Self::PupilRefused | Self::Restricted
        )
    }
}

/// The gate's answer for one pupil on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "status", content = "reasons")]
pub enum BiometricStatus {
    /// A template may be made and used.
    Allowed,
    /// None may exist; never without a reason, in the order of [`Reason`].
    NotAllowed(Vec<Reason>),
}

impl BiometricStatus {
    /// Whether a template may exist.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed)
    }

    /// Why not; empty when allowed.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Allowed => &[],
            Self::NotAllowed(reasons) => reasons,
        }
    }
}

/// Whether the law lets this pupil's face be processed on `date`. Most
/// restrictive wins; every reason is given, not only the first.
#[must_use]
pub fn status(facts: &BiometricFacts, date: Date) -> BiometricStatus {
    let guardians = || facts.guardians.iter();
    let parents = || guardians().filter(|one| one.relation.counts_as_parent());
    let unnotified =
        |one: &GuardianFacts| one.notified_on.is_none_or(|on| on > date) && !one.is_excepted(date);
    let refused = match facts.pupil {
        PupilWord::None => false,
        PupilWord::Refused => true,
        PupilWord::ChangedMind { on } => date < on,
    };
    let checks = [
        (parents().next().is_none(), Reason::NoParentRecorded),
        (
            parents().any(|one| unnotified(one) && one.exception.is_none()),
            Reason::ParentNotNotified,
        ),
        (
            parents().any(|one| unnotified(one) && one.exception.is_some()),
            Reason::ExceptionNotSigned,
        ),
        (
            !guardians().any(|one| one.consents(date)),
            Reason::NoWrittenConsent,
        ),
        (
            guardians().any(|one| one.answer == Answer::Objected),
            Reason::ParentObjected,
        ),
        (
            guardians().any(|one| one.answer == Answer::Withdrawn),
            Reason::ConsentWithdrawn,
        ),
        (refused, Reason::PupilRefused),
        (facts.left_on.is_some_and(|on| on <= date), Reason::HasLeft),
        (facts.restricted, Reason::Restricted),
    ];
    let reasons: Vec<_> = checks
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect();
    if reasons.is_empty() {
        BiometricStatus::Allowed
    } else {
        BiometricStatus::NotAllowed(reasons)
    }
}

/// The first day on which a template made on `made_on` may no longer exist:
/// the same day 12 months later (28 February for 29 February). At the end of
/// the calendar it is the last day there is.
#[must_use]
pub fn template_expires_on(made_on: Date) -> Date {
    made_on.saturating_add(TEMPLATE_MONTHS.months())
}

/// Whether a template made on `made_on` may still be used on `date`.
#[must_use]
pub fn template_is_live(made_on: Date, date: Date) -> bool {
    made_on <= date && date < template_expires_on(made_on)
}

#[cfg(test)]
mod tests;
