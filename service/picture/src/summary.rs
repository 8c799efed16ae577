//! Lists what an uploaded file carries besides pixels, as yes or no. Values are
//! looked at and dropped here; a block that cannot be read is a notice and
//! never a reason to refuse the picture.

mod blocks;
mod tags;

pub(crate) use tags::orientation;

use crate::carried::{Carried, Mark};
use crate::{jpeg, png};
use blocks::{holds, photoshop, xmp};
use jpeg::marker;

/// The start of the segments that hold EXIF, and of those that hold XMP.
const EXIF: &[u8] = b"Exif\0";
const XMP: &[u8] = b"http://ns.adobe.com/";

/// Marks what a JPEG carries; gives back its EXIF block.
pub(crate) fn of_jpeg<'a>(map: &jpeg::Map<'a>, carried: &mut Carried) -> Option<&'a [u8]> {
    let mut exif = None;
    for part in map.parts.iter().filter(|p| !p.is_picture()) {
        let body = part.body;
        match part.marker {
            marker::APP0 => {
                let plain = body.starts_with(b"JFIF\0") && body.len() <= 14;
                carried.add_if(!plain, Mark::Thumbnail);
            }
            marker::APP1 if body.starts_with(EXIF) => {
                let block = body.get(6..).unwrap_or_default();
                tags::read(block, carried);
                exif = exif.or(Some(block));
            }
            marker::APP1 if body.starts_with(XMP) => xmp(body, carried),
            marker::APP2 if body.starts_with(b"ICC_PROFILE\0") => {
                carried.add(Mark::ColourProfile);
            }
            marker::APP11 => {
                let signed = holds(body, b"c2pa") || holds(body, b"jumb");
                carried.add(if signed {
                    Mark::Provenance
                } else {
                    Mark::OtherData
                });
            }
            marker::APP13 => photoshop(body, carried),
            marker::APP14 if body.starts_with(b"Adobe") => {}
            marker::COM => carried.add(Mark::Words),
            _ => carried.add(Mark::OtherData),
        }
    }
    trailing(map.trailing, carried);
    exif
}

/// Marks what a PNG carries; gives back its EXIF block.
pub(crate) fn of_png<'a>(map: &png::Map<'a>, carried: &mut Carried) -> Option<&'a [u8]> {
    let mut exif = None;
    for chunk in &map.chunks {
        match &chunk.kind {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND" | b"sRGB" => {}
            b"eXIf" => {
                tags::read(chunk.body, carried);
                exif = exif.or(Some(chunk.body));
            }
            b"tIME" => carried.add(Mark::CaptureTime),
            b"iCCP" => carried.add(Mark::ColourProfile),
            b"caBX" => carried.add(Mark::Provenance),
            b"acTL" | b"fcTL" | b"fdAT" => carried.add(Mark::FirstFrameOnly),
            b"tEXt" | b"zTXt" | b"iTXt" => text(chunk.body, carried),
            _ => carried.add(Mark::OtherData),
        }
    }
    trailing(map.trailing, carried);
    exif
}

fn text(body: &[u8], carried: &mut Carried) {
    let keyword = body.split(|b| *b == 0).next().unwrap_or_default();
    match keyword {
        b"XML:com.adobe.xmp" => xmp(body, carried),
        b"Software" | b"Source" => carried.add(Mark::Device),
        b"Creation Time" | b"date:create" | b"date:modify" | b"date:timestamp" => {
            carried.add(Mark::CaptureTime);
        }
        _ if keyword.starts_with(b"Raw profile type") => {
            // Packed blocks of other kinds: not unpacked, so not told apart.
            carried.add(Mark::OtherData);
            carried.add(Mark::SummaryUnreadable);
        }
        _ => carried.add(Mark::Words),
    }
}

fn trailing(bytes: &[u8], carried: &mut Carried) {
    if bytes.is_empty() {
        return;
    }
    carried.add(Mark::TrailingData);
    carried.add_if(
        holds(bytes, b"ftyp") || holds(bytes, b"moov"),
        Mark::EmbeddedVideo,
    );
    carried.add_if(holds(bytes, b"\xFF\xD8\xFF"), Mark::Thumbnail);
}
