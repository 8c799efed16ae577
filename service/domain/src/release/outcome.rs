//! What a verdict means for a release on its way out.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    policy::{Lifter, Reason, Rules, Severity, Verdict},
    role::Role,
};

/// A reason, and the place in the release of the picture it is about.
pub type PictureReason = (usize, Reason);

/// The verdict on a whole release, as far as its way depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome", content = "reasons")]
#[serde(bound(
    serialize = "R: Ord + Serialize",
    deserialize = "R: Ord + Deserialize<'de>"
))]
pub enum Outcome<R> {
    /// Every picture is Clear.
    Clear,
    /// Nothing is left but what the DSL may except.
    Exceptable(BTreeSet<R>),
    /// Somebody has to settle something else first.
    Held,
    /// Something bars it that nobody can except: a permission, an objection, a
    /// protected pupil.
    Barred,
}

/// What the DSL signed: these reasons and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: Serialize, R: Ord + Serialize",
    deserialize = "P: Deserialize<'de>, R: Ord + Deserialize<'de>"
))]
pub struct Exception<P, R> {
    /// Who.
    pub by: P,
    /// What they excepted.
    pub reasons: BTreeSet<R>,
}

/// Why a release may go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "basis", content = "exception")]
#[serde(bound(
    serialize = "P: Serialize, R: Ord + Serialize",
    deserialize = "P: Deserialize<'de>, R: Ord + Deserialize<'de>"
))]
pub enum Basis<P, R> {
    /// The verdict is Clear.
    Clear,
    /// The DSL excepted all that was left.
    Excepted(Exception<P, R>),
}

impl<P, R> Basis<P, R> {
    /// The exception, if it rests on one.
    #[must_use]
    pub const fn exception(&self) -> Option<&Exception<P, R>> {
        match self {
            Self::Clear => None,
            Self::Excepted(exception) => Some(exception),
        }
    }
}

impl<R: Clone + Ord> Outcome<R> {
    /// Why it may go out with this exception, if it may. Reasons that fell
    /// away do no harm; one that was not there when the DSL signed does.
    pub(super) fn basis<P: Copy>(
        &self,
        exception: Option<&Exception<P, R>>,
    ) -> Option<Basis<P, R>> {
        match self {
            Self::Clear => Some(Basis::Clear),
            Self::Exceptable(left) => {
                let exception = exception?;
                (!left.is_empty() && left.is_subset(&exception.reasons)).then(|| {
                    Basis::Excepted(Exception {
                        by: exception.by,
                        reasons: exception.reasons.clone(),
                    })
                })
            }
            Self::Held | Self::Barred => None,
        }
    }

    /// The exception for all that is left, where one is possible.
    pub(super) fn except<P>(&self, by: P) -> Option<Exception<P, R>> {
        match self {
            Self::Exceptable(left) if !left.is_empty() => Some(Exception {
                by,
                reasons: left.clone(),
            }),
            _ => None,
        }
    }
}

impl Outcome<PictureReason> {
    /// The verdicts on all pictures of a release, in their order, together.
    /// The strictest wins; a release of no pictures is held.
    #[must_use]
    pub fn of(verdicts: &[Verdict], rules: &Rules) -> Self {
        if verdicts.is_empty() {
            return Self::Held;
        }
        let left: BTreeSet<PictureReason> = verdicts
            .iter()
            .enumerate()
            .flat_map(|(at, verdict)| verdict.reasons().iter().map(move |reason| (at, *reason)))
            .collect();
        let dsl_may = |(_, reason): &PictureReason| match reason.code.lifted_by() {
            Lifter::Nobody => false,
            Lifter::Roles(who) => who.contains(&Role::Dsl),
            Lifter::ExposureRole => rules.exposure_lifted_by == Role::Dsl,
        };
        let (exceptable, others): (BTreeSet<_>, BTreeSet<_>) = left.into_iter().partition(dsl_may);
        let bars = |(_, reason): &PictureReason| reason.code.severity() == Severity::Blocked;
        if others.iter().any(bars) {
            Self::Barred
        } else if !others.is_empty() {
            Self::Held
        } else if exceptable.is_empty() {
            Self::Clear
        } else {
            Self::Exceptable(exceptable)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Code;

    fn of(codes: &[&[Code]]) -> Outcome<PictureReason> {
        let verdicts: Vec<_> = codes
            .iter()
            .map(|codes| {
                Verdict::from_reasons(codes.iter().map(|code| Reason::picture(*code)).collect())
            })
            .collect();
        Outcome::of(&verdicts, &Rules::default())
    }

    #[test]
    fn the_strictest_picture_decides_for_the_post() {
        assert_eq!(of(&[]), Outcome::Held);
        assert_eq!(of(&[&[], &[]]), Outcome::Clear);
        assert_eq!(of(&[&[], &[Code::Objection]]), Outcome::Barred);
    }

    #[test]
    fn what_nobody_may_lift_is_never_exceptable() {
        for code in Code::ALL {
            let outcome = of(&[&[*code]]);
            if code.lifted_by() == Lifter::Nobody {
                assert!(
                    matches!(outcome, Outcome::Held | Outcome::Barred),
                    "{}",
                    code.code()
                );
            }
            if code.severity() == Severity::Blocked {
                assert_ne!(outcome, Outcome::Held, "{}", code.code());
            }
            assert_ne!(outcome, Outcome::Clear, "{}", code.code());
        }
    }

    #[test]
    fn an_exception_covers_what_was_signed_and_no_more() {
        let signed = Exception {
            by: 1,
            reasons: BTreeSet::from([1, 2]),
        };
        let left = |reasons: &[i32]| Outcome::Exceptable(reasons.iter().copied().collect());
        assert!(left(&[2]).basis(Some(&signed)).is_some());
        assert!(left(&[2, 3]).basis(Some(&signed)).is_none());
        assert!(left(&[]).basis(Some(&signed)).is_none());
        assert!(Outcome::Held.basis(Some(&signed)).is_none());
        assert!(Outcome::<i32>::Barred.except(1).is_none());
    }
}
