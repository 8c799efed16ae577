//! Which row of a file holds its headings: reports begin with a title, a day
//! and empty rows.

use super::{propose, table::Line, words};

/// So many rows are looked through.
const LOOKED_AT: usize = 30;

/// The place of the row of headings: the first that is nearly as wide as the
/// widest, of which one at least is a heading as files about pupils have it,
/// and that answers nothing. Where there is none the first pupil would be taken
/// for the headings.
#[must_use]
pub fn find(rows: &[Line]) -> Option<usize> {
    let top = rows.get(..LOOKED_AT).unwrap_or(rows);
    let widest = top.iter().map(width).max().filter(|width| *width > 0)?;
    // Two thirds of the widest: some columns have no heading.
    let fits = |row: &Line| {
        width(row) * 3 >= widest * 2
            && row.cells.iter().any(|cell| propose::is_known(cell))
            && !row.cells.iter().any(|cell| words::is_bare(cell))
    };
    top.iter().position(fits)
}

fn width(row: &Line) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
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
                ..Line::default()
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
    fn a_heading_may_be_a_number_or_a_school_year() {
        let rows = rows(&[&["UPN", "2025/26", "Website"], &["P1", "3", "Yes"]]);
        assert_eq!(find(&rows), Some(0));
    }

    #[test]
    fn without_headings_no_pupil_is_taken_for_them() {
        let pupil: &[&str] = &["P1", "Larkin", "Moss", "Wren", "Yes"];
        assert_eq!(find(&rows(&[pupil, pupil])), None);
        let pupil: &[&str] = &["Larkin", "Moss", "Student", "No"];
        assert_eq!(find(&rows(&[pupil, pupil])), None);
        assert_eq!(find(&rows(&[&["1", "2"], &["3", "4"]])), None);
        assert_eq!(find(&[]), None);
    }
}
