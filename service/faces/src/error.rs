//! What can go wrong at the scan stop; each message says what to do next and
//! none of them knows anything of the picture.

use crate::ManifestError;

/// Why a network could not be loaded, or a picture not scanned.
///
/// An error while scanning means "not scanned", never "nobody": the caller
/// holds the picture.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The entry of the manifest contradicts itself.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The bytes are no network that can be run, or not the one the manifest
    /// describes. `role` is "detector" or "embedder".
    #[error(
        "the {role} of this set of networks cannot be run: run `gatehouse models verify`, then install the set again"
    )]
    Network {
        /// "detector" or "embedder".
        role: &'static str,
        /// What the runtime said, about the network only.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The network gave something other than the manifest promises.
    #[error(
        "the {role} gave numbers of another shape than the manifest says: run `gatehouse models verify`, then install the set again"
    )]
    Shape {
        /// "detector" or "embedder".
        role: &'static str,
    },
    /// The pixels do not fit the size given, or the picture is too large.
    #[error(
        "the picture could not be scanned because its size does not fit its pixels: clean it again"
    )]
    Picture,
    /// The five points do not mark a face in this picture.
    #[error(
        "this face cannot be measured because its eyes, nose and mouth were not found in the picture: name the person by hand"
    )]
    Points,
    /// The network gave no usable direction for this face.
    #[error("this face cannot be compared: name the person by hand")]
    Direction,
}

impl Error {
    /// A network failure, with the runtime's words as its source.
    pub(crate) fn network(
        role: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Network {
            role,
            source: source.into(),
        }
    }
}
