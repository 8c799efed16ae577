//! Proofs that no fact can make a verdict looser than it should be.

use super::*;
use crate::{
    channel::Channel,
    findings::{TextKind, WordsVerdict},
    permission::{Basis, Decision, Giver, Naming, PermissionRow, Source, Standing},
    role::Role,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 20);

fn standing(channel: Channel, decision: Decision) -> Standing {
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
        }],
        ..Standing::default()
    }
}

fn pupil(channel: Channel, decision: Decision) -> Person {
    Person {
        kind: PersonKind::Pupil,
        standing: standing(channel, decision),
        named: false,
    }
}

fn face(resolution: Resolution) -> Face {
    Face {
        resolution,
        height_px: 90.0,
        height_share: 0.1,
        nose_position: Some(0.5),
        eye_distance: Some(40.0),
        score: 0.9,
    }
}

fn clear_case() -> Case {
    Case {
        channel: Channel::Website,
        channel_on: true,
        event: Event {
            on: date(2026, 11, 18),
            assent_given: true,
            purpose_recorded: true,
            channel_intended: true,
            device_allowed: true,
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
    assert_eq!(codes(&case), ["person-twice"]);
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
            "name-without-face",
            "words-warn",
            "exposure-portrait",
            "exposure-face-on",
            "exposure-named"
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
    let mut seen = std::collections::BTreeSet::new();
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

fn any_resolution() -> impl Strategy<Value = Resolution> {
    (0u8..9, 0usize..5).prop_map(|(kind, person)| match kind {
        0 => Resolution::Unresolved,
        1 => Resolution::NotIdentifiable,
        2 => Resolution::Ambiguous,
        3 => Resolution::Proposed(PersonIndex(person)),
        4 => Resolution::Matched(PersonIndex(person)),
        5 | 6 => Resolution::Confirmed(PersonIndex(person)),
        7 => Resolution::NobodyRecognisable,
        _ => Resolution::Dismissed,
    })
}

fn any_face() -> impl Strategy<Value = Face> {
    (
        any_resolution(),
        20.0f32..400.0,
        prop::option::of(0.0f32..1.0),
        prop::option::of(4.0f32..80.0),
        0.5f32..1.0,
    )
        .prop_map(
            |(resolution, height_px, nose_position, eye_distance, score)| Face {
                resolution,
                height_px,
                height_share: height_px / 1000.0,
                nose_position,
                eye_distance,
                score,
            },
        )
}

fn any_person() -> impl Strategy<Value = Person> {
    (
        0usize..7,
        0u8..3,
        prop::bool::ANY,
        prop::bool::weighted(0.1),
        0u8..5,
    )
        .prop_map(|(channel, decision, named, protected, kind)| Person {
            kind: match kind {
                0 => PersonKind::Staff,
                1 => PersonKind::Visitor { attested: named },
                _ => PersonKind::Pupil,
            },
            standing: Standing {
                protected,
                ..standing(
                    Channel::ALL[channel],
                    [Decision::Granted, Decision::Refused, Decision::Withdrawn]
                        [usize::from(decision)],
                )
            },
            named,
        })
}

fn any_case() -> impl Strategy<Value = Case> {
    (
        0usize..7,
        prop::collection::vec(any_person(), 0..5),
        prop::collection::vec(any_face(), 0..5),
        prop::option::of(0u16..6),
        prop::collection::vec(0u8..3, 0..3),
        prop::collection::vec(prop::bool::weighted(0.9), 6),
    )
        .prop_map(|(channel, people, faces, count, words, flags)| {
            let mut case = clear_case();
            case.channel = Channel::ALL[channel];
            case.channel_on = flags[0];
            case.event.assent_given = flags[1];
            case.event.dpia_valid = flags[2];
            case.event.device_allowed = flags[3];
            case.words_name_someone = !flags[4];
            case.counts.approval_asked = flags[5];
            case.people = people;
            case.faces = faces;
            case.counts.uploader = count;
            case.counts.approver = count;
            case.texts.extend(words.into_iter().map(|verdict| Text {
                kind: TextKind::Hashtag,
                verdict: [WordsVerdict::Allow, WordsVerdict::Warn, WordsVerdict::Block]
                    [usize::from(verdict)],
            }));
            case
        })
}

fn verdict(case: &Case) -> Verdict {
    judge(case, &Rules::default(), TODAY)
}

fn code_set(verdict: &Verdict) -> Vec<Code> {
    let mut codes: Vec<_> = verdict.reasons().iter().map(|r| r.code).collect();
    codes.sort_unstable();
    codes
}

proptest! {
    #[test]
    fn turning_the_order_of_faces_and_texts_changes_nothing(case in any_case()) {
        let mut turned = case.clone();
        turned.faces.reverse();
        turned.texts.reverse();
        prop_assert_eq!(code_set(&verdict(&case)), code_set(&verdict(&turned)));
    }

    #[test]
    fn adding_an_unresolved_or_refused_face_never_relaxes(case in any_case(), refused in prop::bool::ANY) {
        let mut more = case.clone();
        let index = PersonIndex(more.people.len());
        more.people.push(pupil(case.channel, Decision::Refused));
        more.faces.push(face(if refused { Resolution::Confirmed(index) } else { Resolution::Unresolved }));
        prop_assert!(verdict(&more).severity() >= verdict(&case).severity());
        prop_assert!(!verdict(&more).is_clear());
    }

    #[test]
    fn withdrawing_anybodys_consent_never_relaxes(case in any_case(), which in 0usize..5) {
        let mut stricter = case.clone();
        if let Some(person) = stricter.people.get_mut(which) {
            person.standing.rows[0].decision = Decision::Withdrawn;
        }
        prop_assert!(verdict(&stricter).severity() >= verdict(&case).severity());
    }

    #[test]
    fn ending_anybodys_consent_yesterday_never_relaxes(case in any_case(), which in 0usize..5) {
        let mut stricter = case.clone();
        if let Some(person) = stricter.people.get_mut(which) {
            person.standing.rows[0].expires_on = Some(TODAY.yesterday().unwrap());
        }
        prop_assert!(verdict(&stricter).severity() >= verdict(&case).severity());
    }

    #[test]
    fn a_visible_stranger_or_unreadable_face_is_never_clear(case in any_case(), kind in 0u8..4) {
        let mut stranger = case;
        stranger.faces.push(face(match kind {
            0 => Resolution::Unresolved,
            1 => Resolution::NotIdentifiable,
            2 => Resolution::Ambiguous,
            _ => Resolution::NobodyRecognisable,
        }));
        prop_assert!(!verdict(&stranger).is_clear());
    }

    #[test]
    fn a_name_block_in_the_words_is_never_clear(case in any_case()) {
        let mut named = case;
        named.texts.push(Text { kind: TextKind::Caption, verdict: WordsVerdict::Block });
        prop_assert_eq!(verdict(&named).severity(), Some(Severity::Blocked));
    }

    #[test]
    fn blocked_dominates_and_clear_has_no_reason(case in any_case()) {
        let verdict = verdict(&case);
        let blocked = verdict.reasons().iter().any(|r| r.code.severity() == Severity::Blocked);
        prop_assert_eq!(blocked, matches!(verdict, Verdict::Blocked(_)));
        prop_assert_eq!(verdict.is_clear(), verdict.reasons().is_empty());
    }

    #[test]
    fn clear_means_that_every_visible_face_is_settled_on_somebody_who_agreed(case in any_case()) {
        if verdict(&case).is_clear() {
            for face in case.faces.iter().filter(|f| f.resolution.is_visible()) {
                let agreed = |index: PersonIndex| match case.people[index.0].kind {
                    PersonKind::Visitor { attested } => attested,
                    _ => case.people[index.0].standing.rows.iter().any(|row|
                        row.channel == case.channel && row.decision == Decision::Granted),
                };
                let settled = face.resolution.person().map(agreed);
                let waved_through = face.resolution == Resolution::NobodyRecognisable;
                prop_assert!(settled.unwrap_or(waved_through));
            }
        }
    }

    #[test]
    fn a_case_and_its_verdict_read_back_as_they_were_written(case in any_case()) {
        let json = serde_json::to_string(&case).unwrap();
        let again: Case = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(verdict(&again), verdict(&case));
        let answer = verdict(&case);
        let stored = serde_json::to_string(&answer).unwrap();
        prop_assert_eq!(serde_json::from_str::<Verdict>(&stored).unwrap(), answer);
    }
}
