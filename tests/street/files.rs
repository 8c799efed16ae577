//! What the town's office hands over, and what its camera saves.

use std::{fs, path::Path};

use gatehouse_drawing::{
    Expression, Figure, Light, Look, Outfit, Place, Pose, Scene, Showing, phone, portrait,
};

/// Two children in a garden, as a phone saves them.
pub fn children() -> &'static [u8] {
    static PHOTO: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    PHOTO.get_or_init(|| {
        let figure = |look: &Look, x: f32| Figure {
            look: look.clone(),
            pose: Pose {
                yaw: 0.3,
                pitch: 0.0,
                roll: 0.0,
                expression: Expression::Smile,
            },
            outfit: Outfit::uniform(look),
            x,
            y: 0.5,
            head: 110.0,
            showing: Showing::Face,
        };
        let looks = Look::gallery(0, 2);
        let scene = Scene {
            width: 800,
            height: 600,
            place: Place::Garden,
            light: Light {
                warmth: 0.1,
                brightness: 1.0,
                direction: 0.2,
            },
            figures: vec![figure(&looks[0], 0.3), figure(&looks[1], 0.7)],
            number: 5,
        };
        phone::write_as_phone(&scene.render(), &phone::Carries::nothing()).unwrap()
    })
}

pub(super) const PUPILS: &str = "mis_id,first_name,preferred_name,surname,class,year
P1,Zebulon,,Quartermaine,Wren,3
P2,Marigold,,Thistlewood,Wren,3
";
pub(super) const GUARDIANS: &str =
    "mis_id,guardian,parental_responsibility,notified_on,biometric,method
P1,guardian 1,yes,2026-09-04,,
P2,guardian 1,yes,2026-09-04,,
";
pub(super) const STANDING: &str = "mis_id,protected,objection,left_on,after_leaving,said_no_on
P1,no,no,,no,
P2,no,no,,no,
";
pub(super) const EVENTS: &str = r#"[[event]]
id = "planting"
title = "Bulb planting"
on = "2026-11-17"
classes = ["Wren"]
channels = ["website", "display"]
purpose = "Show the garden on the website"
directed_by = "Robin Calloway"
assent_given = true
device_allowed = true
photographer = "A member of staff"
rights_held = true
uploader_current = true
"#;

pub(super) fn profile(imported: &str) -> String {
    format!(
        "channels = [\"website\", \"display\"]\n\n[consents]\nimported_on = \"{imported}\"\n\
         fresh_days = 14\ntext_version = 1\n\n[recognition]\non = false\n"
    )
}

pub(super) fn permissions() -> String {
    let mut text =
        "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method,text_version\n"
            .to_owned();
    for pupil in ["P1", "P2"] {
        for channel in ["website", "display"] {
            text.push_str(pupil);
            text.push(',');
            text.push_str(channel);
            text.push_str(",with-first-name,granted,consent,guardian 1,2026-09-05,,paper,1\n");
        }
    }
    text
}

/// The same picture as another file: with a comment of its own. What is no JPEG
/// stays as it is.
pub fn another(bytes: &[u8]) -> Vec<u8> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let Some(rest) = bytes.strip_prefix(&[0xff, 0xd8]) else {
        return bytes.to_vec();
    };
    let number = format!("{:06}", NUMBER.fetch_add(1, Ordering::Relaxed));
    [&[0xff, 0xd8, 0xff, 0xfe, 0, 8], number.as_bytes(), rest].concat()
}

/// Every guardian's answer about recognition, and how it came.
pub fn guardians(answer: &str) -> String {
    GUARDIANS.replace("2026-09-04,,", &format!("2026-09-04,{answer}"))
}

/// As [`profile`], with recognition on under an assessment until that day.
pub fn recognising(imported: &str, review_by: &str) -> String {
    let text = profile(imported).replace("on = false", "on = true");
    format!(
        "{text}\n[recognition.dpia]\nsigned_on = \"2026-09-01\"\nreview_by = \"{review_by}\"\n\
         covers_unenrolled = false\n"
    )
}

/// Photos of both pupils to enrol from, as the office keeps them.
pub fn references(school: &Path) {
    references_of(school, &Look::gallery(0, 2));
}

/// The same, of pupils who look like that.
pub fn references_of(school: &Path, looks: &[Look]) {
    let light = Light {
        warmth: 0.1,
        brightness: 1.0,
        direction: 0.2,
    };
    for (look, pupil) in looks.iter().zip(["P1", "P2"]) {
        let home = school.join("references").join(pupil);
        fs::create_dir_all(&home).unwrap();
        for (name, yaw) in [("1.jpg", -0.1), ("2.jpg", 0.0), ("3.jpg", 0.1)] {
            let pose = Pose {
                yaw,
                pitch: 0.0,
                roll: 0.0,
                expression: Expression::Smile,
            };
            let canvas = portrait(look, pose, light, 480);
            let bytes = phone::write_as_phone(&canvas, &phone::Carries::nothing()).unwrap();
            fs::write(home.join(name), bytes).unwrap();
        }
    }
}
