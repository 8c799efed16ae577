//! The head as a simple solid: turned, raised and tilted, so that eyes, nose
//! and mouth land where a camera would see them.

use crate::look::Look;
use crate::paint::at;
use crate::pose::Pose;
use gatehouse_domain::geometry::Point;

/// Height where the skull is widest; crown is -1, chin about 1, down positive.
const WIDEST: f32 = -0.22;
/// Height where the jaw begins to turn in.
const JAW: f32 = 0.42;
/// Depth of the head from its middle to the face.
const DEPTH: f32 = 0.82;

/// A head in a picture. Lengths on it are in half heads: its middle is (0, 0).
pub(crate) struct Head {
    brow: f32,
    cheek: f32,
    jaw: f32,
    /// Height of the point of the chin.
    pub(crate) chin: f32,
    square: f32,
    /// Turned, raised, tilted, in radians, kept to what can be drawn.
    pub(crate) yaw: f32,
    pitch: f32,
    roll: f32,
    centre: Point,
    /// Pixels in half a head.
    pub(crate) scale: f32,
}

/// One height of the head seen from above: an ellipse.
struct Slice {
    width: f32,
    depth: f32,
    /// How far in front of the middle its centre lies.
    front: f32,
}

impl Head {
    /// The head of `look`, `height` pixels from crown to chin, about `centre`.
    pub(crate) fn new(look: &Look, pose: Pose, centre: Point, height: f32) -> Self {
        let f = &look.features;
        let child = look.childish();
        let cheek = 0.70 + 0.065 * f.face_width + 0.03 * f.cheeks + 0.075 * child;
        Self {
            brow: 0.71 + 0.04 * f.forehead_width + 0.04 * f.face_width + 0.07 * child,
            cheek,
            jaw: (0.615
                + 0.075 * f.jaw_width
                + 0.05 * f.cheeks
                + 0.045 * f.face_width
                + 0.065 * child)
                .min(cheek - 0.01),
            chin: 1.0 + 0.085 * f.chin_length - 0.06 * child,
            square: 2.15 - 0.12 * child + (0.80 - 0.25 * child) * f.chin_square,
            yaw: pose.yaw.clamp(-0.65, 0.65),
            pitch: pose.pitch.clamp(-0.4, 0.4),
            roll: pose.roll.clamp(-0.8, 0.8),
            centre,
            scale: height / 2.0,
        }
    }

    fn slice(&self, y: f32) -> Slice {
        if y < WIDEST {
            let t = ((WIDEST - y) / (1.0 + WIDEST)).min(1.0);
            let round = (1.0 - t.powf(2.3)).max(0.0).sqrt();
            return Slice {
                width: self.brow * round,
                depth: DEPTH * round,
                front: -0.02 * t,
            };
        }
        let ease = |t: f32| t * t * (3.0 - 2.0 * t);
        if y < JAW {
            let t = (y - WIDEST) / (JAW - WIDEST);
            let width = if t < 0.5 {
                self.brow + (self.cheek - self.brow) * ease(t * 2.0)
            } else {
                self.cheek + (self.jaw - self.cheek) * ease(t * 2.0 - 1.0)
            };
            return Slice {
                width,
                depth: DEPTH,
                front: 0.0,
            };
        }
        let t = ((y - JAW) / (self.chin - JAW)).clamp(0.0, 1.0);
        let round = (1.0 - t.powf(self.square)).max(0.0).powf(0.58);
        Slice {
            width: self.jaw * round,
            depth: DEPTH * round,
            front: 0.58 * t * t,
        }
    }

    /// Where a point of the head lies in the picture; `z` towards the viewer.
    pub(crate) fn place(&self, x: f32, y: f32, z: f32) -> Point {
        let (sin, cos) = self.yaw.sin_cos();
        let across = x * cos + z * sin;
        let near = z * cos - x * sin;
        let (sin, cos) = self.pitch.sin_cos();
        let down = y * cos - near * sin;
        let (sin, cos) = self.roll.sin_cos();
        at(
            self.centre.x + (across * cos - down * sin) * self.scale,
            self.centre.y + (across * sin + down * cos) * self.scale,
        )
    }

    /// A point of the face given as seen from the front, `lift` above the skin.
    pub(crate) fn face(&self, x: f32, y: f32, lift: f32) -> Point {
        // The lower face is flatter than the slices that give its outline.
        let slice = self.slice(y.clamp(-0.95, JAW));
        let turn = (x / slice.width.max(0.05)).clamp(-1.0, 1.0);
        let t = ((y - JAW) / (self.chin - JAW)).clamp(0.0, 1.0);
        let deep = slice.depth * (1.0 - 0.22 * t * t);
        self.place(x, y, deep * (1.0 - turn * turn).sqrt() + lift)
    }

    /// A point of the head's side at `height`, `angle` round from the nose as
    /// seen by the viewer (-pi/2 is the left edge), `swell` times as far out.
    /// `straight`: does not follow the jaw in, as hair hangs.
    pub(crate) fn seen(&self, angle: f32, y: f32, swell: f32, straight: bool) -> Point {
        let slice = if straight {
            self.slice(y.min(0.1))
        } else {
            self.slice(y)
        };
        let (sin, cos) = self.yaw.sin_cos();
        // The edge of a turned ellipse, and its rest by the same turn.
        let across = (slice.width * cos).hypot(slice.depth * sin) * swell;
        let front = slice.front * sin;
        let near = slice.depth * angle.cos() * swell + slice.front * cos;
        self.flat(front + across * angle.sin(), y, near)
    }

    /// A point of the front of the face, `share` of the way from the middle
    /// (0) to the edge (1 or -1) of the face at that height.
    pub(crate) fn within(&self, share: f32, y: f32) -> Point {
        self.face(share * self.slice(y).width, y, 0.0)
    }

    /// A point whose turn is done already.
    fn flat(&self, across: f32, y: f32, near: f32) -> Point {
        let (sin, cos) = self.pitch.sin_cos();
        let down = y * cos - near * sin;
        let (sin, cos) = self.roll.sin_cos();
        at(
            self.centre.x + (across * cos - down * sin) * self.scale,
            self.centre.y + (across * sin + down * cos) * self.scale,
        )
    }

    /// The edge of the head from `top` to `bottom`, all round: left side down
    /// first, then the right side up.
    pub(crate) fn outline(&self, top: f32, bottom: f32, swell: f32) -> Vec<Point> {
        const STEPS: u8 = 40;
        let edge = std::f32::consts::FRAC_PI_2;
        let heights = |down: bool| {
            (0..=STEPS).map(move |step| {
                let share = f32::from(if down { step } else { STEPS - step }) / f32::from(STEPS);
                // Closer together at both ends, where the head is round.
                let share = 0.5 - 0.5 * (share * std::f32::consts::PI).cos();
                top + (bottom - top) * share
            })
        };
        heights(true)
            .map(|y| self.seen(-edge, y, swell, false))
            .chain(heights(false).map(|y| self.seen(edge, y, swell, false)))
            .collect()
    }

    /// Length in pixels of `part` half heads.
    pub(crate) fn px(&self, part: f32) -> f32 {
        part * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pose::Expression;
    use proptest::prelude::*;

    fn head(yaw: f32, pitch: f32) -> Head {
        let pose = Pose {
            yaw,
            pitch,
            roll: 0.0,
            expression: Expression::Calm,
        };
        Head::new(&Look::from_number(1), pose, at(100.0, 100.0), 80.0)
    }

    #[test]
    fn the_nose_moves_to_the_side_the_head_turns_to() {
        assert!(head(0.4, 0.0).face(0.0, 0.2, 0.2).x > 110.0);
        assert!(head(-0.4, 0.0).face(0.0, 0.2, 0.2).x < 90.0);
    }

    #[test]
    fn a_raised_head_lifts_its_nose() {
        assert!(head(0.0, 0.2).face(0.0, 0.2, 0.0).y < head(0.0, 0.0).face(0.0, 0.2, 0.0).y);
    }

    proptest! {
        #[test]
        fn points_of_any_head_are_numbers(
            number in any::<u64>(), yaw in -3.0f32..3.0, pitch in -3.0f32..3.0,
            x in -1.5f32..1.5, y in -1.5f32..1.8
        ) {
            let pose = Pose { yaw, pitch, roll: yaw, expression: Expression::Grin };
            let head = Head::new(&Look::from_number(number), pose, at(50.0, 50.0), 60.0);
            for point in [head.face(x, y, 0.1), head.seen(x, y, 1.1, false), head.seen(x, y, 1.1, true)] {
                prop_assert!(point.x.is_finite() && point.y.is_finite());
            }
            prop_assert!(head.outline(-1.0, head.chin, 1.0).iter().all(|p| p.x.is_finite()));
        }
    }
}
