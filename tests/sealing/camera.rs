//! Photos as a phone saves them, with names in what it writes beside the
//! pixels.

use std::{fs, path::Path};

use gatehouse_drawing::{
    Expression, Figure, Light, Look, Outfit, Place, Pose, Scene, Showing, phone, portrait,
};

use crate::school::PUPILS;

/// What the phone calls the owner of the picture.
const OWNER: &str = "Zebulon Quartermaine";

const LIGHT: Light = Light {
    warmth: 0.1,
    brightness: 1.0,
    direction: 0.2,
};

fn pose(yaw: f32) -> Pose {
    Pose {
        yaw,
        pitch: 0.0,
        roll: 0.0,
        expression: Expression::Smile,
    }
}

/// Both pupils in a garden; `number` tells photos apart.
pub fn photo(number: u64) -> Vec<u8> {
    let figure = |look: &Look, x: f32| Figure {
        look: look.clone(),
        pose: pose(0.3),
        outfit: Outfit::uniform(look),
        x,
        y: 0.5,
        head: 110.0,
        showing: Showing::Face,
    };
    let looks = Look::gallery(0, PUPILS.len());
    let scene = Scene {
        width: 800,
        height: 600,
        place: Place::Garden,
        light: LIGHT,
        figures: vec![figure(&looks[0], 0.3), figure(&looks[1], 0.7)],
        number,
    };
    let carries = phone::Carries::everything(OWNER, number);
    phone::write_as_phone(&scene.render(), &carries).expect("a file")
}

/// A picture of which the end is missing, and which says whose it is.
pub fn half_a_picture() -> Vec<u8> {
    let mut bytes = photo(7);
    bytes.truncate(bytes.len() / 2);
    assert!(
        bytes
            .windows(OWNER.len())
            .any(|some| some == OWNER.as_bytes()),
        "the half says whose it is"
    );
    bytes
}

/// Reference photos of the first pupil, as the office keeps them.
pub fn references(school: &Path) {
    let home = school.join("references").join(PUPILS[0]);
    fs::create_dir_all(&home).expect("a folder");
    let look = &Look::gallery(0, PUPILS.len())[0];
    for (name, yaw) in [("1.jpg", -0.1), ("2.jpg", 0.0), ("3.jpg", 0.1)] {
        let canvas = portrait(look, pose(yaw), LIGHT, 480);
        let bytes = phone::write_as_phone(&canvas, &phone::Carries::nothing()).expect("a file");
        fs::write(home.join(name), bytes).expect("a file");
    }
}
