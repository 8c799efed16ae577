//! The pages over a real house: asked as a browser asks, without one, so that
//! every refusal can be tried; and in a real one, as people use them.

mod account;
mod admin;
mod alike;
mod api;
mod asked;
mod assessment;
mod browser;
mod chromium;
mod colours;
mod database_away;
mod disputed;
mod doors;
mod dsl;
mod editor;
mod heard;
#[path = "../street/house.rs"]
#[expect(
    dead_code,
    reason = "more happens on a town's street than its pages are asked for"
)]
mod house;
mod journeys;
mod look_alikes;
mod mapping;
mod mended;
mod office;
mod permissions;
mod plain_words;
mod policy;
mod same_way;
mod site;
mod small_disk;
mod taken_back;
mod troubles;
mod twice;
mod uploads;
mod wire;
