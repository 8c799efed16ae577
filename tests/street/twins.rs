//! Twins in a town: both pupils are drawn nearly alike, enrolled and pictured.

use std::fs;

use gatehouse_app::school;
use gatehouse_drawing::{
    Expression, Figure, Light, Look, Outfit, Place, Pose, Scene, Showing, phone,
};

use super::{
    Town,
    files::{guardians, recognising, references_of},
};

/// Two pupils whom hardly anybody can tell apart.
fn both() -> [Look; 2] {
    let one = Look::gallery(0, 1).remove(0);
    let other = one.lookalike(7);
    [one, other]
}

/// A picture with so many of them, as a phone saves it.
pub fn picture(count: usize) -> Vec<u8> {
    let looks = both();
    let figures = looks.iter().zip([0.3, 0.7]).take(count);
    let figures = figures.map(|(look, x)| Figure {
        look: look.clone(),
        pose: Pose {
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            expression: Expression::Smile,
        },
        outfit: Outfit::uniform(look),
        x,
        y: 0.5,
        head: 150.0,
        showing: Showing::Face,
    });
    let scene = Scene {
        width: 800,
        height: 600,
        place: Place::Garden,
        light: Light {
            warmth: 0.1,
            brightness: 1.0,
            direction: 0.2,
        },
        figures: figures.collect(),
        number: 5,
    };
    phone::write_as_phone(&scene.render(), &phone::Carries::nothing()).unwrap()
}

impl Town {
    /// Both pupils are twins, who may be recognised and are enrolled. The office
    /// knows of it, or nobody has told it.
    pub async fn enrol_twins(&self, told: bool) {
        let folder = self.folder.path().join("school");
        let today = self.house.today().to_string();
        let pair = if told { "P1,P2\n" } else { "" };
        for (name, text) in [
            ("guardians.csv", guardians("consented,paper")),
            ("profile.toml", recognising(&today, "2027-06-01")),
            ("lookalikes.csv", format!("mis_id,other_mis_id\n{pair}")),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        references_of(&folder, &both());
        let known = school::load(&folder).unwrap();
        let office = self.office_desk();
        Box::pin(self.house.enter(&office, self.school, &known))
            .await
            .unwrap();
        let enrolled = Box::pin(self.house.enrol(&office, self.school, &folder)).await;
        assert_eq!(enrolled.unwrap().enrolled, 2);
    }
}
