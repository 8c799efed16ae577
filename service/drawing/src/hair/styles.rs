//! The measures of each way to wear hair.

use super::{HairStyle, dim};
use crate::chance::Chance;
use crate::face::Sitter;
use crate::look::Look;
use crate::paint::{Brush, at};
use gatehouse_domain::geometry::Point;

/// A style in numbers; lengths in half heads.
pub(crate) struct Cut {
    /// How far it stands up from the crown.
    pub(crate) volume: f32,
    /// How far out it stands at the sides, as a factor of the skull.
    pub(crate) side: f32,
    /// Size of curls along the edge; 0 for smooth hair.
    pub(crate) bumps: f32,
    /// Where curls along the edge end.
    pub(crate) lowest_curl: f32,
    /// Strokes drawn on it.
    pub(crate) strands: u8,
    /// Waviness of the strokes.
    pub(crate) wave: f32,
    /// Slant of the hairline: parted at a side.
    pub(crate) part: f32,
    /// How far a fringe comes down from the hairline.
    pub(crate) fringe: f32,
    /// How low it comes in front of the ears.
    pub(crate) sideburn: f32,
    /// How far it hangs behind, from the middle of the head; 0 for short.
    pub(crate) length: f32,
    /// Opacity: shorn hair lets the skin through.
    pub(crate) cover: f32,
    /// No hair on top.
    pub(crate) bald: bool,
    style: HairStyle,
}

impl Cut {
    /// The measures of how `look` wears its hair.
    pub(crate) fn of(look: &Look) -> Self {
        use HairStyle as S;
        let part = if look.number & 1 == 0 { 0.16 } else { -0.16 };
        let plain = Self {
            volume: 0.07,
            side: 1.05,
            bumps: 0.0,
            lowest_curl: -0.2,
            strands: 46,
            wave: 0.0,
            part: 0.0,
            fringe: 0.0,
            sideburn: 0.02,
            length: 0.0,
            cover: 1.0,
            bald: false,
            style: look.style,
        };
        match look.style {
            S::Bob | S::BobFringe | S::Long | S::Wavy => Self::long(look.style, part, &plain),
            S::Crop => plain,
            S::Buzz => Self {
                volume: 0.01,
                side: 1.005,
                cover: 0.62,
                strands: 0,
                sideburn: -0.1,
                ..plain
            },
            S::SidePart => Self {
                volume: 0.13,
                part,
                fringe: 0.10,
                ..plain
            },
            S::Fringe => Self {
                volume: 0.10,
                side: 1.08,
                fringe: 0.34,
                sideburn: 0.1,
                ..plain
            },
            S::Spiky => Self {
                volume: 0.12,
                strands: 30,
                ..plain
            },
            S::Curly => Self {
                volume: 0.14,
                side: 1.10,
                bumps: 0.13,
                strands: 0,
                lowest_curl: -0.05,
                ..plain
            },
            S::Afro => Self {
                volume: 0.34,
                side: 1.40,
                bumps: 0.21,
                strands: 0,
                lowest_curl: 0.1,
                ..plain
            },
            S::Ponytail | S::Bun | S::Plaits | S::Bunches => Self {
                volume: 0.05,
                side: 1.02,
                sideburn: -0.02,
                part: part * 0.3,
                ..plain
            },
            S::Cornrows => Self {
                volume: 0.03,
                side: 1.01,
                strands: 0,
                sideburn: -0.05,
                ..plain
            },
            S::Receding => Self {
                volume: 0.04,
                fringe: -0.17,
                ..plain
            },
            S::Bald => Self {
                bald: true,
                ..plain
            },
        }
    }

    /// The styles that reach the chin or the shoulders.
    fn long(style: HairStyle, part: f32, plain: &Self) -> Self {
        use HairStyle as S;
        match style {
            S::Bob => Self {
                side: 1.13,
                volume: 0.10,
                part: part * 0.6,
                sideburn: 0.62,
                length: 0.85,
                ..*plain
            },
            S::BobFringe => Self {
                side: 1.13,
                volume: 0.10,
                fringe: 0.36,
                sideburn: 0.66,
                length: 0.85,
                ..*plain
            },
            S::Long => Self {
                side: 1.10,
                volume: 0.08,
                sideburn: 0.9,
                length: 1.75,
                ..*plain
            },
            _ => Self {
                side: 1.18,
                volume: 0.13,
                part,
                sideburn: 0.75,
                length: 1.6,
                wave: 0.07,
                ..*plain
            },
        }
    }

    /// How far out the hair stands at height `y`.
    pub(crate) fn swell(&self, y: f32) -> f32 {
        let low = ((y + 1.0) / 0.6).clamp(0.0, 1.0);
        1.02 + (self.side - 1.02) * low.max(0.5)
    }

    /// Height of the hairline, `angle` round from the nose.
    pub(crate) fn hairline(&self, sitter: &Sitter<'_>, angle: f32) -> f32 {
        let turn = angle.abs();
        let front = sitter.layout.hairline + self.fringe * (1.0 - (turn / 1.25).powi(4)).max(0.0);
        let arch = if self.fringe > 0.2 { 0.02 } else { 0.13 };
        let top = (front + arch * turn * turn + self.part * angle.sin()).max(-0.9);
        let top = top.min(sitter.layout.brow_y - 0.005);
        let ease = ((turn - 0.88) / 0.5).clamp(0.0, 1.0);
        let ease = ease * ease * (3.0 - 2.0 * ease);
        top + (self.sideburn.max(top) - top) * ease
    }

    /// Hair that hangs down behind the head.
    pub(crate) fn paint_length(&self, sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
        if self.length <= 0.0 {
            return;
        }
        let (head, hair) = (&sitter.head, sitter.look.hair);
        let wide = 0.77 * self.side;
        let sway = |y: f32| self.wave * 0.9 * (y * 8.0).sin();
        let rows = || (0u8..=10).map(|step| f32::from(step) / 10.0);
        let y = |t: f32| -0.62 + (self.length + 0.62) * t;
        let reach = |t: f32| {
            let down = ((y(t) + 0.62) / 0.75).clamp(0.0, 1.0);
            let round = 0.55 + 0.42 * (1.0 - (1.0 - down) * (1.0 - down));
            wide * (round + 0.05 * t - 0.14 * t.powi(6))
        };
        let left = rows().map(|t| head.place(-reach(t) - sway(y(t)), y(t), -0.25));
        let right = rows()
            .rev()
            .map(|t| head.place(reach(t) + sway(y(t)), y(t), -0.25));
        let shape: Vec<Point> = left.chain(right).collect();
        brush.fill(&shape, hair.darker(0.24), 1.0);
        let mut chance = Chance::aside(sitter.look.number, 52);
        for _ in 0u8..20 {
            let x = chance.between(-0.95, 0.95);
            let line: Vec<Point> = rows()
                .map(|t| head.place(x * reach(t) + sway(y(t)), y(t) * 0.99, -0.25))
                .collect();
            brush.line(&line, head.px(0.018), dim(hair, &mut chance), 0.5);
        }
    }

    /// Tail, plaits, bunches and bun.
    pub(crate) fn paint_knots(&self, sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
        let hair = sitter.look.hair;
        match self.style {
            HairStyle::Ponytail => {
                let side = if sitter.look.number & 2 == 0 {
                    1.0
                } else {
                    -1.0
                };
                let tail = [
                    (0.45, -0.90),
                    (0.80, -0.86),
                    (1.04, -0.50),
                    (1.10, 0.0),
                    (1.02, 0.45),
                    (1.16, 0.80),
                    (0.86, 0.62),
                    (0.78, 0.1),
                    (0.72, -0.3),
                    (0.5, -0.5),
                ]
                .map(|(x, y)| sitter.head.place(side * x, y, -0.4));
                brush.blob(&tail, hair.darker(0.14), 1.0);
                let fall = [(0.62, -0.72), (0.92, -0.45), (0.98, 0.05), (0.93, 0.5)]
                    .map(|(x, y)| sitter.head.place(side * x, y, -0.4));
                brush.line(&fall, sitter.head.px(0.04), hair.lighter(0.3), 0.4);
            }
            HairStyle::Bun => knot(sitter, brush, (0.0, -1.12, -0.15), 0.33, hair.darker(0.12)),
            HairStyle::Bunches => {
                for side in [-1.0, 1.0] {
                    knot(
                        sitter,
                        brush,
                        (side * 0.78, -0.72, -0.1),
                        0.30,
                        hair.darker(0.12),
                    );
                    // Without a light of its own: two lights side by side
                    // look like eyes to a detector.
                    let end = sitter.head.place(side * 0.98, -0.55, -0.15);
                    let size = sitter.head.px(0.24);
                    brush.oval(end, size, size, hair.darker(0.16), 1.0);
                }
            }
            HairStyle::Plaits => plaits(sitter, brush),
            HairStyle::Spiky => spikes(sitter, brush),
            _ => {}
        }
    }

    /// What is left to a bald head: a band at the sides.
    pub(crate) fn paint_fringe_of_bald(&self, sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
        let head = &sitter.head;
        let colour = sitter.look.hair;
        for side in [-1.0f32, 1.0] {
            let band = [
                (0.66, -0.42),
                (0.73, -0.25),
                (0.74, 0.02),
                (0.67, 0.04),
                (0.64, -0.15),
                (0.60, -0.34),
            ]
            .map(|(x, y)| head.place(side * x, y, 0.08 - self.sideburn));
            brush.blob(&band, colour, 0.9);
        }
        let shine = head.face(0.2 * sitter.light, -0.72, 0.0);
        brush.glow(crate::paint::Glow {
            centre: shine,
            across: head.px(0.3),
            down: head.px(0.15),
            colour: sitter.look.skin().lighter(0.7),
            strength: 0.5,
        });
    }
}

/// A ball of hair with a light on it.
fn knot(
    sitter: &Sitter<'_>,
    brush: &mut Brush<'_>,
    (x, y, z): (f32, f32, f32),
    size: f32,
    colour: crate::colour::Rgb,
) {
    let centre = sitter.head.place(x, y, z);
    let radius = sitter.head.px(size);
    brush.oval(centre, radius, radius, colour, 1.0);
    brush.glow(crate::paint::Glow {
        centre: at(
            centre.x + radius * 0.3 * sitter.light,
            centre.y - radius * 0.35,
        ),
        across: radius * 0.6,
        down: radius * 0.5,
        colour: colour.lighter(0.5),
        strength: 0.35,
    });
}

fn plaits(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    for side in [-1.0, 1.0] {
        for step in 0u8..9 {
            let t = f32::from(step) / 8.0;
            let shade = if step % 2 == 0 { 0.10 } else { 0.24 };
            let spot = (side * (0.78 + 0.06 * t), 0.25 + 1.25 * t, -0.1);
            knot(
                sitter,
                brush,
                spot,
                0.135 - 0.04 * t,
                sitter.look.hair.darker(shade),
            );
        }
        let band = sitter.head.place(side * 0.845, 1.40, -0.1);
        let size = sitter.head.px(0.09);
        brush.oval(band, size, size * 0.7, crate::colour::Rgb(206, 62, 84), 1.0);
    }
}

fn spikes(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let head = &sitter.head;
    let mut chance = Chance::aside(sitter.look.number, 53);
    for step in -6i16..=6 {
        let t = f32::from(step) / 6.0;
        let rise = (1.0 - t * t).max(0.0).sqrt();
        let foot = |by: f32| head.place((t * 0.92 + by) * 0.72, -0.50 - 0.48 * rise, 0.0);
        let tip = (
            t * 0.82 + chance.between(-0.06, 0.1),
            -0.60 - 0.56 * rise - chance.between(0.0, 0.06),
        );
        let tuft = [foot(-0.22), head.place(tip.0, tip.1, 0.0), foot(0.22)];
        brush.fill(&tuft, sitter.look.hair.darker(0.08), 1.0);
    }
}
