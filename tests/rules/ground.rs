//! The invariants of single rooms that no Cargo edge can hold: the ground
//! floor never waits, and rooms that are pure reach for nothing themselves.

use crate::breach::Breach;
use crate::sources::has_word;
use crate::tree::Source;

/// Rooms whose code takes everything as an argument and gives everything back.
const PURE: [&str; 3] = ["domain", "captions", "picture"];

/// Ways to reach out of a room.
const REACHES: [&str; 6] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "File::open",
];

/// The top level: nothing else may lie beside the rooms.
const TOP: [&str; 13] = [
    ".ci",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "deny.toml",
    "docker",
    "migrations",
    "models",
    "service",
    "tests",
];

/// Places where a pure room reaches out by itself, or where `domain` waits.
/// Tests and benches may read files.
#[must_use]
pub fn impure(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in tree.iter().filter(|file| file.ending() == "rs") {
        let Some(room) = PURE.iter().find(|room| is_source_of(file, room)) else {
            continue;
        };
        for (number, line) in before_its_tests(file) {
            let code = line.split("//").next().unwrap_or("");
            let reach = REACHES.iter().find(|reach| code.contains(**reach));
            if let Some(reach) = reach {
                let what = format!("{room} is pure: be handed what {reach} would fetch");
                breaches.push(Breach::on_line(&file.path, number, what));
            }
            if has_word(code, "async") || code.contains(".await") {
                let what = format!("{room} never awaits");
                breaches.push(Breach::on_line(&file.path, number, what));
            }
        }
    }
    breaches
}

/// Files and folders at the top that belong in a room.
#[must_use]
pub fn beside_the_rooms(tree: &[Source]) -> Vec<Breach> {
    let mut tops: Vec<&str> = tree
        .iter()
        .map(|file| file.path.split('/').next().unwrap_or(""))
        .filter(|top| !TOP.contains(top))
        .collect();
    tops.dedup();
    tops.into_iter()
        .map(|top| Breach::at(top, "does not belong at the top level"))
        .collect()
}

/// Whether a path from the root begins with one of the allowed top entries.
#[must_use]
pub fn begins_at_the_top(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or("");
    TOP.contains(&top) && (path.contains('/') || top.contains('.'))
}

fn is_source_of(file: &Source, room: &str) -> bool {
    let folder = format!("service/{room}/src/");
    file.path
        .strip_prefix(&folder)
        .is_some_and(|rest| !rest.split('/').any(|part| part.starts_with("tests")))
}

/// The lines above the file's own tests.
fn before_its_tests(file: &Source) -> impl Iterator<Item = (usize, &str)> {
    file.lines()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_room_that_reaches_out_is_found() {
        let text = "//! Reads.\nlet a = std::fs::read(path);\nlet b = now().await;\n\
                    // std::env is not read here\n#[cfg(test)]\nuse std::fs;\n";
        let breaches = impure(&[
            Source::made_up("service/domain/src/policy/judge.rs", text),
            Source::made_up("service/app/src/lib.rs", text),
            Source::made_up("service/domain/src/policy/tests.rs", text),
        ]);
        let places: Vec<_> = breaches
            .iter()
            .map(|breach| breach.place.as_str())
            .collect();
        assert_eq!(
            places,
            [
                "service/domain/src/policy/judge.rs:2",
                "service/domain/src/policy/judge.rs:3"
            ]
        );
    }

    #[test]
    fn what_lies_beside_the_rooms_is_found_once() {
        let paths = ["notes/a.md", "notes/b.md", "package.json", "service/x.rs"];
        let tree: Vec<_> = paths.map(|path| Source::made_up(path, "")).into();
        let places: Vec<_> = beside_the_rooms(&tree)
            .into_iter()
            .map(|breach| breach.place)
            .collect();
        assert_eq!(places, ["notes", "package.json"]);
    }

    #[test]
    fn a_path_of_the_tree_is_told_from_a_word() {
        assert!(begins_at_the_top("service/cli"));
        assert!(begins_at_the_top("deny.toml"));
        assert!(!begins_at_the_top("service"));
        assert!(!begins_at_the_top("https://school.example"));
        assert!(!begins_at_the_top("pupils.csv"));
    }
}
