//! The smallest school there is, and three photos of it.

use std::{fs, path::Path};

use gatehouse_drawing::{
    Figure, Light, Look, Outfit, Place, Pose, Scene, Showing,
    phone::{self, Carries},
};
use jiff::{ToSpan as _, Zoned, tz::TimeZone};

const PUPILS: [&str; 4] = ["P1", "P2", "P3", "P4"];

/// Writes the school's folder, with consents that were imported two days ago:
/// a clock that is a day wrong finds them neither too old nor yet to come.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary that is killed asks the system for the time, so its school does too"
)]
pub fn write(folder: &Path) {
    let today = Zoned::now().with_time_zone(TimeZone::UTC).date();
    let before = today - 2.days();
    let given = today - 30.days();
    fs::create_dir_all(folder).expect("a folder");
    let lines = |heading: &str, row: &dyn Fn(&str) -> String| {
        let rows = PUPILS.map(row).concat();
        format!("{heading}\n{rows}")
    };
    let files = [
        (
            "pupils.csv",
            lines(
                "mis_id,first_name,preferred_name,surname,class,year",
                &|id| format!("{id},Name{id},,Family{id},Wren,3\n"),
            ),
        ),
        (
            "guardians.csv",
            lines(
                "mis_id,guardian,parental_responsibility,notified_on,biometric,method",
                &|id| format!("{id},guardian 1,yes,,,\n"),
            ),
        ),
        (
            "permissions.csv",
            lines(
                "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method,text_version",
                &|id| {
                    format!(
                        "{id},website,picture-only,granted,consent,guardian 1,{given},,paper,2\n"
                    )
                },
            ),
        ),
        (
            "standing.csv",
            lines(
                "mis_id,protected,objection,left_on,after_leaving,said_no_on",
                &|id| format!("{id},no,no,,no,\n"),
            ),
        ),
        ("adults.csv", "mis_id,first_name,surname\n".to_owned()),
        ("lookalikes.csv", "mis_id,other_mis_id\n".to_owned()),
        (
            "school.json",
            r#"{"name": "Larkmoor Primary School"}"#.to_owned(),
        ),
        (
            "profile.toml",
            format!(
                "channels = [\"website\"]\n\n[consents]\nimported_on = \"{before}\"\n\
                 fresh_days = 14\ntext_version = 2\n\n[recognition]\non = false\n"
            ),
        ),
        (
            "events.toml",
            format!(
                "[[event]]\nid = \"garden\"\ntitle = \"An afternoon in the garden\"\non = \"{before}\"\n\
                 classes = [\"Wren\"]\nchannels = [\"website\"]\npurpose = \"To show the garden\"\n\
                 directed_by = \"Deputy head\"\nassent_given = true\ndevice_allowed = true\nrights_held = true\n\
                 uploader_current = true\n"
            ),
        ),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file");
    }
}

/// Writes three photos, each a little smaller: a pupil in the first, nobody in
/// the others.
pub fn photograph(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    for (number, name, height) in [(1, "1.jpg", 320), (2, "2.jpg", 304), (3, "3.jpg", 288)] {
        let look = Look::from_number(5);
        let pupil = Figure {
            outfit: Outfit::uniform(&look),
            look,
            pose: Pose::FRONT,
            x: 0.5,
            y: 0.35,
            head: 66.0,
            showing: Showing::Face,
        };
        let scene = Scene {
            width: 320,
            height,
            place: Place::Garden,
            light: Light::DAY,
            figures: if number == 1 { vec![pupil] } else { Vec::new() },
            number,
        };
        let bytes = phone::write_as_phone(&scene.render(), &Carries::nothing());
        fs::write(folder.join(name), bytes.expect("a JPEG")).expect("a file");
    }
}
