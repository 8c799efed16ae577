//! One policy clause on the photo's way, as its file tells it.

use std::{collections::BTreeMap, fs, path::Path};

use gatehouse_domain::retention::DutyKind;
use serde::{Deserialize, de::DeserializeOwned};
use toml::Table;

use crate::{base::Base, deadline, door, file, page, photo, pupil, release, review, roster};

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Profile and clause, or the law; as reasons name it.
    #[serde(rename = "clause")]
    pub name: String,
    /// What it asks, in our own words; for a clause of a profile its own file
    /// says that.
    pub says: Option<String>,
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
    session: Option<Table>,
    password: Option<Table>,
    file: Option<Table>,
    page: Option<Table>,
    review: Option<Table>,
    expect: Table,
}

/// What a case that came out as expected has shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whether the way was open; `None` where that is not the question.
    pub passed: Option<bool>,
    /// The codes with which something was refused.
    pub codes: Vec<String>,
    /// The duty that was asked for.
    pub duty: Option<DutyKind>,
}

impl Kept {
    /// A way that was open or not, and the code it was shut with.
    pub fn of(passed: bool, code: Option<&'static str>) -> Self {
        Self {
            passed: Some(passed),
            codes: code.map(str::to_owned).into_iter().collect(),
            duty: None,
        }
    }
}

/// A way to tell facts of one kind to the rules.
type Teller = fn(&Base, &Table, &Table) -> Result<Kept, String>;

impl Case {
    /// Tells the case to the rules.
    pub fn run(&self, base: &Base) -> Result<Kept, String> {
        let kinds: [(&Option<Table>, Teller); 10] = [
            (&self.photo, photo::run),
            (&self.pupil, pupil::run),
            (&self.roster, roster::run),
            (&self.copy, deadline::run),
            (&self.release, release::run),
            (&self.session, door::session),
            (&self.password, door::password),
            (&self.file, file::run),
            (&self.page, page::run),
            (&self.review, review::run),
        ];
        let mut told = kinds
            .into_iter()
            .filter_map(|(facts, tell)| Some((facts.as_ref()?, tell)));
        match (told.next(), told.next()) {
            (Some((facts, tell)), None) => tell(base, facts, &self.expect),
            _ => Err("give facts of one kind, such as photo, copy or release".to_owned()),
        }
    }
}

/// The clause files of a folder beside this one, by name without the ending.
pub fn read(folder: &str) -> Result<BTreeMap<String, Clause>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(folder);
    let mut found = BTreeMap::new();
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(&folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let is_case = path.extension().is_some_and(|end| end == "toml");
        let name = name
            .filter(|_| is_case)
            .ok_or(format!("{} is no case", path.display()))?;
        let text = fs::read_to_string(&path).map_err(problem)?;
        let clause = toml::from_str(&text).map_err(|error| format!("{name}.toml: {error}"))?;
        found.insert(name.to_owned(), clause);
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
