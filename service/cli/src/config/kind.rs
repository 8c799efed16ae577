//! Before the first photo: the kinds of value a setting may have, how each is
//! read and the words that say what is allowed.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{
    address::{self, DatabaseUrl},
    secret::Secret,
    size,
};

/// The longest text that is taken for a name or title, in characters.
const LONGEST: usize = 200;

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words for people, such as a title.
    Title,
    /// One word without spaces.
    Word,
    /// The name of a bucket.
    Bucket,
    /// The beginning of the names in a bucket; may be empty.
    Prefix,
    /// A password or key for somebody else's service.
    Password,
    /// The master key itself.
    MasterKey,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A whole number.
    Number {
        /// The least that is taken.
        least: u16,
        /// The most that is taken.
        most: u16,
    },
    /// A size in bytes, with or without a unit.
    Size {
        /// The least that is taken, in bytes.
        least: u64,
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// Yes or no.
    YesNo,
    /// A day of the calendar.
    Day,
    /// Where the database is.
    Database,
    /// A web address.
    Web,
    /// An address of this machine with a port.
    Socket,
}

/// A value that was read and is allowed. Debug hides what is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Secret(Secret),
    Path(PathBuf),
    Number(u16),
    Bytes(u64),
    YesNo(bool),
    Day(Date),
    Database(DatabaseUrl),
    Socket(SocketAddr),
}

impl Kind {
    /// What is allowed, as it is told after "use".
    #[must_use]
    pub fn allowed(self) -> String {
        let words = match self {
            Self::Title => "words of at most 200 letters",
            Self::Word => "one word without spaces",
            Self::Bucket => "a bucket name of 3 to 63 small letters, digits, dots or hyphens",
            Self::Prefix => "a name without spaces that neither begins nor ends with a slash",
            Self::Password => "the key without spaces",
            Self::MasterKey => "64 hexadecimal digits",
            Self::Folder => "a folder",
            Self::File => "a file",
            Self::Number { least, most } => {
                return format!("a whole number from {least} to {most}");
            }
            Self::Size { least, most } => {
                let (least, most) = (size::told(least), size::told(most));
                return format!("a size from {least} to {most}");
            }
            Self::OneOf(words) => return one_of(words),
            Self::YesNo => "true or false",
            Self::Day => "a day such as 2026-11-20",
            Self::Database => "sqlite:PATH or postgres://USER@HOST/NAME",
            Self::Socket => "an address and a port, such as 127.0.0.1:8600",
            Self::Web => "an address such as https://HOST/PATH, without a user name or a query",
        };
        words.to_owned()
    }

    /// Whether TOML writes it without quotes only.
    #[must_use]
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Number { .. } | Self::YesNo)
    }

    /// Reads a value; nothing when it is not allowed. Paths that are not
    /// absolute are taken from `base`.
    pub(super) fn read(self, text: &str, base: &Path) -> Option<Value> {
        match self {
            Self::Title => title(text).map(Value::Text),
            Self::Word => word(text).then(|| Value::Text(text.to_owned())),
            Self::Bucket => bucket(text).then(|| Value::Text(text.to_owned())),
            Self::Prefix => prefix(text).then(|| Value::Text(text.to_owned())),
            Self::Password => word(text).then(|| Value::Secret(Secret::new(text.to_owned()))),
            Self::MasterKey => {
                master_key(text).then(|| Value::Secret(Secret::new(text.to_owned())))
            }
            Self::Folder | Self::File => path(text, base).map(Value::Path),
            Self::Number { least, most } => {
                let number = plain_number(text)?;
                (least..=most)
                    .contains(&number)
                    .then_some(Value::Number(number))
            }
            Self::Size { least, most } => {
                let bytes = size::read(text)?;
                (least..=most)
                    .contains(&bytes)
                    .then_some(Value::Bytes(bytes))
            }
            Self::OneOf(words) => words.contains(&text).then(|| Value::Text(text.to_owned())),
            Self::YesNo => text.parse().ok().map(Value::YesNo),
            Self::Day => day(text).map(Value::Day),
            Self::Database => address::database(text, base).map(Value::Database),
            Self::Web => address::web(text).map(Value::Text),
            Self::Socket => text.parse().ok().map(Value::Socket),
        }
    }
}

/// "a, b or c".
fn one_of(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn title(text: &str) -> Option<String> {
    let text = text.trim();
    let is_good =
        !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    is_good.then(|| text.to_owned())
}

/// Something, without spaces and invisible letters.
fn word(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The rules all S3 services agree on.
fn bucket(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (3..=63).contains(&text.len())
        && text.chars().all(|c| edge(c) || c == '-' || c == '.')
        && text.starts_with(edge)
        && text.ends_with(edge)
}

fn prefix(text: &str) -> bool {
    let is_part = |part: &str| word(part) && part != "." && part != "..";
    text.is_empty() || text.split('/').all(is_part)
}

fn master_key(text: &str) -> bool {
    text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// The system takes no path that is empty or holds a null.
pub(super) fn path(text: &str, base: &Path) -> Option<PathBuf> {
    let is_good = !text.trim().is_empty() && !text.chars().any(char::is_control);
    is_good.then(|| base.join(text))
}

/// Digits only: no sign, no space.
pub(super) fn plain_number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let is_digits = text.chars().all(|c| c.is_ascii_digit());
    if is_digits { text.parse().ok() } else { None }
}

/// Exactly YYYY-MM-DD, of the many ways of ISO 8601.
fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}
