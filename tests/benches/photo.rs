//! The photo that the benches send down the street.

use gatehouse_drawing::{Figure, Light, Look, Outfit, Place, Pose, Scene, Showing, phone};

/// A photo of five children, 12 megapixels, as a phone saved it.
pub fn photo() -> Vec<u8> {
    let looks = Look::gallery(5, 5);
    let figures = looks
        .into_iter()
        .zip([0.14, 0.32, 0.5, 0.68, 0.86])
        .map(|(look, x)| Figure {
            outfit: Outfit::uniform(&look),
            look,
            pose: Pose::FRONT,
            x,
            y: 0.5,
            head: 330.0,
            showing: Showing::Face,
        })
        .collect();
    let scene = Scene {
        width: 4000,
        height: 3000,
        place: Place::Hall,
        light: Light::DAY,
        figures,
        number: 5,
    };
    let carries = phone::Carries {
        orientation: 6,
        ..phone::Carries::everything("Tamsin Quillfeather", 5)
    };
    phone::write_as_phone(&scene.render(), &carries).expect("a photo")
}
