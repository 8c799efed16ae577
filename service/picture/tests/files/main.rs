//! The room tested from outside: files as cameras, programs and attackers write
//! them go in, and what comes out is looked at.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::trivially_copy_pass_by_ref,
    reason = "helpers of tests: drawn colours wrap round and a failure is the test's"
)]

mod common;
mod hostile;
mod noninterference;
mod upright;
