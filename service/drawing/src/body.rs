//! Below the head: clothes, arms, legs and what is held.

use crate::chance::Chance;
use crate::colour::Rgb;
use crate::look::Look;
use crate::paint::{Brush, Glow, at, rounded};
use crate::prop;
use gatehouse_domain::geometry::Point;
use serde::{Deserialize, Serialize};

pub use crate::prop::Prop;

/// What the arms do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arms {
    /// Hang down.
    Down,
    /// One hand waves.
    Waving,
    /// Both up.
    Cheering,
    /// Both before the chest, holding what there is to hold.
    Holding,
}

/// What is worn above the waist; below it are trousers or a skirt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clothing {
    /// School jumper over a white collar.
    Jumper,
    /// Polo shirt.
    Polo,
    /// Football kit with stripes in the second colour.
    Kit,
    /// A dress, skirt and all.
    Dress,
    /// A stage costume: a cape in the second colour, with a star.
    Costume,
    /// A grown-up's jacket over a shirt.
    Jacket,
}

/// Clothes, arms and what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outfit {
    /// Kind of clothes.
    pub clothing: Clothing,
    /// Their main colour.
    pub colour: Rgb,
    /// Their second colour: stripes, tie, cape.
    pub second: Rgb,
    /// What the arms do.
    pub arms: Arms,
    /// What they hold, if anything.
    pub prop: Option<Prop>,
}

impl Outfit {
    /// The school's uniform for a child, a jacket for an adult.
    #[must_use]
    pub fn uniform(look: &Look) -> Self {
        let adult = look.age > 18.0;
        let mut chance = Chance::aside(look.number, 60);
        let jackets = [
            Rgb(70, 78, 96),
            Rgb(112, 84, 66),
            Rgb(86, 108, 92),
            Rgb(120, 66, 84),
        ];
        Self {
            clothing: if adult {
                Clothing::Jacket
            } else {
                Clothing::Jumper
            },
            colour: if adult {
                chance.pick(&jackets).unwrap_or(jackets[0])
            } else {
                Rgb(38, 84, 108)
            },
            second: Rgb(222, 172, 62),
            arms: Arms::Down,
            prop: None,
        }
    }

    /// Sports day: a kit in the colour of a house.
    #[must_use]
    pub fn kit(house: Rgb) -> Self {
        Self {
            clothing: Clothing::Kit,
            colour: house,
            second: Rgb(246, 244, 238),
            arms: Arms::Down,
            prop: None,
        }
    }
}

/// Paints the body that hangs from a head `height` pixels high about `centre`.
pub(crate) fn paint(
    brush: &mut Brush<'_>,
    look: &Look,
    outfit: &Outfit,
    centre: Point,
    height: f32,
) {
    let half = height / 2.0;
    let spot = |x: f32, y: f32| at(centre.x + x * half, centre.y + y * half);
    // Grown-ups have longer bodies for the same head.
    let tall = 1.0 + 0.35 * (1.0 - look.childish());
    let wide = 1.0 + 0.22 * (1.0 - look.childish());
    let body = Body {
        spot: &spot,
        half,
        tall,
        wide,
        look,
        outfit,
    };
    body.legs(brush);
    body.cape(brush);
    body.neck(brush);
    body.torso(brush);
    body.arms(brush);
}

struct Body<'a> {
    spot: &'a dyn Fn(f32, f32) -> Point,
    half: f32,
    tall: f32,
    wide: f32,
    look: &'a Look,
    outfit: &'a Outfit,
}

impl Body<'_> {
    /// A point of the body, `down` half heads under the shoulders' height.
    fn at(&self, x: f32, down: f32) -> Point {
        (self.spot)(x * self.wide, 1.28 + down * self.tall)
    }

    fn legs(&self, brush: &mut Brush<'_>) {
        let cloth = Rgb(66, 68, 78);
        let skin = self.look.skin();
        let bare = matches!(self.outfit.clothing, Clothing::Kit | Clothing::Dress);
        for side in [-1.0f32, 1.0] {
            let leg = [
                self.at(side * 0.38, 2.6),
                self.at(side * 0.42, 4.4),
                self.at(side * 0.44, 6.0),
            ];
            brush.line(&leg, self.half * 0.62, if bare { skin } else { cloth }, 1.0);
            if bare {
                let shorts = [self.at(side * 0.38, 2.5), self.at(side * 0.44, 3.5)];
                brush.line(
                    &shorts,
                    self.half * 0.8,
                    self.outfit.second.darker(0.15),
                    1.0,
                );
                let sock = [self.at(side * 0.44, 5.2), self.at(side * 0.44, 6.0)];
                brush.line(&sock, self.half * 0.6, self.outfit.colour, 1.0);
            }
            let shoe = self.at(side * 0.52, 6.25);
            brush.oval(
                shoe,
                self.half * 0.44,
                self.half * 0.22,
                Rgb(40, 38, 42),
                1.0,
            );
        }
    }

    fn cape(&self, brush: &mut Brush<'_>) {
        if self.outfit.clothing != Clothing::Costume {
            return;
        }
        let cape = [
            self.at(-0.6, 0.0),
            self.at(0.6, 0.0),
            self.at(1.5, 2.2),
            self.at(1.8, 4.2),
            self.at(0.0, 4.5),
            self.at(-1.8, 4.2),
            self.at(-1.5, 2.2),
        ];
        brush.blob(&cape, self.outfit.second, 1.0);
    }

    fn neck(&self, brush: &mut Brush<'_>) {
        let skin = self.look.skin();
        let wide = 0.30 + 0.04 * (1.0 - self.look.childish());
        let neck = [
            (self.spot)(-wide, 0.55),
            (self.spot)(wide, 0.55),
            (self.spot)(wide, 1.25),
            self.at(0.5, 0.12),
            self.at(-0.5, 0.12),
            (self.spot)(-wide, 1.25),
        ];
        brush.fill(&neck, skin.darker(0.12), 1.0);
        brush.glow_within(
            &neck,
            Glow {
                centre: (self.spot)(0.0, 0.98),
                across: self.half * 0.5,
                down: self.half * 0.26,
                colour: skin.darker(0.65),
                strength: 0.55,
            },
        );
    }

    fn torso(&self, brush: &mut Brush<'_>) {
        let colour = self.outfit.colour;
        let hem = if self.outfit.clothing == Clothing::Dress {
            3.9
        } else {
            2.85
        };
        let flare = if self.outfit.clothing == Clothing::Dress {
            1.3
        } else {
            0.88
        };
        let shape = rounded(&[
            self.at(-0.42, 0.0),
            self.at(0.0, 0.10),
            self.at(0.42, 0.0),
            self.at(0.90, 0.22),
            self.at(1.02, 0.7),
            self.at(0.86, 1.7),
            self.at(flare, hem - 0.2),
            self.at(flare - 0.1, hem),
            self.at(-flare + 0.1, hem),
            self.at(-flare, hem - 0.2),
            self.at(-0.86, 1.7),
            self.at(-1.02, 0.7),
            self.at(-0.90, 0.22),
        ]);
        brush.fill(&shape, colour, 1.0);
        if self.outfit.clothing == Clothing::Kit {
            for stripe in -2i16..=2 {
                let x = f32::from(stripe) * 0.36;
                brush.line(
                    &[self.at(x, 0.4), self.at(x * 0.95, 2.6)],
                    self.half * 0.16 * self.wide,
                    self.outfit.second,
                    0.95,
                );
            }
        }
        brush.fade(
            &shape,
            (self.at(-1.0, 0.0), colour.lighter(0.4), 0.25),
            (self.at(1.0, 1.6), colour.darker(0.5), 0.35),
        );
        self.collar(brush);
    }

    fn collar(&self, brush: &mut Brush<'_>) {
        let white = Rgb(246, 245, 240);
        match self.outfit.clothing {
            Clothing::Jumper | Clothing::Polo => {
                let tone = if self.outfit.clothing == Clothing::Polo {
                    self.outfit.second
                } else {
                    white
                };
                for side in [-1.0f32, 1.0] {
                    let flap = [
                        self.at(side * 0.44, -0.06),
                        self.at(0.0, 0.22),
                        self.at(side * 0.22, 0.46),
                        self.at(side * 0.58, 0.16),
                    ];
                    brush.fill(&flap, tone, 1.0);
                }
                let badge = self.at(0.5, 0.95);
                brush.oval(
                    badge,
                    self.half * 0.14,
                    self.half * 0.16,
                    self.outfit.second,
                    1.0,
                );
            }
            Clothing::Jacket => {
                brush.fill(
                    &[self.at(-0.34, 0.0), self.at(0.34, 0.0), self.at(0.0, 1.5)],
                    white,
                    1.0,
                );
                for side in [-1.0f32, 1.0] {
                    let lapel = [
                        self.at(side * 0.38, -0.04),
                        self.at(side * 0.02, 1.6),
                        self.at(side * 0.6, 0.5),
                    ];
                    brush.fill(&lapel, self.outfit.colour.darker(0.18), 1.0);
                }
            }
            Clothing::Costume => {
                prop::star(brush, self.at(0.0, 1.1), self.half * 0.5, Rgb(250, 214, 88));
            }
            Clothing::Kit | Clothing::Dress => {
                let neck = [self.at(-0.42, 0.0), self.at(0.0, 0.28), self.at(0.42, 0.0)];
                brush.line(&neck, self.half * 0.09, self.outfit.second, 1.0);
            }
        }
    }

    fn arms(&self, brush: &mut Brush<'_>) {
        for side in [-1.0f32, 1.0] {
            let (elbow, hand) = match self.outfit.arms {
                Arms::Waving if side > 0.0 => ((1.65, 0.9), (1.75, -0.5)),
                Arms::Down | Arms::Waving => ((1.22, 1.5), (1.18, 2.7)),
                Arms::Cheering => ((1.55, 0.0), (1.60, -1.5)),
                Arms::Holding => ((1.20, 1.5), (0.45, 1.75)),
            };
            let shoulder = self.at(side * 0.90, 0.42);
            let elbow = self.at(side * elbow.0, elbow.1);
            let hand = self.at(side * hand.0, hand.1);
            let short = matches!(
                self.outfit.clothing,
                Clothing::Kit | Clothing::Polo | Clothing::Dress
            );
            let sleeve = self.outfit.colour.darker(0.14);
            let lower = if short { self.look.skin() } else { sleeve };
            brush.line(&[elbow, hand], self.half * 0.34, lower, 1.0);
            brush.line(&[shoulder, elbow], self.half * 0.42, sleeve, 1.0);
            brush.oval(
                hand,
                self.half * 0.21,
                self.half * 0.22,
                self.look.skin().darker(0.06),
                1.0,
            );
        }
        if let Some(prop) = self.outfit.prop {
            let held = if self.outfit.arms == Arms::Cheering {
                self.at(0.0, -1.9)
            } else {
                self.at(0.0, 1.5)
            };
            prop::paint(brush, prop, held, self.half);
        }
    }
}
