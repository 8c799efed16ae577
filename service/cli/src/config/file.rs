//! Before the first photo: `gatehouse.toml`, read with the line of every key.

use std::{ops::Range, path::Path};

use toml::de::{DeInteger, DeTable, DeValue};

use super::{
    kind::Kind,
    nearest::nearest,
    problem::Source,
    settings::Setting,
    values::{HIDDEN, Values, quoted},
};

/// The file as it is read: its name for the sentences, its text, the folder
/// that its paths start from.
#[derive(Clone, Copy)]
struct File<'a> {
    name: &'a str,
    text: &'a str,
    folder: &'a Path,
    settings: &'a [Setting],
}

/// Reads the file. False when it is no TOML: then nothing in it was read,
/// since a line that cannot be read may have been the head of what follows.
pub(super) fn read(
    name: &str,
    text: &str,
    folder: &Path,
    settings: &[Setting],
    values: &mut Values,
) -> bool {
    let file = File {
        name,
        text,
        folder,
        settings,
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        // The message tells of the grammar and repeats nothing of the file.
        let said = format!("this line is not TOML: {}", error.message());
        let allowed = "write NAME = VALUE, with text in quotes";
        values.problem(file.source(error.span()), "", said, allowed);
    }
    if errors.is_empty() {
        file.walk(table.get_ref(), "", values);
    }
    errors.is_empty()
}

impl File<'_> {
    /// Reads a table whose path is `group`.
    fn walk(&self, table: &DeTable<'_>, group: &str, values: &mut Values) {
        for (name, value) in table {
            let source = self.source(Some(name.span()));
            let key = path(group, name.get_ref());
            let inside = format!("{key}.");
            if let Some(setting) = self.settings.iter().find(|s| s.key == key) {
                self.value(setting, value.get_ref(), source, values);
            } else if !self.settings.iter().any(|s| s.key.starts_with(&inside)) {
                self.unknown(key, source, values);
            } else if let Some(table) = value.get_ref().as_table() {
                self.walk(table, &key, values);
            } else {
                let allowed = format!("write [{key}] and its settings on the lines below");
                values.problem(source, key, "is a group of settings", allowed);
            }
        }
    }

    fn value(&self, setting: &Setting, value: &DeValue<'_>, source: Source, values: &mut Values) {
        if setting.only_variable {
            let also = format!(
                " in {}, or the file that keys.master-file names",
                setting.variable()
            );
            let said = "may not stand in the file (a value is there)".to_owned();
            values.refuse(setting, source, said, &also);
            return;
        }
        if let Some(text) = text_of(setting.kind, value) {
            values.take(setting, &text, source, self.folder);
        } else {
            let is_bare = setting.kind.is_bare();
            let form = if is_bare {
                ", without quotes"
            } else {
                ", in quotes"
            };
            values.refuse(setting, source, wrong_form(setting, value), form);
        }
    }

    fn unknown(&self, key: String, source: Source, values: &mut Values) {
        let groups = self.settings.iter().map(|s| s.place().0);
        let keys = self.settings.iter().map(|s| s.key.as_str());
        let groups = groups.filter(|group| !group.is_empty());
        let allowed = match nearest(&key, keys.chain(groups), '.') {
            Some(near) => format!("did you mean {near}?"),
            None => "take it out".to_owned(),
        };
        values.problem(source, key, "is not a setting", allowed);
    }

    /// The line of a span, counted from 1 and never behind the last.
    fn source(&self, span: Option<Range<usize>>) -> Source {
        let line = span.map(|span| {
            let before = self.text.bytes().take(span.start);
            let line = before.filter(|byte| *byte == b'\n').count() + 1;
            line.min(self.text.lines().count().max(1))
        });
        let name = self.name.to_owned();
        Source::File { name, line }
    }
}

/// The path of a key in a group. A name that is not plain keeps its quotes, so
/// that `"a.b"` is never taken for b in a.
fn path(group: &str, name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let name = if is_plain && name.len() <= 60 {
        name.to_owned()
    } else {
        quoted(name)
    };
    if group.is_empty() {
        name
    } else {
        format!("{group}.{name}")
    }
}

/// A value in the form that this kind is written in, as text.
fn text_of(kind: Kind, value: &DeValue<'_>) -> Option<String> {
    match (kind, value) {
        (Kind::Number { .. } | Kind::Size { .. }, DeValue::Integer(number)) => {
            Some(decimal(number))
        }
        (Kind::YesNo, DeValue::Boolean(yes)) => Some(yes.to_string()),
        (Kind::Day, DeValue::Datetime(day)) => Some(day.to_string()),
        (kind, DeValue::String(text)) if !kind.is_bare() => Some(text.to_string()),
        _ => None,
    }
}

/// `0x10` is 16; what is beyond every limit stays as it is written.
fn decimal(number: &DeInteger<'_>) -> String {
    match u64::from_str_radix(number.as_str(), number.radix()) {
        Ok(number) => number.to_string(),
        Err(_) => number.to_string(),
    }
}

/// What is said of a value of another form.
fn wrong_form(setting: &Setting, value: &DeValue<'_>) -> String {
    let bare = |text: String| {
        let short: String = text.chars().take(60).collect();
        format!("is {short} without quotes")
    };
    match value {
        DeValue::Array(_) => "is a list".to_owned(),
        DeValue::Table(_) => "is a group of settings".to_owned(),
        _ if setting.is_secret => HIDDEN.to_owned(),
        DeValue::String(text) => format!("is {} in quotes", quoted(text)),
        DeValue::Integer(number) => bare(number.to_string()),
        DeValue::Float(number) => bare(number.to_string()),
        DeValue::Boolean(yes) => bare(yes.to_string()),
        DeValue::Datetime(day) => bare(day.to_string()),
    }
}
