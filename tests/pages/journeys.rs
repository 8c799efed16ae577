//! People's days in a real browser, and every page looked at as somebody does
//! who cannot see it, or only a little of it at once.

mod dsl;
mod editor;
mod every_page;
mod office;
mod staff;
