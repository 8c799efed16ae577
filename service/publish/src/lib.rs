//! The way out: where cleared pictures are published, and taken back from.
//!
//! Every connector takes a [`Post`] and gives a [`Receipt`]; asked later, it
//! looks and says what is really there ([`Presence`]).
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::as_conversions))]

pub mod folder;
pub mod post;
pub mod problem;
pub mod receipt;

pub use folder::{FeedSettings, Folder};
pub use post::{BadPost, BadSlug, Picture, Post, Slug};
pub use problem::{Problem, PublishError};
pub use receipt::{BadChecksum, Checksum, Presence, Published, Receipt};
