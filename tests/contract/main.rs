//! What the store promises, asked of both databases with the same words.
//!
//! PostgreSQL is the server that `GATEHOUSE_TEST_POSTGRES` names; `tests/run`
//! starts one and sets it.

#![expect(
    clippy::expect_used,
    reason = "expect is a test's way to fail, in its helpers too"
)]

#[macro_use]
mod harness;

mod accounts;
mod backup;
mod devices;
mod duties;
mod events;
mod imports;
mod logs;
mod people;
mod photos;
mod profiles;
mod queue;
mod releases;
mod s3;
mod schema;
mod school;
mod sign_in;
mod templates;
