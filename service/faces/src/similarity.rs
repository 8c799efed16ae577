//! Where a face stands: the turn, size and shift that bring its five points
//! onto the template on the way to the embedder.

use gatehouse_domain::Point;

/// The five points of a face that looks straight ahead, in a crop of 112 x 112
/// pixels: eyes, nose, corners of the mouth (the common five-point template).
pub(crate) const TEMPLATE: [Point; 5] = [
    Point::new(38.2946, 51.6963),
    Point::new(73.5318, 51.5014),
    Point::new(56.0252, 71.7366),
    Point::new(41.5493, 92.3655),
    Point::new(70.7299, 92.2041),
];

/// A turn, an even scaling and a shift: p -> (a x - b y + dx, b x + a y + dy).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Similarity {
    /// Scale times cosine of the turn.
    pub(crate) a: f64,
    /// Scale times sine of the turn.
    pub(crate) b: f64,
    /// Shift to the right in pixels of the target.
    pub(crate) dx: f64,
    /// Shift down in pixels of the target.
    pub(crate) dy: f64,
}

impl Similarity {
    /// The least-squares similarity that takes `from` to `to` (Umeyama 1991).
    ///
    /// In the plane a turn with scaling is one complex number, so the best one
    /// is the regression coefficient sum(conj(p) q) / sum(|p|^2) of the
    /// centred points: no singular values are needed, and a mirror image can
    /// never come out. `None` when the points coincide or are not finite.
    pub(crate) fn between(from: &[Point; 5], to: &[Point; 5]) -> Option<Self> {
        let (from_x, from_y) = mean(from);
        let (to_x, to_y) = mean(to);
        let (mut along, mut across, mut spread) = (0.0f64, 0.0f64, 0.0f64);
        for (p, q) in from.iter().zip(to) {
            let (px, py) = (f64::from(p.x) - from_x, f64::from(p.y) - from_y);
            let (qx, qy) = (f64::from(q.x) - to_x, f64::from(q.y) - to_y);
            along += px * qx + py * qy;
            across += px * qy - py * qx;
            spread += px * px + py * py;
        }
        let (a, b) = (along / spread, across / spread);
        let found = Self {
            a,
            b,
            dx: to_x - a * from_x + b * from_y,
            dy: to_y - b * from_x - a * from_y,
        };
        let scale = found.scale();
        (spread > 1e-6 && scale.is_finite() && scale > 1e-6 && found.dx.is_finite())
            .then_some(found)
    }

    /// How many pixels of the target one pixel of the source becomes.
    pub(crate) fn scale(&self) -> f64 {
        self.a.hypot(self.b)
    }

    /// Where `x`, `y` of the target comes from in the source.
    pub(crate) fn source_of(&self, x: f64, y: f64) -> (f64, f64) {
        let square = self.a * self.a + self.b * self.b;
        let (x, y) = (x - self.dx, y - self.dy);
        (
            (self.a * x + self.b * y) / square,
            (self.a * y - self.b * x) / square,
        )
    }

    /// Where `x`, `y` of the source goes in the target.
    #[cfg(test)]
    pub(crate) fn target_of(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x - self.b * y + self.dx,
            self.b * x + self.a * y + self.dy,
        )
    }
}

fn mean(points: &[Point; 5]) -> (f64, f64) {
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| {
        (x + f64::from(p.x), y + f64::from(p.y))
    });
    (x / 5.0, y / 5.0)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "test points are small")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(a: f64, b: f64, within: f64) -> bool {
        (a - b).abs() < within
    }

    proptest! {
        #[test]
        fn a_known_turn_size_and_shift_is_found_again(
            scale in 0.05f64..20.0, turn in -3.1f64..3.1, dx in -500.0f64..500.0, dy in -500.0f64..500.0
        ) {
            let known = Similarity { a: scale * turn.cos(), b: scale * turn.sin(), dx, dy };
            let moved = TEMPLATE.map(|p| {
                let (x, y) = known.target_of(f64::from(p.x), f64::from(p.y));
                Point::new(x as f32, y as f32)
            });
            let found = Similarity::between(&TEMPLATE, &moved).unwrap();
            prop_assert!(close(found.a, known.a, 1e-3) && close(found.b, known.b, 1e-3));
            prop_assert!(close(found.dx, dx, 0.05) && close(found.dy, dy, 0.05));
            let (x, y) = found.target_of(30.0, 40.0);
            let (x, y) = found.source_of(x, y);
            prop_assert!(close(x, 30.0, 1e-6) && close(y, 40.0, 1e-6));
        }

        #[test]
        fn no_other_similarity_comes_closer_to_the_template(
            noise in proptest::array::uniform10(-6.0f32..6.0),
            da in -0.02f64..0.02, db in -0.02f64..0.02, dx in -1.0f64..1.0, dy in -1.0f64..1.0
        ) {
            let mut points = TEMPLATE;
            for (point, pair) in points.iter_mut().zip(noise.chunks_exact(2)) {
                *point = Point::new(point.x * 2.0 + pair[0], point.y * 2.0 + pair[1]);
            }
            let best = Similarity::between(&points, &TEMPLATE).unwrap();
            let other = Similarity { a: best.a + da, b: best.b + db, dx: best.dx + dx, dy: best.dy + dy };
            prop_assert!(error_of(&best, &points) <= error_of(&other, &points) + 1e-9);
        }
    }

    fn error_of(s: &Similarity, points: &[Point; 5]) -> f64 {
        points
            .iter()
            .zip(&TEMPLATE)
            .map(|(p, q)| {
                let (x, y) = s.target_of(f64::from(p.x), f64::from(p.y));
                (x - f64::from(q.x)).powi(2) + (y - f64::from(q.y)).powi(2)
            })
            .sum()
    }

    #[test]
    fn points_that_coincide_or_are_no_numbers_have_no_place() {
        let one = [Point::new(5.0, 5.0); 5];
        assert_eq!(Similarity::between(&one, &TEMPLATE), None);
        let broken = [Point::new(f32::NAN, 5.0); 5];
        assert_eq!(Similarity::between(&broken, &TEMPLATE), None);
        let mut infinite = TEMPLATE;
        infinite[2] = Point::new(f32::INFINITY, 0.0);
        assert_eq!(Similarity::between(&infinite, &TEMPLATE), None);
    }
}
