//! The school and the cases of the words checker's development set.

use gatehouse_captions::{Checker, Profile, Pupil, Register};
use gatehouse_domain::{
    Channel,
    findings::{TextKind, WordsVerdict},
};

/// One caption and what it should come to.
pub struct Case {
    /// What it tries.
    pub category: String,
    /// The text.
    pub caption: String,
    /// What kind of text.
    pub kind: TextKind,
    /// Where it goes.
    pub channel: Channel,
    /// What it should come to.
    pub verdict: WordsVerdict,
    /// What should be suggested; not judged where none is given.
    pub suggestion: Option<String>,
}

const FILES: [&str; 3] = [
    include_str!("../cases/names.jsonl"),
    include_str!("../cases/innocent.jsonl"),
    include_str!("../cases/details.jsonl"),
];

fn field<T: serde::de::DeserializeOwned>(line: &serde_json::Value, name: &str, default: &str) -> T {
    let value = line.get(name).cloned().unwrap_or_else(|| default.into());
    serde_json::from_value(value).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// Every case of the set.
pub fn cases() -> Vec<Case> {
    FILES
        .iter()
        .flat_map(|file| file.lines())
        .filter(|line| !line.is_empty())
        .map(|line| {
            let line: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            Case {
                category: field(&line, "category", ""),
                caption: field(&line, "caption", ""),
                kind: field(&line, "kind", "caption"),
                channel: field(&line, "channel", "website"),
                verdict: field(&line, "verdict", "block"),
                suggestion: line
                    .get("suggestion")
                    .and_then(|s| s.as_str())
                    .map(str::to_owned),
            }
        })
        .collect()
}

/// The checker of the set's own school.
pub fn checker() -> Checker {
    let pupils = include_str!("../cases/pupils.txt").lines().map(|line| {
        let mut fields = line.split('|').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        let (first_name, preferred, surname, class) = (next(), next(), next(), next());
        Pupil {
            first_name,
            preferred_name: Some(preferred).filter(|p| !p.is_empty()),
            surname,
            class: Some(class),
            year: None,
        }
    });
    let school = serde_json::from_str(include_str!("../cases/school.json"))
        .unwrap_or_else(|error| panic!("school.json: {error}"));
    Checker::new(Register::new(pupils), school, Profile::default())
}
