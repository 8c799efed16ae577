//! Draws the reference photos and the events' photos, and saves them as a
//! phone would, with everything that a phone puts into a file.

use std::{fs, path::Path};

use gatehouse_drawing::{
    Arms, Chance, Expression, Figure, Light, Obstacle, Outfit, Place, Pose, Prop, Rgb, Scene,
    Showing, Truth, phone, portrait,
};

use crate::{
    DemoError,
    looks::Looks,
    story::{
        cast::{How, Stand, Who, read},
        photos::Photo,
        pupils::{Pupil, pupil},
    },
};

/// Reference photos of each pupil.
const REFERENCES: u64 = 3;
/// Side of a reference photo in pixels.
const REFERENCE_SIDE: u32 = 480;

/// Draws the reference photos of one pupil into `folder/references/ID/`.
pub(crate) fn draw_references(
    folder: &Path,
    pupil: &Pupil,
    looks: &Looks,
    number: u64,
) -> Result<(), DemoError> {
    let home = folder.join("references").join(pupil.id);
    fs::create_dir_all(&home)?;
    let Some(look) = looks.known(pupil.id) else {
        return Ok(());
    };
    for photo in 0..REFERENCES {
        let mut chance = Chance::aside(number ^ look.number, 100 + photo);
        let pose = Pose {
            yaw: chance.between(-0.14, 0.14),
            pitch: chance.between(-0.06, 0.06),
            roll: chance.between(-0.06, 0.06),
            expression: chance
                .pick(&[Expression::Calm, Expression::Smile, Expression::Grin])
                .unwrap_or(Expression::Calm),
        };
        let light = Light {
            warmth: chance.between(-0.2, 0.3),
            brightness: chance.between(0.92, 1.08),
            direction: chance.between(-0.6, 0.6),
        };
        let canvas = portrait(look, pose, light, REFERENCE_SIDE);
        let bytes = phone::write_as_phone(&canvas, &phone::Carries::nothing())?;
        fs::write(home.join(format!("{}.jpg", photo + 1)), bytes)?;
    }
    Ok(())
}

/// The scene of a photo, as it stood before the camera.
pub(crate) fn scene(photo: &Photo, index: usize, looks: &Looks, number: u64) -> Scene {
    let place_in_story = u64::try_from(index).unwrap_or(0);
    let mut chance = Chance::aside(number, 1_000 + place_in_story);
    let cast = read(photo.cast);
    let rows = cast.iter().map(|stand| stand.row + 1).max().unwrap_or(1);
    let figures = cast
        .iter()
        .filter_map(|stand| figure(photo, stand, rows, looks, &mut chance))
        .collect();
    Scene {
        width: photo.size.0,
        height: photo.size.1,
        place: place(photo.event),
        light: light(photo.event, &mut chance),
        figures,
        number: chance.draw(),
    }
}

fn place(event: &str) -> Place {
    match event {
        "harvest" => Place::Hall,
        "sports" => Place::Field,
        "museum" => Place::Museum,
        _ => Place::Garden,
    }
}

fn light(event: &str, chance: &mut Chance) -> Light {
    let (warmth, brightness) = match event {
        "harvest" => (0.35, 0.95),
        "sports" => (0.15, 1.1),
        "museum" => (-0.1, 0.9),
        _ => (0.05, 1.0),
    };
    Light {
        warmth: warmth + chance.between(-0.1, 0.1),
        brightness: brightness + chance.between(-0.06, 0.06),
        direction: chance.between(-0.7, 0.7),
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "rows and places are a handful, sides a few thousand pixels"
)]
fn figure(
    photo: &Photo,
    stand: &Stand,
    rows: usize,
    looks: &Looks,
    chance: &mut Chance,
) -> Option<Figure> {
    let look = match stand.who {
        Who::Known(id) => looks.known(id)?,
        Who::Stranger(number) => looks.stranger(number)?,
    };
    let (place, of) = (stand.place.0 as f32, stand.place.1 as f32);
    let adult = look.age > 18.0;
    let height = photo.size.1 as f32;
    // Rows stand behind each other, the back row higher and a little smaller.
    let from_front = (rows - 1 - stand.row) as f32;
    let head = photo.head * height * (1.0 - 0.08 * from_front) * if adult { 1.08 } else { 1.0 };
    let stagger = if from_front > 0.0 { 0.5 / of } else { 0.0 };
    let spread = 0.86 - stagger;
    let x = 0.07 + stagger / 2.0 + spread * (place + 0.5) / of + chance.between(-0.012, 0.012);
    let crown = if adult { 0.09 } else { 0.0 };
    let y = (0.52 - 0.16 * from_front - crown + chance.between(-0.02, 0.02)).max(0.14);
    Some(Figure {
        look: look.clone(),
        pose: pose(stand.how, chance),
        outfit: outfit(photo.event, look, chance),
        x,
        y,
        head,
        showing: match stand.how {
            How::Away => Showing::Turned,
            How::Behind if photo.event == "sports" => Showing::Behind(Obstacle::Balloon),
            How::Behind => Showing::Behind(Obstacle::Hat),
            _ => Showing::Face,
        },
    })
}

fn pose(how: How, chance: &mut Chance) -> Pose {
    let (yaw, roll) = match how {
        How::Left => (-0.4, 0.0),
        How::Right => (0.4, 0.0),
        How::Tilted => (0.0, 0.3),
        How::Front | How::Away | How::Behind => (0.0, 0.0),
    };
    Pose {
        yaw: yaw + chance.between(-0.12, 0.12),
        pitch: chance.between(-0.06, 0.06),
        roll: roll + chance.between(-0.06, 0.06),
        expression: chance
            .pick(&[
                Expression::Calm,
                Expression::Smile,
                Expression::Grin,
                Expression::Smile,
            ])
            .unwrap_or(Expression::Smile),
    }
}

fn outfit(event: &str, look: &gatehouse_drawing::Look, chance: &mut Chance) -> Outfit {
    const HOUSES: [Rgb; 3] = [Rgb(64, 120, 72), Rgb(188, 152, 60), Rgb(168, 60, 54)];
    let mut outfit = if event == "sports" && look.age < 18.0 {
        Outfit::kit(chance.pick(&HOUSES).unwrap_or(HOUSES[0]))
    } else {
        Outfit::uniform(look)
    };
    let (arms, prop) = match event {
        "harvest" => (Arms::Holding, Some(Prop::Book)),
        "planting" => (Arms::Holding, Some(Prop::Seedling)),
        "sports" if chance.happens(0.3) => (Arms::Cheering, None),
        "museum" if chance.happens(0.3) => (Arms::Waving, None),
        _ => (Arms::Down, None),
    };
    if look.age < 18.0 && chance.happens(0.6) {
        outfit.arms = arms;
        outfit.prop = prop;
    }
    outfit
}

/// A drawn photo's file, and what is really in it.
pub(crate) struct Shot {
    /// The bytes as the phone saved them.
    pub(crate) bytes: Vec<u8>,
    /// Figure by figure, in the order of the cast.
    pub(crate) truth: Vec<Truth>,
}

/// Takes the photo: paints it and saves it with all that phones leave behind.
/// Every fourth phone writes Display P3, every third a second picture behind
/// the first instead of a film.
pub(crate) fn take(
    photo: &Photo,
    index: usize,
    looks: &Looks,
    number: u64,
) -> Result<Shot, DemoError> {
    let scene = scene(photo, index, looks, number);
    let canvas = scene.render();
    let name = full_name_in(photo);
    let mut carries = phone::Carries {
        orientation: photo.orientation,
        display_p3: index % 4 == 3,
        ..phone::Carries::everything(&name, scene.number)
    };
    if index % 3 == 2 {
        carries.trailer = phone::Trailer::SecondPicture;
    }
    Ok(Shot {
        bytes: phone::write_as_phone(&canvas, &carries)?,
        truth: scene.truth(),
    })
}

/// The full name that phone and picture program leave in the file, and that
/// must not survive.
fn full_name_in(photo: &Photo) -> String {
    read(photo.cast)
        .iter()
        .find_map(|stand| match stand.who {
            Who::Known(id) => pupil(id),
            Who::Stranger(_) => None,
        })
        .map_or_else(
            || "Untitled".to_owned(),
            |pupil| format!("{} {}", pupil.first, pupil.surname),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::photos::PHOTOS;

    #[test]
    fn nobody_stands_outside_their_photo() {
        let looks = Looks::new(1);
        for (index, photo) in PHOTOS.iter().enumerate() {
            let scene = scene(photo, index, &looks, 1);
            assert_eq!(scene.figures.len(), read(photo.cast).len());
            for figure in &scene.figures {
                assert!((0.05..0.95).contains(&figure.x) && (0.1..0.9).contains(&figure.y));
            }
        }
    }
}
