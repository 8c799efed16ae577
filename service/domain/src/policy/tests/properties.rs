//! What holds for every verdict, whatever the facts.

use super::{TODAY, clear_case, face, pupil, standing};
use crate::{
    channel::Channel,
    findings::{TextKind, WordsVerdict},
    permission::{Decision, Standing},
    policy::{
        Case, Code, Face, Person, PersonIndex, PersonKind, Resolution, Rules, Severity, Text,
        Verdict, judge,
    },
};
use proptest::prelude::*;

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
        prop::collection::vec((0usize..5).prop_map(PersonIndex), 0..2),
    )
        .prop_map(
            |(resolution, height_px, nose_position, eye_distance, score, others)| Face {
                resolution,
                height_px,
                height_share: height_px / 1000.0,
                nose_position,
                eye_distance,
                score,
                others,
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
        prop::collection::vec(prop::bool::weighted(0.9), 7),
    )
        .prop_map(|(channel, people, faces, count, words, flags)| {
            let mut case = clear_case();
            case.channel = Channel::ALL[channel];
            case.channel_on = flags[0];
            case.event.assent_given = flags[1];
            case.event.dpia_valid = flags[2];
            case.event.device_allowed = flags[3];
            case.event.rights_held = flags[6];
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
    fn another_earlier_answer_never_relaxes(case in any_case(), which in 0usize..5, other in 0usize..5) {
        let mut more = case.clone();
        if let Some(face) = more.faces.get_mut(which) {
            face.others.push(PersonIndex(other));
        }
        prop_assert!(verdict(&more).severity() >= verdict(&case).severity());
    }

    #[test]
    fn nobody_who_may_not_be_shown_is_told_away(case in any_case(), which in 0usize..5, barred in 0usize..5) {
        let mut told = case.clone();
        let Some(person) = told.people.get_mut(barred) else { return Ok(()) };
        *person = pupil(case.channel, Decision::Refused);
        let Some(face) = told.faces.get_mut(which) else { return Ok(()) };
        face.others.push(PersonIndex(barred));
        prop_assert!(!verdict(&told).is_clear());
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
    fn shortening_any_permission_to_any_day_never_loosens_a_verdict(
        case in any_case(), which in 0usize..5, end in -20i32..20, sooner in 1i32..20
    ) {
        let ending = |case: &mut Case, days: i32| {
            if let Some(person) = case.people.get_mut(which) {
                let last = TODAY.saturating_add(jiff::Span::new().days(days));
                person.standing.rows[0].expires_on = Some(last);
            }
        };
        let (mut longer, mut shorter) = (case.clone(), case.clone());
        ending(&mut longer, end);
        ending(&mut shorter, end - sooner);
        prop_assert!(verdict(&longer).severity() >= verdict(&case).severity());
        prop_assert!(verdict(&shorter).severity() >= verdict(&longer).severity());
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
