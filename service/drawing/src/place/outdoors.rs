//! Field, garden and playground.

use super::Ground;
use crate::colour::Rgb;

/// Sky, clouds and far trees down to the height `horizon`.
fn sky(ground: &mut Ground<'_, '_>, horizon: f32) {
    ground.band(0.0, horizon, Rgb(138, 192, 230), Rgb(222, 236, 240));
    for _ in 0u8..4 {
        let (x, y) = (
            ground.chance.between(0.0, 1.0),
            ground.chance.between(0.04, horizon * 0.45),
        );
        let size = ground.chance.between(0.03, 0.06);
        for puff in 0u8..5 {
            let shift = (f32::from(puff) - 2.0) * size * 0.55;
            let swell = size * (1.0 - 0.14 * (f32::from(puff) - 2.0).abs());
            ground.dot(x + shift, y, swell * 0.6, Rgb(250, 252, 252));
        }
    }
    for tree in 0u8..16 {
        let x = f32::from(tree) / 15.0 + ground.chance.between(-0.03, 0.03);
        let size = ground.chance.between(0.04, 0.085);
        let green = Rgb(104, 152, 96).mix(Rgb(150, 178, 110), ground.chance.unit());
        ground.dot(x, horizon - size * 0.4, size, green);
    }
}

/// Tufts of grass from `top` down.
fn grass(ground: &mut Ground<'_, '_>, top: f32) {
    for _ in 0u8..90 {
        let (x, down) = (ground.chance.unit(), ground.chance.unit());
        let y = top + (1.0 - top) * down * down;
        let tall = 0.006 + 0.022 * (y - top);
        let tone = if ground.chance.happens(0.5) {
            Rgb(96, 152, 74)
        } else {
            Rgb(150, 190, 104)
        };
        ground.line(&[(x, y), (x + 0.004, y - tall)], 0.003, tone);
    }
}

/// Sports day: lanes, bunting, a tent.
pub(super) fn field(ground: &mut Ground<'_, '_>) {
    sky(ground, 0.44);
    ground.band(0.42, 1.0, Rgb(148, 188, 102), Rgb(104, 156, 76));
    for lane in 0u8..7 {
        let x = f32::from(lane) / 6.0 - 0.5;
        ground.line(
            &[(0.5 + x * 0.5, 0.50), (0.5 + x * 1.9, 1.0)],
            0.006,
            Rgb(238, 242, 228),
        );
    }
    ground.shape(
        &[(0.04, 0.34), (0.13, 0.26), (0.22, 0.34)],
        Rgb(226, 92, 84),
    );
    ground.bar(0.05, 0.34, 0.21, 0.46, Rgb(248, 244, 236));
    ground.shape(
        &[(0.11, 0.46), (0.13, 0.36), (0.15, 0.46)],
        Rgb(190, 70, 68),
    );
    let flags = [
        Rgb(222, 72, 70),
        Rgb(238, 190, 70),
        Rgb(72, 130, 190),
        Rgb(96, 166, 104),
    ];
    ground.line(
        &[(0.0, 0.10), (0.5, 0.17), (1.0, 0.10)],
        0.003,
        Rgb(120, 110, 104),
    );
    for flag in 0u8..20 {
        let x = (f32::from(flag) + 0.5) / 20.0;
        let y = 0.17 - 0.07 * (2.0 * x - 1.0).powi(2);
        let colour = flags[usize::from(flag % 4)];
        ground.shape(&[(x - 0.016, y), (x + 0.016, y), (x, y + 0.055)], colour);
    }
    grass(ground, 0.52);
}

/// Beds, a shed, sunflowers and a path.
pub(super) fn garden(ground: &mut Ground<'_, '_>) {
    sky(ground, 0.40);
    ground.band(0.38, 1.0, Rgb(152, 190, 112), Rgb(112, 160, 84));
    ground.bar(0.68, 0.20, 0.93, 0.46, Rgb(150, 108, 76));
    for plank in 0u8..7 {
        let x = 0.68 + f32::from(plank) * 0.0357;
        ground.line(&[(x, 0.20), (x, 0.46)], 0.003, Rgb(118, 82, 58));
    }
    ground.shape(
        &[(0.65, 0.21), (0.805, 0.09), (0.96, 0.21)],
        Rgb(112, 66, 60),
    );
    ground.bar(0.78, 0.30, 0.84, 0.46, Rgb(104, 140, 132));
    ground.shape(
        &[(0.44, 0.46), (0.52, 0.46), (0.78, 1.0), (0.38, 1.0)],
        Rgb(214, 196, 160),
    );
    for bed in 0u8..3 {
        let y = 0.52 + f32::from(bed) * 0.14;
        let grow = 1.0 + f32::from(bed) * 0.4;
        ground.curve(
            &[
                (0.02, y),
                (0.40 - 0.02 * grow, y),
                (0.38, y + 0.05 * grow),
                (0.0, y + 0.05 * grow),
            ],
            Rgb(122, 88, 64),
        );
        for plant in 0u8..9 {
            let x = 0.03 + f32::from(plant) * 0.04;
            let size = ground.chance.between(0.010, 0.018) * grow;
            ground.dot(x, y, size, Rgb(92, 156, 82));
            ground.dot(x + 0.012, y + 0.012, size * 0.7, Rgb(124, 182, 96));
        }
    }
    for flower in 0u8..6 {
        let x = 0.06 + f32::from(flower) * 0.055;
        let y = ground.chance.between(0.30, 0.38);
        ground.line(&[(x, 0.50), (x + 0.004, y)], 0.006, Rgb(92, 142, 74));
        for petal in 0u8..10 {
            let turn = f32::from(petal) / 10.0 * std::f32::consts::TAU;
            ground.dot(
                x + 0.016 * turn.cos(),
                y + 0.022 * turn.sin(),
                0.010,
                Rgb(244, 196, 62),
            );
        }
        ground.dot(x, y, 0.014, Rgb(104, 68, 42));
    }
    grass(ground, 0.46);
}

/// Tarmac with a painted game, a brick wall, the school behind.
pub(super) fn playground(ground: &mut Ground<'_, '_>) {
    sky(ground, 0.30);
    ground.bar(0.0, 0.28, 1.0, 0.58, Rgb(188, 112, 86));
    for row in 0u8..10 {
        let y = 0.28 + f32::from(row) * 0.03;
        ground.line(&[(0.0, y), (1.0, y)], 0.0025, Rgb(210, 148, 122));
        for brick in 0u8..18 {
            let x = (f32::from(brick) + 0.5 * f32::from(row % 2)) / 18.0;
            ground.line(&[(x, y), (x, y + 0.03)], 0.0025, Rgb(210, 148, 122));
        }
    }
    ground.bar(0.0, 0.265, 1.0, 0.29, Rgb(222, 206, 186));
    ground.band(0.58, 1.0, Rgb(142, 146, 152), Rgb(112, 116, 124));
    let chalk = [Rgb(246, 214, 96), Rgb(240, 244, 244), Rgb(128, 196, 222)];
    for square in 0u8..5 {
        let y = 0.64 + f32::from(square) * 0.075;
        let wide = 0.05 + f32::from(square) * 0.014;
        let colour = chalk[usize::from(square % 3)];
        let x = 0.78;
        ground.line(&[(x - wide, y), (x + wide, y)], 0.006, colour);
        ground.line(
            &[(x - wide, y), (x - wide - 0.012, y + 0.075)],
            0.006,
            colour,
        );
        ground.line(
            &[(x + wide, y), (x + wide + 0.012, y + 0.075)],
            0.006,
            colour,
        );
    }
    ground.line(
        &[
            (0.10, 0.72),
            (0.2, 0.66),
            (0.34, 0.72),
            (0.24, 0.82),
            (0.12, 0.8),
        ],
        0.006,
        chalk[1],
    );
}
