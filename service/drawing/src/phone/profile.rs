//! Display P3, as phones since 2016 store: pixels and the profile that says so
//! (ICC.1:2010, a matrix profile with the curve of sRGB).

use crate::canvas::Canvas;
use crate::colour::byte;

/// Linear sRGB to linear Display P3, both at D65 (from the primaries of
/// IEC 61966-2-1 and SMPTE EG 432-1).
const TO_P3: [[f32; 3]; 3] = [
    [0.822_462, 0.177_538, 0.0],
    [0.033_194, 0.966_806, 0.0],
    [0.017_083, 0.072_397, 0.910_520],
];

/// Primaries of Display P3 adapted to D50, as fixed-point numbers.
const COLUMNS: [(&[u8; 4], [f64; 3]); 3] = [
    (b"rXYZ", [0.515_12, 0.241_20, -0.001_05]),
    (b"gXYZ", [0.291_98, 0.692_25, 0.041_89]),
    (b"bXYZ", [0.157_10, 0.066_57, 0.784_07]),
];

/// The same colours with numbers of Display P3.
pub(super) fn to_display_p3(canvas: &Canvas) -> Canvas {
    let mut linear = [0.0f32; 256];
    for (level, entry) in (0u8..=255).zip(linear.iter_mut()) {
        let v = f32::from(level) / 255.0;
        *entry = if v <= 0.040_45 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        };
    }
    let encode = |v: f32| {
        let v = v.clamp(0.0, 1.0);
        byte(
            255.0
                * if v <= 0.003_130_8 {
                    v * 12.92
                } else {
                    1.055 * v.powf(1.0 / 2.4) - 0.055
                },
        )
    };
    let mut rgb = Vec::with_capacity(canvas.rgb.len());
    for pixel in canvas.rgb.chunks_exact(3) {
        let light = [pixel[0], pixel[1], pixel[2]].map(|level| linear[usize::from(level)]);
        rgb.extend(
            TO_P3.map(|row| encode(row[0] * light[0] + row[1] * light[1] + row[2] * light[2])),
        );
    }
    Canvas {
        width: canvas.width,
        height: canvas.height,
        rgb,
    }
}

/// The bytes of the profile.
pub(super) fn display_p3() -> Vec<u8> {
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for number in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45] {
        curve.extend(fixed(number));
    }
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", text("Display P3")),
        (b"cprt", text("Public domain")),
        (b"wtpt", xyz([0.964_2, 1.0, 0.824_9])),
    ];
    tags.extend(COLUMNS.map(|(name, column)| (name, xyz(column))));
    for name in [b"rTRC", b"gTRC", b"bTRC"] {
        tags.push((name, curve.clone()));
    }
    tags.push((b"chad", adaptation()));
    assemble(&tags)
}

/// From D65 to D50 (Bradford), as the profile version wants it said.
fn adaptation() -> Vec<u8> {
    let mut out = b"sf32\0\0\0\0".to_vec();
    for number in [
        1.047_88, 0.022_92, -0.050_22, 0.029_59, 0.990_48, -0.017_07, -0.009_25, 0.015_08, 0.751_68,
    ] {
        out.extend(fixed(number));
    }
    out
}

fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u32::try_from(tags.len()).unwrap_or(0);
    let mut table = count.to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * count;
    for (name, bytes) in tags {
        let at = start + u32::try_from(data.len()).unwrap_or(0);
        table.extend_from_slice(*name);
        table.extend(at.to_be_bytes());
        table.extend(u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
        data.extend(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let total = start + u32::try_from(data.len()).unwrap_or(0);
    let mut out = total.to_be_bytes().to_vec();
    out.extend(b"\0\0\0\0\x04\0\0\0mntrRGB XYZ ");
    for number in [2026u16, 1, 1, 0, 0, 0] {
        out.extend(number.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    out.extend([0.964_2, 1.0, 0.824_9].into_iter().flat_map(fixed));
    out.resize(128, 0);
    out.extend(table);
    out.extend(data);
    out
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    out.extend(values.into_iter().flat_map(fixed));
    out
}

/// One text in British English.
fn text(words: &str) -> Vec<u8> {
    let letters: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenGB".to_vec();
    out.extend(u32::try_from(letters.len()).unwrap_or(0).to_be_bytes());
    out.extend(28u32.to_be_bytes());
    out.extend(letters);
    out
}

/// Signed 15.16 fixed point.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the constants above lie within -1 to 3"
)]
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_length_and_signature() {
        let profile = display_p3();
        let length = u32::from_be_bytes(profile[..4].try_into().unwrap());
        assert_eq!(length as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
    }

    #[test]
    fn white_stays_white_and_red_gets_smaller_numbers() {
        let canvas = Canvas {
            width: 2,
            height: 1,
            rgb: vec![255, 255, 255, 255, 0, 0],
        };
        let p3 = to_display_p3(&canvas).rgb;
        assert_eq!(&p3[..3], &[255, 255, 255]);
        // Known value of sRGB red in Display P3: 234, 51, 35.
        assert!(p3[3].abs_diff(234) <= 1 && p3[4].abs_diff(51) <= 1 && p3[5].abs_diff(35) <= 1);
    }
}
