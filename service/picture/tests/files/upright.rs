//! Every picture stands upright once, in its right colours, whatever depth and
//! channels it was stored in.

use crate::common::jpeg::Coding;
use crate::common::tiff::Entry;
use crate::common::{apart, drawn, jpeg, png, tiff};
use gatehouse_picture::{Limits, Mark, Pixels, decode};

/// The pixels as a camera held that way stores them: where each stored row and
/// column lies in the upright picture (EXIF 2.32, tag 0x0112).
fn stored(upright: &Pixels, orientation: u16) -> Pixels {
    let (width, height) = (upright.width(), upright.height());
    let across = orientation < 5;
    let (w, h) = if across {
        (width, height)
    } else {
        (height, width)
    };
    let mut rgb = Vec::new();
    for row in 0..h {
        for column in 0..w {
            let (x, y) = match orientation {
                1 => (column, row),
                2 => (width - 1 - column, row),
                3 => (width - 1 - column, height - 1 - row),
                4 => (column, height - 1 - row),
                5 => (row, column),
                6 => (width - 1 - row, column),
                7 => (width - 1 - row, height - 1 - column),
                _ => (row, height - 1 - column),
            };
            let at = (y * width + x) as usize * 3;
            rgb.extend_from_slice(&upright.rgb()[at..at + 3]);
        }
    }
    Pixels::new(w, h, rgb).unwrap()
}

fn pixels(file: &[u8]) -> Pixels {
    decode(file, &Limits::default()).unwrap().pixels
}

#[test]
fn all_eight_orientations_come_out_upright() {
    let upright = drawn(31, 18);
    for orientation in 1..=8 {
        let kept = stored(&upright, orientation);
        let entries = [Entry::Short(0x0112, orientation)];
        let exif = png::chunk(b"eXIf", &tiff::block(&entries, None));
        assert_eq!(pixels(&png::of(&kept, &[exif])), upright, "{orientation}");
        let base = jpeg::of(&kept, Coding::Baseline);
        let file = jpeg::with_segments(&base, &[tiff::segment(&entries, None)]);
        let got = pixels(&file);
        assert_eq!((got.width(), got.height()), (31, 18), "{orientation}");
        let plain = pixels(&jpeg::of(&kept, Coding::Baseline));
        assert_eq!(stored(&got, orientation), plain, "{orientation}");
    }
}

#[test]
fn an_orientation_that_does_not_exist_turns_nothing() {
    let upright = drawn(31, 18);
    for orientation in [0, 9, 6000] {
        let entries = [Entry::Short(0x0112, orientation)];
        let exif = png::chunk(b"eXIf", &tiff::block(&entries, None));
        let decoded = decode(&png::of(&upright, &[exif]), &Limits::default()).unwrap();
        assert_eq!(decoded.pixels, upright);
        assert!(!decoded.carried.has(Mark::Turned));
    }
}

#[test]
fn the_orientation_in_exif_wins_over_the_one_in_xmp() {
    let base = jpeg::of(&drawn(32, 16), Coding::Baseline);
    let xmp = jpeg::body(
        b"http://ns.adobe.com/xap/1.0/\0",
        b"<x tiff:Orientation='3'/>",
    );
    let exif = tiff::segment(&[Entry::Short(0x0112, 6)], None);
    let both = jpeg::with_segments(&base, &[(0xE1, xmp.clone()), exif.clone()]);
    assert_eq!(pixels(&both), pixels(&jpeg::with_segments(&base, &[exif])));
    let only_xmp = jpeg::with_segments(&base, &[(0xE1, xmp)]);
    assert_eq!(pixels(&only_xmp), pixels(&base));
}

#[test]
fn inks_and_greys_come_out_as_the_colours_they_stand_for() {
    let picture = drawn(48, 32);
    for coding in [Coding::Baseline, Coding::Progressive, Coding::Restarts] {
        assert!(
            apart(&pixels(&jpeg::of(&picture, coding)), &picture) < 24,
            "{coding:?}"
        );
    }
    for coding in [Coding::Cmyk, Coding::Ycck] {
        let decoded = decode(&jpeg::of(&picture, coding), &Limits::default()).unwrap();
        assert!(apart(&decoded.pixels, &picture) < 40, "{coding:?}");
        assert!(decoded.carried.has(Mark::PrintColours));
    }
    let grey = pixels(&jpeg::of(&picture, Coding::Grey));
    assert!(grey.rgb().chunks(3).all(|c| c[0] == c[1] && c[1] == c[2]));
}

#[test]
fn a_wide_profile_is_converted_in_both_formats_alike() {
    let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let colour = Pixels::new(16, 16, [200, 100, 50].repeat(256)).unwrap();
    let packed = [b"p3\0\0", &png::stored(&icc)[..]].concat();
    let got = decode(
        &png::of(&colour, &[png::chunk(b"iCCP", &packed)]),
        &Limits::default(),
    )
    .unwrap();
    assert!(got.carried.has(Mark::ColourConverted));
    // By the published matrices: see the unit test of the conversion.
    let expected = Pixels::new(16, 16, [215, 93, 31].repeat(256)).unwrap();
    assert!(
        apart(&got.pixels, &expected) <= 2,
        "{:?}",
        &got.pixels.rgb()[..3]
    );
    let file = jpeg::with_segments(
        &jpeg::of(&colour, Coding::Baseline),
        &jpeg::profile(&icc, 100),
    );
    assert!(apart(&pixels(&file), &expected) <= 4);
}

#[test]
fn a_profile_in_pieces_that_do_not_fit_is_a_notice() {
    let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut pieces = jpeg::profile(&icc, 100);
    pieces.pop();
    let base = jpeg::of(&drawn(16, 16), Coding::Baseline);
    let decoded = decode(&jpeg::with_segments(&base, &pieces), &Limits::default()).unwrap();
    assert!(decoded.carried.has(Mark::ProfileUnusable));
    assert_eq!(decoded.pixels, pixels(&base));
}

#[test]
fn what_lies_behind_full_transparency_is_gone() {
    let row = [&[0][..], &[200, 10, 10, 255, 1, 2, 3, 0, 0, 0, 0, 128]].concat();
    let decoded = decode(&png::file((3, 1), 8, 6, &[], &row), &Limits::default()).unwrap();
    assert_eq!(
        decoded.pixels.rgb(),
        [200, 10, 10, 255, 255, 255, 127, 127, 127]
    );
    assert!(decoded.carried.has(Mark::TransparencyFlattened));
}

#[test]
fn palettes_single_bits_and_sixteen_bits_are_read() {
    let palette = [
        png::chunk(b"PLTE", &[255, 0, 0, 0, 0, 255]),
        png::chunk(b"tRNS", &[255, 0]),
    ];
    let two = png::file((2, 1), 8, 3, &palette, &[0, 0, 1]);
    assert_eq!(pixels(&two).rgb(), [255, 0, 0, 255, 255, 255]);
    let bits = png::file((8, 1), 1, 0, &[], &[0, 0b1010_0000]);
    assert_eq!(
        pixels(&bits).rgb()[..9],
        [255, 255, 255, 0, 0, 0, 255, 255, 255]
    );
    let deep = png::file((1, 1), 16, 2, &[], &[0, 0x80, 0, 0xFF, 0xFF, 0, 0]);
    assert_eq!(pixels(&deep).rgb(), [128, 255, 0]);
}

#[test]
fn a_picture_larger_than_the_master_is_reduced_before_it_is_handed_on() {
    let limits = Limits {
        kept_edge: 24,
        ..Limits::default()
    };
    let decoded = decode(&png::of(&drawn(48, 32), &[]), &limits).unwrap();
    assert_eq!((decoded.pixels.width(), decoded.pixels.height()), (24, 16));
    assert_eq!(decoded.carried.notices(), ["reduced"]);
}
