//! Smaller and larger copies of a picture, without which neither the detector
//! nor the crop sees what it should.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are picture sizes of at most 65,535 pixels"
)]

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::{Error, View};

/// A part of a picture, in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// First column.
    pub(crate) left: u32,
    /// First row.
    pub(crate) top: u32,
    /// Columns, at least 1.
    pub(crate) width: u32,
    /// Rows, at least 1.
    pub(crate) height: u32,
}

/// A picture of our own: RGB, rows from the top.
pub(crate) struct Copy {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// Three bytes a pixel.
    pub(crate) rgb: Vec<u8>,
}

/// `part` of `view` at `width` x `height` pixels.
///
/// A triangle as wide as a pixel of the smaller picture: every source pixel
/// counts when shrinking, so nothing flickers into a pattern that a network
/// takes for a face; plain bilinear when enlarging.
pub(crate) fn resized(view: View<'_>, part: Part, width: u32, height: u32) -> Result<Copy, Error> {
    let source = ImageRef::new(view.width(), view.height(), view.rgb(), PixelType::U8x3)
        .map_err(|_| Error::Picture)?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
        .crop(
            f64::from(part.left),
            f64::from(part.top),
            f64::from(part.width),
            f64::from(part.height),
        );
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|_| Error::Picture)?;
    Ok(Copy {
        width,
        height,
        rgb: target.into_vec(),
    })
}

/// The whole of `view`.
pub(crate) const fn whole(view: View<'_>) -> Part {
    Part {
        left: 0,
        top: 0,
        width: view.width(),
        height: view.height(),
    }
}

/// `side` times `factor`, to the nearest pixel, at least 1.
pub(crate) fn times(side: u32, factor: f64) -> u32 {
    ((f64::from(side) * factor).round() as u32).max(1)
}

/// Bilinear sample between four pixels; outside the picture its border goes on.
/// `x`, `y` are indices: 0 is the middle of the first pixel.
#[expect(
    clippy::indexing_slicing,
    reason = "both indices are clamped to the picture, whose length was checked"
)]
pub(crate) fn sample(picture: &Copy, x: f64, y: f64) -> [f32; 3] {
    let right = f64::from(picture.width - 1);
    let bottom = f64::from(picture.height - 1);
    let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = ((x - left) as f32, (y - top) as f32);
    let (x0, y0) = (left as usize, top as usize);
    let (x1, y1) = (
        (x0 + 1).min(picture.width as usize - 1),
        (y0 + 1).min(picture.height as usize - 1),
    );
    let at = |x: usize, y: usize, c: usize| {
        f32::from(picture.rgb[(y * picture.width as usize + x) * 3 + c])
    };
    std::array::from_fn(|c| {
        let upper = at(x0, y0, c) * (1.0 - across) + at(x1, y0, c) * across;
        let lower = at(x0, y1, c) * (1.0 - across) + at(x1, y1, c) * across;
        upper * (1.0 - down) + lower * down
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(width: u32, height: u32) -> Vec<u8> {
        (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [(x * 2) as u8, (y * 2) as u8, 100]))
            .collect()
    }

    #[test]
    fn a_checkerboard_shrinks_to_even_grey() {
        let board: Vec<u8> = (0..64 * 64)
            .flat_map(|i| [if (i / 64 + i % 64) % 2 == 0 { 0 } else { 200 }; 3])
            .collect();
        let view = View::new(64, 64, &board).unwrap();
        let small = resized(view, whole(view), 16, 16).unwrap();
        assert!(small.rgb.iter().all(|v| (90..=110).contains(v)));
    }

    #[test]
    fn a_ramp_is_sampled_between_its_pixels_and_goes_on_at_the_border() {
        let bytes = ramp(20, 10);
        let picture = Copy {
            width: 20,
            height: 10,
            rgb: bytes,
        };
        let [r, g, b] = sample(&picture, 7.25, 3.5);
        assert!((r - 14.5).abs() < 1e-4 && (g - 7.0).abs() < 1e-4 && (b - 100.0).abs() < 1e-4);
        assert_eq!(
            sample(&picture, -50.0, 4.0).map(f32::to_bits),
            sample(&picture, 0.0, 4.0).map(f32::to_bits)
        );
        assert_eq!(
            sample(&picture, 90.0, 90.0).map(f32::to_bits),
            [38.0f32, 18.0, 100.0].map(f32::to_bits)
        );
    }

    #[test]
    fn a_part_is_cut_before_it_is_resized() {
        let bytes = ramp(20, 10);
        let view = View::new(20, 10, &bytes).unwrap();
        let part = Part {
            left: 4,
            top: 2,
            width: 8,
            height: 4,
        };
        let same = resized(view, part, 8, 4).unwrap();
        assert_eq!(same.rgb[..3], [8, 4, 100]);
        assert_eq!((same.width, same.height), (8, 4));
    }
}
