//! The words stop on the photo's way: first names only. One checker for every
//! text that goes with a picture. It holds the school's own register, so it
//! looks names up and needs no guessing network. Pure: no input or output.
//!
//! It is also an oracle of who is enrolled: keep it behind the sign-in, log and
//! limit its use.

mod checker;
mod context;
mod details;
mod exempt;
mod fold;
mod forms;
mod lexicon;
mod lists;
mod mention;
mod private;
mod profile;
mod register;
mod rule;
mod rules;
mod scan;
mod school;
mod stranger;
mod suggest;
mod token;

pub use checker::{Checked, Checker};
pub use profile::{Inside, Naming, Profile};
pub use register::{Pupil, Register};
pub use rule::Rule;
pub use school::School;
