//! How well a face can be seen: what the scan stop measures on each face, for
//! people and for the register.

use gatehouse_domain::{Landmarks, matching::LEAST_EYE_DISTANCE_PX};

use crate::View;
use crate::align::{FaceCrop, measured};

/// A nose outside this part of the way between the eyes: the face is turned
/// away too far to be a reference.
pub(crate) const FRONTAL: std::ops::RangeInclusive<f32> = 0.25..=0.75;

/// An eye line steeper than this, in degrees, is a head on its side or a
/// picture that is not upright.
pub(crate) const LEVEL: f32 = 35.0;

/// Below this sharpness a face is blurred. Measured on 1,660 photographs: as
/// they are all of them lie above 0.013 and 99 % above 0.025; a blur of 2 pixels
/// of the crop brings half of them below 0.012, and there the embedding begins
/// to leave its place (cosine to itself 0.95, at 3 pixels 0.79).
pub(crate) const SHARP: f32 = 0.01;

/// Scores below this are shown as "maybe a face".
pub(crate) const SURE: f32 = 0.6;

/// What was measured on one face.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quality {
    /// Distance between the eyes in pixels of the picture that was scanned.
    pub eye_distance: f32,
    /// Fine detail against all contrast of the face, about 0 to 1: the
    /// variance of the Laplacian over the variance of the brightness inside
    /// the upright face, at 112 pixels or what the picture has. Brightness and
    /// skin tone cancel out. None when the points mark no face.
    pub sharpness: Option<f32>,
    /// Where the nose stands between the eyes, 0 to 1 along the eye line,
    /// about 0.5 when the face looks at the camera; none when the eyes
    /// coincide. May lie outside 0 to 1 for a profile.
    pub nose_position: Option<f32>,
    /// How far the eye line leans, in degrees, clockwise positive, -180 to 180.
    pub roll_degrees: f32,
}

/// Why a face is seen less well than it should be. The codes never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QualityReason {
    /// Eyes under 12 pixels apart: cannot be identified, and is not "nobody".
    TooSmallToIdentify,
    /// Out of focus or smeared by movement.
    Blurred,
    /// Turned away: one eye is far nearer to the nose.
    TurnedAway,
    /// The head lies on its side, or the picture is not upright.
    Tilted,
    /// The detector is not sure that this is a face.
    MaybeAFace,
}

impl QualityReason {
    /// The stable code, as in files and answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooSmallToIdentify => "too-small-to-identify",
            Self::Blurred => "blurred",
            Self::TurnedAway => "turned-away",
            Self::Tilted => "tilted",
            Self::MaybeAFace => "maybe-a-face",
        }
    }
}

impl Quality {
    /// Measures the face whose five points are `landmarks`.
    #[must_use]
    pub fn of(view: View<'_>, landmarks: &Landmarks) -> Self {
        let (left, right) = (landmarks.left_eye, landmarks.right_eye);
        Self {
            eye_distance: landmarks.eye_distance(),
            sharpness: measured(view, landmarks).ok().and_then(|c| sharpness(&c)),
            nose_position: landmarks.nose_position(),
            roll_degrees: (right.y - left.y).atan2(right.x - left.x).to_degrees(),
        }
    }

    /// Whether the eyes are far enough apart for anybody, person or machine,
    /// to say who it is.
    #[must_use]
    pub fn is_identifiable(&self) -> bool {
        self.eye_distance >= LEAST_EYE_DISTANCE_PX
    }

    /// Whether it is too blurred to be a reference.
    #[must_use]
    pub fn is_blurred(&self) -> bool {
        self.sharpness.is_none_or(|sharpness| sharpness < SHARP)
    }

    /// Whether the face is turned too far to be a reference.
    #[must_use]
    pub fn is_turned(&self) -> bool {
        self.nose_position
            .is_none_or(|place| !FRONTAL.contains(&place))
    }

    /// Whether the eye line leans too far.
    #[must_use]
    pub fn is_tilted(&self) -> bool {
        self.roll_degrees.abs() > LEVEL
    }

    /// Everything that is wrong with it, in a fixed order; empty when nothing
    /// is. `score` is the detector's, 0 to 1.
    #[must_use]
    pub fn reasons(&self, score: f32) -> Vec<QualityReason> {
        [
            (!self.is_identifiable(), QualityReason::TooSmallToIdentify),
            (self.is_blurred(), QualityReason::Blurred),
            (self.is_turned(), QualityReason::TurnedAway),
            (self.is_tilted(), QualityReason::Tilted),
            (score < SURE, QualityReason::MaybeAFace),
        ]
        .into_iter()
        .filter_map(|(applies, reason)| applies.then_some(reason))
        .collect()
    }
}

/// Variance of the Laplacian over variance of the brightness, inside the face.
///
/// None for a face without any contrast.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "rows and columns stay one pixel inside the crop; its pixels are counted in thousands"
)]
fn sharpness(crop: &FaceCrop) -> Option<f32> {
    let side = crop.side;
    let brightness = |x: usize, y: usize| {
        let [r, g, b] = crop.pixels[y * side + x];
        f64::from(0.299 * r + 0.587 * g + 0.114 * b)
    };
    let (mut edges, mut tones) = (Spread::default(), Spread::default());
    // From brow to mouth and cheek to cheek: hair and background may be sharp
    // behind a face that is not.
    for y in (side * 36 / 112).max(1)..(side * 100 / 112).min(side - 1) {
        for x in (side * 28 / 112).max(1)..(side * 84 / 112).min(side - 1) {
            let here = brightness(x, y);
            tones.add(here);
            edges.add(
                4.0 * here
                    - brightness(x - 1, y)
                    - brightness(x + 1, y)
                    - brightness(x, y - 1)
                    - brightness(x, y + 1),
            );
        }
    }
    let tones = tones.variance();
    (tones > 1.0).then(|| (edges.variance() / tones) as f32)
}

/// Sum and sum of squares, enough for a variance.
#[derive(Default)]
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn variance(&self) -> f64 {
        if self.count < 1.0 {
            return 0.0;
        }
        let mean = self.sum / self.count;
        (self.squares / self.count - mean * mean).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use gatehouse_domain::Point;

    fn face() -> (Scene, Landmarks) {
        let scene = Scene::rows(300, 300, &[(150, 1)]);
        let points = scene.truth[0];
        (scene, points)
    }

    #[test]
    fn a_straight_sharp_large_face_has_nothing_wrong() {
        let (scene, points) = face();
        let quality = Quality::of(scene.view(), &points);
        assert_eq!(quality.reasons(0.9), []);
        assert_eq!(quality.reasons(0.55), [QualityReason::MaybeAFace]);
    }

    #[test]
    fn blur_lowers_sharpness_step_by_step_and_is_named_in_the_end() {
        let (mut scene, points) = face();
        let mut last = f32::INFINITY;
        for _ in 0..6 {
            let now = Quality::of(scene.view(), &points).sharpness.unwrap();
            assert!(now < last, "{now} after {last}");
            last = now;
            scene.blur(10);
        }
        assert!(Quality::of(scene.view(), &points).is_blurred());
    }

    #[test]
    fn a_dark_picture_of_the_same_face_is_as_sharp() {
        let (mut scene, points) = face();
        let light = Quality::of(scene.view(), &points).sharpness.unwrap();
        scene.darken(3);
        let dark = Quality::of(scene.view(), &points).sharpness.unwrap();
        assert!((light / dark - 1.0).abs() < 0.15, "{light} {dark}");
    }

    #[test]
    fn turned_tilted_and_small_faces_are_named() {
        let (scene, mut points) = face();
        points.nose.x = points.left_eye.x;
        let quality = Quality::of(scene.view(), &points);
        assert!(quality.reasons(1.0).contains(&QualityReason::TurnedAway));
        let (scene, points) = face();
        let turned = Landmarks::from_points(points.points().map(|p| Point::new(-p.y + 300.0, p.x)));
        let quality = Quality::of(scene.view(), &turned);
        assert!((quality.roll_degrees - 90.0).abs() < 1.0);
        assert!(quality.reasons(1.0).contains(&QualityReason::Tilted));
        let small = Quality::of(scene.view(), &points.scaled(0.15));
        assert!(!small.is_identifiable());
    }

    #[test]
    fn twelve_pixels_between_the_eyes_are_just_enough() {
        let (scene, points) = face();
        let at = |eyes: f32| {
            Quality::of(scene.view(), &points.scaled(eyes / points.eye_distance()))
                .is_identifiable()
        };
        assert!(at(12.01) && !at(11.99));
    }

    #[test]
    fn codes_are_what_serde_writes() {
        for reason in [
            QualityReason::TooSmallToIdentify,
            QualityReason::Blurred,
            QualityReason::TurnedAway,
            QualityReason::Tilted,
            QualityReason::MaybeAFace,
        ] {
            let words = format!("{reason:?}");
            let kebab: String = words
                .chars()
                .enumerate()
                .flat_map(|(i, c)| {
                    let hyphen = (i > 0 && c.is_uppercase()).then_some('-');
                    hyphen.into_iter().chain(c.to_lowercase())
                })
                .collect();
            assert_eq!(kebab, reason.code());
        }
    }
}
