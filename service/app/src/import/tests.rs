//! The difference that an import makes, on registers of every kind.

use gatehouse_captions::{Profile as WordsProfile, School as WordsSchool};
use gatehouse_domain::{
    biometric::{Answer, BiometricFacts, Exception, Ground, GuardianFacts, Method, Relation},
    matching::Lookalikes,
    names::{FirstName, Surname},
    permission::{Basis, Decision, Detail, Giver, PermissionRow},
    policy::Rules,
    retention::RetentionRules,
};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::school::{
    Consents, Kind, Profile, Recognition,
    sent::{Reading, Sent, read},
};

const TODAY: Date = date(2026, 11, 18);

fn school(people: Vec<Person>) -> School {
    School {
        people,
        lookalikes: Lookalikes::none(),
        events: Vec::new(),
        profile: Profile {
            channels: vec![Channel::Website],
            consents: Consents {
                imported_on: date(2026, 11, 16),
                fresh_days: 14,
                text_version: 2,
            },
            recognition: Recognition::default(),
            rules: Rules::default(),
            words: WordsProfile::default(),
            retention: RetentionRules::default(),
        },
        words: WordsSchool::default(),
    }
}

fn person(id: &str, rows: Vec<PermissionRow>) -> Person {
    Person {
        id: MisId::parse(id).unwrap(),
        kind: Kind::Pupil,
        first_name: FirstName::parse("Larkin").unwrap(),
        preferred_name: None,
        surname: Surname::parse("Moss").unwrap(),
        class: Some("Wren".to_owned()),
        year: None,
        standing: Standing {
            rows,
            ..Standing::default()
        },
        biometric: BiometricFacts {
            guardians: vec![guardian(Answer::None), guardian(Answer::None)],
            ..BiometricFacts::default()
        },
    }
}

fn guardian(answer: Answer) -> GuardianFacts {
    GuardianFacts {
        notified_on: Some(date(2026, 9, 4)),
        answer,
        ..GuardianFacts::new(Relation::Parent)
    }
}

fn yes(channel: Channel, naming: Naming, on: Date, until: Option<Date>) -> PermissionRow {
    PermissionRow {
        channel,
        naming,
        basis: Basis::Consent,
        decision: Decision::Granted,
        given_by: Giver::Guardian(0),
        given_on: on,
        expires_on: until,
        text_version: 2,
        detail: Detail::default(),
    }
}

fn no(on: Date) -> PermissionRow {
    PermissionRow {
        decision: Decision::Refused,
        ..yes(Channel::Website, Naming::PictureOnly, on, None)
    }
}

fn written(on: Date) -> Answer {
    Answer::Consented {
        on,
        method: Method::Paper,
    }
}

/// What adding rows to the first person's history comes to.
fn adding(before: &School, rows: &[PermissionRow]) -> (Vec<Person>, Difference) {
    let mut after = before.people.clone();
    after[0].standing.rows.extend_from_slice(rows);
    let found = difference(before, &after, None, TODAY);
    (after, found)
}

#[test]
fn a_no_that_becomes_a_yes_is_looser_and_a_first_yes_is_not() {
    let early = date(2026, 9, 1);
    let later = yes(
        Channel::Website,
        Naming::PictureOnly,
        date(2026, 10, 1),
        None,
    );
    let refused = school(vec![person("A1", vec![no(early)])]);
    let (_, found) = adding(&refused, std::slice::from_ref(&later));
    assert_eq!((found.looser.len(), found.first.len()), (1, 0));
    let blank = school(vec![person("A1", vec![])]);
    let (_, found) = adding(&blank, &[later]);
    assert_eq!((found.looser.len(), found.first.len()), (0, 1));
}

#[test]
fn a_name_or_a_later_end_is_looser_and_an_earlier_end_is_stricter() {
    let (early, new) = (date(2026, 9, 1), date(2026, 10, 1));
    let end = Some(date(2027, 7, 31));
    let before = yes(Channel::Website, Naming::PictureOnly, early, end);
    let before = school(vec![person("A1", vec![before])]);
    let with = |naming, until| {
        let (_, found) = adding(&before, &[yes(Channel::Website, naming, new, until)]);
        (found.looser.len(), found.stricter.len())
    };
    assert_eq!(with(Naming::PictureOnly, end), (0, 0));
    assert_eq!(with(Naming::WithFirstName, end), (1, 0));
    assert_eq!(with(Naming::PictureOnly, None), (1, 0));
    assert_eq!(with(Naming::PictureOnly, Some(date(2027, 3, 31))), (0, 1));
    // A name that is new, and an end that is earlier: more in something.
    let both = with(Naming::WithFirstName, Some(date(2027, 3, 31)));
    assert_eq!(both, (1, 0));
}

#[test]
fn what_is_not_ticked_is_left_out_and_the_stricter_stays() {
    let early = date(2026, 9, 1);
    let on_display = yes(Channel::Display, Naming::WithFirstName, early, None);
    let before = school(vec![person("A1", vec![no(early), on_display])]);
    let new = date(2026, 10, 1);
    let rows = [
        yes(Channel::Website, Naming::PictureOnly, new, None),
        yes(Channel::Display, Naming::PictureOnly, new, None),
    ];
    let (after, found) = adding(&before, &rows);
    assert_eq!((found.looser.len(), found.stricter.len()), (1, 1));
    let mut held = after.clone();
    assert_eq!(hold_back(&before, &mut held, &BTreeSet::new(), TODAY), 1);
    let found = difference(&before, &held, None, TODAY);
    assert_eq!((found.looser.len(), found.stricter.len()), (0, 1));
    let mut ticked = after.clone();
    let agreed = BTreeSet::from([MisId::parse("A1").unwrap()]);
    assert_eq!(hold_back(&before, &mut ticked, &agreed, TODAY), 0);
    assert_eq!(ticked[0].standing.rows, after[0].standing.rows);
}

#[test]
fn a_parents_no_to_recognition_is_taken_back_only_when_it_is_ticked() {
    let mut one = person("A1", vec![]);
    one.biometric.guardians = vec![
        guardian(written(date(2026, 9, 4))),
        guardian(Answer::Objected),
    ];
    let before = school(vec![one]);
    let mut after = before.people.clone();
    after[0].biometric.guardians[1] = guardian(Answer::None);
    let found = difference(&before, &after, None, TODAY);
    assert_eq!((found.looser.len(), found.guardians), (1, 1));
    assert_eq!(found.looser[0].about, About::Recognition);
    hold_back(&before, &mut after, &BTreeSet::new(), TODAY);
    assert_eq!(
        after[0].biometric.guardians,
        before.people[0].biometric.guardians
    );
}

#[test]
fn a_signed_exception_is_looser_and_a_first_consent_is_a_first_answer() {
    let before = school(vec![person("A1", vec![])]);
    let mut consents = before.people.clone();
    consents[0].biometric.guardians[0] = guardian(written(date(2026, 9, 4)));
    let found = difference(&before, &consents, None, TODAY);
    assert_eq!((found.looser.len(), found.first.len()), (0, 1));
    let mut excepted = before.people.clone();
    excepted[0].biometric.guardians[1].exception = Some(Exception {
        ground: Ground::CannotBeFound,
        signed_on: Some(date(2026, 9, 4)),
    });
    let found = difference(&before, &excepted, None, TODAY);
    assert_eq!(found.looser.len(), 1);
}

#[test]
fn whether_somebody_is_protected_changes_nothing_that_is_told() {
    let early = date(2026, 9, 1);
    let plain = school(vec![person("A1", vec![no(early)])]);
    let mut hidden = school(vec![person("A1", vec![no(early)])]);
    hidden.people[0].standing.protected = true;
    let rows = [yes(
        Channel::Website,
        Naming::PictureOnly,
        date(2026, 10, 1),
        None,
    )];
    assert_eq!(adding(&plain, &rows).1, adding(&hidden, &rows).1);
}

#[test]
fn whom_the_file_lacks_stays_and_is_told() {
    let before = school(vec![person("A1", vec![]), person("A2", vec![])]);
    let sent = Sent {
        pupils: Some(
            "mis_id,first_name,preferred_name,surname,class,year\nA2,Larkin,,Moss,Owl,\n"
                .to_owned(),
        ),
        ..Sent::default()
    };
    let reading = read(&sent, &before, TODAY);
    assert_eq!(reading.people.len(), 2);
    let found = difference(&before, &reading.people, reading.listed.as_ref(), TODAY);
    assert_eq!(found.missing, [MisId::parse("A1").unwrap()]);
    assert_eq!(
        found.changed,
        [(MisId::parse("A2").unwrap(), vec![Part::Class])]
    );
}

fn days() -> impl Strategy<Value = Date> {
    (0_i32..400).prop_map(|days| date(2025, 10, 20) + jiff::Span::new().days(days))
}

fn rows() -> impl Strategy<Value = PermissionRow> {
    let some = (0_usize..2, any::<bool>(), 0_usize..3, 0_u16..2, days());
    (some, proptest::option::of(1_i32..800), 1_u32..3).prop_map(
        |((channel, named, decision, giver, on), until, text_version)| PermissionRow {
            channel: [Channel::Website, Channel::Display][channel],
            naming: if named {
                Naming::WithFirstName
            } else {
                Naming::PictureOnly
            },
            basis: Basis::Consent,
            decision: [Decision::Granted, Decision::Refused, Decision::Withdrawn][decision],
            given_by: Giver::Guardian(giver),
            given_on: on,
            expires_on: until.map(|days| on + jiff::Span::new().days(days)),
            text_version,
            detail: Detail::default(),
        },
    )
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::None),
        Just(Answer::Objected),
        Just(Answer::Withdrawn),
        Just(written(date(2026, 9, 4))),
        Just(Answer::Consented {
            on: date(2026, 9, 4),
            method: Method::Verbal
        }),
    ]
}

fn schools() -> impl Strategy<Value = School> {
    let one = (
        proptest::collection::vec(rows(), 0..5),
        proptest::collection::vec(answers(), 1..3),
    );
    proptest::collection::vec(one, 1..4).prop_map(|people| {
        let people = people.into_iter().enumerate().map(|(at, (rows, answers))| {
            let mut person = person(&format!("A{at}"), rows);
            person.biometric.guardians = answers.into_iter().map(guardian).collect();
            person
        });
        school(people.collect())
    })
}

/// A row of `permissions.csv` about one of four pupils.
fn line((whose, row): &(usize, PermissionRow)) -> String {
    let code = |value| serde_json::to_value(value).unwrap();
    let decision = code(row.decision);
    let naming = serde_json::to_value(row.naming).unwrap();
    let Giver::Guardian(place) = row.given_by else {
        panic!("a guardian");
    };
    format!(
        "A{whose},{},{},{},consent,guardian {},{},{},paper",
        row.channel,
        naming.as_str().unwrap(),
        decision.as_str().unwrap(),
        place + 1,
        row.given_on,
        row.expires_on.map(|on| on.to_string()).unwrap_or_default(),
    )
}

fn guardian_line((whose, place, answer): &(usize, usize, usize)) -> String {
    let answer = ["", "consented", "objected", "withdrawn"][*answer];
    format!(
        "A{whose},guardian {},yes,2026-09-04,{answer},paper",
        place + 1
    )
}

prop_compose! {
    fn files()(
        rows in proptest::collection::vec((0_usize..4, rows()), 0..8),
        guardians in proptest::collection::vec((0_usize..4, 0_usize..2, 0_usize..4), 0..8),
    ) -> Sent {
        let permissions: Vec<String> = rows.iter().map(line).collect();
        let guardians: Vec<String> = guardians.iter().map(guardian_line).collect();
        Sent {
            pupils: Some(
                "mis_id,first_name,preferred_name,surname,class,year\nA0,Larkin,,Moss,Wren,\n"
                    .to_owned(),
            ),
            guardians: Some(format!(
                "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n{}",
                guardians.join("\n")
            )),
            permissions: Some(format!(
                "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n{}",
                permissions.join("\n")
            )),
            ..Sent::default()
        }
    }
}

fn told(before: &School, reading: &Reading) -> Difference {
    difference(before, &reading.people, reading.listed.as_ref(), TODAY)
}

proptest! {
    #[test]
    fn the_same_import_twice_changes_nothing(before in schools(), sent in files()) {
        let once = read(&sent, &before, TODAY);
        let after = school(once.people);
        let found = told(&after, &read(&sent, &after, TODAY));
        prop_assert!(found.is_nothing(), "{found:?}");
        prop_assert!(found.looser.is_empty() && found.first.is_empty() && found.stricter.is_empty());
    }

    #[test]
    fn what_is_held_back_never_allows_more(before in schools(), sent in files()) {
        let mut people = read(&sent, &before, TODAY).people;
        hold_back(&before, &mut people, &BTreeSet::new(), TODAY);
        let found = difference(&before, &people, None, TODAY);
        prop_assert!(found.looser.is_empty(), "{found:?}");
        // And holding back what was held back takes nothing more.
        let once = people.clone();
        let held = hold_back(&before, &mut people, &BTreeSet::new(), TODAY);
        prop_assert_eq!(held, 0);
        prop_assert_eq!(&once[0].standing.rows, &people[0].standing.rows);
    }

    #[test]
    fn whoever_is_agreed_to_is_entered_as_shown(before in schools(), sent in files()) {
        let shown = read(&sent, &before, TODAY).people;
        let mut people = shown.clone();
        let all: BTreeSet<MisId> = people.iter().map(|person| person.id.clone()).collect();
        prop_assert_eq!(hold_back(&before, &mut people, &all, TODAY), 0);
        for (one, other) in shown.iter().zip(&people) {
            prop_assert_eq!(&one.standing, &other.standing);
            prop_assert_eq!(&one.biometric, &other.biometric);
        }
    }

    #[test]
    fn an_answer_that_is_shortened_is_never_looser(row in rows(), days in 0_i32..800) {
        let before = school(vec![person("A0", vec![row.clone()])]);
        let end = row.given_on + jiff::Span::new().days(days);
        let shorter = PermissionRow {
            expires_on: Some(row.expires_on.map_or(end, |known| known.min(end))),
            ..row
        };
        let (_, found) = adding(&before, &[shorter]);
        prop_assert!(found.looser.is_empty() && found.first.is_empty(), "{found:?}");
    }

    #[test]
    fn a_no_is_never_looser(before in schools(), row in rows()) {
        let no = PermissionRow { decision: Decision::Refused, ..row };
        let (_, found) = adding(&before, &[no]);
        prop_assert!(found.looser.is_empty() && found.first.is_empty(), "{found:?}");
    }

    #[test]
    fn in_whatever_order_rows_come_the_same_is_allowed(
        before in schools(),
        rows in proptest::collection::vec(rows(), 0..6),
    ) {
        let (one, _) = adding(&before, &rows);
        let back: Vec<PermissionRow> = rows.into_iter().rev().collect();
        let (other, _) = adding(&before, &back);
        let measure = Measure::of(&before, TODAY);
        for channel in [Channel::Website, Channel::Display] {
            prop_assert_eq!(
                measure.reach(&one[0].standing, channel),
                measure.reach(&other[0].standing, channel)
            );
        }
    }
}
