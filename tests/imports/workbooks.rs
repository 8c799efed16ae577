//! Excel workbooks, as Excel would write them.

use gatehouse_app::import::read::{self, Unfit};
use gatehouse_domain::Channel;
use jiff::civil::date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::school::{Files, may, rows, school};

/// A workbook with a title, days, ticks, numbers and a formula.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").unwrap();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Consents").unwrap();
    for (column, heading) in (0..).zip(["UPN", "Website", "Date", "Year", "Class"]) {
        sheet.write(2, column, heading).unwrap();
    }
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (row, (id, yes)) in (3..).zip([("A1", true), ("A2", false)]) {
        sheet.write(row, 0, id).unwrap();
        sheet.write(row, 1, yes).unwrap();
        let given = ExcelDateTime::from_ymd(2026, 9, 4).unwrap();
        sheet.write_with_format(row, 2, &given, &day).unwrap();
        sheet.write(row, 3, 3.0).unwrap();
        let class = Formula::new("=CONCATENATE(\"Wr\",\"en\")").set_result("Wren");
        sheet.write_formula(row, 4, class).unwrap();
    }
    book.add_worksheet().set_name("Also empty").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_from_its_one_filled_sheet_with_its_days_and_last_results() {
    let table = read::table("file", &workbook()).unwrap();
    assert_eq!(table.headings, ["UPN", "Website", "Date", "Year", "Class"]);
    assert_eq!(
        table.rows[0].cells,
        ["A1", "TRUE", "2026-09-04", "3", "Wren"]
    );
    assert_eq!((table.rows[0].line, table.heading_line), (4, 3));
    assert_eq!(table.above, ["Consents"]);
    let mut school = school();
    Files::new().with(&workbook(), |_, _| {}).enter(&mut school);
    assert_eq!(may(&school, "A1", Channel::Website), (true, false));
    assert_eq!(rows(&school, "A2")[0].given_on, date(2026, 9, 4));
}

#[test]
fn a_workbook_with_a_sheet_for_each_class_is_refused() {
    let mut book = Workbook::new();
    for class in ["Wren", "Owl"] {
        let sheet = book.add_worksheet().set_name(class).unwrap();
        sheet.write(0, 0, "UPN").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read::table("file", &bytes), Err(Unfit::Sheets));
}

#[test]
fn a_workbook_that_unfolds_to_far_more_than_a_list_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let long = "a".repeat(32_000);
    for row in 0..2_500 {
        sheet.write(row, 0, format!("{long}{row}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert!(bytes.len() < read::MOST_BYTES, "{}", bytes.len());
    assert_eq!(read::table("file", &bytes), Err(Unfit::Unfolds));
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_takes_no_room() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "UPN").unwrap();
    sheet.write(1_048_575, 16_383, "far").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read::table("file", &bytes), Err(Unfit::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A broken workbook is refused or read, and no more happens.
    #[test]
    fn no_workbook_is_too_broken(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = workbook();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read::table("file", &bytes);
    }
}
