//! The words stop: the rules, one family to a file. Each looks at a scanned
//! text and marks places; none changes the text.

pub(crate) mod company;
pub(crate) mod initials;
pub(crate) mod names;
pub(crate) mod near;
pub(crate) mod runon;
pub(crate) mod setting;
pub(crate) mod slips;
