//! The README's code map: the floors table, for the rooms that are built.

use crate::breach::Breach;
use crate::floors::{ROOMS, Room};
use crate::markdown::Page;
use crate::tree::Source;

/// The words above the code map's first three columns.
const MAP_HEAD: [&str; 3] = ["floor", "crate", "may import"];

/// Rows of the README's code map that differ from the floors table, for the
/// packages that exist.
#[must_use]
pub fn wrong_map(readme: &Source, packages: &[String]) -> Vec<Breach> {
    let rows = Page::read(readme).rows;
    let head = rows
        .iter()
        .position(|(_, cells)| starts_as(cells, &MAP_HEAD));
    let Some(head) = head else {
        let what = format!(
            "has no code map: a table that begins | {} |",
            MAP_HEAD.join(" | ")
        );
        return vec![Breach::at(&readme.path, what)];
    };
    // The table ends where the lines stop following each other.
    let first = rows.get(head).map_or(0, |(line, _)| *line);
    let map: Vec<_> = rows
        .iter()
        .skip(head)
        .enumerate()
        .take_while(|(offset, (line, _))| *line == first + offset)
        .map(|(_, row)| row)
        .skip(2)
        .collect();
    let built = |room: &&Room| packages.contains(&room.package());
    let wanted: Vec<[String; 3]> = ROOMS.iter().filter(built).map(row).collect();
    let mut breaches = Vec::new();
    for want in &wanted {
        if !map.iter().any(|(_, cells)| starts_as(cells, want)) {
            let what = format!("the code map lacks the row | {} |", want.join(" | "));
            breaches.push(Breach::on_line(&readme.path, first, what));
        }
    }
    for (line, cells) in map {
        if !wanted.iter().any(|want| starts_as(cells, want)) {
            let what = format!("| {} | is not in the floors table", cells.join(" | "));
            breaches.push(Breach::on_line(&readme.path, *line, what));
        }
    }
    breaches
}

fn row(room: &Room) -> [String; 3] {
    [
        room.floor.to_string(),
        room.name.to_owned(),
        room.may_text(),
    ]
}

fn starts_as(cells: &[String], want: &[impl AsRef<str>]) -> bool {
    cells.len() >= want.len()
        && cells
            .iter()
            .zip(want)
            .all(|(cell, want)| cell.eq_ignore_ascii_case(want.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(breaches: Vec<Breach>) -> Vec<String> {
        breaches.into_iter().map(|breach| breach.what).collect()
    }

    #[test]
    fn a_code_map_that_differs_from_the_floors_is_found() {
        let packages = ["gatehouse-domain".to_owned(), "gatehouse-app".to_owned()];
        let map = |app: &str, web: &str| {
            let text = format!(
                "| Floor | Crate | May import | holds |\n|---|---|---|---|\n\
                 | 0 | [`domain`](service/domain) | - | rules |\n{app}{web}\n| other | table |\n"
            );
            Source::made_up("README.md", &text)
        };
        let app = "| 2 | app | 0, 1 | use cases |\n";
        assert_eq!(wrong_map(&map(app, ""), &packages), []);
        let higher = "| 3 | app | 0, 1 | use cases |\n";
        assert_eq!(
            said(wrong_map(&map(higher, ""), &packages)),
            [
                "the code map lacks the row | 2 | app | 0, 1 |",
                "| 3 | app | 0, 1 | use cases | is not in the floors table",
            ]
        );
        // A room that is planned but not built is not on the map.
        let web = "| 3 | web | 0, 2 | pages |\n";
        assert_eq!(wrong_map(&map(app, web), &packages).len(), 1);
        let none = Source::made_up("README.md", "no table");
        assert!(said(wrong_map(&none, &packages))[0].contains("no code map"));
    }
}
