//! What comes out depends on pixels, orientation and profile, and on nothing
//! else in the file: two files that differ only besides give the same bytes.

use crate::common::jpeg::Coding;
use crate::common::tiff::Entry;
use crate::common::{drawn, jpeg, png, tiff};
use gatehouse_picture::{Carried, Limits, Quality, decode, encode_jpeg};
use proptest::prelude::*;

const CANARY: &str = "CANARY-Zebedee-7Q";

fn cleaned(file: &[u8]) -> (Vec<u8>, Carried) {
    let decoded = decode(file, &Limits::default()).expect("decoded");
    let picture = encode_jpeg(&decoded.pixels, Quality::MASTER).expect("written");
    (picture.into_bytes(), decoded.carried)
}

fn display_p3() -> Vec<u8> {
    moxcms::ColorProfile::new_display_p3()
        .encode()
        .expect("a profile")
}

/// Blocks a JPEG may carry that say nothing of pixels.
fn segments() -> impl Strategy<Value = Vec<(u8, Vec<u8>)>> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..80);
    let one = prop_oneof![
        bytes().prop_map(|b| (0xFE, b)),
        bytes().prop_map(|b| (0xE1, jpeg::body(b"http://ns.adobe.com/xap/1.0/\0", &b))),
        bytes().prop_map(|b| (0xED, jpeg::body(b"Photoshop 3.0\x008BIM\x04\x04", &b))),
        bytes().prop_map(|b| (0xEB, jpeg::body(b"JP\0\x01jumbc2pa", &b))),
        bytes().prop_map(|b| (0xE2, jpeg::body(b"MPF\0", &b))),
        bytes().prop_map(|b| (0xE0, jpeg::body(b"JFXX\0\x10", &b))),
        (0xE3u8..=0xEA, bytes()),
        (0xEFu8..=0xEF, bytes()),
    ];
    prop::collection::vec(one, 0..6)
}

/// The words, names and places of an EXIF block around one orientation.
fn entries(orientation: u16, words: &str, gps: bool) -> Vec<Entry> {
    let mut all = vec![
        Entry::Text(0x010E, format!("caption {words}")),
        Entry::Text(0x010F, format!("maker {words}")),
        Entry::Short(0x0112, orientation),
        Entry::Text(0x0132, "2025:06:01 10:00:00".into()),
        Entry::Text(0x013B, words.into()),
    ];
    if gps {
        let place = vec![
            Entry::Text(0x0001, "N".into()),
            Entry::Text(0x001D, words.into()),
        ];
        all.push(Entry::Directory(0x8825, place));
    }
    all
}

/// Chunks a PNG may carry that say nothing of pixels.
fn chunks() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let words = || "[a-z ]{0,40}";
    let one = prop_oneof![
        words().prop_map(|w| png::chunk(b"tEXt", format!("Comment\0{w}").as_bytes())),
        words().prop_map(|w| png::chunk(
            b"iTXt",
            format!("XML:com.adobe.xmp\0\0\0\0\0{w}").as_bytes()
        )),
        words().prop_map(|w| png::chunk(
            b"zTXt",
            &[b"Author\0\0", &png::stored(w.as_bytes())[..]].concat()
        )),
        any::<[u8; 7]>().prop_map(|t| png::chunk(b"tIME", &t)),
        any::<[u8; 9]>().prop_map(|t| png::chunk(b"pHYs", &t)),
        any::<[u8; 4]>().prop_map(|t| png::chunk(b"gAMA", &t)),
        any::<[u8; 32]>().prop_map(|t| png::chunk(b"prVt", &t)),
        any::<[u8; 20]>().prop_map(|t| png::chunk(b"caBX", &t)),
    ];
    prop::collection::vec(one, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_jpegs_of_the_same_pixels_come_out_byte_for_byte_the_same(
        orientation in 1u16..=8,
        profile: bool,
        coding in prop_oneof![Just(Coding::Baseline), Just(Coding::Progressive), Just(Coding::Restarts)],
        (first, second) in (segments(), segments()),
        words in "[a-z]{1,60}",
        (gps, thumbnail) in any::<(bool, bool)>(),
        tail in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let base = jpeg::of(&drawn(40, 24), coding);
        let icc = if profile { jpeg::profile(&display_p3(), 200) } else { Vec::new() };
        let small = jpeg::of(&drawn(8, 8), Coding::Baseline);
        let plain = vec![tiff::segment(&[Entry::Short(0x0112, orientation)], None)];
        let full = vec![tiff::segment(&entries(orientation, &words, gps), thumbnail.then_some(&small[..]))];
        let bare = jpeg::with_segments(&base, &[plain, icc.clone(), first].concat());
        let mut dressed = jpeg::with_segments(&base, &[second, full, icc].concat());
        dressed.extend_from_slice(&tail);
        prop_assert_eq!(cleaned(&bare).0, cleaned(&dressed).0);
    }

    #[test]
    fn two_pngs_of_the_same_pixels_come_out_byte_for_byte_the_same(
        orientation in 1u16..=8,
        (first, second) in (chunks(), chunks()),
        words in "[a-z]{1,60}",
        tail in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let exif = |all: &[Entry]| png::chunk(b"eXIf", &tiff::block(all, None));
        let plain = vec![exif(&[Entry::Short(0x0112, orientation)])];
        let full = vec![exif(&entries(orientation, &words, true))];
        let bare = png::of(&drawn(30, 20), &[plain, first].concat());
        let mut dressed = png::of(&drawn(30, 20), &[second, full].concat());
        dressed.extend_from_slice(&tail);
        prop_assert_eq!(cleaned(&bare).0, cleaned(&dressed).0);
    }
}

#[test]
fn a_picture_dressed_with_everything_is_listed_and_leaves_no_trace() {
    let base = jpeg::of(&drawn(40, 24), Coding::Baseline);
    let thumbnail = jpeg::of(&drawn(8, 8), Coding::Baseline);
    let canary = CANARY.as_bytes();
    let xmp = format!("<x exif:GPSLatitude='{CANARY}' aux:SerialNumber='{CANARY}'/>");
    let mut segments = vec![
        tiff::segment(&entries(6, CANARY, true), Some(&thumbnail)),
        (
            0xE1,
            jpeg::body(b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()),
        ),
        (
            0xED,
            jpeg::body(b"Photoshop 3.0\x008BIM\x04\x04\x1C\x02\x78\0\x10", canary),
        ),
        (0xEB, jpeg::body(b"JP\0\x01jumbc2pa", canary)),
        (0xFE, canary.to_vec()),
        (0xE7, canary.to_vec()),
    ];
    segments.extend(jpeg::profile(&display_p3(), 300));
    let mut file = jpeg::with_segments(&base, &segments);
    file.extend_from_slice(b"\0\0\0\x18ftypmp42");
    file.extend_from_slice(canary);
    let (bytes, carried) = cleaned(&file);
    assert_eq!(
        carried.codes(),
        [
            "location",
            "device",
            "serial-number",
            "capture-time",
            "words",
            "thumbnail",
            "embedded-video",
            "trailing-data",
            "provenance",
            "colour-profile",
            "xmp",
            "other-data"
        ]
    );
    assert_eq!(carried.notices(), ["turned-upright", "colour-converted"]);
    for form in forms(canary) {
        assert!(file.windows(canary.len()).any(|w| w == canary));
        assert!(!bytes.windows(form.len()).any(|w| w == form), "{form:?}");
    }
}

/// The canary as it is, backwards and in two-byte letters.
fn forms(canary: &[u8]) -> Vec<Vec<u8>> {
    let wide = |low_first: bool| {
        let pair = move |b: &u8| if low_first { [*b, 0] } else { [0, *b] };
        canary.iter().flat_map(pair).collect()
    };
    let backwards = canary.iter().rev().copied().collect();
    vec![canary.to_vec(), backwards, wide(true), wide(false)]
}
