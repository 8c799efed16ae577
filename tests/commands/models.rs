//! `gatehouse models`: what networks there are and whether they are intact.

use std::fs;

use crate::{complained, gatehouse, told};

#[test]
fn the_list_tells_licence_origin_and_what_was_never_measured() {
    let output = gatehouse(&["models", "list"]);
    assert_eq!(output.status.code(), Some(0));
    let text = told(&output);
    for words in [
        "embedded: assistive grade",
        "Apache-2.0",
        "UTKFace",
        "children",
        "untested",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn the_embedded_set_verifies_and_a_spoilt_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().display().to_string();
    let output = gatehouse(&["models", "verify", "--networks-dir", &home]);
    assert_eq!(output.status.code(), Some(0));
    assert!(told(&output).contains("embedded: part of the program, intact"));

    let list = gatehouse(&["models", "list", "--json"]);
    let sets: serde_json::Value = serde_json::from_str(&told(&list)).unwrap();
    let omz = sets
        .as_array()
        .unwrap()
        .iter()
        .find(|set| set["name"] == "omz")
        .unwrap();
    let home_of_set = folder.path().join("omz");
    fs::create_dir(&home_of_set).unwrap();
    for role in ["detector", "embedder"] {
        let file = omz[role]["file"].as_str().unwrap();
        fs::write(home_of_set.join(file), b"something else").unwrap();
    }
    let output = gatehouse(&["models", "verify", "--networks-dir", &home]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("omz: DAMAGED"));
}

#[test]
fn a_folder_without_the_files_installs_nothing_and_names_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().display().to_string();
    let output = gatehouse(&[
        "models",
        "install",
        "omz",
        "--from",
        &home,
        "--networks-dir",
        &home,
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains(".onnx is not there"));
}
