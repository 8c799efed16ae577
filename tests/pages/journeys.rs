//! People's days in a real browser, and every page looked at as somebody does
//! who cannot see it, or only a little of it at once.

mod admin;
mod assessment;
mod dpo;
mod dsl;
mod editor;
pub mod every_page;
mod head;
mod law;
mod office;
mod staff;
mod twice;
