//! Rows of any table with any values read back as they were.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::*;

fn value(kind: Kind, nullable: bool) -> BoxedStrategy<Value> {
    let some = match kind {
        Kind::Id => any::<u128>()
            .prop_map(|id| Value::Id(Uuid::from_u128(id)))
            .boxed(),
        Kind::Bytes => vec(any::<u8>(), 0..300).prop_map(Value::Bytes).boxed(),
        Kind::Moment => (-62_000_000_000_000_000_i64..250_000_000_000_000_000)
            .prop_map(|at| Value::Moment(Timestamp::from_microsecond(at).unwrap()))
            .boxed(),
        Kind::Day => (-9999_i16..=9999, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Value::Day(Date::new(year, month, day).unwrap()))
            .boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Kind::Int => any::<i64>().prop_map(Value::Int).boxed(),
        Kind::Text => ".{0,40}".prop_map(Value::Text).boxed(),
    };
    if nullable {
        prop_oneof![Just(Value::Null), some].boxed()
    } else {
        some
    }
}

fn row() -> impl Strategy<Value = (u8, Row)> {
    any::<Index>().prop_flat_map(|index| {
        let number = index.index(TABLES.len());
        let table = &TABLES[number];
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| value(column.kind, column.nullable))
            .collect();
        let number = u8::try_from(number).unwrap();
        columns.prop_map(move |values| (number, Row { table, values }))
    })
}

proptest! {
    #[test]
    fn rows_read_back_as_they_were(rows in vec(row(), 0..6)) {
        let mut bytes = Vec::new();
        for (number, row) in &rows {
            row.write(*number, &mut bytes);
        }
        let mut reader = Reader(&bytes);
        for (_, row) in &rows {
            prop_assert_eq!(&Row::read(&mut reader).unwrap(), row);
        }
        prop_assert!(reader.0.is_empty());
    }

    #[test]
    fn a_row_that_is_not_all_there_asks_for_more(row in row(), cut: Index) {
        let mut bytes = Vec::new();
        row.1.write(row.0, &mut bytes);
        let part = &bytes[..cut.index(bytes.len())];
        prop_assert_eq!(Row::read(&mut Reader(part)), Err(Stop::More));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Row::read(&mut Reader(&bytes));
    }
}

#[test]
fn the_head_names_every_table_and_column() {
    let head = head();
    let mut reader = Reader(&head);
    let text = String::from_utf8(reader.long().unwrap().to_vec()).unwrap();
    assert!(reader.0.is_empty());
    assert_eq!(text.lines().count(), TABLES.len() + 1);
    assert!(text.contains("template id:Id school_id:Id person_id:Id"));
    assert!(text.contains("mark:Bytes?"));
}
