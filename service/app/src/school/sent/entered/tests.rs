//! What of an answer is news.

use gatehouse_domain::{
    Channel,
    permission::{Basis, Detail},
};
use jiff::civil::date;

use super::*;

fn row(decision: Decision, given_by: Giver, day: i8) -> PermissionRow {
    PermissionRow {
        channel: Channel::Website,
        naming: Naming::PictureOnly,
        basis: Basis::Consent,
        decision,
        given_by,
        given_on: date(2026, 9, day),
        expires_on: None,
        text_version: 1,
        detail: Detail::default(),
    }
}

fn said(word: Word, day: Option<i8>) -> Settled {
    Settled {
        at: (0, 2, 1),
        person: 0,
        channel: Channel::Website,
        giver: FIRST.to_owned(),
        word,
        named: false,
        given_on: day.map(|day| date(2026, 9, day)),
        method: "",
    }
}

#[test]
fn an_answer_without_a_day_is_news_only_if_it_says_something_else() {
    let yes = row(Decision::Granted, Giver::Guardian(0), 4);
    let no = row(Decision::Refused, Giver::Guardian(0), 4);
    let granted = Some(Decision::Granted);
    assert_eq!(decision(&said(Word::Yes, None), &[]), granted);
    assert_eq!(decision(&said(Word::Yes, None), &[&yes]), None);
    assert_eq!(decision(&said(Word::Yes, None), &[&no]), granted);
    assert_eq!(decision(&said(Word::Yes, Some(9)), &[&yes]), granted);
    assert_eq!(decision(&said(Word::No, None), &[&no]), None);
    assert_eq!(
        decision(&said(Word::No, None), &[&yes]),
        Some(Decision::Refused)
    );
    let named = Settled {
        named: true,
        ..said(Word::Yes, None)
    };
    assert_eq!(decision(&named, &[&yes]), granted);
}

#[test]
fn no_answer_ends_what_was_a_yes_and_is_nothing_else() {
    let yes = row(Decision::Granted, Giver::Guardian(1), 4);
    let no = row(Decision::Refused, Giver::Guardian(0), 4);
    assert_eq!(decision(&said(Word::NoAnswer, None), &[]), None);
    assert_eq!(
        decision(&said(Word::NoAnswer, None), &[&yes]),
        Some(Decision::Withdrawn)
    );
    assert_eq!(decision(&said(Word::NoAnswer, None), &[&yes, &no]), None);
    // Of an older form: what came later stands.
    assert_eq!(decision(&said(Word::NoAnswer, Some(3)), &[&yes]), None);
}
