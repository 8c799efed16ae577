//! A file of the office's own system as a table of text, before anybody has
//! said what its columns mean.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most rows below the heading.
pub const MOST_ROWS: usize = 50_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 200;
/// The most cells.
pub const MOST_CELLS: usize = 1_000_000;
/// The most letters in a cell.
pub const MOST_LETTERS: usize = 4_000;

/// A table. Its Debug shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the file was called; for who sent it alone.
    pub name: String,
    /// The headings, each on one line of text; may be empty.
    pub headings: Vec<String>,
    /// The rows below them that are not empty.
    pub rows: Vec<Line>,
    /// The line of the headings, counted from 1.
    pub heading_line: u64,
    /// What stands above the headings, row by row.
    #[serde(default)]
    pub above: Vec<String>,
}

/// A row with its place in the file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its line in the file, counted from 1.
    pub line: u64,
    /// Its cells, trimmed; fewer than headings where the last ones are empty.
    pub cells: Vec<String>,
    /// Whether the file itself has fewer cells here than in its heading.
    #[serde(default)]
    pub is_short: bool,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({} rows)", self.rows.len())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({})", self.line)
    }
}

impl Line {
    /// What stands in a column; nothing where the row is too short.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

impl Table {
    /// What a column is called: its heading, or its letters where it has none.
    #[must_use]
    pub fn heading(&self, column: usize) -> String {
        match self.headings.get(column) {
            Some(heading) if !heading.is_empty() => heading.clone(),
            _ => format!("Column {}", letters(column)),
        }
    }

    /// Columns that are called like one before them.
    #[must_use]
    pub fn twice(&self) -> Vec<usize> {
        let folded: Vec<String> = self.headings.iter().map(|text| fold(text)).collect();
        let again = |column: &usize| {
            let own = folded.get(*column);
            own.is_some_and(|own| {
                !own.is_empty() && folded.iter().take(*column).any(|other| other == own)
            })
        };
        (0..folded.len()).filter(again).collect()
    }

    /// The values of a column, from the top.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cell(column))
    }

    /// Whether it has these headings, written in any way.
    #[must_use]
    pub fn has(&self, headings: &[&str]) -> bool {
        let folded: Vec<String> = self.headings.iter().map(|text| fold(text)).collect();
        headings
            .iter()
            .all(|wanted| folded.iter().any(|heading| heading == wanted))
    }

    /// As CSV of which every row stands at the line where it stood.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut at = 1;
        let width = self.headings.len();
        let first = self.headings.iter().map(String::as_str);
        write_line(&mut text, first);
        for row in &self.rows {
            at += 1;
            while at < row.line {
                text.push('\n');
                at += 1;
            }
            // What is short stays so, and is told.
            let width = if row.is_short { 0 } else { width };
            let cells = (0..width.max(row.cells.len())).map(|column| row.cell(column));
            write_line(&mut text, cells);
        }
        text
    }
}

fn write_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        for letter in cell.chars() {
            match letter {
                '"' => text.push_str("\"\""),
                '\n' | '\r' => text.push(' '),
                other => text.push(other),
            }
        }
        text.push('"');
    }
    text.push('\n');
}

/// A text as it is compared: small letters, single spaces, straight quotes.
#[must_use]
pub fn fold(text: &str) -> String {
    let straight = text.replace(['\u{2018}', '\u{2019}', '\u{2bc}'], "'");
    let words: Vec<&str> = straight.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A column's letters, as a spreadsheet shows them.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut left = column;
    let mut found = String::new();
    loop {
        let digit = u8::try_from(left % 26).unwrap_or(0);
        found.insert(0, char::from(b'A' + digit));
        left /= 26;
        if left == 0 {
            return found;
        }
        left -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(headings: &[&str], rows: &[(u64, &[&str])]) -> Table {
        Table {
            headings: headings.iter().map(|text| (*text).to_owned()).collect(),
            rows: rows
                .iter()
                .map(|(line, cells)| Line {
                    line: *line,
                    cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
                    is_short: false,
                })
                .collect(),
            ..Table::default()
        }
    }

    #[test]
    fn a_column_without_a_heading_is_called_by_its_letters() {
        let table = table(&["Surname", ""], &[]);
        assert_eq!(table.heading(0), "Surname");
        assert_eq!(table.heading(1), "Column B");
        assert_eq!(table.heading(25), "Column Z");
        assert_eq!(table.heading(26), "Column AA");
        assert_eq!(table.heading(27), "Column AB");
    }

    #[test]
    fn a_heading_that_stands_twice_is_found_however_it_is_written() {
        let table = table(&["Website", "Form", " WEBSITE", "", ""], &[]);
        assert_eq!(table.twice(), [2]);
    }

    #[test]
    fn as_text_every_row_keeps_its_line() {
        let table = table(&["a", "b"], &[(3, &["x\ny", "say \"no\""]), (6, &["z"])]);
        assert_eq!(
            table.text(),
            "\"a\",\"b\"\n\n\"x y\",\"say \"\"no\"\"\"\n\n\n\"z\",\"\"\n"
        );
    }

    #[test]
    fn debug_output_shows_nobody() {
        let table = table(&["Surname"], &[(2, &["Larkin"])]);
        assert_eq!(
            format!("{table:?} {:?}", table.rows[0]),
            "Table(1 rows) Line(2)"
        );
    }
}
