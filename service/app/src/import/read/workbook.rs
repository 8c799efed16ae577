//! Excel workbooks: the one sheet on which anything stands, cell by cell. Of a
//! formula its last result counts as text; it is never worked out.

use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::{Rows, Unfit};
use crate::import::table::Line;

/// The most bytes that a workbook may unfold to.
const MOST_UNFOLDED: u64 = 64 << 20;
/// The most files in a workbook.
const MOST_FILES: usize = 1_000;

/// The rows of a workbook.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Line>, Unfit> {
    unfolds(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unfit::Broken)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut found = None;
    for sheet in &sheets {
        let rows = sheet_rows(&mut book, sheet)?;
        // One class to a sheet: of none of them the answers may be lost.
        if !rows.is_empty() && found.replace(rows).is_some() {
            return Err(Unfit::Sheets);
        }
    }
    found.ok_or(Unfit::Empty)
}

/// Unfolds everything in a workbook without keeping it: a small archive may
/// hold a great deal, and says less.
fn unfolds(bytes: &[u8]) -> Result<(), Unfit> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Broken)?;
    if archive.len() > MOST_FILES {
        return Err(Unfit::Unfolds);
    }
    let mut left = MOST_UNFOLDED;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| Unfit::Broken)?;
        let length = io::copy(&mut entry.take(left + 1), &mut io::sink());
        let length = length.map_err(|_| Unfit::Broken)?;
        left = left.checked_sub(length).ok_or(Unfit::Unfolds)?;
    }
    Ok(())
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
