//! A drawn picture: pixels and nothing else.

use crate::colour::byte;
use crate::pose::Light;
use tiny_skia::Pixmap;

/// An upright picture in sRGB.
#[derive(Clone, PartialEq, Eq)]
pub struct Canvas {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Row by row from the top left, three bytes a pixel: red, green, blue.
    pub rgb: Vec<u8>,
}

impl std::fmt::Debug for Canvas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Canvas({} x {})", self.width, self.height)
    }
}

impl Canvas {
    /// A picture of one grey, for callers that need a surface to write on.
    #[must_use]
    pub fn grey(width: u32, height: u32, level: u8) -> Self {
        let bytes = width as usize * height as usize * 3;
        Self {
            width,
            height,
            rgb: vec![level; bytes],
        }
    }

    /// Takes a finished painting, under `light`, with a little sensor noise
    /// that follows from `number`.
    pub(crate) fn develop(painting: &Pixmap, light: Light, number: u64) -> Self {
        let tables = light.tables();
        let mut rgb = Vec::with_capacity(painting.pixels().len() * 3);
        let mut noise = number | 1;
        for pixel in painting.data().chunks_exact(4) {
            // xorshift: a camera's picture is never quite even, and a network
            // should not see edges sharper than any lens draws.
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            let grain = i16::from(noise.to_le_bytes()[2] & 7) - 3;
            for (channel, table) in pixel.iter().zip(&tables) {
                let level = i16::from(table[usize::from(*channel)]) + grain / 2;
                rgb.push(u8::try_from(level.clamp(0, 255)).unwrap_or(u8::MAX));
            }
        }
        Self {
            width: painting.width(),
            height: painting.height(),
            rgb,
        }
    }

    /// The picture made smaller to at most `edge` pixels on its long side, by
    /// plain averaging; as it is when it is small already.
    #[must_use]
    pub fn thumbnail(&self, edge: u32) -> Self {
        let long = self.width.max(self.height);
        if long <= edge || edge == 0 {
            return self.clone();
        }
        let side = |length: u32| {
            let scaled = u64::from(length) * u64::from(edge) / u64::from(long);
            u32::try_from(scaled).unwrap_or(1).max(1)
        };
        let (width, height) = (side(self.width), side(self.height));
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for y in 0..height {
            let rows = (cut(y, height, self.height), cut(y + 1, height, self.height));
            for x in 0..width {
                let columns = (cut(x, width, self.width), cut(x + 1, width, self.width));
                rgb.extend(self.mean(columns, rows));
            }
        }
        Self { width, height, rgb }
    }

    /// Mean colour of a part; ranges exclude their ends and hold a pixel.
    fn mean(&self, columns: (usize, usize), rows: (usize, usize)) -> [u8; 3] {
        let mut sums = [0u64; 3];
        let mut count = 0u64;
        for y in rows.0..rows.1.max(rows.0 + 1) {
            let start = (y * self.width as usize + columns.0) * 3;
            let pixels = (columns.1 - columns.0).max(1);
            for pixel in self.rgb[start..start + pixels * 3].chunks_exact(3) {
                for (sum, level) in sums.iter_mut().zip(pixel) {
                    *sum += u64::from(*level);
                }
                count += 1;
            }
        }
        sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
    }
}

/// Where part `at` of `parts` equal parts of `length` begins.
fn cut(at: u32, parts: u32, length: u32) -> usize {
    let start = u64::from(at) * u64::from(length) / u64::from(parts.max(1));
    usize::try_from(start).unwrap_or(usize::MAX)
}

impl Light {
    /// What each level of red, green, blue (and alpha, unchanged) becomes.
    fn tables(self) -> [[u8; 256]; 3] {
        let gain = |warm: f32| self.brightness.clamp(0.3, 1.7) * (1.0 + warm * self.warmth);
        [gain(0.10), gain(0.02), gain(-0.14)].map(|gain| {
            let mut table = [0u8; 256];
            for (level, entry) in (0u8..=255).zip(table.iter_mut()) {
                // Bright light rolls off instead of clipping at once.
                let lit = f32::from(level) / 255.0 * gain;
                let rolled = if lit > 0.85 {
                    0.85 + 0.15 * (1.0 - (-(lit - 0.85) / 0.15).exp())
                } else {
                    lit
                };
                *entry = byte(rolled * 255.0);
            }
            table
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_keeps_its_shape_and_an_even_colour() {
        let small = Canvas::grey(403, 201, 77).thumbnail(100);
        assert_eq!((small.width, small.height), (100, 49));
        assert!(small.rgb.iter().all(|level| *level == 77));
    }

    #[test]
    fn a_small_picture_is_its_own_thumbnail() {
        let small = Canvas::grey(20, 10, 9);
        assert_eq!(small.thumbnail(100), small);
    }
}
