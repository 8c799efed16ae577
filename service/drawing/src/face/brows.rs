//! Brows: much of what a face is known by.

use super::Sitter;
use crate::chance::Chance;
use crate::paint::{Brush, at};

/// Both brows, as a tapering shape with hairs along it.
pub(super) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let (layout, head) = (&sitter.layout, &sitter.head);
    let features = &sitter.look.features;
    let colour = sitter.look.brow_colour();
    let thick = 0.038 + 0.020 * features.brow_thickness - 0.008 * sitter.look.childish();
    let half = 0.215 + 0.042 * features.brow_length;
    let mut chance = Chance::aside(sitter.look.number, 20);
    for side in [-1.0f32, 1.0] {
        // `t` from 0 near the nose to 1 at the temple.
        let middle = |t: f32| {
            let arch =
                (0.036 + 0.030 * features.brow_arch) * (1.0 - (2.0 * t - 1.2).powi(2)).max(-0.3);
            let x = layout.eye_x - half * 0.98 + 2.0 * half * t;
            let frown = if layout.brow_lift < 0.0 {
                -0.05 * layout.brow_lift * (1.0 - t)
            } else {
                0.0
            };
            (
                x,
                layout.brow_y - arch - 0.048 * features.brow_tilt * (t - 0.5) + frown,
            )
        };
        let depth = |t: f32| thick * (0.55 + 1.5 * t * (1.0 - t)) * (1.15 - 0.75 * t);
        let steps = || (0u8..=12).map(|step| f32::from(step) / 12.0);
        let upper = steps().map(|t| {
            let (x, y) = middle(t);
            head.face(side * x, y - depth(t), 0.02)
        });
        let lower = steps().rev().map(|t| {
            let (x, y) = middle(t);
            head.face(side * x, y + depth(t) * 0.8, 0.02)
        });
        let shape: Vec<_> = upper.chain(lower).collect();
        brush.fill(&shape, colour, 0.88);
        for step in 0u8..14 {
            let t = (f32::from(step) + chance.unit()) / 14.0;
            let (x, y) = middle(t);
            let root = head.face(side * x, y + depth(t) * 0.7, 0.02);
            let tip = head.face(side * (x + 0.045), y - depth(t) * 1.25, 0.02);
            brush.line(
                &[root, at(tip.x, tip.y)],
                head.px(0.010),
                colour.darker(0.3),
                0.5,
            );
        }
    }
}
