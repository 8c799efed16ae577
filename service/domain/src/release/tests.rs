//! What must hold of a release's way, in any order of events. The history is
//! kept apart from the machine, so that the machine cannot vouch for itself.

use proptest::prelude::*;

use super::*;

type Way = Event<u8, u8>;

fn person(id: u8, roles: &[Role]) -> Actor<u8> {
    Actor::Person {
        id,
        roles: roles.iter().copied().collect(),
    }
}

fn changed(uploaders: &[u8]) -> Way {
    Event::Changed {
        uploaders: uploaders.iter().copied().collect(),
    }
}

fn exceptable(reasons: &[u8]) -> Outcome<u8> {
    Outcome::Exceptable(reasons.iter().copied().collect())
}

fn run(events: &[Way]) -> Result<Release<u8, u8>, Refusal> {
    events
        .iter()
        .try_fold(Release::draft(), |release, event| release.step(event))
}

fn judged(outcome: Outcome<u8>) -> Way {
    Event::Judged { outcome }
}

fn approved(id: u8) -> Way {
    Event::Approved {
        by: person(id, &[Role::Editor]),
    }
}

const CLAIMED: Way = Event::Claimed {
    outcome: Outcome::Clear,
};

#[test]
fn a_clear_release_goes_out_once_a_second_person_approved() {
    let way = [
        changed(&[1]),
        judged(Outcome::Clear),
        approved(2),
        CLAIMED,
        Event::Confirmed,
    ];
    let release = run(&way).unwrap();
    assert!(matches!(
        release.stage(),
        Stage::Published {
            by: 2,
            review: false,
            ..
        }
    ));
}

#[test]
fn nobody_approves_their_own_pictures_and_no_program_approves_at_all() {
    let start = [changed(&[1, 3]), judged(Outcome::Clear)];
    let release = run(&start).unwrap();
    let refused = |event: &Way| release.step(event).unwrap_err();
    assert_eq!(refused(&approved(3)), Refusal::ApproverUploaded);
    assert_eq!(
        refused(&Event::Approved { by: Actor::Token }),
        Refusal::NotSignedIn
    );
    let staff = Event::Approved {
        by: person(2, &[Role::Staff]),
    };
    assert_eq!(refused(&staff), Refusal::RoleMissing);
    let nobody = run(&[changed(&[]), judged(Outcome::Clear), approved(2)]);
    assert_eq!(nobody, Err(Refusal::UploadersUnknown));
}

#[test]
fn any_change_voids_the_approval() {
    let way = [
        changed(&[1]),
        judged(Outcome::Clear),
        approved(2),
        changed(&[1]),
        CLAIMED,
    ];
    assert_eq!(run(&way), Err(Refusal::NotApproved));
}

#[test]
fn a_withdrawal_between_approval_and_publishing_keeps_it_in() {
    let way = [
        changed(&[1]),
        judged(Outcome::Clear),
        approved(2),
        Event::Claimed {
            outcome: Outcome::Barred,
        },
    ];
    let release = run(&way).unwrap();
    assert!(matches!(release.stage(), Stage::Judged { .. }));
    assert_eq!(release.step(&CLAIMED), Err(Refusal::NotApproved));
    assert_eq!(release.step(&approved(2)), Err(Refusal::NotClear));
}

#[test]
fn a_withdrawal_after_publishing_takes_it_down() {
    let out = [
        changed(&[1]),
        judged(Outcome::Clear),
        approved(2),
        CLAIMED,
        Event::Confirmed,
    ];
    let release = run(&out).unwrap();
    let recalled = release.step(&judged(Outcome::Barred)).unwrap();
    assert_eq!(recalled.stage(), &Stage::Recalled { take_down: true });
    let unsure = release.step(&judged(Outcome::Held)).unwrap();
    assert!(matches!(
        unsure.stage(),
        Stage::Published { review: true, .. }
    ));
    let kept = unsure.step(&Event::Kept {
        by: person(4, &[Role::Dsl]),
    });
    assert!(matches!(
        kept.unwrap().stage(),
        Stage::Published { review: false, .. }
    ));
}

#[test]
fn an_exception_is_the_leads_alone_and_holds_for_what_was_signed() {
    let start = [changed(&[1]), judged(exceptable(&[7]))];
    let release = run(&start).unwrap();
    assert_eq!(release.step(&approved(2)), Err(Refusal::NotClear));
    let by = |roles: &[Role]| Event::Excepted {
        by: person(5, roles),
    };
    assert_eq!(
        release.step(&by(&[Role::Editor])),
        Err(Refusal::RoleMissing)
    );
    let release = release.step(&by(&[Role::Dsl])).unwrap();
    let release = release.step(&approved(2)).unwrap();
    let claim = |outcome| release.step(&Event::Claimed { outcome }).unwrap();
    assert!(matches!(
        claim(exceptable(&[7])).stage(),
        Stage::Publishing { .. }
    ));
    assert!(matches!(
        claim(exceptable(&[7, 8])).stage(),
        Stage::Judged {
            exception: None,
            ..
        }
    ));
}

#[test]
fn a_failed_attempt_is_tried_again_only_with_a_new_verdict() {
    let claimed = run(&[changed(&[1]), judged(Outcome::Clear), approved(2), CLAIMED]).unwrap();
    let back = claimed.step(&Event::Failed { nothing_out: true }).unwrap();
    assert_eq!(
        back.step(&Event::Confirmed),
        Err(Refusal::NotBeingPublished)
    );
    let unsure = claimed.step(&Event::Failed { nothing_out: false }).unwrap();
    let stopped = unsure.step(&Event::Claimed {
        outcome: Outcome::Held,
    });
    assert_eq!(
        stopped.unwrap().stage(),
        &Stage::Recalled { take_down: true }
    );
}

#[test]
fn refusals_have_stable_codes() {
    crate::coded::tests::assert_codes_are_stable_words(&crate::coded::tests::codes_of!(Refusal));
}

fn outcomes() -> impl Strategy<Value = Outcome<u8>> {
    prop_oneof![
        4 => Just(Outcome::Clear),
        3 => proptest::collection::btree_set(0u8..3, 0..3).prop_map(Outcome::Exceptable),
        1 => Just(Outcome::Held),
        1 => Just(Outcome::Barred),
    ]
}

fn actors() -> impl Strategy<Value = Actor<u8>> {
    let role = proptest::sample::select(vec![Role::Staff, Role::Editor, Role::Dsl]);
    prop_oneof![
        6 => (0u8..4, proptest::collection::btree_set(role, 1..3))
            .prop_map(|(id, roles)| Actor::Person { id, roles }),
        1 => Just(Actor::Token),
    ]
}

fn events() -> impl Strategy<Value = Way> {
    prop_oneof![
        2 => proptest::collection::btree_set(0u8..4, 0..3)
            .prop_map(|uploaders| Event::Changed { uploaders }),
        4 => outcomes().prop_map(|outcome| Event::Judged { outcome }),
        2 => actors().prop_map(|by| Event::Excepted { by }),
        5 => actors().prop_map(|by| Event::Approved { by }),
        5 => outcomes().prop_map(|outcome| Event::Claimed { outcome }),
        1 => any::<bool>().prop_map(|nothing_out| Event::Failed { nothing_out }),
        4 => Just(Event::Confirmed),
        1 => actors().prop_map(|by| Event::Kept { by }),
        1 => Just(Event::Recalled),
    ]
}

/// What really happened since the last change, told without the machine.
#[derive(Default)]
struct History {
    uploaders: BTreeSet<u8>,
    last_verdict: Option<Outcome<u8>>,
    excepted: BTreeSet<u8>,
    approver: Option<u8>,
    claimed: bool,
}

impl History {
    fn note(&mut self, event: &Way) {
        match event {
            Event::Changed { uploaders } => {
                *self = Self {
                    uploaders: uploaders.clone(),
                    ..Self::default()
                };
            }
            Event::Judged { outcome } => self.last_verdict = Some(outcome.clone()),
            Event::Claimed { outcome } => {
                self.last_verdict = Some(outcome.clone());
                self.claimed = true;
            }
            Event::Excepted {
                by: Actor::Person { roles, .. },
            } if roles.contains(&Role::Dsl) => {
                if let Some(Outcome::Exceptable(reasons)) = &self.last_verdict {
                    self.excepted.extend(reasons);
                }
            }
            Event::Approved {
                by: Actor::Person { id, roles },
            } if roles.contains(&Role::Editor) => self.approver = Some(*id),
            _ => {}
        }
    }

    fn may_go_out(&self) -> bool {
        let good = match &self.last_verdict {
            Some(Outcome::Clear) => true,
            Some(Outcome::Exceptable(left)) => !left.is_empty() && left.is_subset(&self.excepted),
            _ => false,
        };
        let second = self
            .approver
            .is_some_and(|by| !self.uploaders.contains(&by));
        good && second && self.claimed && !self.uploaders.is_empty()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn nothing_is_published_without_a_clear_verdict_or_exception_and_another_persons_approval(
        events in proptest::collection::vec(events(), 1..40)
    ) {
        let mut release = Release::draft();
        let mut history = History::default();
        for event in &events {
            let Ok(next) = release.step(event) else { continue };
            history.note(event);
            let was_out = matches!(release.stage(), Stage::Published { .. });
            match next.stage() {
                Stage::Publishing { .. } => prop_assert!(history.may_go_out()),
                Stage::Published { .. } if !was_out => prop_assert!(history.may_go_out()),
                _ => {}
            }
            release = next;
        }
    }

    #[test]
    fn it_enters_publishing_only_by_a_claim_and_published_only_from_publishing(
        events in proptest::collection::vec(events(), 1..40)
    ) {
        let mut release = Release::draft();
        for event in &events {
            let Ok(next) = release.step(event) else { continue };
            match (release.stage(), next.stage()) {
                (Stage::Publishing { .. }, Stage::Publishing { .. })
                | (Stage::Published { .. }, Stage::Published { .. }) => {}
                (from, Stage::Publishing { .. }) => {
                    let approved = matches!(from, Stage::Approved { .. });
                    let claimed = matches!(event, Event::Claimed { .. });
                    prop_assert!(approved && claimed);
                }
                (from, Stage::Published { .. }) => {
                    let publishing = matches!(from, Stage::Publishing { .. });
                    prop_assert!(publishing);
                }
                (Stage::Published { .. }, to) => {
                    let recalled = matches!(to, Stage::Recalled { take_down: true });
                    prop_assert!(recalled, "what is out only comes back by a take-down");
                }
                _ => {}
            }
            release = next;
        }
    }

    #[test]
    fn recalled_is_final_and_everything_else_can_be_recalled(
        events in proptest::collection::vec(events(), 0..20), one in events()
    ) {
        let release = events
            .iter()
            .fold(Release::draft(), |release, event| release.step(event).unwrap_or(release));
        if matches!(release.stage(), Stage::Recalled { .. }) {
            prop_assert_eq!(release.step(&one), Err(Refusal::Final));
        } else {
            let may_be_out = matches!(
                release.stage(), Stage::Publishing { .. } | Stage::Published { .. }
            );
            let recalled = release.step(&Event::Recalled).unwrap();
            prop_assert_eq!(recalled.stage(), &Stage::Recalled { take_down: may_be_out });
        }
    }

    #[test]
    fn a_release_reads_back_as_it_was_written(
        events in proptest::collection::vec(events(), 0..20)
    ) {
        let release = events
            .iter()
            .fold(Release::draft(), |release, event| release.step(event).unwrap_or(release));
        let text = serde_json::to_string(&release).unwrap();
        prop_assert_eq!(serde_json::from_str::<Release<u8, u8>>(&text).unwrap(), release);
    }
}
