//! Columns that ask the other way round: a no never becomes a yes by mistake.

use gatehouse_app::import::mapping::{Lack, Question, Role};
use gatehouse_domain::Channel;

use crate::school::{Files, may, rows, school};

const WEBSITE: Channel = Channel::Website;

/// A column that asks the other way round, and what it comes to for A1.
fn may_of(csv: &str, roles: &[Role]) -> bool {
    let mut school = school();
    let files = Files::new().with(csv.as_bytes(), |mapping, _| {
        mapping.roles = roles.to_vec();
        let question = Question {
            channels: [WEBSITE].into(),
            inverted: Some(true),
            ..Question::default()
        };
        mapping.questions.insert(1, question);
    });
    files.enter(&mut school);
    may(&school, "A1", WEBSITE).0
}

#[test]
fn words_that_say_no_say_no_there_too() {
    let roles = [Role::MisId, Role::Answer, Role::GivenOn];
    for (word, is_yes) in [
        ("No", true),
        ("FALSE", true),
        ("0", true),
        ("Yes", false),
        ("Denied", false),
        ("Refused", false),
        ("Consent denied", false),
        ("", false),
        ("Unticked", false),
    ] {
        let csv = format!("UPN,Consent denied,Date\nA1,{word},4 Sep 2026\n");
        assert_eq!(may_of(&csv, &roles), is_yes, "{word}");
    }
}

#[test]
fn a_false_of_no_day_and_by_nobody_is_no_consent() {
    let roles = [Role::MisId, Role::Answer, Role::GivenOn, Role::Giver];
    for (rest, is_yes) in [
        (",", false),
        (",-", false),
        ("4 Sep 2026,", true),
        (",Mrs A Moss", true),
    ] {
        let csv = format!("UPN,Do not use,Date,Given by\nA1,FALSE,{rest}\n");
        assert_eq!(may_of(&csv, &roles), is_yes, "{rest}");
    }
    let csv = "UPN,Do not use\nA1,FALSE\n";
    assert!(!may_of(csv, &[Role::MisId, Role::Answer]));
}

#[test]
fn a_file_and_a_kind_each_ask_their_own_way() {
    let mut school = school();
    let plain = "UPN,Status,Date\nA1,Yes,4 Sep 2026\n";
    let files = Files::new()
        .with(plain.as_bytes(), |_, file| {
            file.channels = [WEBSITE].into();
        })
        .with(plain.as_bytes(), |_, file| {
            file.channels = [Channel::Press].into();
            file.inverted = Some(true);
        });
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (true, false));
    assert_eq!(may(&school, "A1", Channel::Press), (false, false));
    let kinds = "UPN,Topic,Status,Date\n\
        A2,Website,Yes,4 Sep 2026\n\
        A2,Opt out of press,Yes,4 Sep 2026\n";
    let files = Files::new().with(kinds.as_bytes(), |mapping, _| {
        let kind = "opt out of press".to_owned();
        mapping.types.insert(kind.clone(), [Channel::Press].into());
        mapping.turned.insert(kind, true);
    });
    files.enter(&mut school);
    assert_eq!(may(&school, "A2", WEBSITE), (true, false));
    assert_eq!(may(&school, "A2", Channel::Press), (false, false));
    assert_eq!(rows(&school, "A2").len(), 2);
}

#[test]
fn what_nobody_has_said_is_never_read_by_a_guess() {
    let csv = "UPN,Website\nA1,Yes\n";
    let mut files = Files::new().with(csv.as_bytes(), |_, _| {});
    assert!(!files.0.is_asked());
    files.0.others[0].is_said = false;
    assert!(files.0.is_asked());
    let lacks = files.0.others[0].lacks();
    assert_eq!(lacks, Vec::<Lack>::new());
}
