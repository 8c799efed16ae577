//! The scan stop on the photo's way.
