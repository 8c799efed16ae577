//! Hair: what hangs behind the head, and what frames the face.

mod headwear;
mod styles;

pub use headwear::Headwear;
pub(crate) use headwear::paint as paint_headwear;

use crate::chance::Chance;
use crate::colour::Rgb;
use crate::face::Sitter;
use crate::paint::{Brush, Glow, at};
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};
use styles::Cut;

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HairStyle {
    /// Short all round.
    Crop,
    /// Shorn.
    Buzz,
    /// Parted at one side.
    SidePart,
    /// Straight across the forehead.
    Fringe,
    /// Standing up.
    Spiky,
    /// Short curls.
    Curly,
    /// A wide crown of curls.
    Afro,
    /// To the chin.
    Bob,
    /// To the chin, with a fringe.
    BobFringe,
    /// To the shoulders and straight.
    Long,
    /// To the shoulders and wavy.
    Wavy,
    /// Pulled back into a tail.
    Ponytail,
    /// Two plaits.
    Plaits,
    /// Two bunches high on the head.
    Bunches,
    /// A bun on top.
    Bun,
    /// Rows of braids close to the head.
    Cornrows,
    /// Thinning at the front; adults only.
    Receding,
    /// None on top; adults only.
    Bald,
}

impl HairStyle {
    /// One that a child wears.
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        const CHILDREN: [HairStyle; 16] = [
            HairStyle::Crop,
            HairStyle::Buzz,
            HairStyle::SidePart,
            HairStyle::Fringe,
            HairStyle::Spiky,
            HairStyle::Curly,
            HairStyle::Afro,
            HairStyle::Bob,
            HairStyle::BobFringe,
            HairStyle::Long,
            HairStyle::Wavy,
            HairStyle::Ponytail,
            HairStyle::Plaits,
            HairStyle::Bunches,
            HairStyle::Bun,
            HairStyle::Cornrows,
        ];
        chance.pick(&CHILDREN).unwrap_or(Self::Crop)
    }

    /// Whether grown-ups are drawn with it.
    pub(crate) const fn worn_by_adults(self) -> bool {
        !matches!(
            self,
            Self::Plaits | Self::Bunches | Self::Fringe | Self::Spiky
        )
    }
}

/// What lies behind head and shoulders: painted before the body.
pub(crate) fn paint_behind(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    if sitter.look.headwear.hides_hair() {
        return;
    }
    let cut = Cut::of(sitter.look);
    cut.paint_length(sitter, brush);
    cut.paint_knots(sitter, brush);
    if cut.bumps > 0.0 {
        curls(sitter, brush, &cut);
    }
}

/// What covers the skull and frames the face: painted after the face.
pub(crate) fn paint_before(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    if sitter.look.headwear.hides_hair() {
        return;
    }
    let cut = Cut::of(sitter.look);
    if cut.bald {
        cut.paint_fringe_of_bald(sitter, brush);
        return;
    }
    let colour = sitter.look.hair;
    let cap = cap(sitter, &cut);
    brush.fill(&cap, colour, cut.cover);
    let crown = sitter.head.face(0.25 * sitter.light, -0.80, 0.0);
    brush.glow_within(
        &cap,
        Glow {
            centre: crown,
            across: sitter.head.px(0.62),
            down: sitter.head.px(0.26),
            colour: colour.lighter(0.55),
            strength: 0.42,
        },
    );
    let foot = sitter.head.face(0.0, sitter.layout.hairline + 0.03, 0.0);
    brush.glow_within(
        &cap,
        Glow {
            centre: at(foot.x, foot.y),
            across: sitter.head.px(0.8),
            down: sitter.head.px(0.13),
            colour: colour.darker(0.55),
            strength: 0.42,
        },
    );
    strands(sitter, brush, &cut);
}

/// The covered part of the skull, from the left side over the crown to the
/// right, then back along the hairline.
fn cap(sitter: &Sitter<'_>, cut: &Cut) -> Vec<Point> {
    let edge = std::f32::consts::FRAC_PI_2;
    let head = &sitter.head;
    let line = |angle: f32| cut.hairline(sitter, angle - head.yaw);
    let rows = |from: f32, to: f32| {
        (0u8..=24).map(move |step| {
            let t = f32::from(step) / 24.0;
            from + (to - from) * (1.0 - (1.0 - t) * (1.0 - t))
        })
    };
    let (left, right) = (line(-edge), line(edge));
    let mut shape: Vec<Point> = rows(left, -1.0)
        .map(|y| head.seen(-edge, y, cut.swell(y), true))
        .collect();
    let mut back: Vec<Point> = rows(right, -1.0)
        .map(|y| head.seen(edge, y, cut.swell(y), true))
        .collect();
    raise(sitter, &mut shape, cut.volume);
    raise(sitter, &mut back, cut.volume);
    shape.extend(back.into_iter().rev());
    shape.extend((-24i16..=24).rev().map(|step| {
        let angle = f32::from(step) / 24.0 * edge;
        let y = line(angle);
        head.seen(angle, y, 1.0 + 0.3 * (cut.swell(y) - 1.0), true)
    }));
    shape
}

/// Lifts the crown of an outline by the hair's thickness.
fn raise(sitter: &Sitter<'_>, outline: &mut [Point], volume: f32) {
    let middle = sitter.head.place(0.0, 0.0, 0.0);
    let top = sitter.head.px(1.0);
    let (sin, cos) = (0.0f32, 1.0f32);
    for point in outline {
        let above = ((middle.y - point.y) / top - 0.2).clamp(0.0, 1.0);
        let by = sitter.head.px(volume) * above;
        point.x += by * sin;
        point.y -= by * cos;
    }
}

/// Strokes that follow the fall of the hair.
fn strands(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cut: &Cut) {
    let mut chance = Chance::aside(sitter.look.number, 50);
    let head = &sitter.head;
    for _ in 0..cut.strands {
        let angle = chance.between(-1.35, 1.35);
        let low = cut.hairline(sitter, angle - head.yaw);
        let (from, to) = (low - 0.02, low + (-0.97 - low) * chance.between(0.25, 0.9));
        let sway = chance.between(-0.05, 0.05) + cut.part * 0.3;
        let line: Vec<Point> = (0u8..=4)
            .map(|step| {
                let t = f32::from(step) / 4.0;
                let y = from + (to - from) * t;
                let wave = cut.wave * (t * 9.0 + angle * 5.0).sin();
                head.seen(angle * (1.0 - 0.25 * t) + sway * t + wave, y, 1.0, true)
            })
            .collect();
        let tone = if chance.happens(0.5) {
            sitter.look.hair.darker(0.35)
        } else {
            sitter.look.hair.lighter(0.20)
        };
        brush.line(&line, head.px(chance.between(0.010, 0.024)), tone, 0.5);
    }
    if cut.bumps > 0.0 {
        inner_curls(sitter, brush, cut);
    }
}

/// Round curls along the edge of the hair.
fn curls(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cut: &Cut) {
    let mut chance = Chance::aside(sitter.look.number, 51);
    let head = &sitter.head;
    let edge = std::f32::consts::FRAC_PI_2;
    let ring: Vec<Point> = (0u8..30)
        .map(|step| {
            let t = f32::from(step) / 29.0 * 2.0 - 1.0;
            let y = cut.lowest_curl - (cut.lowest_curl + 0.99) * (1.0 - t * t).sqrt();
            let centre = head.seen(t.signum() * edge, y, cut.swell(y), true);
            at(
                centre.x,
                centre.y - head.px(cut.volume * 0.6) * (1.0 - t * t),
            )
        })
        .collect();
    brush.fill(&ring, sitter.look.hair, 1.0);
    for centre in ring {
        let size = head.px(cut.bumps * chance.between(0.8, 1.15));
        brush.oval(centre, size, size, dim(sitter.look.hair, &mut chance), 1.0);
    }
}

/// Curls on top of the head and along the hairline.
fn inner_curls(sitter: &Sitter<'_>, brush: &mut Brush<'_>, cut: &Cut) {
    let mut chance = Chance::aside(sitter.look.number, 54);
    let head = &sitter.head;
    for step in 0u8..64 {
        let angle = chance.between(-1.4, 1.4);
        let low = cut.hairline(sitter, angle - head.yaw);
        let rise = if step < 20 { 0.0 } else { chance.unit() };
        let y = low - 0.03 + (-0.97 - low) * rise;
        let spot = head.seen(
            angle,
            y,
            1.0 + (cut.swell(y) - 1.0) * angle.abs() / 1.6,
            true,
        );
        let lifted = at(spot.x, spot.y - head.px(cut.volume * 0.8) * rise);
        let size = head.px(0.085 + cut.bumps * 0.25) * chance.between(0.7, 1.1);
        brush.oval(lifted, size, size, dim(sitter.look.hair, &mut chance), 0.9);
    }
}

/// The hair's colour, a shade up or down.
pub(crate) fn dim(hair: Rgb, chance: &mut Chance) -> Rgb {
    if chance.happens(0.5) {
        hair.darker(chance.between(0.0, 0.2))
    } else {
        hair.lighter(chance.between(0.0, 0.08))
    }
}

/// The back of a head: hair or cloth all over.
pub(crate) fn paint_turned(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let head = &sitter.head;
    let cut = Cut::of(sitter.look);
    let colour = match sitter.look.headwear {
        Headwear::Hijab(cloth) | Headwear::Patka(cloth) | Headwear::Turban(cloth) => cloth,
        Headwear::None | Headwear::Band(_) if cut.bald => sitter.look.skin(),
        Headwear::None | Headwear::Band(_) => sitter.look.hair,
    };
    sitter.paint_ears(brush, true);
    sitter.paint_ears(brush, false);
    brush.fill(
        &head.outline(-1.0, 0.9, 1.0),
        sitter.look.skin().darker(0.1),
        1.0,
    );
    let back = head.outline(-1.0, 0.62, cut.side.max(1.03));
    brush.fill(&back, colour, 1.0);
    if !sitter.look.headwear.hides_hair() {
        cut.paint_length(sitter, brush);
        cut.paint_knots(sitter, brush);
        brush.fill(&back, colour, 1.0);
    }
    let mut chance = Chance::aside(sitter.look.number, 55);
    for _ in 0u8..30 {
        let angle = chance.between(-1.3, 1.3);
        let line = [-0.85f32, -0.3, 0.2, 0.5]
            .map(|y| head.seen(angle * (0.6 + 0.4 * (y + 1.0)).min(1.0), y, 1.0, false));
        brush.line(&line, head.px(0.02), dim(colour, &mut chance), 0.5);
    }
    brush.glow_within(
        &back,
        Glow {
            centre: head.place(0.3 * sitter.light, -0.5, 0.0),
            across: head.px(0.6),
            down: head.px(0.4),
            colour: colour.lighter(0.5),
            strength: 0.35,
        },
    );
}
