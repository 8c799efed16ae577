//! Who may settle what on the photo's way.

use serde::{Deserialize, Serialize};

/// What a signed-in person may do. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Takes and uploads photos, names and confirms faces, counts heads.
    Staff,
    /// Approves what others uploaded, publishes, takes back.
    Editor,
    /// Designated Safeguarding Lead or deputy: exceptions and protected pupils.
    Dsl,
    /// Switches channels and recognition on, signs profile and DPIA.
    Head,
    /// Imports, consents, guardians, devices and duties.
    Office,
    /// Reads governance and logs; sees no picture.
    Dpo,
    /// Accounts and configuration; sees no picture and no pupil.
    Admin,
}
