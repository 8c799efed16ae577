//! Turns upright pixels into those a phone held askew would store.

use crate::canvas::Canvas;

/// The picture as stored under EXIF `orientation`: applying the orientation
/// to it (EXIF 2.32, 4.6.4, tag 0x0112) gives `upright` back. Orientations
/// other than 2 to 8 leave it as it is.
#[must_use]
pub fn stored_for(upright: &Canvas, orientation: u8) -> Canvas {
    if !(2..=8).contains(&orientation) {
        return upright.clone();
    }
    let (wide, high) = (upright.width as usize, upright.height as usize);
    let swapped = orientation >= 5;
    let (width, height) = if swapped { (high, wide) } else { (wide, high) };
    let mut rgb = Vec::with_capacity(upright.rgb.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = match orientation {
                2 => (wide - 1 - x, y),
                3 => (wide - 1 - x, high - 1 - y),
                4 => (x, high - 1 - y),
                5 => (y, x),
                6 => (wide - 1 - y, x),
                7 => (wide - 1 - y, high - 1 - x),
                _ => (y, high - 1 - x),
            };
            let start = (from_y * wide + from_x) * 3;
            rgb.extend_from_slice(&upright.rgb[start..start + 3]);
        }
    }
    let (width, height) = if swapped {
        (upright.height, upright.width)
    } else {
        (upright.width, upright.height)
    };
    Canvas { width, height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pixel(canvas: &Canvas, x: u32, y: u32) -> [u8; 3] {
        let start = ((y * canvas.width + x) * 3) as usize;
        canvas.rgb[start..start + 3].try_into().unwrap()
    }

    fn built(width: u32, height: u32, from: impl Fn(u32, u32) -> [u8; 3]) -> Canvas {
        let mut rgb = Vec::new();
        for y in 0..height {
            for x in 0..width {
                rgb.extend(from(x, y));
            }
        }
        Canvas { width, height, rgb }
    }

    fn mirrored(c: &Canvas) -> Canvas {
        built(c.width, c.height, |x, y| pixel(c, c.width - 1 - x, y))
    }

    fn clockwise(c: &Canvas) -> Canvas {
        built(c.height, c.width, |x, y| pixel(c, y, c.height - 1 - x))
    }

    /// What a viewer does: the standard's eight cases from two moves.
    fn shown(stored: &Canvas, orientation: u8) -> Canvas {
        let turns = |mut c: Canvas, count: u8| {
            for _ in 0..count {
                c = clockwise(&c);
            }
            c
        };
        match orientation {
            2 => mirrored(stored),
            3 => turns(stored.clone(), 2),
            4 => mirrored(&turns(stored.clone(), 2)),
            5 => mirrored(&turns(stored.clone(), 1)),
            6 => turns(stored.clone(), 1),
            7 => mirrored(&turns(stored.clone(), 3)),
            8 => turns(stored.clone(), 3),
            _ => stored.clone(),
        }
    }

    proptest! {
        #[test]
        fn obeying_the_orientation_gives_the_upright_picture_back(
            width in 1u32..9, height in 1u32..9, orientation in 0u8..=10, seed in any::<u64>()
        ) {
            let mut chance = crate::Chance::new(seed);
            let rgb = (0..width * height * 3).map(|_| chance.draw().to_le_bytes()[0]).collect();
            let upright = Canvas { width, height, rgb };
            prop_assert_eq!(shown(&stored_for(&upright, orientation), orientation), upright);
        }
    }
}
