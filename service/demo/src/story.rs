//! The story of the drawn school: who goes there, what happened, what was
//! photographed and what people then did at the screen.

pub(crate) mod cast;
pub(crate) mod events;
pub(crate) mod photos;
pub(crate) mod pupils;
