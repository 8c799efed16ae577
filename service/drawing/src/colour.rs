//! The colours of the drawn school.

use serde::{Deserialize, Serialize};

/// A colour in sRGB, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// This colour with `share` (0 to 1) of `other` in it.
    #[must_use]
    pub fn mix(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let part = |a: u8, b: u8| f32::from(a) + (f32::from(b) - f32::from(a)) * share;
        Self(
            byte(part(self.0, other.0)),
            byte(part(self.1, other.1)),
            byte(part(self.2, other.2)),
        )
    }

    /// Darker by `share`, 0 to 1, towards a warm black: pure black looks dirty
    /// in a picture book.
    #[must_use]
    pub fn darker(self, share: f32) -> Self {
        self.mix(Self(28, 16, 20), share)
    }

    /// Lighter by `share`, 0 to 1.
    #[must_use]
    pub fn lighter(self, share: f32) -> Self {
        self.mix(Self(255, 252, 244), share)
    }
}

/// The nearest of the 256 levels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255 just before"
)]
pub(crate) fn byte(level: f32) -> u8 {
    level.round().clamp(0.0, 255.0) as u8
}

/// Skins from light to dark, taken at `tone` 0 to 1.
pub(crate) fn skin(tone: f32) -> Rgb {
    const TONES: [Rgb; 7] = [
        Rgb(247, 219, 200),
        Rgb(240, 200, 172),
        Rgb(226, 178, 142),
        Rgb(201, 146, 106),
        Rgb(168, 113, 76),
        Rgb(136, 89, 60),
        Rgb(108, 70, 48),
    ];
    between(&TONES, tone)
}

/// The colour at `place` (0 to 1) along a row of colours.
fn between(row: &[Rgb], place: f32) -> Rgb {
    let mut left =
        place.clamp(0.0, 1.0) * f32::from(u8::try_from(row.len()).unwrap_or(1).saturating_sub(1));
    for pair in row.windows(2) {
        if left <= 1.0 {
            return pair[0].mix(pair[1], left);
        }
        left -= 1.0;
    }
    row.last().copied().unwrap_or(Rgb(200, 160, 130))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_ends_at_either_colour() {
        let (a, b) = (Rgb(10, 20, 30), Rgb(200, 100, 50));
        assert_eq!((a.mix(b, 0.0), a.mix(b, 1.0)), (a, b));
    }

    #[test]
    fn skin_goes_from_light_to_dark() {
        let levels: Vec<u8> = (0u8..=10).map(|t| skin(f32::from(t) / 10.0).1).collect();
        assert!(levels.windows(2).all(|pair| pair[0] > pair[1]));
    }
}
