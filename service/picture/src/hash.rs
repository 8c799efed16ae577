//! Tells the same photo sent twice, whatever its size or metadata.

use crate::{Pixels, edit};
use fast_image_resize::{FilterType, ResizeAlg};
use serde::{Deserialize, Serialize};

/// Sixty-four bits that change little when the picture changes little: for each
/// of 8 x 8 places, whether the picture grows darker to the right (a difference
/// hash). Not a secret and not unique: two pictures may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PictureHash(pub u64);

impl PictureHash {
    /// Distance, in bits, up to which two pictures are taken for the same.
    pub const SAME: u32 = 6;

    /// The hash of a picture.
    #[must_use]
    pub fn of(pixels: &Pixels) -> Self {
        let averaged = ResizeAlg::Convolution(FilterType::Box);
        let Some(small) = edit::scaled(pixels, 9, 8, averaged) else {
            return Self(0);
        };
        let grey: Vec<u32> = small.rgb().chunks_exact(3).map(luma).collect();
        let bits = grey
            .chunks_exact(9)
            .flat_map(|row| row.windows(2).map(|pair| matches!(pair, [a, b] if a > b)));
        Self(bits.fold(0, |hash, bit| hash << 1 | u64::from(bit)))
    }

    /// Bits that differ, 0 to 64.
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// Brightness by the weights of ITU-R BT.601, times a thousand.
fn luma(pixel: &[u8]) -> u32 {
    match pixel {
        [r, g, b] => u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114,
        _ => 0,
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "drawn test colours wrap round on purpose"
)]
mod tests {
    use super::*;

    fn waves(width: u32, height: u32, turn: f32) -> Pixels {
        let rgb = (0..width * height)
            .flat_map(|i| {
                let (x, y) = (
                    (i % width) as f32 / width as f32,
                    (i / width) as f32 / height as f32,
                );
                let v = ((x * 9.0 + turn).sin() * (y * 7.0).cos() * 100.0 + 128.0) as u8;
                [v, v / 2, 255 - v]
            })
            .collect();
        Pixels::new(width, height, rgb).unwrap()
    }

    #[test]
    fn the_same_picture_at_another_size_is_near_and_another_picture_is_far() {
        let large = PictureHash::of(&waves(400, 300, 0.0));
        let small = PictureHash::of(&waves(200, 150, 0.0));
        let other = PictureHash::of(&waves(400, 300, 2.0));
        assert!(large.distance(small) <= PictureHash::SAME);
        assert!(large.distance(other) > PictureHash::SAME);
    }
}
