//! Reads the house before any photo enters it: every file that belongs to the
//! tree, as the rules see it.
//!
//! The tree is what version control would hold: everything under the root but
//! its own folder and what the root's ignore file names.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it lies, from the root, with `/` between the parts.
    pub path: String,
    /// What it says; `None` where it is not text (weights, pictures).
    pub text: Option<String>,
}

impl Source {
    /// A made-up file, for trying a rule on.
    #[must_use]
    pub fn made_up(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: Some(text.to_owned()),
        }
    }

    /// The name's ending without its dot, empty where there is none.
    #[must_use]
    pub fn ending(&self) -> &str {
        Path::new(&self.path)
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or("")
    }

    /// The text's lines with their numbers, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .as_deref()
            .unwrap_or("")
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// The lines of an ignore file, as far as this house needs them: `/name` at
/// the root, `name` or `*.ending` anywhere.
#[derive(Debug, Default)]
pub struct Ignored(Vec<String>);

impl Ignored {
    /// Reads the ignore file's text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().map(str::trim);
        Self(
            lines
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(|line| line.trim_end_matches('/').to_owned())
                .collect(),
        )
    }

    /// Whether the file or folder at `path` (from the root) is left out.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.0.iter().any(|line| match line.strip_prefix('/') {
            Some(rooted) => path == rooted,
            None => line
                .strip_prefix('*')
                .map_or(name == line, |ending| name.ends_with(ending)),
        })
    }
}

/// The root of the house, found from the place of this test's package.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests' package lies one folder below the root")
        .to_path_buf()
}

/// Every file of the tree, sorted by path.
#[must_use]
pub fn read(root: &Path) -> Vec<Source> {
    let ignored = fs::read_to_string(root.join(".gitignore"))
        .map(|text| Ignored::parse(&text))
        .unwrap_or_default();
    let mut found = Vec::new();
    walk(root, "", &ignored, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn walk(folder: &Path, place: &str, ignored: &Ignored, found: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).expect("a folder of the tree can be listed");
    for entry in entries {
        let entry = entry.expect("an entry of the tree can be read");
        let name = entry.file_name().into_string().expect("plain file names");
        let path = if place.is_empty() {
            name.clone()
        } else {
            format!("{place}/{name}")
        };
        if path == ".git" || ignored.holds(&path) {
            continue;
        }
        if entry.path().is_dir() {
            walk(&entry.path(), &path, ignored, found);
        } else {
            let text = read_text(&entry.path());
            found.push(Source { path, text });
        }
    }
}

/// The file's text; `None` where it holds a zero byte or is not UTF-8.
fn read_text(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    if bytes.contains(&0) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_paths_are_left_out_and_others_are_kept() {
        let ignored = Ignored::parse("/target\n# a remark\n*.snap.new\nscratch/\n");
        assert!(ignored.holds("target"));
        assert!(ignored.holds("tests/cases/words.snap.new"));
        assert!(ignored.holds("tests/scratch"));
        assert!(!ignored.holds("service/target"));
        assert!(!ignored.holds("tests/cases/words.snap"));
    }

    #[test]
    fn a_made_up_tree_is_read_with_its_folders_and_its_kinds() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("service/room")).expect("folders");
        fs::create_dir_all(folder.path().join("target")).expect("folders");
        fs::write(folder.path().join(".gitignore"), "/target\n").expect("file");
        fs::write(folder.path().join("target/left-out"), "x").expect("file");
        fs::write(folder.path().join("service/room/a.rs"), "//! A.\n").expect("file");
        fs::write(folder.path().join("service/room/b.bin"), [0, 159]).expect("file");
        let tree = read(folder.path());
        let paths: Vec<_> = tree.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            [".gitignore", "service/room/a.rs", "service/room/b.bin"]
        );
        assert_eq!(tree[2].text, None);
        assert_eq!(tree[1].ending(), "rs");
    }
}
