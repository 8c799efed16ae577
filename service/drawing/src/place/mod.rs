//! The places of the demo school, painted behind its people.

mod indoors;
mod outdoors;

use crate::chance::Chance;
use crate::colour::Rgb;
use crate::paint::{Brush, at};
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};

/// Where a scene is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Board, window, pictures on the wall.
    Classroom,
    /// The hall with its stage and curtains.
    Hall,
    /// The field on sports day, with bunting.
    Field,
    /// The school garden.
    Garden,
    /// A trip to a museum: a skeleton in a tall room.
    Museum,
    /// The playground with its wall.
    Playground,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 6] = [
        Self::Classroom,
        Self::Hall,
        Self::Field,
        Self::Garden,
        Self::Museum,
        Self::Playground,
    ];
}

/// Paints `place` over the whole painting.
pub(crate) fn paint(brush: &mut Brush<'_>, place: Place, number: u64) {
    let mut ground = Ground::new(brush, number);
    match place {
        Place::Classroom => indoors::classroom(&mut ground),
        Place::Hall => indoors::hall(&mut ground),
        Place::Museum => indoors::museum(&mut ground),
        Place::Field => outdoors::field(&mut ground),
        Place::Garden => outdoors::garden(&mut ground),
        Place::Playground => outdoors::playground(&mut ground),
    }
}

/// A brush whose points are shares of the picture, so that one description
/// serves every size and shape.
pub(crate) struct Ground<'a, 'b> {
    brush: &'a mut Brush<'b>,
    width: f32,
    height: f32,
    chance: Chance,
}

impl<'a, 'b> Ground<'a, 'b> {
    fn new(brush: &'a mut Brush<'b>, number: u64) -> Self {
        let (width, height) = brush.size();
        Self {
            brush,
            width,
            height,
            chance: Chance::aside(number, 70),
        }
    }

    fn spot(&self, x: f32, y: f32) -> Point {
        at(x * self.width, y * self.height)
    }

    /// Pixels for a length given as a share of the picture's height.
    fn px(&self, share: f32) -> f32 {
        share * self.height
    }

    fn bar(&mut self, left: f32, top: f32, right: f32, bottom: f32, colour: Rgb) {
        let (from, to) = (self.spot(left, top), self.spot(right, bottom));
        self.brush.bar(from, to, colour);
    }

    /// A band across the picture that fades downwards.
    fn band(&mut self, top: f32, bottom: f32, from: Rgb, to: Rgb) {
        let corners = [
            self.spot(0.0, top),
            self.spot(1.0, top),
            self.spot(1.0, bottom),
            self.spot(0.0, bottom),
        ];
        let ends = (self.spot(0.5, top), self.spot(0.5, bottom));
        self.brush
            .fade(&corners, (ends.0, from, 1.0), (ends.1, to, 1.0));
    }

    fn shape(&mut self, points: &[(f32, f32)], colour: Rgb) {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.spot(*x, *y)).collect();
        self.brush.fill(&points, colour, 1.0);
    }

    fn curve(&mut self, points: &[(f32, f32)], colour: Rgb) {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.spot(*x, *y)).collect();
        self.brush.blob(&points, colour, 1.0);
    }

    fn line(&mut self, points: &[(f32, f32)], width: f32, colour: Rgb) {
        let points: Vec<Point> = points.iter().map(|(x, y)| self.spot(*x, *y)).collect();
        let width = self.px(width);
        self.brush.line(&points, width, colour, 1.0);
    }

    /// A circle whose radius is a share of the picture's height.
    fn dot(&mut self, x: f32, y: f32, radius: f32, colour: Rgb) {
        let (centre, radius) = (self.spot(x, y), self.px(radius));
        self.brush.oval(centre, radius, radius, colour, 1.0);
    }

    /// A soft light or shade, as [`Ground::dot`].
    fn glow(&mut self, x: f32, y: f32, radius: f32, colour: Rgb, strength: f32) {
        let (centre, radius) = (self.spot(x, y), self.px(radius));
        self.brush.glow(crate::paint::Glow {
            centre,
            across: radius,
            down: radius,
            colour,
            strength,
        });
    }
}
