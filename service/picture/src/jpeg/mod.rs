//! Reads an uploaded JPEG's structure before a decoder sees it: what it
//! carries, whether it is whole, and the picture alone to hand on.

mod frame;
mod huffman;
mod scan;
mod walk;

pub(crate) use frame::Frame;
pub(crate) use walk::{Map, Part, walk};

use crate::colour::Profile;
use crate::{Limits, Refusal};

/// Marker bytes, named as in ITU-T T.81 table B.1.
pub(crate) mod marker {
    pub(crate) const SOF0: u8 = 0xC0;
    pub(crate) const SOF2: u8 = 0xC2;
    pub(crate) const DHT: u8 = 0xC4;
    pub(crate) const RST0: u8 = 0xD0;
    pub(crate) const RST7: u8 = 0xD7;
    pub(crate) const SOI: u8 = 0xD8;
    pub(crate) const EOI: u8 = 0xD9;
    pub(crate) const SOS: u8 = 0xDA;
    pub(crate) const DQT: u8 = 0xDB;
    pub(crate) const DRI: u8 = 0xDD;
    pub(crate) const APP0: u8 = 0xE0;
    pub(crate) const APP1: u8 = 0xE1;
    pub(crate) const APP2: u8 = 0xE2;
    pub(crate) const APP11: u8 = 0xEB;
    pub(crate) const APP13: u8 = 0xED;
    pub(crate) const APP14: u8 = 0xEE;
    pub(crate) const COM: u8 = 0xFE;
}

/// Judges the frame header against the limits: nothing of the size of the
/// picture has been set aside yet.
///
/// # Errors
/// A [`Refusal`] for a missing or unusable frame, too many pixels or scans.
pub(crate) fn accept(map: &Map<'_>, limits: &Limits) -> Result<Frame, Refusal> {
    let frame = map.frame()?;
    if !limits.allow(frame.width, frame.height, 3) {
        return Err(Refusal::TooManyPixels);
    }
    if map.scans().count() > limits.scans {
        return Err(Refusal::UnsupportedCoding);
    }
    if map.scans().next().is_none() || !map.ended {
        return Err(Refusal::Incomplete);
    }
    Ok(frame)
}

/// Follows the entropy-coded data to its end.
///
/// # Errors
/// [`Refusal::Incomplete`] when the data end before the picture does.
pub(crate) fn check_complete(map: &Map<'_>, frame: &Frame) -> Result<(), Refusal> {
    if scan::covers_picture(map, frame) {
        Ok(())
    } else {
        Err(Refusal::Incomplete)
    }
}

/// The picture alone: tables, frame and scans, and of the Adobe segment the one
/// byte that says how the colours are coded. What a decoder is never given
/// cannot change what it answers.
pub(crate) fn sieve(map: &Map<'_>, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size.min(1 << 28));
    out.extend_from_slice(&[0xFF, marker::SOI]);
    if let Some(transform) = map.adobe_transform() {
        out.extend_from_slice(&[0xFF, marker::APP14, 0, 14]);
        out.extend_from_slice(b"Adobe\0\x64\0\0\0\0");
        out.push(transform);
    }
    for part in &map.parts {
        if part.is_picture() {
            let length = u16::try_from(part.body.len() + 2).unwrap_or(u16::MAX);
            out.extend_from_slice(&[0xFF, part.marker]);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(part.body);
            out.extend_from_slice(part.data);
        }
    }
    out.extend_from_slice(&[0xFF, marker::EOI]);
    out
}

/// The ICC profile put together from its numbered pieces, at most `limit` bytes.
pub(crate) fn profile(map: &Map<'_>, limit: usize) -> Profile {
    const HEAD: &[u8] = b"ICC_PROFILE\0";
    let mut pieces: Vec<(u8, u8, &[u8])> = map
        .parts
        .iter()
        .filter(|p| p.marker == marker::APP2)
        .filter_map(|p| match p.body.strip_prefix(HEAD)? {
            [number, count, rest @ ..] => Some((*number, *count, rest)),
            _ => None,
        })
        .collect();
    let Some((_, count, _)) = pieces.first().copied() else {
        return Profile::Absent;
    };
    pieces.sort_by_key(|p| p.0);
    let whole = pieces.len() == usize::from(count)
        && pieces
            .iter()
            .zip(1..=count)
            .all(|(p, n)| p.0 == n && p.1 == count);
    let size: usize = pieces.iter().map(|p| p.2.len()).sum();
    if !whole || size > limit {
        return Profile::Unusable;
    }
    Profile::Icc(pieces.iter().flat_map(|p| p.2).copied().collect())
}
