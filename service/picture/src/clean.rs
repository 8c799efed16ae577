//! Pixels become a fresh file: constant settings, nothing added, proved before
//! anybody can have it.

use crate::prove::{self, Proof};
use crate::{Pixels, Refusal};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use std::fmt;

/// The qualities in which pictures are written. Few and fixed, so that every
/// file of the house has one of few sets of tables, whatever camera it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quality(u8);

impl Quality {
    /// Of the master.
    pub const MASTER: Self = Self(92);
    /// Of what goes out.
    pub const CHANNEL: Self = Self(85);
    /// Every quality.
    pub const ALL: [Self; 2] = [Self::MASTER, Self::CHANNEL];
}

/// A file of which it was proved that it holds pixels and nothing else. Only
/// this module makes one. `Debug` shows the size only.
#[derive(Clone, PartialEq, Eq)]
pub struct CleanPicture {
    bytes: Vec<u8>,
    proof: Proof,
}

impl fmt::Debug for CleanPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (w, h) = (self.width(), self.height());
        write!(f, "CleanPicture({w} x {h}, {} bytes)", self.bytes.len())
    }
}

impl CleanPicture {
    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file itself, without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.proof.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.proof.height
    }
}

/// Writes pixels as a baseline JPEG with constant tables, 4:2:0, and proves it.
/// The same pixels and quality always give the same bytes.
///
/// # Errors
/// [`Refusal::EncodeFailed`] for an edge past 65,535 pixels,
/// [`Refusal::ProofFailed`] when the file holds anything it must not.
pub fn encode_jpeg(pixels: &Pixels, quality: Quality) -> Result<CleanPicture, Refusal> {
    let bytes = written(pixels, quality)?;
    let proof = prove::prove(&bytes)?;
    if (proof.width, proof.height) != (pixels.width(), pixels.height()) {
        return Err(Refusal::ProofFailed);
    }
    Ok(CleanPicture { bytes, proof })
}

/// The JPEG, not yet proved.
pub(crate) fn written(pixels: &Pixels, quality: Quality) -> Result<Vec<u8>, Refusal> {
    let edge = |v: u32| u16::try_from(v).map_err(|_| Refusal::EncodeFailed);
    let (width, height) = (edge(pixels.width())?, edge(pixels.height())?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality.0);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(false);
    encoder
        .encode(pixels.rgb(), width, height, ColorType::Rgb)
        .map_err(|_| Refusal::EncodeFailed)?;
    Ok(bytes)
}
