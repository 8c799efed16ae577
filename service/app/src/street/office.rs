//! What the office and the head bring to the street: the school itself, people
//! and what was agreed, events, accounts. A permission that ends takes back
//! what is out in the very transaction that says so.

mod accounts;
mod answer;
pub mod assessment;
mod enter;
mod erase;
mod gate;
pub mod import;
pub mod on_record;
pub mod policy;
pub mod protect;
pub mod record;
mod school_file;
pub mod switches;
pub mod texts;
mod trusted;

pub(crate) use accounts::login_mark;
pub use accounts::{Account, HasSet, NewLogin};
pub use answer::Answered;
pub use enter::Entered;
pub(super) use enter::event_head;
pub use erase::Erasure;
