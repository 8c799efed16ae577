//! A file that only grows, by whole lines of JSON, written by several
//! processes and read after any crash.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Read as _, Result, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::error::Category;

use crate::fault;

/// The file, locked for as long as this lives.
pub(super) struct Locked(File);

impl Locked {
    /// Nobody else reads or writes it meanwhile.
    pub(super) fn to_write(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().read(true).append(true).open(path)?;
        file.lock()?;
        Ok(Self(file))
    }

    /// Nobody writes it meanwhile.
    pub(super) fn to_read(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Its length in bytes.
    pub(super) fn length(&self) -> Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    /// Adds a line; when this returns it is on the disk. A line that a crash
    /// tore off before is closed first, so that it spoils no other.
    pub(super) fn append(&mut self, line: &str) -> Result<()> {
        let mut whole = String::with_capacity(line.len().saturating_add(2));
        if self.is_torn()? {
            whole.push('\n');
        }
        whole.push_str(line);
        whole.push('\n');
        fault::point("ledger.before");
        self.0.write_all(whole.as_bytes())?;
        self.0.sync_all()?;
        fault::point("ledger.after");
        Ok(())
    }

    fn is_torn(&mut self) -> Result<bool> {
        if self.length()? == 0 {
            return Ok(false);
        }
        self.0.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        self.0.read_exact(&mut last)?;
        Ok(last != *b"\n")
    }

    /// Shows every line from the byte `start` on, which must begin one: its
    /// number from 1, and what it says; `None` where it is damaged. Lines that
    /// a crash tore off are passed over. Returns where the last line ended.
    pub(super) fn each<T: Serialize + DeserializeOwned>(
        &mut self,
        start: u64,
        mut show: impl FnMut(u64, Option<T>),
    ) -> Result<u64> {
        self.0.seek(SeekFrom::Start(start))?;
        let mut reader = BufReader::new(&self.0);
        let mut line = Vec::new();
        let mut end = start;
        let mut number = 0_u64;
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(end);
            }
            number = number.saturating_add(1);
            if line.last() == Some(&b'\n') {
                end = end.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
            }
            match parse(&line) {
                Parsed::Whole(value) => show(number, Some(value)),
                Parsed::Damaged => show(number, None),
                Parsed::Torn => {}
            }
        }
    }
}

enum Parsed<T> {
    Whole(T),
    Torn,
    Damaged,
}

/// A line that ends before its JSON does was torn off; a power cut may have
/// left zeros where the rest was to be. A line has no closing brace but its last, so
/// one that ends in it was whole once. Who takes away the end of a line on
/// purpose takes away the line; of a checkpoint, the database tells.
///
/// What is read must be what would be written: a moment, for one, can be told
/// with a comma for its point, and that is a flipped bit too.
fn parse<T: Serialize + DeserializeOwned>(line: &[u8]) -> Parsed<T> {
    let filled = line.iter().rposition(|byte| !matches!(byte, b'\n' | 0));
    let text = filled.and_then(|last| line.get(..=last)).unwrap_or(&[]);
    match serde_json::from_slice(text) {
        Ok(value) if serde_json::to_vec(&value).is_ok_and(|written| written == text) => {
            Parsed::Whole(value)
        }
        Err(error) if error.classify() == Category::Eof && !text.ends_with(b"}") => Parsed::Torn,
        Ok(_) | Err(_) => Parsed::Damaged,
    }
}
