//! What crosses out of the decode process: width, height and colours.

use image::metadata::Orientation;
use std::fmt;

/// A picture as three bytes a pixel (red, green, blue in sRGB), row by row from
/// the top left. `Debug` shows the size only.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels({} x {})", self.width, self.height)
    }
}

impl Pixels {
    /// Takes `rgb` as a picture; `None` when an edge is nought or the length is
    /// not three bytes for each pixel.
    #[must_use]
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let right = width > 0 && height > 0 && byte_count(width, height) == Some(rgb.len());
        right.then_some(Self { width, height, rgb })
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// The bytes: red, green, blue, row by row.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The bytes themselves, without a copy.
    #[must_use]
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    pub(crate) const fn rgb_mut(&mut self) -> &mut Vec<u8> {
        &mut self.rgb
    }

    /// Turned and mirrored to stand upright.
    #[must_use]
    pub(crate) fn upright(self, orientation: Orientation) -> Self {
        if orientation == Orientation::NoTransforms {
            return self;
        }
        let (width, height) = (self.width, self.height);
        let Some(buffer) = image::RgbImage::from_raw(width, height, self.rgb) else {
            // The length is right by construction; a grey picture is never made.
            return Self {
                width: 1,
                height: 1,
                rgb: vec![0; 3],
            };
        };
        let mut picture = image::DynamicImage::ImageRgb8(buffer);
        picture.apply_orientation(orientation);
        let turned = picture.into_rgb8();
        Self {
            width: turned.width(),
            height: turned.height(),
            rgb: turned.into_raw(),
        }
    }
}

/// Bytes of a picture, three a pixel; `None` past what memory can address.
pub(crate) fn byte_count(width: u32, height: u32) -> Option<usize> {
    let pixels = u64::from(width).checked_mul(u64::from(height))?;
    usize::try_from(pixels.checked_mul(3)?).ok()
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "drawn test colours wrap round on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_debug_form_shows_no_colour() {
        let pixels = Pixels::new(1, 1, vec![123, 45, 67]).unwrap();
        assert_eq!(format!("{pixels:?}"), "Pixels(1 x 1)");
    }

    proptest! {
        #[test]
        fn only_three_bytes_a_pixel_make_a_picture(width in 0u32..20, height in 0u32..20, length in 0usize..1300) {
            let made = Pixels::new(width, height, vec![0; length]);
            let right = width * height > 0 && length as u32 == width * height * 3;
            prop_assert_eq!(made.is_some(), right);
        }

        #[test]
        fn turning_eight_ways_keeps_every_colour(width in 1u32..9, height in 1u32..9, way in 1u8..=8) {
            let rgb: Vec<u8> = (0..width * height * 3).map(|v| v as u8).collect();
            let before = Pixels::new(width, height, rgb).unwrap();
            let after = before.clone().upright(Orientation::from_exif(way).unwrap());
            let sorted = |p: &Pixels| {
                let mut all: Vec<_> = p.rgb().chunks(3).map(<[u8]>::to_vec).collect();
                all.sort();
                all
            };
            prop_assert_eq!(sorted(&before), sorted(&after));
            prop_assert_eq!(after.width() == height && after.height() == width || way < 5, true);
        }
    }
}
