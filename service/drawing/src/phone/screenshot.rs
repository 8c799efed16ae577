//! Writes a picture as a screenshot or an app's export: PNG with text in it.

use super::carries::Carries;
use super::{WriteError, exif, orient, xmp};
use crate::canvas::Canvas;
use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};
use png::{BitDepth, ColorType, Compression, Encoder};

/// Writes `canvas` as a PNG with what of `carries` a PNG holds: EXIF (with
/// orientation), XMP, owner, caption and comment as text. It has no colour
/// profile (screens export sRGB) and no trailer.
///
/// # Errors
/// [`WriteError::Size`] for a canvas without pixels or whose bytes do not fit
/// its size.
pub fn write_as_screenshot(canvas: &Canvas, carries: &Carries) -> Result<Vec<u8>, WriteError> {
    let stored = orient::stored_for(canvas, carries.orientation_tag());
    let bare = encode(&stored)?;
    let mut png = Png::from_bytes(Bytes::from(bare)).map_err(|_| WriteError::Encoder)?;
    // Directly behind the header, before the pixels.
    for (at, chunk) in chunks(carries).into_iter().enumerate() {
        png.chunks_mut().insert(at + 1, chunk);
    }
    Ok(png.encoder().bytes().to_vec())
}

fn encode(canvas: &Canvas) -> Result<Vec<u8>, WriteError> {
    let expected = canvas.width as usize * canvas.height as usize * 3;
    if expected == 0 || canvas.rgb.len() != expected {
        return Err(WriteError::Size);
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, canvas.width, canvas.height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header().map_err(|_| WriteError::Encoder)?;
    writer
        .write_image_data(&canvas.rgb)
        .map_err(|_| WriteError::Encoder)?;
    writer.finish().map_err(|_| WriteError::Encoder)?;
    Ok(out)
}

fn chunks(carries: &Carries) -> Vec<PngChunk> {
    let mut chunks = Vec::new();
    if carries.wants_exif() {
        chunks.push(PngChunk::new(
            *b"eXIf",
            Bytes::from(exif::block(carries, None)),
        ));
    }
    let plain = [
        ("Author", &carries.owner),
        ("Description", &carries.iptc_caption),
        ("Comment", &carries.comment),
    ];
    for (key, text) in plain {
        if let Some(text) = text {
            chunks.push(words(key, text));
        }
    }
    if let Some(name) = &carries.xmp_name {
        chunks.push(words("XML:com.adobe.xmp", &xmp::packet(name)));
    }
    chunks
}

/// Text in UTF-8, not compressed.
fn words(key: &str, text: &str) -> PngChunk {
    let contents = [key.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat();
    PngChunk::new(*b"iTXt", Bytes::from(contents))
}
