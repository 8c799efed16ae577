//! The rules every photo is judged by; pure, on the ground floor: no input,
//! no output, nothing that waits, no clock and no chance of its own.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions))]

pub mod channel;
pub mod clock;
pub mod embedding;
pub mod exposure;
pub mod findings;
pub mod geometry;
pub mod role;
pub mod policy;
pub mod permission;
pub mod names;

pub use channel::Channel;
pub use embedding::Embedding;
pub use geometry::{Area, Landmarks, Point};
