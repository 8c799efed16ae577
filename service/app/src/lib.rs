//! Walks a photo along its way: the use cases, and the decode process.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions))]

pub mod backup;
pub mod calibrate;
pub mod captions_batch;
pub mod check;
pub mod check_files;
pub mod clean;
pub mod decode;
pub mod desk;
pub mod enrol;
pub mod files;
pub mod house;
pub mod import;
pub mod networks;
pub mod parallel;
pub mod policies;
pub mod school;
pub mod sign_in;
pub mod street;
pub mod worker;
