//! What an independent program still finds in a picture: exiftool in its most
//! talkative mode, against a list of what any JPEG must have.

use std::{path::Path, process::Command};

/// Tags that say how the pixels are coded, or where the file lies.
const HARMLESS: [&str; 9] = [
    "SourceFile",
    "ExifTool",
    "System",
    "File",
    "JFIFVersion",
    "ResolutionUnit",
    "XResolution",
    "YResolution",
    "Composite",
];

/// Every tag of the pictures in a folder that is not harmless. Fails when
/// exiftool is missing or the folder holds no picture.
#[expect(
    clippy::disallowed_methods,
    reason = "an oracle is independent only when it is another program"
)]
pub(crate) fn residues(folder: &Path) -> Vec<String> {
    let output = Command::new("exiftool")
        .args(["-j", "-a", "-u", "-U", "-G0:1", "-ee3", "-n", "-r"])
        .args(["-all", "-Trailer", "-Warning", "-Error", "-ext", "jpg"])
        .arg(folder)
        .output()
        .expect("exiftool is missing: tests/run installs libimage-exiftool-perl");
    let files: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&output.stdout).expect("exiftool found no picture");
    assert!(!files.is_empty());
    let mut found = Vec::new();
    for (place, file) in files.iter().enumerate() {
        for (tag, value) in file {
            let (group, name) = tag.split_once(':').unwrap_or(("", tag));
            let name = name.rsplit(':').next().unwrap_or(name);
            let resolution = name.ends_with("Resolution");
            let harmless = HARMLESS.contains(&group) || HARMLESS.contains(&name);
            // A density of the camera's would be a trace; 0 or 1 says nothing.
            let constant = !resolution || value.as_f64().is_some_and(|v| v <= 1.0);
            let thumbnail_free = name.starts_with("Thumbnail") && value.as_f64() == Some(0.0);
            if !(harmless && constant || thumbnail_free) || name == "Comment" {
                found.push(format!("picture {place}: {tag}"));
            }
        }
    }
    found
}

/// Whether a file holds any of the texts, as ASCII, UTF-16 or reversed.
pub(crate) fn holds(bytes: &[u8], texts: &[&str]) -> bool {
    texts.iter().any(|text| {
        let plain = text.as_bytes().to_vec();
        let reversed: Vec<u8> = plain.iter().rev().copied().collect();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide_other: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        [plain, reversed, wide, wide_other]
            .iter()
            .any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
    })
}

#[test]
fn the_oracle_finds_what_a_phone_left() {
    use gatehouse_drawing::{Canvas, phone};
    let folder = tempfile::tempdir().unwrap();
    let canvas = Canvas::grey(64, 48, 120);
    let carries = phone::Carries::everything("Tamsin Quillfeather", 3);
    let bytes = phone::write_as_phone(&canvas, &carries).unwrap();
    std::fs::write(folder.path().join("photo.jpg"), &bytes).unwrap();
    let found = residues(folder.path()).join("\n");
    for tag in ["GPS", "XMP", "IPTC", "SerialNumber"] {
        assert!(found.contains(tag), "{tag} in {found}");
    }
    assert!(holds(&bytes, &["Quillfeather"]));
}
