//! An uploaded file becomes pixels, upright and in sRGB. Runs inside the decode
//! process only; [`header`] alone is called before, to weigh the file.

use crate::carried::Mark;
use crate::colour::Profile;
use crate::sniff::{Format, sniff};
use crate::{Carried, Limits, Pixels, Refusal, colour, edit, jpeg, png, summary};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError};
use std::io::Cursor;

/// What a file becomes: its pixels, and what it carried besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Upright, sRGB, without transparency.
    pub pixels: Pixels,
    /// Removed things and notices; booleans only.
    pub carried: Carried,
}

/// What the first look at a file tells: enough to refuse it at once and to
/// weigh it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// By its bytes, not its name.
    pub format: Format,
    /// Pixels across, before it is turned upright.
    pub width: u32,
    /// Pixels down, before it is turned upright.
    pub height: u32,
    /// Bytes that decoding it takes at most, by estimate from measurements.
    pub memory: u64,
}

/// The parts of a file that are worked on.
struct Source<'a> {
    header: Header,
    /// Printing inks: no profile of theirs fits what the decoder gives.
    print: bool,
    /// The picture alone, for the decoder.
    sieved: Vec<u8>,
    exif: Option<&'a [u8]>,
    profile: Profile,
    carried: Carried,
}

/// Judges size, kind, header and end of a file without decoding it; takes
/// well under a millisecond and no memory of the size of the picture.
///
/// # Errors
/// The [`Refusal`] that the sender is told.
pub fn header(bytes: &[u8], limits: &Limits) -> Result<Header, Refusal> {
    match checked_format(bytes, limits)? {
        Format::Jpeg => {
            let frame = jpeg::accept(&jpeg::walk(bytes)?, limits)?;
            Ok(jpeg_header(&frame, bytes.len()))
        }
        Format::Png => {
            let frame = png::accept(&png::walk(bytes)?, limits)?;
            Ok(png_header(frame, bytes.len()))
        }
    }
}

/// Decodes a file to upright sRGB pixels, no larger than `limits.kept_edge`.
///
/// # Errors
/// The [`Refusal`] that the sender is told. Unreadable metadata are never a
/// reason: they are a notice in [`Decoded::carried`].
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let source = match checked_format(bytes, limits)? {
        Format::Jpeg => jpeg_source(bytes, limits)?,
        Format::Png => png_source(bytes, limits)?,
    };
    let mut carried = source.carried;
    let (mut pixels, grey) = match source.header.format {
        Format::Jpeg => {
            let decoder = JpegDecoder::new(Cursor::new(source.sieved)).map_err(refused)?;
            rendered(decoder, &source.header, limits, &mut carried)?
        }
        Format::Png => {
            let mut bounds = image::Limits::no_limits();
            bounds.max_alloc = Some(limits.decoded_bytes);
            let decoder =
                PngDecoder::with_limits(Cursor::new(source.sieved), bounds).map_err(refused)?;
            rendered(decoder, &source.header, limits, &mut carried)?
        }
    };
    if let Some(smaller) = edit::reduced(&pixels, limits.kept_edge) {
        pixels = smaller;
        carried.add(Mark::Reduced);
    }
    match source.profile {
        Profile::Absent => {}
        Profile::Icc(icc) if !source.print && colour::to_srgb(&mut pixels, &icc, grey) => {
            carried.add(Mark::ColourConverted);
        }
        Profile::Icc(_) | Profile::Unusable => carried.add(Mark::ProfileUnusable),
    }
    let orientation = source.exif.map_or(Orientation::NoTransforms, |exif| {
        let read = Orientation::from_exif_chunk(exif);
        let agreed = summary::orientation(exif).is_none_or(|o| Orientation::from_exif(o) == read);
        carried.add_if(!agreed, Mark::OrientationUnclear);
        read.unwrap_or(Orientation::NoTransforms)
    });
    carried.add_if(orientation != Orientation::NoTransforms, Mark::Turned);
    Ok(Decoded {
        pixels: pixels.upright(orientation),
        carried,
    })
}

fn checked_format(bytes: &[u8], limits: &Limits) -> Result<Format, Refusal> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Refusal::TooLargeFile);
    }
    sniff(bytes)
}

fn jpeg_source<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Source<'a>, Refusal> {
    let map = jpeg::walk(bytes)?;
    let frame = jpeg::accept(&map, limits)?;
    jpeg::check_complete(&map, &frame)?;
    let mut carried = Carried::default();
    let exif = summary::of_jpeg(&map, &mut carried);
    let print = frame.components.len() == 4;
    carried.add_if(print, Mark::PrintColours);
    Ok(Source {
        header: jpeg_header(&frame, bytes.len()),
        print,
        sieved: jpeg::sieve(&map, bytes.len()),
        exif,
        profile: jpeg::profile(&map, limits.profile_bytes),
        carried,
    })
}

fn png_source<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Source<'a>, Refusal> {
    let map = png::walk(bytes)?;
    let frame = png::accept(&map, limits)?;
    let mut carried = Carried::default();
    let exif = summary::of_png(&map, &mut carried);
    Ok(Source {
        header: png_header(frame, bytes.len()),
        print: false,
        sieved: png::sieve(&map, bytes.len()),
        exif,
        profile: png::profile(&map, limits.profile_bytes),
        carried,
    })
}

/// Lets the decoder write its pixels, once its own figures fit the limits too.
/// The flag tells whether the picture is grey.
fn rendered(
    decoder: impl ImageDecoder,
    header: &Header,
    limits: &Limits,
    carried: &mut Carried,
) -> Result<(Pixels, bool), Refusal> {
    let (width, height) = decoder.dimensions();
    if (width, height) != (header.width, header.height) {
        return Err(Refusal::Damaged);
    }
    if decoder.total_bytes() > limits.decoded_bytes {
        return Err(Refusal::TooManyPixels);
    }
    let colour = decoder.color_type();
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let rgb = if colour.has_alpha() {
        let (rgb, seen_through) = on_white(&picture.into_rgba8());
        carried.add_if(seen_through, Mark::TransparencyFlattened);
        rgb
    } else {
        picture.into_rgb8().into_raw()
    };
    let pixels = Pixels::new(width, height, rgb).ok_or(Refusal::Damaged)?;
    Ok((pixels, !colour.has_color()))
}

/// Puts a picture on white. Whatever lies hidden behind full transparency
/// becomes white and is gone.
fn on_white(picture: &image::RgbaImage) -> (Vec<u8>, bool) {
    let mut seen_through = false;
    let mut rgb = Vec::with_capacity(picture.len() / 4 * 3);
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0;
        seen_through |= alpha < 255;
        rgb.extend([red, green, blue].map(|c| over_white(c, alpha)));
    }
    (rgb, seen_through)
}

fn over_white(colour: u8, alpha: u8) -> u8 {
    let (c, a) = (u32::from(colour), u32::from(alpha));
    u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(u8::MAX)
}

fn refused(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooManyPixels,
        ImageError::Unsupported(_) => Refusal::UnsupportedCoding,
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            Refusal::Incomplete
        }
        _ => Refusal::Damaged,
    }
}

/// Memory of a process with nothing to do, and of a profile's tables.
const BASE_MEMORY: u64 = 24 << 20;

fn weigh(width: u32, height: u32, per_pixel: u64, file: usize) -> u64 {
    // The file, the sieved copy and the decoder's own copy.
    let files = (file as u64).saturating_mul(3);
    BASE_MEMORY + files + u64::from(width) * u64::from(height) * per_pixel
}

fn jpeg_header(frame: &jpeg::Frame, file: usize) -> Header {
    // Coefficients of a progressive picture are held as a whole.
    let per_pixel = match (frame.progressive, frame.components.len()) {
        (false, _) => 7,
        (true, 4) => 13,
        (true, _) => 10,
    };
    Header {
        format: Format::Jpeg,
        width: frame.width,
        height: frame.height,
        memory: weigh(frame.width, frame.height, per_pixel, file),
    }
}

fn png_header(frame: png::Frame, file: usize) -> Header {
    Header {
        format: Format::Png,
        width: frame.width,
        height: frame.height,
        memory: weigh(frame.width, frame.height, frame.depth + 7, file),
    }
}
