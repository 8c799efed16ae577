//! Files made for the tests: pictures with known pixels, and whatever a camera,
//! a program or an attacker may put around them.

pub mod jpeg;
pub mod png;
pub mod tiff;

use gatehouse_picture::Pixels;

/// A picture without symmetry: smooth colours, one corner dark, one bright.
pub fn drawn(width: u32, height: u32) -> Pixels {
    let rgb = (0..width * height)
        .flat_map(|i| {
            let (x, y) = (i % width, i / width);
            let (across, down) = (x * 255 / width, y * 255 / height);
            let corner = x < width / 3 && y < height / 4;
            let blue = if corner { 250 } else { 40 };
            [across as u8, down as u8, blue]
        })
        .collect();
    Pixels::new(width, height, rgb).expect("drawn to measure")
}

/// Colours as many as pixels, for files that must not shrink to nothing.
pub fn busy(width: u32, height: u32) -> Pixels {
    let mut state = 12_345_u32;
    let rgb = (0..width * height * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    Pixels::new(width, height, rgb).expect("drawn to measure")
}

/// The largest difference of any colour of two pictures of one size.
pub fn apart(a: &Pixels, b: &Pixels) -> u8 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let pairs = a.rgb().iter().zip(b.rgb());
    pairs.map(|(x, y)| x.abs_diff(*y)).max().unwrap_or(0)
}
