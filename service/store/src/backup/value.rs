//! Rows as bytes: the number of the table, then for each column what it is and
//! what it holds. Nothing in it is either database's own.

use std::fmt::Write as _;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::tables::{Kind, TABLES, Table};

/// What a column of a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Id(Uuid),
    Bytes(Vec<u8>),
    Moment(Timestamp),
    Day(Date),
    Flag(bool),
    Int(i64),
    Text(String),
}

/// A row and which table it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) table: &'static Table,
    pub(super) values: Vec<Value>,
}

/// The byte of a column that holds nothing.
const NULL: u8 = 0;

impl Value {
    /// Puts it behind `out`.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(NULL),
            Self::Id(id) => tagged(out, Kind::Id, id.as_bytes()),
            Self::Bytes(bytes) => long(out, Kind::Bytes, bytes),
            Self::Moment(at) => tagged(out, Kind::Moment, &at.as_microsecond().to_be_bytes()),
            Self::Day(day) => {
                tagged(out, Kind::Day, &day.year().to_be_bytes());
                out.extend([day.month().cast_unsigned(), day.day().cast_unsigned()]);
            }
            Self::Flag(flag) => tagged(out, Kind::Flag, &[u8::from(*flag)]),
            Self::Int(number) => tagged(out, Kind::Int, &number.to_be_bytes()),
            Self::Text(text) => long(out, Kind::Text, text.as_bytes()),
        }
    }

    fn read(from: &mut Reader<'_>, kind: Kind, nullable: bool) -> Read<Self> {
        let tag = from.byte()?;
        if tag == NULL && nullable {
            return Ok(Self::Null);
        }
        if tag != kind.byte() {
            return Err(Stop::Damaged);
        }
        Ok(match kind {
            Kind::Id => Self::Id(Uuid::from_bytes(from.array()?)),
            Kind::Bytes => Self::Bytes(from.long()?.to_vec()),
            Kind::Moment => {
                let micros = i64::from_be_bytes(from.array()?);
                Self::Moment(Timestamp::from_microsecond(micros).map_err(|_| Stop::Damaged)?)
            }
            Kind::Day => {
                let year = i16::from_be_bytes(from.array()?);
                let [month, day] = from.array()?.map(u8::cast_signed);
                Self::Day(Date::new(year, month, day).map_err(|_| Stop::Damaged)?)
            }
            Kind::Flag => match from.byte()? {
                0 => Self::Flag(false),
                1 => Self::Flag(true),
                _ => return Err(Stop::Damaged),
            },
            Kind::Int => Self::Int(i64::from_be_bytes(from.array()?)),
            Kind::Text => {
                let text = String::from_utf8(from.long()?.to_vec());
                Self::Text(text.map_err(|_| Stop::Damaged)?)
            }
        })
    }
}

fn tagged(out: &mut Vec<u8>, kind: Kind, bytes: &[u8]) {
    out.push(kind.byte());
    out.extend_from_slice(bytes);
}

fn long(out: &mut Vec<u8>, kind: Kind, bytes: &[u8]) {
    // Neither database takes a value of 4 GiB.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    tagged(out, kind, &length.to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Why reading ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// More bytes are needed.
    More,
    /// These bytes are no row.
    Damaged,
}

type Read<T> = Result<T, Stop>;

/// Bytes that are read from the front.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Stop::More)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| Stop::Damaged)
    }

    fn byte(&mut self) -> Read<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn long(&mut self) -> Read<&'a [u8]> {
        let length = u32::from_be_bytes(self.array()?);
        self.take(usize::try_from(length).map_err(|_| Stop::Damaged)?)
    }
}

impl Row {
    /// Puts it behind `out`; `number` is the table's.
    pub(super) fn write(&self, number: u8, out: &mut Vec<u8>) {
        out.push(number);
        for value in &self.values {
            value.write(out);
        }
    }

    /// Reads the row at the front.
    pub(super) fn read(from: &mut Reader<'_>) -> Read<Self> {
        let number = usize::from(from.byte()?);
        let table = TABLES.get(number).ok_or(Stop::Damaged)?;
        let columns = table.columns.iter();
        let values = columns.map(|column| Value::read(from, column.kind, column.nullable));
        Ok(Self {
            table,
            values: values.collect::<Read<_>>()?,
        })
    }

    /// What a column holds.
    pub(super) fn get(&self, column: &str) -> Option<&Value> {
        let place = self
            .table
            .columns
            .iter()
            .position(|one| one.name == column)?;
        self.values.get(place)
    }

    /// Puts something else into a column.
    pub(super) fn set(&mut self, column: &str, value: Value) {
        let place = self.table.columns.iter().position(|one| one.name == column);
        if let Some(cell) = place.and_then(|place| self.values.get_mut(place)) {
            *cell = value;
        }
    }
}

/// The description of every table, which stands before the first row, so that
/// the file says what is in it to whoever has the key and no program.
pub(super) fn head() -> Vec<u8> {
    let mut text = String::from("gatehouse rows 1\n");
    for table in TABLES {
        text.push_str(table.name);
        for column in table.columns {
            let null = if column.nullable { "?" } else { "" };
            // Writing to a text never fails.
            let _ = write!(text, " {}:{:?}{null}", column.name, column.kind);
        }
        text.push('\n');
    }
    let mut head = Vec::with_capacity(text.len().saturating_add(4));
    head.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    head.extend_from_slice(text.as_bytes());
    head
}

#[cfg(test)]
mod tests;
