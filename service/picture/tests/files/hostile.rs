//! Files made to harm: each is refused with its reason or comes out clean.

use crate::common::jpeg::Coding;
use crate::common::tiff::Entry;
use crate::common::{busy, drawn, jpeg, png, tiff};
use gatehouse_picture::{Limits, Mark, Quality, Refusal, decode, encode_jpeg, header, prove};
use proptest::prelude::*;

fn refusal(file: &[u8]) -> Option<Refusal> {
    decode(file, &Limits::default()).err()
}

#[test]
fn nothing_and_next_to_nothing_are_refused() {
    assert_eq!(refusal(b""), Some(Refusal::EmptyFile));
    assert_eq!(refusal(b"\xFF"), Some(Refusal::NotAPicture));
    assert_eq!(refusal(b"\xFF\xD8"), Some(Refusal::NotAPicture));
    assert_eq!(refusal(b"\xFF\xD8\xFF"), Some(Refusal::Incomplete));
    assert_eq!(refusal(b"\x89PNG\r\n\x1a\n"), Some(Refusal::Incomplete));
    let noise = busy(20, 20).into_rgb();
    assert!(refusal(&[b"\xFF\xD8\xFF", &noise[..]].concat()).is_some());
    assert!(refusal(&[b"\x89PNG\r\n\x1a\n", &noise[..]].concat()).is_some());
}

#[test]
fn two_files_in_one_come_out_as_one_picture() {
    let film = b"\0\0\0\x18ftypmp42and the rest of a film";
    let archive = b"PK\x03\x04and the rest of an archive";
    let base = jpeg::of(&drawn(32, 16), Coding::Baseline);
    let still = png::of(&drawn(32, 16), &[]);
    for (picture, tail, film) in [
        (&base, &film[..], true),
        (&base, archive, false),
        (&still, archive, false),
        (&still, b"<script>alert(1)</script>", false),
    ] {
        let decoded = decode(&[picture, tail].concat(), &Limits::default()).unwrap();
        assert!(decoded.carried.has(Mark::TrailingData));
        assert_eq!(decoded.carried.has(Mark::EmbeddedVideo), film);
        let clean = encode_jpeg(&decoded.pixels, Quality::MASTER).unwrap();
        assert!(prove(clean.bytes()).is_ok());
    }
}

#[test]
fn a_promise_of_too_many_pixels_is_refused_by_its_header() {
    let edge = |w, h| png::with_data((w, h), 8, 2, &[], &png::stored(&[0; 9]));
    for file in [
        edge(1 << 31, 1 << 31),
        edge(65_535, 65_535),
        edge(16_385, 1),
        jpeg::promise(65_500, 65_500, false),
        jpeg::promise(16_000, 16_000, false),
        jpeg::promise(16_000, 16_000, true),
    ] {
        let told = header(&file, &Limits::default());
        assert_eq!(told.err(), Some(Refusal::TooManyPixels));
        assert_eq!(refusal(&file), Some(Refusal::TooManyPixels));
    }
}

#[test]
fn a_promise_that_the_data_do_not_keep_is_incomplete() {
    for progressive in [false, true] {
        let file = jpeg::promise(4000, 3000, progressive);
        assert_eq!(refusal(&file), Some(Refusal::Incomplete), "{progressive}");
    }
}

#[test]
fn a_picture_cut_anywhere_is_refused_even_with_an_end_put_on() {
    let picture = busy(96, 64);
    for coding in [
        Coding::Baseline,
        Coding::Progressive,
        Coding::Restarts,
        Coding::Grey,
    ] {
        let whole = jpeg::of(&picture, coding);
        assert_eq!(refusal(&whole), None, "{coding:?}");
        let scan = whole.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap();
        for tenth in 1..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            assert_eq!(
                refusal(cut),
                Some(Refusal::Incomplete),
                "{coding:?} {tenth}"
            );
            if cut.len() > scan + 20 {
                let ended = [cut, b"\xFF\xD9"].concat();
                let told = refusal(&ended);
                let right = matches!(told, Some(Refusal::Incomplete | Refusal::Damaged));
                // A progressive picture may end after any scan and be whole.
                assert!(
                    right || coding == Coding::Progressive,
                    "{coding:?} {tenth}: {told:?}"
                );
            }
        }
    }
    let whole = png::of(&picture, &[]);
    for tenth in 1..10 {
        let cut = &whole[..whole.len() * tenth / 10];
        assert_eq!(refusal(cut), Some(Refusal::Incomplete), "PNG {tenth}");
    }
    let short = png::file((96, 64), 8, 2, &[], &vec![0; (96 * 3 + 1) * 63]);
    assert!(refusal(&short).is_some(), "a row is missing");
}

#[test]
fn a_first_progressive_scan_cut_short_is_incomplete() {
    let whole = jpeg::of(&busy(96, 64), Coding::Progressive);
    let scan = whole.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap();
    let ended = [&whole[..scan + 60], b"\xFF\xD9"].concat();
    assert_eq!(refusal(&ended), Some(Refusal::Incomplete));
}

#[test]
fn a_progressive_picture_of_two_thousand_scans_is_refused_by_count() {
    let whole = jpeg::of(&drawn(64, 64), Coding::Progressive);
    let scan = b"\xFF\xDA\0\x08\x01\x01\0\x01\x3F\0\0\0";
    let file = [&whole[..whole.len() - 2], &scan.repeat(2000), b"\xFF\xD9"].concat();
    assert_eq!(refusal(&file), Some(Refusal::UnsupportedCoding));
}

#[test]
fn a_profile_made_to_burst_is_a_notice_and_never_unpacked() {
    let bomb = [b"p\0\0", &png::bomb(200 << 20)[..]].concat();
    let file = png::of(&drawn(32, 16), &[png::chunk(b"iCCP", &bomb)]);
    let decoded = decode(&file, &Limits::default()).unwrap();
    assert!(decoded.carried.has(Mark::ProfileUnusable));
    assert_eq!(decoded.pixels, drawn(32, 16));
}

#[test]
fn text_made_to_burst_is_dropped_unread() {
    let bomb = [b"Comment\0\0", &png::bomb(200 << 20)[..]].concat();
    let file = png::of(&drawn(32, 16), &[png::chunk(b"zTXt", &bomb)]);
    assert_eq!(
        decode(&file, &Limits::default()).unwrap().pixels,
        drawn(32, 16)
    );
}

#[test]
fn data_behind_the_last_row_are_not_unpacked() {
    let file = png::with_data((8, 8), 8, 0, &[], &png::bomb(400 << 20));
    match decode(&file, &Limits::default()) {
        Ok(decoded) => assert_eq!(decoded.pixels.rgb(), [0; 8 * 8 * 3]),
        Err(refusal) => assert_eq!(refusal, Refusal::Damaged),
    }
}

#[test]
fn four_hundred_large_blocks_are_passed_over() {
    let block = (
        0xE1,
        jpeg::body(b"http://ns.adobe.com/xap/1.0/\0", &vec![b'x'; 65_000]),
    );
    let base = jpeg::of(&drawn(32, 16), Coding::Baseline);
    let file = jpeg::with_segments(&base, &vec![block; 400]);
    let decoded = decode(&file, &Limits::default()).unwrap();
    assert_eq!(decoded.carried.codes(), ["xmp"]);
}

#[test]
fn a_broken_exif_block_is_a_notice_and_the_picture_goes_on() {
    let base = jpeg::of(&drawn(32, 16), Coding::Baseline);
    let plain = decode(&base, &Limits::default()).unwrap().pixels;
    let mut cycle = tiff::block(&[Entry::Text(0x010F, "maker".into())], None);
    cycle[22..26].copy_from_slice(&8_u32.to_le_bytes());
    let mut many = b"II*\0\x08\0\0\0\xFF\xFF".to_vec();
    many.extend_from_slice(&b"\x0F\x01\x02\0\xFF\xFF\xFF\x7F\0\0\0\x10".repeat(4000));
    let bombs = [
        cycle,
        many,
        b"II*\0\xFF\xFF\xFF\xFF".to_vec(),
        b"MM\0*".to_vec(),
        b"nonsense".to_vec(),
        Vec::new(),
    ];
    for block in bombs {
        let body = [&b"Exif\0\0"[..], &block].concat();
        let file = jpeg::with_segments(&base, &[(0xE1, body)]);
        let decoded = decode(&file, &Limits::default()).unwrap();
        assert!(decoded.carried.has(Mark::SummaryUnreadable), "{block:?}");
        assert_eq!(decoded.pixels, plain);
    }
}

#[test]
fn an_animation_gives_its_still_picture_and_says_so() {
    let control = [png::chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])];
    let decoded = decode(&png::of(&drawn(8, 8), &control), &Limits::default()).unwrap();
    assert_eq!(decoded.pixels, drawn(8, 8));
    assert_eq!(decoded.carried.notices(), ["first-frame-only"]);
}

#[test]
fn a_file_past_the_limit_is_refused_unread() {
    let limits = Limits {
        file_bytes: 100,
        ..Limits::default()
    };
    assert_eq!(
        decode(&[0xFF; 101], &limits).err(),
        Some(Refusal::TooLargeFile)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_changed_file_makes_the_decoder_fail(
        which in 0usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cutting: bool,
    ) {
        let picture = drawn(40, 24);
        let entries = [Entry::Short(0x0112, 6), Entry::Text(0x010F, "maker".into())];
        let mut file = match which {
            0 => jpeg::of(&picture, Coding::Baseline),
            1 => jpeg::of(&picture, Coding::Progressive),
            2 => jpeg::of(&picture, Coding::Restarts),
            3 => jpeg::of(&picture, Coding::Ycck),
            4 => png::of(&picture, &[png::chunk(b"eXIf", &tiff::block(&entries, None))]),
            _ => jpeg::with_segments(&jpeg::of(&picture, Coding::Grey), &[tiff::segment(&entries, None)]),
        };
        for (place, value) in changes {
            let at = place.index(file.len());
            file[at] = value;
        }
        if cutting {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(decoded) = decode(&file, &Limits::default()) {
            let clean = encode_jpeg(&decoded.pixels, Quality::CHANNEL).unwrap();
            prop_assert_eq!(clean.width(), decoded.pixels.width());
        }
    }

    #[test]
    fn no_bytes_behind_a_magic_number_make_the_decoder_fail(
        jpeg: bool,
        bytes in prop::collection::vec(prop_oneof![Just(0xFFu8), any::<u8>()], 0..400),
    ) {
        let start: &[u8] = if jpeg { b"\xFF\xD8\xFF" } else { b"\x89PNG\r\n\x1a\n" };
        let file = [start, &bytes].concat();
        prop_assert!(header(&file, &Limits::default()).is_err() || !file.is_empty());
        let _ = decode(&file, &Limits::default());
    }
}
