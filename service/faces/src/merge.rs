//! One box for each face, however many passes and tiles saw it.

use gatehouse_domain::{Area, Landmarks, Point};

/// Two boxes that share more than this (intersection over union) are one face.
const SAME: f32 = 0.3;

/// A cut box that lies in another by more than this part of itself is a piece
/// of that face.
const PIECE: f32 = 0.5;

/// A box of which this part lies in another, and whose middle lies between that
/// face's eyes, nose and mouth, is a feature of that face.
const FEATURE: f32 = 0.8;

/// How much surer the detector must be of the face than of its feature.
const SURER: f32 = 0.05;

/// A box as found in one tile, in pixels of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// The box.
    pub(crate) area: Area,
    /// The five points.
    pub(crate) landmarks: Landmarks,
    /// 0 to 1.
    pub(crate) score: f32,
    /// Whether it reaches a border of its tile inside the picture, so that the
    /// detector may have seen a piece of the face only.
    pub(crate) cut: bool,
}

/// The faces among `candidates`, best first.
///
/// Whole boxes come first, by score; each takes away the later ones that share
/// more than 0.3 with it. A cut box never takes a whole one away, and goes
/// when it is mostly part of a box already kept: neighbouring tiles overlap by
/// more than a small face, and a larger one is whole in a coarser pass. Where
/// no other tile saw the face, the cut box stays: a face is never lost to a
/// border.
pub(crate) fn merged(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        a.cut
            .cmp(&b.cut)
            .then(b.score.total_cmp(&a.score))
            .then(a.area.left.total_cmp(&b.area.left))
            .then(a.area.top.total_cmp(&b.area.top))
            .then(a.area.width.total_cmp(&b.area.width))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if !kept.iter().any(|other| covers(other, &candidate)) {
            kept.push(candidate);
        }
    }
    kept.sort_by(|a, b| b.score.total_cmp(&a.score));
    kept
}

/// Whether the face of `kept` is the face of `later`.
fn covers(kept: &Candidate, later: &Candidate) -> bool {
    if kept.area.iou(later.area) > SAME {
        return true;
    }
    piece_of(later, kept) || feature_of(later, kept)
}

/// Whether `later` was cut by a tile's border and is mostly part of `kept`, or
/// the other way round.
///
/// A piece has about its face's size: a small whole-looking face in the corner
/// of a large box stays.
fn piece_of(later: &Candidate, kept: &Candidate) -> bool {
    let smaller = kept.area.surface().min(later.area.surface());
    later.cut
        && smaller > 0.0
        && kept.area.overlap(later.area) / smaller > PIECE
        && later.area.surface() * 16.0 > kept.area.surface()
}

/// Whether `later` is an eye, a nose or a mouth of `kept` that a finer pass
/// took for a face of its own.
///
/// Nobody else's face can be between a face's eyes, nose and mouth; in the
/// corner of its box, beside the ear, one can be and stays.
fn feature_of(later: &Candidate, kept: &Candidate) -> bool {
    let surface = later.area.surface();
    surface < kept.area.surface()
        && later.score + SURER < kept.score
        && kept.area.overlap(later.area) > FEATURE * surface
        && within_face(&kept.landmarks, later.area.centre())
}

/// Whether `place` lies in the middle of the face: at most one eye distance
/// from the middle of its five points.
fn within_face(face: &Landmarks, place: Point) -> bool {
    let points = face.points();
    let middle = points.into_iter().fold(Point::default(), |sum, p| {
        Point::new(sum.x + p.x / 5.0, sum.y + p.y / 5.0)
    });
    middle.distance(place) < face.eye_distance()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(left: f32, top: f32, side: f32, score: f32, cut: bool) -> Candidate {
        Candidate {
            area: Area::new(left, top, side, side),
            landmarks: Landmarks::default(),
            score,
            cut,
        }
    }

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (
            0.0f32..300.0,
            0.0f32..300.0,
            4.0f32..90.0,
            0.5f32..1.0,
            any::<bool>(),
        )
            .prop_map(|(l, t, s, score, cut)| at(l, t, s, score, cut));
        proptest::collection::vec(one, 0..40)
    }

    proptest! {
        #[test]
        fn no_two_kept_boxes_are_the_same_face(all in candidates()) {
            let kept = merged(all);
            for (i, a) in kept.iter().enumerate() {
                for b in &kept[i + 1..] {
                    prop_assert!(a.area.iou(b.area) <= SAME);
                }
            }
        }

        #[test]
        fn every_box_is_kept_or_explained_by_a_kept_one(all in candidates()) {
            let kept = merged(all.clone());
            for one in &all {
                prop_assert!(kept.contains(one) || kept.iter().any(|k| covers(k, one)));
            }
        }

        #[test]
        fn the_order_in_which_tiles_are_run_changes_nothing(
            all in candidates(), turn in 0usize..40
        ) {
            let mut other = all.clone();
            other.reverse();
            if !other.is_empty() {
                let turn = turn % other.len();
                other.rotate_left(turn);
            }
            prop_assert_eq!(merged(all), merged(other));
        }

        #[test]
        fn merging_twice_is_merging_once(all in candidates()) {
            let once = merged(all);
            prop_assert_eq!(merged(once.clone()), once);
        }

        #[test]
        fn the_best_whole_box_is_always_kept(all in candidates()) {
            let best = all.iter().filter(|c| !c.cut).max_by(|a, b| a.score.total_cmp(&b.score));
            if let Some(best) = best {
                prop_assert!(merged(all.clone()).iter().any(|k| k.score.total_cmp(&best.score).is_eq()));
            }
        }
    }

    #[test]
    fn a_cut_box_of_higher_score_gives_way_to_the_whole_face() {
        let kept = merged(vec![
            at(10.0, 10.0, 40.0, 0.6, false),
            at(10.0, 10.0, 30.0, 0.95, true),
        ]);
        assert_eq!(kept.len(), 1);
        assert!(!kept[0].cut);
    }

    #[test]
    fn half_a_face_at_a_border_is_a_piece_of_the_whole_one() {
        let mut half = at(10.0, 10.0, 40.0, 0.8, true);
        half.area.width = 11.0;
        assert_eq!(
            merged(vec![at(10.0, 10.0, 40.0, 0.9, false), half]).len(),
            1
        );
    }

    #[test]
    fn a_face_that_only_a_border_saw_is_not_lost() {
        let kept = merged(vec![
            at(10.0, 10.0, 40.0, 0.9, false),
            at(200.0, 0.0, 40.0, 0.55, true),
        ]);
        assert_eq!(kept.len(), 2);
    }

    /// A face 100 pixels wide with points in the usual places.
    fn large() -> Candidate {
        let mut face = at(0.0, 0.0, 100.0, 0.9, false);
        face.landmarks = Landmarks {
            left_eye: Point::new(30.0, 40.0),
            right_eye: Point::new(70.0, 40.0),
            nose: Point::new(50.0, 60.0),
            left_mouth: Point::new(35.0, 80.0),
            right_mouth: Point::new(65.0, 80.0),
        };
        face
    }

    #[test]
    fn a_mouth_that_looks_like_a_face_is_part_of_the_face_around_it() {
        let mouth = at(35.0, 60.0, 30.0, 0.7, false);
        assert_eq!(merged(vec![large(), mouth]).len(), 1);
    }

    #[test]
    fn a_surer_face_in_front_of_a_large_one_stays() {
        let front = at(35.0, 60.0, 30.0, 0.88, false);
        assert_eq!(merged(vec![large(), front]).len(), 2);
    }

    #[test]
    fn a_face_beside_the_ear_of_a_large_one_stays() {
        let beside = at(78.0, 4.0, 20.0, 0.6, false);
        assert_eq!(merged(vec![large(), beside]).len(), 2);
    }

    #[test]
    fn a_small_face_in_the_corner_of_a_large_one_stays() {
        let kept = merged(vec![
            at(0.0, 0.0, 200.0, 0.95, false),
            at(170.0, 5.0, 25.0, 0.7, false),
        ]);
        assert_eq!(kept.len(), 2);
    }
}
