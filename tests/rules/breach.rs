//! What a rule says when the house breaks it: its text and every place.

use std::fmt::Write as _;

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The file, with its line where there is one.
    pub place: String,
    /// What is wrong there and what to do about it.
    pub what: String,
}

impl Breach {
    /// A breach in the file as a whole, or at any other named place.
    #[must_use]
    pub fn at(place: &str, what: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            what: what.into(),
        }
    }

    /// A breach at a line of a file, counted from 1.
    #[must_use]
    pub fn on_line(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            place: format!("{path}:{line}"),
            what: what.into(),
        }
    }
}

/// Fails the test with the rule's text and the places that break it.
///
/// # Panics
///
/// When there is at least one breach.
pub fn hold(rule: &str, breaches: &[Breach]) {
    let mut places = String::new();
    for breach in breaches {
        let _ = writeln!(places, "  {}: {}", breach.place, breach.what);
    }
    assert!(breaches.is_empty(), "\n\n{rule}\n\n{places}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_broken_passes() {
        hold("Every file has a name.", &[]);
    }

    #[test]
    #[should_panic(expected = "a.rs:7: too long")]
    fn a_breach_is_told_with_its_place() {
        hold(
            "Files are short.",
            &[Breach::on_line("a.rs", 7, "too long")],
        );
    }
}
