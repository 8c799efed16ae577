//! `gatehouse clean` on what people send, and on what attackers send.

use std::{fs, path::Path};

use gatehouse_drawing::{Canvas, phone};
use serde_json::json;

use crate::{complained, gatehouse, lines, oracle, told};

const NAME: &str = "Tamsin Quillfeather";

fn photo(orientation: u8) -> Vec<u8> {
    let carries = phone::Carries {
        orientation,
        ..phone::Carries::everything(NAME, 7)
    };
    phone::write_as_phone(&Canvas::grey(320, 200, 90), &carries).unwrap()
}

fn clean(folder: &Path, names: &[&str]) -> std::process::Output {
    let mut args = vec!["clean".to_owned(), "--json".to_owned(), "--out".to_owned()];
    args.push(folder.join("out").display().to_string());
    args.extend(
        names
            .iter()
            .map(|name| folder.join(name).display().to_string()),
    );
    gatehouse(&args)
}

#[test]
fn a_phone_photo_comes_out_upright_with_nothing_but_pixels() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("photo.jpg"), photo(6)).unwrap();
    let output = clean(folder.path(), &["photo.jpg"]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let line = &lines(&output)[0];
    assert_eq!(line["refused"], json!(null));
    let removed = line["removed"].to_string();
    for code in [
        "location",
        "device",
        "serial-number",
        "words",
        "thumbnail",
        "trailing-data",
    ] {
        assert!(removed.contains(code), "{code} in {removed}");
    }
    assert!(line["notices"].to_string().contains("turned-upright"));

    let out = folder.path().join("out");
    assert_eq!(oracle::residues(&out), Vec::<String>::new());
    let bytes = fs::read(out.join("photo.jpg")).unwrap();
    assert!(!oracle::holds(&bytes, &[NAME, "Larkspur"]));
    // Drawn 320 by 200, stored on its side, and upright again.
    let size = gatehouse_picture::prove(&bytes).unwrap();
    assert_eq!((size.width, size.height), (320, 200));
}

#[test]
fn the_same_pixels_with_other_metadata_come_out_as_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let canvas = Canvas::grey(320, 200, 90);
    let bare = phone::Carries {
        orientation: 6,
        ..phone::Carries::nothing()
    };
    let bare = phone::write_as_phone(&canvas, &bare).unwrap();
    fs::write(folder.path().join("tagged.jpg"), photo(6)).unwrap();
    fs::write(folder.path().join("bare.jpg"), bare).unwrap();
    let output = clean(folder.path(), &["tagged.jpg", "bare.jpg"]);
    assert_eq!(output.status.code(), Some(0));
    let read = |name: &str| fs::read(folder.path().join("out").join(name)).unwrap();
    assert!(read("tagged.jpg") == read("bare.jpg"));
}

#[test]
fn what_is_no_picture_is_refused_by_code_and_the_others_are_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    let whole = photo(1);
    let cut = whole[..whole.len() / 3].to_vec();
    let files: [(&str, &[u8], Option<&str>); 6] = [
        ("empty.jpg", b"", Some("empty-file")),
        ("page.jpg", b"%PDF-1.7 ...", Some("pdf")),
        (
            "drawing.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            Some("svg"),
        ),
        (
            "noise.jpg",
            b"\x00\x01\x02\x03 nothing at all",
            Some("not-a-picture"),
        ),
        ("cut.jpg", &cut, Some("incomplete")),
        ("whole.jpg", &whole, None),
    ];
    for (name, bytes, _) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let output = clean(folder.path(), &files.map(|(name, _, _)| name));
    assert_eq!(output.status.code(), Some(1));
    for (line, (name, _, refused)) in lines(&output).iter().zip(files) {
        assert_eq!(line["refused"], json!(refused), "{name}");
        assert_eq!(line["output"].is_null(), refused.is_some(), "{name}");
    }
    let written = fs::read_dir(folder.path().join("out")).unwrap().count();
    assert_eq!(written, 1);
}

#[test]
fn a_tiny_file_that_claims_a_huge_picture_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    // SOI, a baseline frame of 65,500 by 65,500 in three colours, and no more.
    let bomb = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xdc\xff\xdc\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9";
    fs::write(folder.path().join("bomb.jpg"), bomb).unwrap();
    let output = clean(folder.path(), &["bomb.jpg"]);
    assert_eq!(lines(&output)[0]["refused"], json!("too-many-pixels"));
}

#[test]
fn people_are_told_in_words_what_was_removed_and_what_to_send_instead() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("photo.jpg"), photo(1)).unwrap();
    fs::write(folder.path().join("page.pdf"), b"%PDF-1.7").unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let output = gatehouse(&[
        "clean".to_owned(),
        path("photo.jpg"),
        path("page.pdf"),
        path("missing.jpg"),
        "--out".to_owned(),
        path("out"),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let text = told(&output);
    assert!(text.contains("removed: location"));
    assert!(text.contains("Save the picture in it as a JPEG"));
    assert!(text.contains("refused (unreadable)"));
    assert!(!text.contains(NAME));
}

#[test]
fn an_original_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo.jpg");
    fs::write(&path, photo(1)).unwrap();
    let output = gatehouse(&[
        "clean".to_owned(),
        "--json".to_owned(),
        path.display().to_string(),
        "--out".to_owned(),
        folder.path().display().to_string(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output)[0]["refused"], json!("output-exists"));
    assert!(fs::read(&path).unwrap() == photo(1));
}
