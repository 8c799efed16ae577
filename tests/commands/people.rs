//! `gatehouse calibrate`: measured accuracy, on the drawn school's references.

use std::fs;

use crate::{complained, demo::played, gatehouse, told};

#[test]
fn accuracy_is_measured_on_a_folder_for_each_person() {
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("det.svg").display().to_string();
    let references = played()
        .dir()
        .join("school/references")
        .display()
        .to_string();
    let output = gatehouse(&["calibrate", &references, "--json", "--plot", &plot]);
    // The drawn twins look alike, which is a finding.
    assert_eq!(output.status.code(), Some(1), "{}", complained(&output));
    let told: serde_json::Value = serde_json::from_str(&told(&output)).unwrap();
    assert!(told["people"].as_u64().unwrap() >= 60);
    assert!(told["equal_error_rate"].as_f64().unwrap() < 0.05);
    assert!(told["register"]["rank_one"].as_f64().unwrap() > 0.9);
    assert!(told["not_measured"].as_str().unwrap().contains("children"));
    assert!(fs::read_to_string(plot).unwrap().starts_with("<svg"));
}

#[test]
fn too_little_to_measure_ends_with_two_and_says_what_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let output = gatehouse(&["calibrate", &folder.path().display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("two people"));
}
