//! Proofs that no fact can make a verdict looser than it should be: by example
//! here, for every case in `properties`.

mod properties;

use super::*;
use crate::{
    channel::Channel,
    findings::{TextKind, WordsVerdict},
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow, Source, Standing},
    role::Role,
};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const TODAY: Date = date(2026, 11, 20);

pub(super) fn standing(channel: Channel, decision: Decision) -> Standing {
    Standing {
        rows: vec![PermissionRow {
            channel,
            naming: Naming::WithFirstName,
            basis: Basis::Consent,
            decision,
            given_by: Giver::Guardian(0),
            given_on: date(2026, 9, 7),
            expires_on: None,
            text_version: 1,
            detail: Detail::default(),
        }],
        ..Standing::default()
    }
}

pub(super) fn pupil(channel: Channel, decision: Decision) -> Person {
    Person {
        kind: PersonKind::Pupil,
        standing: standing(channel, decision),
        named: false,
    }
}

pub(super) fn face(resolution: Resolution) -> Face {
    Face {
        resolution,
        height_px: 90.0,
        height_share: 0.1,
        nose_position: Some(0.5),
        eye_distance: Some(40.0),
        others: Vec::new(),
        score: 0.9,
    }
}

pub(super) fn clear_case() -> Case {
    Case {
        channel: Channel::Website,
        channel_on: true,
        event: Event {
            on: date(2026, 11, 18),
            assent_given: true,
            purpose_recorded: true,
            channel_intended: true,
            device_allowed: true,
            rights_held: true,
            matched: true,
            dpia_valid: true,
            uploader_current: true,
        },
        source: Source {
            imported_on: date(2026, 11, 16),
            fresh_days: 14,
            text_version: 1,
        },
        people: vec![
            pupil(Channel::Website, Decision::Granted),
            pupil(Channel::Website, Decision::Granted),
        ],
        faces: vec![
            face(Resolution::Confirmed(PersonIndex(0))),
            face(Resolution::Confirmed(PersonIndex(1))),
        ],
        counts: HeadCounts {
            uploader: Some(2),
            approver: Some(2),
            approval_asked: true,
        },
        texts: vec![
            Text {
                kind: TextKind::Caption,
                verdict: WordsVerdict::Allow,
            },
            Text {
                kind: TextKind::AltText,
                verdict: WordsVerdict::Allow,
            },
        ],
        words_name_someone: false,
        words_name_someone_else: false,
        lifts: vec![],
    }
}

fn codes(case: &Case) -> Vec<&'static str> {
    judge(case, &Rules::default(), TODAY)
        .reasons()
        .iter()
        .map(|reason| reason.code.code())
        .collect()
}

#[test]
fn a_photo_in_which_everybody_agreed_is_clear() {
    assert_eq!(codes(&clear_case()), Vec::<&str>::new());
}

#[test]
fn one_refused_person_blocks_the_whole_picture() {
    let mut case = clear_case();
    case.people[1] = pupil(Channel::Website, Decision::Refused);
    assert_eq!(codes(&case), ["consent-refused"]);
    assert_eq!(
        judge(&case, &Rules::default(), TODAY).severity(),
        Some(Severity::Blocked)
    );
}

#[test]
fn a_stranger_a_proposal_and_a_missed_face_hold() {
    for (resolution, code) in [
        (Resolution::Unresolved, "face-unresolved"),
        (Resolution::Ambiguous, "face-ambiguous"),
        (Resolution::Proposed(PersonIndex(1)), "face-proposed"),
        (Resolution::NotIdentifiable, "face-too-small"),
        (Resolution::Confirmed(PersonIndex(9)), "face-unresolved"),
    ] {
        let mut case = clear_case();
        case.faces[1].resolution = resolution;
        assert_eq!(codes(&case), [code]);
    }
    let mut case = clear_case();
    case.counts.uploader = Some(3);
    assert_eq!(codes(&case), ["head-count-differs"]);
}

#[test]
fn a_face_that_is_plain_to_see_cannot_be_waved_through_as_nobody() {
    let mut case = clear_case();
    case.faces[1].resolution = Resolution::NobodyRecognisable;
    assert_eq!(codes(&case), ["face-unresolved"]);
    case.faces[1].eye_distance = Some(9.0);
    assert_eq!(codes(&case), Vec::<&str>::new());
}

#[test]
fn a_dismissed_box_is_not_counted_as_a_head() {
    let mut case = clear_case();
    case.faces.push(Face {
        score: 0.55,
        ..face(Resolution::Dismissed)
    });
    assert_eq!(codes(&case), Vec::<&str>::new());
    case.counts.approver = Some(3);
    assert_eq!(codes(&case), ["head-count-differs"]);
}

#[test]
fn what_looks_plainly_like_a_face_is_dismissed_by_two_people_only() {
    let mut case = clear_case();
    case.faces[1].resolution = Resolution::Dismissed;
    case.counts.uploader = Some(1);
    case.counts.approver = Some(1);
    assert_eq!(codes(&case), ["face-dismissed"]);
    case.lifts = vec![Lift {
        code: Code::FaceDismissed,
        subject: Subject::Face(1),
        by: Role::Editor,
    }];
    assert_eq!(codes(&case), Vec::<&str>::new());
}

#[test]
fn one_person_cannot_stand_on_two_faces() {
    let mut case = clear_case();
    case.faces[1].resolution = Resolution::Confirmed(PersonIndex(0));
    assert_eq!(codes(&case), ["person-twice", "person-twice"]);
}

#[test]
fn what_the_policy_rules_out_stays_out_whatever_is_switched_on() {
    let rules = Rules {
        channels_never: BTreeSet::from([Channel::Website]),
        ..Rules::default()
    };
    for on in [true, false] {
        let mut case = clear_case();
        case.channel_on = on;
        let verdict = judge(&case, &rules, TODAY);
        assert_eq!(verdict.reasons(), [Reason::picture(Code::ChannelRuledOut)]);
    }
    let mut case = clear_case();
    case.channel = Channel::Social;
    case.people = vec![pupil(Channel::Social, Decision::Granted); 2];
    assert!(judge(&case, &rules, TODAY).is_clear());
}

#[test]
fn more_faces_than_the_policy_likes_are_looked_at_by_an_editor() {
    let most = |most| Rules {
        most_faces: BTreeMap::from([(Channel::Website, most), (Channel::Vle, 0)]),
        ..Rules::default()
    };
    let mut case = clear_case();
    assert!(judge(&case, &most(2), TODAY).is_clear());
    let verdict = judge(&case, &most(1), TODAY);
    assert_eq!(verdict.reasons(), [Reason::picture(Code::GroupShot)]);
    case.lifts = vec![Lift {
        code: Code::GroupShot,
        subject: Subject::Picture,
        by: Role::Editor,
    }];
    assert!(judge(&case, &most(1), TODAY).is_clear());
}

#[test]
fn a_name_in_the_words_without_its_face_holds_outside() {
    let mut case = clear_case();
    case.words_name_someone_else = true;
    assert_eq!(codes(&case), ["name-without-face"]);
}

#[test]
fn an_event_that_has_not_come_and_a_channel_nobody_meant_hold() {
    let mut case = clear_case();
    case.event.on = date(2026, 11, 21);
    case.event.channel_intended = false;
    assert_eq!(codes(&case), ["channel-not-intended", "event-ahead"]);
}

#[test]
fn limits_that_are_no_numbers_switch_nothing_off() {
    let case = clear_case();
    let rules = Rules {
        certain_face: f32::NAN,
        ..Rules::default()
    };
    let mut matched = case.clone();
    matched.faces[0].resolution = Resolution::Matched(PersonIndex(0));
    assert!(!judge(&matched, &rules, TODAY).is_clear());
}

#[test]
fn the_second_count_is_due_only_outside_and_once_approval_is_asked_for() {
    let mut case = clear_case();
    case.counts.approver = None;
    assert_eq!(codes(&case), ["head-count-missing"]);
    case.counts.approval_asked = false;
    assert_eq!(codes(&case), Vec::<&str>::new());
}

#[test]
fn a_name_in_the_words_needs_leave_for_the_name() {
    let mut case = clear_case();
    case.people[0].standing.rows[0].naming = Naming::PictureOnly;
    assert_eq!(codes(&case), Vec::<&str>::new());
    case.people[0].named = true;
    case.words_name_someone = true;
    assert_eq!(codes(&case), ["name-not-agreed"]);
}

#[test]
fn an_unsettled_face_counts_as_named_when_the_words_name_somebody() {
    let mut case = clear_case();
    case.words_name_someone = true;
    case.faces[1].resolution = Resolution::Unresolved;
    case.faces[1].height_px = 130.0;
    assert_eq!(codes(&case), ["face-unresolved", "exposure-named"]);
}

#[test]
fn a_stale_import_holds_even_a_picture_without_people() {
    let mut case = clear_case();
    case.faces.clear();
    case.counts = HeadCounts {
        uploader: Some(0),
        approver: Some(0),
        approval_asked: true,
    };
    assert_eq!(codes(&case), Vec::<&str>::new());
    case.source.imported_on = date(2026, 11, 1);
    assert_eq!(codes(&case), ["source-stale"]);
}

#[test]
fn the_dsl_may_lift_a_wrong_caption_block_and_nobody_a_refusal() {
    let mut case = clear_case();
    case.texts[0].verdict = WordsVerdict::Block;
    case.people[0] = pupil(Channel::Website, Decision::Refused);
    let lift = |code, subject, by| Lift { code, subject, by };
    case.lifts = vec![
        lift(Code::WordsBlock, Subject::Text(0), Role::Editor),
        lift(Code::ConsentRefused, Subject::Face(0), Role::Dsl),
    ];
    assert_eq!(codes(&case), ["consent-refused", "words-block"]);
    case.lifts
        .push(lift(Code::WordsBlock, Subject::Text(0), Role::Dsl));
    assert_eq!(codes(&case), ["consent-refused"]);
}

#[test]
fn a_lift_for_one_face_does_not_lift_the_next() {
    let mut case = clear_case();
    case.faces[0].height_px = 260.0;
    case.faces[1].height_px = 260.0;
    case.lifts = vec![Lift {
        code: Code::ExposureFaceOn,
        subject: Subject::Face(0),
        by: Role::Dsl,
    }];
    let verdict = judge(&case, &Rules::default(), TODAY);
    assert_eq!(verdict.reasons(), [Reason::face(Code::ExposureFaceOn, 1)]);
}

#[test]
fn only_what_the_design_says_can_be_lifted_at_all() {
    let liftable: Vec<_> = Code::ALL
        .iter()
        .filter(|code| code.lifted_by() != Lifter::Nobody)
        .map(|code| code.code())
        .collect();
    assert_eq!(
        liftable,
        [
            "words-block",
            "face-dismissed",
            "face-disputed",
            "name-without-face",
            "words-warn",
            "exposure-portrait",
            "exposure-face-on",
            "exposure-named",
            "group-shot"
        ]
    );
}

#[test]
fn every_denial_reads_the_same_to_those_who_need_not_know() {
    let plain_no = Code::ConsentRefused.shown_to_staff();
    for code in [
        Code::Protected,
        Code::Objection,
        Code::ConsentWithdrawn,
        Code::LeftSchool,
        Code::ConsentAbsent,
    ] {
        assert_eq!(code.shown_to_staff(), plain_no);
    }
}

#[test]
fn codes_are_kebab_case_and_none_stands_twice() {
    let mut seen = BTreeSet::new();
    for code in Code::ALL {
        assert!(seen.insert(code.code()));
        assert!(
            code.code()
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-')
        );
        assert!(!code.clause().is_empty() && code.sentence().ends_with('.'));
        let json = serde_json::to_string(code).unwrap();
        assert_eq!(json, format!("\"{}\"", code.code()));
    }
}
