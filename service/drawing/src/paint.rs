//! The brushes: shapes, lines and soft shade on a painting, in pixels.

use crate::colour::Rgb;
use gatehouse_domain::geometry::Point;
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder,
    Pixmap, RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

/// Shorthand for a point in the painting.
pub(crate) const fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// A colour with a strength, 0 to 1.
fn ink(colour: Rgb, strength: f32) -> Color {
    let alpha = crate::colour::byte(strength.clamp(0.0, 1.0) * 255.0);
    Color::from_rgba8(colour.0, colour.1, colour.2, alpha)
}

/// Where drawing happens.
pub(crate) struct Brush<'a> {
    painting: &'a mut Pixmap,
}

/// A round spot of colour that fades to nothing at its edge.
#[derive(Clone, Copy)]
pub(crate) struct Glow {
    /// Its middle.
    pub(crate) centre: Point,
    /// Half its width.
    pub(crate) across: f32,
    /// Half its height.
    pub(crate) down: f32,
    /// Colour in the middle.
    pub(crate) colour: Rgb,
    /// Strength in the middle, 0 to 1.
    pub(crate) strength: f32,
}

impl<'a> Brush<'a> {
    /// Draws on `painting`.
    pub(crate) const fn new(painting: &'a mut Pixmap) -> Self {
        Self { painting }
    }

    /// Width and height of the painting in pixels.
    #[expect(
        clippy::cast_precision_loss,
        reason = "paintings are under 16,384 pixels wide"
    )]
    pub(crate) fn size(&self) -> (f32, f32) {
        (self.painting.width() as f32, self.painting.height() as f32)
    }

    /// Fills the polygon through `points`.
    pub(crate) fn fill(&mut self, points: &[Point], colour: Rgb, strength: f32) {
        self.shade(points, Shader::SolidColor(ink(colour, strength)));
    }

    /// Fills the rounded shape through `points`.
    pub(crate) fn blob(&mut self, points: &[Point], colour: Rgb, strength: f32) {
        self.fill(&rounded(points), colour, strength);
    }

    /// Fills an ellipse.
    pub(crate) fn oval(
        &mut self,
        centre: Point,
        across: f32,
        down: f32,
        colour: Rgb,
        strength: f32,
    ) {
        self.fill(&ellipse(centre, across, down), colour, strength);
    }

    /// Fills an upright rectangle given by two opposite corners.
    pub(crate) fn bar(&mut self, from: Point, to: Point, colour: Rgb) {
        self.fill(&[from, at(to.x, from.y), to, at(from.x, to.y)], colour, 1.0);
    }

    /// Fills the polygon with a fade between two colours along a line.
    pub(crate) fn fade(
        &mut self,
        points: &[Point],
        from: (Point, Rgb, f32),
        to: (Point, Rgb, f32),
    ) {
        let stops = vec![
            GradientStop::new(0.0, ink(from.1, from.2)),
            GradientStop::new(1.0, ink(to.1, to.2)),
        ];
        let (a, b) = (from.0, to.0);
        let shader = LinearGradient::new(
            tiny_skia::Point::from_xy(a.x, a.y),
            tiny_skia::Point::from_xy(b.x, b.y),
            stops,
            SpreadMode::Pad,
            Transform::identity(),
        );
        if let Some(shader) = shader {
            self.shade(points, shader);
        }
    }

    /// A soft spot, cut off at the edge of the polygon `within`.
    pub(crate) fn glow_within(&mut self, within: &[Point], glow: Glow) {
        if glow.across <= 0.05 || glow.down <= 0.05 {
            return;
        }
        let stops = vec![
            GradientStop::new(0.0, ink(glow.colour, glow.strength)),
            GradientStop::new(0.5, ink(glow.colour, glow.strength * 0.55)),
            GradientStop::new(1.0, ink(glow.colour, 0.0)),
        ];
        let stretch = Transform::from_scale(glow.across, glow.down)
            .post_translate(glow.centre.x, glow.centre.y);
        let origin = tiny_skia::Point::from_xy(0.0, 0.0);
        let shader = RadialGradient::new(origin, 0.0, origin, 1.0, stops, SpreadMode::Pad, stretch);
        if let Some(shader) = shader {
            self.shade(within, shader);
        }
    }

    /// A soft spot on its own.
    pub(crate) fn glow(&mut self, glow: Glow) {
        self.glow_within(&ellipse(glow.centre, glow.across, glow.down), glow);
    }

    /// A line with round ends through `points`, smoothed.
    pub(crate) fn line(&mut self, points: &[Point], width: f32, colour: Rgb, strength: f32) {
        let Some(path) = path(&smoothed(points), false) else {
            return;
        };
        // Thinner than half a pixel would break up: fade it instead.
        let shown = width.max(0.5);
        let paint = Paint {
            shader: Shader::SolidColor(ink(colour, strength * (width / shown))),
            ..Paint::default()
        };
        let stroke = Stroke {
            width: shown,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.painting
            .stroke_path(&path, &paint, &stroke, Transform::identity(), None);
    }

    fn shade(&mut self, points: &[Point], shader: Shader<'_>) {
        let Some(path) = path(points, true) else {
            return;
        };
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        self.painting.fill_path(
            &path,
            &paint,
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    }
}

/// `None` for fewer than two points or numbers that are not finite.
fn path(points: &[Point], closed: bool) -> Option<Path> {
    if points.iter().any(|p| !p.x.is_finite() || !p.y.is_finite()) {
        return None;
    }
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.x, first.y);
    for point in rest {
        builder.line_to(point.x, point.y);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

/// The corners of an ellipse as a polygon of 48.
pub(crate) fn ellipse(centre: Point, across: f32, down: f32) -> Vec<Point> {
    (0u8..48)
        .map(|step| {
            let turn = f32::from(step) / 48.0 * std::f32::consts::TAU;
            at(centre.x + across * turn.cos(), centre.y + down * turn.sin())
        })
        .collect()
}

/// A closed Catmull-Rom curve through `points`, as a polygon.
pub(crate) fn rounded(points: &[Point]) -> Vec<Point> {
    let count = points.len();
    if count < 3 {
        return points.to_vec();
    }
    (0..count)
        .flat_map(|i| {
            let pick = |step: usize| points[(i + step) % count];
            curve([pick(count - 1), pick(0), pick(1), pick(2)])
        })
        .collect()
}

/// An open Catmull-Rom curve through `points`.
pub(crate) fn smoothed(points: &[Point]) -> Vec<Point> {
    let count = points.len();
    if count < 3 {
        return points.to_vec();
    }
    let mut all: Vec<Point> = (0..count - 1)
        .flat_map(|i| {
            let last = (i + 2).min(count - 1);
            curve([
                points[i.saturating_sub(1)],
                points[i],
                points[i + 1],
                points[last],
            ])
        })
        .collect();
    all.push(points[count - 1]);
    all
}

/// Eight points of the Catmull-Rom piece between the two middle points.
fn curve(through: [Point; 4]) -> impl Iterator<Item = Point> {
    (0u8..8).map(move |step| {
        let t = f32::from(step) / 8.0;
        let weights = [
            -t + 2.0 * t * t - t * t * t,
            2.0 - 5.0 * t * t + 3.0 * t * t * t,
            t + 4.0 * t * t - 3.0 * t * t * t,
            t * t * t - t * t,
        ];
        let blend = |pick: fn(&Point) -> f32| {
            let parts = through.iter().zip(&weights).map(|(p, w)| pick(p) * w);
            0.5 * parts.sum::<f32>()
        };
        at(blend(|p| p.x), blend(|p| p.y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smoothed_line_keeps_its_ends() {
        let line = smoothed(&[at(0.0, 0.0), at(4.0, 9.0), at(8.0, 1.0)]);
        assert_eq!(line.first(), Some(&at(0.0, 0.0)));
        assert_eq!(line.last(), Some(&at(8.0, 1.0)));
    }

    #[test]
    fn shapes_without_points_or_with_odd_numbers_draw_nothing() {
        let mut painting = Pixmap::new(8, 8).unwrap();
        let mut brush = Brush::new(&mut painting);
        brush.fill(&[], Rgb(1, 2, 3), 1.0);
        brush.fill(
            &[at(f32::NAN, 0.0), at(2.0, 2.0), at(0.0, 4.0)],
            Rgb(1, 2, 3),
            1.0,
        );
        brush.line(&[at(3.0, 3.0)], 1.0, Rgb(9, 9, 9), 1.0);
        assert!(painting.data().iter().all(|byte| *byte == 0));
    }
}
