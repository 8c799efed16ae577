//! The pair of networks that serves the scan stop, loaded by its manifest entry.

use gatehouse_domain::Embedding;

use crate::align::FaceCrop;
use crate::decode::STRIDES;
use crate::manifest::{ChannelOrder, Input, NetworkSet};
use crate::plans::{Plans, numbers};
use crate::resample::Copy;
use crate::{Error, decode};

/// The text of `models/manifest.toml`, compiled in; `app` parses it into a
/// [`Manifest`](crate::Manifest).
pub const MANIFEST: &str = include_str!("../../../models/manifest.toml");

/// The detector of the set `embedded`, an ONNX file.
pub const EMBEDDED_DETECTOR: &[u8] = include_bytes!("../../../models/embedded/detector.onnx");

/// The embedder of the set `embedded`, an ONNX file.
pub const EMBEDDED_EMBEDDER: &[u8] = include_bytes!("../../../models/embedded/embedder.onnx");

const DETECTOR: &str = "detector";
const EMBEDDER: &str = "embedder";

/// Sides of the picture a detector is tried with when it is loaded, in pixels.
const TRIAL: usize = 64;

/// A detector and an embedder that run, and the entry they were loaded by.
///
/// Share it between threads behind an `Arc`; each run is on its caller's thread.
#[derive(Debug)]
pub struct Networks {
    set: NetworkSet,
    detector: Plans,
    embedder: Plans,
}

impl Networks {
    /// Loads a set from the bytes of its two files and tries both once.
    ///
    /// The caller has compared length and sha256 of both with the entry: this
    /// crate has no hash of its own.
    ///
    /// # Errors
    /// [`Error::Manifest`] when the entry contradicts itself, [`Error::Network`]
    /// when a file is no network that runs, [`Error::Shape`] when it gives
    /// something else than the entry says.
    pub fn load(set: &NetworkSet, detector: &[u8], embedder: &[u8]) -> Result<Self, Error> {
        set.check()?;
        let networks = Self {
            set: set.clone(),
            detector: Plans::read(DETECTOR, detector)?,
            embedder: Plans::read(EMBEDDER, embedder)?,
        };
        networks.detections((TRIAL, TRIAL), &vec![0.0; 3 * TRIAL * TRIAL])?;
        let side = set.embedder.crop.side() as usize;
        networks.direction((side, side), &vec![0.5; 3 * side * side])?;
        Ok(networks)
    }

    /// Loads the set that is compiled in, by its entry in [`MANIFEST`].
    ///
    /// # Errors
    /// As [`Networks::load`].
    pub fn embedded(set: &NetworkSet) -> Result<Self, Error> {
        Self::load(set, EMBEDDED_DETECTOR, EMBEDDED_EMBEDDER)
    }

    /// The entry the networks were loaded by.
    #[must_use]
    pub const fn set(&self) -> &NetworkSet {
        &self.set
    }

    /// How many plans of the detector are kept, for `doctor`.
    #[must_use]
    pub fn plans_kept(&self) -> usize {
        self.detector.count()
    }

    /// The boxes in a tile of `height` x `width` pixels, in pixels of the tile.
    pub(crate) fn detections(
        &self,
        size: (usize, usize),
        planes: &[f32],
    ) -> Result<Vec<decode::Found>, Error> {
        let outputs = self.detector.run(size, planes)?;
        let shape = || Error::Shape { role: DETECTOR };
        if outputs.len() != 4 * STRIDES.len() {
            return Err(shape());
        }
        let table = |kind: usize, level: usize| {
            let output = outputs
                .get(kind * STRIDES.len() + level)
                .ok_or_else(shape)?;
            numbers(DETECTOR, output)
        };
        let (height, width) = size;
        let mut found = Vec::new();
        for (level, stride) in STRIDES.into_iter().enumerate() {
            let tables = decode::Tables {
                class: table(0, level)?,
                object: table(1, level)?,
                boxes: table(2, level)?,
                points: table(3, level)?,
            };
            if tables.class.len() != (height / stride) * (width / stride) {
                return Err(shape());
            }
            found.extend(decode::decoded(tables, stride, width / stride).ok_or_else(shape)?);
        }
        Ok(found)
    }

    /// What the embedder makes of a crop.
    pub(crate) fn embedding(&self, crop: &FaceCrop) -> Result<Embedding, Error> {
        let planes = planes_of(&crop.pixels, self.set.embedder.input);
        let values = self.direction((crop.side, crop.side), &planes)?;
        Embedding::normalised(values).map_err(|_| Error::Direction)
    }

    fn direction(&self, size: (usize, usize), planes: &[f32]) -> Result<Vec<f32>, Error> {
        let outputs = self.embedder.run(size, planes)?;
        let shape = || Error::Shape { role: EMBEDDER };
        let values = numbers(EMBEDDER, outputs.first().ok_or_else(shape)?)?;
        if values.len() != self.set.embedder.dimension {
            return Err(shape());
        }
        Ok(values.to_vec())
    }
}

/// Which colour of a pixel each plane holds.
const fn order(input: Input) -> [usize; 3] {
    match input.order {
        ChannelOrder::Rgb => [0, 1, 2],
        ChannelOrder::Bgr => [2, 1, 0],
    }
}

/// Planes of a crop, one number a pixel and plane.
#[expect(clippy::indexing_slicing, reason = "a colour is 0, 1 or 2")]
fn planes_of(pixels: &[[f32; 3]], input: Input) -> Vec<f32> {
    order(input)
        .into_iter()
        .flat_map(|colour| {
            pixels
                .iter()
                .map(move |pixel| (pixel[colour] - input.subtract) / input.divide)
        })
        .collect()
}

/// Planes of the tile of `picture` that begins at `left`, `top`; black beyond
/// the picture, as the detectors were measured.
pub(crate) fn tile_planes(
    picture: &Copy,
    (left, top): (usize, usize),
    (height, width): (usize, usize),
    input: Input,
) -> Vec<f32> {
    let black = (0.0 - input.subtract) / input.divide;
    let mut planes = vec![black; 3 * height * width];
    let row_bytes = picture.width as usize * 3;
    let rows = picture.rgb.chunks_exact(row_bytes).skip(top).take(height);
    let colours = order(input);
    let (plane, _) = planes.as_mut_slice().split_at_mut(3 * height * width);
    for (place, row) in rows.enumerate() {
        let (pixels, _) = row.as_chunks::<3>();
        let pixels = pixels.get(left..).unwrap_or_default();
        for (depth, colour) in colours.into_iter().enumerate() {
            let start = (depth * height + place) * width;
            let Some(line) = plane.get_mut(start..start + width) else {
                continue;
            };
            for (number, pixel) in line.iter_mut().zip(pixels) {
                let [r, g, b] = *pixel;
                let value = match colour {
                    0 => r,
                    1 => g,
                    _ => b,
                };
                *number = (f32::from(value) - input.subtract) / input.divide;
            }
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::embedded_set;

    #[test]
    fn the_compiled_networks_load_and_are_named_in_the_manifest() {
        let set = embedded_set();
        let networks = Networks::embedded(&set).unwrap();
        assert_eq!(networks.set().id(), set.id());
        for (file, bytes) in [
            (&set.detector.network, EMBEDDED_DETECTOR),
            (&set.embedder.network, EMBEDDED_EMBEDDER),
        ] {
            assert_eq!(file.bytes, bytes.len() as u64);
            assert!(MANIFEST.contains(&file.sha256));
        }
    }

    #[test]
    fn networks_in_each_others_place_are_refused() {
        let set = embedded_set();
        assert!(Networks::load(&set, EMBEDDED_EMBEDDER, EMBEDDED_DETECTOR).is_err());
    }

    #[test]
    fn an_embedder_of_another_dimension_is_refused() {
        let mut set = embedded_set();
        set.embedder.dimension = 128;
        set.embedder.mean = None;
        assert!(matches!(
            Networks::embedded(&set),
            Err(Error::Shape { role: EMBEDDER })
        ));
    }

    #[test]
    fn a_tile_is_cut_in_the_order_of_planes_and_black_beyond_the_picture() {
        let picture = Copy {
            width: 2,
            height: 2,
            rgb: vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        };
        let input = Input {
            order: ChannelOrder::Bgr,
            subtract: 1.0,
            divide: 2.0,
        };
        let planes = tile_planes(&picture, (1, 0), (3, 2), input);
        let twice: Vec<f32> = planes.iter().map(|v| v * 2.0 + 1.0).collect();
        let expected = [
            6.0, 0.0, 12.0, 0.0, 0.0, 0.0, // blue
            5.0, 0.0, 11.0, 0.0, 0.0, 0.0, // green
            4.0, 0.0, 10.0, 0.0, 0.0, 0.0f32, // red
        ];
        assert_eq!(
            twice.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
            expected.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
        );
    }
}
