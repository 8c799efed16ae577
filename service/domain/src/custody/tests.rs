//! What must hold of a photo's way, in any order of events.

use proptest::prelude::*;

use super::*;

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        any::<bool>().prop_map(|proved| Event::Cleaned { proved }),
        any::<bool>().prop_map(|verified| Event::OriginalDestroyed { verified }),
        Just(Event::Scanned),
        any::<bool>().prop_map(|released| Event::Refused { released }),
        any::<(bool, bool)>()
            .prop_map(|(verified, released)| Event::Destroyed { verified, released }),
    ]
}

fn states() -> impl Strategy<Value = State> {
    let original = prop_oneof![Just(Original::Kept), Just(Original::Destroyed)];
    prop_oneof![
        Just(State::Received),
        original.clone().prop_map(State::Cleaned),
        original.clone().prop_map(State::Scanned),
        original.prop_map(State::Refused),
        Just(State::Destroyed),
    ]
}

fn moments() -> impl Strategy<Value = Moments> {
    let moment =
        || (1_600_000_000i64..2_000_000_000).prop_map(|s| Timestamp::from_second(s).unwrap());
    let releases = prop_oneof![
        Just(Releases::None),
        moment().prop_map(Releases::Live),
        moment().prop_map(Releases::Ended)
    ];
    (moment(), proptest::option::of(moment()), moment(), releases).prop_map(
        |(received, refused, event_closes, releases)| Moments {
            received,
            refused,
            event_closes,
            releases,
        },
    )
}

#[test]
fn a_good_photo_walks_down_the_street() {
    let way = [
        Event::Cleaned { proved: true },
        Event::OriginalDestroyed { verified: true },
        Event::Scanned,
        Event::Destroyed {
            verified: true,
            released: false,
        },
    ];
    let end = way.into_iter().try_fold(State::Received, step);
    assert_eq!(end, Ok(State::Destroyed));
}

#[test]
fn a_master_that_is_not_proved_is_no_master() {
    let event = Event::Cleaned { proved: false };
    assert_eq!(step(State::Received, event), Err(Refusal::NotProved));
    assert_eq!(
        step(State::Received, Event::Scanned),
        Err(Refusal::NotCleaned)
    );
}

#[test]
fn the_original_is_not_destroyed_before_there_is_a_master() {
    let event = Event::OriginalDestroyed { verified: true };
    assert_eq!(step(State::Received, event), Err(Refusal::OriginalNeeded));
    let gone = State::Scanned(Original::Destroyed);
    assert_eq!(step(gone, event), Err(Refusal::NoOriginal));
}

#[test]
fn nothing_is_called_destroyed_unless_somebody_looked() {
    let event = Event::Destroyed {
        verified: false,
        released: false,
    };
    assert_eq!(step(State::Received, event), Err(Refusal::NotVerified));
}

#[test]
fn a_photo_that_is_out_is_recalled_before_it_is_refused_or_destroyed() {
    let out = State::Scanned(Original::Destroyed);
    for event in [
        Event::Refused { released: true },
        Event::Destroyed {
            verified: true,
            released: true,
        },
    ] {
        assert_eq!(step(out, event), Err(Refusal::StillReleased));
    }
}

#[test]
fn an_unopened_upload_is_due_in_a_day_and_an_unused_photo_two_weeks_after_its_event() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let moments = Moments {
        received: at("2026-06-19T10:00:00Z"),
        refused: None,
        event_closes: at("2026-06-26T15:00:00Z"),
        releases: Releases::None,
    };
    let rules = RetentionRules::default();
    let first = |state: State| state.duties(&moments, &rules)[0];
    assert_eq!(first(State::Received).due, at("2026-06-20T10:00:00Z"));
    assert_eq!(
        first(State::Scanned(Original::Kept)).kind,
        DutyKind::Original
    );
    let unused = first(State::Scanned(Original::Destroyed));
    assert_eq!(
        (unused.kind, unused.due),
        (DutyKind::Unused, at("2026-07-10T15:00:00Z"))
    );
}

#[test]
fn refusals_have_stable_codes() {
    crate::coded::tests::assert_codes_are_stable_words(&crate::coded::tests::codes_of!(Refusal));
}

proptest! {
    #[test]
    fn nothing_goes_back_up_the_street(state in states(), event in events()) {
        if let Ok(next) = step(state, event) {
            prop_assert!(next.rank() >= state.rank());
            prop_assert!(state.has_original() || !next.has_original());
        }
    }

    #[test]
    fn destroyed_is_final(event in events()) {
        prop_assert_eq!(step(State::Destroyed, event), Err(Refusal::AlreadyDestroyed));
    }

    #[test]
    fn no_state_but_destroyed_is_without_a_deadline(state in states(), moments in moments()) {
        let duties = state.duties(&moments, &RetentionRules::default());
        prop_assert_eq!(duties.is_empty(), state == State::Destroyed);
        prop_assert!(duties.windows(2).all(|pair| pair[0].due <= pair[1].due));
        prop_assert_eq!(
            duties.iter().any(|duty| duty.kind == DutyKind::Original),
            state.has_original()
        );
    }

    #[test]
    fn every_photo_can_be_destroyed_once_its_releases_have_ended(
        events in proptest::collection::vec(events(), 0..12)
    ) {
        let state = events
            .into_iter()
            .fold(State::Received, |state, event| step(state, event).unwrap_or(state));
        let end = step(state, Event::Destroyed { verified: true, released: false });
        prop_assert!(end == Ok(State::Destroyed) || state == State::Destroyed);
    }
}
