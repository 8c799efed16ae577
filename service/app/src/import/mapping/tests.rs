//! What has to be said of columns, and what files look alike.

use super::*;
use crate::import::read;

fn table(csv: &str) -> Table {
    read::table("a.csv", csv.as_bytes()).unwrap()
}

fn roles(roles: &[Role]) -> Mapping {
    Mapping {
        roles: roles.to_vec(),
        ..Mapping::default()
    }
}

#[test]
fn what_nobody_said_is_asked() {
    let table = table("id,answer,kind,day\nA1,maybe,Trips,3/4/2026\n");
    let mut mapping = roles(&[Role::MisId, Role::Status, Role::Type, Role::GivenOn]);
    let file = PerFile::default();
    assert_eq!(
        mapping.lacks(&table, &file),
        [
            Lack::Words(vec!["maybe".to_owned()]),
            Lack::Types(vec!["trips".to_owned()]),
            Lack::Order,
        ]
    );
    mapping.words.insert("maybe".to_owned(), Word::NoAnswer);
    mapping.types.insert("trips".to_owned(), BTreeSet::new());
    mapping.order = Some(Order::DayFirst);
    assert_eq!(mapping.lacks(&table, &file), []);
}

#[test]
fn an_answer_is_about_something_and_of_somebody() {
    let table = table("name,answer\nLarkin,yes\n");
    let file = PerFile::default();
    let mapping = roles(&[Role::FirstName, Role::Answer]);
    assert_eq!(
        mapping.lacks(&table, &file),
        [Lack::Whose, Lack::NoChannel(1)]
    );
    let mapping = roles(&[Role::MisId, Role::Status]);
    assert_eq!(mapping.lacks(&table, &file), [Lack::NoFileChannel]);
    let file = PerFile {
        channels: BTreeSet::from([Channel::Website]),
        ..file
    };
    assert_eq!(mapping.lacks(&table, &file), []);
}

#[test]
fn a_register_needs_numbers_and_names_and_each_but_once() {
    let mut mapping = roles(&[Role::MisId, Role::MisId, Role::Surname]);
    mapping.lists_pupils = true;
    assert_eq!(
        mapping.lacks_in_columns(),
        [Lack::Twice(Role::MisId), Lack::NoRegister]
    );
    assert_eq!(roles(&[Role::MisId]).lacks_in_columns(), [Lack::Nothing]);
}

#[test]
fn files_with_the_same_headings_look_alike_however_they_are_written() {
    let one = table("UPN,Consent  Status\nA1,yes\n");
    let other = table("upn,consent status\nA2,no\n");
    assert_eq!(fingerprint(&one), fingerprint(&other));
    let third = table("UPNConsent,Status\nA1,yes\n");
    assert_ne!(fingerprint(&one), fingerprint(&third));
}

#[test]
fn every_code_reads_back() {
    for role in Role::ALL {
        assert_eq!(Role::of_code(role.code()), Some(role));
    }
    for covers in Covers::ALL {
        assert_eq!(Covers::of_code(covers.code()), Some(covers));
    }
}
