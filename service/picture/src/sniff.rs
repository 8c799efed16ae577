//! First look at an uploaded file: what it is by its bytes, whatever its name
//! or stated type says.

use crate::Refusal;

/// A picture format that is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// What cameras and phones write.
    Jpeg,
    /// Screenshots and drawings.
    Png,
}

/// The eight bytes a PNG begins with.
pub(crate) const PNG_SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

/// Judges a file by its first bytes.
///
/// # Errors
/// A [`Refusal`] that names the kind of file, when it is known but not taken,
/// or [`Refusal::NotAPicture`].
pub fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    match bytes {
        [] => Err(Refusal::EmptyFile),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [..] if bytes.starts_with(&PNG_SIGNATURE) => Ok(Format::Png),
        _ => Err(refused_kind(bytes)),
    }
}

/// First bytes of kinds that are known and not taken.
const STARTS: [(&[u8], Refusal); 21] = [
    (b"%PDF", Refusal::Pdf),
    (b"PK\x03\x04", Refusal::Archive),
    (b"PK\x05\x06", Refusal::Archive),
    (b"Rar!", Refusal::Archive),
    (b"7z\xBC\xAF", Refusal::Archive),
    (b"\x1F\x8B", Refusal::Archive),
    (b"GIF8", Refusal::Gif),
    (b"BM", Refusal::Bmp),
    (b"\x1A\x45\xDF\xA3", Refusal::Video),
    (b"\x00\x00\x01\xBA", Refusal::Video),
    (b"FUJIFILM", Refusal::Raw),
    (b"IIRO", Refusal::Raw),
    (b"IIRS", Refusal::Raw),
    (b"IIU\x00", Refusal::Raw),
    (b"\x00MRM", Refusal::Raw),
    (b"8BPS", Refusal::OtherPictureFormat),
    (b"\xFF\x0A", Refusal::OtherPictureFormat),
    (b"\x00\x00\x00\x0CJXL", Refusal::OtherPictureFormat),
    (b"\x00\x00\x00\x0CjP", Refusal::OtherPictureFormat),
    (b"\xFF\x4F\xFF\x51", Refusal::OtherPictureFormat),
    (b"\x00\x00\x01\x00", Refusal::OtherPictureFormat),
];

fn refused_kind(bytes: &[u8]) -> Refusal {
    if let Some(kind) = container(bytes) {
        return kind;
    }
    if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        // A DNG, CR2 or NEF is a TIFF with more in it; CR2 says so here.
        return if bytes.get(8..10) == Some(b"CR") {
            Refusal::Raw
        } else {
            Refusal::Tiff
        };
    }
    STARTS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map_or_else(|| text_kind(bytes), |(_, kind)| *kind)
}

/// Kinds that say what they are a few bytes in.
fn container(bytes: &[u8]) -> Option<Refusal> {
    if bytes.starts_with(b"RIFF") {
        return Some(match bytes.get(8..12)? {
            b"WEBP" => Refusal::Webp,
            b"AVI " => Refusal::Video,
            _ => Refusal::NotAPicture,
        });
    }
    match bytes.get(4..8)? {
        b"ftyp" => Some(match bytes.get(8..12)? {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" => Refusal::Heic,
            b"avif" | b"avis" => Refusal::Avif,
            b"crx " => Refusal::Raw,
            _ => Refusal::Video,
        }),
        b"moov" | b"mdat" | b"wide" | b"free" => Some(Refusal::Video),
        _ => None,
    }
}

/// Drawings and pages are text: markup that begins the file.
fn text_kind(bytes: &[u8]) -> Refusal {
    let head: Vec<u8> = bytes
        .iter()
        .take(1024)
        .filter(|b| !b.is_ascii_whitespace() && ![0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0].contains(*b))
        .map(u8::to_ascii_lowercase)
        .collect();
    let markup = [&b"<svg"[..], b"<?xml", b"<!doctype", b"<html", b"<script"];
    if markup.iter().any(|m| head.starts_with(m)) {
        Refusal::Svg
    } else {
        Refusal::NotAPicture
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_judged_by_its_bytes_and_refused_by_its_kind() {
        let cases: [(&[u8], Result<Format, Refusal>); 22] = [
            (b"", Err(Refusal::EmptyFile)),
            (b"\xFF", Err(Refusal::NotAPicture)),
            (b"\xFF\xD8", Err(Refusal::NotAPicture)),
            (b"\xFF\xD8\xFF\xE0", Ok(Format::Jpeg)),
            (&PNG_SIGNATURE, Ok(Format::Png)),
            (b"GIF89a", Err(Refusal::Gif)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Err(Refusal::Webp)),
            (b"RIFF\0\0\0\0AVI LIST", Err(Refusal::Video)),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Err(Refusal::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", Err(Refusal::Heic)),
            (b"\0\0\0\x18ftypavif\0\0\0\0", Err(Refusal::Avif)),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", Err(Refusal::Video)),
            (b"\0\0\0\x18ftypqt  \0\0\0\0", Err(Refusal::Video)),
            (b"\0\0\0\x18ftypcrx \0\0\0\0", Err(Refusal::Raw)),
            (b"II*\0\x10\0\0\0CR\x02\0", Err(Refusal::Raw)),
            (b"MM\0*\0\0\0\x08", Err(Refusal::Tiff)),
            (b"%PDF-1.7", Err(Refusal::Pdf)),
            (b"PK\x03\x04", Err(Refusal::Archive)),
            (b"  <?xml version='1.0'?><svg/>", Err(Refusal::Svg)),
            (b"<!DOCTYPE html><p>", Err(Refusal::Svg)),
            (b"push graphic-context\nviewbox", Err(Refusal::NotAPicture)),
            (b"BM6\0", Err(Refusal::Bmp)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(sniff(bytes), expected, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn no_beginning_of_a_file_makes_the_look_fail(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(format) = sniff(&bytes) {
                prop_assert!(bytes.len() >= 3);
                prop_assert_eq!(format == Format::Png, bytes[0] == 0x89);
            }
        }
    }
}
