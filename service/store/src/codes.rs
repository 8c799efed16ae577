//! Codes in columns, read back into the rules' own types.

use std::fmt::Display;

use gatehouse_domain::findings::TextKind;

use crate::Error;

/// A code that was understood, or the row that is damaged.
pub(crate) fn read_code<T>(
    known: Option<T>,
    table: &'static str,
    column: &'static str,
    row: impl Display,
) -> Result<T, Error> {
    known.ok_or_else(|| Error::corrupt(table, column, row, "an unknown code"))
}

/// The code of a kind of text, as the interchange forms write it.
pub(crate) const fn text_kind_code(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Caption => "caption",
        TextKind::Title => "title",
        TextKind::AltText => "alt_text",
        TextKind::Filename => "filename",
        TextKind::Hashtag => "hashtag",
        TextKind::Handle => "handle",
        TextKind::Album => "album",
    }
}

/// The kind of text of a code.
pub(crate) fn text_kind(code: &str) -> Option<TextKind> {
    TextKind::ALL
        .into_iter()
        .find(|kind| text_kind_code(*kind) == code)
}
