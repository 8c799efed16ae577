//! What is told of somebody on the register.

use gatehouse_domain::{
    biometric::{BiometricFacts, Relation},
    names::{FirstName, Surname},
    permission::Standing,
    policy::Rules,
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
        taking: false,
        naming: Some(Naming::PictureOnly),
        decision: Some(Decision::Granted),
        basis: Some(Basis::Consent),
        given_by: Some(Giver::Guardian(0)),
        means: Some(Means::Paper),
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
fn a_yes_is_refused_of_who_holds_no_responsibility_and_taken_of_a_pupil_who_has_a_say() {
    let told = |answer: &NewAnswer, person: &Person| {
        let found = lines(answer, person, TODAY, 2);
        found.err().unwrap_or_default()
    };
    let mut pupil = person(Kind::Pupil);
    pupil.biometric.guardians[0].relation = Relation::ParentWithout;
    pupil.settle(&Rules::default());
    assert_eq!(told(&answer(), &pupil), [AnswerFault::GivenBy]);
    let mut no = answer();
    no.decision = Some(Decision::Refused);
    assert_eq!(told(&no, &pupil), []);
    let mut own = answer();
    own.given_by = Some(Giver::Self_);
    assert_eq!(told(&own, &pupil), [AnswerFault::GivenBy]);
    pupil.settle(&Rules {
        own_say_needed: true,
        ..Rules::default()
    });
    assert_eq!(told(&own, &pupil), []);
}

#[test]
fn where_the_policy_asks_for_writing_a_spoken_yes_is_told_to_be_none() {
    let told = |answer: &NewAnswer, pupil: &Person| {
        lines(answer, pupil, TODAY, 2).err().unwrap_or_default()
    };
    let mut pupil = person(Kind::Pupil);
    let mut spoken = answer();
    spoken.means = Some(Means::Verbal);
    assert_eq!(told(&spoken, &pupil), []);
    pupil.settle(&Rules {
        written_consent: true,
        ..Rules::default()
    });
    assert_eq!(told(&spoken, &pupil), [AnswerFault::NotWritten]);
    assert_eq!(told(&answer(), &pupil), []);
    spoken.decision = Some(Decision::Refused);
    assert_eq!(told(&spoken, &pupil), []);
}

#[test]
fn an_answer_about_taking_pictures_is_a_line_of_its_own() {
    let mut taking = answer();
    taking.channels.clear();
    taking.taking = true;
    let lines = lines(&taking, &person(Kind::Pupil), TODAY, 2).unwrap();
    let details: Vec<_> = lines.iter().map(|line| line.detail).collect();
    assert_eq!(details, [Detail::taking(Some(Means::Paper))]);
}

#[test]
fn everything_that_is_missing_or_cannot_be_is_told_at_once() {
    let tomorrow = TODAY.tomorrow().unwrap();
    let wrong = NewAnswer {
        channels: BTreeSet::new(),
        taking: false,
        naming: None,
        decision: None,
        basis: None,
        given_by: None,
        means: None,
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
            AnswerFault::Means,
            AnswerFault::GivenOn,
            AnswerFault::Until,
        ]
    );
    let mut ended = answer();
    ended.until = Ok(TODAY.yesterday().ok());
    assert_eq!(faults(&ended, Kind::Pupil), [AnswerFault::Until]);
}
