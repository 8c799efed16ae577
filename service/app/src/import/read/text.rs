//! CSV files: their letters, what stands between their cells, their rows.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Rows, Unfit};
use crate::import::{header, table::Line};

/// So many rows are looked at to find what stands between cells.
const LOOKED_AT: usize = 40;

/// The text of a file: by the mark at its beginning, else UTF-8, else as
/// Windows writes it in the west of Europe.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, Unfit> {
    let text = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        read(encoding, rest)?
    } else if let Some(encoding) = wide(bytes) {
        read(encoding, bytes)?
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        read(WINDOWS_1252, bytes)?
    };
    // A line is counted once, however it ends.
    let text = text.replace("\r\n", "\n");
    let strange = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\r' | '\n');
    if text.contains(strange) || text.starts_with("%PDF") {
        return Err(Unfit::NoTable);
    }
    Ok(text)
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Unfit> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    Ok(text.ok_or(Unfit::NoTable)?.into_owned())
}

/// Two bytes to a letter, as empty bytes show where no mark does.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..512).unwrap_or(bytes);
    let empty = |from: usize| {
        let bytes = start.iter().skip(from).step_by(2);
        let count = bytes.clone().filter(|byte| **byte == 0).count();
        (count, bytes.count())
    };
    let mostly = |(empty, all): (usize, usize)| all > 0 && empty * 10 >= all * 8;
    match (mostly(empty(0)), mostly(empty(1))) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// The rows of a text.
pub(super) fn rows(text: &str) -> Result<Vec<Line>, Unfit> {
    // Excel's own line that says what stands between cells.
    let (told, skipped, text) = match text.split_once('\n') {
        Some((first, rest)) => match first.trim_end().strip_prefix("sep=") {
            Some(mark) => (mark.bytes().next(), 1, rest),
            None => (None, 0, text),
        },
        None => (None, 0, text),
    };
    let mark = told.unwrap_or_else(|| between(text));
    whole(text, mark).map_err(|unfit| match unfit {
        Unfit::LongCell(line) => Unfit::LongCell(line + skipped),
        other => other,
    })?;
    let mut rows = Rows::new();
    let mut told = Vec::new();
    for record in reader(text, mark).records() {
        let record = record.map_err(|_| Unfit::NoTable)?;
        let line = crate::school::line_of(&record, text.as_bytes()) + skipped;
        for (column, cell) in record.iter().enumerate() {
            rows.cell(line, column, cell)?;
        }
        if rows.all.last().is_some_and(|row| row.line == line) {
            told.push((record.len(), within(&record, mark)));
        }
    }
    let Some(at) = header::find(&rows.all) else {
        return Ok(rows.all);
    };
    let width = told.get(at).map_or(0, |(width, _)| *width);
    for (row, (own, within)) in rows.all.iter_mut().zip(told).skip(at) {
        row.is_short = own < width;
        if width > 2 && within >= width {
            return Err(Unfit::LongCell(row.line));
        }
    }
    Ok(rows.all)
}

/// The most cells that a line within a cell would have by itself: as many as a
/// row has are a row that the cell has swallowed.
fn within(record: &csv::StringRecord, mark: u8) -> usize {
    let lines = record.iter().flat_map(|cell| cell.split('\n').skip(1));
    let cells = lines.map(|line| line.split(char::from(mark)).count());
    cells.max().unwrap_or_default()
}

/// Whether every quotation mark has its second, so that no cell swallows the
/// rows below it.
///
/// # Errors
/// [`Unfit::LongCell`] with the row in which such a cell begins.
pub(super) fn whole(text: &str, mark: u8) -> Result<(), Unfit> {
    let mark = char::from(mark);
    let (mut line, mut opened) = (1_u64, 1_u64);
    let mut at = Cell::Begins;
    for letter in text.trim_start_matches('\u{feff}').chars() {
        at = match (at, letter) {
            (Cell::Begins, '"') => {
                opened = line;
                Cell::Quoted
            }
            (Cell::Quoted, '"') => Cell::Closes,
            // Two of them are one that stands in the cell.
            (Cell::Quoted, _) | (Cell::Closes, '"') => Cell::Quoted,
            (_, '\n' | '\r') => Cell::Begins,
            (_, letter) if letter == mark => Cell::Begins,
            (Cell::Closes, _) => return Err(Unfit::LongCell(opened)),
            _ => Cell::Plain,
        };
        line += u64::from(letter == '\n');
    }
    match at {
        Cell::Quoted => Err(Unfit::LongCell(opened)),
        _ => Ok(()),
    }
}

/// Where in a cell a letter stands.
#[derive(Clone, Copy)]
enum Cell {
    Begins,
    Plain,
    Quoted,
    Closes,
}

fn reader(text: &str, mark: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(text.as_bytes())
}

/// What stands between cells: that by which the most rows are alike and wide.
fn between(text: &str) -> u8 {
    let score = |mark: u8| {
        let mut widths: Vec<usize> = reader(text, mark)
            .records()
            .take(LOOKED_AT)
            .filter_map(Result::ok)
            .map(|record| record.len())
            .filter(|width| *width > 1)
            .collect();
        widths.sort_unstable();
        let groups = widths.chunk_by(|one, other| one == other);
        groups
            .map(|group| group.iter().sum::<usize>())
            .max()
            .unwrap_or(0)
    };
    // The last of those that fit equally is taken.
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| score(*mark))
        .filter(|mark| score(*mark) > 0)
        .unwrap_or(b',')
}
