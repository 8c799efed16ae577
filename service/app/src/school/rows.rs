//! Reads the school's CSV files row by row; what is wrong is told with file,
//! line and column, never with the content.

use std::{collections::BTreeMap, fs, io, path::Path};

use jiff::civil::Date;

/// Why the school's folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SchoolError {
    /// A file is missing or unreadable.
    #[error("{file} could not be read: check that it is in the school's folder and may be opened")]
    Unreadable {
        /// Which of the school's files.
        file: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A column is missing.
    #[error("{file} has no column {column}: export it again with that column")]
    NoColumn {
        /// Which of the school's files.
        file: &'static str,
        /// The column that is missing.
        column: &'static str,
    },
    /// A value cannot be what the column holds.
    #[error("{file}, line {line}, column {column}: {problem}")]
    BadValue {
        /// Which of the school's files.
        file: &'static str,
        /// Line in the file, the heading being 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What is wrong and what is allowed.
        problem: String,
    },
    /// The file as a whole is not what it should be.
    #[error("{file} is not in the right form: {problem}")]
    BadFile {
        /// Which of the school's files.
        file: &'static str,
        /// What is wrong.
        problem: String,
    },
}

/// One row with its place, read by column name.
pub(super) struct Row<'a> {
    file: &'static str,
    line: u64,
    columns: &'a BTreeMap<String, usize>,
    record: csv::StringRecord,
}

impl<'a> Row<'a> {
    /// A row that was made of a file in another shape.
    pub(super) const fn made(
        file: &'static str,
        line: u64,
        columns: &'a BTreeMap<String, usize>,
        record: csv::StringRecord,
    ) -> Self {
        Self {
            file,
            line,
            columns,
            record,
        }
    }
}

impl Row<'_> {
    /// The trimmed value of a column that must exist; may be empty.
    pub(super) fn text(&self, column: &'static str) -> Result<&str, SchoolError> {
        let index = self.columns.get(column).ok_or(SchoolError::NoColumn {
            file: self.file,
            column,
        })?;
        Ok(self.record.get(*index).unwrap_or_default().trim())
    }

    /// The value, or `None` when the cell is empty.
    pub(super) fn optional(&self, column: &'static str) -> Result<Option<&str>, SchoolError> {
        Ok(Some(self.text(column)?).filter(|text| !text.is_empty()))
    }

    /// A value by way of `parse`; an empty cell is what `parse` makes of it.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, SchoolError> {
        parse(self.text(column)?).map_err(|problem| self.bad(column, problem.to_string()))
    }

    /// One of the allowed words.
    pub(super) fn one_of<T: Copy>(
        &self,
        column: &'static str,
        allowed: &[(&str, T)],
    ) -> Result<T, SchoolError> {
        let text = self.text(column)?;
        allowed
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text))
            .map(|(_, value)| *value)
            .ok_or_else(|| {
                let words: Vec<&str> = allowed.iter().map(|(word, _)| *word).collect();
                self.bad(column, format!("use one of: {}", words.join(", ")))
            })
    }

    /// `yes` or `no`.
    pub(super) fn flag(&self, column: &'static str) -> Result<bool, SchoolError> {
        self.one_of(column, &[("yes", true), ("no", false)])
    }

    /// A date as 2026-11-20; `None` when empty.
    pub(super) fn date(&self, column: &'static str) -> Result<Option<Date>, SchoolError> {
        self.optional(column)?
            .map(|text| {
                text.parse()
                    .map_err(|_| self.bad(column, "use a date like 2026-11-20".to_owned()))
            })
            .transpose()
    }

    /// A date from a column that need not exist.
    pub(super) fn date_if_there(&self, column: &'static str) -> Result<Option<Date>, SchoolError> {
        if self.has(column) {
            self.date(column)
        } else {
            Ok(None)
        }
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Its line in the file, the heading being 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn bad(&self, column: &'static str, problem: String) -> SchoolError {
        SchoolError::BadValue {
            file: self.file,
            line: self.line,
            column,
            problem,
        }
    }
}

/// Calls `each` for every row of a CSV file in `folder`. All of `needed` must
/// be among the headings, each heading once, also when there is no row: an
/// empty file is not "nobody".
pub(super) fn each_row(
    folder: &Path,
    file: &'static str,
    needed: &[&'static str],
    mut each: impl FnMut(&Row<'_>) -> Result<(), SchoolError>,
) -> Result<(), SchoolError> {
    let bytes = read(folder, file)?;
    each_record(file, &bytes, needed, |row| match row {
        Ok(row) => each(row),
        Err(_) => Err(broken(file)),
    })
}

/// A row that has more or fewer cells than the heading, by its line.
pub(super) struct Uneven(pub(super) u64);

/// The same for the bytes of a file; a row with more or fewer cells than the
/// heading is told to `each` too.
pub(super) fn each_record(
    file: &'static str,
    bytes: &[u8],
    needed: &[&'static str],
    mut each: impl FnMut(Result<&Row<'_>, Uneven>) -> Result<(), SchoolError>,
) -> Result<(), SchoolError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut columns = BTreeMap::new();
    let headers = reader.headers().map_err(|_| broken(file))?;
    let width = headers.len();
    for (index, name) in headers.iter().enumerate() {
        let name = name.trim_start_matches('\u{feff}').trim().to_lowercase();
        if columns.insert(name, index).is_some() {
            return Err(SchoolError::BadFile {
                file,
                problem: "two columns have the same heading: keep one of them".to_owned(),
            });
        }
    }
    if let Some(column) = needed.iter().find(|column| !columns.contains_key(**column)) {
        return Err(SchoolError::NoColumn { file, column });
    }
    for record in reader.records() {
        let record = record.map_err(|_| broken(file))?;
        let line = line_of(&record, bytes);
        if record.len() != width {
            each(Err(Uneven(line)))?;
            continue;
        }
        each(Ok(&Row {
            file,
            line,
            columns: &columns,
            record,
        }))?;
    }
    Ok(())
}

/// The line at which a record of `bytes` begins. A reader of CSV takes its place
/// before the ends of lines that it passes over.
pub(crate) fn line_of(record: &csv::StringRecord, bytes: &[u8]) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = bytes.get(from..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let passed = ends.filter(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(passed).unwrap_or(0)
}

fn broken(file: &'static str) -> SchoolError {
    SchoolError::BadFile {
        file,
        problem: "save it as CSV in UTF-8, each row with as many cells as the heading".to_owned(),
    }
}

/// The bytes of one of the school's files.
pub(super) fn read(folder: &Path, file: &'static str) -> Result<Vec<u8>, SchoolError> {
    fs::read(folder.join(file)).map_err(|source| SchoolError::Unreadable { file, source })
}

/// A TOML file of the folder. Its text is not repeated in the error.
pub(super) fn read_toml<T: serde::de::DeserializeOwned>(
    folder: &Path,
    file: &'static str,
) -> Result<T, SchoolError> {
    let bytes = read(folder, file)?;
    let text = String::from_utf8(bytes).map_err(|_| SchoolError::BadFile {
        file,
        problem: "save it in UTF-8".to_owned(),
    })?;
    toml::from_str(&text).map_err(|error: toml::de::Error| {
        let line = error.span().map_or(0, |span| {
            text.bytes()
                .take(span.start)
                .filter(|b| *b == b'\n')
                .count()
                + 1
        });
        SchoolError::BadFile {
            file,
            problem: format!(
                "line {line} is not what is expected there: compare it with the demo school's file"
            ),
        }
    })
}
