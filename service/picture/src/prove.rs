//! The last look at a file before it may be kept: it must consist of exactly
//! the parts that pixels need. Shares no code with the encoder or decoder.

use crate::clean::{Quality, written};
use crate::{Pixels, Refusal};
use std::io::Cursor;
use std::sync::OnceLock;

/// What the proof read from the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Segments between start and end of the image.
    pub segments: usize,
}

/// Bodies of one kind of table in their order.
type Tables = Vec<Vec<u8>>;

/// What a strict walk through a JPEG collects.
#[derive(Default)]
struct Walk {
    quantisation: Tables,
    huffman: Tables,
    size: Option<(u32, u32)>,
    segments: usize,
    scans: usize,
}

/// Proves that a JPEG holds pixels and nothing else: start of image; one JFIF
/// segment of sixteen bytes without a thumbnail; tables, frame and scan; end of
/// image as the last bytes. No other segment, no fill bytes, nothing behind the
/// end. The quantisation and Huffman tables are those of this house, so that
/// they tell nothing of a camera; and an EXIF reader finds nothing.
///
/// # Errors
/// [`Refusal::ProofFailed`] for anything else.
pub fn prove(bytes: &[u8]) -> Result<Proof, Refusal> {
    let walk = strict(bytes).ok_or(Refusal::ProofFailed)?;
    let own = own_tables();
    let ours = own
        .iter()
        .any(|(q, h)| *q == walk.quantisation && *h == walk.huffman);
    let no_exif = exif::Reader::new()
        .read_from_container(&mut Cursor::new(bytes))
        .is_err_and(|e| matches!(e, exif::Error::NotFound(_)));
    match walk.size {
        Some((width, height)) if ours && no_exif && walk.scans == 1 => Ok(Proof {
            width,
            height,
            segments: walk.segments,
        }),
        _ => Err(Refusal::ProofFailed),
    }
}

/// Walks the file by the rules; `None` at the first thing that breaks one.
fn strict(bytes: &[u8]) -> Option<Walk> {
    let mut walk = Walk::default();
    let mut rest = jfif(bytes.strip_prefix(&[0xFF, 0xD8])?)?;
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            return None;
        };
        if *marker == 0xD9 {
            return after.is_empty().then_some(walk);
        }
        let (length, _) = after.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (segment, after) = after.split_at_checked(length)?;
        let body = segment.get(2..)?;
        walk.segments += 1;
        rest = after;
        match *marker {
            0xDB => walk.quantisation.push(body.to_vec()),
            0xC4 => walk.huffman.push(body.to_vec()),
            0xC0 if walk.size.is_none() => walk.size = Some(frame(body)?),
            0xDD if body.len() == 2 => {}
            0xDA if walk.size.is_some() => {
                walk.scans += 1;
                rest = after_scan(after)?;
            }
            _ => return None,
        }
    }
}

/// Passes the one JFIF segment: version 1.x, square pixels, no thumbnail.
fn jfif(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"\xFF\xE0\0\x10JFIF\0\x01")?;
    match rest {
        [0..=2, 0 | 1, 0, 1 | 72, 0, 1 | 72, 0, 0, rest @ ..] => Some(rest),
        _ => None,
    }
}

fn frame(body: &[u8]) -> Option<(u32, u32)> {
    match body {
        [8, h1, h0, w1, w0, 3, parts @ ..] if parts.len() == 9 => {
            let width = u32::from(u16::from_be_bytes([*w1, *w0]));
            let height = u32::from(u16::from_be_bytes([*h1, *h0]));
            (width > 0 && height > 0).then_some((width, height))
        }
        _ => None,
    }
}

/// Passes coded data up to the next marker that is no restart.
fn after_scan(data: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += data.get(at..)?.iter().position(|b| *b == 0xFF)?;
        match data.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            _ => return data.get(at..),
        }
    }
}

/// The tables of this house, one set for each quality: read once from a picture
/// of one grey square.
fn own_tables() -> &'static [(Tables, Tables)] {
    static OWN: OnceLock<Vec<(Tables, Tables)>> = OnceLock::new();
    OWN.get_or_init(|| {
        let square = Pixels::new(16, 16, vec![128; 16 * 16 * 3]);
        Quality::ALL
            .iter()
            .filter_map(|quality| {
                let bytes = written(square.as_ref()?, *quality).ok()?;
                let walk = strict(&bytes)?;
                Some((walk.quantisation, walk.huffman))
            })
            .collect()
    })
}

#[cfg(test)]
#[expect(
    clippy::cast_sign_loss,
    reason = "drawn test colours wrap round on purpose"
)]
mod tests {
    use super::*;
    use crate::encode_jpeg;
    use proptest::prelude::*;

    fn clean() -> Vec<u8> {
        let rgb = (0..40 * 30 * 3).map(|v| (v * 31 % 251) as u8).collect();
        let pixels = Pixels::new(40, 30, rgb).unwrap();
        encode_jpeg(&pixels, Quality::CHANNEL).unwrap().into_bytes()
    }

    #[test]
    fn a_written_picture_is_proved_at_each_quality() {
        let pixels = Pixels::new(17, 9, vec![77; 17 * 9 * 3]).unwrap();
        for quality in Quality::ALL {
            let picture = encode_jpeg(&pixels, quality).unwrap();
            let proof = prove(picture.bytes()).unwrap();
            assert_eq!((proof.width, proof.height), (17, 9));
        }
        assert_eq!(own_tables().len(), Quality::ALL.len());
    }

    #[test]
    fn any_segment_added_anywhere_fails_the_proof() {
        let bytes = clean();
        for marker in (0xE0..=0xEF).chain([0xFE, 0xDC, 0xC2, 0xF0]) {
            let mut with = bytes.clone();
            with.splice(20..20, [0xFF, marker, 0, 6, b'C', b'N', b'R', b'Y']);
            assert_eq!(prove(&with), Err(Refusal::ProofFailed), "{marker:x}");
        }
        let fill: Vec<u8> = [&bytes[..20], &[0xFF], &bytes[20..]].concat();
        assert_eq!(prove(&fill), Err(Refusal::ProofFailed));
        for tail in [&b"\0"[..], b"PK\x03\x04", b"\xFF\xD9"] {
            assert_eq!(prove(&[&bytes, tail].concat()), Err(Refusal::ProofFailed));
        }
    }

    #[test]
    fn tables_of_another_hand_fail_the_proof() {
        let bytes = clean();
        let at = bytes.windows(2).position(|w| w == [0xFF, 0xDB]).unwrap();
        let mut other = bytes.clone();
        other[at + 20] ^= 1;
        assert_eq!(prove(&other), Err(Refusal::ProofFailed));
    }

    proptest! {
        #[test]
        fn a_cut_file_is_never_proved(cut in 1usize..1000) {
            let bytes = clean();
            let kept = bytes.len().saturating_sub(cut);
            prop_assert_eq!(prove(&bytes[..kept]), Err(Refusal::ProofFailed));
        }
    }
}
