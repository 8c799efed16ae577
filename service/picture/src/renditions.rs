//! The sizes in which a cleaned photo is kept and goes out.

use crate::{CleanPicture, Pixels, Quality, Refusal, encode_jpeg};
use serde::{Deserialize, Serialize};

/// A size and quality a picture is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rendition {
    /// What is kept, sealed, and never leaves.
    Master,
    /// What goes out to a channel.
    Channel,
    /// What people look through on a page of many.
    Thumbnail,
}

impl Rendition {
    /// Longest edge in pixels.
    #[must_use]
    pub const fn long_edge(self) -> u32 {
        match self {
            Self::Master => 4096,
            Self::Channel => 2048,
            Self::Thumbnail => 480,
        }
    }

    /// JPEG quality.
    #[must_use]
    pub const fn quality(self) -> Quality {
        match self {
            Self::Master => Quality::MASTER,
            Self::Channel | Self::Thumbnail => Quality::CHANNEL,
        }
    }

    /// Writes the picture in this size and proves the file.
    ///
    /// # Errors
    /// [`Refusal::EncodeFailed`] or [`Refusal::ProofFailed`].
    pub fn make(self, pixels: &Pixels) -> Result<CleanPicture, Refusal> {
        if pixels.width().max(pixels.height()) <= self.long_edge() {
            encode_jpeg(pixels, self.quality())
        } else {
            encode_jpeg(&pixels.within(self.long_edge()), self.quality())
        }
    }
}
