//! Writes the drawn school down as the files an office would hand over, so
//! that the demo reads them back by the way every school goes.

use std::{fmt::Write as _, fs, io, path::Path};

use gatehouse_domain::Channel;

use crate::story::{
    events::EVENTS,
    pupils::{ADULTS, Answer, Biometric, Class, PUPILS, Pupil},
};

/// Writes every file but the reference photos into `folder`.
///
/// # Errors
/// What the disk says.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let files = [
        ("pupils.csv", pupils()),
        ("adults.csv", adults()),
        ("lookalikes.csv", lookalikes()),
        ("guardians.csv", guardians()),
        ("permissions.csv", permissions()),
        ("standing.csv", standing()),
        ("school.json", SCHOOL_JSON.to_owned()),
        ("profile.toml", PROFILE_TOML.to_owned()),
        ("events.toml", events()),
    ];
    for (name, content) in files {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}

const SCHOOL_JSON: &str = r#"{
  "name": "Larkmoor Primary School",
  "short_names": ["Larkmoor"],
  "email_domains": ["larkmoor.example"],
  "phones": ["01632 960417"],
  "postcodes": ["ZZ9 4LM"],
  "address": "Moor Lane, Larkmoor",
  "handles": ["@larkmoorprimary"],
  "houses": ["Ash", "Birch", "Rowan"],
  "class_names": ["Wren", "Heron", "Kestrel", "Owl"],
  "staff": ["Robin Calloway", "Alex Beaumont"]
}
"#;

const PROFILE_TOML: &str = r#"# What the head of the drawn school signed.
channels = ["website", "newsletter", "prospectus", "vle", "display"]

[consents]
imported_on = "2026-11-16"
fresh_days = 14
text_version = 2

[recognition]
on = true

# A demonstration's assessment: drawn pupils, no real child.
[recognition.dpia]
signed_on = "2026-09-01"
review_by = "2027-09-01"
covers_unenrolled = false
"#;

fn lines(heading: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("{heading}\n");
    for row in rows {
        text.push_str(&row);
        text.push('\n');
    }
    text
}

fn pupils() -> String {
    lines(
        "mis_id,first_name,preferred_name,surname,class,year",
        PUPILS.iter().map(|p| {
            format!(
                "{},{},{},{},{},{}",
                p.id,
                p.first,
                p.preferred,
                p.surname,
                p.class.name(),
                p.class.year()
            )
        }),
    )
}

fn adults() -> String {
    lines(
        "mis_id,first_name,surname",
        ADULTS
            .iter()
            .map(|a| format!("{},{},{}", a.id, a.first, a.surname)),
    )
}

fn lookalikes() -> String {
    lines(
        "mis_id,other_mis_id",
        PUPILS
            .iter()
            .filter_map(|p| Some(format!("{},{}", p.id, p.twin_of?))),
    )
}

fn guardians() -> String {
    lines(
        "mis_id,guardian,parental_responsibility,notified_on,biometric,method",
        PUPILS.iter().flat_map(|p| {
            let row = |n: u8, told: &str, answer: &str, method: &str| {
                format!("{},guardian {n},yes,{told},{answer},{method}", p.id)
            };
            let told = "2026-09-04";
            match p.biometric {
                Biometric::Yes | Biometric::PupilNo => {
                    vec![row(1, told, "consented", "paper"), row(2, told, "", "")]
                }
                Biometric::ParentObjects => vec![
                    row(1, told, "consented", "portal"),
                    row(2, told, "objected", "verbal"),
                ],
                Biometric::NotTold => {
                    vec![row(1, told, "consented", "portal"), row(2, "", "", "")]
                }
                Biometric::NoAnswer => vec![row(1, told, "", "")],
            }
        }),
    )
}

fn permissions() -> String {
    let mut rows: Vec<String> = PUPILS.iter().flat_map(permission_rows).collect();
    for adult in ADULTS {
        let decision = if adult.agreed { "granted" } else { "refused" };
        rows.extend(Channel::ALL.iter().map(|channel| {
            format!(
                "{},{channel},with-first-name,{decision},legitimate-interests,self,2026-09-02,,paper,2",
                adult.id
            )
        }));
    }
    lines(
        "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method,text_version",
        rows,
    )
}

fn permission_rows(pupil: &Pupil) -> Vec<String> {
    let mut rows = Vec::new();
    for channel in Channel::ALL {
        let outside = channel.is_external();
        let mut row = |naming: &str, decision: &str, giver: u8, on: &str, until: &str, text: u8| {
            rows.push(format!(
                "{},{channel},{naming},{decision},consent,guardian {giver},{on},{until},paper,{text}",
                pupil.id
            ));
        };
        let (named, picture) = ("with-first-name", "picture-only");
        let (on, until) = ("2026-09-07", "2027-08-31");
        match pupil.answer {
            Answer::Absent => {}
            Answer::Picture if outside => row(picture, "granted", 1, on, until, 2),
            Answer::Refused if outside => row(picture, "refused", 1, on, "", 2),
            Answer::Expired => row(named, "granted", 1, "2025-09-08", "2026-08-31", 2),
            Answer::OlderText => row(named, "granted", 1, "2024-09-09", "", 1),
            Answer::Withdrawn => {
                row(named, "granted", 1, on, until, 2);
                if outside {
                    row(named, "withdrawn", 1, "2026-11-02", "", 2);
                }
            }
            _ => row(named, "granted", 1, on, until, 2),
        }
    }
    rows
}

fn standing() -> String {
    lines(
        "mis_id,protected,objection,left_on,after_leaving,said_no_on",
        PUPILS.iter().map(|p| {
            let yes = |flag: bool| if flag { "yes" } else { "no" };
            let (protected, objection) =
                (p.answer == Answer::Protected, p.answer == Answer::Objection);
            let left = if p.answer == Answer::Left {
                "2026-10-30"
            } else {
                ""
            };
            let said_no = if p.biometric == Biometric::PupilNo {
                "2026-10-01"
            } else {
                ""
            };
            format!(
                "{},{},{},{left},no,{said_no}",
                p.id,
                yes(protected),
                yes(objection)
            )
        }),
    )
}

fn events() -> String {
    let mut text = String::new();
    for event in EVENTS {
        let classes: Vec<String> = event
            .classes
            .iter()
            .map(|class: &Class| format!("{:?}", class.name()))
            .collect();
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            r#"[[event]]
id = "{}"
title = "{}"
on = "{}"
classes = [{}]
channels = ["website", "newsletter", "display"]
purpose = "{}"
directed_by = "Deputy head"
assent_given = true
device_allowed = true
photographer = "A member of staff"
rights_held = true
uploader_current = true

"#,
            event.id,
            event.title,
            event.on,
            classes.join(", "),
            event.purpose,
        );
    }
    text
}
