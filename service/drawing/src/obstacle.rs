//! What comes between a face and the camera, so that the machine misses the
//! child and only a person who counts heads does not.

use crate::colour::Rgb;
use crate::paint::{Brush, Glow, at, rounded};
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};

/// A thing held or standing before a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    /// A big round balloon.
    Balloon,
    /// The bell of a tuba.
    Tuba,
    /// A birthday cake with candles.
    Cake,
    /// A sheet of music or a programme held up.
    Sheet,
    /// A hat with a wide brim, pulled down.
    Hat,
}

impl Obstacle {
    /// Every obstacle.
    pub const ALL: [Self; 5] = [
        Self::Balloon,
        Self::Tuba,
        Self::Cake,
        Self::Sheet,
        Self::Hat,
    ];
}

/// Paints the obstacle before a head `height` pixels high about `centre`.
pub(crate) fn paint(brush: &mut Brush<'_>, obstacle: Obstacle, centre: Point, height: f32) {
    let half = height / 2.0;
    let spot = |x: f32, y: f32| at(centre.x + x * half, centre.y + y * half);
    match obstacle {
        Obstacle::Balloon => balloon(brush, &spot, half),
        Obstacle::Tuba => tuba(brush, &spot, half),
        Obstacle::Cake => cake(brush, &spot, half),
        Obstacle::Sheet => sheet(brush, &spot, half),
        Obstacle::Hat => hat(brush, &spot, half),
    }
}

type Spot<'a> = &'a dyn Fn(f32, f32) -> Point;

fn balloon(brush: &mut Brush<'_>, spot: Spot<'_>, half: f32) {
    let red = Rgb(214, 58, 66);
    brush.line(
        &[spot(0.05, 1.3), spot(0.2, 2.2), spot(0.0, 3.2)],
        half * 0.03,
        Rgb(90, 80, 80),
        0.9,
    );
    brush.fill(
        &[spot(0.05, 1.12), spot(0.18, 1.34), spot(-0.10, 1.34)],
        red.darker(0.2),
        1.0,
    );
    brush.oval(spot(0.05, 0.1), half * 1.0, half * 1.12, red, 1.0);
    brush.glow(Glow {
        centre: spot(-0.28, -0.38),
        across: half * 0.45,
        down: half * 0.5,
        colour: Rgb(255, 226, 220),
        strength: 0.75,
    });
    brush.glow(Glow {
        centre: spot(0.4, 0.7),
        across: half * 0.55,
        down: half * 0.45,
        colour: red.darker(0.5),
        strength: 0.4,
    });
}

fn tuba(brush: &mut Brush<'_>, spot: Spot<'_>, half: f32) {
    let brass = Rgb(216, 168, 66);
    brush.line(
        &[
            spot(0.0, 0.8),
            spot(0.1, 2.0),
            spot(-0.5, 2.8),
            spot(-0.9, 2.0),
        ],
        half * 0.5,
        brass.darker(0.2),
        1.0,
    );
    brush.oval(spot(0.0, 0.15), half * 1.15, half * 1.05, brass, 1.0);
    brush.oval(
        spot(0.0, 0.17),
        half * 1.02,
        half * 0.92,
        brass.darker(0.28),
        1.0,
    );
    brush.oval(
        spot(0.03, 0.22),
        half * 0.72,
        half * 0.64,
        brass.darker(0.48),
        1.0,
    );
    brush.oval(
        spot(0.05, 0.26),
        half * 0.36,
        half * 0.31,
        brass.darker(0.8),
        1.0,
    );
    brush.glow(Glow {
        centre: spot(-0.6, -0.4),
        across: half * 0.5,
        down: half * 0.35,
        colour: Rgb(255, 246, 206),
        strength: 0.7,
    });
}

fn cake(brush: &mut Brush<'_>, spot: Spot<'_>, half: f32) {
    let sponge = Rgb(222, 172, 112);
    let icing = Rgb(252, 232, 238);
    brush.oval(
        spot(0.0, 1.22),
        half * 1.45,
        half * 0.2,
        Rgb(236, 238, 240),
        1.0,
    );
    brush.bar(spot(-1.1, -0.28), spot(1.1, 1.2), sponge);
    brush.bar(spot(-1.1, 0.42), spot(1.1, 0.55), Rgb(190, 52, 72));
    brush.bar(spot(-1.1, -0.42), spot(1.1, -0.02), icing);
    for drop in -5i16..=5 {
        let x = f32::from(drop) * 0.205;
        let down = if drop % 2 == 0 { 0.28 } else { 0.18 };
        brush.oval(spot(x, 0.0), half * 0.115, half * down, icing, 1.0);
    }
    brush.oval(
        spot(0.0, -0.42),
        half * 1.1,
        half * 0.18,
        icing.lighter(0.4),
        1.0,
    );
    for candle in -3i16..=3 {
        let x = f32::from(candle) * 0.29;
        brush.line(
            &[spot(x, -0.46), spot(x, -0.92)],
            half * 0.075,
            Rgb(96, 160, 206),
            1.0,
        );
        brush.glow(Glow {
            centre: spot(x, -1.06),
            across: half * 0.2,
            down: half * 0.24,
            colour: Rgb(255, 214, 96),
            strength: 0.9,
        });
        brush.oval(
            spot(x, -1.05),
            half * 0.05,
            half * 0.1,
            Rgb(255, 240, 190),
            1.0,
        );
    }
}

fn sheet(brush: &mut Brush<'_>, spot: Spot<'_>, half: f32) {
    let paper = Rgb(250, 248, 240);
    let corners = [
        spot(-0.95, -0.72),
        spot(0.98, -0.66),
        spot(0.92, 1.42),
        spot(-0.98, 1.36),
    ];
    brush.fill(&corners, paper, 1.0);
    brush.fade(
        &corners,
        (spot(-0.9, 0.0), paper.lighter(0.5), 0.6),
        (spot(0.9, 0.6), Rgb(190, 186, 178), 0.6),
    );
    for staff in 0u8..4 {
        for row in 0u8..5 {
            let y = -0.42 + f32::from(staff) * 0.44 + f32::from(row) * 0.055;
            brush.line(
                &[spot(-0.78, y), spot(0.78, y + 0.03)],
                half * 0.012,
                Rgb(70, 70, 80),
                0.9,
            );
        }
        for note in 0u8..6 {
            let x = -0.62 + f32::from(note) * 0.25;
            let y = -0.38 + f32::from(staff) * 0.44 + f32::from((note * 7 + staff * 3) % 4) * 0.05;
            brush.oval(spot(x, y), half * 0.035, half * 0.027, Rgb(40, 40, 48), 1.0);
            brush.line(
                &[spot(x + 0.03, y), spot(x + 0.03, y - 0.14)],
                half * 0.012,
                Rgb(40, 40, 48),
                1.0,
            );
        }
    }
}

fn hat(brush: &mut Brush<'_>, spot: Spot<'_>, half: f32) {
    let straw = Rgb(226, 190, 120);
    let crown = [
        spot(-0.72, -0.3),
        spot(-0.66, -1.05),
        spot(0.0, -1.25),
        spot(0.66, -1.05),
        spot(0.72, -0.3),
        spot(0.0, -0.15),
    ];
    let dome = rounded(&crown);
    let brim = [
        spot(-1.45, 0.22),
        spot(-0.8, -0.36),
        spot(0.0, -0.46),
        spot(0.8, -0.36),
        spot(1.45, 0.22),
        spot(0.95, 0.72),
        spot(0.0, 0.98),
        spot(-0.95, 0.72),
    ];
    brush.fill(&dome, straw.darker(0.08), 1.0);
    let brim = rounded(&brim);
    brush.fill(&brim, straw, 1.0);
    brush.fade(
        &brim,
        (spot(0.0, -0.4), straw.darker(0.4), 0.55),
        (spot(0.0, 0.9), straw.lighter(0.3), 0.4),
    );
    brush.line(
        &[spot(-0.74, -0.36), spot(0.0, -0.2), spot(0.74, -0.36)],
        half * 0.2,
        Rgb(168, 56, 72),
        1.0,
    );
    for ring in 0u8..4 {
        let t = f32::from(ring) / 4.0;
        let arc = [
            spot(-1.2 + 0.15 * t, 0.22 + 0.05 * t),
            spot(0.0, 0.86 - 0.3 * t),
            spot(1.2 - 0.15 * t, 0.22 + 0.05 * t),
        ];
        brush.line(&arc, half * 0.015, straw.darker(0.4), 0.5);
    }
}
