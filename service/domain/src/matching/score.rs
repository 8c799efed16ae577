//! Matching arithmetic: scores in whole millionths, so that sums and ties are
//! exact and do not depend on the order of faces or pupils.

/// A cosine or a difference of two, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score(i32);

impl Score {
    /// The nearest whole millionth of a number between -2 and 2; further out
    /// it stays at the end of the scale, and what is no number is nought.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "rounded and clamped to two million before it is cut"
    )]
    pub(super) fn of(value: f32) -> Self {
        Self((f64::from(value).clamp(-2.0, 2.0) * 1e6).round() as i32)
    }

    /// The number it stands for.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "a single has more digits than a millionth of two needs"
    )]
    pub(super) fn value(self) -> f32 {
        (f64::from(self.0) / 1e6) as f32
    }

    /// How far it lies above `other`.
    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The same as a weight for the assignment.
    pub(super) fn above(self, floor: Self) -> i64 {
        i64::from(self.minus(floor).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_kept_to_the_millionth_and_never_leaves_the_scale() {
        assert!((Score::of(0.52).value() - 0.52).abs() < 1e-6);
        assert_eq!(Score::of(0.6).minus(Score::of(0.52)), Score::of(0.08));
        assert_eq!(Score::of(f32::INFINITY), Score::of(2.0));
        assert_eq!(Score::of(f32::NAN), Score::of(0.0));
    }
}
