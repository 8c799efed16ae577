//! Files of every kind become tables.

use super::*;

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = table("file", bytes).unwrap();
    let rows = table.rows.into_iter().map(|row| row.cells);
    [table.headings].into_iter().chain(rows).collect()
}

#[test]
fn cells_are_found_whatever_stands_between_them() {
    let wanted = [["UPN", "Name", "Photo"], ["A1", "Moss, Larkin", "Yes"]];
    for text in [
        "UPN,Name,Photo\nA1,\"Moss, Larkin\",Yes\n",
        "UPN;Name;Photo\r\nA1;Moss, Larkin;Yes\r\n",
        "UPN\tName\tPhoto\nA1\tMoss, Larkin\tYes\n",
        "sep=;\nUPN;Name;Photo\nA1;Moss, Larkin;Yes\n",
    ] {
        assert_eq!(cells(text.as_bytes()), wanted, "{text}");
    }
}

#[test]
fn letters_are_read_in_every_usual_encoding() {
    let text = "UPN,Forename\nA1,Zoë\n";
    let utf_16 =
        |encode: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(encode).collect() };
    let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
    for bytes in [
        text.as_bytes(),
        &[b"\xef\xbb\xbf", text.as_bytes()].concat(),
        b"UPN,Forename\nA1,Zo\xeb\n",
        &[&b"\xff\xfe"[..], &little].concat(),
        &[&b"\xfe\xff"[..], &big].concat(),
        &little,
        &big,
    ] {
        assert_eq!(cells(bytes)[1], ["A1", "Zoë"]);
    }
}

#[test]
fn a_heading_over_several_lines_is_one_and_rows_keep_their_line() {
    let text = "Report\n\nUPN,\"May we, please,\nuse photos?\"\nA1,Yes\n\nA2,No\n";
    let table = table("file", text.as_bytes()).unwrap();
    assert_eq!(table.headings, ["UPN", "May we, please, use photos?"]);
    let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [5, 7]);
}

#[test]
fn what_is_no_table_is_refused_by_its_bytes() {
    for (bytes, why) in [
        (&b""[..], Unfit::Empty),
        (b"\xef\xbb\xbf \r\n", Unfit::Empty),
        (b"%PDF-1.7 ...", Unfit::NoTable),
        (b"\x89PNG\r\n\x1a\n\0\0", Unfit::NoTable),
        (b"\xd0\xcf\x11\xe0 old", Unfit::OldWorkbook),
        (b"PK\x03\x04 a workbook", Unfit::Broken),
        (b"1,2\n3,4\n", Unfit::NoHeading),
    ] {
        assert_eq!(table("file", bytes), Err(why));
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let many = format!("UPN,b\n{}", "x,y\n".repeat(MOST_ROWS + 100));
    assert_eq!(table("file", many.as_bytes()), Err(Unfit::TooLarge));
    let wide = "a,".repeat(MOST_COLUMNS + 1);
    assert_eq!(table("file", wide.as_bytes()), Err(Unfit::TooLarge));
    let open = format!("a,b\nx,\"{}\"", "y\n".repeat(MOST_LETTERS));
    assert_eq!(table("file", open.as_bytes()), Err(Unfit::LongCell(2)));
    let heavy = vec![b'a'; MOST_BYTES + 1];
    assert_eq!(table("file", &heavy), Err(Unfit::TooHeavy));
}

#[test]
fn a_quotation_mark_without_its_second_is_told_and_swallows_no_row() {
    let head = "UPN,Website,Note\nA1,Yes,\n";
    for (rows, at) in [
        // To the end of the file.
        ("A5,Yes,\"likes chess\nA6,No,\n", 3),
        // Up to another, after which the cell goes on.
        ("A5,Yes,\"likes chess\nA6,No,\nA7,No,\"tall\"\n", 3),
        // Up to another that seems to end the cell.
        ("A5,Yes,\"likes chess\nA6,No,\nA7,No,tall\"\n", 3),
    ] {
        let text = format!("{head}{rows}");
        let read = table("file", text.as_bytes());
        assert_eq!(read, Err(Unfit::LongCell(at)), "{rows}");
    }
    let fine = format!("{head}A5,Yes,\"likes \"\"chess\"\",\nand tea\"\nA6,No,5\" tall\n");
    assert_eq!(table("file", fine.as_bytes()).unwrap().rows.len(), 3);
}

#[test]
fn a_row_with_fewer_cells_than_the_heading_is_known_to_be_short() {
    let text = "Title\n\nUPN,Website,Note\nA1,Yes\nA2,No,\n";
    let table = table("file", text.as_bytes()).unwrap();
    let short: Vec<bool> = table.rows.iter().map(|row| row.is_short).collect();
    assert_eq!(short, [true, false]);
    assert_eq!(
        (table.heading_line, table.above),
        (3, vec!["Title".to_owned()])
    );
    assert_eq!(super::table("file", b"UPN;a\n").unwrap().rows, []);
}

#[test]
fn what_looks_like_a_formula_is_text() {
    let rows = cells(b"UPN,Note\nA1,\"=HYPERLINK(\"\"http://x\"\")\"\n");
    assert_eq!(rows[1][1], "=HYPERLINK(\"http://x\")");
}
