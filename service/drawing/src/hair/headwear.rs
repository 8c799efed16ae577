//! What is worn over the hair.

use crate::chance::Chance;
use crate::colour::Rgb;
use crate::face::Sitter;
use crate::paint::{Brush, Glow, at};
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};

/// Headwear that belongs to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Headwear {
    /// None.
    None,
    /// A headscarf that frames the face.
    Hijab(Rgb),
    /// A Sikh child's head covering, with its knot.
    Patka(Rgb),
    /// A turban.
    Turban(Rgb),
    /// A hairband.
    Band(Rgb),
}

impl Headwear {
    /// Mostly none.
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        const CLOTHS: [Rgb; 6] = [
            Rgb(38, 52, 92),
            Rgb(112, 44, 68),
            Rgb(46, 94, 88),
            Rgb(228, 222, 210),
            Rgb(52, 48, 54),
            Rgb(196, 128, 52),
        ];
        let cloth = chance.pick(&CLOTHS).unwrap_or(CLOTHS[0]);
        let drawn = chance.unit();
        match drawn {
            d if d < 0.06 => Self::Hijab(cloth),
            d if d < 0.10 => Self::Patka(cloth),
            d if d < 0.12 => Self::Turban(cloth),
            d if d < 0.20 => Self::Band(cloth),
            _ => Self::None,
        }
    }

    /// Whether no hair shows.
    pub(crate) const fn hides_hair(self) -> bool {
        matches!(self, Self::Hijab(_) | Self::Patka(_) | Self::Turban(_))
    }
}

/// Paints what the sitter wears on the head, after face and hair.
pub(crate) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    match sitter.look.headwear {
        Headwear::None => {}
        Headwear::Hijab(cloth) => hijab(sitter, brush, cloth),
        Headwear::Patka(cloth) => wrap(sitter, brush, cloth, false),
        Headwear::Turban(cloth) => wrap(sitter, brush, cloth, true),
        Headwear::Band(cloth) => band(sitter, brush, cloth),
    }
}

/// Cloth all round the face, down to the shoulders.
fn hijab(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cloth: Rgb) {
    let (head, l) = (&sitter.head, &sitter.layout);
    let outer: Vec<Point> = [
        (0.0, -1.13),
        (0.45, -1.04),
        (0.80, -0.68),
        (0.92, -0.1),
        (0.90, 0.5),
        (0.82, 0.95),
        (1.0, 1.45),
        (0.0, 1.75),
        (-1.0, 1.45),
        (-0.82, 0.95),
        (-0.90, 0.5),
        (-0.92, -0.1),
        (-0.80, -0.68),
        (-0.45, -1.04),
    ]
    .iter()
    .map(|(x, y)| head.place(*x, *y, -0.05))
    .collect();
    let outer = crate::paint::rounded(&outer);
    let top = l.hairline + 0.08;
    let chin = head.chin + 0.02;
    let inner: Vec<Point> = [
        (0.0, top),
        (0.52, top + 0.10),
        (0.84, -0.12),
        (0.87, 0.25),
        (0.80, 0.68),
        (0.55, chin - 0.06),
        (0.0, chin - 0.015),
        (-0.55, chin - 0.06),
        (-0.80, 0.68),
        (-0.87, 0.25),
        (-0.84, -0.12),
        (-0.52, top + 0.10),
    ]
    .iter()
    .map(|&(turn, y): &(f32, f32)| head.within(turn, y))
    .collect();
    ring(brush, &outer, &crate::paint::rounded(&inner), cloth);
    for side in [-1.0f32, 1.0] {
        let fold = [(0.62, -0.5), (0.72, 0.1), (0.58, 0.75), (0.2, 1.15)]
            .map(|(x, y)| head.place(side * x, y, 0.1));
        brush.line(&fold, head.px(0.03), cloth.darker(0.35), 0.6);
    }
    let drape = [(-0.6, 1.05), (0.0, 1.28), (0.55, 1.1)].map(|(x, y)| head.place(x, y, 0.1));
    brush.line(&drape, head.px(0.035), cloth.darker(0.35), 0.6);
    let shine = head.place(0.2 * sitter.light, -0.92, 0.2);
    brush.glow(Glow {
        centre: shine,
        across: head.px(0.4),
        down: head.px(0.13),
        colour: cloth.lighter(0.5),
        strength: 0.4,
    });
}

/// Fills between two closed shapes: outer one way, inner the other way round.
fn ring(brush: &mut Brush<'_>, outer: &[Point], inner: &[Point], colour: Rgb) {
    let (Some(start), Some(turn)) = (outer.first(), inner.first()) else {
        return;
    };
    let mut shape = outer.to_vec();
    shape.push(*start);
    shape.push(*turn);
    shape.extend(inner.iter().rev());
    brush.fill(&shape, colour, 1.0);
}

/// A patka with its knot, or a turban with its folds.
fn wrap(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cloth: Rgb, tall: bool) {
    let (head, l) = (&sitter.head, &sitter.layout);
    let (wide, high) = if tall { (0.92, 1.38) } else { (0.76, 1.10) };
    let front = l.hairline.min(l.brow_y - 0.14) + 0.06;
    if !tall {
        let knot = head.place(0.0, -1.16, 0.15);
        brush.oval(knot, head.px(0.19), head.px(0.19), cloth.darker(0.12), 1.0);
    }
    let shape: Vec<Point> = [
        (-0.74, 0.02),
        (-wide, -0.45),
        (-wide * 0.72, -high * 0.86),
        (0.0, -high),
        (wide * 0.72, -high * 0.86),
        (wide, -0.45),
        (0.74, 0.02),
        (0.62, -0.22),
        (0.35, front + 0.05),
        (0.0, front - 0.06),
        (-0.35, front + 0.05),
        (-0.62, -0.22),
    ]
    .iter()
    .map(|&(x, y): &(f32, f32)| {
        if y > -0.3 || x.abs() < 0.4 && y > -high * 0.8 {
            head.face(x, y, 0.02)
        } else {
            head.place(x, y, 0.0)
        }
    })
    .collect();
    let shape = crate::paint::rounded(&shape);
    brush.fill(&shape, cloth, 1.0);
    let glow = head.place(0.3 * sitter.light, -0.85, 0.3);
    brush.glow_within(
        &shape,
        Glow {
            centre: glow,
            across: head.px(0.55),
            down: head.px(0.3),
            colour: cloth.lighter(0.5),
            strength: 0.4,
        },
    );
    let folds: &[f32] = if tall {
        &[0.15, 0.38, 0.62, 0.85]
    } else {
        &[0.2, 0.6]
    };
    for t in folds {
        let y = front - 0.05 - (high + front) * t * 0.8;
        let side = if tall { 0.8 } else { 0.68 };
        let line = [(-side, -0.28 - 0.3 * t), (0.0, y), (side, -0.28 - 0.3 * t)]
            .map(|(x, y)| head.place(x * (1.0 - 0.25 * t), y, 0.25));
        brush.line(&line, head.px(0.024), cloth.darker(0.35), 0.55);
    }
}

fn band(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cloth: Rgb) {
    let head = &sitter.head;
    let arc: Vec<Point> = (-8i16..=8)
        .map(|step| {
            let t = f32::from(step) / 8.0;
            let p = head.seen(t * 1.5, -0.86 + 0.62 * t * t, 1.06, true);
            at(p.x, p.y - head.px(0.05) * (1.0 - t * t))
        })
        .collect();
    brush.line(&arc, head.px(0.085), cloth, 1.0);
}
