//! What people did while a photo was checked: naming, counting, settling.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::policy::{HeadCounts, Lift};
use serde::{Deserialize, Serialize};

use super::{Marked, Seen, Sight};
use crate::school::PersonKey;

/// What a person said of one face. `P` is what people are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision<P = PersonKey> {
    /// It is this person.
    Is(P),
    /// It is a visitor; `agreed` is the uploader's word that they were asked.
    Visitor {
        /// Whether they agreed.
        agreed: bool,
    },
    /// Nobody can be recognised there.
    NobodyRecognisable,
    /// It is not a face.
    NotAFace,
}

impl<P: Copy> Decision<P> {
    /// The same with people told apart otherwise; `None` where the person is
    /// not known any more, so that nothing is decided.
    pub(crate) fn map<Q>(self, who: impl Fn(P) -> Option<Q>) -> Option<Decision<Q>> {
        Some(match self {
            Self::Is(person) => Decision::Is(who(person)?),
            Self::Visitor { agreed } => Decision::Visitor { agreed },
            Self::NobodyRecognisable => Decision::NobodyRecognisable,
            Self::NotAFace => Decision::NotAFace,
        })
    }

    /// The person it names.
    pub(crate) const fn person(&self) -> Option<P> {
        match self {
            Self::Is(person) => Some(*person),
            _ => None,
        }
    }
}

/// Everything people did to one photo.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// By place in [`Seen::faces`].
    pub decisions: BTreeMap<usize, Decision>,
    /// Faces the machine missed, marked by hand.
    pub marked: Vec<Marked>,
    /// Who faces were said to be before, by place among all faces: the
    /// machine's, then those marked.
    pub before: BTreeMap<usize, Vec<PersonKey>>,
    /// Faces of which a safeguarding lead said what they are, by that place.
    pub settled: BTreeSet<usize>,
    /// Heads that were counted.
    pub counts: HeadCounts,
    /// Reasons that were settled, by those who may.
    pub lifts: Vec<Lift>,
}

impl Parts {
    /// Notes that a person confirmed every name the machine proposes.
    pub fn confirm_proposals(&mut self, seen: &Seen) {
        for (index, face) in seen.faces.iter().enumerate() {
            if let Sight::Match(key) = face.sight {
                self.decisions.insert(index, Decision::Is(key));
            }
        }
    }
}
