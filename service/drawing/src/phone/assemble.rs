//! Puts the pieces of a JPEG together in the order phones do.

use super::carries::{Carries, Trailer};
use super::{WriteError, exif, iptc, orient, profile, several, xmp};
use crate::canvas::Canvas;
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Longest side of the picture inside EXIF, and of a second picture.
const SMALL: (u32, u32) = (160, 640);
/// Most bytes a segment holds beside its two of length.
const SEGMENT: usize = 65_533;

/// Writes `canvas` as a JPEG with what `carries` asks for. The same canvas
/// and the same `carries` give the same bytes; the coded pixels depend only
/// on the canvas, the quality, the orientation and the colour profile.
///
/// # Errors
/// [`WriteError::Size`] for a canvas without pixels or too big for a JPEG,
/// [`WriteError::TooLong`] for a text or note over 65,533 bytes (shorter where
/// its place in the file holds less).
pub fn write_as_phone(canvas: &Canvas, carries: &Carries) -> Result<Vec<u8>, WriteError> {
    let mut stored = orient::stored_for(canvas, carries.orientation_tag());
    if carries.display_p3 {
        stored = profile::to_display_p3(&stored);
    }
    let bare = encode(&stored, carries.quality)?;
    let mut jpeg = Jpeg::from_bytes(Bytes::from(bare)).map_err(|_| WriteError::Encoder)?;
    let pieces = pieces(&stored, carries)?;
    let segments = jpeg.segments_mut();
    segments.retain(|segment| segment.marker() != markers::APP0);
    for (at, piece) in pieces.into_iter().enumerate() {
        segments.insert(at, piece);
    }
    match carries.trailer {
        Trailer::None => Ok(written(jpeg)),
        Trailer::Film => {
            let mut out = written(jpeg);
            out.extend(film(carries));
            Ok(out)
        }
        Trailer::SecondPicture => with_second_picture(jpeg, &stored, carries),
    }
}

/// A plain JPEG of the pixels, 4:2:0 as phones store.
fn encode(canvas: &Canvas, quality: u8) -> Result<Vec<u8>, WriteError> {
    let side = |length: u32| u16::try_from(length).ok().filter(|side| *side > 0);
    let (Some(width), Some(height)) = (side(canvas.width), side(canvas.height)) else {
        return Err(WriteError::Size);
    };
    if canvas.rgb.len() != usize::from(width) * usize::from(height) * 3 {
        return Err(WriteError::Size);
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(&canvas.rgb, width, height, ColorType::Rgb)
        .map_err(|_| WriteError::Encoder)?;
    Ok(out)
}

/// The segments before the picture data, in order.
fn pieces(stored: &Canvas, carries: &Carries) -> Result<Vec<JpegSegment>, WriteError> {
    let mut pieces = Vec::new();
    if carries.wants_exif() {
        let small = carries
            .thumbnail
            .then(|| encode(&stored.thumbnail(SMALL.0), 70))
            .transpose()?;
        let block = exif::block(carries, small.as_deref());
        pieces.push(segment(
            markers::APP1,
            [b"Exif\0\0".as_slice(), &block].concat(),
        )?);
    }
    if let Some(name) = &carries.xmp_name {
        let packet = xmp::packet(name);
        pieces.push(segment(
            markers::APP1,
            [xmp::MARK, packet.as_bytes()].concat(),
        )?);
    }
    if carries.display_p3 {
        let profile = profile::display_p3();
        pieces.push(segment(
            markers::APP2,
            [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile].concat(),
        )?);
    }
    if let Some(caption) = &carries.iptc_caption {
        pieces.push(segment(markers::APP13, iptc::block(caption)?)?);
    }
    if let Some(comment) = &carries.comment {
        pieces.push(segment(markers::COM, comment.clone().into_bytes())?);
    }
    Ok(pieces)
}

fn segment(marker: u8, contents: Vec<u8>) -> Result<JpegSegment, WriteError> {
    if contents.len() > SEGMENT {
        return Err(WriteError::TooLong);
    }
    Ok(JpegSegment::new_with_contents(
        marker,
        Bytes::from(contents),
    ))
}

fn written(jpeg: Jpeg) -> Vec<u8> {
    jpeg.encoder().bytes().to_vec()
}

/// A first picture with an index, and a smaller second one behind it.
fn with_second_picture(
    mut jpeg: Jpeg,
    stored: &Canvas,
    carries: &Carries,
) -> Result<Vec<u8>, WriteError> {
    let second = encode(&stored.thumbnail(SMALL.1), carries.quality)?;
    let number = |length: usize| u32::try_from(length).map_err(|_| WriteError::TooLong);
    let place = jpeg
        .segments()
        .iter()
        .take_while(|segment| matches!(segment.marker(), markers::APP1 | markers::APP2))
        .count();
    // The index is as long with any numbers: put it in once to measure.
    let before: usize = jpeg.segments()[..place].iter().map(JpegSegment::len).sum();
    let blank = segment(markers::APP2, several::index(0, 0, 0))?;
    jpeg.segments_mut().insert(place, blank);
    let total = number(jpeg.len())?;
    // From the start of the file: SOI, the segments before, marker and length,
    // and the four letters before the header that offsets count from.
    let header = number(2 + before + 4 + 4)?;
    let index = several::index(total, number(second.len())?, total - header);
    jpeg.segments_mut()[place] = segment(markers::APP2, index)?;
    let mut out = written(jpeg);
    out.extend(second);
    Ok(out)
}

/// What looks like a short film to who reads on: file type box, then media
/// data with the place and the owner in plain text.
fn film(carries: &Carries) -> Vec<u8> {
    let mut out = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    let mut inside = Vec::new();
    if let Some(position) = carries.position {
        let place = format!("{:+08.4}{:+09.4}/", position.latitude, position.longitude);
        inside.extend(place.into_bytes());
    }
    if let Some(owner) = &carries.owner {
        inside.extend(owner.as_bytes());
    }
    let mut chance = crate::Chance::new(u64::from(carries.quality));
    inside.extend((0..2048).map(|_| chance.draw().to_le_bytes()[0]));
    let length = u32::try_from(inside.len() + 8).unwrap_or(u32::MAX);
    out.extend(length.to_be_bytes());
    out.extend(b"mdat");
    out.extend(inside);
    out
}
