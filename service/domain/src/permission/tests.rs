//! Proofs that permission is never looser than its strictest fact.

mod properties;

use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 20);

fn source() -> Source {
    Source {
        imported_on: date(2026, 11, 16),
        fresh_days: 14,
        text_version: 2,
    }
}

fn yes(giver: Giver) -> PermissionRow {
    PermissionRow {
        channel: Channel::Website,
        naming: Naming::WithFirstName,
        basis: Basis::Consent,
        decision: Decision::Granted,
        given_by: giver,
        given_on: date(2026, 9, 7),
        expires_on: Some(date(2027, 8, 31)),
        text_version: 2,
        detail: Detail::default(),
    }
}

fn said(decision: Decision, given_on: Date, by: Giver) -> PermissionRow {
    PermissionRow {
        decision,
        given_on,
        ..yes(by)
    }
}

fn agreed() -> Standing {
    Standing {
        rows: vec![yes(Giver::Guardian(0))],
        ..Standing::default()
    }
}

fn ask(person: &Standing) -> Vec<Denial> {
    denials(
        person,
        Channel::Website,
        Naming::WithFirstName,
        TODAY,
        &source(),
    )
}

#[test]
fn a_live_consent_for_the_channel_and_the_name_allows() {
    assert_eq!(ask(&agreed()), []);
}

#[test]
fn a_missing_answer_is_no_consent() {
    assert_eq!(ask(&Standing::default()), [Denial::Absent]);
    let elsewhere = denials(
        &agreed(),
        Channel::Press,
        Naming::PictureOnly,
        TODAY,
        &source(),
    );
    assert_eq!(elsewhere, [Denial::Absent]);
}

#[test]
fn an_answer_dated_tomorrow_does_not_count_today() {
    let mut person = agreed();
    person.rows[0].given_on = date(2026, 11, 21);
    assert_eq!(ask(&person), [Denial::Absent]);
}

#[test]
fn a_no_dated_ahead_counts_at_once() {
    let mut person = agreed();
    person.rows.push(said(
        Decision::Withdrawn,
        date(2027, 1, 15),
        Giver::Guardian(0),
    ));
    assert_eq!(ask(&person), [Denial::Withdrawn]);
}

#[test]
fn no_profile_lets_an_import_count_for_more_than_a_year() {
    let endless = Source {
        imported_on: date(2025, 11, 1),
        fresh_days: u16::MAX,
        ..source()
    };
    assert!(endless.is_stale(TODAY));
}

#[test]
fn two_parents_who_disagree_are_no_consent() {
    let mut person = agreed();
    person.rows.push(said(
        Decision::Refused,
        date(2025, 1, 1),
        Giver::Guardian(1),
    ));
    assert_eq!(ask(&person), [Denial::Refused]);
}

#[test]
fn the_same_parents_later_answer_replaces_the_earlier() {
    let mut person = agreed();
    person.rows.push(said(
        Decision::Refused,
        date(2026, 1, 1),
        Giver::Guardian(0),
    ));
    assert_eq!(ask(&person), []);
    person.rows.push(said(
        Decision::Withdrawn,
        date(2026, 10, 1),
        Giver::Guardian(0),
    ));
    assert_eq!(ask(&person), [Denial::Withdrawn]);
}

#[test]
fn of_two_answers_on_one_day_the_stricter_wins() {
    let mut person = agreed();
    person.rows.push(PermissionRow {
        decision: Decision::Refused,
        ..yes(Giver::Guardian(0))
    });
    assert_eq!(ask(&person), [Denial::Refused]);
}

#[test]
fn protection_holds_outside_whatever_was_agreed_and_not_on_the_schools_own_walls() {
    let mut person = agreed();
    person.protected = true;
    person.rows.push(PermissionRow {
        channel: Channel::Display,
        ..yes(Giver::Guardian(0))
    });
    assert_eq!(ask(&person), [Denial::Protected]);
    let inside = denials(
        &person,
        Channel::Display,
        Naming::PictureOnly,
        TODAY,
        &source(),
    );
    assert_eq!(inside, []);
}

#[test]
fn an_objection_stands_on_every_lawful_basis() {
    for basis in [
        Basis::Consent,
        Basis::PublicTask,
        Basis::LegitimateInterests,
    ] {
        let mut person = agreed();
        person.rows[0].basis = basis;
        person.objection = true;
        assert_eq!(ask(&person), [Denial::Objection]);
    }
}

#[test]
fn an_older_text_binds_consent_but_not_public_task() {
    let mut person = agreed();
    person.rows[0].text_version = 1;
    assert_eq!(ask(&person), [Denial::OlderText]);
    person.rows[0].basis = Basis::PublicTask;
    assert_eq!(ask(&person), []);
}

#[test]
fn a_leaver_is_shown_only_where_that_was_agreed() {
    let mut person = agreed();
    person.left_on = Some(TODAY);
    assert_eq!(ask(&person), [Denial::Left]);
    person.after_leaving = true;
    assert_eq!(ask(&person), []);
}

#[test]
fn a_stale_or_future_import_stops_everybody() {
    for imported_on in [date(2026, 11, 5), date(2026, 11, 21)] {
        let stale = Source {
            imported_on,
            ..source()
        };
        let found = denials(
            &agreed(),
            Channel::Website,
            Naming::PictureOnly,
            TODAY,
            &stale,
        );
        assert_eq!(found, [Denial::StaleSource]);
    }
}

#[test]
fn where_consent_is_to_be_in_writing_a_spoken_yes_is_none_and_a_spoken_no_is_one() {
    let by = |means| PermissionRow {
        detail: Detail {
            means,
            ..Detail::default()
        },
        ..yes(Giver::Guardian(0))
    };
    let mut person = agreed();
    person.asks.written = true;
    for (means, denials) in [
        (Some(Means::Paper), vec![]),
        (Some(Means::Portal), vec![]),
        (Some(Means::Email), vec![]),
        (Some(Means::Verbal), vec![Denial::Absent]),
        (Some(Means::InPerson), vec![Denial::Absent]),
        (None, vec![Denial::Absent]),
    ] {
        person.rows = vec![by(means)];
        assert_eq!(ask(&person), denials, "{means:?}");
    }
    // Nobody asks for consent in writing where consent is not the basis.
    person.rows[0].basis = Basis::PublicTask;
    assert_eq!(ask(&person), []);
    let no = PermissionRow {
        decision: Decision::Refused,
        ..by(Some(Means::Verbal))
    };
    person.rows = vec![by(Some(Means::Paper)), no];
    assert_eq!(ask(&person), [Denial::Refused]);
}

#[test]
fn a_yes_of_a_guardian_without_responsibility_counts_for_nothing_and_their_no_counts() {
    let mut person = agreed();
    person.asks = Asks {
        yes_of: YesOf::Guardian,
        without_responsibility: vec![1],
        ..Asks::default()
    };
    person.rows = vec![yes(Giver::Guardian(1))];
    assert_eq!(ask(&person), [Denial::Absent]);
    person.rows.push(yes(Giver::Guardian(0)));
    assert_eq!(ask(&person), []);
    person.rows.push(said(
        Decision::Refused,
        date(2026, 10, 1),
        Giver::Guardian(1),
    ));
    assert_eq!(ask(&person), [Denial::Refused]);
}

#[test]
fn where_the_profile_says_so_it_takes_the_pupils_own_yes_as_well() {
    let mut person = agreed();
    person.asks.yes_of = YesOf::Both;
    assert_eq!(ask(&person), [Denial::Absent]);
    person.rows.push(yes(Giver::Self_));
    assert_eq!(ask(&person), []);
    person.rows = vec![yes(Giver::Self_)];
    assert_eq!(ask(&person), [Denial::Absent]);
}

#[test]
fn a_young_pupils_yes_counts_for_nothing_and_their_no_at_any_age() {
    let mut person = agreed();
    person.asks.yes_of = YesOf::Guardian;
    person.rows = vec![yes(Giver::Self_)];
    assert_eq!(ask(&person), [Denial::Absent]);
    person.rows.push(yes(Giver::Guardian(0)));
    assert_eq!(ask(&person), []);
    person
        .rows
        .push(said(Decision::Refused, date(2026, 10, 1), Giver::Self_));
    assert_eq!(ask(&person), [Denial::Refused]);
}

#[test]
fn staff_agree_for_themselves_and_nobody_does_for_them() {
    let mut person = agreed();
    person.asks.yes_of = YesOf::Own;
    assert_eq!(ask(&person), [Denial::Absent]);
    person.rows = vec![yes(Giver::Self_)];
    assert_eq!(ask(&person), []);
}

#[test]
fn a_yes_to_a_text_that_is_not_in_force_is_one_to_an_older_text() {
    let mut person = agreed();
    person.rows[0].text_version = 3;
    assert_eq!(ask(&person), [Denial::OlderText]);
}

#[test]
fn a_no_to_taking_pictures_holds_on_every_channel_whatever_was_agreed_for_using_them() {
    let mut person = agreed();
    person.rows.push(PermissionRow {
        channel: Channel::Display,
        decision: Decision::Refused,
        detail: Detail::taking(Some(Means::InPerson)),
        ..yes(Giver::Guardian(0))
    });
    assert_eq!(ask(&person), [Denial::NotTaken]);
}

#[test]
fn a_yes_to_taking_pictures_is_none_to_using_them_and_is_asked_for_only_by_some_profiles() {
    let taking = PermissionRow {
        detail: Detail::taking(None),
        ..yes(Giver::Guardian(0))
    };
    let mut person = agreed();
    person.asks.taking = true;
    assert_eq!(ask(&person), [Denial::NotTaken]);
    person.rows.push(taking.clone());
    assert_eq!(ask(&person), []);
    person.rows = vec![taking];
    assert_eq!(ask(&person), [Denial::Absent]);
}

#[test]
fn a_row_without_its_details_reads_as_one_about_using_pictures() {
    let mut row = serde_json::to_value(yes(Giver::Self_)).unwrap();
    row.as_object_mut().unwrap().remove("detail");
    let read: PermissionRow = serde_json::from_value(row).unwrap();
    assert_eq!(read, yes(Giver::Self_));
}
