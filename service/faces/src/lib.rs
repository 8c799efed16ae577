//! The scan stop on the photo's way: where the faces are, how good they are,
//! and what a network makes of each.
//!
//! A decoded picture goes in as a [`View`]; [`FaceScanner::scan`] gives boxes,
//! five points and quality, [`FaceScanner::embed`] turns one face into an
//! [`Embedding`](gatehouse_domain::Embedding). Whether a face may be embedded
//! at all is decided above this crate: detection is always allowed,
//! recognition is not.
//!
//! Nothing here opens a file, checks a hash or reads TOML. `app` reads
//! [`MANIFEST`], compares the sha256 and the length of every network with its
//! entry, and hands the bytes in.

mod align;
mod decode;
mod detect;
mod enrolment;
mod error;
mod layout;
mod manifest;
mod merge;
mod networks;
mod plans;
mod quality;
mod resample;
mod scanner;
mod similarity;
#[cfg(test)]
mod testing;
mod view;

pub use enrolment::{EnrolmentRefusal, enrolment_refusals};
pub use error::Error;
pub use manifest::{
    ChannelOrder, Crop, Detector, Embedder, Floors, Grade, Input, Manifest, ManifestError,
    Measured, NetworkFile, NetworkSet, Outputs,
};
pub use networks::{EMBEDDED_DETECTOR, EMBEDDED_EMBEDDER, MANIFEST, Networks};
pub use quality::{Quality, QualityReason};
pub use scanner::{DetectedFace, FaceScanner};
pub use view::View;
