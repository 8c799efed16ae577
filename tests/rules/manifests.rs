//! The Cargo.toml files: versions in one place with a reason beside each, and
//! the same lints in every room.

use crate::breach::Breach;
use crate::tree::Source;
use toml::{Table, Value};

/// The fewest characters that can say what a dependency is here for.
const SHORTEST_WHY: usize = 12;

/// What every package takes from the workspace instead of saying it itself.
const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Outside crates in the root's Cargo.toml that nobody says the use of: each
/// stands on one line that ends in `# why`.
#[must_use]
pub fn without_a_why(root: &Source) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut inside = false;
    for (number, line) in root.lines() {
        if line.starts_with('[') {
            inside = line.trim() == "[workspace.dependencies]";
            if line.starts_with("[workspace.dependencies.") {
                breaches.push(Breach::on_line(&root.path, number, "write it on one line"));
            }
            continue;
        }
        let is_entry = inside && !line.trim().is_empty() && !line.starts_with('#');
        if !is_entry || line.contains("path = \"") {
            continue;
        }
        let why = line.split_once(" # ").map_or("", |(_, why)| why.trim());
        if why.len() < SHORTEST_WHY {
            let what = format!("`{line}` does not say with `# why` what it is here for");
            breaches.push(Breach::on_line(&root.path, number, what));
        }
    }
    breaches
}

/// Versions in the root's Cargo.toml that no room takes.
#[must_use]
pub fn unused(root: &Source, members: &[&Source]) -> Vec<Breach> {
    let Some(listed) = table(root)
        .get("workspace")
        .and_then(|part| part.get("dependencies"))
        .and_then(Value::as_table)
        .cloned()
    else {
        return vec![Breach::at(&root.path, "has no [workspace.dependencies]")];
    };
    let mut used = Vec::new();
    for member in members {
        for (_, dependencies) in dependency_tables(&table(member)) {
            used.extend(dependencies.keys().cloned());
        }
    }
    let idle = listed.keys().filter(|name| !used.contains(name));
    idle.map(|name| Breach::at(&root.path, format!("{name}: no room uses it, take it out")))
        .collect()
}

/// Places where a room's Cargo.toml names a version, a path or lints of its
/// own instead of the workspace's. The test floor has lints of its own, since
/// unwrap is a test's way to fail; it still denies `unsafe` and clippy's list.
#[must_use]
pub fn not_from_the_workspace(member: &Source) -> Vec<Breach> {
    let manifest = table(member);
    let mut breaches = Vec::new();
    for key in INHERITED {
        let value = manifest.get("package").and_then(|part| part.get(key));
        if !value.is_some_and(is_inherited) {
            let what = format!("[package] {key}: write `{key}.workspace = true`");
            breaches.push(Breach::at(&member.path, what));
        }
    }
    for (part, dependencies) in dependency_tables(&manifest) {
        for (name, value) in dependencies {
            if !is_inherited(&value) {
                let what = format!("[{part}] {name}: write `{name}.workspace = true`");
                breaches.push(Breach::at(&member.path, what));
            }
        }
    }
    let lints = manifest.get("lints");
    let is_held = if member.path == "tests/Cargo.toml" {
        denies(lints, "rust", "unsafe_code") && denies(lints, "clippy", "all")
    } else {
        lints.is_some_and(is_inherited)
    };
    if !is_held {
        breaches.push(Breach::at(
            &member.path,
            "[lints]: write `workspace = true`",
        ));
    }
    breaches
}

/// Folders with a Cargo.toml that the workspace does not build.
#[must_use]
pub fn outside_the_workspace(root: &Source, tree: &[Source]) -> Vec<Breach> {
    let root = table(root);
    let members: Vec<&str> = root
        .get("workspace")
        .and_then(|part| part.get("members"))
        .and_then(Value::as_array)
        .map(|members| members.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let folders = tree
        .iter()
        .filter_map(|file| file.path.strip_suffix("/Cargo.toml"));
    folders
        .filter(|folder| !members.contains(folder))
        .map(|folder| Breach::at(folder, "is not a member of the workspace"))
        .collect()
}

fn table(file: &Source) -> Table {
    let text = file.text.as_deref().unwrap_or("");
    text.parse()
        .unwrap_or_else(|error| panic!("{} is not TOML: {error}", file.path))
}

fn is_inherited(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

fn denies(lints: Option<&Value>, tool: &str, lint: &str) -> bool {
    let value = lints
        .and_then(|lints| lints.get(tool))
        .and_then(|tool| tool.get(lint));
    let level = value.map(|value| value.get("level").unwrap_or(value));
    level.and_then(Value::as_str) == Some("deny")
}

/// Every table of dependencies in a manifest, with its name.
fn dependency_tables(manifest: &Table) -> Vec<(String, Table)> {
    let mut found = Vec::new();
    for part in ["dependencies", "dev-dependencies", "build-dependencies"] {
        if let Some(table) = manifest.get(part).and_then(Value::as_table) {
            found.push((part.to_owned(), table.clone()));
        }
        let targets = manifest.get("target").and_then(Value::as_table);
        for (target, value) in targets.into_iter().flatten() {
            if let Some(table) = value.get(part).and_then(Value::as_table) {
                found.push((format!("target.{target}.{part}"), table.clone()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"gatehouse-x\"\nversion.workspace = true\n\
        edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
        publish.workspace = true\n[dependencies]\nserde.workspace = true\n";

    fn member(path: &str, end: &str) -> Source {
        Source::made_up(path, &format!("{GOOD}{end}"))
    }

    fn root() -> Source {
        Source::made_up(
            "Cargo.toml",
            "[workspace]\nmembers = [\"service/x\"]\n[workspace.dependencies]\n\
             gatehouse-x = { path = \"service/x\" }\n# anywhere\n\
             serde = \"1\" # facts that can be stored\nbytes = \"1\"\nuuid = \"1\" # ids\n\
             [workspace.lints.rust]\nmissing_docs = \"deny\"\n",
        )
    }

    #[test]
    fn a_version_without_its_reason_is_found() {
        let breaches = without_a_why(&root());
        let places: Vec<_> = breaches
            .iter()
            .map(|breach| breach.place.as_str())
            .collect();
        assert_eq!(places, ["Cargo.toml:7", "Cargo.toml:8"]);
    }

    #[test]
    fn a_version_in_a_table_of_its_own_is_found() {
        let file = Source::made_up("Cargo.toml", "[workspace.dependencies.serde]\n");
        assert_eq!(without_a_why(&file).len(), 1);
    }

    #[test]
    fn a_version_that_no_room_takes_is_found() {
        let user = member("service/y/Cargo.toml", "gatehouse-x.workspace = true\n");
        let told: Vec<_> = unused(&root(), &[&user])
            .into_iter()
            .map(|breach| breach.what)
            .collect();
        assert_eq!(
            told,
            [
                "bytes: no room uses it, take it out",
                "uuid: no room uses it, take it out"
            ]
        );
    }

    #[test]
    fn a_room_that_takes_all_from_the_workspace_passes() {
        let file = member("service/x/Cargo.toml", "[lints]\nworkspace = true\n");
        assert_eq!(not_from_the_workspace(&file), []);
    }

    #[test]
    fn a_version_a_platform_dependency_or_lints_of_its_own_are_found() {
        let file = member(
            "service/x/Cargo.toml",
            "csv = \"1.4\"\n[target.'cfg(unix)'.dependencies]\nrustix = \"1\"\n\
             [lints.rust]\nunsafe_code = \"allow\"\n",
        );
        let told = not_from_the_workspace(&file);
        assert_eq!(told.len(), 3);
        assert!(told[0].what.contains("csv"));
        assert!(told[1].what.contains("rustix"));
        assert!(told[2].what.contains("[lints]"));
        let bare = Source::made_up("service/x/Cargo.toml", "[lints]\nworkspace = true\n");
        assert_eq!(not_from_the_workspace(&bare).len(), INHERITED.len());
    }

    #[test]
    fn the_test_floor_may_have_lints_of_its_own_but_not_weaker_ones() {
        let good = "[lints.rust]\nunsafe_code = \"deny\"\n\
                    [lints.clippy]\nall = { level = \"deny\", priority = -1 }\n";
        assert_eq!(
            not_from_the_workspace(&member("tests/Cargo.toml", good)),
            []
        );
        let weak = good.replace("deny", "warn");
        assert_eq!(
            not_from_the_workspace(&member("tests/Cargo.toml", &weak)).len(),
            1
        );
    }

    #[test]
    fn a_crate_that_the_workspace_does_not_build_is_found() {
        let tree = [
            Source::made_up("service/x/Cargo.toml", ""),
            Source::made_up("tests/fuzz/Cargo.toml", ""),
        ];
        let breaches = outside_the_workspace(&root(), &tree);
        assert_eq!(breaches.len(), 1);
        assert_eq!(breaches[0].place, "tests/fuzz");
    }
}
