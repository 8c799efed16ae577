//! Which row of a file holds its headings: reports begin with a title, a day
//! and empty rows.

use super::table::Line;

/// So many rows are looked through.
const LOOKED_AT: usize = 30;

/// The place of the row of headings: the first that is nearly as wide as the
/// widest, holds words and no numbers, and none of them twice but where the
/// file itself has it so.
#[must_use]
pub fn find(rows: &[Line]) -> Option<usize> {
    let top = rows.get(..LOOKED_AT).unwrap_or(rows);
    let widest = top.iter().map(width).max().filter(|width| *width > 0)?;
    let fits = |row: &Line| {
        let filled = row.cells.iter().filter(|cell| !cell.is_empty());
        let words = filled.clone().filter(|cell| is_heading(cell)).count();
        // Two thirds of the widest: some columns have no heading.
        width(row) * 3 >= widest * 2 && words == filled.count()
    };
    top.iter().position(fits)
}

fn width(row: &Line) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// Whether a cell may be a heading: it has a letter.
fn is_heading(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Line> {
        (1..)
            .zip(rows)
            .map(|(line, cells)| Line {
                line,
                cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            })
            .collect()
    }

    #[test]
    fn a_title_above_the_headings_is_passed_over() {
        let rows = rows(&[
            &["Consents by class"],
            &["Printed on", "04/09/2026"],
            &["UPN", "Forename", "Surname", "Website"],
            &["P1", "Larkin", "Moss", "Yes"],
        ]);
        assert_eq!(find(&rows), Some(2));
    }

    #[test]
    fn the_first_row_is_the_heading_where_nothing_stands_above_it() {
        let rows = rows(&[&["UPN", "Website", ""], &["P1", "1", "note"]]);
        assert_eq!(find(&rows), Some(0));
    }

    #[test]
    fn rows_of_numbers_are_no_headings() {
        assert_eq!(find(&rows(&[&["1", "2"], &["3", "4"]])), None);
        assert_eq!(find(&[]), None);
    }
}
