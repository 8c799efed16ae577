//! `gatehouse profile`: the policies that the program carries, and a school's
//! own file that is checked.

use std::fs;

use crate::{complained, gatehouse, told};

#[test]
fn the_list_names_the_five_and_how_much_of_each_is_kept() {
    let output = gatehouse(&["profile", "list"]);
    assert_eq!(output.status.code(), Some(0));
    let text = told(&output);
    for name in [
        "infant-county-model",
        "aup-agreement",
        "ict-usage-high-school",
        "esafety-secondary",
        "it-use-county",
    ] {
        assert!(text.contains(name), "{name} in {text}");
    }
    let list = told(&gatehouse(&["profile", "list", "--json"]));
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 5);
}

#[test]
fn what_is_shown_can_be_copied_and_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("our-policy.toml");
    let output = gatehouse(&["profile", "show", "aup-agreement"]);
    assert_eq!(output.status.code(), Some(0));
    fs::write(&file, told(&output)).unwrap();
    let path = file.display().to_string();
    let output = gatehouse(&["profile", "check", &path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(told(&output).contains("aup-agreement, version 1, is in order"));

    let wrong = fs::read_to_string(&file).unwrap();
    let wrong = wrong.replace("fresh-days = 14", "fresh-days = 999");
    fs::write(&file, wrong.replace("\"channel-ruled-out\"", "\"chanel\"")).unwrap();
    let output = gatehouse(&["profile", "check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let text = told(&output);
    for part in [
        "line 11: ",
        "1 to 366 days",
        "no such code",
        "was not taken",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let output = gatehouse(&["profile", "check", &path, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let faults: serde_json::Value = serde_json::from_str(&told(&output)).unwrap();
    assert_eq!(faults.as_array().unwrap().len(), 2);
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    let output = gatehouse(&["profile", "show", "no-such"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("it-use-county"));
    let output = gatehouse(&["profile", "check", "no-such.toml"]);
    assert_eq!(output.status.code(), Some(2));
}
