//! From five points to the crop an embedder wants: turned upright, sized to
//! the template, sampled once.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounds are clamped to the picture before they become pixels"
)]

use gatehouse_domain::Landmarks;

use crate::manifest::Crop;
use crate::resample::{Copy, Part, resized, sample, times};
use crate::similarity::{Similarity, TEMPLATE};
use crate::{Error, View};

/// How far around the crop source pixels are kept, in pixels of the crop, so
/// that the triangle of the shrinking step does not see an edge that is none.
const MARGIN: f64 = 3.0;

/// An aligned face: `side` x `side` pixels, red, green, blue of 0 to 255.
///
/// Biometric data in waiting: it has no Debug and is never stored.
pub(crate) struct FaceCrop {
    /// Length of each side in pixels.
    pub(crate) side: usize,
    /// One entry a pixel, rows from the top.
    pub(crate) pixels: Vec<[f32; 3]>,
}

/// Which pixels of the template's 112 x 112 a crop is made of.
///
/// Indices name the middle of a pixel, as in the pictures the networks were
/// trained with.
#[derive(Clone, Copy)]
struct Frame {
    /// Pixels of the crop on each side.
    side: u32,
    /// Column of the template at which the crop begins.
    left: f64,
    /// Template columns to a column of the crop.
    across: f64,
    /// Template rows to a row of the crop.
    down: f64,
}

impl Frame {
    fn of(crop: Crop) -> Self {
        let (left, columns) = match crop {
            Crop::FivePoint112 => (0.0, 112.0),
            Crop::InnerColumns128 => (8.0, 96.0),
        };
        let side = f64::from(crop.side());
        Self {
            side: crop.side(),
            left,
            across: columns / side,
            down: 112.0 / side,
        }
    }

    /// The whole template, in no more pixels than the picture has there.
    fn native(place: &Similarity) -> Self {
        let side = times(112, 1.0 / place.scale().max(1.0)).max(8);
        let step = 112.0 / f64::from(side);
        Self {
            side,
            left: 0.0,
            across: step,
            down: step,
        }
    }
}

/// The aligned crop of the face whose five points are `landmarks`.
///
/// A face larger than the crop is first shrunk with every pixel counting, then
/// sampled; a smaller one is enlarged by sampling between pixels. Beyond the
/// picture its border goes on.
///
/// # Errors
/// [`Error::Points`] when the points coincide, are not finite or lie outside
/// the picture.
pub(crate) fn aligned(
    view: View<'_>,
    landmarks: &Landmarks,
    crop: Crop,
) -> Result<FaceCrop, Error> {
    let place = Similarity::between(&landmarks.points(), &TEMPLATE).ok_or(Error::Points)?;
    in_frame(view, &place, Frame::of(crop))
}

/// The same face for measuring: upright, 112 pixels a side or as many as the
/// picture has there, never enlarged, so that a small sharp face is not taken
/// for a blurred one.
///
/// # Errors
/// As [`aligned`].
pub(crate) fn measured(view: View<'_>, landmarks: &Landmarks) -> Result<FaceCrop, Error> {
    let place = Similarity::between(&landmarks.points(), &TEMPLATE).ok_or(Error::Points)?;
    in_frame(view, &place, Frame::native(&place))
}

fn in_frame(view: View<'_>, place: &Similarity, frame: Frame) -> Result<FaceCrop, Error> {
    let part = part_needed(view, place).ok_or(Error::Points)?;
    let shrink = place.scale().min(1.0);
    let (width, height) = (times(part.width, shrink), times(part.height, shrink));
    let near = resized(view, part, width, height)?;
    Ok(sampled(&near, part, place, frame))
}

/// The part of the picture that the template's square comes from; none when it
/// does not touch the picture.
fn part_needed(view: View<'_>, place: &Similarity) -> Option<Part> {
    let ends = [-MARGIN, 112.0 + MARGIN];
    let corners = ends.map(|y| ends.map(|x| place.source_of(x, y)));
    let (mut left, mut top) = (f64::INFINITY, f64::INFINITY);
    let (mut right, mut bottom) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (x, y) in corners.into_iter().flatten() {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    let (width, height) = (f64::from(view.width()), f64::from(view.height()));
    if right < 0.0 || bottom < 0.0 || left >= width || top >= height {
        return None;
    }
    let left = left.floor().max(0.0);
    let top = top.floor().max(0.0);
    let right = (right.ceil() + 1.0).min(width);
    let bottom = (bottom.ceil() + 1.0).min(height);
    Some(Part {
        left: left as u32,
        top: top as u32,
        width: ((right - left) as u32).max(1),
        height: ((bottom - top) as u32).max(1),
    })
}

fn sampled(near: &Copy, part: Part, place: &Similarity, frame: Frame) -> FaceCrop {
    let across = f64::from(near.width) / f64::from(part.width);
    let down = f64::from(near.height) / f64::from(part.height);
    let side = frame.side;
    let mut pixels = Vec::with_capacity((side * side) as usize);
    for y in 0..side {
        for x in 0..side {
            let (x, y) = place.source_of(
                frame.left + f64::from(x) * frame.across,
                f64::from(y) * frame.down,
            );
            // Resizing keeps edges in place, so middles move by half a pixel.
            pixels.push(sample(
                near,
                (x - f64::from(part.left) + 0.5) * across - 0.5,
                (y - f64::from(part.top) + 0.5) * down - 0.5,
            ));
        }
    }
    FaceCrop {
        side: side as usize,
        pixels,
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "test pictures are small")]
mod tests {
    use super::*;
    use gatehouse_domain::Point;
    use proptest::prelude::*;

    /// A picture in which red tells the column and green the row.
    fn map(width: u32, height: u32) -> Vec<u8> {
        (0..height)
            .flat_map(|y| {
                (0..width).flat_map(move |x| [(x * 255 / width) as u8, (y * 255 / height) as u8, 0])
            })
            .collect()
    }

    fn turned(scale: f64, turn: f64, x: f64, y: f64) -> (Landmarks, Similarity) {
        let place = Similarity {
            a: scale * turn.cos(),
            b: scale * turn.sin(),
            dx: x,
            dy: y,
        };
        let points = TEMPLATE.map(|p| {
            let (x, y) = place.target_of(f64::from(p.x), f64::from(p.y));
            Point::new(x as f32, y as f32)
        });
        (Landmarks::from_points(points), place)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn every_pixel_of_the_crop_comes_from_its_place_in_the_picture(
            scale in 0.4f64..3.0, turn in -0.5f64..0.5
        ) {
            let bytes = map(500, 500);
            let view = View::new(500, 500, &bytes).unwrap();
            let (points, place) = turned(scale, turn, 110.0, 110.0);
            let crop = aligned(view, &points, Crop::FivePoint112).unwrap();
            for (x, y) in [(20usize, 20usize), (56, 56), (90, 70)] {
                let (sx, sy) = place.target_of(x as f64, y as f64);
                prop_assume!((5.0..495.0).contains(&sx) && (5.0..495.0).contains(&sy));
                let [r, g, _] = crop.pixels[y * crop.side + x];
                prop_assert!((f64::from(r) - sx * 255.0 / 500.0).abs() < 1.5, "{r} {sx}");
                prop_assert!((f64::from(g) - sy * 255.0 / 500.0).abs() < 1.5, "{g} {sy}");
            }
        }
    }

    #[test]
    fn the_inner_columns_are_the_same_face_stretched() {
        let bytes = map(300, 300);
        let view = View::new(300, 300, &bytes).unwrap();
        let (points, _) = turned(1.5, 0.0, 40.0, 40.0);
        let plain = aligned(view, &points, Crop::FivePoint112).unwrap();
        let inner = aligned(view, &points, Crop::InnerColumns128).unwrap();
        assert_eq!((plain.side, inner.side), (112, 128));
        // Column 64 of 128 is column 8 + 48 = 56 of 112; row 64 is row 56.
        let (a, b) = (plain.pixels[56 * 112 + 56], inner.pixels[64 * 128 + 64]);
        assert!((a[0] - b[0]).abs() < 1.0 && (a[1] - b[1]).abs() < 1.0);
    }

    #[test]
    fn beyond_the_picture_its_border_goes_on() {
        let bytes = map(60, 60);
        let view = View::new(60, 60, &bytes).unwrap();
        let (points, _) = turned(1.0, 0.0, -30.0, -30.0);
        let crop = aligned(view, &points, Crop::FivePoint112).unwrap();
        assert_eq!(
            crop.pixels[0].map(f32::to_bits),
            crop.pixels[10 * 112 + 10].map(f32::to_bits)
        );
    }

    #[test]
    fn a_face_outside_the_picture_or_without_points_is_refused() {
        let bytes = map(60, 60);
        let view = View::new(60, 60, &bytes).unwrap();
        let (outside, _) = turned(1.0, 0.0, 900.0, 0.0);
        assert!(matches!(
            aligned(view, &outside, Crop::FivePoint112),
            Err(Error::Points)
        ));
        let none = Landmarks::default();
        assert!(matches!(
            aligned(view, &none, Crop::FivePoint112),
            Err(Error::Points)
        ));
    }
}
