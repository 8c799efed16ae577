//! One drawn person: everything that stays the same from photo to photo.

use crate::chance::Chance;
use crate::colour::{Rgb, skin};
use crate::features::Features;
use crate::hair::{HairStyle, Headwear};
use serde::{Deserialize, Serialize};

/// Glasses, by the shape of their rims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Glasses {
    /// Thin round rims.
    Round(Rgb),
    /// Thick square rims.
    Square(Rgb),
}

/// What grows on an adult's face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beard {
    /// Nothing.
    None,
    /// A shadow of one.
    Stubble,
    /// On the upper lip only.
    Moustache,
    /// All of it.
    Full,
}

/// A drawn person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Shape of the face.
    pub features: Features,
    /// Years; 5 to 16 are drawn as children, more as adults.
    pub age: f32,
    /// Skin, 0 light to 1 dark.
    pub tone: f32,
    /// Hair (and brows, darkened).
    pub hair: Rgb,
    /// How the hair is worn.
    pub style: HairStyle,
    /// What is worn over it, always.
    pub headwear: Headwear,
    /// Colour of the eyes.
    pub eyes: Rgb,
    /// Worn always, if at all.
    pub glasses: Option<Glasses>,
    /// 0 none to 1 many.
    pub freckles: f32,
    /// Red of the cheeks, 0 to 1.
    pub blush: f32,
    /// Beard of an adult.
    pub beard: Beard,
    /// Settles strands, freckles and the like.
    pub number: u64,
}

const HAIRS: [Rgb; 9] = [
    Rgb(26, 20, 20),
    Rgb(44, 30, 26),
    Rgb(70, 44, 30),
    Rgb(104, 66, 40),
    Rgb(146, 98, 56),
    Rgb(196, 150, 88),
    Rgb(228, 196, 132),
    Rgb(176, 78, 34),
    Rgb(122, 44, 28),
];

const IRISES: [Rgb; 6] = [
    Rgb(74, 46, 28),
    Rgb(48, 30, 22),
    Rgb(112, 80, 40),
    Rgb(84, 112, 74),
    Rgb(78, 118, 156),
    Rgb(112, 130, 142),
];

impl Look {
    /// The child, 5 to 16 years old, that belongs to `number`.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        let mut chance = Chance::aside(number, 1);
        let features = Features::drawn(&mut chance);
        let tone = chance.unit();
        // Dark skins seldom come with fair hair or blue eyes.
        let reach = if tone > 0.55 { 3 } else { HAIRS.len() };
        let hair = chance.pick(&HAIRS[..reach]).unwrap_or(HAIRS[0]);
        let gaze = if tone > 0.55 { 3 } else { IRISES.len() };
        let eyes = chance.pick(&IRISES[..gaze]).unwrap_or(IRISES[0]);
        let headwear = Headwear::drawn(&mut chance);
        let glasses = chance.happens(0.22).then(|| Glasses::drawn(&mut chance));
        Self {
            features,
            age: chance.between(5.0, 16.0),
            tone,
            hair,
            style: HairStyle::drawn(&mut chance),
            headwear,
            eyes,
            glasses,
            freckles: if tone < 0.45 && chance.happens(0.3) {
                chance.between(0.4, 1.0)
            } else {
                0.0
            },
            blush: chance.unit(),
            beard: Beard::None,
            number,
        }
    }

    /// The adult that belongs to `number`: a teacher, a parent, a visitor.
    #[must_use]
    pub fn adult(number: u64) -> Self {
        let child = Self::from_number(number);
        let mut chance = Chance::aside(number, 2);
        let bare = matches!(child.headwear, Headwear::None);
        let mut look = Self {
            age: chance.between(26.0, 62.0),
            beard: chance
                .pick(&[
                    Beard::None,
                    Beard::None,
                    Beard::Stubble,
                    Beard::Moustache,
                    Beard::Full,
                ])
                .unwrap_or(Beard::None),
            ..child
        };
        if look.age > 48.0 && bare {
            look.hair = look.hair.mix(Rgb(188, 186, 184), (look.age - 44.0) / 20.0);
        }
        if !matches!(look.beard, Beard::None) || !look.style.worn_by_adults() {
            look.style = chance
                .pick(&[
                    HairStyle::Crop,
                    HairStyle::SidePart,
                    HairStyle::Receding,
                    HairStyle::Bald,
                ])
                .unwrap_or(HairStyle::Crop);
        }
        if matches!(look.headwear, Headwear::Hijab(_)) {
            look.beard = Beard::None;
        }
        look
    }

    /// A twin: the same face but for a trace, the same hair and skin.
    #[must_use]
    pub fn lookalike(&self, number: u64) -> Self {
        let mut chance = Chance::aside(number, 3);
        Self {
            features: self.features.nudged(&mut chance, 0.10),
            freckles: self.freckles,
            number: self.number ^ number.rotate_left(17),
            ..self.clone()
        }
    }

    /// 1 at five years, 0 from sixteen up.
    pub(crate) fn childish(&self) -> f32 {
        ((16.0 - self.age) / 11.0).clamp(0.0, 1.0)
    }

    /// Whether hair or cloth lies over the ears.
    pub(crate) const fn covers_ears(&self) -> bool {
        self.headwear.hides_hair()
            || matches!(
                self.style,
                HairStyle::Bob | HairStyle::BobFringe | HairStyle::Long | HairStyle::Wavy
            )
    }

    /// Skin colour.
    pub(crate) fn skin(&self) -> Rgb {
        skin(self.tone)
    }

    /// Colour of the brows and of a beard.
    pub(crate) fn brow_colour(&self) -> Rgb {
        self.hair.darker(0.35).mix(self.skin(), 0.06)
    }
}

impl Glasses {
    fn drawn(chance: &mut Chance) -> Self {
        const RIMS: [Rgb; 5] = [
            Rgb(34, 34, 40),
            Rgb(112, 34, 40),
            Rgb(34, 66, 120),
            Rgb(110, 72, 40),
            Rgb(60, 60, 66),
        ];
        let rim = chance.pick(&RIMS).unwrap_or(RIMS[0]);
        if chance.happens(0.5) {
            Self::Round(rim)
        } else {
            Self::Square(rim)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_children_and_adults_are_adults() {
        for number in 0..200 {
            assert!((5.0..=16.0).contains(&Look::from_number(number).age));
            assert!(Look::adult(number).age >= 26.0);
        }
    }

    #[test]
    fn no_child_has_a_beard() {
        assert!((0..200).all(|number| Look::from_number(number).beard == Beard::None));
    }

    #[test]
    fn a_lookalike_is_nearer_than_anyone_else() {
        let one = Look::from_number(11);
        let twin = one.lookalike(4);
        assert_ne!(one, twin);
        assert!(one.features.distance(&twin.features) < 0.6);
        assert!((12..80).all(|n| one.features.distance(&Look::from_number(n).features) > 1.5));
    }

    #[test]
    fn the_same_number_is_the_same_person() {
        assert_eq!(Look::from_number(42), Look::from_number(42));
        assert_ne!(Look::from_number(42), Look::from_number(43));
    }
}
