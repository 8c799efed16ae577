//! The school's profile: what is switched on, and the numbers to judge by.

use std::{collections::BTreeSet, path::Path};

use gatehouse_captions::Profile as WordsProfile;
use gatehouse_domain::{
    Channel,
    biometric::Dpia,
    permission::{Source, may_be_of_early_years},
    policy::Rules,
    retention::RetentionRules,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    people::Person,
    rows::{SchoolError, read_toml},
};

/// What the head signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Channels that are switched on.
    pub channels: Vec<Channel>,
    /// How current the consents are.
    pub consents: Consents,
    /// Whether faces may be matched at all.
    pub recognition: Recognition,
    /// The numbers verdicts are judged by; the defaults where absent.
    #[serde(default)]
    pub rules: Rules,
    /// How names may stand in words.
    #[serde(default)]
    pub words: WordsProfile,
    /// How long each kind of copy may last.
    #[serde(default)]
    pub retention: RetentionRules,
}

/// How current the consents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// The day of the last import.
    pub imported_on: Date,
    /// Days for which it counts.
    pub fresh_days: u16,
    /// Version of the consent text in force.
    pub text_version: u32,
}

impl From<Consents> for Source {
    fn from(consents: Consents) -> Self {
        Self {
            imported_on: consents.imported_on,
            fresh_days: consents.fresh_days,
            text_version: consents.text_version,
        }
    }
}

/// Whether, and on what record, faces are matched. Off unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    /// The head's switch.
    #[serde(default)]
    pub on: bool,
    /// The signed DPIA, if there is one.
    #[serde(default)]
    pub dpia: Option<Dpia>,
    /// Who signed it, and which version it is; its text stays in the school's
    /// own file.
    #[serde(default)]
    pub paper: DpiaPaper,
    /// Classes that take the register route as the early years do, whatever
    /// year groups their pupils are in.
    #[serde(default)]
    pub early_years: Vec<String>,
    /// The head's choice to match early years classes all the same.
    #[serde(default)]
    pub match_early_years: bool,
}

/// What is written on the impact assessment's first page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DpiaPaper {
    /// The post of who signed it, not a name.
    pub signed_by: String,
    /// Which version it is.
    pub version: String,
}

impl Recognition {
    /// Whether a pupil may be in the early years: by their year group, which
    /// nobody may have told, or because their class is named.
    #[must_use]
    pub fn may_be_early(&self, pupil: &Person) -> bool {
        let class = pupil.class.as_ref();
        may_be_of_early_years(pupil.year.as_deref())
            || class.is_some_and(|class| self.early_years.contains(class))
    }

    /// Whether it is switched on and stopped all the same, for want of a DPIA
    /// in force on `date`.
    #[must_use]
    pub fn is_stopped(&self, date: Date) -> bool {
        self.on && !self.dpia_valid(date)
    }

    /// Whether the DPIA is signed and has not lapsed on `date`.
    #[must_use]
    pub fn dpia_valid(&self, date: Date) -> bool {
        self.dpia
            .as_ref()
            .is_some_and(|dpia| dpia.is_in_force(date))
    }
}

impl Profile {
    /// Refuses early years classes that no pupil is in.
    pub(super) fn check_classes(&self, classes: &BTreeSet<&str>) -> Result<(), SchoolError> {
        let known = |class: &String| classes.contains(class.as_str());
        if self.recognition.early_years.iter().all(known) {
            return Ok(());
        }
        Err(SchoolError::BadFile {
            file: "profile.toml",
            problem: "early_years has a class that no pupil is in: write it as in pupils.csv"
                .to_owned(),
        })
    }
}

/// Reads `profile.toml`.
pub(super) fn read(folder: &Path) -> Result<Profile, SchoolError> {
    read_toml(folder, "profile.toml")
}
