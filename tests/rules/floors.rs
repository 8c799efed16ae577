//! The floors of the house, as a table: which room stands on which floor and
//! what it may import. This file is the one place where the table lives; the
//! code map of the README is checked against it.
//!
//! Imports run strictly downward, never sideways, dev-dependencies too. Rooms
//! that are planned but not built are listed already, so that their first
//! commit is held to the same table.

/// What a room may import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Every room of that floor.
    Floor(u8),
    /// That one room.
    Room(&'static str),
    /// Everything on a lower floor.
    AllBelow,
}

/// A crate of the workspace.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Its floor; 0 is the ground.
    pub floor: u8,
    /// Its name, and the name of its folder.
    pub name: &'static str,
    /// What it may import.
    pub may: &'static [May],
}

/// The table.
pub const ROOMS: [Room; 12] = [
    room(0, "domain", &[]),
    room(1, "captions", &[May::Floor(0)]),
    room(1, "picture", &[May::Floor(0)]),
    room(1, "faces", &[May::Floor(0)]),
    room(1, "drawing", &[May::Floor(0)]),
    room(1, "store", &[May::Floor(0)]),
    room(1, "publish", &[May::Floor(0)]),
    room(2, "app", &[May::Floor(0), May::Floor(1)]),
    room(3, "web", &[May::Floor(0), May::Floor(2)]),
    room(
        3,
        "demo",
        &[May::Floor(0), May::Room("drawing"), May::Floor(2)],
    ),
    room(4, "cli", &[May::AllBelow]),
    room(5, "tests", &[May::AllBelow]),
];

const fn room(floor: u8, name: &'static str, may: &'static [May]) -> Room {
    Room { floor, name, may }
}

impl Room {
    /// The package's name in its Cargo.toml: the binary is the product itself.
    #[must_use]
    pub fn package(&self) -> String {
        match self.name {
            "cli" => "gatehouse".to_owned(),
            name => format!("gatehouse-{name}"),
        }
    }

    /// The folder from the root of the tree.
    #[must_use]
    pub fn folder(&self) -> String {
        match self.name {
            "tests" => "tests".to_owned(),
            name => format!("service/{name}"),
        }
    }

    /// Whether this room may import `other`.
    #[must_use]
    pub fn may_import(&self, other: &Self) -> bool {
        other.floor < self.floor
            && self.may.iter().any(|may| match may {
                May::Floor(floor) => other.floor == *floor,
                May::Room(name) => other.name == *name,
                May::AllBelow => true,
            })
    }

    /// The table's third column, as the README writes it.
    #[must_use]
    pub fn may_text(&self) -> String {
        if self.may.is_empty() {
            return "-".to_owned();
        }
        let words: Vec<String> = self.may.iter().map(May::text).collect();
        words.join(", ")
    }
}

impl May {
    fn text(&self) -> String {
        match self {
            Self::Floor(floor) => floor.to_string(),
            Self::Room(name) => (*name).to_owned(),
            Self::AllBelow => "all below".to_owned(),
        }
    }
}

/// The room of a package, `None` where the table does not have it.
#[must_use]
pub fn by_package(package: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.package() == package)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> &'static Room {
        ROOMS.iter().find(|room| room.name == name).expect("a room")
    }

    #[test]
    fn imports_run_downward_and_never_sideways() {
        for room in &ROOMS {
            for other in &ROOMS {
                if room.may_import(other) {
                    assert!(other.floor < room.floor, "{} {}", room.name, other.name);
                }
            }
        }
        assert!(find("app").may_import(find("faces")));
        assert!(!find("faces").may_import(find("picture")));
        assert!(!find("picture").may_import(find("app")));
    }

    #[test]
    fn the_demo_reaches_the_drawing_room_and_no_other_on_that_floor() {
        assert!(find("demo").may_import(find("drawing")));
        assert!(!find("demo").may_import(find("faces")));
        assert!(!find("web").may_import(find("store")));
    }

    #[test]
    fn the_third_column_reads_as_the_readme_writes_it() {
        assert_eq!(find("domain").may_text(), "-");
        assert_eq!(find("demo").may_text(), "0, drawing, 2");
        assert_eq!(find("cli").may_text(), "all below");
    }

    #[test]
    fn every_room_is_listed_once_and_every_named_room_exists() {
        for room in &ROOMS {
            let same = ROOMS.iter().filter(|other| other.name == room.name);
            assert_eq!(same.count(), 1, "{}", room.name);
            for may in room.may {
                if let May::Room(name) = may {
                    assert!(find(name).floor < room.floor);
                }
            }
        }
    }
}
