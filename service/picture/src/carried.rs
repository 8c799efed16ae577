//! What an uploaded file carried besides its pixels: yes or no, never a value,
//! so that nothing of it can reach a log, a page or the database.

use serde::{Deserialize, Serialize};

/// One thing a file carried, or one thing to tell its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Where the picture was taken.
    Location,
    /// Maker or model of the camera or phone, or the program that wrote it.
    Device,
    /// A number that stands for one camera or lens.
    SerialNumber,
    /// When the picture was taken or changed.
    CaptureTime,
    /// Captions, names, keywords, comments, an owner or author.
    Words,
    /// A smaller copy of the picture, perhaps older than the last crop.
    Thumbnail,
    /// A film, as live and motion photos have.
    EmbeddedVideo,
    /// Bytes after the end of the picture.
    TrailingData,
    /// Notes in a maker's own form, which may hold anything.
    MakerNotes,
    /// Signed statements of origin (C2PA).
    Provenance,
    /// A colour profile.
    ColourProfile,
    /// Editing data in XMP form.
    Xmp,
    /// Blocks of any other kind.
    OtherData,
    /// The picture was turned upright.
    Turned,
    /// The picture was converted from its profile to sRGB.
    ColourConverted,
    /// The profile could not be used: colours are taken as sRGB.
    ProfileUnusable,
    /// Printing inks (CMYK) were converted without their profile.
    PrintColours,
    /// The summary of what was carried may lack something.
    SummaryUnreadable,
    /// Two readers of the orientation disagreed; the picture may lie on its side.
    OrientationUnclear,
    /// An animation: only its still picture was taken.
    FirstFrameOnly,
    /// See-through parts were put on white.
    TransparencyFlattened,
    /// The picture was reduced to the size of the master.
    Reduced,
}

impl Mark {
    /// Every mark; the place in this list is its bit on the wire.
    pub const ALL: [Self; 22] = [
        Self::Location,
        Self::Device,
        Self::SerialNumber,
        Self::CaptureTime,
        Self::Words,
        Self::Thumbnail,
        Self::EmbeddedVideo,
        Self::TrailingData,
        Self::MakerNotes,
        Self::Provenance,
        Self::ColourProfile,
        Self::Xmp,
        Self::OtherData,
        Self::Turned,
        Self::ColourConverted,
        Self::ProfileUnusable,
        Self::PrintColours,
        Self::SummaryUnreadable,
        Self::OrientationUnclear,
        Self::FirstFrameOnly,
        Self::TransparencyFlattened,
        Self::Reduced,
    ];

    /// The stable code, for people and machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Device => "device",
            Self::SerialNumber => "serial-number",
            Self::CaptureTime => "capture-time",
            Self::Words => "words",
            Self::Thumbnail => "thumbnail",
            Self::EmbeddedVideo => "embedded-video",
            Self::TrailingData => "trailing-data",
            Self::MakerNotes => "maker-notes",
            Self::Provenance => "provenance",
            Self::ColourProfile => "colour-profile",
            Self::Xmp => "xmp",
            Self::OtherData => "other-data",
            Self::Turned => "turned-upright",
            Self::ColourConverted => "colour-converted",
            Self::ProfileUnusable => "profile-unusable",
            Self::PrintColours => "print-colours",
            Self::SummaryUnreadable => "summary-unreadable",
            Self::OrientationUnclear => "orientation-unclear",
            Self::FirstFrameOnly => "first-frame-only",
            Self::TransparencyFlattened => "transparency-flattened",
            Self::Reduced => "reduced",
        }
    }

    /// Whether the mark names something removed; the others are notices.
    #[must_use]
    pub const fn is_removed(self) -> bool {
        (self as u32) < (Self::Turned as u32)
    }

    const fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// The set of marks of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carried(u32);

impl Carried {
    /// Adds a mark.
    pub const fn add(&mut self, mark: Mark) {
        self.0 |= mark.bit();
    }

    /// Adds a mark when `condition` holds.
    pub(crate) const fn add_if(&mut self, condition: bool, mark: Mark) {
        if condition {
            self.add(mark);
        }
    }

    /// Whether the file had this mark.
    #[must_use]
    pub const fn has(self, mark: Mark) -> bool {
        self.0 & mark.bit() != 0
    }

    /// Codes of what was removed, in a fixed order.
    #[must_use]
    pub fn codes(self) -> Vec<&'static str> {
        self.listed(true)
    }

    /// Codes of what the sender should know, in a fixed order.
    #[must_use]
    pub fn notices(self) -> Vec<&'static str> {
        self.listed(false)
    }

    /// The marks as bits, for the wire.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The marks from bits; `None` when a bit stands for nothing.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Option<Self> {
        if bits < 1 << Mark::ALL.len() {
            Some(Self(bits))
        } else {
            None
        }
    }

    fn listed(self, removed: bool) -> Vec<&'static str> {
        Mark::ALL
            .iter()
            .filter(|m| self.has(**m) && m.is_removed() == removed)
            .map(|m| m.code())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_mark_has_its_own_bit_and_code_and_is_listed_once() {
        let mut all = Carried::default();
        for (place, mark) in Mark::ALL.iter().enumerate() {
            assert_eq!(mark.bit(), 1 << place, "{}", mark.code());
            all.add(*mark);
        }
        assert_eq!(all.codes().len() + all.notices().len(), Mark::ALL.len());
        assert!(all.codes().contains(&"location"));
        assert!(all.notices().contains(&"turned-upright"));
    }

    proptest! {
        #[test]
        fn bits_go_there_and_back_or_are_refused(bits: u32) {
            match Carried::from_bits(bits) {
                Some(c) => prop_assert_eq!(c.bits(), bits),
                None => prop_assert!(bits >= 1 << Mark::ALL.len()),
            }
        }
    }
}
