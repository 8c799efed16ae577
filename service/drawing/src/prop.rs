//! What drawn people hold.

use crate::colour::Rgb;
use crate::paint::{Brush, Glow, at};
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};

/// A thing held before the chest, or overhead by cheering arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prop {
    /// A football.
    Ball,
    /// An open book.
    Book,
    /// A certificate.
    Certificate,
    /// A medal on a ribbon.
    Medal,
    /// A cup with two handles.
    Trophy,
    /// A potted seedling.
    Seedling,
}

/// Paints `prop` about `held`; `half` is half a head in pixels.
pub(crate) fn paint(brush: &mut Brush<'_>, prop: Prop, held: Point, half: f32) {
    let mut hand = Hand { brush, held, half };
    match prop {
        Prop::Ball => ball(hand.brush, held, half),
        Prop::Book => hand.book(),
        Prop::Certificate => hand.certificate(),
        Prop::Medal => hand.medal(),
        Prop::Trophy => hand.trophy(),
        Prop::Seedling => hand.seedling(),
    }
}

/// A brush in half heads about what is held.
struct Hand<'a, 'b> {
    brush: &'a mut Brush<'b>,
    held: Point,
    half: f32,
}

impl Hand<'_, '_> {
    fn spot(&self, x: f32, y: f32) -> Point {
        at(self.held.x + x * self.half, self.held.y + y * self.half)
    }

    fn shape(&mut self, points: &[(f32, f32)], colour: Rgb) {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.spot(*x, *y)).collect();
        self.brush.fill(&points, colour, 1.0);
    }

    fn line(&mut self, points: &[(f32, f32)], width: f32, colour: Rgb) {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.spot(*x, *y)).collect();
        self.brush.line(&points, width * self.half, colour, 1.0);
    }

    fn oval(&mut self, (x, y): (f32, f32), across: f32, down: f32, colour: Rgb) {
        let centre = self.spot(x, y);
        self.brush
            .oval(centre, across * self.half, down * self.half, colour, 1.0);
    }

    fn bar(&mut self, from: (f32, f32), to: (f32, f32), colour: Rgb) {
        let (from, to) = (self.spot(from.0, from.1), self.spot(to.0, to.1));
        self.brush.bar(from, to, colour);
    }

    fn book(&mut self) {
        let cover = [
            (-0.8, -0.5),
            (0.0, -0.38),
            (0.8, -0.5),
            (0.8, 0.45),
            (0.0, 0.58),
            (-0.8, 0.45),
        ];
        let pages = [
            (-0.72, -0.56),
            (0.0, -0.42),
            (0.72, -0.56),
            (0.72, -0.44),
            (0.0, -0.3),
            (-0.72, -0.44),
        ];
        self.shape(&cover, Rgb(176, 62, 54));
        self.shape(&pages, Rgb(250, 246, 234));
        self.line(&[(0.0, -0.38), (0.0, 0.56)], 0.05, Rgb(120, 40, 36));
    }

    fn certificate(&mut self) {
        self.bar((-0.75, -0.5), (0.75, 0.52), Rgb(252, 248, 236));
        for row in 0u8..4 {
            let y = -0.26 + f32::from(row) * 0.17;
            self.line(&[(-0.5, y), (0.5, y)], 0.035, Rgb(158, 148, 134));
        }
        self.oval((0.48, 0.34), 0.13, 0.13, Rgb(196, 54, 58));
    }

    fn medal(&mut self) {
        let ribbon = [(-0.4, -1.4), (0.0, -0.2), (0.4, -1.4)];
        self.line(&ribbon, 0.13, Rgb(60, 92, 172));
        self.oval((0.0, 0.02), 0.28, 0.28, Rgb(226, 178, 64));
        let centre = self.spot(0.0, 0.02);
        star(self.brush, centre, self.half * 0.17, Rgb(252, 230, 150));
    }

    fn trophy(&mut self) {
        let gold = Rgb(228, 182, 72);
        self.oval((0.0, -0.35), 0.62, 0.34, gold.darker(0.25));
        self.shape(
            &[(-0.46, -0.6), (0.46, -0.6), (0.2, 0.15), (-0.2, 0.15)],
            gold,
        );
        self.bar((-0.08, 0.12), (0.08, 0.4), gold.darker(0.2));
        self.bar((-0.34, 0.38), (0.34, 0.58), Rgb(72, 54, 44));
    }

    fn seedling(&mut self) {
        let pot = [(-0.36, 0.0), (0.36, 0.0), (0.26, 0.55), (-0.26, 0.55)];
        self.shape(&pot, Rgb(190, 100, 64));
        self.line(&[(0.0, 0.0), (0.03, -0.5)], 0.06, Rgb(92, 140, 70));
        self.oval((-0.16, -0.52), 0.2, 0.1, Rgb(112, 172, 84));
        self.oval((0.2, -0.6), 0.2, 0.1, Rgb(98, 158, 76));
    }
}

fn ball(brush: &mut Brush<'_>, held: Point, half: f32) {
    let size = half * 0.62;
    brush.oval(held, size, size, Rgb(244, 244, 242), 1.0);
    for (x, y) in [
        (0.0, 0.0),
        (0.7, -0.35),
        (-0.7, -0.35),
        (0.45, 0.7),
        (-0.45, 0.7),
        (0.0, -0.85),
    ] {
        let patch = at(held.x + x * size * 0.9, held.y + y * size * 0.9);
        brush.oval(patch, size * 0.22, size * 0.2, Rgb(44, 46, 54), 1.0);
    }
    brush.glow(Glow {
        centre: at(held.x + size * 0.3, held.y + size * 0.45),
        across: size * 0.7,
        down: size * 0.5,
        colour: Rgb(90, 90, 100),
        strength: 0.35,
    });
}

/// A five-pointed star.
pub(crate) fn star(brush: &mut Brush<'_>, centre: Point, size: f32, colour: Rgb) {
    let points: Vec<Point> = (0u8..10)
        .map(|step| {
            let turn = (f32::from(step) / 10.0 - 0.25) * std::f32::consts::TAU;
            let reach = if step % 2 == 0 { size } else { size * 0.42 };
            at(centre.x + reach * turn.cos(), centre.y + reach * turn.sin())
        })
        .collect();
    brush.fill(&points, colour, 1.0);
}
