//! The house's doors: the pages that people use in the browser, and the API for
//! programs. Shows, asks and hands on; whatever is decided is decided in `app`.

mod api;
mod assets;
mod cookies;
mod errors;
mod fields;
mod headers;
mod pages;
mod problem;
mod routes;
mod serve;
mod visitor;

pub use api::description;
pub use routes::{ROUTES, Route, Who};
pub use serve::{Settings, serve};
