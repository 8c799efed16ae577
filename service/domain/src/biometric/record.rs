//! The gate before recognition, over time: a pupil's biometric permission as a
//! machine. Whatever happens, a template outlives no permission.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Answer, BiometricFacts, BiometricStatus, Exception, Ground, GuardianFacts, Method, PupilWord,
    Relation, status, template_is_live,
};
use crate::coded::coded;

/// What is recorded about a pupil's permission and template. Made by [`step`]
/// alone, so that `template_made_on` is only there while [`status`] allows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    facts: BiometricFacts,
    template_made_on: Option<Date>,
    latest: Option<Date>,
}

impl Record {
    /// The facts as they stand.
    #[must_use]
    pub const fn facts(&self) -> &BiometricFacts {
        &self.facts
    }

    /// The day on which the template that may exist was made. When a step
    /// turns it to `None`, the template is to be destroyed in that very
    /// transaction.
    #[must_use]
    pub const fn template_made_on(&self) -> Option<Date> {
        self.template_made_on
    }

    /// The gate's answer on `date`.
    #[must_use]
    pub fn status(&self, date: Date) -> BiometricStatus {
        status(&self.facts, date)
    }
}

/// Something that happened. Guardians are counted from 0 in the order in which
/// they were recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// Somebody was put on the pupil's record.
    GuardianRecorded {
        /// What they are to the pupil.
        relation: Relation,
    },
    /// A guardian was notified in writing.
    Notified {
        /// Which.
        guardian: usize,
        /// The day of the notice.
        on: Date,
    },
    /// A ground for not asking a guardian was written down, not yet signed.
    ExceptionClaimed {
        /// Which.
        guardian: usize,
        /// The ground of s.27(1).
        ground: Ground,
    },
    /// The Designated Safeguarding Lead signed that ground.
    ExceptionSigned {
        /// Which.
        guardian: usize,
        /// The day.
        on: Date,
    },
    /// The ground no longer holds: the parent was found, has capacity again.
    ExceptionEnded {
        /// Which.
        guardian: usize,
    },
    /// A guardian said yes.
    Consented {
        /// Which.
        guardian: usize,
        /// The day.
        on: Date,
        /// How.
        method: Method,
    },
    /// A guardian said no, in any form.
    Objected {
        /// Which.
        guardian: usize,
    },
    /// A guardian took their yes back, in any form.
    Withdrew {
        /// Which.
        guardian: usize,
    },
    /// The pupil said no, in any form; any member of staff may record it.
    PupilRefused,
    /// The pupil, and nobody for them, took their no back.
    PupilChangedMind {
        /// The day.
        on: Date,
    },
    /// The pupil leaves.
    Leaves {
        /// The first day on which they are no longer at the school.
        on: Date,
    },
    /// The pupil came back, or did not leave after all.
    Returned,
    /// Use was frozen.
    Restricted,
    /// Use was freed again.
    RestrictionLifted,
    /// A template was made.
    TemplateMade {
        /// The day.
        on: Date,
    },
    /// The template was destroyed for a reason of its own (another network,
    /// recognition switched off).
    TemplateDestroyed,
    /// A day passed. Run daily: it ends what is due.
    DayPassed {
        /// The new day.
        on: Date,
    },
}

impl Event {
    const fn on(&self) -> Option<Date> {
        match self {
            Self::TemplateMade { on } | Self::DayPassed { on } => Some(*on),
            _ => None,
        }
    }
}

coded! {
    /// Why something cannot be recorded.
    pub enum Refusal {
        UnknownGuardian "unknown-guardian"
            "nobody with this number is on the pupil's record: record the guardian first",
        NotAParent "not-a-parent"
            "this person is a contact, not a parent or holder of parental responsibility: their consent does not count",
        ConsentNotWritten "consent-not-in-writing"
            "spoken consent does not count: ask for it on paper, in the portal or by e-mail",
        NothingToWithdraw "nothing-to-withdraw"
            "this guardian has not consented: record an objection instead",
        NoExceptionClaimed "no-exception-claimed"
            "no ground for an exception is written down for this guardian: write it down before signing",
        NoRefusalToUndo "no-refusal-to-undo"
            "the pupil has not said no, so there is nothing for them to take back",
        TemplateNotAllowed "template-not-allowed"
            "this pupil's face may not be enrolled: see the reasons on the pupil's page and use the register route",
        NoTemplate "no-template"
            "this pupil has no template",
        DayIsPast "day-is-past"
            "this day lies before one that was already counted: use today's date",
    }
}

/// What the record becomes. Total: every event in every state gives a record
/// or a refusal, and a refusal changes nothing.
///
/// After every step the template is gone unless the gate allows it on the
/// latest day counted and it is younger than 12 months.
///
/// # Errors
/// [`Refusal`] names the rule in the way.
pub fn step(record: &Record, event: &Event) -> Result<Record, Refusal> {
    let mut next = record.clone();
    if let Some(on) = event.on() {
        if next.latest.is_some_and(|latest| on < latest) {
            return Err(Refusal::DayIsPast);
        }
        next.latest = Some(on);
    }
    apply(&mut next, event)?;
    let live = |made_on: &Date| {
        let date = next.latest.unwrap_or(*made_on);
        status(&next.facts, date).is_allowed() && template_is_live(*made_on, date)
    };
    next.template_made_on = next.template_made_on.filter(live);
    Ok(next)
}

fn apply(record: &mut Record, event: &Event) -> Result<(), Refusal> {
    match *event {
        Event::PupilRefused => record.facts.pupil = PupilWord::Refused,
        Event::PupilChangedMind { on } => match record.facts.pupil {
            PupilWord::Refused => record.facts.pupil = PupilWord::ChangedMind { on },
            PupilWord::None | PupilWord::ChangedMind { .. } => {
                return Err(Refusal::NoRefusalToUndo);
            }
        },
        Event::Leaves { on } => record.facts.left_on = Some(on),
        Event::Returned => record.facts.left_on = None,
        Event::Restricted => record.facts.restricted = true,
        Event::RestrictionLifted => record.facts.restricted = false,
        Event::TemplateMade { on } => {
            if !status(&record.facts, on).is_allowed() {
                return Err(Refusal::TemplateNotAllowed);
            }
            record.template_made_on = Some(on);
        }
        Event::TemplateDestroyed => {
            record.template_made_on.take().ok_or(Refusal::NoTemplate)?;
        }
        Event::DayPassed { .. } => {}
        Event::GuardianRecorded { relation } => {
            record.facts.guardians.push(GuardianFacts::new(relation));
        }
        _ => return apply_to_guardian(&mut record.facts.guardians, event),
    }
    Ok(())
}

fn find(guardians: &mut [GuardianFacts], at: usize) -> Result<&mut GuardianFacts, Refusal> {
    guardians.get_mut(at).ok_or(Refusal::UnknownGuardian)
}

fn apply_to_guardian(all: &mut [GuardianFacts], event: &Event) -> Result<(), Refusal> {
    match *event {
        Event::Notified { guardian, on } => {
            // The first notice counts; a reminder does not undo it.
            let one = find(all, guardian)?;
            one.notified_on = Some(one.notified_on.map_or(on, |first| first.min(on)));
        }
        Event::ExceptionClaimed { guardian, ground } => {
            find(all, guardian)?.exception = Some(Exception {
                ground,
                signed_on: None,
            });
        }
        Event::ExceptionSigned { guardian, on } => {
            let exception = &mut find(all, guardian)?.exception;
            let claimed = exception.as_mut().ok_or(Refusal::NoExceptionClaimed)?;
            claimed.signed_on = Some(on);
        }
        Event::ExceptionEnded { guardian } => {
            let ended = find(all, guardian)?.exception.take();
            ended.ok_or(Refusal::NoExceptionClaimed)?;
        }
        Event::Consented {
            guardian,
            on,
            method,
        } => {
            let one = find(all, guardian)?;
            if !one.relation.counts_as_parent() {
                return Err(Refusal::NotAParent);
            }
            if !method.is_written() {
                return Err(Refusal::ConsentNotWritten);
            }
            one.answer = Answer::Consented { on, method };
        }
        Event::Objected { guardian } => find(all, guardian)?.answer = Answer::Objected,
        Event::Withdrew { guardian } => {
            let one = find(all, guardian)?;
            if !matches!(one.answer, Answer::Consented { .. }) {
                return Err(Refusal::NothingToWithdraw);
            }
            one.answer = Answer::Withdrawn;
        }
        Event::GuardianRecorded { .. }
        | Event::PupilRefused
        | Event::PupilChangedMind { .. }
        | Event::Leaves { .. }
        | Event::Returned
        | Event::Restricted
        | Event::RestrictionLifted
        | Event::TemplateMade { .. }
        | Event::TemplateDestroyed
        | Event::DayPassed { .. } => {}
    }
    Ok(())
}
