//! Before the first photo: what was found for each setting, whoever set it.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{
    address::{self, DatabaseUrl},
    kind::{Kind, Value},
    problem::{Problem, Source},
    secret::Secret,
    settings::{Setting, Unset},
};

/// A value and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) value: Value,
    pub(super) source: Source,
}

/// All values, and all that was wrong with them.
#[derive(Debug, Default)]
pub(super) struct Values {
    found: BTreeMap<String, Found>,
    /// Settings with a value that was refused: they are not missing, and what
    /// depends on them cannot be judged.
    refused: BTreeSet<String>,
    pub(super) problems: Vec<Problem>,
}

impl Values {
    /// Takes a value as text; it replaces what was there.
    pub(super) fn take(&mut self, setting: &Setting, text: &str, source: Source, base: &Path) {
        if let Some(value) = setting.kind.read(text, base) {
            let found = Found { value, source };
            self.found.insert(setting.key.clone(), found);
        } else {
            self.refuse(setting, source, shown(setting, text), "");
        }
    }

    /// Refuses the value of a setting.
    pub(super) fn refuse(&mut self, setting: &Setting, source: Source, said: String, also: &str) {
        self.found.remove(&setting.key);
        self.refused.insert(setting.key.clone());
        let allowed = format!("use {}{also}", setting.kind.allowed());
        self.problem(source, &setting.key, said, allowed);
    }

    /// Adds a problem.
    pub(super) fn problem(
        &mut self,
        source: Source,
        key: impl Into<String>,
        said: impl Into<String>,
        allowed: impl Into<String>,
    ) {
        self.problems.push(Problem {
            source,
            key: key.into(),
            said: said.into(),
            allowed: allowed.into(),
        });
    }

    /// Fills in the defaults of what nobody set.
    pub(super) fn fill(&mut self, settings: &[Setting], base: &Path) {
        for setting in settings {
            let is_there = self.found.contains_key(&setting.key);
            if let (Unset::Value(text), false) =
                (setting.unset, is_there || self.is_refused(&setting.key))
            {
                let data = self.path("data").unwrap_or_else(|| base.to_owned());
                let (text, base) = in_data(setting.kind, text, &data, base);
                self.take(setting, &text, Source::Default, base);
            }
        }
    }

    /// Whether a value was there and was refused.
    pub(super) fn is_refused(&self, key: &str) -> bool {
        self.refused.contains(key)
    }

    /// Whether a person set it, and where.
    pub(super) fn set(&self, key: &str) -> Option<&Source> {
        let found = self.found.get(key)?;
        found.source.is_set().then_some(&found.source)
    }

    /// What was found.
    pub(super) fn get(&self, key: &str) -> Option<&Found> {
        self.found.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    pub(super) fn secret(&self, key: &str) -> Option<Secret> {
        match &self.get(key)?.value {
            Value::Secret(secret) => Some(secret.clone()),
            _ => None,
        }
    }

    pub(super) fn path(&self, key: &str) -> Option<PathBuf> {
        match &self.get(key)?.value {
            Value::Path(path) => Some(path.clone()),
            _ => None,
        }
    }

    pub(super) fn number(&self, key: &str) -> Option<u16> {
        match self.get(key)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn bytes(&self, key: &str) -> Option<u64> {
        match self.get(key)?.value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn yes_no(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            Value::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    pub(super) fn socket(&self, key: &str) -> Option<SocketAddr> {
        match self.get(key)?.value {
            Value::Socket(address) => Some(address),
            _ => None,
        }
    }

    pub(super) fn day(&self, key: &str) -> Option<Date> {
        match self.get(key)?.value {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    pub(super) fn database(&self, key: &str) -> Option<DatabaseUrl> {
        match &self.get(key)?.value {
            Value::Database(url) => Some(url.clone()),
            _ => None,
        }
    }
}

/// A default that begins with `data/` follows the setting `data`.
fn in_data<'a>(kind: Kind, text: &str, data: &'a Path, base: &'a Path) -> (String, &'a Path) {
    let inner = match kind {
        Kind::Folder | Kind::File => text.strip_prefix("data/").map(str::to_owned),
        Kind::Database => text
            .strip_prefix("sqlite:data/")
            .map(|file| format!("sqlite:{file}")),
        _ => None,
    };
    match inner {
        Some(inner) => (inner, data),
        None => (text.to_owned(), base),
    }
}

/// How a wrong value is told: in quotes, cut when long, never when it is or
/// may hold a secret.
pub(super) fn shown(setting: &Setting, text: &str) -> String {
    let beginning = if setting.kind == Kind::Database {
        address::beginning(text)
    } else {
        None
    };
    if let Some(beginning) = beginning {
        return format!("is \"{beginning}...\"");
    }
    // An address with an @ holds a user name, and mostly a password too.
    if setting.is_secret || (setting.kind == Kind::Web && text.contains('@')) {
        return HIDDEN.to_owned();
    }
    format!("is {}", quoted(text))
}

/// What is said of a wrong value that may not be shown.
pub(super) const HIDDEN: &str = "is wrong (a value is there)";

/// In quotes, on one line, at most 60 letters.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push_str("...");
    }
    format!("{short:?}")
}
