//! Matching arithmetic: from which score on what may be said.

use serde::{Deserialize, Serialize};

/// Thresholds that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the face thresholds contradict each other: keep 0 < uncertain floor <= match threshold less margin, margin from 0, and take the values from the network's manifest or calibrate again"
)]
pub struct BadThresholds;

/// Scores after centring. From the match threshold up a face can be a pupil;
/// from the uncertain floor up a pupil is a candidate, a rival, a conflict;
/// below it there is no likeness.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct Thresholds {
    match_threshold: f32,
    uncertain_floor: f32,
    margin: f32,
}

/// The written form, checked on the way in.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Raw {
    match_threshold: f32,
    uncertain_floor: f32,
    margin: f32,
}

impl Thresholds {
    /// Checked thresholds. The floor lies at least a margin under the match
    /// threshold, so that everybody who is too near a match is a candidate.
    ///
    /// # Errors
    /// [`BadThresholds`] unless 0 < floor <= match - margin and margin >= 0.
    /// A match threshold above 1 is allowed and matches nobody.
    pub fn new(
        match_threshold: f32,
        uncertain_floor: f32,
        margin: f32,
    ) -> Result<Self, BadThresholds> {
        let all = match_threshold.is_finite() && uncertain_floor > 0.0 && margin >= 0.0;
        // A millionth is the step in which scores are compared.
        if !all || uncertain_floor > match_threshold - margin + 1e-6 {
            return Err(BadThresholds);
        }
        Ok(Self {
            match_threshold,
            uncertain_floor,
            margin,
        })
    }

    /// From here up a face can be matched.
    #[must_use]
    pub const fn match_threshold(&self) -> f32 {
        self.match_threshold
    }

    /// From here up a pupil is a candidate.
    #[must_use]
    pub const fn uncertain_floor(&self) -> f32 {
        self.uncertain_floor
    }

    /// So far ahead of the runner-up, and of every other face that claims the
    /// same pupil, a match must be.
    #[must_use]
    pub const fn margin(&self) -> f32 {
        self.margin
    }
}

impl TryFrom<Raw> for Thresholds {
    type Error = BadThresholds;

    fn try_from(raw: Raw) -> Result<Self, BadThresholds> {
        Self::new(raw.match_threshold, raw.uncertain_floor, raw.margin)
    }
}

impl From<Thresholds> for Raw {
    fn from(checked: Thresholds) -> Self {
        Self {
            match_threshold: checked.match_threshold,
            uncertain_floor: checked.uncertain_floor,
            margin: checked.margin,
        }
    }
}

/// What a network's manifest brings to a calibration.
#[derive(Clone, PartialEq)]
pub struct NetworkLimits {
    /// The network's own thresholds after centring, measured on adults: the
    /// least that a register may be calibrated to.
    pub thresholds: Thresholds,
    /// The mean embedding for small registers, in the network's dimension.
    pub mean: Vec<f32>,
}

impl std::fmt::Debug for NetworkLimits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NetworkLimits")
            .field("thresholds", &self.thresholds)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_that_contradict_each_other_are_refused() {
        assert!(Thresholds::new(0.52, 0.36, 0.08).is_ok());
        assert!(Thresholds::new(0.52, 0.44, 0.08).is_ok());
        assert!(Thresholds::new(0.52, 0.45, 0.08).is_err());
        assert!(Thresholds::new(0.52, 0.0, 0.08).is_err());
        assert!(Thresholds::new(0.52, 0.36, -0.1).is_err());
        assert!(Thresholds::new(f32::NAN, 0.36, 0.08).is_err());
        assert!(Thresholds::new(0.52, f32::NAN, 0.08).is_err());
    }

    #[test]
    fn written_thresholds_are_checked_when_they_are_read() {
        let good = Thresholds::new(0.5, 0.25, 0.125).unwrap();
        let text = serde_json::to_string(&good).unwrap();
        assert_eq!(serde_json::from_str::<Thresholds>(&text).unwrap(), good);
        let bad = text.replace("0.25", "0.75");
        assert!(serde_json::from_str::<Thresholds>(&bad).is_err());
    }
}
