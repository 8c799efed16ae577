//! Lints that a file lifts for itself: with a reason, and the fences of the
//! house only where a room has the right to.

use crate::breach::Breach;
use crate::tree::Source;

/// Fences and the rooms that may lift them; the linter's own list holds them
/// everywhere else. The test floor may start the binary and fail by unwrap.
const FENCES: [(&str, &[&str]); 12] = [
    ("unsafe_code", &[]),
    ("missing_docs", &[]),
    ("clippy::allow_attributes", &[]),
    ("clippy::dbg_macro", &[]),
    ("clippy::expect_used", &["tests"]),
    ("clippy::string_slice", &[]),
    (concat!("clippy::to", "do"), &[]),
    (concat!("clippy::unimpl", "emented"), &[]),
    ("clippy::unwrap_used", &["tests"]),
    ("clippy::print_stderr", &["cli"]),
    ("clippy::print_stdout", &["cli"]),
    ("clippy::disallowed_methods", &["app", "cli", "tests"]),
];

/// Lifted lints without a reason.
#[must_use]
pub fn without_a_reason(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (file, line, lifted) in lifts(tree) {
        let reason = lifted.split_once("reason = \"").map(|(_, rest)| rest);
        if reason.is_none_or(|rest| rest.starts_with('"')) {
            breaches.push(Breach::on_line(&file.path, line, "say `reason = \"...\"`"));
        }
    }
    breaches
}

/// Fences that a room lifts without the right to.
#[must_use]
pub fn fences(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (file, line, lifted) in lifts(tree) {
        // What stands in the reason lifts nothing.
        let lints = lifted.split("reason = ").next().unwrap_or("");
        for (fence, rooms) in FENCES {
            let is_lifted = lints
                .split([',', '(', ')', ' '])
                .any(|lint| lint.trim() == fence);
            if is_lifted && !rooms.contains(&room(&file.path)) {
                let what = if rooms.is_empty() {
                    format!("lifts {fence}, which nobody may")
                } else {
                    format!("lifts {fence}, which is for: {}", rooms.join(", "))
                };
                breaches.push(Breach::on_line(&file.path, line, what));
            }
        }
    }
    breaches
}

/// The room that a file belongs to, by its path. A crate's own folder of tests
/// is part of the test floor.
fn room(path: &str) -> &str {
    let mut parts = path.split('/');
    match parts.next() {
        Some("service") => {
            let room = parts.next().unwrap_or("");
            if parts.next() == Some("tests") {
                "tests"
            } else {
                room
            }
        }
        top => top.unwrap_or(""),
    }
}

/// Every `expect` attribute of the tree with its file and line, its lines
/// joined into one.
fn lifts(tree: &[Source]) -> Vec<(&Source, usize, String)> {
    let mut found = Vec::new();
    for file in tree.iter().filter(|file| file.ending() == "rs") {
        let mut begun: Option<(usize, String)> = None;
        for (number, line) in file.lines() {
            let code = line.trim();
            if begun.is_none() && is_lift(code) {
                begun = Some((number, String::new()));
            }
            if let Some((_, text)) = &mut begun {
                text.push_str(code);
            }
            if code.ends_with(")]")
                && let Some((first, text)) = begun.take()
            {
                found.push((file, first, text));
            }
        }
    }
    found
}

fn is_lift(code: &str) -> bool {
    (code.starts_with("#[") || code.starts_with("#![")) && code.contains("expect(")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> [Source; 1] {
        [Source::made_up(path, text)]
    }

    fn said(breaches: Vec<Breach>) -> Vec<String> {
        breaches.into_iter().map(|breach| breach.what).collect()
    }

    #[test]
    fn a_lifted_lint_without_a_reason_is_found() {
        let bare = "#[expect(clippy::as_conversions)]\nfn a() {}\n";
        let blank = "#![expect(clippy::as_conversions, reason = \"\")]\n";
        let split = "#[expect(\n    clippy::as_conversions,\n    reason = \"small\"\n)]\n";
        assert_eq!(
            without_a_reason(&file("service/app/src/a.rs", bare)).len(),
            1
        );
        assert_eq!(
            without_a_reason(&file("service/app/src/a.rs", blank)).len(),
            1
        );
        assert_eq!(without_a_reason(&file("service/app/src/a.rs", split)), []);
    }

    #[test]
    fn a_fence_is_lifted_only_by_the_rooms_that_may() {
        let text =
            "#[expect(\n    clippy::disallowed_methods,\n    reason = \"not unsafe_code\"\n)]\n";
        assert_eq!(fences(&file("service/app/src/worker.rs", text)), []);
        assert_eq!(fences(&file("tests/commands/main.rs", text)), []);
        assert_eq!(
            said(fences(&file("service/faces/src/lib.rs", text))),
            ["lifts clippy::disallowed_methods, which is for: app, cli, tests"]
        );
    }

    #[test]
    fn nobody_lifts_the_ban_on_unsafe_code() {
        let text = "#[cfg_attr(unix, expect(unsafe_code, reason = \"fast\"))]\n";
        assert_eq!(
            said(fences(&file("service/cli/src/main.rs", text))),
            ["lifts unsafe_code, which nobody may"]
        );
    }
}
