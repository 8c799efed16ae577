//! Loads the whole folder, or says what is wrong with it; never half of it.

use std::{collections::BTreeSet, path::Path};

use gatehouse_captions::School as WordsSchool;

use super::{School, SchoolError, events, guardians, people, permissions, profile, rows};

/// Reads the school from `folder`.
///
/// # Errors
/// [`SchoolError`] with file, line and column; nothing is loaded then.
pub fn load(folder: &Path) -> Result<School, SchoolError> {
    let profile = profile::read(folder)?;
    let mut people = people::read(folder)?;
    guardians::read(folder, &mut people)?;
    for person in &mut people {
        person.settle(&profile.rules);
    }
    permissions::read(folder, &mut people)?;
    permissions::read_standing(folder, &mut people)?;
    let classes: BTreeSet<&str> = people
        .iter()
        .filter_map(|person| person.class.as_deref())
        .collect();
    let events = events::read(folder, &classes)?;
    profile.check_classes(&classes)?;
    Ok(School {
        events,
        lookalikes: people::read_lookalikes(folder, &people)?,
        words: words(folder)?,
        people,
        profile,
    })
}

fn words(folder: &Path) -> Result<WordsSchool, SchoolError> {
    const FILE: &str = "school.json";
    let bytes = rows::read(folder, FILE)?;
    serde_json::from_slice(&bytes).map_err(|error| SchoolError::BadFile {
        file: FILE,
        problem: format!("line {}: it is not the JSON that is expected", error.line()),
    })
}
