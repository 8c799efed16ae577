//! Whether a photograph is good enough to become a reference: a poor one would
//! lose its pupil at every later scan.

use crate::DetectedFace;

/// Eyes of a reference must be this far apart, in pixels (measured: nothing is
/// lost down to 24, accuracy and genuine scores fall below).
const REFERENCE_EYES: f32 = 24.0;

/// Why a photograph is not taken as a reference. The codes never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnrolmentRefusal {
    /// No face was found.
    NoFace,
    /// More than one face: nobody can say whose reference it is.
    SeveralFaces,
    /// The detector is not sure that this is a face.
    MaybeAFace,
    /// Eyes under 24 pixels apart.
    Small,
    /// Out of focus or smeared by movement.
    Blurred,
    /// Turned away.
    TurnedAway,
    /// The head lies on its side, or the picture is not upright.
    Tilted,
}

impl EnrolmentRefusal {
    /// The stable code, as in files and answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoFace => "no-face",
            Self::SeveralFaces => "several-faces",
            Self::MaybeAFace => "maybe-a-face",
            Self::Small => "small",
            Self::Blurred => "blurred",
            Self::TurnedAway => "turned-away",
            Self::Tilted => "tilted",
        }
    }

    /// What the person who enrols should do, in one sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NoFace => "No face was found: take a photo with the whole face in it.",
            Self::SeveralFaces => {
                "There is more than one face: take a photo of this person alone, also without posters behind."
            }
            Self::MaybeAFace => {
                "The face is hard to make out: take a photo in even light with nothing in front of the face."
            }
            Self::Small => "The face is too small: come closer, or use the original file.",
            Self::Blurred => "The face is blurred: hold the camera still and focus on the face.",
            Self::TurnedAway => "The face is turned away: let the person look at the camera.",
            Self::Tilted => "The head is on its side: turn the photo upright first.",
        }
    }
}

/// Everything that speaks against a photograph as a reference, from the faces
/// that [`FaceScanner::scan`](crate::FaceScanner::scan) found in it; empty when
/// it may be taken. Whether it looks like another pupil is for the register to
/// say.
#[must_use]
pub fn enrolment_refusals(faces: &[DetectedFace]) -> Vec<EnrolmentRefusal> {
    let face = match faces {
        [] => return vec![EnrolmentRefusal::NoFace],
        [face] => face,
        _ => return vec![EnrolmentRefusal::SeveralFaces],
    };
    let quality = &face.quality;
    [
        (face.is_maybe(), EnrolmentRefusal::MaybeAFace),
        (
            quality.eye_distance < REFERENCE_EYES,
            EnrolmentRefusal::Small,
        ),
        (quality.is_blurred(), EnrolmentRefusal::Blurred),
        (quality.is_turned(), EnrolmentRefusal::TurnedAway),
        (quality.is_tilted(), EnrolmentRefusal::Tilted),
    ]
    .into_iter()
    .filter_map(|(applies, refusal)| applies.then_some(refusal))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quality;
    use gatehouse_domain::{Area, Landmarks};

    fn good() -> DetectedFace {
        DetectedFace {
            area: Area::new(0.0, 0.0, 100.0, 130.0),
            landmarks: Landmarks::default(),
            score: 0.9,
            quality: Quality {
                eye_distance: 40.0,
                sharpness: Some(0.5),
                nose_position: Some(0.5),
                roll_degrees: 2.0,
            },
        }
    }

    #[test]
    fn one_good_face_may_be_a_reference() {
        assert_eq!(enrolment_refusals(&[good()]), []);
    }

    #[test]
    fn nobody_and_two_people_are_refused() {
        assert_eq!(enrolment_refusals(&[]), [EnrolmentRefusal::NoFace]);
        assert_eq!(
            enrolment_refusals(&[good(), good()]),
            [EnrolmentRefusal::SeveralFaces]
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let mut face = good();
        face.score = 0.55;
        face.quality = Quality {
            eye_distance: 23.9,
            sharpness: Some(0.0),
            nose_position: Some(0.9),
            roll_degrees: -80.0,
        };
        let codes: Vec<_> = enrolment_refusals(&[face])
            .into_iter()
            .map(EnrolmentRefusal::code)
            .collect();
        assert_eq!(
            codes,
            ["maybe-a-face", "small", "blurred", "turned-away", "tilted"]
        );
    }

    #[test]
    fn a_face_that_could_not_be_measured_is_no_reference() {
        let mut face = good();
        face.quality.sharpness = None;
        face.quality.nose_position = None;
        assert_eq!(
            enrolment_refusals(&[face]),
            [EnrolmentRefusal::Blurred, EnrolmentRefusal::TurnedAway]
        );
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for refusal in [
            EnrolmentRefusal::NoFace,
            EnrolmentRefusal::SeveralFaces,
            EnrolmentRefusal::MaybeAFace,
            EnrolmentRefusal::Small,
            EnrolmentRefusal::Blurred,
            EnrolmentRefusal::TurnedAway,
            EnrolmentRefusal::Tilted,
        ] {
            assert!(refusal.advice().contains(": "), "{}", refusal.code());
        }
    }
}
