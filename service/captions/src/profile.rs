//! The words stop: what the school's profile decides about names in words.

use serde::{Deserialize, Serialize};

/// What may stand on a wall or behind the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inside {
    /// Full names may stand on display and vle.
    #[default]
    FullNames,
    /// First names only, as outside.
    FirstNames,
}

/// How a name may go with a picture on external channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// First names may stand beside a picture.
    #[default]
    FirstNames,
    /// No pupil's name beside a picture.
    NoNameWithPicture,
    /// Either the picture or the name goes out, never both.
    PictureOrName,
}

/// The settings of the words checker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Names on display and vle.
    pub inside: Inside,
    /// Names beside a picture outside.
    pub naming: Naming,
}
