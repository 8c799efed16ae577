//! Where a face lies in a picture, for scan, exposure and remedies.

use serde::{Deserialize, Serialize};

/// A side in pixels as a number to measure with. Pictures are at most 65,535
/// pixels long, which an `f32` holds exactly; longer counts as that.
#[must_use]
pub fn pixels(side: u32) -> f32 {
    u16::try_from(side).map_or(f32::from(u16::MAX), f32::from)
}

/// A place in a picture, in pixels from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f32,
    /// Pixels from the top edge.
    pub y: f32,
}

impl Point {
    /// A point at `x`, `y` pixels.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Straight distance to `other`, in pixels.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// An upright box in a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Width; never negative for a box that was measured.
    pub width: f32,
    /// Height; never negative for a box that was measured.
    pub height: f32,
}

impl Area {
    /// A box from its left and top edge and its size in pixels.
    #[must_use]
    pub const fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }

    /// The middle of the box.
    #[must_use]
    pub fn centre(self) -> Point {
        Point::new(self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    /// Square pixels covered; 0 for an empty or inverted box.
    #[must_use]
    pub fn surface(self) -> f32 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    /// Square pixels that both boxes cover.
    #[must_use]
    pub fn overlap(self, other: Self) -> f32 {
        let width =
            (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let height =
            (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// Intersection over union, 0 to 1; 0 when both boxes are empty.
    #[must_use]
    pub fn iou(self, other: Self) -> f32 {
        let shared = self.overlap(other);
        let all = self.surface() + other.surface() - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// The same box in a picture whose sides are `factor` times as long.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        Self::new(
            self.left * factor,
            self.top * factor,
            self.width * factor,
            self.height * factor,
        )
    }
}

/// Five points of a face, named from the viewer's side of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Landmarks {
    /// The eye on the left of the picture.
    pub left_eye: Point,
    /// The eye on the right of the picture.
    pub right_eye: Point,
    /// The tip of the nose.
    pub nose: Point,
    /// The corner of the mouth on the left of the picture.
    pub left_mouth: Point,
    /// The corner of the mouth on the right of the picture.
    pub right_mouth: Point,
}

impl Landmarks {
    /// The points in the order of the alignment template: eyes, nose, mouth.
    #[must_use]
    pub const fn points(&self) -> [Point; 5] {
        [
            self.left_eye,
            self.right_eye,
            self.nose,
            self.left_mouth,
            self.right_mouth,
        ]
    }

    /// From five points in the order of [`Landmarks::points`].
    #[must_use]
    pub const fn from_points(points: [Point; 5]) -> Self {
        let [left_eye, right_eye, nose, left_mouth, right_mouth] = points;
        Self {
            left_eye,
            right_eye,
            nose,
            left_mouth,
            right_mouth,
        }
    }

    /// Distance between the eyes in pixels. Under 12 a face cannot be
    /// identified (measured: genuine matches are lost below 16, 13 % at 12).
    #[must_use]
    pub fn eye_distance(&self) -> f32 {
        self.left_eye.distance(self.right_eye)
    }

    /// Where the nose stands between the eyes along the eye line: 0 under the
    /// left eye, 1 under the right, about 0.5 when the face looks straight at
    /// the camera. `None` when the eyes coincide.
    #[must_use]
    pub fn nose_position(&self) -> Option<f32> {
        let across = Point::new(
            self.right_eye.x - self.left_eye.x,
            self.right_eye.y - self.left_eye.y,
        );
        let square = across.x * across.x + across.y * across.y;
        (square > f32::EPSILON).then(|| {
            ((self.nose.x - self.left_eye.x) * across.x
                + (self.nose.y - self.left_eye.y) * across.y)
                / square
        })
    }

    /// The same points in a picture whose sides are `factor` times as long.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        Self::from_points(
            self.points()
                .map(|p| Point::new(p.x * factor, p.y * factor)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn areas() -> impl Strategy<Value = Area> {
        (-50.0f32..50.0, -50.0f32..50.0, 0.0f32..80.0, 0.0f32..80.0)
            .prop_map(|(l, t, w, h)| Area::new(l, t, w, h))
    }

    proptest! {
        #[test]
        fn intersection_over_union_is_symmetric_and_between_nought_and_one(
            a in areas(), b in areas()
        ) {
            let iou = a.iou(b);
            prop_assert!((0.0..=1.0001).contains(&iou));
            prop_assert!((iou - b.iou(a)).abs() < 1e-5);
        }

        #[test]
        fn the_nose_position_does_not_depend_on_size(factor in 0.1f32..20.0) {
            let face = Landmarks {
                left_eye: Point::new(10.0, 12.0),
                right_eye: Point::new(50.0, 8.0),
                nose: Point::new(33.0, 30.0),
                ..Landmarks::default()
            };
            let (a, b) = (face.nose_position().unwrap(), face.scaled(factor).nose_position().unwrap());
            prop_assert!((a - b).abs() < 1e-3);
        }
    }

    #[test]
    fn a_face_without_eyes_apart_has_no_nose_position() {
        assert_eq!(Landmarks::default().nose_position(), None);
    }
}
