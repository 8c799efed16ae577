//! A photo of an event: a place, a light and people in it.

use crate::body::{self, Outfit};
use crate::canvas::Canvas;
use crate::face::{Likeness, Sitter};
use crate::hair;
use crate::look::Look;
use crate::obstacle::{self, Obstacle};
use crate::paint::{Brush, at};
use crate::place::{self, Place};
use crate::pose::{Light, Pose};
use gatehouse_domain::geometry::{Area, Point};
use serde::{Deserialize, Serialize};
use tiny_skia::Pixmap;

/// Smallest and largest side of a scene in pixels.
const SIDES: (u32, u32) = (64, 8192);

/// How much of a person the camera sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Showing {
    /// The face.
    Face,
    /// The back of the head.
    Turned,
    /// Little more than an obstacle with hair above it.
    Behind(Obstacle),
}

/// One person in a scene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Who.
    pub look: Look,
    /// How the head is held.
    pub pose: Pose,
    /// Clothes and arms.
    pub outfit: Outfit,
    /// Middle of the head as a share of the picture's width.
    pub x: f32,
    /// Middle of the head as a share of the picture's height.
    pub y: f32,
    /// Crown to chin in pixels.
    pub head: f32,
    /// How much the camera sees.
    pub showing: Showing,
}

/// A whole photo before it is taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// Pixels across; kept to 64 up to 8192.
    pub width: u32,
    /// Pixels down; kept to 64 up to 8192.
    pub height: u32,
    /// Where.
    pub place: Place,
    /// In what light.
    pub light: Light,
    /// Who; small heads are taken as farther away and painted first.
    pub figures: Vec<Figure>,
    /// Settles everything that is left open.
    pub number: u64,
}

/// What is really in a scene, figure by figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Crown to chin and side to side, kept inside the picture.
    pub head: Area,
    /// The face with its points; `None` when the camera does not see it.
    pub face: Option<Likeness>,
}

impl Scene {
    /// Paints the scene. The same scene gives the same pixels.
    #[must_use]
    pub fn render(&self) -> Canvas {
        let (width, height) = self.size();
        let Some(mut painting) = Pixmap::new(width, height) else {
            return Canvas::grey(width, height, 128);
        };
        let mut brush = Brush::new(&mut painting);
        place::paint(&mut brush, self.place, self.number);
        let mut order: Vec<&Figure> = self.figures.iter().collect();
        order.sort_by(|a, b| a.head.total_cmp(&b.head));
        for figure in order {
            paint_figure(&mut brush, figure, self.light);
        }
        Canvas::develop(&painting, self.light, self.number)
    }

    /// Where heads and faces are, in the order of `figures`.
    #[must_use]
    pub fn truth(&self) -> Vec<Truth> {
        let (width, height) = self.size();
        let frame = (pixels(width), pixels(height));
        self.figures
            .iter()
            .map(|figure| {
                let (centre, head) = figure.fitted(frame);
                let sitter = Sitter::new(&figure.look, figure.pose, self.light, centre, head);
                let face = matches!(figure.showing, Showing::Face).then(|| {
                    let likeness = sitter.likeness();
                    Likeness {
                        area: within(likeness.area, frame),
                        ..likeness
                    }
                });
                let around = Area::new(
                    centre.x - head * 0.4,
                    centre.y - head / 2.0,
                    head * 0.8,
                    head,
                );
                Truth {
                    head: within(around, frame),
                    face,
                }
            })
            .collect()
    }

    fn size(&self) -> (u32, u32) {
        (
            self.width.clamp(SIDES.0, SIDES.1),
            self.height.clamp(SIDES.0, SIDES.1),
        )
    }
}

impl Figure {
    /// Middle of the head and its height in pixels, moved so that the head is
    /// in the picture whatever was asked for.
    fn fitted(&self, (width, height): (f32, f32)) -> (Point, f32) {
        let finite = |value: f32, other: f32| if value.is_finite() { value } else { other };
        let head = finite(self.head, 100.0).clamp(8.0, 0.7 * width.min(height));
        let (side, top) = (head * 0.5, head * 0.6);
        let x = (finite(self.x, 0.5) * width).clamp(side, width - side);
        let y = (finite(self.y, 0.5) * height).clamp(top, height - top);
        (at(x, y), head)
    }
}

/// Paints one person, back to front.
pub(crate) fn paint_figure(brush: &mut Brush<'_>, figure: &Figure, light: Light) {
    let (centre, height) = figure.fitted(brush.size());
    let sitter = Sitter::new(&figure.look, figure.pose, light, centre, height);
    if figure.showing == Showing::Turned {
        body::paint(brush, &figure.look, &figure.outfit, centre, height);
        hair::paint_turned(&sitter, brush);
        return;
    }
    hair::paint_behind(&sitter, brush);
    body::paint(brush, &figure.look, &figure.outfit, centre, height);
    sitter.paint_ears(brush, false);
    sitter.paint_face(brush);
    hair::paint_before(&sitter, brush);
    if !figure.look.covers_ears() {
        sitter.paint_ears(brush, true);
    }
    sitter.paint_glasses(brush);
    hair::paint_headwear(&sitter, brush);
    if let Showing::Behind(thing) = figure.showing {
        obstacle::paint(brush, thing, centre, height);
    }
}

/// `area` cut to a picture of `width` by `height`.
fn within(area: Area, (width, height): (f32, f32)) -> Area {
    let left = area.left.clamp(0.0, width);
    let top = area.top.clamp(0.0, height);
    let right = (area.left + area.width).clamp(left, width);
    let bottom = (area.top + area.height).clamp(top, height);
    Area::new(left, top, right - left, bottom - top)
}

#[expect(clippy::cast_precision_loss, reason = "at most 8192")]
fn pixels(side: u32) -> f32 {
    side as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arms, Chance, Clothing, Expression, Prop, Rgb};
    use proptest::prelude::*;

    /// A scene with nothing sensible about it.
    fn wild(number: u64) -> Scene {
        let mut chance = Chance::new(number);
        let odd = [f32::NAN, f32::INFINITY, -1e9, 0.0, 0.5, 1.0, 3.0];
        let figures = (0..chance.draw() % 5)
            .map(|_| Figure {
                look: if chance.happens(0.5) {
                    Look::from_number(chance.draw())
                } else {
                    Look::adult(chance.draw())
                },
                pose: Pose {
                    yaw: chance.between(-4.0, 4.0),
                    pitch: chance.between(-4.0, 4.0),
                    roll: chance.between(-4.0, 4.0),
                    expression: chance.pick(&Expression::ALL).unwrap(),
                },
                outfit: Outfit {
                    clothing: chance
                        .pick(&[Clothing::Kit, Clothing::Costume, Clothing::Jacket])
                        .unwrap(),
                    colour: Rgb(10, 90, 200),
                    second: Rgb(200, 200, 10),
                    arms: chance
                        .pick(&[Arms::Down, Arms::Waving, Arms::Cheering, Arms::Holding])
                        .unwrap(),
                    prop: chance
                        .pick(&[None, Some(Prop::Ball), Some(Prop::Medal)])
                        .unwrap(),
                },
                x: chance.pick(&odd).unwrap(),
                y: chance.pick(&odd).unwrap(),
                head: chance
                    .pick(&[f32::NAN, -5.0, 0.0, 12.0, 60.0, 1e7])
                    .unwrap(),
                showing: chance
                    .pick(&[
                        Showing::Face,
                        Showing::Turned,
                        Showing::Behind(Obstacle::Tuba),
                    ])
                    .unwrap(),
            })
            .collect();
        Scene {
            width: u32::try_from(chance.draw() % 300).unwrap(),
            height: u32::try_from(chance.draw() % 300).unwrap(),
            place: chance.pick(&Place::ALL).unwrap(),
            light: Light {
                warmth: chance.between(-3.0, 3.0),
                brightness: chance.between(-1.0, 4.0),
                direction: chance.between(-3.0, 3.0),
            },
            figures,
            number,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn any_scene_is_drawn_and_its_boxes_lie_inside(number in any::<u64>()) {
            let scene = wild(number);
            let canvas = scene.render();
            let (width, height) = (pixels(canvas.width), pixels(canvas.height));
            prop_assert_eq!(canvas.rgb.len(), (canvas.width * canvas.height * 3) as usize);
            let truth = scene.truth();
            prop_assert_eq!(truth.len(), scene.figures.len());
            for (one, figure) in truth.iter().zip(&scene.figures) {
                prop_assert_eq!(one.face.is_some(), figure.showing == Showing::Face);
                for area in [Some(one.head), one.face.map(|face| face.area)].into_iter().flatten() {
                    prop_assert!(area.left >= 0.0 && area.top >= 0.0);
                    prop_assert!(area.left + area.width <= width + 0.01);
                    prop_assert!(area.top + area.height <= height + 0.01);
                }
            }
        }

        #[test]
        fn the_same_scene_gives_the_same_pixels(number in any::<u64>()) {
            prop_assert!(wild(number).render() == wild(number).render());
        }
    }

    #[test]
    fn every_way_to_be_hidden_changes_the_picture() {
        let with = |showing| {
            let look = Look::from_number(5);
            let figure = Figure {
                outfit: Outfit::uniform(&look),
                look,
                pose: Pose::FRONT,
                x: 0.5,
                y: 0.4,
                head: 90.0,
                showing,
            };
            Scene {
                width: 200,
                height: 200,
                place: Place::Hall,
                light: Light::DAY,
                figures: vec![figure],
                number: 1,
            }
            .render()
        };
        let open = with(Showing::Face);
        assert!(open != with(Showing::Turned));
        for thing in Obstacle::ALL {
            assert!(open != with(Showing::Behind(thing)));
        }
    }
}
