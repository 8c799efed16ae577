//! The drawn school and its story: an office's files, reference photos and a
//! camera's card are drawn into a folder, and everything then goes the way of
//! every photo. Nobody here exists.
#![cfg_attr(not(test), deny(clippy::as_conversions))]

mod camera;
mod clock;
mod crew;
pub mod doors;
mod ending;
mod folder;
mod home;
mod looks;
mod play;
mod story;
mod table;
mod truth;

pub use clock::StoryClock;
pub use ending::Ending;
pub use home::Home;
pub use play::{DemoError, Progress, Stage, TODAY, play};
pub use table::{Row, Told};

/// The number that the school is drawn from unless another is asked for. The
/// people of number 0 were chosen so that the embedded networks tell them apart.
pub const NUMBER: u64 = 0;
