//! Whose a row is, and who answered in it.

use gatehouse_app::{
    import::giver::Say,
    school::sent::{Sent, read},
};
use gatehouse_domain::{Channel, permission::Giver};

use crate::school::{Files, TODAY, may, rows, school};

const WEBSITE: Channel = Channel::Website;

/// Line and column of whatever is wrong with a file.
fn faults(csv: &str) -> Vec<(Option<u64>, Option<String>)> {
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    let faults = files.read(&school()).faults.into_iter();
    faults
        .map(|fault| (fault.line, fault.column.map(Into::into)))
        .collect()
}

#[test]
fn a_number_beside_the_name_of_another_pupil_is_a_fault() {
    // One column was sorted by itself.
    let csv = "UPN,Forename,Surname,Website\n\
        A2,Larkin,Moss,Yes\nA1,Zebulon,Quartermaine,No\nA3,Marigold Rose,Thistlewood,Yes\n";
    let upn = Some("UPN".to_owned());
    assert_eq!(
        faults(csv),
        [(Some(2), upn.clone()), (Some(3), upn.clone())]
    );
    let csv = "Arbor ID,Student,Website\nA1,\"Moss, Larkin\",Yes\nA2,Larkin Moss,Yes\n";
    assert_eq!(faults(csv), [(Some(3), Some("Arbor ID".to_owned()))]);
    // In a roster too, where it holds answers.
    let csv = "UPN,Forename,Surname,Website\nA2,Larkin,Moss,Yes\n";
    let files = Files::new().with(csv.as_bytes(), |mapping, _| mapping.lists_pupils = true);
    let mut school = school();
    assert_eq!(files.read(&school).faults.len(), 1);
    files.enter(&mut school);
    assert!(rows(&school, "A2").is_empty());
}

#[test]
fn a_number_with_quite_another_name_renames_nobody() {
    let csv = "UPN,Forename,Surname\nA2,Larkin,Moss\nA1,Larkin,Fenn\n";
    assert_eq!(faults(csv), [(Some(2), Some("UPN".to_owned()))]);
}

#[test]
fn the_number_of_somebody_on_the_staff_is_a_fault() {
    let mut school = school();
    school.people[1].kind = gatehouse_app::school::Kind::Staff;
    let csv = "UPN,Website\nA2,Yes\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    assert_eq!(files.read(&school).faults[0].line, Some(2));
}

#[test]
fn a_pupil_who_answered_is_no_parent_and_others_are_asked() {
    let csv = "UPN,Website,Given by,Date\n\
        A1,No,Larkin Moss,4 Sep 2026\n\
        A2,Yes,Grandma,4 Sep 2026\n\
        A3,No,Grandma,4 Sep 2026\n\
        A4,Yes,Social worker,4 Sep 2026\n";
    let files = Files::new().with(csv.as_bytes(), |mapping, _| {
        mapping.givers.insert("grandma".to_owned(), Say::Without);
        let worker = "social worker".to_owned();
        mapping.givers.insert(worker, Say::Responsible);
    });
    let mut school = school();
    files.enter(&mut school);
    assert_eq!(rows(&school, "A1")[0].given_by, Giver::Self_);
    assert!(rows(&school, "A2").is_empty());
    assert_eq!(rows(&school, "A3").len(), 1);
    assert_eq!(may(&school, "A4", WEBSITE), (true, false));
}

#[test]
fn a_number_that_stands_twice_is_told_in_both_rows() {
    let sent = Sent {
        pupils: Some(
            "mis_id,first_name,preferred_name,surname,class,year\n\
             A1,Larkin,,Moss,Wren,3\nA1,Larkin,,Moss,Owl,3\n"
                .to_owned(),
        ),
        ..Sent::default()
    };
    let lines: Vec<_> = read(&sent, &school(), TODAY)
        .faults
        .into_iter()
        .map(|fault| fault.line)
        .collect();
    assert_eq!(lines, [Some(2), Some(3)]);
}
