//! Matching arithmetic: how often a comparison errs, from scores alone.
//!
//! Names as in ISO/IEC 19795-1 (biometric performance testing). Verification
//! asks "are these two the same?": FMR is the share of pairs of different
//! people that reach the threshold, FNMR the share of pairs of one person that
//! do not. Open-set identification asks "which of these is it, if any?": FPIR
//! is the share of searches by somebody not enrolled that name somebody, FNIR
//! the share of searches by somebody enrolled that do not name them. A score
//! reaches a threshold when it is equal or greater. Rates are from 0 to 1,
//! `None` where nothing was measured.

use serde::{Deserialize, Serialize};

/// `part` of `whole`, 0 to 1; `None` of nothing.
fn share(part: usize, whole: usize) -> Option<f64> {
    let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (whole > 0).then(|| number(part) / number(whole))
}

/// Finite scores in rising order.
fn rising(mut scores: Vec<f32>) -> Vec<f32> {
    scores.retain(|score| score.is_finite());
    scores.sort_by(f32::total_cmp);
    scores
}

/// How many of `rising` reach the threshold.
fn reaching(rising: &[f32], threshold: f32) -> usize {
    rising.len() - rising.partition_point(|score| *score < threshold)
}

/// The least threshold that at most `allowed` of `rising` reach; `None` when
/// all of them may.
pub(super) fn threshold_that_at_most_reach(rising: &[f32], allowed: usize) -> Option<f32> {
    let last_kept_out = rising.len().checked_sub(allowed.checked_add(1)?)?;
    rising.get(last_kept_out).map(|score| score.next_up())
}

/// Scores of pairs, known to be of one person or of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

/// One threshold with its two errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OperatingPoint {
    /// The score from which on two pictures count as one person.
    pub threshold: f32,
    /// False match rate, 0 to 1.
    pub fmr: f64,
    /// False non-match rate, 0 to 1; the true accept rate is the rest.
    pub fnmr: f64,
}

impl OperatingPoint {
    /// True accept rate, 0 to 1.
    #[must_use]
    pub fn tar(&self) -> f64 {
        1.0 - self.fnmr
    }

    /// The rate where both errors are taken as equal: their mean.
    #[must_use]
    pub fn equal_error_rate(&self) -> f64 {
        self.fmr.midpoint(self.fnmr)
    }
}

impl Verification {
    /// From scores of same-person and of different-person pairs, in any order.
    /// What is not finite is left out.
    #[must_use]
    pub fn new(genuine: Vec<f32>, impostor: Vec<f32>) -> Self {
        Self {
            genuine: rising(genuine),
            impostor: rising(impostor),
        }
    }

    /// Pairs of one person that were measured.
    #[must_use]
    pub fn genuine_pairs(&self) -> usize {
        self.genuine.len()
    }

    /// Pairs of two people that were measured.
    #[must_use]
    pub fn impostor_pairs(&self) -> usize {
        self.impostor.len()
    }

    /// False match rate at a threshold.
    #[must_use]
    pub fn fmr(&self, threshold: f32) -> Option<f64> {
        share(reaching(&self.impostor, threshold), self.impostor.len())
    }

    /// False non-match rate at a threshold.
    #[must_use]
    pub fn fnmr(&self, threshold: f32) -> Option<f64> {
        let missed = self.genuine.len() - reaching(&self.genuine, threshold);
        share(missed, self.genuine.len())
    }

    /// Both errors at a threshold.
    #[must_use]
    pub fn at(&self, threshold: f32) -> Option<OperatingPoint> {
        Some(OperatingPoint {
            threshold,
            fmr: self.fmr(threshold)?,
            fnmr: self.fnmr(threshold)?,
        })
    }

    /// Where both errors are nearest to each other; its
    /// [`OperatingPoint::equal_error_rate`] is the EER.
    #[must_use]
    pub fn equal_error(&self) -> Option<OperatingPoint> {
        // The errors change only just above a score: FMR falls, FNMR rises.
        let all = rising([&self.genuine[..], &self.impostor[..]].concat());
        let crossed = |score: &f32| {
            self.at(score.next_up())
                .is_some_and(|point| point.fnmr >= point.fmr)
        };
        let at = all.partition_point(|score| !crossed(score));
        let after = self.at(all.get(at).or(all.last())?.next_up())?;
        let before = match at.checked_sub(1).and_then(|at| all.get(at)) {
            Some(score) => self.at(score.next_up())?,
            None => self.at(*all.first()?)?,
        };
        let gap = |point: &OperatingPoint| (point.fmr - point.fnmr).abs();
        Some(if gap(&before) < gap(&after) {
            before
        } else {
            after
        })
    }

    /// The least threshold whose FMR is at most `fmr`: TAR at FMR is its
    /// [`OperatingPoint::tar`]. With fewer than 1/`fmr` impostor pairs it lies
    /// just above the highest of them.
    #[must_use]
    pub fn at_fmr(&self, fmr: f64) -> Option<OperatingPoint> {
        let allowed = (0..=self.impostor.len())
            .collect::<Vec<_>>()
            .partition_point(|count| {
                share(*count, self.impostor.len()).is_some_and(|share| share <= fmr)
            });
        let threshold = match allowed.checked_sub(1) {
            Some(allowed) => threshold_that_at_most_reach(&self.impostor, allowed),
            None => None,
        };
        self.at(threshold.or(self.impostor.first().copied())?)
    }

    /// Points of a detection error trade-off curve, FMR falling: the number of
    /// false matches goes down to nought by about a tenth at each point.
    #[must_use]
    pub fn det(&self) -> Vec<OperatingPoint> {
        let mut points = Vec::new();
        let mut allowed = self.impostor.len();
        loop {
            let threshold = threshold_that_at_most_reach(&self.impostor, allowed);
            let threshold = threshold.or(self.impostor.first().copied());
            let Some(point) = threshold.and_then(|threshold| self.at(threshold)) else {
                return points;
            };
            if points.last() != Some(&point) {
                points.push(point);
            }
            let Some(next) = allowed.checked_sub((allowed / 10).max(1)) else {
                return points;
            };
            allowed = next;
        }
    }
}

/// A search by somebody who is enrolled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatedSearch {
    /// Score against their own template.
    pub own: f32,
    /// The highest score against anybody else's; `None` when there is none.
    pub best_other: Option<f32>,
}

/// A search by somebody who is not enrolled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NonMatedSearch {
    /// The highest score.
    pub best: f32,
    /// The second highest; `None` when only one pupil is enrolled.
    pub second: Option<f32>,
}

/// Searches whose right answer is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenSet {
    /// By people who are enrolled.
    pub mated: Vec<MatedSearch>,
    /// By people who are not.
    pub nonmated: Vec<NonMatedSearch>,
}

/// Whether a score names somebody: high enough, and clear of the next.
fn names(score: f32, next: Option<f32>, threshold: f32, margin: f32) -> bool {
    score >= threshold && next.is_none_or(|next| score - next >= margin && score > next)
}

impl OpenSet {
    /// False positive identification rate at a threshold, when a margin over
    /// the second best is asked for as well (0: only to be ahead of it).
    #[must_use]
    pub fn fpir(&self, threshold: f32, margin: f32) -> Option<f64> {
        let named = self
            .nonmated
            .iter()
            .filter(|search| names(search.best, search.second, threshold, margin));
        share(named.count(), self.nonmated.len())
    }

    /// False negative identification rate at a threshold and margin.
    #[must_use]
    pub fn fnir(&self, threshold: f32, margin: f32) -> Option<f64> {
        let named = self
            .mated
            .iter()
            .filter(|search| names(search.own, search.best_other, threshold, margin));
        share(self.mated.len() - named.count(), self.mated.len())
    }

    /// Share of enrolled searches whose highest score is the right one.
    #[must_use]
    pub fn rank_one(&self) -> Option<f64> {
        let first = self
            .mated
            .iter()
            .filter(|search| search.best_other.is_none_or(|other| search.own > other));
        share(first.count(), self.mated.len())
    }
}

#[cfg(test)]
mod tests;
