//! The test floor: what several of the targets beside it use.

pub mod postgres;
