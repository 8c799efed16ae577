//! The rules every photo is judged by; pure, on the ground floor: no input,
//! no output, nothing that waits, no clock and no chance of its own.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions))]

pub mod biometric;
pub mod channel;
pub mod clock;
mod coded;
pub mod custody;
pub mod embedding;
pub mod exposure;
pub mod findings;
pub mod geometry;
pub mod ids;
pub mod matching;
pub mod names;
pub mod permission;
pub mod policy;
pub mod release;
pub mod retention;
pub mod role;

pub use channel::Channel;
pub use embedding::Embedding;
pub use geometry::{Area, Landmarks, Point};
