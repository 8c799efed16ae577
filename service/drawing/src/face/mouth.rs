//! The mouth: two lips, the line between, teeth when it opens.

use super::Sitter;
use crate::colour::Rgb;
use crate::paint::{Brush, Glow, rounded};
use gatehouse_domain::geometry::Point;

/// Steps across the mouth.
const STEPS: i16 = 14;

/// The whole mouth.
pub(super) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    let mouth = Mouth(sitter);
    let skin = sitter.look.skin();
    let lip = skin
        .mix(Rgb(190, 62, 70), 0.40 + 0.12 * sitter.look.tone)
        .darker(0.06);
    let f = &sitter.look.features;
    let head = &sitter.head;
    if sitter.layout.gap > 0.02 {
        mouth.inside(brush);
    }
    let upper = 0.056 + 0.027 * f.upper_lip;
    let lower = 0.073 + 0.033 * f.lower_lip;
    let bow = |t: f32| {
        let dip = (-(t / 0.16).powi(2)).exp();
        (1.0 - t * t).powf(0.75) * (1.0 - 0.24 * dip)
    };
    mouth.lip(brush, lip.darker(0.14), |t| {
        (mouth.rest(t) - upper * bow(t), mouth.rest(t))
    });
    mouth.lip(brush, lip, |t| {
        let top = mouth.rest(t) + mouth.gap(t);
        (top, top + lower * (1.0 - t * t).powf(0.7))
    });
    let shine = head.face(
        0.06 * sitter.light,
        mouth.rest(0.0) + sitter.layout.gap + lower * 0.45,
        0.05,
    );
    brush.glow(Glow {
        centre: shine,
        across: head.px(sitter.layout.mouth_half * 0.5),
        down: head.px(lower * 0.4),
        colour: lip.lighter(0.6),
        strength: 0.6,
    });
    brush.line(
        &mouth.row(|t| mouth.rest(t)),
        head.px(0.017),
        lip.darker(0.7),
        0.85,
    );
    for side in [-1.0f32, 1.0] {
        let corner = mouth.spot(side * 1.02, mouth.rest(1.0));
        brush.glow(Glow {
            centre: corner,
            across: head.px(0.045),
            down: head.px(0.04),
            colour: skin.darker(0.6),
            strength: 0.55,
        });
    }
}

struct Mouth<'a>(&'a Sitter<'a>);

impl Mouth<'_> {
    /// Height of the upper lip's lower edge at `t`, -1 to 1 across.
    fn rest(&self, t: f32) -> f32 {
        let l = &self.0.layout;
        let wave = 0.010 * (1.0 - (t.abs() * 4.0 - 1.0).powi(2)).max(-1.0);
        l.mouth_y - l.corners * t * t - l.gap * 0.35 * (1.0 - t * t) + wave * (1.0 - t.abs())
    }

    /// How far the lips are apart at `t`.
    fn gap(&self, t: f32) -> f32 {
        self.0.layout.gap * (1.0 - t * t).powf(0.6)
    }

    fn spot(&self, t: f32, y: f32) -> Point {
        self.0
            .head
            .face(t * self.0.layout.mouth_half, y, 0.04 * (1.0 - t * t))
    }

    fn row(&self, height: impl Fn(f32) -> f32) -> Vec<Point> {
        (-STEPS..=STEPS)
            .map(|step| {
                let t = f32::from(step) / f32::from(STEPS);
                self.spot(t, height(t))
            })
            .collect()
    }

    /// Fills between two heights given for each `t`.
    fn lip(&self, brush: &mut Brush<'_>, colour: Rgb, heights: impl Fn(f32) -> (f32, f32)) {
        let mut shape = self.row(|t| heights(t).0);
        shape.extend(self.row(|t| heights(t).1).into_iter().rev());
        brush.fill(&shape, colour, 0.95);
    }

    fn inside(&self, brush: &mut Brush<'_>) {
        let l = &self.0.layout;
        self.lip(brush, Rgb(74, 22, 28), |t| {
            (self.rest(t), self.rest(t) + self.gap(t))
        });
        self.lip(brush, Rgb(246, 242, 234), |t| {
            let top = self.rest(t);
            (
                top,
                top + (self.gap(t) * 0.8).min(0.062 * (1.0 - t * t).powf(0.4)),
            )
        });
        if l.gap > 0.09 {
            let y = l.mouth_y + l.gap * 0.5;
            let tongue = [(-0.45, y), (0.0, y - 0.03), (0.45, y), (0.0, y + 0.03)]
                .map(|(t, y)| self.spot(t, y));
            brush.fill(&rounded(&tongue), Rgb(198, 88, 90), 0.9);
        }
    }
}
