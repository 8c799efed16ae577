//! Walks a photo along its way.
