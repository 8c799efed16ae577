//! Writes drawn pictures as phones and their apps do, with all they put into
//! files. Every piece can be switched, so that tests can make pairs: the same
//! pixels, orientation and colour profile, and other metadata.

mod assemble;
mod carries;
mod exif;
mod iptc;
mod orient;
mod profile;
mod screenshot;
mod several;
mod tiff;
mod xmp;

pub use assemble::write_as_phone;
pub use carries::{Camera, Carries, Position, Trailer};
pub use orient::stored_for;
pub use screenshot::write_as_screenshot;

use thiserror::Error;

/// Why a drawn picture could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The picture has no pixels, or more than 65,535 on a side, or its bytes
    /// do not fit its size.
    #[error(
        "The picture has a size that a photo file cannot hold. Draw it with 1 to 65,535 pixels a side."
    )]
    Size,
    /// A piece is longer than a file segment holds, 65,533 bytes.
    #[error("Something the file should carry is too long. Use a shorter text or note.")]
    TooLong,
    /// An encoder refused; with a right size this does not happen.
    #[error("The picture could not be encoded. Draw it again with another size or quality.")]
    Encoder,
}
