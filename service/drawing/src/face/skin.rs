//! Skin and its shade: what makes a flat shape a round face.

use super::Sitter;
use crate::colour::Rgb;
use crate::paint::{Brush, Glow, at, rounded};
use gatehouse_domain::geometry::Point;

/// Head and shade; the shapes of the features are hinted at here as soft
/// light and dark, then drawn on top.
pub(super) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let head = &sitter.head;
    let skin = sitter.look.skin();
    let edge = head.outline(-1.0, head.chin, 1.0);
    brush.fill(&edge, skin, 1.0);
    side_light(sitter, brush, &edge);
    hollows(sitter, brush, &edge);
    roundness(sitter, brush, &edge);
    ageing(sitter, brush, &edge);
}

/// Light from one side, shadow on the other, and the turn of the edges.
fn side_light(sitter: &Sitter<'_>, brush: &mut Brush<'_>, edge: &[Point]) {
    let head = &sitter.head;
    let skin = sitter.look.skin();
    let side = sitter.light;
    let reach = head.px(0.85);
    let (left, right) = (head.place(0.0, 0.0, 0.0), head.place(0.0, 0.0, 0.0));
    let (bright, dark) = (
        at(left.x + side * reach, left.y),
        at(right.x - side * reach, right.y),
    );
    let strength = 0.10 + 0.22 * side.abs();
    if side.abs() > 0.02 {
        brush.fade(
            edge,
            (bright, skin.lighter(0.6), strength * 0.5),
            (dark, skin.darker(0.5), strength),
        );
    }
    // The rim darkens all round: a ring that is clear in the middle.
    for (x, y, across, down) in [(-0.78, 0.2, 0.34, 0.9), (0.78, 0.2, 0.34, 0.9)] {
        let turned = (x + 0.35 * head.yaw).clamp(-0.95, 0.95);
        soft(
            brush,
            edge,
            sitter,
            (turned, y, across, down),
            skin.darker(0.55),
            0.34,
        );
    }
    let below = head.face(0.0, head.chin, 0.0);
    brush.glow_within(
        edge,
        Glow {
            centre: at(below.x, below.y + head.px(0.05)),
            across: head.px(0.55),
            down: head.px(0.24),
            colour: skin.darker(0.5),
            strength: 0.34,
        },
    );
}

/// Sockets, the sides of the nose, under the lip.
fn hollows(sitter: &Sitter<'_>, brush: &mut Brush<'_>, edge: &[Point]) {
    let (l, f) = (&sitter.layout, &sitter.look.features);
    let skin = sitter.look.skin();
    let shade = skin.darker(0.55).mix(Rgb(120, 40, 30), 0.15);
    let deep = 0.30 + 0.14 * f.eye_fold;
    for side in [-1.0, 1.0] {
        let socket = (
            side * (l.eye_x - 0.03),
            l.eye_y - 0.05,
            l.eye_half * 1.5,
            0.17,
        );
        soft(brush, edge, sitter, socket, shade, deep);
        let inner = (
            side * (0.135 + 0.02 * f.nose_bridge),
            l.eye_y - 0.02,
            0.09,
            0.18,
        );
        soft(brush, edge, sitter, inner, shade, 0.26);
        let under = (side * l.eye_x, l.eye_y + l.eye_low + 0.07, l.eye_half, 0.07);
        soft(brush, edge, sitter, under, shade, 0.16);
        let cheek = (side * 0.50, l.mouth_y - 0.06, 0.20, 0.34);
        soft(brush, edge, sitter, cheek, shade, 0.17 - 0.15 * f.cheeks);
        let beside = (side * (l.nose_half + 0.05), l.nose_y + 0.03, 0.10, 0.13);
        soft(brush, edge, sitter, beside, shade, 0.20);
    }
    soft(
        brush,
        edge,
        sitter,
        (0.0, l.mouth_y + 0.13 + 0.03 * f.lower_lip, 0.20, 0.07),
        shade,
        0.36,
    );
    soft(
        brush,
        edge,
        sitter,
        (0.0, l.nose_y + 0.07, 0.10, 0.09),
        shade,
        0.24,
    );
}

/// Where the light catches: brow, cheeks, nose and chin, with a flush.
fn roundness(sitter: &Sitter<'_>, brush: &mut Brush<'_>, edge: &[Point]) {
    let (l, f) = (&sitter.layout, &sitter.look.features);
    let skin = sitter.look.skin();
    let bright = skin.lighter(0.55);
    let flush = Rgb(226, 92, 78).mix(skin, 0.25);
    let shift = 0.10 * sitter.light;
    soft(
        brush,
        edge,
        sitter,
        (shift, -0.42, 0.42, 0.26),
        bright,
        0.34,
    );
    for side in [-1.0, 1.0] {
        let apple = (side * (l.eye_x + 0.07), l.nose_y - 0.04, 0.24, 0.20);
        soft(
            brush,
            edge,
            sitter,
            apple,
            flush,
            0.16 + 0.26 * sitter.look.blush,
        );
        let high = (
            side * (l.eye_x + 0.04) + shift * 0.4,
            l.nose_y - 0.12,
            0.15,
            0.11,
        );
        soft(
            brush,
            edge,
            sitter,
            high,
            bright,
            0.22 + 0.16 * f.cheeks.max(0.0),
        );
        let fold = (side * l.eye_x, l.brow_y + 0.065, l.eye_half, 0.05);
        soft(brush, edge, sitter, fold, bright, 0.20);
    }
    soft(
        brush,
        edge,
        sitter,
        (
            shift * 0.4,
            sitter.head.chin - 0.13,
            0.14 + 0.06 * f.chin_square,
            0.09,
        ),
        bright,
        0.32,
    );
}

/// Lines of older people.
fn ageing(sitter: &Sitter<'_>, brush: &mut Brush<'_>, edge: &[Point]) {
    let years = ((sitter.look.age - 28.0) / 34.0).clamp(0.0, 1.0);
    if years <= 0.0 {
        return;
    }
    let (l, head) = (&sitter.layout, &sitter.head);
    let line = sitter.look.skin().darker(0.5);
    for side in [-1.0, 1.0] {
        let fold = [
            head.face(side * (l.nose_half + 0.03), l.nose_y - 0.02, 0.02),
            head.face(side * (l.mouth_half - 0.01), l.mouth_y - 0.10, 0.0),
            head.face(side * (l.mouth_half + 0.06), l.mouth_y + 0.03, 0.0),
        ];
        brush.line(&fold, head.px(0.018), line, 0.25 + 0.35 * years);
        soft(
            brush,
            edge,
            sitter,
            (side * l.eye_x, l.eye_y + 0.13, 0.14, 0.06),
            line,
            0.35 * years,
        );
    }
    for row in [0.0, 0.09] {
        let y = l.brow_y - 0.16 - row;
        let crease = [-0.28, 0.0, 0.28].map(|x| head.face(x, y + 0.1 * x * x, 0.0));
        brush.line(&crease, head.px(0.012), line, 0.30 * years);
    }
}

/// A soft spot on the skin at (x, y) of (half width, half height).
fn soft(
    brush: &mut Brush<'_>,
    edge: &[Point],
    sitter: &Sitter<'_>,
    (x, y, across, down): (f32, f32, f32, f32),
    colour: Rgb,
    strength: f32,
) {
    if strength <= 0.0 {
        return;
    }
    // A spot on the side that turns away gets narrower with the skin.
    let turn = (x / 0.75).clamp(-1.0, 1.0).asin() + sitter.head.yaw;
    let narrow = turn.cos().max(0.3);
    brush.glow_within(
        edge,
        Glow {
            centre: sitter.head.face(x, y, 0.0),
            across: sitter.head.px(across * narrow),
            down: sitter.head.px(down),
            colour,
            strength,
        },
    );
}

/// The ears that face the viewer, or those that do not.
pub(super) fn ears(sitter: &Sitter<'_>, brush: &mut Brush<'_>, near: bool) {
    let head = &sitter.head;
    let skin = sitter.look.skin();
    let size = 1.0 + 0.28 * sitter.look.features.ears;
    for side in [-1.0f32, 1.0] {
        let turned_to_us = -side * head.yaw > 0.12;
        if turned_to_us != near || side * head.yaw > 0.30 {
            continue;
        }
        let base = 0.66 + 0.03 * sitter.look.features.face_width;
        let spot = |x: f32, y: f32| head.place(side * (base + x * size), 0.10 + y * size, -0.06);
        let shape = [
            spot(0.0, -0.17),
            spot(0.09, -0.21),
            spot(0.155, -0.13),
            spot(0.14, 0.02),
            spot(0.08, 0.16),
            spot(0.0, 0.15),
        ];
        brush.blob(&shape, skin.darker(0.07).mix(Rgb(220, 90, 70), 0.06), 1.0);
        let inner = [
            spot(0.04, -0.12),
            spot(0.10, -0.10),
            spot(0.085, 0.02),
            spot(0.04, 0.09),
        ];
        brush.fill(&rounded(&inner), skin.darker(0.42), 0.55);
    }
}
