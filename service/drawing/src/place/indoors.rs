//! Classroom, hall and museum.

use super::Ground;
use crate::colour::Rgb;

const WOOD: Rgb = Rgb(196, 154, 108);

/// Board, window, pictures, a shelf and a wooden floor.
pub(super) fn classroom(ground: &mut Ground<'_, '_>) {
    ground.band(0.0, 0.72, Rgb(242, 232, 208), Rgb(232, 216, 186));
    ground.band(0.72, 1.0, Rgb(206, 168, 124), Rgb(178, 138, 96));
    for board in 0u8..9 {
        let x = f32::from(board) / 8.0;
        ground.line(
            &[(0.5 + (x - 0.5) * 0.9, 0.72), (0.5 + (x - 0.5) * 1.8, 1.0)],
            0.003,
            Rgb(162, 122, 84),
        );
    }
    ground.bar(0.0, 0.70, 1.0, 0.725, Rgb(250, 246, 236));
    ground.bar(0.30, 0.10, 0.68, 0.46, WOOD.darker(0.25));
    ground.bar(0.31, 0.12, 0.67, 0.44, Rgb(62, 98, 84));
    for line in 0u8..3 {
        let y = 0.19 + f32::from(line) * 0.07;
        let end = ground.chance.between(0.45, 0.62);
        ground.line(
            &[(0.35, y), (0.42, y - 0.008), (0.48, y + 0.004), (end, y)],
            0.006,
            Rgb(222, 232, 224),
        );
    }
    window(ground, 0.04, 0.08, 0.24, 0.50);
    for picture in 0u8..4 {
        let x = 0.73 + f32::from(picture % 2) * 0.13;
        let y = 0.10 + f32::from(picture / 2) * 0.19;
        pinned(ground, x, y);
    }
    ground.bar(0.71, 0.54, 0.99, 0.56, WOOD.darker(0.2));
    for book in 0u8..14 {
        let x = 0.72 + f32::from(book) * 0.018;
        let colours = [
            Rgb(184, 72, 62),
            Rgb(72, 112, 150),
            Rgb(216, 170, 80),
            Rgb(92, 136, 98),
        ];
        let colour = ground.chance.pick(&colours).unwrap_or(colours[0]);
        let top = ground.chance.between(0.465, 0.50);
        ground.bar(x, top, x + 0.015, 0.54, colour);
    }
    ground.glow(0.14, 0.3, 0.8, Rgb(255, 250, 226), 0.35);
}

/// A window with sky and a hill in it.
fn window(ground: &mut Ground<'_, '_>, left: f32, top: f32, right: f32, bottom: f32) {
    ground.bar(
        left - 0.012,
        top - 0.015,
        right + 0.012,
        bottom + 0.02,
        Rgb(252, 250, 244),
    );
    ground.bar(left, top, right, bottom, Rgb(176, 214, 236));
    let hill = bottom - (bottom - top) * 0.3;
    ground.shape(
        &[
            (left, hill),
            (f32::midpoint(left, right), hill - 0.03),
            (right, hill + 0.02),
            (right, bottom),
            (left, bottom),
        ],
        Rgb(142, 186, 118),
    );
    let middle = f32::midpoint(left, right);
    ground.bar(
        middle - 0.004,
        top,
        middle + 0.004,
        bottom,
        Rgb(252, 250, 244),
    );
    let across = f32::midpoint(top, bottom);
    ground.bar(
        left,
        across - 0.005,
        right,
        across + 0.005,
        Rgb(252, 250, 244),
    );
}

/// A child's painting on the wall: a sun, a house or a boat, never a face.
fn pinned(ground: &mut Ground<'_, '_>, x: f32, y: f32) {
    ground.bar(x, y, x + 0.10, y + 0.15, Rgb(252, 250, 242));
    ground.bar(x + 0.006, y + 0.10, x + 0.094, y + 0.14, Rgb(134, 184, 122));
    let colours = [Rgb(222, 118, 76), Rgb(92, 138, 188), Rgb(178, 108, 158)];
    let colour = ground.chance.pick(&colours).unwrap_or(colours[0]);
    if ground.chance.happens(0.5) {
        ground.bar(x + 0.035, y + 0.07, x + 0.07, y + 0.12, colour);
        ground.shape(
            &[
                (x + 0.03, y + 0.07),
                (x + 0.0525, y + 0.03),
                (x + 0.075, y + 0.07),
            ],
            colour.darker(0.3),
        );
    } else {
        ground.shape(
            &[
                (x + 0.025, y + 0.10),
                (x + 0.08, y + 0.10),
                (x + 0.068, y + 0.125),
                (x + 0.037, y + 0.125),
            ],
            colour,
        );
        ground.shape(
            &[
                (x + 0.05, y + 0.03),
                (x + 0.05, y + 0.095),
                (x + 0.075, y + 0.09),
            ],
            colour.lighter(0.5),
        );
    }
    ground.dot(x + 0.018, y + 0.03, 0.013, Rgb(244, 204, 92));
}

/// Stage, curtains, lights.
pub(super) fn hall(ground: &mut Ground<'_, '_>) {
    ground.band(0.0, 0.66, Rgb(58, 48, 74), Rgb(102, 74, 96));
    for star in 0u8..26 {
        let (x, y) = (
            ground.chance.between(0.18, 0.82),
            ground.chance.between(0.12, 0.48),
        );
        let size = ground.chance.between(0.002, 0.006);
        ground.dot(
            x,
            y,
            size,
            Rgb(246, 230, 178).mix(Rgb(150, 130, 160), f32::from(star % 3) * 0.3),
        );
    }
    ground.band(0.66, 0.90, Rgb(190, 138, 88), Rgb(158, 108, 66));
    ground.band(0.90, 1.0, Rgb(84, 56, 44), Rgb(62, 42, 36));
    for plank in 0u8..12 {
        let x = f32::from(plank) / 11.0;
        ground.line(
            &[
                (0.5 + (x - 0.5) * 0.85, 0.66),
                (0.5 + (x - 0.5) * 1.5, 0.90),
            ],
            0.003,
            Rgb(136, 92, 58),
        );
    }
    let velvet = Rgb(152, 38, 52);
    for fold in 0u8..6 {
        let t = f32::from(fold) / 6.0;
        let tone = if fold % 2 == 0 {
            velvet
        } else {
            velvet.darker(0.25)
        };
        let (x, wide) = (t * 0.17, 0.034);
        ground.shape(
            &[
                (x, 0.0),
                (x + wide, 0.0),
                (x + wide - 0.01 * t, 0.72),
                (x - 0.01 * t, 0.72),
            ],
            tone,
        );
        ground.shape(
            &[
                (1.0 - x, 0.0),
                (1.0 - x - wide, 0.0),
                (1.0 - x - wide + 0.01 * t, 0.72),
                (1.0 - x + 0.01 * t, 0.72),
            ],
            tone,
        );
    }
    for swag in 0u8..6 {
        let x = f32::from(swag) / 6.0;
        ground.curve(
            &[
                (x - 0.01, -0.03),
                (x + 0.176, -0.03),
                (x + 0.165, 0.05),
                (x + 0.083, 0.105),
                (x, 0.05),
            ],
            velvet.darker(0.1 + 0.1 * f32::from(swag % 2)),
        );
    }
    ground.glow(0.35, 0.5, 0.55, Rgb(255, 226, 170), 0.35);
    ground.glow(0.65, 0.5, 0.55, Rgb(255, 226, 170), 0.35);
}

/// A tall room with arches and the skeleton of a long-necked animal.
pub(super) fn museum(ground: &mut Ground<'_, '_>) {
    ground.band(0.0, 0.74, Rgb(214, 206, 192), Rgb(226, 214, 192));
    ground.band(0.74, 1.0, Rgb(176, 166, 154), Rgb(146, 138, 130));
    let stone = Rgb(196, 184, 164);
    for arch in 0u8..4 {
        let x = 0.02 + f32::from(arch) * 0.25;
        ground.bar(x, 0.18, x + 0.2, 0.74, stone.darker(0.12));
        ground.curve(
            &[
                (x, 0.20),
                (x + 0.03, 0.08),
                (x + 0.1, 0.03),
                (x + 0.17, 0.08),
                (x + 0.2, 0.20),
                (x + 0.1, 0.26),
            ],
            stone.darker(0.12),
        );
        ground.bar(x + 0.02, 0.20, x + 0.18, 0.74, Rgb(150, 164, 176));
        ground.curve(
            &[
                (x + 0.02, 0.21),
                (x + 0.045, 0.11),
                (x + 0.1, 0.07),
                (x + 0.155, 0.11),
                (x + 0.18, 0.21),
                (x + 0.1, 0.26),
            ],
            Rgb(150, 164, 176),
        );
    }
    let bone = Rgb(240, 230, 206);
    let spine = [
        (0.08, 0.50),
        (0.22, 0.40),
        (0.42, 0.34),
        (0.58, 0.36),
        (0.72, 0.26),
        (0.82, 0.12),
    ];
    ground.line(&spine, 0.022, bone);
    for rib in 0u8..9 {
        let x = 0.36 + f32::from(rib) * 0.027;
        ground.line(
            &[(x, 0.36), (x - 0.012, 0.46), (x + 0.008, 0.53)],
            0.010,
            bone.darker(0.06),
        );
    }
    for x in [0.33, 0.40, 0.58, 0.64] {
        ground.line(
            &[(x, 0.40), (x + 0.02, 0.56), (x, 0.72)],
            0.017,
            bone.darker(0.10),
        );
    }
    ground.curve(
        &[
            (0.80, 0.13),
            (0.83, 0.07),
            (0.90, 0.10),
            (0.92, 0.14),
            (0.85, 0.16),
        ],
        bone,
    );
    ground.bar(0.24, 0.72, 0.74, 0.78, Rgb(110, 78, 58));
    ground.glow(0.5, 0.1, 0.7, Rgb(255, 250, 232), 0.4);
}
