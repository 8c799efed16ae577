//! The answer at the end of the checks.

use serde::{Deserialize, Serialize};

use crate::policy::reason::{Reason, Severity};

/// Clear, Hold or Blocked; not Clear exactly when there is a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict", content = "reasons")]
pub enum Verdict {
    /// It may go out, once a second person has approved.
    Clear,
    /// A person must settle something first.
    Hold(Vec<Reason>),
    /// It cannot go out like this.
    Blocked(Vec<Reason>),
}

impl Verdict {
    /// The strictest of the reasons; all of them are kept, gravest first.
    #[must_use]
    pub fn from_reasons(mut reasons: Vec<Reason>) -> Self {
        reasons.sort_unstable();
        reasons.dedup();
        match reasons.iter().map(|reason| reason.code.severity()).max() {
            None => Self::Clear,
            Some(Severity::Hold) => Self::Hold(reasons),
            Some(Severity::Blocked) => Self::Blocked(reasons),
        }
    }

    /// Its reasons, gravest first; none when it is Clear.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Clear => &[],
            Self::Hold(reasons) | Self::Blocked(reasons) => reasons,
        }
    }

    /// Whether it may go out.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// How far it stops: `None`, Hold, Blocked. Ordered.
    #[must_use]
    pub const fn severity(&self) -> Option<Severity> {
        match self {
            Self::Clear => None,
            Self::Hold(_) => Some(Severity::Hold),
            Self::Blocked(_) => Some(Severity::Blocked),
        }
    }

    /// The word for it in tables and answers.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Hold(_) => "hold",
            Self::Blocked(_) => "blocked",
        }
    }
}
