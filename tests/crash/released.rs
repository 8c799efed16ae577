//! What is shipped cannot be killed at a point, nor told a wrong time.

use std::fs;

use crate::stand::binary;

/// Whether a program's file holds these bytes anywhere.
fn holds(program: &std::path::Path, text: &str) -> bool {
    let bytes = fs::read(program).expect("tests/run builds it first");
    bytes
        .windows(text.len())
        .any(|some| some == text.as_bytes())
}

#[test]
fn the_program_that_is_shipped_has_no_places_to_be_killed_at() {
    let here = std::env::current_exe().expect("this test has a file");
    let folder = here.ancestors().nth(2).expect("target/release/deps");
    let shipped = folder.join("gatehouse");
    for text in ["commit.before", "kill takes a number", "some work is left"] {
        assert!(holds(&binary(), text), "{text}");
        assert!(!holds(&shipped, text), "{text}");
    }
}
