//! The second person of the story: an editor who approves what is clear, by
//! the same rules of release as everybody.

use std::collections::BTreeSet;

use gatehouse_domain::{
    policy::{Rules, Verdict},
    release::{Actor, Event, Outcome, PictureReason, Refusal, Release, Stage},
    role::Role,
};

/// The two people at the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Someone {
    /// Took and uploaded the photos.
    Teacher,
    /// Approves them.
    Editor,
}

/// Puts a photo into a release that `teacher` uploaded, and lets `approver`
/// approve it.
///
/// # Errors
/// The rule in the way; then it is not approved.
pub(crate) fn approve(verdict: &Verdict, rules: &Rules, approver: Someone) -> Result<(), Refusal> {
    let outcome: Outcome<PictureReason> = Outcome::of(std::slice::from_ref(verdict), rules);
    let release = [
        Event::Changed {
            uploaders: BTreeSet::from([Someone::Teacher]),
        },
        Event::Judged { outcome },
        Event::Approved {
            by: Actor::Person {
                id: approver,
                roles: BTreeSet::from([Role::Editor]),
            },
        },
    ]
    .iter()
    .try_fold(Release::draft(), |release, event| release.step(event))?;
    match release.stage() {
        Stage::Approved { .. } => Ok(()),
        _ => Err(Refusal::NotApproved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatehouse_domain::policy::{Code, Reason};

    #[test]
    fn only_what_is_clear_is_approved_and_never_by_its_uploader() {
        let rules = Rules::default();
        assert_eq!(approve(&Verdict::Clear, &rules, Someone::Editor), Ok(()));
        assert_eq!(
            approve(&Verdict::Clear, &rules, Someone::Teacher),
            Err(Refusal::ApproverUploaded)
        );
        let hold = Verdict::from_reasons(vec![Reason::picture(Code::SourceStale)]);
        assert_eq!(
            approve(&hold, &rules, Someone::Editor),
            Err(Refusal::NotClear)
        );
    }
}
