//! Events: when, who may be in the picture, and what was asked on the day.

use std::{collections::BTreeSet, path::Path};

use gatehouse_domain::{Channel, ids::AccountId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::rows::{SchoolError, read_toml};

/// A short name for an event, used on the command line; names no person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// The short name of an event that nobody gave one.
    #[must_use]
    pub fn of(id: gatehouse_domain::ids::EventId) -> Self {
        Self(id.0.simple().to_string())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One event.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a duty of its own that was met or not; they are no state machine"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What it is called.
    pub title: String,
    /// The day.
    pub on: Date,
    /// The classes whose pupils may be in the picture: the roster.
    pub classes: Vec<String>,
    /// Where its pictures are meant to go.
    pub channels: Vec<Channel>,
    /// What the pictures are for.
    pub purpose: String,
    /// The role or post of who asked for them.
    pub directed_by: String,
    /// Whether the people pictured were asked on the day.
    pub assent_given: bool,
    /// Whether the camera is one of the school's, or an agreed exception.
    pub device_allowed: bool,
    /// Who took the pictures: a post, a firm, a parent; no child.
    #[serde(default)]
    pub photographer: String,
    /// Whether the school may publish them: its own staff took them, or who did
    /// agreed in writing. Not said means no.
    #[serde(default)]
    pub rights_held: bool,
    /// Whether the uploader's agreement and training are current.
    pub uploader_current: bool,
    /// Who said no to one of the three questions, while a no stands: somebody
    /// else may say otherwise once there are pictures.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub said_no_by: BTreeSet<AccountId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<Event>,
}

/// Reads `events.toml`. A class that no pupil is in is a slip, and would leave
/// its pupils off the roster.
pub(super) fn read(folder: &Path, classes: &BTreeSet<&str>) -> Result<Vec<Event>, SchoolError> {
    let events = read_toml::<File>(folder, "events.toml")?.event;
    let mut seen = BTreeSet::new();
    for event in &events {
        if !event
            .classes
            .iter()
            .all(|class| classes.contains(class.as_str()))
        {
            return Err(SchoolError::BadFile {
                file: "events.toml",
                problem: format!(
                    "the event {} has a class that no pupil is in: write it as in pupils.csv",
                    event.id.as_str()
                ),
            });
        }
        if !seen.insert(event.id.as_str()) {
            return Err(SchoolError::BadFile {
                file: "events.toml",
                problem: "two events have the same id: give each its own".to_owned(),
            });
        }
    }
    Ok(events)
}
