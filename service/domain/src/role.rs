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

impl Role {
    /// Every role, in the order in which pages and tables list them.
    pub const ALL: [Self; 7] = [
        Self::Staff,
        Self::Editor,
        Self::Dsl,
        Self::Head,
        Self::Office,
        Self::Dpo,
        Self::Admin,
    ];

    /// The stable name used in files, on the command line and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Editor => "editor",
            Self::Dsl => "dsl",
            Self::Head => "head",
            Self::Office => "office",
            Self::Dpo => "dpo",
            Self::Admin => "admin",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// The text was not the name of a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such role: use staff, editor, dsl, head, office, dpo or admin")]
pub struct UnknownRole;

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == text)
            .ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
        }
        assert_eq!("Admin".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn the_refusal_of_a_role_names_every_role() {
        let told = UnknownRole.to_string();
        assert!(Role::ALL.into_iter().all(|role| told.contains(role.code())));
    }
}
