//! Eyes: lids, white, iris, and a light in them.

use super::Sitter;
use crate::colour::Rgb;
use crate::paint::{Brush, Glow, at};
use gatehouse_domain::geometry::Point;

/// Steps across an eye.
const STEPS: i16 = 18;

/// Both eyes.
pub(super) fn paint(sitter: &Sitter<'_>, brush: &mut Brush<'_>) {
    for side in [-1.0, 1.0] {
        Eye { sitter, side }.paint(brush);
    }
}

/// One eye; `side` -1 is the one on the left of the picture. Along it `u`
/// goes from -1 at the nose to 1 at the temple.
struct Eye<'a> {
    sitter: &'a Sitter<'a>,
    side: f32,
}

impl Eye<'_> {
    /// Height of the upper lid's edge at `u`, from the eye's middle line.
    fn upper(&self, u: f32) -> f32 {
        let l = &self.sitter.layout;
        // Highest a little towards the nose, as lids are.
        let v = (u + 0.12 * (1.0 - u * u)).clamp(-1.0, 1.0);
        -l.eye_up * (1.0 - v * v).powf(l.lid_power)
    }

    /// Height of the lower lid's edge at `u`.
    fn lower(&self, u: f32) -> f32 {
        let l = &self.sitter.layout;
        let v = (u - 0.10 * (1.0 - u * u)).clamp(-1.0, 1.0);
        l.eye_low * (1.0 - v * v).powf(l.lid_power * 0.9)
    }

    /// The picture point at `u` and height `v` from the middle line.
    fn spot(&self, u: f32, v: f32) -> Point {
        let l = &self.sitter.layout;
        let x = self.side * (l.eye_x + u * l.eye_half);
        self.sitter
            .head
            .face(x, l.eye_y + v - l.eye_tilt * u, -0.015)
    }

    fn row(&self, height: impl Fn(f32) -> f32) -> Vec<Point> {
        (-STEPS..=STEPS)
            .map(|step| {
                let u = f32::from(step) / f32::from(STEPS);
                self.spot(u, height(u))
            })
            .collect()
    }

    fn paint(&self, brush: &mut Brush<'_>) {
        let skin = self.sitter.look.skin();
        let mut white = self.row(|u| self.upper(u));
        white.extend(self.row(|u| self.lower(u)).into_iter().rev());
        brush.fill(&white, Rgb(246, 243, 238).mix(skin, 0.08), 1.0);
        self.iris(brush);
        self.lids(brush, skin);
    }

    /// Iris, pupil and light, cut off by the lids.
    fn iris(&self, brush: &mut Brush<'_>) {
        let (l, head) = (&self.sitter.layout, &self.sitter.head);
        let colour = self.sitter.look.eyes;
        // Looking at the camera even when the head is turned a little.
        let gaze = -self.side * head.yaw * 0.28;
        let size = 0.086 + 0.008 * self.sitter.look.childish() + 0.10 * (l.eye_half - 0.16);
        brush.fill(&self.disc(gaze, size), colour.darker(0.6), 1.0);
        brush.fill(&self.disc(gaze, size * 0.86), colour, 1.0);
        let low = self.spot(gaze, size * 0.35);
        brush.glow_within(
            &self.disc(gaze, size * 0.86),
            Glow {
                centre: low,
                across: head.px(size * 0.8),
                down: head.px(size * 0.6),
                colour: colour.lighter(0.45),
                strength: 0.7,
            },
        );
        brush.fill(&self.disc(gaze, size * 0.46), Rgb(14, 10, 12), 1.0);
        let shine = self.spot(gaze, -size * 0.30);
        let shift = head.px(size * 0.32) * if self.sitter.light < 0.0 { -1.0 } else { 1.0 };
        let spark = head.px(size * 0.24);
        brush.oval(
            at(shine.x + shift, shine.y),
            spark,
            spark,
            Rgb(255, 255, 255),
            0.95,
        );
    }

    /// A disc about (`gaze`, 0) of `size` half heads, within the lids.
    fn disc(&self, gaze: f32, size: f32) -> Vec<Point> {
        let wide = size / self.sitter.layout.eye_half;
        let columns = |step: i16| {
            let t = f32::from(step) / f32::from(STEPS);
            let u = (gaze + t * wide).clamp(-1.0, 1.0);
            (u, size * (1.0 - t * t).max(0.0).sqrt())
        };
        let top = (-STEPS..=STEPS)
            .map(columns)
            .map(|(u, half)| self.spot(u, (-half).max(self.upper(u)).min(self.lower(u))));
        let bottom = (-STEPS..=STEPS)
            .rev()
            .map(columns)
            .map(|(u, half)| self.spot(u, half.min(self.lower(u)).max(self.upper(u))));
        top.chain(bottom).collect()
    }

    /// Shadow of the lid, lash line, fold and lower rim.
    fn lids(&self, brush: &mut Brush<'_>, skin: Rgb) {
        let (l, head, f) = (
            &self.sitter.layout,
            &self.sitter.head,
            &self.sitter.look.features,
        );
        let lash = Rgb(38, 24, 24);
        let mut shade = self.row(|u| self.upper(u));
        shade.extend(
            self.row(|u| (self.upper(u) + 0.024).min(self.lower(u)))
                .into_iter()
                .rev(),
        );
        brush.fill(&shade, Rgb(70, 48, 50), 0.38);
        let mut upper = self.row(|u| self.upper(u));
        upper.extend(
            self.row(|u| self.upper(u) - 0.017 - 0.009 * (u + 1.0))
                .into_iter()
                .rev(),
        );
        brush.fill(&upper, lash, 0.92);
        let tip = [self.spot(0.9, self.upper(0.9)), self.spot(1.13, -0.028)];
        brush.line(&tip, head.px(0.018), lash, 0.8);
        brush.line(
            &self.row(|u| self.lower(u)),
            head.px(0.011),
            skin.darker(0.62),
            0.6,
        );
        let rise = 0.046 + 0.028 * f.eye_fold;
        let crease: Vec<Point> = (-STEPS + 2..=STEPS)
            .map(|step| {
                let u = f32::from(step) / f32::from(STEPS);
                self.spot(u, -(l.eye_up * (1.0 - u * u).powf(0.5)) - rise)
            })
            .collect();
        brush.line(
            &crease,
            head.px(0.016),
            skin.darker(0.55),
            0.38 + 0.38 * f.eye_fold,
        );
        let corner = self.spot(-0.97, 0.004);
        brush.oval(
            corner,
            head.px(0.015),
            head.px(0.012),
            Rgb(214, 128, 116).mix(skin, 0.4),
            0.9,
        );
    }
}
