//! The files the drawing writes, read back by a parser that did not write them.

#![expect(
    clippy::expect_used,
    reason = "helpers of tests fail the test they serve"
)]

use gatehouse_drawing::phone::{Carries, Trailer, WriteError, write_as_phone, write_as_screenshot};
use gatehouse_drawing::{Canvas, Light, Look, Pose, portrait};
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;

const NAME: &str = "Wilhelmina Thornbury";

fn picture() -> Canvas {
    portrait(&Look::from_number(3), Pose::FRONT, Light::DAY, 96)
}

fn holds(file: &[u8], words: &[u8]) -> bool {
    file.windows(words.len()).any(|window| window == words)
}

fn parsed(file: &[u8]) -> Jpeg {
    Jpeg::from_bytes(file.to_vec().into()).expect("the file is a JPEG")
}

fn count(file: &[u8], marker: u8, start: &[u8]) -> usize {
    parsed(file)
        .segments_by_marker(marker)
        .filter(|segment| segment.contents().starts_with(start))
        .count()
}

/// The coded pixels: tables and scan, without the segments that say more.
fn coded(file: &[u8]) -> Vec<u8> {
    let jpeg = parsed(file);
    let said = |marker: u8| (0xE0..=0xEF).contains(&marker) || marker == markers::COM;
    jpeg.segments()
        .iter()
        .filter(|segment| !said(segment.marker()))
        .flat_map(|segment| segment.clone().encoder().bytes().to_vec())
        .collect()
}

#[test]
fn everything_that_is_asked_for_is_in_the_file() {
    let carries = Carries {
        orientation: 6,
        display_p3: true,
        ..Carries::everything(NAME, 1)
    };
    let file = write_as_phone(&picture(), &carries).unwrap();
    assert_eq!(count(&file, markers::APP1, b"Exif\0\0"), 1);
    assert_eq!(
        count(&file, markers::APP1, b"http://ns.adobe.com/xap/1.0/\0"),
        1
    );
    assert_eq!(count(&file, markers::APP2, b"ICC_PROFILE\0"), 1);
    assert_eq!(count(&file, markers::APP13, b"Photoshop 3.0\0"), 1);
    assert_eq!(count(&file, markers::COM, b"sent by "), 1);
    assert!(holds(&file, b"Larkspur 5"));
    assert!(holds(&file, b"ftypmp42"));
    assert!(holds(&file, carries.maker_note.as_deref().unwrap()));
    let exif = parsed(&file);
    let exif = exif.segment_by_marker(markers::APP1).unwrap().contents();
    assert!(
        holds(exif, &[0xFF, 0xD8, 0xFF]),
        "a thumbnail is a JPEG of its own"
    );
    assert!(holds(exif, NAME.as_bytes()));
}

#[test]
fn a_file_that_carries_nothing_holds_no_segment_beside_the_picture() {
    let file = write_as_phone(&picture(), &Carries::nothing()).unwrap();
    let jpeg = parsed(&file);
    for segment in jpeg.segments() {
        let marker = segment.marker();
        assert!(!(0xE0..=0xEF).contains(&marker) && marker != markers::COM);
    }
    assert_eq!(&file[file.len() - 2..], &[0xFF, 0xD9]);
}

#[test]
fn each_piece_can_be_left_out_alone() {
    let full = Carries::everything(NAME, 2);
    let bare = Carries {
        xmp_name: None,
        ..full.clone()
    };
    let file = write_as_phone(&picture(), &bare).unwrap();
    assert_eq!(count(&file, markers::APP1, b"http://ns.adobe.com"), 0);
    assert_eq!(count(&file, markers::APP1, b"Exif"), 1);
    let bare = Carries {
        iptc_caption: None,
        comment: None,
        ..full
    };
    let file = write_as_phone(&picture(), &bare).unwrap();
    assert_eq!(count(&file, markers::APP13, b""), 0);
    assert_eq!(count(&file, markers::COM, b""), 0);
}

#[test]
fn pairs_differ_in_what_they_say_and_not_in_their_coded_pixels() {
    for orientation in 1..=8 {
        for display_p3 in [false, true] {
            let plain = Carries {
                orientation,
                display_p3,
                ..Carries::nothing()
            };
            let rich = Carries {
                orientation,
                display_p3,
                trailer: Trailer::None,
                ..Carries::everything(NAME, 9)
            };
            let a = write_as_phone(&picture(), &plain).unwrap();
            let b = write_as_phone(&picture(), &rich).unwrap();
            assert_ne!(a, b);
            assert_eq!(coded(&a), coded(&b));
            let film = Carries {
                trailer: Trailer::Film,
                ..rich
            };
            let c = write_as_phone(&picture(), &film).unwrap();
            assert!(c.len() > b.len() && c.starts_with(&b));
        }
    }
}

#[test]
fn the_orientation_is_written_where_readers_look_for_it() {
    for orientation in 2..=8u8 {
        let carries = Carries {
            orientation,
            ..Carries::nothing()
        };
        let file = write_as_phone(&picture(), &carries).unwrap();
        // Tag, type SHORT, count 1, value: little-endian.
        assert!(holds(
            &file,
            &[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
        ));
    }
}

#[test]
fn a_second_picture_lies_where_the_index_says() {
    let carries = Carries {
        trailer: Trailer::SecondPicture,
        ..Carries::everything(NAME, 4)
    };
    let file = write_as_phone(&picture(), &carries).unwrap();
    let mark = file.windows(8).position(|w| w == b"MPF\0II*\0").unwrap() + 4;
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    // Entries follow the directory: header 8, count 2, three tags, next 4.
    let entries = mark + 8 + 2 + 36 + 4;
    let (first, second, offset) = (
        number(entries + 4),
        number(entries + 20),
        number(entries + 24),
    );
    assert_eq!(mark + offset, first);
    assert_eq!(first + second, file.len());
    assert_eq!(&file[first..first + 2], &[0xFF, 0xD8]);
    assert_eq!(&file[first - 2..first], &[0xFF, 0xD9]);
}

#[test]
fn the_same_canvas_and_wishes_give_the_same_bytes() {
    let carries = Carries::everything(NAME, 5);
    let write = || write_as_phone(&picture(), &carries).unwrap();
    assert_eq!(write(), write());
    let shot = || write_as_screenshot(&picture(), &carries).unwrap();
    assert_eq!(shot(), shot());
}

#[test]
fn a_screenshot_holds_its_text_and_its_pixels() {
    let carries = Carries {
        orientation: 8,
        ..Carries::everything(NAME, 6)
    };
    let file = write_as_screenshot(&picture(), &carries).unwrap();
    let png = Png::from_bytes(file.clone().into()).unwrap();
    assert!(png.chunk_by_type(*b"eXIf").is_some());
    assert_eq!(png.chunks_by_type(*b"iTXt").count(), 4);
    assert!(holds(&file, NAME.as_bytes()));
    assert_eq!(png.dimensions(), Some((96, 96)));
    let plain = write_as_screenshot(&picture(), &Carries::nothing()).unwrap();
    assert!(!holds(&plain, b"iTXt") && !holds(&plain, b"eXIf"));
}

#[test]
fn canvases_and_texts_that_do_not_fit_are_refused() {
    let empty = Canvas {
        width: 0,
        height: 4,
        rgb: Vec::new(),
    };
    let short = Canvas {
        width: 4,
        height: 4,
        rgb: vec![0; 5],
    };
    let wide = Canvas::grey(70_000, 1, 9);
    for canvas in [&empty, &wide] {
        assert_eq!(
            write_as_phone(canvas, &Carries::nothing()),
            Err(WriteError::Size)
        );
    }
    assert_eq!(
        write_as_phone(&short, &Carries::nothing()),
        Err(WriteError::Size)
    );
    assert_eq!(
        write_as_screenshot(&short, &Carries::nothing()),
        Err(WriteError::Size)
    );
    let long = Carries {
        comment: Some("x".repeat(70_000)),
        ..Carries::nothing()
    };
    assert_eq!(write_as_phone(&picture(), &long), Err(WriteError::TooLong));
}
