//! The edges between the rooms, and from the rooms to the outside: each must
//! stand in the tables of `floors` and `outside`.

use crate::breach::Breach;
use crate::floors::{self, Room};
use crate::outside::{Where, who_may_use};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use std::path::Path;

/// One crate of the workspace naming another crate in its Cargo.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The package that names it.
    pub from: String,
    /// The package that is named.
    pub to: String,
    /// Whether `to` is a crate of this workspace.
    pub inside: bool,
    /// Whether it is wanted by tests alone.
    pub dev: bool,
}

/// The workspace as cargo reads it, without the crates from outside.
#[must_use]
pub fn metadata(root: &Path) -> Metadata {
    MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .expect("cargo reads the workspace")
}

/// The names of the workspace's packages.
#[must_use]
pub fn packages(metadata: &Metadata) -> Vec<String> {
    let packages = metadata.packages.iter();
    packages.map(|package| package.name.to_string()).collect()
}

/// The names of the workspace's packages with their folders from the root.
#[must_use]
pub fn folders(metadata: &Metadata) -> Vec<(String, String)> {
    let root = &metadata.workspace_root;
    let packages = metadata.packages.iter().map(|package| {
        let folder = package.manifest_path.parent();
        let folder = folder.and_then(|folder| folder.strip_prefix(root).ok());
        let folder = folder.map(ToString::to_string).unwrap_or_default();
        (package.name.to_string(), folder)
    });
    packages.collect()
}

/// Every edge that a crate of the workspace declares.
#[must_use]
pub fn edges(metadata: &Metadata) -> Vec<Edge> {
    let mut found = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            found.push(Edge {
                from: package.name.to_string(),
                to: dependency.name.clone(),
                inside: dependency.path.is_some(),
                dev: dependency.kind == DependencyKind::Development,
            });
        }
    }
    found
}

/// Packages that have no line in the floors table.
#[must_use]
pub fn unknown_rooms(packages: &[String]) -> Vec<Breach> {
    let unknown = packages
        .iter()
        .filter(|package| floors::by_package(package).is_none());
    unknown
        .map(|package| {
            Breach::at(
                package,
                "is not in the table of tests/rules/floors.rs: give it a floor or take it out",
            )
        })
        .collect()
}

/// Packages that do not live in the folder of their room.
#[must_use]
pub fn wrong_folders(packages: &[(String, String)]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (package, folder) in packages {
        let room = floors::by_package(package);
        if let Some(home) = room.map(Room::folder).filter(|home| home != folder) {
            breaches.push(Breach::at(
                folder,
                format!("holds {package}: move it to {home}"),
            ));
        }
    }
    breaches
}

/// Edges inside the workspace that the floors table does not allow.
#[must_use]
pub fn wrong_floors(edges: &[Edge]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for edge in edges.iter().filter(|edge| edge.inside) {
        // An unknown room is told by its own rule.
        let Some(from) = floors::by_package(&edge.from) else {
            continue;
        };
        let what = match floors::by_package(&edge.to) {
            None => format!("imports {}, which is in no room of the table", edge.to),
            Some(to) if from.may_import(to) => continue,
            Some(to) => format!(
                "(floor {}, may import {}) imports {} (floor {}){}",
                from.floor,
                from.may_text(),
                to.name,
                to.floor,
                if edge.dev { " for its tests" } else { "" },
            ),
        };
        breaches.push(Breach::at(from.name, what));
    }
    breaches
}

/// Edges to crates from outside that the table of rooms does not allow.
#[must_use]
pub fn wrong_rooms(edges: &[Edge]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for edge in edges.iter().filter(|edge| !edge.inside) {
        let Some(from) = floors::by_package(&edge.from) else {
            continue;
        };
        match who_may_use(&edge.to) {
            None => breaches.push(Breach::at(
                from.name,
                format!(
                    "uses {}: say in the table of tests/rules/outside.rs which rooms may use it",
                    edge.to
                ),
            )),
            Some(rooms) if is_welcome(from, edge.dev, rooms) => {}
            Some(rooms) => breaches.push(Breach::at(
                from.name,
                format!("uses {}, which is for: {}", edge.to, told(rooms)),
            )),
        }
    }
    breaches
}

fn is_welcome(from: &Room, dev: bool, rooms: Where) -> bool {
    from.name == "tests"
        || match rooms {
            Where::Anywhere => true,
            Where::FromFloor(floor) => from.floor >= floor,
            Where::Only(names) => names.contains(&from.name),
            Where::Tests => dev,
        }
}

fn told(rooms: Where) -> String {
    match rooms {
        Where::Anywhere => "every room".to_owned(),
        Where::FromFloor(floor) => format!("floor {floor} and above"),
        Where::Only(names) => names.join(", "),
        Where::Tests => "tests alone".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str, inside: bool, dev: bool) -> Edge {
        Edge {
            from: from.to_owned(),
            to: to.to_owned(),
            inside,
            dev,
        }
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        let packages = ["gatehouse".to_owned(), "gatehouse-cellar".to_owned()];
        let breaches = unknown_rooms(&packages);
        assert_eq!(breaches.len(), 1);
        assert_eq!(breaches[0].place, "gatehouse-cellar");
    }

    #[test]
    fn a_crate_in_the_wrong_folder_is_found() {
        let home = |package: &str, folder: &str| (package.to_owned(), folder.to_owned());
        let packages = [
            home("gatehouse", "service/cli"),
            home("gatehouse-faces", "models/faces"),
        ];
        let breaches = wrong_folders(&packages);
        assert_eq!(breaches.len(), 1);
        assert_eq!(breaches[0].place, "models/faces");
    }

    #[test]
    fn an_import_upward_or_sideways_is_found_in_tests_too() {
        let edges = [
            edge("gatehouse-app", "gatehouse-picture", true, false),
            edge("gatehouse-picture", "gatehouse-app", true, false),
            edge("gatehouse-faces", "gatehouse-drawing", true, true),
            edge("gatehouse-demo", "gatehouse-faces", true, false),
            edge("gatehouse-domain", "gatehouse-cellar", true, false),
        ];
        let places: Vec<_> = wrong_floors(&edges)
            .into_iter()
            .map(|breach| breach.place)
            .collect();
        assert_eq!(places, ["picture", "faces", "demo", "domain"]);
    }

    #[test]
    fn an_outside_crate_in_the_wrong_room_is_found() {
        let edges = [
            edge("gatehouse-picture", "image", false, false),
            edge("gatehouse-app", "image", false, false),
            edge("gatehouse-domain", "tracing", false, false),
            edge("gatehouse-domain", "proptest", false, true),
            edge("gatehouse-domain", "proptest", false, false),
            edge("gatehouse-app", "left-pad", false, false),
            edge("gatehouse-tests", "image", false, true),
        ];
        let breaches = wrong_rooms(&edges);
        let told: Vec<_> = breaches.iter().map(|breach| breach.what.as_str()).collect();
        assert_eq!(
            told,
            [
                "uses image, which is for: picture",
                "uses tracing, which is for: floor 1 and above",
                "uses proptest, which is for: tests alone",
                "uses left-pad: say in the table of tests/rules/outside.rs which rooms may use it",
            ]
        );
    }

    #[test]
    fn the_real_workspace_gives_edges_of_both_kinds() {
        let metadata = metadata(&crate::tree::root());
        let edges = edges(&metadata);
        assert!(edges.contains(&edge("gatehouse", "gatehouse-app", true, false)));
        assert!(edges.contains(&edge("gatehouse", "clap", false, false)));
        assert!(packages(&metadata).contains(&"gatehouse-tests".to_owned()));
    }
}
