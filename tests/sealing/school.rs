//! The office's files of a small school whose names are in no other text.

use std::{fs, path::Path};

/// Everything of it that is somebody's: what it is called here, and what it is.
pub const PERSONAL: [(&str, &str); 15] = [
    ("the first name of a pupil", "Zebulon"),
    ("the surname of a pupil", "Quartermaine"),
    ("the first name of another pupil", "Persephone"),
    ("the name another pupil goes by", "Persimmon"),
    ("the surname of another pupil", "Wolstenholme"),
    ("the office's id of a pupil", "ZQ-481516"),
    ("the office's id of another pupil", "PW-234248"),
    ("the first name of a teacher", "Cornelius"),
    ("the surname of a teacher", "Featherstonehaugh"),
    ("the login of a teacher", "feathers.c"),
    ("the name of an account", "Araminta Ploughwright"),
    ("the title of an event", "Zanzibar lantern walk"),
    ("the purpose of an event", "Kaleidoscope of lanterns"),
    ("the code of an event", "lantern-walk"),
    ("who directed an event", "Dame Ottoline"),
];

/// What is written beside the photos.
pub const CAPTION: &str = "Zebulon lights his own lantern at dusk.";
/// And read out to those who cannot see it.
pub const ALT: &str = "Two children holding paper lanterns by a hedge.";
/// Why a reason was settled.
pub const WHY: &str = "The grandmother of Zebulon was asked on the telephone.";

/// Login and name of the account that uploads.
pub const TEACHER: (&str, &str) = ("feathers.c", "Cornelius Featherstonehaugh");
/// And of the one that approves.
pub const EDITOR: (&str, &str) = ("aramintap", "Araminta Ploughwright");

/// The pupils' ids, by place in a photo from left to right.
pub const PUPILS: [&str; 2] = ["ZQ-481516", "PW-234248"];
/// Their event.
pub const EVENT: &str = "lantern-walk";

const FILES: [(&str, &str); 8] = [
    (
        "pupils.csv",
        "mis_id,first_name,preferred_name,surname,class,year\n\
         ZQ-481516,Zebulon,,Quartermaine,Wren,3\n\
         PW-234248,Persephone,Persimmon,Wolstenholme,Heron,3\n",
    ),
    (
        "adults.csv",
        "mis_id,first_name,surname\nCF-1,Cornelius,Featherstonehaugh\n",
    ),
    ("lookalikes.csv", "mis_id,other_mis_id\n"),
    (
        "guardians.csv",
        "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n\
         ZQ-481516,guardian 1,yes,2026-09-04,consented,paper\n\
         PW-234248,guardian 1,yes,2026-09-04,,\n",
    ),
    (
        "permissions.csv",
        "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method,text_version\n\
         ZQ-481516,website,with-first-name,granted,consent,guardian 1,2026-09-05,,paper,1\n\
         PW-234248,website,with-first-name,granted,consent,guardian 1,2026-09-05,,paper,1\n",
    ),
    (
        "standing.csv",
        "mis_id,protected,objection,left_on,after_leaving,said_no_on\n\
         ZQ-481516,no,no,,no,\nPW-234248,no,no,,no,\n",
    ),
    (
        "profile.toml",
        r#"channels = ["website"]

[consents]
imported_on = "2026-11-16"
fresh_days = 14
text_version = 1

[recognition]
on = true

[recognition.dpia]
signed_on = "2026-09-01"
review_by = "2027-09-01"
covers_unenrolled = false
"#,
    ),
    (
        "events.toml",
        r#"[[event]]
id = "lantern-walk"
title = "Zanzibar lantern walk"
on = "2026-11-17"
classes = ["Wren", "Heron"]
channels = ["website"]
purpose = "Kaleidoscope of lanterns"
directed_by = "Dame Ottoline"
assent_given = true
device_allowed = true
photographer = "A member of staff"
rights_held = true
uploader_current = true
"#,
    ),
];

/// Writes the files.
pub fn write(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    for (name, text) in FILES {
        fs::write(folder.join(name), text).expect("a file");
    }
    // The school's own words, the staff's names among them.
    let words = r#"{"staff": ["Cornelius Featherstonehaugh"]}"#;
    fs::write(folder.join("school.json"), words).expect("a file");
}
