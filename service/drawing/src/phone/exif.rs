//! The EXIF block (EXIF 2.32): camera, time, place, owner, thumbnail.

use super::carries::{Carries, Position};
use super::tiff::{Directory, HEADER, Value, encode, size};

/// The TIFF bytes of EXIF, without the `Exif` marker before them.
pub(super) fn block(carries: &Carries, thumbnail: Option<&[u8]>) -> Vec<u8> {
    let exif = exif(carries);
    let gps = carries.position.map(|position| gps(position, carries));
    let mut main = main(carries);
    // The pointers have a fixed size, so the main directory is measured with
    // them before they are known.
    main.push((0x8769, Value::Long(0)));
    if gps.is_some() {
        main.push((0x8825, Value::Long(0)));
    }
    let exif_at = 8 + size(&main);
    let gps_at = exif_at + size(&exif);
    let small_at = gps_at + gps.as_ref().map_or(0, size);
    for (tag, value) in &mut main {
        match *tag {
            0x8769 => *value = Value::Long(exif_at),
            0x8825 => *value = Value::Long(gps_at),
            _ => {}
        }
    }
    let next = if thumbnail.is_some() { small_at } else { 0 };
    let mut out = HEADER.to_vec();
    out.extend(encode(&main, 8, next));
    out.extend(encode(&exif, exif_at, 0));
    if let Some(gps) = &gps {
        out.extend(encode(gps, gps_at, 0));
    }
    if let Some(bytes) = thumbnail {
        let length = u32::try_from(bytes.len()).unwrap_or(0);
        let mut small: Directory = vec![
            (0x0103, Value::Short(6)),
            (0x0201, Value::Long(0)),
            (0x0202, Value::Long(length)),
        ];
        small[1].1 = Value::Long(small_at + size(&small));
        out.extend(encode(&small, small_at, 0));
        out.extend(bytes);
    }
    out
}

fn main(carries: &Carries) -> Directory {
    let mut main = Directory::new();
    if let Some(camera) = &carries.camera {
        main.push((0x010F, Value::Text(camera.make.clone())));
        main.push((0x0110, Value::Text(camera.model.clone())));
    }
    main.push((0x0112, Value::Short(u16::from(carries.orientation_tag()))));
    if carries.camera.is_some() {
        main.push((0x011A, Value::Ratios(vec![(72, 1)])));
        main.push((0x011B, Value::Ratios(vec![(72, 1)])));
        main.push((0x0128, Value::Short(2)));
        main.push((0x0131, Value::Text("Larkspur Camera 11.2".into())));
    }
    if let Some(taken) = &carries.taken {
        main.push((0x0132, Value::Text(taken.clone())));
    }
    if let Some(owner) = &carries.owner {
        main.push((0x013B, Value::Text(owner.clone())));
        main.push((0x8298, Value::Text(format!("(c) {owner}"))));
    }
    main
}

fn exif(carries: &Carries) -> Directory {
    let mut exif = Directory::new();
    if carries.camera.is_some() {
        exif.push((0x829A, Value::Ratios(vec![(1, 120)])));
        exif.push((0x829D, Value::Ratios(vec![(9, 5)])));
        exif.push((0x8827, Value::Short(64)));
    }
    exif.push((0x9000, Value::Opaque(b"0232".to_vec())));
    if let Some(taken) = &carries.taken {
        exif.push((0x9003, Value::Text(taken.clone())));
        exif.push((0x9004, Value::Text(taken.clone())));
    }
    if let Some(note) = &carries.maker_note {
        exif.push((0x927C, Value::Opaque(note.clone())));
    }
    if let Some(comment) = &carries.comment {
        let text = [b"ASCII\0\0\0".as_slice(), comment.as_bytes()].concat();
        exif.push((0x9286, Value::Opaque(text)));
    }
    if let Some(owner) = &carries.owner {
        exif.push((0xA430, Value::Text(owner.clone())));
    }
    if let Some(camera) = &carries.camera {
        exif.push((0xA431, Value::Text(camera.serial.clone())));
        exif.push((0xA434, Value::Text(format!("{} back camera", camera.model))));
    }
    exif
}

fn gps(position: Position, carries: &Carries) -> Directory {
    let side = |value: f64, positive: &str, negative: &str| {
        Value::Text(if value < 0.0 { negative } else { positive }.into())
    };
    let mut gps: Directory = vec![
        (0x0001, side(position.latitude, "N", "S")),
        (0x0002, degrees(position.latitude)),
        (0x0003, side(position.longitude, "E", "W")),
        (0x0004, degrees(position.longitude)),
        (0x0006, Value::Ratios(vec![(8_400, 100)])),
    ];
    let day = carries
        .taken
        .as_deref()
        .and_then(|taken| taken.split(' ').next());
    if let Some(day) = day {
        gps.push((0x001D, Value::Text(day.into())));
    }
    gps
}

/// Degrees, minutes and hundredths of seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=180 degrees just before"
)]
fn degrees(value: f64) -> Value {
    let hundredths = (value.abs().clamp(0.0, 180.0) * 360_000.0).round() as u32;
    Value::Ratios(vec![
        (hundredths / 360_000, 1),
        (hundredths / 6_000 % 60, 1),
        (hundredths % 6_000, 100),
    ])
}
