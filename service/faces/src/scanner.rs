//! The front desk of the scan stop: a picture in, its faces out.

use std::sync::Arc;

use gatehouse_domain::{Area, Embedding, Landmarks};

use crate::align::aligned;
use crate::detect;
use crate::manifest::NetworkSet;
use crate::quality::SURE;
use crate::{Error, Networks, Quality, QualityReason, View};

/// One face of a picture.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DetectedFace {
    /// Where it is, in pixels of the picture, cut at the picture's edge.
    pub area: Area,
    /// Its five points, in pixels of the picture; those of a face at the edge
    /// may lie outside.
    pub landmarks: Landmarks,
    /// How sure the detector is, 0.5 to 1.
    pub score: f32,
    /// How well it can be seen.
    pub quality: Quality,
}

impl DetectedFace {
    /// Whether it is only "maybe a face", which is shown and counted until a
    /// person dismisses it.
    #[must_use]
    pub fn is_maybe(&self) -> bool {
        self.score < SURE
    }

    /// Everything that makes it hard to see, as stable codes.
    #[must_use]
    pub fn reasons(&self) -> Vec<QualityReason> {
        self.quality.reasons(self.score)
    }
}

/// Finds faces and compares them, with one set of networks.
///
/// Cheap to clone; clones share the networks and may be used from several
/// threads at once. Every call runs on the caller's thread and takes from tens
/// of milliseconds to seconds: call it where waiting is allowed.
#[derive(Debug, Clone)]
pub struct FaceScanner {
    networks: Arc<Networks>,
}

impl FaceScanner {
    /// A scanner that uses `networks`.
    #[must_use]
    pub fn new(networks: Networks) -> Self {
        Self {
            networks: Arc::new(networks),
        }
    }

    /// The manifest entry of the networks in use.
    #[must_use]
    pub fn set(&self) -> &NetworkSet {
        self.networks.set()
    }

    /// Every face from a score of 0.5, surest first. An empty list means that
    /// the detector found none, not that nobody is there: a person counts too.
    ///
    /// # Errors
    /// [`Error`] when the picture could not be scanned; the caller then holds it.
    pub fn scan(&self, view: View<'_>) -> Result<Vec<DetectedFace>, Error> {
        let found = detect::faces(&self.networks, view)?;
        Ok(found
            .into_iter()
            .map(|face| DetectedFace {
                area: face.area,
                landmarks: face.landmarks,
                score: face.score,
                quality: Quality::of(view, &face.landmarks),
            })
            .collect())
    }

    /// What the embedder makes of the face whose five points are `landmarks`,
    /// of unit length. Call it only where recognition is allowed.
    ///
    /// # Errors
    /// [`Error::Points`] when the points mark no face in the picture,
    /// [`Error::Direction`] when the network cannot tell it from nothing.
    pub fn embed(&self, view: View<'_>, landmarks: &Landmarks) -> Result<Embedding, Error> {
        let crop = aligned(view, landmarks, self.set().embedder.crop)?;
        self.networks.embedding(&crop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Scene, scanner};

    /// Pairs each drawn face with the box that holds its nose.
    fn hits(scene: &Scene, faces: &[DetectedFace]) -> usize {
        scene
            .truth
            .iter()
            .filter(|points| {
                faces.iter().any(|face| {
                    face.landmarks.nose.distance(points.nose) < points.eye_distance() * 0.4
                        && face.landmarks.left_eye.distance(points.left_eye)
                            < points.eye_distance() * 0.4
                })
            })
            .count()
    }

    #[test]
    fn every_drawn_face_of_a_row_is_found_with_its_points() {
        let scene = Scene::rows(800, 500, &[(90, 4)]);
        let faces = scanner().scan(scene.view()).unwrap();
        assert_eq!(hits(&scene, &faces), scene.truth.len());
    }

    #[test]
    fn a_face_that_fills_the_picture_is_found() {
        let scene = Scene::rows(1400, 1400, &[(900, 1)]);
        let faces = scanner().scan(scene.view()).unwrap();
        assert_eq!(hits(&scene, &faces), 1);
    }

    #[test]
    fn an_empty_picture_has_no_face() {
        let bytes = vec![120; 640 * 480 * 3];
        let view = View::new(640, 480, &bytes).unwrap();
        assert_eq!(scanner().scan(view).unwrap(), []);
    }

    #[test]
    fn a_picture_of_one_pixel_is_scanned_without_a_fault() {
        let view = View::new(1, 1, &[1, 2, 3]).unwrap();
        assert_eq!(scanner().scan(view).unwrap(), []);
    }

    #[test]
    fn the_same_drawn_face_at_another_size_embeds_alike() {
        let (large, small) = (
            Scene::rows(500, 500, &[(240, 1)]),
            Scene::rows(500, 500, &[(120, 1)]),
        );
        let scanner = scanner();
        let a = scanner.embed(large.view(), &large.truth[0]).unwrap();
        let b = scanner.embed(small.view(), &small.truth[0]).unwrap();
        assert!(a.cosine(&b) > 0.95, "{}", a.cosine(&b));
        assert_eq!(a.dimension(), scanner.set().embedder.dimension);
    }

    #[test]
    fn threads_share_one_scanner_and_see_the_same_faces() {
        let scene = Scene::rows(400, 300, &[(90, 2)]);
        let scanner = scanner();
        let alone = scanner.scan(scene.view()).unwrap();
        let together = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| scanner.clone().scan(scene.view()).unwrap()))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(together.iter().all(|faces| *faces == alone));
    }
}
