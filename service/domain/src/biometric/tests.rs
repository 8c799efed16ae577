//! What must hold of the gate, in any order of events.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 6, 19);
const EARLIER: Date = date(2026, 2, 2);

fn asked(answer: Answer) -> GuardianFacts {
    GuardianFacts {
        notified_on: Some(EARLIER),
        answer,
        ..GuardianFacts::new(Relation::Parent)
    }
}

fn yes() -> Answer {
    Answer::Consented {
        on: EARLIER,
        method: Method::Paper,
    }
}

fn pupil(guardians: &[GuardianFacts]) -> BiometricFacts {
    BiometricFacts {
        guardians: guardians.to_vec(),
        ..BiometricFacts::default()
    }
}

fn reasons(facts: &BiometricFacts) -> Vec<Reason> {
    status(facts, TODAY).reasons().to_vec()
}

#[test]
fn one_written_yes_with_everybody_notified_is_enough() {
    let facts = pupil(&[asked(yes()), asked(Answer::None)]);
    assert_eq!(status(&facts, TODAY), BiometricStatus::Allowed);
}

#[test]
fn nobody_recorded_means_no() {
    let expected = [Reason::NoParentRecorded, Reason::NoWrittenConsent];
    assert_eq!(reasons(&BiometricFacts::default()), expected);
    let contact = GuardianFacts::new(Relation::Contact);
    assert_eq!(reasons(&pupil(&[contact])), expected);
}

#[test]
fn a_parent_who_was_not_notified_stops_it_unless_a_signed_exception_stands() {
    let mut unnotified = GuardianFacts::new(Relation::Parent);
    assert_eq!(
        reasons(&pupil(&[asked(yes()), unnotified])),
        [Reason::ParentNotNotified]
    );
    unnotified.exception = Some(Exception {
        ground: Ground::CannotBeFound,
        signed_on: None,
    });
    assert_eq!(
        reasons(&pupil(&[asked(yes()), unnotified])),
        [Reason::ExceptionNotSigned]
    );
    unnotified.exception = Some(Exception {
        ground: Ground::CannotBeFound,
        signed_on: Some(TODAY),
    });
    assert!(reasons(&pupil(&[asked(yes()), unnotified])).is_empty());
}

#[test]
fn a_spoken_yes_is_no_yes_and_a_contacts_yes_neither() {
    let spoken = asked(Answer::Consented {
        on: EARLIER,
        method: Method::Verbal,
    });
    assert_eq!(reasons(&pupil(&[spoken])), [Reason::NoWrittenConsent]);
    let contact = GuardianFacts {
        relation: Relation::Contact,
        ..asked(yes())
    };
    assert_eq!(
        reasons(&pupil(&[asked(Answer::None), contact])),
        [Reason::NoWrittenConsent]
    );
}

#[test]
fn one_no_outweighs_any_number_of_yeses() {
    let facts = pupil(&[asked(yes()), asked(Answer::Objected)]);
    assert_eq!(reasons(&facts), [Reason::ParentObjected]);
    let facts = pupil(&[asked(yes()), asked(Answer::Withdrawn)]);
    assert_eq!(reasons(&facts), [Reason::ConsentWithdrawn]);
    let mut facts = pupil(&[asked(yes()), asked(yes())]);
    facts.pupil = PupilWord::Refused;
    assert_eq!(reasons(&facts), [Reason::PupilRefused]);
    facts.pupil = PupilWord::ChangedMind { on: TODAY };
    assert!(reasons(&facts).is_empty());
}

#[test]
fn leaving_ends_it_on_the_first_day_away() {
    let mut facts = pupil(&[asked(yes())]);
    facts.left_on = Some(TODAY);
    assert_eq!(reasons(&facts), [Reason::HasLeft]);
    assert!(status(&facts, date(2026, 6, 18)).is_allowed());
}

#[test]
fn a_template_lives_twelve_months() {
    assert_eq!(template_expires_on(date(2024, 2, 29)), date(2025, 2, 28));
    assert!(template_is_live(EARLIER, date(2027, 2, 1)));
    assert!(!template_is_live(EARLIER, date(2027, 2, 2)));
    assert!(!template_is_live(TODAY, EARLIER));
    assert_eq!(template_expires_on(Date::MAX), Date::MAX);
}

#[test]
fn a_parents_later_yes_does_not_undo_the_pupils_no() {
    let mut record = enrolled();
    record = step(&record, &Event::PupilRefused).unwrap();
    assert_eq!(record.template_made_on(), None);
    let again = Event::Consented {
        guardian: 0,
        on: TODAY,
        method: Method::Portal,
    };
    record = step(&record, &again).unwrap();
    assert_eq!(record.status(TODAY).reasons(), [Reason::PupilRefused]);
    let enrol = Event::TemplateMade { on: TODAY };
    assert_eq!(step(&record, &enrol), Err(Refusal::TemplateNotAllowed));
    record = step(&record, &Event::PupilChangedMind { on: TODAY }).unwrap();
    assert!(step(&record, &enrol).is_ok());
}

#[test]
fn a_parent_may_change_a_no_into_a_written_yes_but_not_a_spoken_one() {
    let record = step(&enrolled(), &Event::Objected { guardian: 0 }).unwrap();
    assert_eq!(record.template_made_on(), None);
    let yes = |method| Event::Consented {
        guardian: 0,
        on: TODAY,
        method,
    };
    assert_eq!(
        step(&record, &yes(Method::Verbal)),
        Err(Refusal::ConsentNotWritten)
    );
    let record = step(&record, &yes(Method::Email)).unwrap();
    assert!(record.status(TODAY).is_allowed());
    assert_eq!(record.template_made_on(), None, "it must be made anew");
}

#[test]
fn a_new_parent_on_the_record_ends_a_template_until_they_are_notified() {
    let event = Event::GuardianRecorded {
        relation: Relation::Responsible,
    };
    assert_eq!(step(&enrolled(), &event).unwrap().template_made_on(), None);
}

#[test]
fn a_template_ends_by_itself_when_its_day_has_come() {
    let day = |on| step(&enrolled(), &Event::DayPassed { on }).unwrap();
    assert!(day(date(2027, 6, 18)).template_made_on().is_some());
    assert_eq!(day(date(2027, 6, 19)).template_made_on(), None);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let empty = Record::default();
    let refused = |event| step(&empty, &event).unwrap_err();
    assert_eq!(
        refused(Event::Objected { guardian: 0 }),
        Refusal::UnknownGuardian
    );
    assert_eq!(
        refused(Event::PupilChangedMind { on: TODAY }),
        Refusal::NoRefusalToUndo
    );
    assert_eq!(refused(Event::TemplateDestroyed), Refusal::NoTemplate);
    let contact = step(
        &empty,
        &Event::GuardianRecorded {
            relation: Relation::Contact,
        },
    )
    .unwrap();
    let refused = |event| step(&contact, &event).unwrap_err();
    let guardian = 0;
    let consent = Event::Consented {
        guardian,
        on: TODAY,
        method: Method::Paper,
    };
    assert_eq!(refused(consent), Refusal::NotAParent);
    assert_eq!(
        refused(Event::Withdrew { guardian }),
        Refusal::NothingToWithdraw
    );
    assert_eq!(
        refused(Event::ExceptionSigned {
            guardian,
            on: TODAY
        }),
        Refusal::NoExceptionClaimed
    );
    let past = Event::DayPassed { on: EARLIER };
    assert_eq!(step(&enrolled(), &past), Err(Refusal::DayIsPast));
}

#[test]
fn reasons_and_refusals_have_stable_codes() {
    use crate::coded::tests::{assert_codes_are_stable_words, codes_of};
    assert_codes_are_stable_words(&codes_of!(Reason));
    assert_codes_are_stable_words(&codes_of!(Refusal));
}

/// A pupil with one parent, notified and willing, and a template of today.
fn enrolled() -> Record {
    let guardian = 0;
    [
        Event::GuardianRecorded {
            relation: Relation::Parent,
        },
        Event::Notified {
            guardian,
            on: EARLIER,
        },
        Event::Consented {
            guardian,
            on: EARLIER,
            method: Method::Paper,
        },
        Event::TemplateMade { on: TODAY },
    ]
    .iter()
    .fold(Record::default(), |record, event| {
        step(&record, event).unwrap()
    })
}

fn dates() -> impl Strategy<Value = Date> {
    (0i32..500).prop_map(|days| EARLIER.saturating_add(days.days()))
}

fn methods() -> impl Strategy<Value = Method> {
    prop_oneof![
        Just(Method::Paper),
        Just(Method::Portal),
        Just(Method::Email),
        Just(Method::Verbal)
    ]
}

fn events() -> impl Strategy<Value = Event> {
    let relation = prop_oneof![
        Just(Relation::Parent),
        Just(Relation::ParentWithout),
        Just(Relation::Responsible),
        Just(Relation::Contact)
    ];
    let who = 0usize..3;
    prop_oneof![
        1 => relation.prop_map(|relation| Event::GuardianRecorded { relation }),
        3 => (who.clone(), dates()).prop_map(|(guardian, on)| Event::Notified { guardian, on }),
        1 => who.clone().prop_map(|guardian| Event::ExceptionClaimed {
            guardian, ground: Ground::ChildsWelfare
        }),
        1 => (who.clone(), dates())
            .prop_map(|(guardian, on)| Event::ExceptionSigned { guardian, on }),
        1 => who.clone().prop_map(|guardian| Event::ExceptionEnded { guardian }),
        4 => (who.clone(), dates(), methods())
            .prop_map(|(guardian, on, method)| Event::Consented { guardian, on, method }),
        1 => who.clone().prop_map(|guardian| Event::Objected { guardian }),
        1 => who.prop_map(|guardian| Event::Withdrew { guardian }),
        1 => Just(Event::PupilRefused),
        1 => dates().prop_map(|on| Event::PupilChangedMind { on }),
        1 => dates().prop_map(|on| Event::Leaves { on }),
        1 => Just(Event::Returned),
        1 => Just(Event::Restricted),
        1 => Just(Event::RestrictionLifted),
        4 => dates().prop_map(|on| Event::TemplateMade { on }),
        1 => Just(Event::TemplateDestroyed),
        2 => dates().prop_map(|on| Event::DayPassed { on }),
    ]
}

fn history() -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec(events(), 0..30)
}

/// The record after everything that was not refused, from a pupil who has a
/// template, so that its end is tried often.
fn run(events: &[Event]) -> Record {
    events.iter().fold(enrolled(), |record, event| {
        step(&record, event).unwrap_or(record)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_sequence_of_events_leaves_a_template_without_permission(events in history()) {
        let mut record = enrolled();
        let mut today = TODAY;
        for event in &events {
            if let Ok(next) = step(&record, event) {
                if let Some(on) = event_day(event) {
                    today = on;
                }
                record = next;
            }
            if let Some(made_on) = record.template_made_on() {
                prop_assert!(record.status(today).is_allowed());
                prop_assert!(template_is_live(made_on, today));
            }
        }
    }

    #[test]
    fn the_pupils_no_stands_until_the_pupil_takes_it_back(
        before in history(), after in history()
    ) {
        let said_no = step(&run(&before), &Event::PupilRefused).unwrap();
        let record = after
            .iter()
            .filter(|event| !matches!(event, Event::PupilChangedMind { .. }))
            .fold(said_no, |record, event| step(&record, event).unwrap_or(record));
        prop_assert!(record.status(TODAY).reasons().contains(&Reason::PupilRefused));
        prop_assert_eq!(record.template_made_on(), None);
    }

    #[test]
    fn an_objection_at_once_ends_template_and_permission(before in history(), who in 0usize..3) {
        if let Ok(record) = step(&run(&before), &Event::Objected { guardian: who }) {
            prop_assert_eq!(record.template_made_on(), None);
            prop_assert!(record.status(TODAY).reasons().contains(&Reason::ParentObjected));
        }
    }

    #[test]
    fn allowed_means_what_the_act_says(events in history(), today in dates()) {
        let record = run(&events);
        if record.status(today).is_allowed() {
            let facts = record.facts();
            let parents = || facts.guardians.iter().filter(|g| g.relation.counts_as_parent());
            prop_assert!(parents().count() > 0);
            prop_assert!(parents().all(|g| g.notified_on.is_some_and(|on| on <= today)
                || g.exception.is_some_and(|e| e.signed_on.is_some_and(|on| on <= today))));
            let willing = parents().any(|g| matches!(g.answer,
                Answer::Consented { on, method } if on <= today && method != Method::Verbal));
            prop_assert!(willing);
            let nobody_against = facts.guardians.iter().all(|g|
                !matches!(g.answer, Answer::Objected | Answer::Withdrawn));
            prop_assert!(nobody_against);
            prop_assert!(facts.pupil != PupilWord::Refused);
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written(events in history()) {
        let record = run(&events);
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }
}

fn event_day(event: &Event) -> Option<Date> {
    match event {
        Event::TemplateMade { on } | Event::DayPassed { on } => Some(*on),
        _ => None,
    }
}
