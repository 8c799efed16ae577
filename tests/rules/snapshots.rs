//! Recorded answers: each still belongs to a test that compares it.

use crate::breach::Breach;
use crate::tree::Source;

/// Snapshots whose test file is gone, or that never say which it is.
#[must_use]
pub fn orphans(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in tree.iter().filter(|file| file.ending() == "snap") {
        let source = file
            .lines()
            .find_map(|(_, line)| line.strip_prefix("source: "))
            .unwrap_or("");
        // Recorded paths begin at the workspace or at the package.
        let is_there = !source.is_empty()
            && tree.iter().any(|test| {
                test.path == source || test.path.strip_suffix(source).is_some_and(ends_a_part)
            });
        if !is_there {
            breaches.push(Breach::at(
                &file.path,
                "belongs to no test: take it out or record it again",
            ));
        }
    }
    breaches
}

fn ends_a_part(start: &str) -> bool {
    start.ends_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_answer_without_its_test_is_found() {
        let tree = [
            Source::made_up(
                "tests/cases/a.snap",
                "---\nsource: tests/cases/main.rs\n---\n",
            ),
            Source::made_up("tests/cases/b.snap", "---\nsource: cases/main.rs\n---\n"),
            Source::made_up("tests/cases/c.snap", "---\nsource: tests/gone.rs\n---\n"),
            Source::made_up("tests/cases/d.snap", "a table"),
            Source::made_up("tests/cases/main.rs", "//! The cases."),
        ];
        let places: Vec<_> = orphans(&tree)
            .into_iter()
            .map(|breach| breach.place)
            .collect();
        assert_eq!(places, ["tests/cases/c.snap", "tests/cases/d.snap"]);
    }
}
