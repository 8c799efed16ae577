//! What is told of somebody on the register.

use gatehouse_domain::{
    biometric::{BiometricFacts, Relation},
    names::{FirstName, Surname},
    permission::Standing,
};
use jiff::civil::date;

use super::*;
use crate::school::MisId;

const TODAY: Date = date(2026, 11, 18);

fn person(kind: Kind) -> Person {
    Person {
        id: MisId::parse("A1").unwrap(),
        kind,
        first_name: FirstName::parse("Larkin").unwrap(),
        preferred_name: Some(FirstName::parse("Lark").unwrap()),
        surname: Surname::parse("Moss").unwrap(),
        class: None,
        year: None,
        standing: Standing::default(),
        biometric: BiometricFacts {
            guardians: vec![GuardianFacts::new(Relation::Parent)],
            ..BiometricFacts::default()
        },
    }
}

fn answer() -> NewAnswer {
    NewAnswer {
        channels: [Channel::Website, Channel::Display].into(),
        naming: Some(Naming::PictureOnly),
        decision: Some(Decision::Granted),
        basis: Some(Basis::Consent),
        given_by: Some(Giver::Guardian(0)),
        given_on: Some(TODAY),
        until: Ok(None),
    }
}

fn faults(answer: &NewAnswer, kind: Kind) -> Vec<AnswerFault> {
    lines(answer, &person(kind), TODAY, 2)
        .err()
        .unwrap_or_default()
}

#[test]
fn an_answer_is_a_line_for_each_channel() {
    let lines = lines(&answer(), &person(Kind::Pupil), TODAY, 2).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.text_version == 2));
    assert_eq!(called(&person(Kind::Pupil)), "Lark Moss");
}

#[test]
fn a_pupil_s_yes_does_not_count_and_their_no_does() {
    let mut own = answer();
    own.given_by = Some(Giver::Self_);
    assert_eq!(faults(&own, Kind::Pupil), [AnswerFault::GivenBy]);
    assert_eq!(faults(&own, Kind::Staff), []);
    own.decision = Some(Decision::Refused);
    assert_eq!(faults(&own, Kind::Pupil), []);
    own.given_by = Some(Giver::Guardian(1));
    assert_eq!(faults(&own, Kind::Pupil), [AnswerFault::GivenBy]);
}

#[test]
fn everything_that_is_missing_or_cannot_be_is_told_at_once() {
    let tomorrow = TODAY.tomorrow().unwrap();
    let wrong = NewAnswer {
        channels: BTreeSet::new(),
        naming: None,
        decision: None,
        basis: None,
        given_by: None,
        given_on: Some(tomorrow),
        until: Err(NoDay),
    };
    assert_eq!(
        faults(&wrong, Kind::Pupil),
        [
            AnswerFault::Channels,
            AnswerFault::Decision,
            AnswerFault::Naming,
            AnswerFault::Basis,
            AnswerFault::GivenBy,
            AnswerFault::GivenOn,
            AnswerFault::Until,
        ]
    );
    let mut ended = answer();
    ended.until = Ok(TODAY.yesterday().ok());
    assert_eq!(faults(&ended, Kind::Pupil), [AnswerFault::Until]);
}
