//! One policy clause on the photo's way, as its file tells it.

use std::{collections::BTreeMap, fs, path::Path};

use gatehouse_captions::Checker;
use gatehouse_domain::policy::Code;
use serde::{Deserialize, de::DeserializeOwned};
use toml::Table;

use crate::{base::Base, deadline, photo, pupil, release, roster};

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Profile and clause, or the law; as reasons name it.
    #[serde(rename = "clause")]
    pub name: String,
    /// What it asks, in our own words.
    pub says: String,
    /// What happens and what must come of it.
    #[serde(rename = "case")]
    pub cases: Vec<Case>,
}

/// One case: facts of exactly one kind, and what is expected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A sentence.
    pub name: String,
    photo: Option<Table>,
    pupil: Option<Table>,
    roster: Option<Table>,
    copy: Option<Table>,
    release: Option<Table>,
    expect: Table,
}

/// What a case that came out as expected has shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whether the way was open; `None` where that is not the question.
    pub passed: Option<bool>,
    /// The reasons of a photo's verdict.
    pub codes: Vec<Code>,
}

impl Case {
    /// Tells the case to the rules.
    pub fn run(&self, base: &Base, checker: &Checker) -> Result<Kept, String> {
        let expect = &self.expect;
        match (
            &self.photo,
            &self.pupil,
            &self.roster,
            &self.copy,
            &self.release,
        ) {
            (Some(facts), None, None, None, None) => photo::run(base, checker, facts, expect),
            (None, Some(facts), None, None, None) => pupil::run(base, facts, expect),
            (None, None, Some(facts), None, None) => roster::run(base, facts, expect),
            (None, None, None, Some(facts), None) => deadline::run(base, facts, expect),
            (None, None, None, None, Some(facts)) => release::run(base, facts, expect),
            _ => Err("give facts of one kind: photo, pupil, roster, copy or release".to_owned()),
        }
    }
}

/// Every clause file beside this one, by its name without the ending.
pub fn read_all() -> Result<BTreeMap<String, Clause>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        if let (Some(name), Some("toml")) = (name, path.extension().and_then(|end| end.to_str())) {
            let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let clause = toml::from_str(&text).map_err(|error| format!("{name}.toml: {error}"))?;
            found.insert(name.to_owned(), clause);
        }
    }
    Ok(found)
}

/// The facts of a table; whatever the type does not know is an error.
pub fn strict<T: DeserializeOwned>(table: Table) -> Result<T, String> {
    table
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())
}

/// Says so when what was found is not what was expected.
pub fn same<T: PartialEq + std::fmt::Display>(expected: &T, found: &T) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("expected: {expected}\n  found: {found}"))
    }
}

/// An answer in words: the word, and its reasons where there are any.
pub fn answer<S: AsRef<str>>(word: &str, reasons: &[S]) -> String {
    let reasons: Vec<&str> = reasons.iter().map(AsRef::as_ref).collect();
    if reasons.is_empty() {
        word.to_owned()
    } else {
        format!("{word} because of {}", reasons.join(", "))
    }
}

/// Lower-case words joined by hyphens.
pub fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
