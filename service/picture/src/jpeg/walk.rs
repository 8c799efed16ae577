//! Walks the segments of an uploaded JPEG, forgiving as decoders are: cameras
//! leave fill bytes and odd blocks between segments.

use super::{Frame, marker};
use crate::Refusal;

/// More parts than any camera writes; each costs memory of ours.
const MOST_PARTS: usize = 20_000;

/// One segment and, after a start of scan, the entropy-coded data behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    /// The second marker byte.
    pub(crate) marker: u8,
    /// The segment without marker and length.
    pub(crate) body: &'a [u8],
    /// The coded data of a scan, byte stuffing and restart markers included.
    pub(crate) data: &'a [u8],
}

impl Part<'_> {
    /// Whether a decoder needs this part for the pixels.
    pub(crate) fn is_picture(&self) -> bool {
        matches!(
            self.marker,
            marker::SOF0..=marker::SOF2 | marker::DHT | marker::SOS | marker::DQT | marker::DRI
        )
    }
}

/// The parts of a JPEG in their order.
#[derive(Debug, Default)]
pub(crate) struct Map<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    /// Whether the end-of-image marker was reached.
    pub(crate) ended: bool,
    /// Bytes after the end of the image.
    pub(crate) trailing: &'a [u8],
}

impl<'a> Map<'a> {
    /// The scans with their coded data.
    pub(crate) fn scans(&self) -> impl Iterator<Item = &Part<'a>> {
        self.parts.iter().filter(|p| p.marker == marker::SOS)
    }

    /// The frame header, if it is of a kind that is decoded.
    pub(crate) fn frame(&self) -> Result<Frame, Refusal> {
        let mut frames = self
            .parts
            .iter()
            .filter(|p| matches!(p.marker, 0xC0..=0xCF) && !matches!(p.marker, 0xC4 | 0xC8 | 0xCC));
        let first = match (frames.next(), frames.next()) {
            (Some(first), None) => first,
            (None, _) if !self.ended => return Err(Refusal::Incomplete),
            _ => return Err(Refusal::Damaged),
        };
        if !matches!(first.marker, marker::SOF0..=marker::SOF2) {
            return Err(Refusal::UnsupportedCoding);
        }
        Frame::read(first.body, first.marker == marker::SOF2)
    }

    /// How the Adobe segment says the colours are coded.
    pub(crate) fn adobe_transform(&self) -> Option<u8> {
        self.parts
            .iter()
            .filter(|p| p.marker == marker::APP14)
            .find_map(|p| p.body.strip_prefix(b"Adobe")?.get(6).copied())
    }
}

/// Walks `bytes`, which begin with a start-of-image marker.
///
/// # Errors
/// [`Refusal::Damaged`] for more segments than any camera writes.
pub(crate) fn walk(bytes: &[u8]) -> Result<Map<'_>, Refusal> {
    let mut map = Map::default();
    let mut at = 2;
    while let Some(found) = next_marker(bytes, at) {
        let code = bytes.get(found + 1).copied().unwrap_or_default();
        at = found + 2;
        match code {
            marker::EOI => {
                map.ended = true;
                map.trailing = bytes.get(at..).unwrap_or_default();
                break;
            }
            0x01 | marker::RST0..=marker::SOI => continue,
            _ => {}
        }
        let Some(body) = segment(bytes, at) else {
            break;
        };
        at += 2 + body.len();
        let mut part = Part {
            marker: code,
            body,
            data: &[],
        };
        if code == marker::SOS {
            let end = scan_end(bytes, at);
            part.data = bytes.get(at..end).unwrap_or_default();
            at = end;
        }
        map.parts.push(part);
        if map.parts.len() > MOST_PARTS {
            return Err(Refusal::Damaged);
        }
    }
    Ok(map)
}

/// The body of the segment whose length stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = match bytes.get(at..at + 2)? {
        [high, low] => usize::from(u16::from_be_bytes([*high, *low])),
        _ => return None,
    };
    bytes.get(at + 2..at + length.max(2))
}

/// The place of the next marker at or after `at`, over fill bytes and rubbish.
pub(super) fn next_marker(bytes: &[u8], at: usize) -> Option<usize> {
    let mut place = at;
    loop {
        place += first_full(bytes.get(place..)?)?;
        match bytes.get(place + 1)? {
            0x00 => place += 2,
            0xFF => place += 1,
            _ => return Some(place),
        }
    }
}

/// The place of the first byte with all bits set, sixteen looked at at once.
fn first_full(bytes: &[u8]) -> Option<usize> {
    let (groups, _) = bytes.as_chunks::<16>();
    let passed = groups
        .iter()
        .position(|group| group.contains(&0xFF))
        .unwrap_or(groups.len());
    let from = passed * 16;
    let rest = bytes.get(from..)?;
    rest.iter().position(|b| *b == 0xFF).map(|at| from + at)
}

/// Where coded data that begin at `at` end: at a marker that is no restart.
fn scan_end(bytes: &[u8], at: usize) -> usize {
    let mut place = at;
    while let Some(found) = next_marker(bytes, place) {
        match bytes.get(found + 1) {
            Some(marker::RST0..=marker::RST7) => place = found + 2,
            _ => return found,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_walked_and_parts_lie_inside_them(
            mut bytes in prop::collection::vec(prop_oneof![Just(0xFFu8), Just(0xDA), Just(0), any::<u8>()], 2..300)
        ) {
            bytes[0] = 0xFF;
            bytes[1] = 0xD8;
            let map = walk(&bytes).unwrap();
            let inside: usize = map.parts.iter().map(|p| p.body.len() + p.data.len()).sum();
            prop_assert!(inside + map.trailing.len() <= bytes.len());
        }
    }

    #[test]
    fn a_thumbnail_inside_a_segment_does_not_end_the_picture() {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xD9, 1, 2];
        bytes.extend_from_slice(&[
            0xFF, 0xDA, 0, 2, 5, 0xFF, 0, 6, 0xFF, 0xD0, 7, 0xFF, 0xD9, 9,
        ]);
        let map = walk(&bytes).unwrap();
        assert_eq!(map.parts.len(), 2);
        assert_eq!(
            map.scans().next().unwrap().data,
            [5, 0xFF, 0, 6, 0xFF, 0xD0, 7]
        );
        assert!(map.ended);
        assert_eq!(map.trailing, [9]);
    }
}
