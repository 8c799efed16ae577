//! The gate of the databases beside the gate of the rules, on facts drawn by
//! chance: the one lets a template in exactly when the other allows it.

use gatehouse_domain::{
    biometric::{
        Answer, BiometricFacts, Exception, Ground, GuardianFacts, Method, PupilWord, Relation,
        status,
    },
    clock::Entropy as _,
};
use gatehouse_store::{
    Error, people,
    templates::{self, Ended},
};
use jiff::{ToSpan as _, civil::Date};

use super::{MADE_ON, keep, open, pupil, template};
use crate::harness::T;

contract! {
    a_template_is_let_in_exactly_when_the_rules_allow_it,
    a_template_stays_after_a_change_exactly_while_the_rules_allow_it,
}

/// How many times chance is asked.
const DRAWS: usize = 200;

/// The databases are stricter than the rules in one thing: a parent with an
/// exception that is signed on any day, were it ahead, consents no more. They
/// know no today, so they cannot wait for that day.
fn allowed(facts: &BiometricFacts) -> bool {
    let mut known = facts.clone();
    for guardian in &mut known.guardians {
        if guardian
            .exception
            .is_some_and(|exception| exception.signed_on.is_some())
            && matches!(guardian.answer, Answer::Consented { .. })
        {
            guardian.answer = Answer::None;
        }
    }
    status(&known, MADE_ON).is_allowed()
}

fn roll(t: &T, sides: u8) -> u8 {
    let mut byte = [0];
    t.chance.fill(&mut byte);
    byte[0] % sides
}

/// The day after, the day itself or, most often, the day before.
fn near(t: &T) -> Date {
    let ahead = [1, 0, -1, -1, -1, -1];
    MADE_ON.saturating_add(ahead[usize::from(roll(t, 6))].days())
}

fn guardian(t: &T) -> GuardianFacts {
    let relation = match roll(t, 6) {
        0 => Relation::Contact,
        1 => Relation::Responsible,
        _ => Relation::Parent,
    };
    let exception = match roll(t, 8) {
        0 => Some(None),
        1 => Some(Some(near(t))),
        _ => None,
    };
    let method = match roll(t, 8) {
        0 => Method::Verbal,
        1..=3 => Method::Paper,
        4 | 5 => Method::Portal,
        _ => Method::Email,
    };
    let answer = match roll(t, 16) {
        0 => Answer::Objected,
        1 => Answer::Withdrawn,
        2 => Answer::None,
        _ => Answer::Consented {
            on: near(t),
            method,
        },
    };
    GuardianFacts {
        relation,
        notified_on: (roll(t, 16) > 0).then(|| near(t)),
        exception: exception.map(|signed_on| Exception {
            ground: Ground::NotPracticable,
            signed_on,
        }),
        answer,
    }
}

fn word(t: &T) -> PupilWord {
    match roll(t, 10) {
        0 => PupilWord::Refused,
        1 | 2 => PupilWord::ChangedMind { on: near(t) },
        _ => PupilWord::None,
    }
}

fn left_on(t: &T) -> Option<Date> {
    (roll(t, 6) == 0).then(|| near(t))
}

async fn a_template_is_let_in_exactly_when_the_rules_allow_it(t: T) {
    let how_many = [0, 1, 1, 1, 1, 2, 2, 3];
    let mut let_in = 0;
    for _ in 0..DRAWS {
        let facts = BiometricFacts {
            guardians: (0..how_many[usize::from(roll(&t, 8))])
                .map(|_| guardian(&t))
                .collect(),
            pupil: word(&t),
            left_on: left_on(&t),
            restricted: roll(&t, 16) == 0,
        };
        // Never committed: the next draw begins with an empty register.
        let mut tx = t.db.begin().await.expect("it begins");
        let id = pupil(&t, &mut tx, 1, &facts).await;
        let told = keep(&t, &mut tx, t.school, &template(&t, id)).await;
        match told {
            Ok(Ended(None)) => assert!(allowed(&facts), "let in: {facts:?}"),
            Err(Error::Refused(_)) => assert!(!allowed(&facts), "refused: {facts:?}"),
            _ => panic!("{told:?}"),
        }
        let_in += usize::from(told.is_ok());
    }
    assert!(
        (DRAWS / 8..DRAWS * 7 / 8).contains(&let_in),
        "{let_in} of {DRAWS} let in"
    );
}

async fn a_template_stays_after_a_change_exactly_while_the_rules_allow_it(t: T) {
    let (s, c) = (t.school, &t.chance);
    let mut stayed = 0;
    for _ in 0..DRAWS {
        let mut tx = t.db.begin().await.expect("it begins");
        let mut facts = open();
        let id = pupil(&t, &mut tx, 1, &facts).await;
        let new = template(&t, id);
        assert_eq!(
            keep(&t, &mut tx, s, &new).await.expect("it is let in"),
            Ended(None)
        );
        let ended = match roll(&t, 5) {
            0 => {
                facts.guardians[0] = guardian(&t);
                people::set_guardian(&mut tx, s, id, 0, &facts.guardians[0], t.now(), c).await
            }
            1 => {
                facts.guardians.push(guardian(&t));
                people::set_guardian(&mut tx, s, id, 1, &facts.guardians[1], t.now(), c).await
            }
            2 => {
                facts.pupil = word(&t);
                people::set_pupil_word(&mut tx, s, id, facts.pupil).await
            }
            3 => {
                facts.left_on = left_on(&t);
                people::set_left_on(&mut tx, s, id, facts.left_on).await
            }
            _ => {
                facts.restricted = roll(&t, 2) == 0;
                people::set_restricted(&mut tx, s, id, facts.restricted).await
            }
        };
        let stays = allowed(&facts);
        let expected = Ended((!stays).then_some(new.id));
        assert_eq!(ended.expect("it is written"), expected, "{facts:?}");
        let after = templates::of(&mut tx, s, id).await.expect("it reads");
        assert_eq!(after.is_some(), stays, "{facts:?}");
        stayed += usize::from(stays);
    }
    assert!(
        (DRAWS / 8..DRAWS * 7 / 8).contains(&stayed),
        "{stayed} of {DRAWS} stayed"
    );
}
