//! Why an uploaded file does not go further on the photo's way.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A reason to refuse one file. The sentence says what to do next; the code is
/// stable and never reworded. Neither holds anything of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Refusal {
    /// No bytes at all.
    #[error("The file is empty. Copy it from the camera again.")]
    EmptyFile,
    /// The first bytes are of nothing known.
    #[error("This is not a picture that can be read. Send a JPEG or PNG.")]
    NotAPicture,
    /// A film, or the moving half of a live photo.
    #[error("This is a video. Only still pictures are taken: send a JPEG of the frame you want.")]
    Video,
    /// A page description.
    #[error("This is a PDF. Save the picture in it as a JPEG and send that.")]
    Pdf,
    /// A drawing made of instructions or a web page.
    #[error("This is a drawing or web page, not a photo. Export it as a PNG and send that.")]
    Svg,
    /// Several files in one.
    #[error("This is an archive. Unpack it and send the pictures in it.")]
    Archive,
    /// Sensor data of a camera.
    #[error("This is a camera RAW file. Export it as a JPEG and send that.")]
    Raw,
    /// A TIFF picture.
    #[error("This is a TIFF. Save it as a JPEG or PNG and send that.")]
    Tiff,
    /// A BMP picture.
    #[error("This is a BMP. Save it as a PNG and send that.")]
    Bmp,
    /// A GIF picture.
    #[error("GIF is not taken yet. Save the picture as a PNG and send that.")]
    Gif,
    /// A WebP picture.
    #[error("WebP is not taken yet. Save the picture as a JPEG and send that.")]
    Webp,
    /// A HEIC picture.
    #[error(
        "HEIC is not taken yet: send JPEG. On an iPhone choose Settings, Camera, Formats, Most Compatible."
    )]
    Heic,
    /// An AVIF picture.
    #[error("AVIF is not taken. Save the picture as a JPEG and send that.")]
    Avif,
    /// Another kind of picture file.
    #[error("This kind of picture file is not taken. Save it as a JPEG or PNG and send that.")]
    OtherPictureFormat,
    /// More bytes than one file may have.
    #[error("The file is too large. Save it at a lower quality or size and send that.")]
    TooLargeFile,
    /// More pixels, or a longer edge, than is decoded.
    #[error("The picture has too many pixels. Make it smaller and send it again.")]
    TooManyPixels,
    /// The file ends before its picture does.
    #[error("The file is incomplete: part of the picture is missing. Copy it again.")]
    Incomplete,
    /// The file contradicts the rules of its own format.
    #[error("The file is damaged. Copy it again, or open it and save it as a new JPEG.")]
    Damaged,
    /// A rare way of coding that is not decoded.
    #[error("The picture is stored in a rare way that cannot be read. Save it as a new JPEG.")]
    UnsupportedCoding,
    /// The decode process ended without an answer.
    #[error("The picture could not be read safely. Open it, save it as a new JPEG and send that.")]
    DecoderCrashed,
    /// The decode process took too long.
    #[error("Reading the picture took too long. Save it as a new, smaller JPEG and send that.")]
    DecoderTimeout,
    /// No decode process could be started.
    #[error("Pictures cannot be read at the moment. Ask whoever runs the service to look.")]
    DecoderUnavailable,
    /// The cleaned picture could not be written.
    #[error("The cleaned picture could not be written. Make the picture smaller and try again.")]
    EncodeFailed,
    /// The written file held something besides pixels.
    #[error("The cleaned picture did not pass its own check and was not kept. Report this.")]
    ProofFailed,
}

impl Refusal {
    /// Every refusal; the place in this list is its number on the wire.
    pub const ALL: [Self; 24] = [
        Self::EmptyFile,
        Self::NotAPicture,
        Self::Video,
        Self::Pdf,
        Self::Svg,
        Self::Archive,
        Self::Raw,
        Self::Tiff,
        Self::Bmp,
        Self::Gif,
        Self::Webp,
        Self::Heic,
        Self::Avif,
        Self::OtherPictureFormat,
        Self::TooLargeFile,
        Self::TooManyPixels,
        Self::Incomplete,
        Self::Damaged,
        Self::UnsupportedCoding,
        Self::DecoderCrashed,
        Self::DecoderTimeout,
        Self::DecoderUnavailable,
        Self::EncodeFailed,
        Self::ProofFailed,
    ];

    /// Whether the machine was at fault and not the file: the same file may
    /// pass another time.
    #[must_use]
    pub const fn is_of_the_machine(self) -> bool {
        matches!(self, Self::DecoderUnavailable)
    }

    /// The stable code, for people and machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmptyFile => "empty-file",
            Self::NotAPicture => "not-a-picture",
            Self::Video => "video",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Archive => "archive",
            Self::Raw => "raw",
            Self::Tiff => "tiff",
            Self::Bmp => "bmp",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::OtherPictureFormat => "other-picture-format",
            Self::TooLargeFile => "too-large-file",
            Self::TooManyPixels => "too-many-pixels",
            Self::Incomplete => "incomplete",
            Self::Damaged => "damaged",
            Self::UnsupportedCoding => "unsupported-coding",
            Self::DecoderCrashed => "decoder-crashed",
            Self::DecoderTimeout => "decoder-timeout",
            Self::DecoderUnavailable => "decoder-unavailable",
            Self::EncodeFailed => "encode-failed",
            Self::ProofFailed => "proof-failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_refusal_has_its_own_code_and_says_what_to_do() {
        let codes: HashSet<_> = Refusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        for refusal in Refusal::ALL {
            assert!(
                refusal
                    .code()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-')
            );
            assert!(refusal.to_string().ends_with('.'), "{}", refusal.code());
        }
    }
}
