//! `gatehouse captions`: the batch form, as another program would use it.

use std::fs;

use serde_json::json;

use crate::{complained, gatehouse, gatehouse_with, lines};

const PUPILS: &str = "first_name,preferred_name,surname,class,year\n\
    Tamsin,,Quillfeather,5Q,Year 5\nRhodri,Rod,ap Ifan,5Q,Year 5\n";

#[test]
fn captions_are_answered_line_by_line_and_a_bad_line_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let (pupils, school) = (folder.path().join("p.csv"), folder.path().join("s.json"));
    fs::write(&pupils, PUPILS).unwrap();
    fs::write(&school, "{\"name\":\"Hazelbank School\"}").unwrap();
    let ask = |id: u32, kind: &str, caption: &str| {
        json!({"id": id, "channel": "website", "kind": kind, "caption": caption}).to_string()
    };
    let input = [
        ask(1, "caption", "Tamsin and Rod plant beans"),
        ask(2, "filename", "tamsin-quillfeather-5q.jpg"),
        "not json".to_owned(),
        ask(3, "caption", "Tamsin Quillfeather’s prize"),
    ]
    .join("\n");
    let args = [
        "captions".to_owned(),
        "--pupils".to_owned(),
        pupils.display().to_string(),
        "--school".to_owned(),
        school.display().to_string(),
    ];
    let output = gatehouse_with(&args, &input);
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    let verdicts: Vec<_> = answers
        .iter()
        .map(|a| a["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["allow", "block", "block"]);
    assert_eq!(answers[2]["suggestion"], "Tamsin’s prize");
    assert!(complained(&output).contains("line 3"));
    assert!(!complained(&output).contains("Quillfeather"));
}

#[test]
fn a_missing_register_ends_with_two_and_says_so() {
    let output = gatehouse(&["captions", "--pupils", "none.csv", "--school", "none.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("pupils file"));
}
