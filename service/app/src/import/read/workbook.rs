//! Excel workbooks: the first sheet on which anything stands, cell by cell.
//! Of a formula its last result counts as text; it is never worked out.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

use super::{Rows, Unfit};
use crate::import::{
    table::Line,
    unfold::{self, Refused},
};

/// The most bytes that a workbook may unfold to.
const MOST_UNFOLDED: usize = 64 << 20;

/// The rows of a workbook, and how many of its sheets were left.
pub(super) fn rows(bytes: &[u8]) -> Result<(Vec<Line>, usize), Unfit> {
    unfold::unfolded(bytes, MOST_UNFOLDED).map_err(|refused| match refused {
        Refused::TooMuch => Unfit::Unfolds,
        Refused::Strange => Unfit::Broken,
    })?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unfit::Broken)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut found = None;
    let mut left = 0;
    for sheet in &sheets {
        let rows = sheet_rows(&mut book, sheet)?;
        if rows.is_empty() {
            continue;
        }
        if found.is_none() {
            found = Some(rows);
        } else {
            left += 1;
        }
    }
    Ok((found.ok_or(Unfit::Empty)?, left))
}

fn sheet_rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Line>, Unfit> {
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|_| Unfit::Broken)?;
    let mut rows = Rows::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Unfit::Broken)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        rows.cell(u64::from(row) + 1, column, &text(cell.get_value()))?;
    }
    Ok(rows.all)
}

/// A value as text; days as the calendar has them.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // A whole number is written without its fraction.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(length) => length.as_f64().to_string(),
        // What could not be worked out stands there as it is shown.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
