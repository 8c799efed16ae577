//! What waits for a safeguarding lead, by the reasons of a verdict.

use gatehouse_domain::policy::Severity;

use super::*;

#[test]
fn nobody_waits_for_what_others_can_do() {
    let rules = Rules::default();
    for code in Code::ALL {
        let waits = cause(*code, &rules, true);
        let own = match code {
            Code::WordsBlock
            | Code::FaceDisputed
            | Code::ExposurePortrait
            | Code::ExposureFaceOn
            | Code::ExposureNamed => Some(Cause::Decide),
            Code::Protected | Code::Objection | Code::ConsentRefused | Code::ConsentWithdrawn => {
                Some(Cause::Barred)
            }
            Code::FaceUnresolved | Code::FaceAmbiguous => Some(Cause::Unknown),
            _ => None,
        };
        assert_eq!(waits, own, "{code}");
    }
}

#[test]
fn before_anybody_has_been_through_a_picture_only_a_child_who_may_not_be_shown_counts() {
    let rules = Rules::default();
    for code in Code::ALL {
        let waits = cause(*code, &rules, false);
        assert!(matches!(waits, None | Some(Cause::Barred)), "{code}");
        if waits.is_some() {
            assert_eq!(code.severity(), Severity::Blocked);
        }
    }
}

#[test]
fn what_the_profile_leaves_to_another_is_not_theirs() {
    let rules = Rules {
        exposure_lifted_by: Role::Head,
        ..Rules::default()
    };
    assert_eq!(cause(Code::ExposurePortrait, &rules, true), None);
    assert_eq!(
        May::of(Code::ExposurePortrait, &rules),
        May::Only(Role::Head)
    );
    assert_eq!(May::of(Code::WordsBlock, &rules), May::You);
    assert_eq!(May::of(Code::Protected, &rules), May::Nobody);
}
