//! The front door: one binary, its commands.
fn main() {}
