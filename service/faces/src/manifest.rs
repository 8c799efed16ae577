//! What is known of the networks at the scan stop: the types of
//! `models/manifest.toml`. `app` parses the TOML and compares hashes; here the
//! entries are only described and checked for contradictions.

use serde::{Deserialize, Serialize};

/// Every set of networks the product knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The sets, the one that is compiled in first.
    pub sets: Vec<NetworkSet>,
}

impl Manifest {
    /// The set of this name.
    #[must_use]
    pub fn set(&self, name: &str) -> Option<&NetworkSet> {
        self.sets.iter().find(|set| set.name == name)
    }

    /// Looks for contradictions in every entry.
    ///
    /// # Errors
    /// [`ManifestError`] with the name of the first set that is wrong.
    pub fn check(&self) -> Result<(), ManifestError> {
        for (place, set) in self.sets.iter().enumerate() {
            set.check()?;
            if self.sets.iter().skip(place + 1).any(|s| s.name == set.name) {
                return Err(set.wrong("its name is used twice"));
            }
        }
        Ok(())
    }
}

/// What a set of networks may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Proposes names; a person confirms them once for each picture.
    Assistive,
    /// May resolve faces by itself once the register is calibrated.
    Production,
}

impl Grade {
    /// The word for it, as in the manifest.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assistive => "assistive",
            Self::Production => "production",
        }
    }
}

/// A detector and an embedder that were measured together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSet {
    /// Short kebab-case name, as on the command line.
    pub name: String,
    /// What the set may decide.
    pub grade: Grade,
    /// Whether it was never run by the makers of the product.
    #[serde(default)]
    pub untested: bool,
    /// What a person who chooses a set should know, in plain words.
    pub note: String,
    /// Finds faces and their five points.
    pub detector: Detector,
    /// Turns an aligned face into a direction.
    pub embedder: Embedder,
}

/// A file with a network in it and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkFile {
    /// File name in the set's folder.
    pub file: String,
    /// sha256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Licence of the weights.
    pub licence: String,
    /// What the network was trained on, as far as it is known.
    pub training_data: String,
    /// Where the file comes from and how it is made from that.
    pub origin: String,
    /// Address the file itself can be fetched from; none when it is compiled
    /// in or has to be converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The order in which a network wants the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// How pixels of 0 to 255 become a network's input, shape 1 x 3 x H x W.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Order of the three planes.
    pub order: ChannelOrder,
    /// Taken from every value first.
    pub subtract: f32,
    /// Then every value is divided by this.
    pub divide: f32,
}

/// How a detector's outputs are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outputs {
    /// `YuNet`'s twelve: cls, obj, bbox, kps, each at strides 8, 16, 32.
    YunetTwelve,
}

/// The detector of a set. Its input may have any sides that are multiples of 32.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detector {
    /// The file.
    #[serde(flatten)]
    pub network: NetworkFile,
    /// How pixels go in.
    pub input: Input,
    /// How boxes come out.
    pub outputs: Outputs,
}

/// Which part of the picture an embedder wants, around the five points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Crop {
    /// The five-point template at 112 x 112.
    FivePoint112,
    /// Columns 8 to 104 of that crop, stretched to 128 x 128.
    InnerColumns128,
}

impl Crop {
    /// Length of each side of the crop in pixels.
    #[must_use]
    pub const fn side(self) -> u32 {
        match self {
            Self::FivePoint112 => 112,
            Self::InnerColumns128 => 128,
        }
    }
}

/// The lowest cosines that mean anything, for a register that is centred on
/// its own mean. The register's own calibration may only raise `match`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// From here on two faces may be the same person.
    #[serde(rename = "match")]
    pub matching: f32,
    /// From here on a person must look; below they are different people.
    pub uncertain: f32,
}

/// One figure that was measured, and on what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// What was measured, on which pictures.
    pub what: String,
    /// The figure, 0 to 1.
    pub value: f32,
}

/// The embedder of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Embedder {
    /// The file.
    #[serde(flatten)]
    pub network: NetworkFile,
    /// How pixels go in.
    pub input: Input,
    /// Which crop goes in.
    pub crop: Crop,
    /// How many numbers come out.
    pub dimension: usize,
    /// The floors; none where nobody measured them, and then the set may be
    /// listed and installed but matches nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floors: Option<Floors>,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<Measured>,
    /// What nobody measured, in plain words; shown wherever `measured` is.
    pub not_measured: String,
    /// The network's own mean embedding, `dimension` numbers, which stands in
    /// for the missing part of the mean of a small register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Vec<f32>>,
}

/// An entry of the manifest contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the entry of the network set {set:?} cannot be used: {problem}; restore models/manifest.toml from the release"
)]
pub struct ManifestError {
    /// Name of the set.
    pub set: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl NetworkSet {
    /// Which network made an embedding: the first 16 digits of the embedder's
    /// sha256. Embeddings of different ids are never compared.
    #[must_use]
    pub fn id(&self) -> &str {
        let sha256 = &self.embedder.network.sha256;
        sha256.get(..16).unwrap_or(sha256)
    }

    /// Looks for contradictions that would make wrong decisions later.
    ///
    /// # Errors
    /// [`ManifestError`] for an empty name, a malformed hash, a file name with
    /// a folder in it, an input that divides by nought, floors in the wrong
    /// order, or a mean of another dimension.
    pub fn check(&self) -> Result<(), ManifestError> {
        let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(words) {
            return Err(self.wrong("its name is not made of small letters, digits and hyphens"));
        }
        for file in [&self.detector.network, &self.embedder.network] {
            self.check_file(file)?;
        }
        for input in [self.detector.input, self.embedder.input] {
            let scales = input.divide.is_finite() && input.divide.abs() > f32::EPSILON;
            if !scales || !input.subtract.is_finite() {
                return Err(self.wrong("its input cannot be scaled as it says"));
            }
        }
        self.check_numbers()
    }

    fn check_file(&self, file: &NetworkFile) -> Result<(), ManifestError> {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if file.sha256.len() != 64 || !file.sha256.chars().all(hex) {
            return Err(self.wrong("a sha256 is not 64 lower-case hexadecimal digits"));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if !file.file.chars().all(plain) || file.file.starts_with('.') || file.file.is_empty() {
            return Err(self.wrong("a file name is not a plain name"));
        }
        if file.bytes == 0 || file.licence.trim().is_empty() {
            return Err(self.wrong("a file has no length or no licence"));
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), ManifestError> {
        let embedder = &self.embedder;
        if embedder.dimension == 0 {
            return Err(self.wrong("its dimension is nought"));
        }
        if let Some(floors) = embedder.floors
            && !(0.0 < floors.uncertain
                && floors.uncertain < floors.matching
                && floors.matching < 1.0)
        {
            return Err(self.wrong("its floors are not 0 < uncertain < match < 1"));
        }
        if let Some(mean) = &embedder.mean
            && (mean.len() != embedder.dimension || !mean.iter().all(|v| v.is_finite()))
        {
            return Err(self.wrong("its mean has another length than its dimension"));
        }
        Ok(())
    }

    fn wrong(&self, problem: &'static str) -> ManifestError {
        ManifestError {
            set: self.name.clone(),
            problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::embedded_set;

    /// One way of spoiling an entry.
    type Spoil = fn(&mut NetworkSet);

    #[test]
    fn the_embedded_entry_has_no_contradiction() {
        assert_eq!(embedded_set().check(), Ok(()));
    }

    #[test]
    fn each_contradiction_is_found() {
        let spoils: [Spoil; 8] = [
            |s| s.name = "Not A Name".into(),
            |s| s.detector.network.sha256.truncate(63),
            |s| s.embedder.network.sha256 = "G".repeat(64),
            |s| s.embedder.network.file = "../embedder.onnx".into(),
            |s| s.embedder.input.divide = 0.0,
            |s| s.embedder.dimension = 0,
            |s| s.embedder.mean = Some(vec![0.0; 3]),
            |s| {
                s.embedder.floors = Some(Floors {
                    matching: 0.3,
                    uncertain: 0.5,
                });
            },
        ];
        for (place, spoil) in spoils.into_iter().enumerate() {
            let mut set = embedded_set();
            spoil(&mut set);
            assert!(set.check().is_err(), "spoil {place} passed");
        }
    }

    #[test]
    fn two_sets_of_one_name_are_refused() {
        let twice = Manifest {
            sets: vec![embedded_set(), embedded_set()],
        };
        assert!(twice.check().is_err());
        assert!(twice.set("embedded").is_some());
        assert!(twice.set("another").is_none());
    }

    #[test]
    fn the_id_is_the_beginning_of_the_embedders_hash() {
        let set = embedded_set();
        assert_eq!(set.id().len(), 16);
        assert!(set.embedder.network.sha256.starts_with(set.id()));
    }
}
