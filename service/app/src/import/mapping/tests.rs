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
    let table = table("id,answer,kind,day,by\nA1,maybe,Trips,3/4/2026,Grandma\n");
    let mut mapping = roles(&[
        Role::MisId,
        Role::Status,
        Role::Type,
        Role::GivenOn,
        Role::Giver,
    ]);
    let file = PerFile::default();
    assert_eq!(
        mapping.lacks(&table, &file),
        [Lack::Words(1), Lack::Types(1), Lack::Givers(1), Lack::Order]
    );
    let unknown = mapping.unknown_words((&table, &file));
    for word in unknown {
        mapping.words.insert(word.key(), Word::NoAnswer);
    }
    let about = BTreeSet::from([Channel::Website]);
    mapping.types.insert("trips".to_owned(), about);
    mapping.givers.insert("grandma".to_owned(), Say::Without);
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
fn two_files_with_the_same_headings_may_ask_each_its_own_way() {
    let mapping = roles(&[Role::MisId, Role::Status]);
    let file = PerFile {
        channels: BTreeSet::from([Channel::Website]),
        ..PerFile::default()
    };
    let plain = table("Website\n\nArbor ID,Status\nA1,Confirmed\n");
    assert_eq!(mapping.lacks(&plain, &file), []);
    let opting_out = table("Opt out of website\n\nArbor ID,Status\nA1,Confirmed\n");
    assert_eq!(mapping.lacks(&opting_out, &file), [Lack::FileWay]);
    let said = PerFile {
        inverted: Some(true),
        ..file
    };
    // What "confirmed" means there is asked.
    assert_eq!(mapping.lacks(&opting_out, &said), [Lack::Words(1)]);
}

#[test]
fn what_the_file_shows_of_its_days_outweighs_what_was_said_of_another() {
    let table = table("UPN,Website,Date\nA1,No,04/09/2026\nA2,No,14/09/2026\n");
    let mut mapping = roles(&[Role::MisId, Role::Answer, Role::GivenOn]);
    let about = BTreeSet::from([Channel::Website]);
    mapping.questions.entry(1).or_default().channels = about;
    mapping.order = Some(Order::MonthFirst);
    assert_eq!(mapping.order_in(&table), Some(Order::DayFirst));
    let file = PerFile::default();
    assert_eq!(mapping.lacks(&table, &file), [Lack::Order]);
    mapping.order = Some(Order::DayFirst);
    assert_eq!(mapping.lacks(&table, &file), []);
}

#[test]
fn a_column_of_which_excel_turned_some_days_is_refused() {
    let table = table("UPN,Website,Date\nA1,No,2026-04-09\nA2,No,9/14/26\n");
    let mut mapping = roles(&[Role::MisId, Role::Answer, Role::GivenOn]);
    let about = BTreeSet::from([Channel::Website]);
    mapping.questions.entry(1).or_default().channels = about;
    let lacks = mapping.lacks(&table, &PerFile::default());
    assert_eq!(lacks, [Lack::MixedDays(2)]);
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
    let third = table("UPNConsent,UPN\nA1,yes\n");
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
