//! How much a picture gives away of a face: size, direction, alone or not.
//!
//! After the guidance of May 2026 to UK schools on pupils' pictures that are
//! misused with image generators: a large, face-on, single, named face is what
//! such tools need, so that is what is measured and limited.

use serde::{Deserialize, Serialize};

/// Limits of a profile for external channels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExposureLimits {
    /// Nose at least this far between the eyes counts as face-on (0 to 1).
    pub face_on_from: f32,
    /// Nose at most this far between the eyes counts as face-on (0 to 1).
    pub face_on_to: f32,
    /// A single face-on face taller than this share of the picture is a portrait.
    pub portrait_share: f32,
    /// Tallest face-on box in the output, in pixels.
    pub face_on_px: f32,
    /// Tallest box of a face that has a name in the words, in pixels.
    pub named_px: f32,
}

impl Default for ExposureLimits {
    fn default() -> Self {
        Self {
            face_on_from: 0.38,
            face_on_to: 0.62,
            portrait_share: 0.25,
            face_on_px: 200.0,
            named_px: 120.0,
        }
    }
}

/// What was measured of one face in the output.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FaceExposure {
    /// Height of the face's box in the output, in pixels.
    pub height_px: f32,
    /// Height of the box as a share of the picture's, 0 to 1.
    pub height_share: f32,
    /// Where the nose stands between the eyes; unknown counts as face-on.
    pub nose_position: Option<f32>,
    /// Whether this person's name stands in the words.
    pub named: bool,
}

/// One way in which a picture gives away too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overexposure {
    /// One face, face-on, filling a good part of the picture.
    Portrait,
    /// A face-on box taller than the limit.
    FaceOnTooLarge,
    /// A named face taller than the limit for named faces.
    NamedTooLarge,
}

impl FaceExposure {
    /// Whether the face looks at the camera. Unknown counts as yes, because
    /// unknown takes the stricter limit.
    #[must_use]
    pub fn is_face_on(&self, limits: &ExposureLimits) -> bool {
        self.nose_position.is_none_or(|nose| {
            !nose.is_finite() || (limits.face_on_from..=limits.face_on_to).contains(&nose)
        })
    }
}

/// Every limit that the faces of one picture exceed, with the face's place.
#[must_use]
pub fn overexposures(
    faces: &[FaceExposure],
    limits: &ExposureLimits,
) -> Vec<(usize, Overexposure)> {
    let alone = faces.len() == 1;
    let mut found = Vec::new();
    for (index, face) in faces.iter().enumerate() {
        let face_on = face.is_face_on(limits);
        // Written as "not within" so that a value that is no number exceeds.
        let exceeds = |value: f32, limit: f32| {
            !matches!(
                value.partial_cmp(&limit),
                Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)
            )
        };
        if alone && face_on && exceeds(face.height_share, limits.portrait_share) {
            found.push((index, Overexposure::Portrait));
        }
        if face_on && exceeds(face.height_px, limits.face_on_px) {
            found.push((index, Overexposure::FaceOnTooLarge));
        }
        if face.named && exceeds(face.height_px, limits.named_px) {
            found.push((index, Overexposure::NamedTooLarge));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn face(height_px: f32, nose: f32) -> FaceExposure {
        FaceExposure {
            height_px,
            height_share: height_px / 1000.0,
            nose_position: Some(nose),
            named: false,
        }
    }

    #[test]
    fn one_face_on_face_over_a_quarter_of_the_picture_is_a_portrait() {
        let limits = ExposureLimits::default();
        let large = FaceExposure {
            height_share: 0.3,
            ..face(150.0, 0.5)
        };
        assert_eq!(
            overexposures(&[large], &limits),
            [(0, Overexposure::Portrait)]
        );
        assert_eq!(overexposures(&[large, face(80.0, 0.5)], &limits), []);
        let turned = FaceExposure {
            nose_position: Some(0.2),
            ..large
        };
        assert_eq!(overexposures(&[turned], &limits), []);
    }

    #[test]
    fn a_named_face_may_be_smaller_than_an_unnamed_one() {
        let limits = ExposureLimits::default();
        let named = FaceExposure {
            named: true,
            ..face(130.0, 0.1)
        };
        assert_eq!(
            overexposures(&[named], &limits),
            [(0, Overexposure::NamedTooLarge)]
        );
        assert_eq!(overexposures(&[face(130.0, 0.1)], &limits), []);
    }

    #[test]
    fn what_could_not_be_measured_counts_as_too_much() {
        let unknown = FaceExposure {
            nose_position: None,
            ..face(f32::NAN, 0.5)
        };
        let found = overexposures(&[unknown], &ExposureLimits::default());
        assert_eq!(found.len(), 2);
    }

    fn any_face() -> impl Strategy<Value = FaceExposure> {
        (10.0f32..600.0, 0.0f32..1.0, prop::bool::ANY).prop_map(|(px, nose, named)| FaceExposure {
            named,
            ..face(px, nose)
        })
    }

    proptest! {
        #[test]
        fn a_larger_face_never_gives_away_less(
            faces in prop::collection::vec(any_face(), 1..6), grow in 1.0f32..3.0
        ) {
            let limits = ExposureLimits::default();
            let before = overexposures(&faces, &limits);
            let larger: Vec<_> = faces.iter().map(|f| FaceExposure {
                height_px: f.height_px * grow, height_share: f.height_share * grow, ..*f
            }).collect();
            let after = overexposures(&larger, &limits);
            prop_assert!(before.iter().all(|found| after.contains(found)));
        }
    }
}
