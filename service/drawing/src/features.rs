//! What tells two drawn faces apart: the shape of every part, as numbers.

use crate::chance::Chance;
use serde::{Deserialize, Serialize};

/// How many numbers describe a face.
pub(crate) const AXES: usize = 28;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The shape of a face. Each number goes from -1 (small, low, narrow,
        /// sloping down) to 1; 0 is average.
        #[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
        pub struct Features { $($(#[$doc])* pub $name: f32,)+ }

        impl Features {
            /// The numbers in the order of the fields.
            #[must_use]
            pub const fn axes(&self) -> [f32; AXES] { [$(self.$name),+] }

            /// From numbers in the order of the fields.
            #[must_use]
            pub const fn from_axes(axes: [f32; AXES]) -> Self {
                let [$($name),+] = axes;
                Self { $($name),+ }
            }
        }
    };
}

features! {
    /// Width at the cheekbones.
    face_width,
    /// Width of the forehead.
    forehead_width,
    /// Width of the jaw.
    jaw_width,
    /// Square (1) or pointed (-1) chin.
    chin_square,
    /// Length of the chin.
    chin_length,
    /// Height of the hairline.
    forehead_height,
    /// Fullness of the cheeks.
    cheeks,
    /// Width of the eyes.
    eye_size,
    /// Distance between the eyes.
    eye_spacing,
    /// Outer corners up.
    eye_tilt,
    /// How far the eyes are open.
    eye_open,
    /// Round (1) or almond-shaped (-1) eyes.
    eye_round,
    /// Depth of the fold above the eye.
    eye_fold,
    /// Height of the eyes in the face.
    eye_height,
    /// Thickness of the brows.
    brow_thickness,
    /// Arch of the brows.
    brow_arch,
    /// Outer ends up.
    brow_tilt,
    /// Distance of the brows from the eyes.
    brow_height,
    /// Length of the brows.
    brow_length,
    /// Length of the nose.
    nose_length,
    /// Width at the nostrils.
    nose_width,
    /// Size of the tip.
    nose_tip,
    /// Width of the bridge.
    nose_bridge,
    /// Width of the mouth.
    mouth_width,
    /// Thickness of the upper lip.
    upper_lip,
    /// Thickness of the lower lip.
    lower_lip,
    /// Height of the mouth in the face.
    mouth_height,
    /// Size of the ears.
    ears,
}

impl Features {
    /// Features drawn from `chance`, each marked rather than average.
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        let mut axes = [0.0; AXES];
        for axis in &mut axes {
            *axis = chance.marked();
        }
        Self::from_axes(axes)
    }

    /// The same face with every number moved by up to `by`.
    pub(crate) fn nudged(&self, chance: &mut Chance, by: f32) -> Self {
        Self::from_axes(
            self.axes()
                .map(|axis| (axis + chance.between(-by, by)).clamp(-1.0, 1.0)),
        )
    }

    /// How different two faces are: 0 for the same, about 5 for two drawn at
    /// random.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f32 {
        let (a, b) = (self.axes(), other.axes());
        let squares = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f32>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_at_no_distance_from_itself_and_a_nudge_is_small() {
        let mut chance = Chance::new(3);
        let face = Features::drawn(&mut chance);
        assert!(face.distance(&face) < 1e-6);
        assert!(face.distance(&face.nudged(&mut chance, 0.05)) < 0.3);
        assert!(face.distance(&Features::drawn(&mut chance)) > 2.0);
    }

    #[test]
    fn the_numbers_go_out_and_come_back() {
        let face = Features::drawn(&mut Chance::new(5));
        assert_eq!(Features::from_axes(face.axes()), face);
    }
}
