//! Group photos: rows of people, the hind ones smaller and higher.

use crate::body::{Arms, Outfit, Prop};
use crate::chance::Chance;
use crate::look::Look;
use crate::place::Place;
use crate::pose::{Expression, Light, Pose};
use crate::scene::{Figure, Scene, Showing};

/// Most people side by side.
const ROW: usize = 6;

impl Scene {
    /// A photo of `people` in one or two rows of up to six (more stand closer),
    /// `width` by `height` pixels. Poses, arms and what is held follow from
    /// `number`; change them in `figures` where a story wants something else.
    #[must_use]
    pub fn group(
        place: Place,
        light: Light,
        (width, height): (u32, u32),
        people: &[(Look, Outfit, Showing)],
        number: u64,
    ) -> Self {
        let rows = people.len().div_ceil(ROW).clamp(1, 2);
        let front = people.len().div_ceil(rows);
        let mut chance = Chance::aside(number, 90);
        let figures = people
            .iter()
            .enumerate()
            .map(|(at, (look, outfit, showing))| {
                let hind = at >= front;
                let (place_in_row, row) = if hind {
                    (at - front, people.len() - front)
                } else {
                    (at, front)
                };
                let (x, head) = spread(place_in_row, row, rows, (width, height));
                Figure {
                    look: look.clone(),
                    pose: posed(&mut chance),
                    outfit: busy(*outfit, &mut chance),
                    x: x + chance.between(-0.008, 0.008),
                    y: if hind {
                        0.32
                    } else {
                        0.34 + 0.24 * small(rows - 1)
                    },
                    head: head * if hind { 0.72 } else { 1.0 },
                    showing: *showing,
                }
            })
            .collect();
        Self {
            width,
            height,
            place,
            light,
            figures,
            number,
        }
    }
}

/// Middle of a person as a share of the width, and a head that leaves room
/// for the neighbours.
fn spread(at: usize, row: usize, rows: usize, (width, height): (u32, u32)) -> (f32, f32) {
    let count = small(row.max(1));
    let x = (small(at) + 0.5) / count;
    let room = span(width) / (count.max(2.0) * 1.55);
    (
        x,
        room.min(span(height) * if rows > 1 { 0.20 } else { 0.30 }),
    )
}

fn posed(chance: &mut Chance) -> Pose {
    Pose {
        yaw: chance.between(-0.3, 0.3),
        pitch: chance.between(-0.08, 0.08),
        roll: chance.between(-0.08, 0.08),
        expression: chance
            .pick(&[
                Expression::Smile,
                Expression::Smile,
                Expression::Grin,
                Expression::Calm,
            ])
            .unwrap_or(Expression::Smile),
    }
}

/// Gives idle hands something to do now and then.
fn busy(outfit: Outfit, chance: &mut Chance) -> Outfit {
    let idle = outfit.arms == Arms::Down && outfit.prop.is_none();
    if !idle || chance.happens(0.6) {
        return outfit;
    }
    let props = [Prop::Book, Prop::Certificate, Prop::Seedling, Prop::Ball];
    Outfit {
        arms: Arms::Holding,
        prop: chance.pick(&props),
        ..outfit
    }
}

/// A small count as a number to reckon with.
fn small(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

fn span(side: u32) -> f32 {
    u16::try_from(side).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn nobody_in_a_group_stands_before_anothers_face(count in 1usize..=12, number in any::<u64>()) {
            let people: Vec<_> = Look::gallery(0, count)
                .into_iter()
                .map(|look| (look.clone(), Outfit::uniform(&look), Showing::Face))
                .collect();
            let scene = Scene::group(Place::Garden, Light::DAY, (1600, 1200), &people, number);
            let truth = scene.truth();
            prop_assert_eq!(truth.len(), count);
            for (at, one) in truth.iter().enumerate() {
                for other in &truth[at + 1..] {
                    prop_assert!(one.head.iou(other.head) < 0.05);
                }
            }
        }
    }

    #[test]
    fn an_empty_group_is_a_photo_of_the_place() {
        let scene = Scene::group(Place::Hall, Light::DAY, (120, 90), &[], 1);
        assert!(scene.truth().is_empty());
        assert_eq!(scene.render().width, 120);
    }
}
