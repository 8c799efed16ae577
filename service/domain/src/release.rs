//! A release on its way out: one post of one or more pictures to one channel.
//! Draft, judged, approved, publishing, published, recalled.
//!
//! What the machine guarantees, whatever happens in whatever order:
//! - nothing is claimed for publishing unless it was judged again in that very
//!   step, and was Clear, or had nothing left but what the Designated
//!   Safeguarding Lead excepted by signature;
//! - somebody other than every uploader approved exactly what goes out: any
//!   change and any worse verdict voids the approval;
//! - once it may be out, a verdict that bars it recalls it; recalled is final.

mod outcome;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{coded::coded, role::Role};
pub use outcome::{Basis, Exception, Outcome, PictureReason};

/// A release: who uploaded its pictures, and how far it is. `P` is what people
/// are kept by, `R` what a reason is told apart by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: Ord + Serialize, R: Ord + Serialize",
    deserialize = "P: Ord + Deserialize<'de>, R: Ord + Deserialize<'de>"
))]
pub struct Release<P, R> {
    uploaders: BTreeSet<P>,
    stage: Stage<P, R>,
}

/// How far a release is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "stage")]
#[serde(bound(
    serialize = "P: Ord + Serialize, R: Ord + Serialize",
    deserialize = "P: Ord + Deserialize<'de>, R: Ord + Deserialize<'de>"
))]
pub enum Stage<P, R> {
    /// Being put together; no verdict on it as it stands.
    Draft,
    /// There is a verdict on it as it stands.
    Judged {
        /// The verdict.
        outcome: Outcome<R>,
        /// What the DSL excepted, when that covers all that is left.
        exception: Option<Exception<P, R>>,
    },
    /// A second person approved it as it stands.
    Approved {
        /// Why it may go out.
        basis: Basis<P, R>,
        /// Who approved.
        by: P,
    },
    /// An attempt was claimed: from here on it may be out.
    Publishing {
        /// Why it may go out.
        basis: Basis<P, R>,
        /// Who approved.
        by: P,
    },
    /// It is out.
    Published {
        /// Why it may be out.
        basis: Basis<P, R>,
        /// Who approved.
        by: P,
        /// A later verdict was not clear; somebody has to look at it.
        review: bool,
    },
    /// Taken back, or given up. Final.
    Recalled {
        /// Whether it may be out, so that it must be taken down and proved gone.
        take_down: bool,
    },
}

/// Who acts. Approving, excepting and keeping are done by signed-in persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "actor")]
pub enum Actor<P> {
    /// A person who signed in, with the roles they hold.
    Person {
        /// Who.
        id: P,
        /// Their roles.
        roles: BTreeSet<Role>,
    },
    /// A program with a token.
    Token,
}

/// Something that happens to a release, with the facts that decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[serde(bound(
    serialize = "P: Ord + Serialize, R: Ord + Serialize",
    deserialize = "P: Ord + Deserialize<'de>, R: Ord + Deserialize<'de>"
))]
pub enum Event<P, R> {
    /// Pictures, renditions, words or channel changed.
    Changed {
        /// Everybody who uploaded a picture that is now in it.
        uploaders: BTreeSet<P>,
    },
    /// It was judged as it stands.
    Judged {
        /// The verdict.
        outcome: Outcome<R>,
    },
    /// The DSL excepted everything the verdict left.
    Excepted {
        /// Who.
        by: Actor<P>,
    },
    /// Somebody approved it.
    Approved {
        /// Who.
        by: Actor<P>,
    },
    /// A worker wants to publish it, and judged it again in the transaction
    /// that claims the attempt.
    Claimed {
        /// The verdict of that moment.
        outcome: Outcome<R>,
    },
    /// An attempt failed.
    Failed {
        /// It was made sure that nothing of it is out.
        nothing_out: bool,
    },
    /// The other side has it.
    Confirmed,
    /// Somebody looked at it again and keeps it.
    Kept {
        /// Who.
        by: Actor<P>,
    },
    /// It is taken back or given up: a permission ended, or somebody asked.
    Recalled,
}

coded! {
    /// Why a release does not move on.
    pub enum Refusal {
        UploadersUnknown "uploader-unknown"
            "it is not known who uploaded these pictures: add at least one picture with its uploader",
        NotSignedIn "not-signed-in"
            "a person must do this: sign in",
        RoleMissing "role-missing"
            "your roles do not allow this: ask an editor, or the Designated Safeguarding Lead",
        ApproverUploaded "approver-is-uploader"
            "you uploaded one of these pictures: ask somebody else to approve",
        NotJudged "not-judged"
            "it changed since it was last checked: wait for the new verdict",
        NotClear "verdict-not-clear"
            "the verdict is not Clear: settle its reasons first",
        NothingToExcept "nothing-to-except"
            "nothing is left that the Designated Safeguarding Lead could except",
        AlreadyApproved "already-approved"
            "it was approved before: change it to have it approved again",
        NotApproved "not-approved"
            "nobody has approved it as it stands: ask a second person",
        BeingPublished "being-published"
            "it is on its way out: wait, or recall it",
        NotBeingPublished "not-being-published"
            "it is not on its way out",
        AlreadyPublished "already-published"
            "it is out: recall it and make a new release",
        NotPublished "not-published"
            "it is not out",
        Final "release-recalled"
            "it was recalled: make a new release",
    }
}

type Step<P, R> = Result<Stage<P, R>, Refusal>;
/// A verdict and what the DSL excepted of it.
type Found<'a, P, R> = (&'a Outcome<R>, Option<&'a Exception<P, R>>);

impl<P: Copy + Ord, R: Clone + Ord> Release<P, R> {
    /// An empty draft.
    #[must_use]
    pub const fn draft() -> Self {
        Self {
            uploaders: BTreeSet::new(),
            stage: Stage::Draft,
        }
    }

    /// Everybody who uploaded a picture in it.
    #[must_use]
    pub const fn uploaders(&self) -> &BTreeSet<P> {
        &self.uploaders
    }

    /// How far it is.
    #[must_use]
    pub const fn stage(&self) -> &Stage<P, R> {
        &self.stage
    }

    /// What the release is after `event`. Total: each stage answers each
    /// event. A verdict that is not good enough is an answer, not a refusal:
    /// the release falls back to judged, or is recalled when it may be out.
    ///
    /// # Errors
    /// [`Refusal`] names the rule in the way; the release stays as it was.
    pub fn step(&self, event: &Event<P, R>) -> Result<Self, Refusal> {
        let stage = match &self.stage {
            Stage::Draft => self.checking(event, None),
            Stage::Judged { outcome, exception } => {
                self.checking(event, Some((outcome, exception.as_ref())))
            }
            Stage::Approved { basis, by } => approved(event, basis, *by),
            Stage::Publishing { basis, by } => publishing(event, basis, *by),
            Stage::Published { basis, by, review } => published(event, basis, *by, *review),
            Stage::Recalled { .. } => Err(Refusal::Final),
        };
        let uploaders = match event {
            Event::Changed { uploaders } => uploaders,
            _ => &self.uploaders,
        };
        Ok(Self {
            stage: stage?,
            uploaders: uploaders.clone(),
        })
    }

    /// Before approval: a draft, or judged with what was found and excepted.
    fn checking(&self, event: &Event<P, R>, verdict: Option<Found<'_, P, R>>) -> Step<P, R> {
        match event {
            Event::Judged { outcome } => Ok(judged(outcome, verdict.and_then(|v| v.1))),
            Event::Excepted { by } => {
                let by = by.signed_in(&[Role::Dsl])?;
                let (outcome, _) = verdict.ok_or(Refusal::NotJudged)?;
                let exception = outcome.except(by).ok_or(Refusal::NothingToExcept)?;
                Ok(judged(outcome, Some(&exception)))
            }
            Event::Approved { by } => {
                let by = by.signed_in(&[Role::Editor])?;
                let (outcome, exception) = verdict.ok_or(Refusal::NotJudged)?;
                let basis = outcome.basis(exception).ok_or(Refusal::NotClear)?;
                if self.uploaders.is_empty() {
                    return Err(Refusal::UploadersUnknown);
                }
                if self.uploaders.contains(&by) {
                    return Err(Refusal::ApproverUploaded);
                }
                Ok(Stage::Approved { basis, by })
            }
            Event::Claimed { .. } => Err(Refusal::NotApproved),
            Event::Failed { .. } | Event::Confirmed => Err(Refusal::NotBeingPublished),
            Event::Kept { .. } => Err(Refusal::NotPublished),
            Event::Recalled => Ok(Stage::Recalled { take_down: false }),
            Event::Changed { .. } => Ok(Stage::Draft),
        }
    }
}

impl<P: Copy + Ord, R: Clone + Ord> Default for Release<P, R> {
    fn default() -> Self {
        Self::draft()
    }
}

impl<P: Copy> Actor<P> {
    /// The person, when they are one and hold one of these roles.
    fn signed_in(&self, wanted: &[Role]) -> Result<P, Refusal> {
        match self {
            Self::Token => Err(Refusal::NotSignedIn),
            Self::Person { id, roles } if wanted.iter().any(|role| roles.contains(role)) => Ok(*id),
            Self::Person { .. } => Err(Refusal::RoleMissing),
        }
    }
}

/// Judged, keeping an exception only where it covers all that is left.
fn judged<P: Copy + Ord, R: Clone + Ord>(
    outcome: &Outcome<R>,
    exception: Option<&Exception<P, R>>,
) -> Stage<P, R> {
    let covered = match outcome.basis(exception) {
        Some(Basis::Excepted(exception)) => Some(exception),
        Some(Basis::Clear) | None => None,
    };
    Stage::Judged {
        outcome: outcome.clone(),
        exception: covered,
    }
}

fn approved<P: Copy + Ord, R: Clone + Ord>(
    event: &Event<P, R>,
    basis: &Basis<P, R>,
    by: P,
) -> Step<P, R> {
    match event {
        Event::Judged { outcome } => Ok(match outcome.basis(basis.exception()) {
            Some(basis) => Stage::Approved { basis, by },
            None => judged(outcome, None),
        }),
        Event::Claimed { outcome } => Ok(match outcome.basis(basis.exception()) {
            Some(basis) => Stage::Publishing { basis, by },
            None => judged(outcome, None),
        }),
        Event::Excepted { .. } => Err(Refusal::NothingToExcept),
        Event::Approved { .. } => Err(Refusal::AlreadyApproved),
        Event::Changed { .. } => Ok(Stage::Draft),
        Event::Failed { .. } | Event::Confirmed => Err(Refusal::NotBeingPublished),
        Event::Kept { .. } => Err(Refusal::NotPublished),
        Event::Recalled => Ok(Stage::Recalled { take_down: false }),
    }
}

fn publishing<P: Copy + Ord, R: Clone + Ord>(
    event: &Event<P, R>,
    basis: &Basis<P, R>,
    by: P,
) -> Step<P, R> {
    let basis = basis.clone();
    match event {
        // A part of the post may be out already: it comes back as a whole.
        Event::Judged { outcome } | Event::Claimed { outcome } => {
            Ok(match outcome.basis(basis.exception()) {
                Some(basis) => Stage::Publishing { basis, by },
                None => Stage::Recalled { take_down: true },
            })
        }
        Event::Failed { nothing_out: true } => Ok(Stage::Approved { basis, by }),
        Event::Failed { nothing_out: false } => Ok(Stage::Publishing { basis, by }),
        Event::Confirmed => Ok(Stage::Published {
            basis,
            by,
            review: false,
        }),
        Event::Excepted { .. } | Event::Approved { .. } | Event::Changed { .. } => {
            Err(Refusal::BeingPublished)
        }
        Event::Kept { .. } => Err(Refusal::NotPublished),
        Event::Recalled => Ok(Stage::Recalled { take_down: true }),
    }
}

fn published<P: Copy + Ord, R: Clone + Ord>(
    event: &Event<P, R>,
    basis: &Basis<P, R>,
    by: P,
    review: bool,
) -> Step<P, R> {
    let out = |review| Stage::Published {
        basis: basis.clone(),
        by,
        review,
    };
    match event {
        // Barred: somebody's permission is against it, and it comes back at
        // once. What merely became unsure is for a person to look at.
        Event::Judged {
            outcome: Outcome::Barred,
        }
        | Event::Recalled => Ok(Stage::Recalled { take_down: true }),
        Event::Judged { outcome } => Ok(out(review || outcome.basis(basis.exception()).is_none())),
        Event::Kept { by } => {
            by.signed_in(&[Role::Editor, Role::Dsl])?;
            Ok(out(false))
        }
        Event::Failed { .. } | Event::Confirmed => Err(Refusal::NotBeingPublished),
        Event::Claimed { .. }
        | Event::Excepted { .. }
        | Event::Approved { .. }
        | Event::Changed { .. } => Err(Refusal::AlreadyPublished),
    }
}

#[cfg(test)]
mod tests;
