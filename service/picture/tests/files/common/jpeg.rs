//! JPEGs as cameras and attackers write them.

use gatehouse_picture::Pixels;
use jpeg_encoder::{ColorType, Encoder};

/// How the source is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Baseline,
    Progressive,
    Restarts,
    Cmyk,
    Ycck,
    Grey,
}

/// A JPEG of `pixels`, quality 95.
pub fn of(pixels: &Pixels, coding: Coding) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    match coding {
        Coding::Progressive => encoder.set_progressive(true),
        Coding::Restarts => encoder.set_restart_interval(3),
        _ => {}
    }
    let (width, height) = (pixels.width() as u16, pixels.height() as u16);
    let (data, kind): (Vec<u8>, _) = match coding {
        Coding::Cmyk | Coding::Ycck => {
            let inks = pixels
                .rgb()
                .chunks(3)
                .flat_map(|c| [255 - c[0], 255 - c[1], 255 - c[2], 0]);
            let kind = if coding == Coding::Cmyk {
                ColorType::Cmyk
            } else {
                ColorType::CmykAsYcck
            };
            (inks.collect(), kind)
        }
        Coding::Grey => {
            let greys = pixels.rgb().chunks(3).map(|c| c[0]);
            (greys.collect(), ColorType::Luma)
        }
        _ => (pixels.rgb().to_vec(), ColorType::Rgb),
    };
    encoder.encode(&data, width, height, kind).expect("encoded");
    bytes
}

/// The file with segments put in behind its first marker.
pub fn with_segments(file: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = file[..2].to_vec();
    for (marker, body) in segments {
        out.extend_from_slice(&[0xFF, *marker]);
        out.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
        out.extend_from_slice(body);
    }
    out.extend_from_slice(&file[2..]);
    out
}

/// A segment body that begins with `head`.
pub fn body(head: &[u8], rest: &[u8]) -> Vec<u8> {
    [head, rest].concat()
}

/// Colour profile segments of at most `size` bytes each.
pub fn profile(icc: &[u8], size: usize) -> Vec<(u8, Vec<u8>)> {
    let count = icc.len().div_ceil(size) as u8;
    let pieces = icc.chunks(size).zip(1..);
    pieces
        .map(|(piece, n)| (0xE2, body(b"ICC_PROFILE\0", &[&[n, count], piece].concat())))
        .collect()
}

/// A header that promises a picture of this size and holds next to nothing.
pub fn promise(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let small = of(
        &super::drawn(16, 16),
        if progressive {
            Coding::Progressive
        } else {
            Coding::Baseline
        },
    );
    let frame = if progressive { 0xC2 } else { 0xC0 };
    let at = small
        .windows(2)
        .position(|w| w == [0xFF, frame])
        .expect("a frame");
    let mut out = small;
    out[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    out[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    out
}
