//! The words stop on the photo's way.
