//! How a drawn person stands to the camera, and in what light.

use serde::{Deserialize, Serialize};

/// What a face does at the moment of the photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expression {
    /// Mouth closed, at rest.
    Calm,
    /// Mouth closed, corners up.
    Smile,
    /// A smile that shows teeth.
    Grin,
    /// Mouth wide open.
    Laugh,
    /// Brows up, mouth a little open.
    Surprised,
    /// Brows down, eyes narrow.
    Concentrating,
}

impl Expression {
    /// Every expression.
    pub const ALL: [Self; 6] = [
        Self::Calm,
        Self::Smile,
        Self::Grin,
        Self::Laugh,
        Self::Surprised,
        Self::Concentrating,
    ];

    /// Corners up, mouth open, brows up, eyes narrowed; each 0 to 1 or so.
    pub(crate) const fn strengths(self) -> [f32; 4] {
        match self {
            Self::Calm => [0.3, 0.0, 0.0, 0.0],
            Self::Smile => [0.6, 0.0, 0.1, 0.1],
            Self::Grin => [0.8, 0.35, 0.1, 0.2],
            Self::Laugh => [0.9, 0.8, 0.2, 0.3],
            Self::Surprised => [0.1, 0.45, 0.7, -0.2],
            Self::Concentrating => [0.2, 0.0, -0.45, 0.25],
        }
    }
}

/// How a head is held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pose {
    /// Turned towards the right of the picture, radians; drawn up to 0.6.
    pub yaw: f32,
    /// Raised, radians; drawn up to 0.35.
    pub pitch: f32,
    /// Tilted clockwise in the picture, radians.
    pub roll: f32,
    /// What the face does.
    pub expression: Expression,
}

impl Pose {
    /// Straight at the camera, smiling.
    pub const FRONT: Self = Self {
        yaw: 0.0,
        pitch: 0.0,
        roll: 0.0,
        expression: Expression::Smile,
    };
}

/// The light of a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// -1 overcast blue to 1 evening gold.
    pub warmth: f32,
    /// 1 is well exposed; 0.3 to 1.7.
    pub brightness: f32,
    /// Where it comes from: -1 left to 1 right of the picture.
    pub direction: f32,
}

impl Light {
    /// Even daylight, a little from the left.
    pub const DAY: Self = Self {
        warmth: 0.1,
        brightness: 1.0,
        direction: -0.4,
    };
}
