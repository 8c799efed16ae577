//! Files as an office sends them, good and bad.

use gatehouse_captions::{Profile as WordsProfile, School as WordsSchool};
use gatehouse_domain::{
    biometric::{Answer, Exception, Ground, Relation},
    matching::Lookalikes,
    policy::Rules,
    retention::RetentionRules,
};
use jiff::civil::date;

use super::*;
use crate::school::{Consents, Profile, Recognition};

const TODAY: Date = date(2026, 11, 18);
const PUPILS: &str = "mis_id,first_name,preferred_name,surname,class,year\n";
const GUARDIANS: &str = "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n";
const PERMISSIONS: &str =
    "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n";

fn blank() -> School {
    School {
        people: Vec::new(),
        lookalikes: Lookalikes::none(),
        events: Vec::new(),
        profile: Profile {
            channels: Vec::new(),
            consents: Consents {
                imported_on: Date::MIN,
                fresh_days: 14,
                text_version: 3,
            },
            recognition: Recognition::default(),
            rules: Rules::default(),
            words: WordsProfile::default(),
            retention: RetentionRules::default(),
        },
        words: WordsSchool::default(),
    }
}

fn sent(pupils: &str, guardians: &str, permissions: &str) -> Sent {
    let file = |head: &str, rows: &str| (!rows.is_empty()).then(|| format!("{head}{rows}"));
    Sent {
        pupils: file(PUPILS, pupils),
        guardians: file(GUARDIANS, guardians),
        permissions: file(PERMISSIONS, permissions),
        ..Sent::default()
    }
}

/// A school of which these rows were entered.
fn known(pupils: &str, guardians: &str, permissions: &str) -> School {
    let mut school = blank();
    let reading = read(&sent(pupils, guardians, permissions), &school, TODAY);
    assert_eq!(reading.faults, []);
    school.people = reading.people;
    school
}

/// File, line and column of everything that is wrong.
fn places(sent: &Sent, before: &School) -> Vec<(Which, Option<u64>, Option<Cow<'static, str>>)> {
    let faults = read(sent, before, TODAY).faults;
    faults
        .into_iter()
        .map(|fault| (fault.file, fault.line, fault.column))
        .collect()
}

#[test]
fn every_row_that_is_wrong_is_told_with_its_place_and_never_repeated() {
    let before = known("A1,Larkin,,Moss,Wren,3\n", "A1,guardian 1,yes,,,\n", "");
    let sent = sent(
        "A2,,,Moss,Wren,3\nA1,Larkin,,Moss,Wren,3\n?,Larkin,,Moss,Wren,3\nA3,Larkin\n",
        "A1,mother,yes,,,\nA1,guardian 1,maybe,,,\n",
        "A1,website,picture-only,granted,consent,guardian 1,2026-9-1,,paper\n\
         A1,website,picture-only,granted,consent,guardian 2,2026-09-01,,paper\n\
         A1,website,picture-only,granted,consent,guardian 1,2026-12-01,,paper\n\
         A1,website,picture-only,granted,consent,guardian 1,2026-09-01,2026-08-01,paper\n\
         A1,website,picture-only,granted,consent,guardian 1,2026-09-01,,pigeon\n",
    );
    assert_eq!(
        places(&sent, &before),
        [
            (Which::Pupils, Some(2), Some("first_name".into())),
            (Which::Pupils, Some(4), Some("mis_id".into())),
            (Which::Pupils, Some(5), None),
            (Which::Guardians, Some(2), Some("guardian".into())),
            (
                Which::Guardians,
                Some(3),
                Some("parental_responsibility".into())
            ),
            (Which::Permissions, Some(2), Some("given_on".into())),
            (Which::Permissions, Some(3), Some("given_by".into())),
            (Which::Permissions, Some(4), Some("given_on".into())),
            (Which::Permissions, Some(5), Some("expires_on".into())),
            (Which::Permissions, Some(6), Some("method".into())),
        ]
    );
    for fault in read(&sent, &before, TODAY).faults {
        for secret in ["Larkin", "Moss", "mother", "pigeon", "A1"] {
            assert!(!fault.says.contains(secret), "{}", fault.says);
        }
    }
}

#[test]
fn a_file_without_a_column_is_told_as_a_whole() {
    let sent = Sent {
        pupils: Some("mis_id;first_name\nA1;Larkin\n".to_owned()),
        ..Sent::default()
    };
    assert_eq!(places(&sent, &blank()), [(Which::Pupils, None, None)]);
}

#[test]
fn rows_about_nobody_are_left_out_and_told() {
    let sent = sent(
        "A1,Larkin,,Moss,Wren,3\n",
        "A9,guardian 1,yes,,,\n",
        "A9,website,picture-only,refused,consent,guardian 1,2026-09-01,,paper\n",
    );
    let reading = read(&sent, &blank(), TODAY);
    assert_eq!(reading.faults, []);
    assert_eq!(
        reading.unmatched,
        [(Which::Guardians, 2), (Which::Permissions, 2)]
    );
}

#[test]
fn a_pupil_may_stand_twice_only_if_both_rows_say_the_same() {
    let same = "A1,Larkin,,Moss,Wren,3\nA1,Larkin,,Moss,Wren,3\n";
    assert_eq!(places(&sent(same, "", ""), &blank()), []);
    let other = "A1,Larkin,,Moss,Wren,3\nA1,Larkin,,Moss,Owl,3\n";
    assert_eq!(
        places(&sent(other, "", ""), &blank()),
        [2, 3].map(|line| (Which::Pupils, Some(line), Some("mis_id".into())))
    );
}

#[test]
fn of_two_rows_about_a_guardian_the_stricter_counts() {
    let pupil = "A1,Larkin,,Moss,Wren,3\n";
    for rows in [
        "A1,guardian 1,yes,2026-09-04,consented,paper\nA1,1,yes,2026-09-04,objected,\n",
        "A1,1,yes,2026-09-04,objected,\nA1,guardian 1,yes,2026-09-04,consented,paper\n",
    ] {
        let school = known(pupil, rows, "");
        let guardians = &school.people[0].biometric.guardians;
        assert_eq!(guardians.len(), 1);
        assert_eq!(guardians[0].answer, Answer::Objected);
    }
}

#[test]
fn guardians_are_numbered_without_a_gap() {
    let pupil = "A1,Larkin,,Moss,Wren,3\n";
    let sent = sent(pupil, "A1,guardian 2,yes,,,\n", "");
    assert_eq!(
        places(&sent, &blank()),
        [(Which::Guardians, Some(2), Some("guardian".into()))]
    );
}

#[test]
fn what_the_file_has_no_column_for_stays() {
    let mut before = known(
        "A1,Larkin,,Moss,Wren,3\n",
        "A1,guardian 1,yes,,cannot-be-found,\n",
        "",
    );
    let signed = Exception {
        ground: Ground::CannotBeFound,
        signed_on: Some(date(2026, 9, 4)),
    };
    let known = &mut before.people[0];
    known.biometric.guardians[0].relation = Relation::Responsible;
    known.biometric.guardians[0].exception = Some(signed);
    known.standing.protected = true;
    known.biometric.pupil = gatehouse_domain::biometric::PupilWord::Refused;
    let again = sent("", "A1,guardian 1,yes,,cannot-be-found,\n", "");
    let reading = read(&again, &before, TODAY);
    let after = &reading.people[0];
    assert_eq!(after.biometric, before.people[0].biometric);
    assert!(after.standing.protected);
}

#[test]
fn an_answer_that_is_known_is_not_taken_for_one_to_a_newer_text() {
    let row = "A1,website,picture-only,granted,consent,guardian 1,2026-09-01,,paper\n";
    let mut school = known("A1,Larkin,,Moss,Wren,3\n", "A1,guardian 1,yes,,,\n", row);
    assert_eq!(school.people[0].standing.rows[0].text_version, 3);
    school.profile.consents.text_version = 4;
    let reading = read(&sent("", "", row), &school, TODAY);
    assert_eq!(
        reading.people[0].standing.rows,
        school.people[0].standing.rows
    );
}
