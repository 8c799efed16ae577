//! Second stop on the photo's way: the uploaded bytes go in, only pixels come
//! out, and what is written afterwards is proved to hold nothing else.
//!
//! [`decode()`] runs inside the decode process; [`wire`] carries its answer to
//! the parent; [`clean`] writes pixels as a fresh file and proves it. Nothing
//! here reads a clock, a file or the network.

pub mod carried;
pub mod clean;
mod colour;
pub mod decode;
pub mod edit;
pub mod hash;
mod jpeg;
pub mod limits;
pub mod pixels;
mod png;
pub mod prove;
pub mod refusal;
pub mod renditions;
pub mod sniff;
mod summary;
pub mod wire;

pub use carried::{Carried, Mark};
pub use clean::{CleanPicture, Quality, encode_jpeg};
pub use decode::{Decoded, Header, decode, header};
pub use hash::PictureHash;
pub use limits::Limits;
pub use pixels::Pixels;
pub use prove::{Proof, prove};
pub use refusal::Refusal;
pub use renditions::Rendition;
pub use sniff::{Format, sniff};
