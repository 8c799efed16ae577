//! The pages: every link, path and command that a reader is given holds.

use crate::breach::Breach;
use crate::commands::Commands;
use crate::ground::begins_at_the_top;
use crate::markdown::Page;
use crate::tree::Source;

/// What a reader may start: the two scripts, from the root of the tree.
pub const SCRIPTS: [&str; 2] = ["tests/run", ".ci/run"];

/// The README; a breach where it is missing.
///
/// # Errors
///
/// The breach that tells what a README must hold.
pub fn readme(tree: &[Source]) -> Result<&Source, Breach> {
    tree.iter()
        .find(|file| file.path == "README.md")
        .ok_or_else(|| {
            Breach::at(
                "README.md",
                "is missing: write the two commands, what the product does and the code map",
            )
        })
}

/// Links to files or headings that are not there.
#[must_use]
pub fn dead_links(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (file, page) in pages(tree) {
        for (line, link) in &page.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = beside(&file.path, path);
            let is_there = path.is_empty() || exists(tree, &target);
            if !is_there {
                breaches.push(told(file, *line, link, "leads nowhere"));
                continue;
            }
            let target = if path.is_empty() { &file.path } else { &target };
            let is_page = target.rsplit('.').next() == Some("md");
            if is_page && !heading.is_empty() && !has_heading(tree, target, heading) {
                breaches.push(told(file, *line, link, "names a heading that is not there"));
            }
        }
    }
    breaches
}

/// Paths of the tree, named in code, that are not there.
#[must_use]
pub fn dead_paths(tree: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (file, page) in pages(tree) {
        for (line, code) in page.code.iter().chain(&page.blocks) {
            for word in code.split([' ', '\t', '"', '\'', '(', ')', ',', ';']) {
                let word = word.trim_start_matches("./").trim_end_matches(['.', ':']);
                // `file:12` names a line; `<x>` and `{x}` stand for a name.
                let word = word.split(':').next().unwrap_or("");
                let path = word.trim_end_matches('/');
                let is_pattern = path.contains(['<', '{', '$']);
                if begins_at_the_top(word) && !is_pattern && !exists(tree, path) {
                    breaches.push(told(file, *line, path, "is not in the tree"));
                }
            }
        }
    }
    breaches
}

/// Commands and options, named in code, that the binary does not have.
#[must_use]
pub fn dead_commands(tree: &[Source], commands: &Commands) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (file, page) in pages(tree) {
        for (line, code) in page.code.iter().chain(&page.blocks) {
            for words in code
                .split(['|', ';', '&', '#'])
                .filter_map(given_to_gatehouse)
            {
                if let Some(what) = commands.fault(&words) {
                    breaches.push(told(file, *line, &what, "is no command of the binary"));
                }
                for word in &words {
                    let option = word.strip_prefix("--").unwrap_or("");
                    let option = option.split('=').next().unwrap_or("");
                    let is_known = commands.options.iter().any(|known| known == option);
                    if !option.is_empty() && !is_known {
                        breaches.push(told(file, *line, word, "is no option of the binary"));
                    }
                }
            }
        }
    }
    breaches
}

/// Scripts that the README does not name, though a reader needs them.
#[must_use]
pub fn unnamed_scripts(readme: &Source) -> Vec<Breach> {
    let text = readme.text.as_deref().unwrap_or("");
    let unnamed = SCRIPTS.iter().filter(|script| !text.contains(**script));
    unnamed
        .map(|script| Breach::at(&readme.path, format!("does not name {script}")))
        .collect()
}

fn pages(tree: &[Source]) -> impl Iterator<Item = (&Source, Page)> {
    tree.iter()
        .filter(|file| file.ending() == "md")
        .map(|file| (file, Page::read(file)))
}

fn told(file: &Source, line: usize, named: &str, what: &str) -> Breach {
    Breach::on_line(&file.path, line, format!("`{named}` {what}"))
}

/// The words given to the binary by one command, `None` for other commands.
fn given_to_gatehouse(command: &str) -> Option<Vec<&str>> {
    let is_set = |word: &&str| word.contains('=') && !word.starts_with('-');
    let mut words = command.split_whitespace().skip_while(|word| *word == "$");
    let words: Vec<&str> = words.by_ref().skip_while(is_set).collect();
    let first = words.first()?;
    let start = if first.rsplit('/').next() == Some("gatehouse") {
        1
    } else if words.starts_with(&["cargo", "run"]) {
        words.iter().position(|word| *word == "--")? + 1
    } else {
        return None;
    };
    words.get(start..).map(<[&str]>::to_vec)
}

/// The path that a link in `page` means, from the root of the tree.
fn beside(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Whether a file or folder is in the tree; `*` in the last part stands for
/// at least one name.
fn exists(tree: &[Source], path: &str) -> bool {
    if let Some((start, end)) = path.split_once('*') {
        return tree
            .iter()
            .any(|file| file.path.starts_with(start) && file.path.ends_with(end));
    }
    tree.iter().any(|file| {
        file.path
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || path.is_empty())
    })
}

fn has_heading(tree: &[Source], path: &str, heading: &str) -> bool {
    tree.iter()
        .filter(|file| file.path == path)
        .any(|file| Page::read(file).anchors.iter().any(|one| one == heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(page: &str) -> Vec<Source> {
        vec![
            Source::made_up("README.md", page),
            Source::made_up("service/docs/run.md", "# Set up\n[home](../../README.md)\n"),
            Source::made_up("service/cli/src/args.rs", "//! The words."),
            Source::made_up("tests/cases/names.toml", ""),
        ]
    }

    fn commands() -> Commands {
        Commands {
            names: vec!["demo".to_owned(), "clean".to_owned()],
            below: Vec::new(),
            options: vec!["exit".to_owned(), "dir".to_owned()],
        }
    }

    fn said(breaches: Vec<Breach>) -> Vec<String> {
        breaches.into_iter().map(|breach| breach.what).collect()
    }

    #[test]
    fn a_house_without_a_readme_is_found() {
        assert!(readme(&tree("")).is_ok());
        let breach = readme(&[]).expect_err("no README");
        assert!(breach.what.contains("is missing"));
    }

    #[test]
    fn a_link_to_nowhere_is_found() {
        let page = "[a](service/docs/run.md) [b](service/docs/run.md#set-up) [c](service)\n\
                    [d](https://school.example/x) [e](docs/gone.md) [f](#gone)\n\
                    [g](service/docs/run.md#tear-down)\n";
        assert_eq!(
            said(dead_links(&tree(page))),
            [
                "`docs/gone.md` leads nowhere",
                "`#gone` names a heading that is not there",
                "`service/docs/run.md#tear-down` names a heading that is not there",
            ]
        );
    }

    #[test]
    fn a_path_to_nowhere_is_found() {
        let page = "`service/cli/src/args.rs:12`, `tests/cases/*.toml`, `service/<room>/src`, \
                    `a/b`, `service/gone`, `docker/`, `service/`\n```\ncat tests/cases/gone.toml\n```\n";
        assert_eq!(
            said(dead_paths(&tree(page))),
            [
                "`service/gone` is not in the tree",
                "`docker` is not in the tree",
                "`tests/cases/gone.toml` is not in the tree",
            ]
        );
    }

    #[test]
    fn a_command_or_option_that_the_binary_lacks_is_found() {
        let page = "Use `gatehouse clean FILES`, not `gatehouse wash`.\n```sh\n\
                    $ cargo run --release --locked -- demo --exit --fast\n\
                    LOG=debug target/release/gatehouse demo --dir=x | head\n\
                    gatehouse COMMAND; cargo run --bin other -- paint\n```\n";
        assert_eq!(
            said(dead_commands(&tree(page), &commands())),
            [
                "`gatehouse wash` is no command of the binary",
                "`--fast` is no option of the binary",
                "`gatehouse paint` is no command of the binary",
            ]
        );
    }

    #[test]
    fn a_script_that_the_readme_forgets_is_found() {
        let page = Source::made_up("README.md", "Run `tests/run`.");
        assert_eq!(said(unnamed_scripts(&page)), ["does not name .ci/run"]);
    }
}
