//! Reference photos: one person, neatly lit, before a plain wall.

use crate::body::Outfit;
use crate::canvas::Canvas;
use crate::chance::Chance;
use crate::colour::Rgb;
use crate::look::Look;
use crate::paint::{Brush, Glow, at};
use crate::pose::{Light, Pose};
use crate::scene::{Figure, Showing, paint_figure};
use tiny_skia::Pixmap;

/// Smallest portrait in pixels a side.
const SMALLEST: u32 = 64;

/// A square reference photo, `pixels` pixels a side (at least 64): head and
/// shoulders, the face about 0.45 of the height. Use 500 or more for enrolment.
#[must_use]
pub fn portrait(look: &Look, pose: Pose, light: Light, pixels: u32) -> Canvas {
    let side = pixels.clamp(SMALLEST, 4096);
    let Some(mut painting) = Pixmap::new(side, side) else {
        return Canvas::grey(side, side, 128);
    };
    let mut brush = Brush::new(&mut painting);
    let (width, height) = brush.size();
    let mut chance = Chance::aside(look.number, 40);
    let papers = [Rgb(214, 222, 226), Rgb(226, 220, 208), Rgb(206, 216, 204)];
    let wall = chance.pick(&papers).unwrap_or(papers[0]);
    brush.bar(at(0.0, 0.0), at(width, height), wall);
    brush.glow(Glow {
        centre: at(width * (0.5 + 0.25 * light.direction), height * 0.35),
        across: width * 0.8,
        down: height * 0.8,
        colour: Rgb(255, 253, 246),
        strength: 0.5,
    });
    let figure = Figure {
        look: look.clone(),
        pose,
        outfit: Outfit::uniform(look),
        x: 0.5,
        y: 0.46,
        head: height * 0.56,
        showing: Showing::Face,
    };
    paint_figure(&mut brush, &figure, light);
    Canvas::develop(&painting, light, look.number ^ 0x0070_6F72)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn anyone_can_sit_for_a_portrait(number in any::<u64>(), pixels in 0u32..200) {
            for look in [Look::from_number(number), Look::adult(number)] {
                let canvas = portrait(&look, Pose::FRONT, Light::DAY, pixels);
                prop_assert_eq!(canvas.width, pixels.max(SMALLEST));
                prop_assert!(canvas == portrait(&look, Pose::FRONT, Light::DAY, pixels));
            }
        }
    }

    #[test]
    fn two_people_do_not_look_the_same() {
        let of = |number| portrait(&Look::from_number(number), Pose::FRONT, Light::DAY, 128);
        assert!(of(1) != of(2));
    }
}
