//! `gatehouse check` tells staff the same of a court order, an objection and a
//! plain no, byte for byte, as text and as JSON, and ends alike.

use std::{fs, path::Path};

use crate::{demo::played, gatehouse};

/// A folder with everything in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// A file of the school's folder with its lines changed.
fn change(school: &Path, file: &str, line: impl Fn(&str) -> String) {
    let file = school.join(file);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<String> = text.lines().map(line).collect();
    fs::write(file, lines.join("\n") + "\n").unwrap();
}

/// What is told and complained of a photo on which the pupil W03 is, as JSON and
/// as text, and how it ends.
fn told(school: &Path) -> Vec<(Vec<u8>, Vec<u8>, Option<i32>)> {
    let photo = played().dir().join("camera/planting-02.jpg");
    let mut all = Vec::new();
    for form in [&["--json"][..], &[]] {
        let mut args = vec!["check".to_owned(), photo.display().to_string()];
        args.extend(["--school".to_owned(), school.display().to_string()]);
        let rest = ["--event", "planting", "--channel", "website"];
        let words = ["--alt", "Two children with a box of bulbs."];
        let named = ["--name", "1=W03", "--name", "2=W10", "--count", "2"];
        let rest = rest.iter().chain(&words).chain(&named).chain(form);
        args.extend(rest.map(ToString::to_string));
        let output = gatehouse(&args);
        all.push((output.stdout, output.stderr, output.status.code()));
    }
    all
}

#[test]
fn a_court_order_an_objection_and_a_plain_no_are_told_alike_to_the_last_byte() {
    let folder = tempfile::tempdir().unwrap();
    let school = folder.path().join("school");
    copy(&played().dir().join("school"), &school);
    let before = told(&school);
    let standing = |protected: &str, objection: &str| {
        change(&school, "standing.csv", |line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == "W03" {
                (cells[1], cells[2]) = (protected, objection);
            }
            cells.join(",")
        });
        told(&school)
    };
    let order = standing("yes", "no");
    let objection = standing("no", "yes");
    assert!(standing("no", "no") == before);
    change(&school, "permissions.csv", |line| {
        if line.starts_with("W03,website,") {
            line.replace(",granted,", ",refused,")
        } else {
            line.to_owned()
        }
    });
    let refused = told(&school);
    let text = |all: &[(Vec<u8>, Vec<u8>, Option<i32>)]| {
        let parts = all.iter().map(|(told, complained, code)| {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            format!("{}\n{}\n{code:?}", text(told), text(complained))
        });
        parts.collect::<Vec<_>>().join("\n")
    };
    let (order, objection, refused) = (text(&order), text(&objection), text(&refused));
    assert!(text(&before) != refused);
    assert_eq!(order, refused);
    assert_eq!(objection, refused);
    assert_eq!(refused.matches("cannot-be-used").count(), 2, "{refused}");
    for word in ["protected", "court", "object", "refused\"", "consent"] {
        let told = refused.to_lowercase();
        assert!(!told.contains(word), "{word} in {told}");
    }
}
