//! The source files: short, introduced by their place on the photo's way,
//! finished, and at home on any machine.

use crate::breach::Breach;
use crate::tree::Source;

/// The most lines a source file may have.
const LONGEST: usize = 500;

/// The fewest characters that can introduce a file.
const SHORTEST_INTRODUCTION: usize = 20;

/// Words of unfinished work, cut in two so that this file passes its own rule.
const UNFINISHED: [&str; 4] = [
    concat!("to", "do"),
    concat!("fix", "me"),
    concat!("unimpl", "emented"),
    concat!("place", "holder code"),
];

/// Folders that exist on one person's machine, cut in two for the same reason.
const PRIVATE_FOLDERS: [&str; 6] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("/t", "mp/"),
    concat!("/me", "dia/"),
];

/// An absolute path that is right where it stands: file, path and why.
pub type Justified = (&'static str, &'static str, &'static str);

/// The absolute paths of the tree that have a reason.
pub const JUSTIFIED: &[Justified] = &[];

/// Source files that are too long to be read in one sitting.
#[must_use]
pub fn too_long(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in rust(tree) {
        let lines = file.lines().count();
        if lines > LONGEST {
            let what = format!("has {lines} lines: split it by what it does");
            breaches.push(Breach::at(&file.path, what));
        }
    }
    breaches
}

/// Source files that do not say first what they are for.
#[must_use]
pub fn without_introduction(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in rust(tree) {
        let first = file.lines().next().map_or("", |(_, line)| line);
        let said = first.strip_prefix("//! ").unwrap_or("");
        if said.len() < SHORTEST_INTRODUCTION {
            breaches.push(Breach::on_line(
                &file.path,
                1,
                "begin with `//! ` and the file's place on the photo's way",
            ));
        }
    }
    breaches
}

/// Tests that are skipped, in source and in examples.
#[must_use]
pub fn skipped_tests(tree: &[Source]) -> Vec<Breach> {
    matching(tree, "a test that is skipped proves nothing", |line| {
        let line = line.trim_start();
        let is_attribute = line.starts_with("#[") && has_word(line, "ignore");
        let is_example = line.starts_with("//") && has_word(line, "```ignore");
        is_attribute || is_example
    })
}

/// Lints that are switched off without a reason.
#[must_use]
pub fn silenced_lints(tree: &[Source]) -> Vec<Breach> {
    matching(tree, "write `#[expect(lint, reason = \"...\")]`", |line| {
        let line = line.trim_start();
        (line.starts_with("#[") || line.starts_with("#![")) && line.contains("allow(")
    })
}

/// Words that stand for work nobody has done.
#[must_use]
pub fn unfinished(tree: &[Source]) -> Vec<Breach> {
    matching(tree, "finish it or leave it out", |line| {
        let line = line.to_lowercase();
        UNFINISHED.iter().any(|word| has_word(&line, word))
    })
}

/// Paths that exist on one machine only, in any text of the tree, and
/// justifications that no text needs any more.
#[must_use]
pub fn absolute_paths(tree: &[Source], justified: &[Justified]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut needed = Vec::new();
    for file in tree {
        for (number, line) in file.lines() {
            let folders = PRIVATE_FOLDERS.iter();
            for folder in folders.filter(|folder| starts_a_path(line, folder)) {
                let reason = justified.iter().find(|(path, start, _)| {
                    *path == file.path && start.starts_with(*folder) && line.contains(start)
                });
                if reason.is_some() {
                    needed.extend(reason);
                } else {
                    let what = format!("names a path under {folder}, which other machines lack");
                    breaches.push(Breach::on_line(&file.path, number, what));
                }
            }
        }
    }
    for line in justified.iter().filter(|line| !needed.contains(line)) {
        let what = format!("no longer names {}: take out its justification", line.1);
        breaches.push(Breach::at(line.0, what));
    }
    breaches
}

fn rust(tree: &[Source]) -> impl Iterator<Item = &Source> {
    tree.iter().filter(|file| file.ending() == "rs")
}

fn matching(tree: &[Source], what: &str, is_wrong: impl Fn(&str) -> bool) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in rust(tree) {
        for (number, line) in file.lines() {
            if is_wrong(line) {
                breaches.push(Breach::on_line(&file.path, number, what));
            }
        }
    }
    breaches
}

/// Whether `word` stands in the line with no letter, digit or underscore
/// against either end.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Whether an absolute path begins with `folder` here, and not the middle of
/// an address, a relative path or a variable's path.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|letter| letter.is_alphanumeric() || "_-.~/})*>".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Vec<Source> {
        vec![
            Source::made_up("service/room/src/bad.rs", text),
            Source::made_up("README.md", "A page."),
        ]
    }

    fn places(breaches: &[Breach]) -> Vec<&str> {
        let places = breaches.iter().map(|breach| breach.place.as_str());
        places.collect()
    }

    #[test]
    fn a_file_of_one_line_too_many_is_found() {
        assert_eq!(too_long(&tree(&"x\n".repeat(LONGEST))), []);
        let found = too_long(&tree(&"x\n".repeat(LONGEST + 1)));
        assert_eq!(places(&found), ["service/room/src/bad.rs"]);
    }

    #[test]
    fn a_file_without_introduction_is_found() {
        let good = "//! The first stop of a photo.\n";
        assert_eq!(without_introduction(&tree(good)), []);
        for bad in [
            "",
            "use std::fs;\n",
            "//!\n",
            "\n//! The first stop of a photo.\n",
        ] {
            assert_eq!(without_introduction(&tree(bad)).len(), 1, "{bad}");
        }
    }

    #[test]
    fn a_skipped_test_is_found() {
        let skip = concat!("    #[ig", "nore = \"slow\"]\nfn ignore() {}\n");
        assert_eq!(
            places(&skipped_tests(&tree(skip))),
            ["service/room/src/bad.rs:1"]
        );
        let example = concat!("/// ```ig", "nore\n");
        assert_eq!(skipped_tests(&tree(example)).len(), 1);
        assert_eq!(skipped_tests(&tree("// we ignore blank lines\n")), []);
    }

    #[test]
    fn a_silenced_lint_is_found() {
        let inner = concat!("#![al", "low(dead_code)]\n");
        let conditional = concat!("#[cfg_attr(test, al", "low(dead_code))]\n");
        assert_eq!(silenced_lints(&tree(inner)).len(), 1);
        assert_eq!(silenced_lints(&tree(conditional)).len(), 1);
        assert_eq!(
            silenced_lints(&tree("let may = rules.allow(channel);\n")),
            []
        );
    }

    #[test]
    fn unfinished_work_is_found_in_any_case_and_only_as_a_word() {
        for word in UNFINISHED {
            let line = format!("// {}: later\n", word.to_uppercase());
            assert_eq!(unfinished(&tree(&line)).len(), 1, "{word}");
        }
        let inside = concat!("let mas", "to", "do", "n = 1;\n");
        assert_eq!(unfinished(&tree(inside)), []);
    }

    #[test]
    fn a_path_of_one_machine_is_found_in_any_text() {
        for folder in PRIVATE_FOLDERS {
            let page = [Source::made_up("notes.md", &format!("See `{folder}x`."))];
            assert_eq!(
                places(&absolute_paths(&page, &[])),
                ["notes.md:1"],
                "{folder}"
            );
        }
    }

    #[test]
    fn a_path_with_a_reason_passes_and_a_reason_without_a_path_does_not() {
        const SOCKET: &str = concat!("/t", "mp/display");
        let page = [Source::made_up("notes.md", &format!("See `{SOCKET}`."))];
        let reason = ("notes.md", SOCKET, "where every system has it");
        assert_eq!(absolute_paths(&page, &[reason]), []);
        let idle = ("other.md", SOCKET, "where every system has it");
        let found = absolute_paths(&page, &[reason, idle]);
        assert_eq!(places(&found), ["other.md"]);
    }

    #[test]
    fn an_address_or_a_relative_path_is_no_path_of_one_machine() {
        let page = format!(
            "https://school.example{0}x ../x{0} \"$dir{0}\" ${{dir}}{0}",
            PRIVATE_FOLDERS[0]
        );
        let page = [Source::made_up("notes.md", &page)];
        assert_eq!(absolute_paths(&page, &[]), []);
    }
}
