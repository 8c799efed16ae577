//! Days, and rows of which part is lost.

use gatehouse_app::{
    import::dates::Order,
    school::{
        MisId,
        sent::{Sent, Which, read, read_by},
    },
};
use gatehouse_domain::{Channel, permission::Decision};
use jiff::civil::date;

use crate::school::{Files, TODAY, difference, may, rows, school};

const WEBSITE: Channel = Channel::Website;

#[test]
fn the_order_that_a_file_shows_counts_whatever_was_said_of_another() {
    let mut school = school();
    let csv = "UPN,Website,Date\nA1,No,04/09/2026\nA2,No,14/09/2026\n";
    let files = Files::new().with(csv.as_bytes(), |mapping, _| {
        mapping.order = Some(Order::DayFirst);
    });
    files.enter(&mut school);
    assert_eq!(rows(&school, "A1")[0].given_on, date(2026, 9, 4));
}

#[test]
fn a_row_that_is_told_as_left_out_gives_no_answer() {
    let mut school = school();
    // Shifted by one cell; twice and not alike; short.
    let csv = "UPN,Forename,Surname,Class,Website\n\
        A1,Larkin,Moss,Wren,No,Yes\n\
        A2,Zebulon,Quartermaine,Wren,Yes\n\
        A2,Zebulon,Quartermaine,Owl,Yes\n\
        A3,Marigold,Thistlewood,Yes\n\
        A4,Tamsin,Okonkwo,Owl,Yes\n";
    let files = Files::new().with(csv.as_bytes(), |mapping, _| mapping.lists_pupils = true);
    let reading = files.read(&school);
    let lines: Vec<_> = reading.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [Some(2), Some(3), Some(4), Some(5)]);
    let twice = reading.faults[1].column.as_deref();
    assert_eq!(twice, Some("UPN"));
    files.enter(&mut school);
    for id in ["A1", "A2", "A3"] {
        assert!(rows(&school, id).is_empty(), "{id}");
    }
    assert_eq!(may(&school, "A4", WEBSITE), (true, false));
}

#[test]
fn whoever_stands_in_a_roster_in_any_way_has_not_left() {
    let school = school();
    let part = "UPN,Forename,Surname,Class\nA1,Larkin,Moss,Wren\nA2,Zebulon,Quartermaine,Wren\n";
    let full = "UPN,Forename,Surname,Class\nA3,Marigold,Thistlewood\nA4,Tamsin,Okonkwo,Owl,x\n\
        A5,Zo\u{eb},O'Hara,Owl\n";
    let files = Files::new()
        .with(part.as_bytes(), |_, _| {})
        .with(full.as_bytes(), |_, file| file.is_full = true);
    let found = difference(&school, &files.read(&school));
    let missing: Vec<&str> = found.missing.iter().map(MisId::as_str).collect();
    assert_eq!(missing, ["A6"]);
    // A row of the office's own file that nobody can tell from another.
    let sent = Sent {
        pupils: Some("mis_id,first_name,preferred_name,surname,class,year\nA1,Larkin\n".to_owned()),
        ..Sent::default()
    };
    let reading = read(&sent, &school, TODAY);
    assert_eq!(difference(&school, &reading).missing, []);
}

#[test]
fn an_old_answer_is_to_an_old_text() {
    let mut school = school();
    school.profile.consents.text_version = 3;
    let csv = "UPN,Website,Date\nA1,Yes,4 Sep 2019\nA2,Yes,4 Sep 2026\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    let texts = [(2, date(2018, 9, 1)), (3, date(2026, 9, 1))];
    let reading = read_by(&files.0, &school, TODAY, &texts);
    school.people = reading.people;
    assert_eq!(rows(&school, "A1")[0].text_version, 2);
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
    assert_eq!(may(&school, "A2", WEBSITE), (true, false));
}

#[test]
fn a_no_in_a_row_with_a_bad_day_still_counts() {
    let mut school = school();
    let csv = "UPN,Website,Date\nA1,No,4/9/1999\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    let reading = files.read(&school);
    assert_eq!(reading.faults[0].file, Which::Other(0));
    files.enter(&mut school);
    assert_eq!(rows(&school, "A1")[0].decision, Decision::Refused);
}
