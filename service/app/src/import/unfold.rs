//! How much a workbook unfolds to, counted before anything opens it: a
//! workbook is an archive, and a small archive may hold a great deal. Nothing
//! is kept of what is counted.

mod deflate;

/// Why an archive is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It unfolds to more than may be.
    TooMuch,
    /// It is not made as workbooks are.
    Strange,
}

const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LISTED: &[u8] = b"PK\x01\x02";
const LISTED_LENGTH: usize = 46;
const HERE: &[u8] = b"PK\x03\x04";
const HERE_LENGTH: usize = 30;
const FAR_END: &[u8] = b"PK\x06\x07";
const FAR_END_LENGTH: usize = 20;
/// The most files in a workbook.
const MOST_FILES: usize = 1_000;

/// Counts what everything in an archive unfolds to, up to `most` bytes. Only
/// the plainest of archives pass, so that no two readers see another in it.
///
/// # Errors
/// [`Refused`].
pub fn unfolded(bytes: &[u8], most: usize) -> Result<usize, Refused> {
    let end_at = bytes.len().checked_sub(END_LENGTH);
    let end_at = end_at.ok_or(Refused::Strange)?;
    let end = part(bytes, end_at, END_LENGTH)?;
    let far = end_at
        .checked_sub(FAR_END_LENGTH)
        .and_then(|at| bytes.get(at..))
        .is_some_and(|part| part.starts_with(FAR_END));
    let count = number(end, 10, 2)?;
    let listed = (number(end, 16, 4)?, number(end, 12, 4)?);
    let whole = end.starts_with(END)
        && bytes.starts_with(HERE)
        && !far
        && number(end, 4, 4)? == 0
        && number(end, 8, 2)? == count
        && number(end, 20, 2)? == 0
        && listed.0.checked_add(listed.1) == Some(end_at);
    if !whole || count > MOST_FILES {
        return Err(Refused::Strange);
    }
    let (mut at, mut all) = (listed.0, 0_usize);
    for _ in 0..count {
        let entry = part(bytes, at, LISTED_LENGTH)?;
        if !entry.starts_with(LISTED) {
            return Err(Refused::Strange);
        }
        all = all.saturating_add(one(bytes, entry, most.saturating_sub(all))?);
        if all > most {
            return Err(Refused::TooMuch);
        }
        at += LISTED_LENGTH + number(entry, 28, 2)? + number(entry, 30, 2)? + number(entry, 32, 2)?;
    }
    if at == end_at {
        Ok(all)
    } else {
        Err(Refused::Strange)
    }
}

/// What one file of the archive unfolds to.
fn one(bytes: &[u8], entry: &[u8], most: usize) -> Result<usize, Refused> {
    let (flags, method) = (number(entry, 8, 2)?, number(entry, 10, 2)?);
    let (folded, told) = (number(entry, 20, 4)?, number(entry, 24, 4)?);
    let locked = flags & 1 == 1;
    let here_at = number(entry, 42, 4)?;
    let here = part(bytes, here_at, HERE_LENGTH)?;
    if locked || !here.starts_with(HERE) || number(here, 8, 2)? != method {
        return Err(Refused::Strange);
    }
    let from = here_at + HERE_LENGTH + number(here, 26, 2)? + number(here, 28, 2)?;
    let data = part(bytes, from, folded)?;
    if told > most {
        return Err(Refused::TooMuch);
    }
    match method {
        0 => Ok(folded),
        8 => deflate::length(data, most),
        _ => Err(Refused::Strange),
    }
}

fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], Refused> {
    let end = at.checked_add(length).ok_or(Refused::Strange)?;
    bytes.get(at..end).ok_or(Refused::Strange)
}

/// A number of up to four bytes, the least first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize, Refused> {
    let part = part(bytes, at, length)?;
    let number = part
        .iter()
        .rev()
        .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    Ok(number)
}

#[cfg(test)]
mod tests;
