//! The nose: soft bridge, a light along it, wings and nostrils.

use super::Sitter;
use crate::colour::Rgb;
use crate::paint::{Brush, Glow, rounded};

/// How far the tip stands out, in half heads.
const TIP: f32 = 0.20;

/// The whole nose.
pub(super) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    bridge(sitter, brush);
    tip(sitter, brush);
    wings(sitter, brush);
}

fn bridge(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let (l, head, f) = (&sitter.layout, &sitter.head, &sitter.look.features);
    let skin = sitter.look.skin();
    let half = 0.062 + 0.022 * f.nose_bridge;
    let top = l.eye_y - 0.06;
    let along = |x: f32, t: f32| {
        let y = top + (l.nose_y - 0.06 - top) * t;
        head.face(x * (1.0 + 0.25 * t), y, 0.05 + (TIP - 0.05) * t)
    };
    for side in [-1.0f32, 1.0] {
        // The side away from the light, or turned away, is the darker.
        let away = (-side * sitter.light * 0.5 + side * head.yaw * 0.6).clamp(-0.6, 0.8);
        let edge = side * half;
        let outer = side * (half + 0.085);
        let shape = [
            along(edge, 0.0),
            along(edge, 0.5),
            along(edge, 1.0),
            head.face(outer * 1.15, l.nose_y - 0.04, 0.03),
            head.face(outer, l.nose_y - 0.2, 0.02),
            head.face(edge * 1.6, top, 0.0),
        ];
        brush.fill(&rounded(&shape), skin.darker(0.5), 0.15 + 0.13 * away);
        let line = [along(edge, 0.0), along(edge * 0.95, 0.4), along(edge, 0.8)];
        brush.line(&line, head.px(0.016), skin.darker(0.5), 0.17 + 0.12 * away);
    }
    let light = [along(0.0, 0.1), along(0.0, 0.55), along(0.0, 0.95)];
    brush.line(&light, head.px(half * 0.95), skin.lighter(0.6), 0.22);
    brush.line(&light, head.px(half * 0.45), skin.lighter(0.7), 0.25);
}

fn tip(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let (l, head, f) = (&sitter.layout, &sitter.head, &sitter.look.features);
    let skin = sitter.look.skin();
    let size = 0.083 + 0.026 * f.nose_tip;
    let ball = head.face(0.0, l.nose_y - 0.055, TIP);
    brush.glow(Glow {
        centre: ball,
        across: head.px(size * 1.7),
        down: head.px(size * 1.35),
        colour: skin.mix(Rgb(214, 96, 78), 0.3),
        strength: 0.45,
    });
    brush.glow(Glow {
        centre: head.face(0.05 * sitter.light, l.nose_y - 0.085, TIP),
        across: head.px(size * 0.85),
        down: head.px(size * 0.62),
        colour: skin.lighter(0.75),
        strength: 0.75,
    });
    let under = [-1.0f32, -0.5, 0.0, 0.5, 1.0].map(|t| {
        head.face(
            t * size * 1.05,
            l.nose_y - 0.008 + 0.028 * (1.0 - t * t),
            TIP * 0.8,
        )
    });
    brush.line(&under, head.px(0.020), skin.darker(0.58), 0.55);
}

fn wings(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let (l, head) = (&sitter.layout, &sitter.head);
    let skin = sitter.look.skin();
    let half = l.nose_half;
    for side in [-1.0f32, 1.0] {
        let wing = [
            head.face(side * half * 0.80, l.nose_y - 0.105, 0.07),
            head.face(side * half * 1.02, l.nose_y - 0.055, 0.06),
            head.face(side * half * 0.99, l.nose_y - 0.005, 0.06),
            head.face(side * half * 0.72, l.nose_y + 0.012, 0.09),
        ];
        brush.line(&wing, head.px(0.020), skin.darker(0.55), 0.62);
        let hole = head.face(side * half * 0.50, l.nose_y - 0.002, 0.12);
        brush.oval(
            hole,
            head.px(half * 0.24),
            head.px(0.021),
            skin.darker(0.85),
            0.85,
        );
    }
}
