//! What becomes of answers that count today and that no file of an import
//! speaks of: a file with half the pupils must not make all look up to date.

use gatehouse_domain::Channel;

use super::{Choice, Looked, Somebody};
use crate::school::MisId;

/// Somebody's answers that no file speaks of. No Debug: it holds a name.
pub struct Unanswered {
    /// Whose.
    pub who: Somebody,
    /// Where their pictures may go by them.
    pub channels: Vec<Channel>,
}

/// What becomes of answers that no file speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fate {
    /// They stay, and the consents do not count as imported today.
    #[default]
    Leave,
    /// They end: nobody gives them any more.
    End,
    /// They stay: the office has checked that they still hold.
    Keep,
}

impl Choice {
    /// Whether the consents count as imported today: what is lacking, and what
    /// is about nobody, may have been a no.
    pub(super) const fn renews(&self, looked: &Looked) -> bool {
        looked.renews
            && (looked.unmatched.is_empty() || self.nobodies)
            && (looked.unanswered.is_empty() || !matches!(self.unanswered, Fate::Leave))
    }
}

/// The answers by person; those of one person stand together.
pub(super) fn grouped(
    all: &[(MisId, Channel)],
    somebody: impl Fn(&MisId) -> Somebody,
) -> Vec<Unanswered> {
    let groups = all.chunk_by(|(one, _), (other, _)| one == other);
    groups
        .filter_map(|group| {
            let (id, _) = group.first()?;
            Some(Unanswered {
                who: somebody(id),
                channels: group.iter().map(|(_, channel)| *channel).collect(),
            })
        })
        .collect()
}
