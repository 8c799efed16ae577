//! Days as they are written, and what a column shows.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn days_are_read_as_schools_systems_write_them() {
    let day = date(2026, 9, 4);
    for text in [
        "2026-09-04",
        "2026/09/04 9:04:05 am GMT+1",
        "2026-09-04T10:00:00Z",
        "20260904",
        "4 September 2026",
        "4th Sept 2026",
        "04-Sep-26",
        "4 Sep 2026 14:03",
        "Fri 4 Sep 2026",
        "Friday, 4 September 2026",
        "Sep 4, 2026",
        "46269",
        "46269.5863",
    ] {
        assert_eq!(parse(text, None), Ok(Some(day)), "{text}");
    }
    assert_eq!(
        parse("4/9/26 14:03:22", Some(Order::DayFirst)),
        Ok(Some(day))
    );
    assert_eq!(
        parse("9/4/26 14:03:22", Some(Order::MonthFirst)),
        Ok(Some(day))
    );
    assert_eq!(parse("04.09.2026", Some(Order::DayFirst)), Ok(Some(day)));
    assert_eq!(parse("", None), Ok(None));
}

#[test]
fn what_is_no_day_is_told() {
    for text in [
        "yesterday",
        "31/02/2026",
        "2026-13-01",
        "12",
        "123456",
        "99999",
        "4/9",
        "4/9/1066",
        "4/9/1999",
        "4/9/99",
        "1999-09-04",
        "36525",
        "4 Sep 2026 or so",
        "4 Sep",
        "May",
        "1.5",
    ] {
        assert!(parse(text, Some(Order::DayFirst)).is_err(), "{text}");
    }
    assert!(parse("3/4/2026", None).is_err());
}

#[test]
fn a_column_shows_its_order_or_is_asked() {
    let of = |cells: &[&str]| shown(cells.iter().copied());
    assert_eq!(
        of(&["3/4/2026", "13/4/2026"]),
        Shown::Clear(Order::DayFirst)
    );
    assert_eq!(
        of(&["3/4/26", "9/13/26 8:01"]),
        Shown::Clear(Order::MonthFirst)
    );
    assert_eq!(of(&["3/4/2026", "5/6/2026"]), Shown::Asked);
    assert_eq!(of(&["13/4/2026", "4/13/2026"]), Shown::Asked);
    assert_eq!(of(&["5/5/2026", ""]), Shown::Needless);
}

#[test]
fn days_of_which_excel_turned_but_some_are_refused() {
    let of = |cells: &[&str]| shown(cells.iter().copied());
    assert_eq!(of(&["2026-04-09", "9/14/26"]), Shown::Mixed);
    assert_eq!(of(&["46269", "5/5/2026"]), Shown::Mixed);
    assert_eq!(of(&["2026-04-09", "4 Sep 2026", ""]), Shown::Needless);
}

proptest! {
    /// Every day since 2000 reads back from every way it is written.
    #[test]
    fn a_day_reads_back(year in 2000_i16..2060, month in 1_i8..=12, day in 1_i8..=28) {
        let wanted = date(year, month, day);
        let uk = wanted.strftime("%d/%m/%Y").to_string();
        let us = wanted.at(14, 3, 0, 0).strftime("%-m/%-d/%Y %H:%M").to_string();
        prop_assert_eq!(parse(&wanted.to_string(), None), Ok(Some(wanted)));
        prop_assert_eq!(parse(&uk, Some(Order::DayFirst)), Ok(Some(wanted)));
        prop_assert_eq!(parse(&us, Some(Order::MonthFirst)), Ok(Some(wanted)));
        let said = wanted.strftime("%-d %B %Y").to_string();
        prop_assert_eq!(parse(&said, None), Ok(Some(wanted)));
    }

    /// Without an order no day is ever guessed.
    #[test]
    fn what_can_be_read_both_ways_is_never_guessed(one in 1_i8..=12, other in 1_i8..=12) {
        let text = format!("{one}/{other}/2026");
        let asked = shown([text.as_str()].into_iter()) == Shown::Asked;
        prop_assert_eq!(asked, one != other);
        prop_assert_eq!(parse(&text, None).is_err(), one != other);
    }

    /// No text is too strange to be looked at.
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}") {
        let _ = parse(&text, None);
        let _ = shown([text.as_str()].into_iter());
    }
}
