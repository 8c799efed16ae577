//! Freckles, beards and glasses.

use super::Sitter;
use crate::chance::Chance;
use crate::colour::Rgb;
use crate::look::{Beard, Glasses};
use crate::paint::{Brush, Glow, at, rounded};
use gatehouse_domain::geometry::Point;

/// Freckles over nose and cheeks.
pub(super) fn freckles(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let many = sitter.look.freckles;
    if many <= 0.0 {
        return;
    }
    let mut chance = Chance::aside(sitter.look.number, 30);
    let colour = sitter.look.skin().mix(Rgb(150, 78, 40), 0.62);
    for _ in 0u8..46 {
        let (x, y) = (chance.between(-0.46, 0.46), chance.between(-0.06, 0.30));
        let size = sitter.head.px(chance.between(0.008, 0.017));
        if chance.happens(many) {
            let spot = sitter
                .head
                .face(x, sitter.layout.eye_y + 0.17 + y * 0.8, 0.02);
            brush.oval(spot, size, size * 0.85, colour, 0.62);
        }
    }
}

/// Stubble or a full beard, under the mouth and along the jaw.
pub(super) fn beard(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let (head, l) = (&sitter.head, &sitter.layout);
    let (colour, strength, swell) = match sitter.look.beard {
        Beard::None | Beard::Moustache => return,
        Beard::Stubble => (sitter.look.brow_colour(), 0.30, 1.0),
        Beard::Full => (sitter.look.hair.darker(0.2), 0.96, 1.05),
    };
    let edge = std::f32::consts::FRAC_PI_2;
    let mut shape: Vec<Point> = (0u8..=20)
        .map(|step| {
            let y = 0.12 + (head.chin - 0.12) * f32::from(step) / 20.0;
            head.seen(-edge, y, swell, false)
        })
        .collect();
    shape.extend((0u8..=20).rev().map(|step| {
        let y = 0.12 + (head.chin - 0.12) * f32::from(step) / 20.0;
        head.seen(edge, y, swell, false)
    }));
    let inner = [
        (0.60, 0.20),
        (0.50, l.nose_y + 0.06),
        (l.mouth_half + 0.10, l.mouth_y - 0.06),
        (0.10, l.nose_y + 0.05),
        (-0.10, l.nose_y + 0.05),
        (-l.mouth_half - 0.10, l.mouth_y - 0.06),
        (-0.50, l.nose_y + 0.06),
        (-0.60, 0.20),
    ];
    shape.extend(inner.map(|(x, y)| head.face(x, y, 0.0)));
    brush.fill(&shape, colour, strength);
    if sitter.look.beard == Beard::Full {
        let chin = head.face(0.0, head.chin - 0.14, 0.0);
        brush.glow_within(
            &shape,
            Glow {
                centre: chin,
                across: head.px(0.35),
                down: head.px(0.2),
                colour: colour.lighter(0.35),
                strength: 0.4,
            },
        );
    }
}

/// A moustache, also as part of a full beard.
pub(super) fn moustache(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    if !matches!(sitter.look.beard, Beard::Moustache | Beard::Full) {
        return;
    }
    let (head, l) = (&sitter.head, &sitter.layout);
    let top = l.nose_y + 0.05;
    let low = l.mouth_y - 0.035 - l.gap * 0.35;
    let wide = l.mouth_half;
    let shape = [
        (0.0, top + 0.01),
        (wide * 0.5, top + 0.01),
        (wide * 1.08, low + 0.05),
        (wide * 0.5, low + 0.012),
        (0.0, low),
        (-wide * 0.5, low + 0.012),
        (-wide * 1.08, low + 0.05),
        (-wide * 0.5, top + 0.01),
    ]
    .map(|(x, y)| head.face(x, y, 0.05));
    brush.fill(&rounded(&shape), sitter.look.hair.darker(0.25), 0.95);
}

/// Rims, bridge and arms; the glass is clear, with a trace of light.
pub(super) fn glasses(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let Some(kind) = sitter.look.glasses else {
        return;
    };
    let (head, l) = (&sitter.head, &sitter.layout);
    let (rim, width, power) = match kind {
        Glasses::Round(rim) => (rim, 0.026, 1.0),
        Glasses::Square(rim) => (rim, 0.044, 0.5),
    };
    let half = (0.225f32).min(l.eye_x - 0.045);
    for side in [-1.0f32, 1.0] {
        let ring: Vec<Point> = (0u8..=32)
            .map(|step| {
                let turn = f32::from(step) / 32.0 * std::f32::consts::TAU;
                let round = |v: f32| v.signum() * v.abs().powf(power);
                let x = side * l.eye_x + half * round(turn.cos());
                head.face(x, l.eye_y + 0.015 + half * 0.86 * round(turn.sin()), 0.07)
            })
            .collect();
        brush.fill(&ring, Rgb(236, 244, 250), 0.07);
        brush.line(&ring, head.px(width), rim, 0.96);
        let arm = [
            head.face(side * (l.eye_x + half), l.eye_y - 0.03, 0.07),
            head.place(side * 0.72, l.eye_y - 0.03, 0.0),
        ];
        if side * head.yaw < 0.25 && !sitter.look.headwear.hides_hair() {
            brush.line(&arm, head.px(width), rim.darker(0.2), 0.9);
        }
    }
    let inner = l.eye_x - half;
    let bridge = [-1.0f32, 0.0, 1.0].map(|t| {
        let p = head.face(t * inner, l.eye_y - 0.02 - 0.03 * (1.0 - t * t), 0.10);
        at(p.x, p.y)
    });
    brush.line(&bridge, head.px(width), rim, 0.96);
}
