//! Days as schools' systems write them. Where day and month could change
//! places in every row of a column, it is asked, never guessed.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

/// The years of answers: whoever answered before is no pupil any more.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// Which number of `3/4/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As in the United Kingdom.
    DayFirst,
    /// As in the United States.
    MonthFirst,
}

/// What a column shows of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// No row needs to know.
    Needless,
    /// The rows show it.
    Clear(Order),
    /// Every row could be read both ways, or the rows contradict each other.
    Asked,
    /// Some are days as a spreadsheet keeps them, others text of which it could
    /// make none: it may have made the wrong day of the rest.
    Mixed,
}

/// A day, as far as the text alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// Said with its month in letters.
    Day(Date),
    /// As a spreadsheet keeps it, or as a computer writes it.
    Exact(Date),
    /// Two numbers of which either may be the day, and the year.
    Pair(i8, i8, i16),
}

/// What a column's values show of its order.
pub fn shown<'a>(cells: impl Iterator<Item = &'a str>) -> Shown {
    let (mut day_first, mut month_first, mut either) = (false, false, false);
    let (mut exact, mut pairs) = (false, false);
    for cell in cells {
        match read(cell) {
            Some(Read::Exact(_)) => exact = true,
            Some(Read::Pair(one, other, _)) => {
                pairs = true;
                match (one > 12, other > 12) {
                    (true, false) => day_first = true,
                    (false, true) => month_first = true,
                    (true, true) => {}
                    (false, false) => either |= one != other,
                }
            }
            _ => {}
        }
    }
    if exact && pairs {
        return Shown::Mixed;
    }
    match (day_first, month_first) {
        (true, true) => Shown::Asked,
        (true, false) => Shown::Clear(Order::DayFirst),
        (false, true) => Shown::Clear(Order::MonthFirst),
        (false, false) if either => Shown::Asked,
        (false, false) => Shown::Needless,
    }
}

/// The day in a cell. Empty is none.
///
/// # Errors
/// What to do, as a sentence.
pub fn parse(text: &str, order: Option<Order>) -> Result<Option<Date>, &'static str> {
    const SAYS: &str = "this is no day since 2000: use a date like 2026-11-20 or 20/11/2026";
    if text.trim().is_empty() {
        return Ok(None);
    }
    let date = match read(text).ok_or(SAYS)? {
        Read::Day(date) | Read::Exact(date) => date,
        Read::Pair(one, other, year) => {
            let (day, month) = match order {
                Some(Order::DayFirst) => (one, other),
                Some(Order::MonthFirst) => (other, one),
                None if one == other || one > 12 => (one, other),
                None if other > 12 => (other, one),
                None => return Err("day and month cannot be told apart: say which comes first"),
            };
            Date::new(year, month, day).map_err(|_| SAYS)?
        }
    };
    Ok(Some(date))
}

fn read(text: &str) -> Option<Read> {
    let text = text.trim();
    if let Some((date, _)) = text.split_once('T').filter(|(date, time)| {
        date.len() == 10 && time.starts_with(|letter: char| letter.is_ascii_digit())
    }) {
        return joined(date);
    }
    let words: Vec<&str> = text
        .split([' ', ',', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    let (first, rest) = words.split_first()?;
    if first.contains(['/', '-', '.']) && !first.contains(':') {
        return is_time(rest).then(|| serial(first).or_else(|| joined(first)))?;
    }
    if rest.is_empty() {
        return serial(first).or_else(|| basic(first));
    }
    spoken(&words)
}

/// Whether what follows a day is a time of it.
fn is_time(words: &[&str]) -> bool {
    words
        .first()
        .is_none_or(|time| time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()))
}

/// Three parts with marks between them.
fn joined(text: &str) -> Option<Read> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [one, other, last] = parts.as_slice() else {
        return None;
    };
    if one.len() == 4 {
        let date = Date::new(year(one)?, number(other)?, number(last)?).ok()?;
        return Some(Read::Exact(date));
    }
    if let Some(month) = month(other) {
        let date = Date::new(year(last)?, month, number(one)?).ok()?;
        return Some(Read::Day(date));
    }
    let (one, other, year) = (number(one)?, number(other)?, year(last)?);
    Some(Read::Pair(one, other, year))
}

/// `4 September 2026`, `4th Sep 26`, `Sep 4, 2026`, a weekday before it.
fn spoken(words: &[&str]) -> Option<Read> {
    let words = match words {
        [weekday, rest @ ..] if is_weekday(weekday) => rest,
        all => all,
    };
    let [one, other, last, rest @ ..] = words else {
        return None;
    };
    if !is_time(rest) {
        return None;
    }
    let (day, month) = match (month(one), month(other)) {
        (Some(month), None) => (other, month),
        (None, Some(month)) => (one, month),
        _ => return None,
    };
    let day = day.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let date = Date::new(year(last)?, month, number(day)?).ok()?;
    Some(Read::Day(date))
}

/// Days since the turn of the century before last, as spreadsheets count.
fn serial(text: &str) -> Option<Read> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(part) {
        return None;
    }
    let days: i32 = whole.parse().ok()?;
    // From 2000 to 2064: other numbers are no days of an answer.
    if !(36_526..=60_000).contains(&days) {
        return None;
    }
    let date = jiff::civil::date(1899, 12, 30).checked_add(days.days());
    Some(Read::Exact(date.ok()?))
}

/// `20260904`.
fn basic(text: &str) -> Option<Read> {
    if text.len() != 8 || !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let number: i32 = text.parse().ok()?;
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    let fits = YEARS.contains(&year);
    let date = fits.then(|| Date::new(year, month, day).ok())??;
    Some(Read::Exact(date))
}

fn number(text: &str) -> Option<i8> {
    let fits = (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// A year of two or four digits; two are of this century.
fn year(text: &str) -> Option<i16> {
    let year: i16 = text
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| text.parse().ok())??;
    match text.len() {
        2 if year < 80 => Some(2000 + year),
        4 if YEARS.contains(&year) => Some(year),
        _ => None,
    }
}

fn month(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    let text = if text == "sept" { "sep" } else { &text };
    let place = MONTHS
        .iter()
        .position(|month| text.len() >= 3 && month.starts_with(text))?;
    i8::try_from(place + 1).ok()
}

fn is_weekday(text: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let text = text.to_ascii_lowercase();
    DAYS.iter()
        .any(|day| text.len() >= 3 && day.starts_with(&text))
}

#[cfg(test)]
mod tests;
