//! Reads an uploaded PNG's chunks before a decoder sees it: what it carries,
//! whether it is whole, and the picture alone to hand on.

use crate::colour::Profile;
use crate::sniff::PNG_SIGNATURE;
use crate::{Limits, Refusal};
use image::ImageDecoder;
use image::codecs::png::PngDecoder;
use std::io::Cursor;

/// More chunks than any program writes; each costs memory of ours.
const MOST_CHUNKS: usize = 100_000;

/// One chunk of a PNG.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk<'a> {
    /// Four letters, as PNG 3rd edition, 5.3 has them.
    pub(crate) kind: [u8; 4],
    pub(crate) body: &'a [u8],
    /// Length, kind, body and checksum as they stand in the file.
    whole: &'a [u8],
}

/// The chunks of a PNG in their order.
#[derive(Debug, Default)]
pub(crate) struct Map<'a> {
    pub(crate) chunks: Vec<Chunk<'a>>,
    /// Whether the end chunk was reached.
    pub(crate) ended: bool,
    /// Bytes after the end chunk.
    pub(crate) trailing: &'a [u8],
}

/// What the header chunk says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Bytes that the decoder writes for a pixel.
    pub(crate) depth: u64,
}

/// Walks `bytes`, which begin with the PNG signature, as far as they go.
///
/// # Errors
/// [`Refusal::Damaged`] for more chunks than any program writes.
pub(crate) fn walk(bytes: &[u8]) -> Result<Map<'_>, Refusal> {
    let mut map = Map::default();
    let mut rest = bytes.get(PNG_SIGNATURE.len()..).unwrap_or_default();
    while let Some((chunk, after)) = split_chunk(rest) {
        map.chunks.push(chunk);
        rest = after;
        if &chunk.kind == b"IEND" {
            map.ended = true;
            map.trailing = rest;
            break;
        }
        if map.chunks.len() > MOST_CHUNKS {
            return Err(Refusal::Damaged);
        }
    }
    Ok(map)
}

fn split_chunk(rest: &[u8]) -> Option<(Chunk<'_>, &[u8])> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let body = after.get(..length)?;
    let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
    let chunk = Chunk {
        kind: *kind,
        body,
        whole,
    };
    Some((chunk, after))
}

/// Judges the header against the limits: nothing of the size of the picture
/// has been set aside yet.
///
/// # Errors
/// A [`Refusal`] for a broken header, too many pixels or a missing end.
pub(crate) fn accept(map: &Map<'_>, limits: &Limits) -> Result<Frame, Refusal> {
    let header = map.chunks.first().filter(|c| &c.kind == b"IHDR");
    let Some([w3, w2, w1, w0, h3, h2, h1, h0, bits, colour, _, _, _]) = header.map(|c| c.body)
    else {
        return Err(if map.ended || header.is_some() {
            Refusal::Damaged
        } else {
            Refusal::Incomplete
        });
    };
    let channels = match colour {
        // Any picture may have a transparent colour, which becomes a channel.
        0 | 4 => 2,
        2 | 3 | 6 => 4,
        _ => return Err(Refusal::Damaged),
    };
    let frame = Frame {
        width: u32::from_be_bytes([*w3, *w2, *w1, *w0]),
        height: u32::from_be_bytes([*h3, *h2, *h1, *h0]),
        depth: channels * if *bits > 8 { 2 } else { 1 },
    };
    if frame.width == 0 || frame.height == 0 {
        return Err(Refusal::Damaged);
    }
    if !limits.allow(frame.width, frame.height, frame.depth) {
        return Err(Refusal::TooManyPixels);
    }
    if !map.ended {
        return Err(Refusal::Incomplete);
    }
    Ok(frame)
}

/// The picture alone: header, palette, transparency, data and end. What a
/// decoder is never given it can neither unpack nor show.
pub(crate) fn sieve(map: &Map<'_>, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size.min(1 << 28));
    out.extend_from_slice(&PNG_SIGNATURE);
    for chunk in &map.chunks {
        if matches!(&chunk.kind, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            out.extend_from_slice(chunk.whole);
        }
    }
    out
}

/// The ICC profile, unpacked to at most `limit` bytes.
///
/// The profile is read by the decoder from a picture of one pixel, with the
/// limit as its memory limit, so that a profile made to burst is not unpacked.
pub(crate) fn profile(map: &Map<'_>, limit: usize) -> Profile {
    const HEAD: &[u8] = b"\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55";
    const TAIL: &[u8] =
        b"\0\0\0\x0AIDAT\x78\x9C\x63\x60\0\0\0\x02\0\x01\x48\xAF\xA4\x71\0\0\0\0IEND\xAE\x42\x60\x82";
    let Some(chunk) = map.chunks.iter().find(|c| &c.kind == b"iCCP") else {
        return Profile::Absent;
    };
    let mut small = PNG_SIGNATURE.to_vec();
    small.extend_from_slice(HEAD);
    small.extend_from_slice(chunk.whole);
    small.extend_from_slice(TAIL);
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = u64::try_from(limit).ok();
    let read = PngDecoder::with_limits(Cursor::new(small), limits)
        .and_then(|mut decoder| decoder.icc_profile());
    read.ok().flatten().map_or(Profile::Unusable, Profile::Icc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_walked_and_chunks_lie_inside_them(
            tail in prop::collection::vec(prop_oneof![Just(0u8), 0u8..20, any::<u8>()], 0..200)
        ) {
            let mut bytes = PNG_SIGNATURE.to_vec();
            bytes.extend_from_slice(&tail);
            let map = walk(&bytes).unwrap();
            let inside: usize = map.chunks.iter().map(|c| c.whole.len()).sum();
            prop_assert!(8 + inside + map.trailing.len() <= bytes.len());
        }
    }
}
