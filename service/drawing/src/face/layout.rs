//! Where the parts of a face are, in half heads from the middle of the head.

use crate::look::Look;
use crate::pose::Pose;

/// Positions and sizes; down is positive.
pub(crate) struct Layout {
    /// Middle of the eye, to either side.
    pub(crate) eye_x: f32,
    /// Height of the eyes.
    pub(crate) eye_y: f32,
    /// Half the width of an eye.
    pub(crate) eye_half: f32,
    /// Opening above the eye's middle line.
    pub(crate) eye_up: f32,
    /// Opening below it.
    pub(crate) eye_low: f32,
    /// Rise of the outer corner over half the eye's width.
    pub(crate) eye_tilt: f32,
    /// Exponent of the lid's curve: small is boxy, large is pointed.
    pub(crate) lid_power: f32,
    /// Middle of the brow.
    pub(crate) brow_y: f32,
    /// Height of the hairline at the middle.
    pub(crate) hairline: f32,
    /// Height of the base of the nose.
    pub(crate) nose_y: f32,
    /// Half its width at the wings.
    pub(crate) nose_half: f32,
    /// Height of the line between the lips.
    pub(crate) mouth_y: f32,
    /// Half the width of the mouth.
    pub(crate) mouth_half: f32,
    /// Corners up by, in half heads.
    pub(crate) corners: f32,
    /// How far the lips are apart, in half heads.
    pub(crate) gap: f32,
    /// Brows up (or down) by the expression.
    pub(crate) brow_lift: f32,
}

impl Layout {
    /// The layout of `look` with the expression of `pose`.
    pub(crate) fn new(look: &Look, pose: Pose) -> Self {
        let f = &look.features;
        let child = look.childish();
        let [smile, open, brows, narrow] = pose.expression.strengths();
        let eye_y = 0.03 + 0.10 * child - 0.05 * f.eye_height;
        let eye_half = 0.160 + 0.028 * f.eye_size + 0.026 * child;
        let openness = (0.076 + 0.020 * f.eye_open + 0.014 * f.eye_size + 0.026 * child)
            * (1.0 - 0.32 * narrow);
        let nose_y = eye_y + 0.375 + 0.075 * f.nose_length - 0.07 * child;
        let mouth_y = (nose_y + 0.225 + 0.055 * f.mouth_height - 0.015 * child).min(0.78);
        let mouth_half = 0.245 + 0.062 * f.mouth_width - 0.010 * child;
        Self {
            eye_x: 0.325 + 0.046 * f.eye_spacing + 0.015 * f.face_width + 0.025 * child,
            eye_y,
            eye_half,
            eye_up: openness * (1.08 + 0.14 * f.eye_round),
            eye_low: openness * (0.72 + 0.16 * f.eye_round),
            eye_tilt: 0.038 * f.eye_tilt,
            lid_power: 0.80 - 0.25 * f.eye_round,
            brow_y: eye_y - 0.185 - 0.045 * f.brow_height - 0.01 * child - 0.05 * brows.max(0.0)
                + 0.035 * (-brows).max(0.0),
            hairline: -0.60 - 0.13 * f.forehead_height,
            nose_y,
            nose_half: 0.128 + 0.042 * f.nose_width - 0.014 * child,
            mouth_y,
            mouth_half: mouth_half * (1.0 + 0.13 * smile - 0.10 * open * (1.0 - smile)),
            corners: 0.085 * smile + 0.014,
            gap: 0.135 * open,
            brow_lift: brows,
        }
    }
}
