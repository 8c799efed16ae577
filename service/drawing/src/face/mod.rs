//! The face of a drawn person: skin first, then what lies on it.

mod brows;
mod extras;
mod eyes;
mod layout;
mod mouth;
mod nose;
mod skin;

pub(crate) use layout::Layout;

use crate::head::Head;
use crate::look::Look;
use crate::paint::Brush;
use crate::pose::{Light, Pose};
use gatehouse_domain::geometry::{Area, Landmarks, Point};
use serde::{Deserialize, Serialize};

/// Where a drawn face lies, for comparing with what a detector finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// Brows to chin and cheek to cheek, roughly as detectors box a face.
    pub area: Area,
    /// Eyes, nose and mouth as drawn.
    pub points: Landmarks,
}

/// A person in front of the brush: who, how, where, in what light.
pub(crate) struct Sitter<'a> {
    /// Who.
    pub(crate) look: &'a Look,
    /// The head in the picture.
    pub(crate) head: Head,
    /// Where the parts of the face are.
    pub(crate) layout: Layout,
    /// Side the light comes from, -1 to 1.
    pub(crate) light: f32,
}

impl<'a> Sitter<'a> {
    /// `look` held as `pose`, its head `height` pixels high about `centre`.
    pub(crate) fn new(
        look: &'a Look,
        pose: Pose,
        light: Light,
        centre: Point,
        height: f32,
    ) -> Self {
        Self {
            look,
            head: Head::new(look, pose, centre, height),
            layout: Layout::new(look, pose),
            light: light.direction.clamp(-1.0, 1.0),
        }
    }

    /// Paints the bare face and the far ear; hair and glasses come after.
    pub(crate) fn paint_face(&self, brush: &mut Brush<'_>) {
        skin::paint(self, brush);
        extras::freckles(self, brush);
        extras::beard(self, brush);
        eyes::paint(self, brush);
        nose::paint(self, brush);
        mouth::paint(self, brush);
        extras::moustache(self, brush);
        brows::paint(self, brush);
    }

    /// Paints ears: `near` those turned to the viewer, else the others.
    pub(crate) fn paint_ears(&self, brush: &mut Brush<'_>, near: bool) {
        skin::ears(self, brush, near);
    }

    /// Paints what is worn before the face.
    pub(crate) fn paint_glasses(&self, brush: &mut Brush<'_>) {
        extras::glasses(self, brush);
    }

    /// Where the face is.
    pub(crate) fn likeness(&self) -> Likeness {
        let edge = self.head.outline(-0.55, self.head.chin, 1.0);
        let fold = |pick: fn(&Point) -> f32, best: fn(f32, f32) -> f32, start: f32| {
            edge.iter().map(pick).fold(start, best)
        };
        let (left, right) = (
            fold(|p| p.x, f32::min, f32::MAX),
            fold(|p| p.x, f32::max, f32::MIN),
        );
        let (top, bottom) = (
            fold(|p| p.y, f32::min, f32::MAX),
            fold(|p| p.y, f32::max, f32::MIN),
        );
        let l = &self.layout;
        Likeness {
            area: Area::new(left, top, right - left, bottom - top),
            points: Landmarks {
                left_eye: self.head.face(-l.eye_x, l.eye_y, 0.0),
                right_eye: self.head.face(l.eye_x, l.eye_y, 0.0),
                nose: self.head.face(0.0, l.nose_y - 0.05, 0.2),
                left_mouth: self.head.face(-l.mouth_half, l.mouth_y, 0.0),
                right_mouth: self.head.face(l.mouth_half, l.mouth_y, 0.0),
            },
        }
    }
}
