//! A file as it is sent becomes a table of text. What kind it is is told by
//! its bytes, never by its name; nothing in it is run, and nothing unfolds to
//! more than may be.

mod text;
mod workbook;

use serde::{Deserialize, Serialize};

use super::{
    header,
    table::{Line, MOST_CELLS, MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Table},
};

/// The most bytes of a file.
pub const MOST_BYTES: usize = 8 << 20;
/// The most letters of all cells together.
const MOST_TEXT: usize = 16 << 20;

/// Why a file is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("the file is empty: export it again, or leave it out")]
    Empty,
    /// It is something else.
    #[error("this is neither a CSV file nor an Excel workbook (.xlsx): save it as one of them")]
    NoTable,
    /// It is a workbook of a kind that is not read.
    #[error("this is an old or locked workbook: in Excel choose Save as, Excel workbook (.xlsx)")]
    OldWorkbook,
    /// It is a workbook, and broken.
    #[error("this workbook cannot be read: open it in Excel, save it again and send that")]
    Broken,
    /// It unfolds to more than may be.
    #[error("this workbook holds far more than a list of pupils: save the one sheet as CSV UTF-8")]
    Unfolds,
    /// More than one of its sheets is filled.
    #[error(
        "this workbook has more than one sheet with something on it: save each as its own file"
    )]
    Sheets,
    /// It has too many bytes.
    #[error("the file is too large: it may have 8 MB. Leave out columns that are not needed")]
    TooHeavy,
    /// It has too many cells.
    #[error("the file is too large: send at most 50,000 rows and 200 columns")]
    TooLarge,
    /// A cell is too long, or swallows the rows below it.
    #[error(
        "a cell that begins in row {0} does not end where it should: look for a quotation mark (\") without its second"
    )]
    LongCell(u64),
    /// No row can be that of the headings.
    #[error(
        "no row of this file holds headings that we know: put the names of the columns above the rows, such as UPN, Forename, Surname, Class"
    )]
    NoHeading,
}

/// Reads a file.
///
/// # Errors
/// [`Unfit`] for what is no table.
pub fn table(name: &str, bytes: &[u8]) -> Result<Table, Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooHeavy);
    }
    let rows = if bytes.starts_with(b"PK\x03\x04") {
        workbook::rows(bytes)?
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unfit::OldWorkbook);
    } else {
        text::rows(&text::decoded(bytes)?)?
    };
    if rows.iter().all(Line::is_empty) {
        return Err(Unfit::Empty);
    }
    let at = header::find(&rows).ok_or(Unfit::NoHeading)?;
    let mut rows = rows.into_iter();
    let above = rows.by_ref().take(at).map(|row| row.cells.join(" "));
    let above = above.map(|text| text.trim().to_owned()).collect();
    let first = rows.next().unwrap_or_default();
    let (heading_line, mut headings) = (first.line, first.cells);
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    for heading in &mut headings {
        let words: Vec<&str> = heading.split_whitespace().collect();
        *heading = words.join(" ");
    }
    Ok(Table {
        name: name.to_owned(),
        headings,
        rows: rows.filter(|row| !row.is_empty()).collect(),
        heading_line,
        above,
    })
}

/// The text of a CSV file in any of the usual encodings.
///
/// # Errors
/// [`Unfit`].
pub fn text(bytes: &[u8]) -> Result<String, Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooHeavy);
    }
    let text = text::decoded(bytes)?;
    if text.trim().is_empty() {
        return Err(Unfit::Empty);
    }
    text::whole(&text, b',')?;
    Ok(text)
}

/// Rows as they come, within what may be.
struct Rows {
    all: Vec<Line>,
    cells: usize,
    letters: usize,
}

impl Rows {
    const fn new() -> Self {
        Self {
            all: Vec::new(),
            cells: 0,
            letters: 0,
        }
    }

    /// Takes a cell into the newest row; lines come in their order.
    fn cell(&mut self, line: u64, column: usize, text: &str) -> Result<(), Unfit> {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() {
            return Ok(());
        }
        if text.chars().nth(MOST_LETTERS).is_some() {
            return Err(Unfit::LongCell(line));
        }
        if column >= MOST_COLUMNS {
            return Err(Unfit::TooLarge);
        }
        if self.all.last().is_none_or(|last| last.line != line) {
            // A row out of its order is no workbook's.
            if self.all.last().is_some_and(|last| last.line > line) {
                return Err(Unfit::Broken);
            }
            self.all.push(Line {
                line,
                ..Line::default()
            });
        }
        self.letters += text.len();
        let Some(row) = self.all.last_mut() else {
            return Ok(());
        };
        let before = row.cells.len();
        if column >= before {
            row.cells.resize(column + 1, String::new());
            self.cells += row.cells.len() - before;
        }
        if let Some(cell) = row.cells.get_mut(column) {
            text.clone_into(cell);
        }
        // A title and some empty rows besides what is below the heading.
        let fits = self.all.len() <= MOST_ROWS + 50
            && self.cells <= MOST_CELLS
            && self.letters <= MOST_TEXT;
        if fits { Ok(()) } else { Err(Unfit::TooLarge) }
    }
}

#[cfg(test)]
mod tests;
