//! Permissions and what overrides them, from `permissions.csv` and
//! `standing.csv`.

use std::{collections::BTreeSet, path::Path};

use gatehouse_domain::{
    Channel,
    permission::{Basis, Decision, Detail, Giver, Means, Naming, PermissionRow, Purpose, YesOf},
};

use super::{
    people::{Kind, Person, find},
    rows::{Row, SchoolError, each_row},
};

/// In place of a channel: the answer is about taking pictures at all.
const TAKING: &str = "taking";

/// The columns of an answer, but for the form that it is about.
pub(super) const ANSWER: [&str; 9] = [
    "mis_id",
    "channel",
    "naming",
    "decision",
    "basis",
    "given_by",
    "given_on",
    "expires_on",
    "method",
];

/// How an answer reached the school.
const MEANS: &[(&str, Option<Means>)] = &[
    ("", None),
    ("paper", Some(Means::Paper)),
    ("portal", Some(Means::Portal)),
    ("email", Some(Means::Email)),
    ("verbal", Some(Means::Verbal)),
    ("in-person", Some(Means::InPerson)),
];

/// How an answer reached the school, as the office's files write it.
pub(crate) fn means_code(means: Means) -> &'static str {
    let known = MEANS.iter().find(|(_, one)| *one == Some(means));
    known.map_or("", |(code, _)| code)
}

/// Adds every row of `permissions.csv` to its person's history.
pub(super) fn read(folder: &Path, people: &mut [Person]) -> Result<(), SchoolError> {
    let columns = [&ANSWER[..], &["text_version"]].concat();
    each_row(folder, "permissions.csv", &columns, |row| {
        let line = permission(row)?;
        let person = find(people, row)?;
        if line.decision == Decision::Granted && !may_grant(person, line.given_by) {
            return Err(row.bad(
                "given_by",
                "a yes for a pupil is given by one of their guardians in guardians.csv, for staff by themselves".into(),
            ));
        }
        person.standing.rows.push(line);
        Ok(())
    })
}

/// Whether this yes is to be recorded: of a recorded guardian, of staff for
/// themselves, of a pupil whose own yes the profile asks for.
pub(crate) fn may_grant(person: &Person, giver: Giver) -> bool {
    match (person.kind, giver) {
        (Kind::Pupil, Giver::Guardian(place)) => {
            usize::from(place) < person.biometric.guardians.len()
        }
        (Kind::Staff, Giver::Self_) => true,
        (Kind::Pupil, Giver::Self_) => person.standing.asks.yes_of == YesOf::Both,
        (Kind::Staff, Giver::Guardian(_)) => false,
    }
}

/// Whether it counts besides: a guardian's only where they hold parental
/// responsibility.
pub(crate) fn counts(person: &Person, giver: Giver) -> bool {
    let without = &person.standing.asks.without_responsibility;
    may_grant(person, giver) && !matches!(giver, Giver::Guardian(place) if without.contains(&place))
}

fn permission(row: &Row<'_>) -> Result<PermissionRow, SchoolError> {
    let text_version = row.parsed("text_version", |text| {
        text.parse::<u32>().map_err(|_| "use a whole number")
    })?;
    answer(row, text_version)
}

/// The answer in a row, given to that version of the text.
pub(super) fn answer(row: &Row<'_>, text_version: u32) -> Result<PermissionRow, SchoolError> {
    let taking = row.text("channel")? == TAKING;
    Ok(PermissionRow {
        channel: if taking {
            Channel::Display
        } else {
            row.parsed("channel", str::parse::<Channel>)?
        },
        naming: row.one_of(
            "naming",
            &[
                ("picture-only", Naming::PictureOnly),
                ("with-first-name", Naming::WithFirstName),
            ],
        )?,
        basis: row.one_of(
            "basis",
            &[
                ("consent", Basis::Consent),
                ("public-task", Basis::PublicTask),
                ("legitimate-interests", Basis::LegitimateInterests),
            ],
        )?,
        decision: row.one_of(
            "decision",
            &[
                ("granted", Decision::Granted),
                ("refused", Decision::Refused),
                ("withdrawn", Decision::Withdrawn),
            ],
        )?,
        given_by: row.parsed("given_by", giver)?,
        given_on: row
            .date("given_on")?
            .ok_or_else(|| row.bad("given_on", "give the day of the answer".into()))?,
        expires_on: row.date("expires_on")?,
        text_version,
        detail: Detail {
            means: row.one_of("method", MEANS)?,
            purpose: if taking {
                Purpose::Taking
            } else {
                Purpose::Using
            },
        },
    })
}

/// `guardian 1`, `guardian 2`, … or `pupil` (`self` for staff).
pub(super) fn giver(text: &str) -> Result<Giver, &'static str> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "pupil" | "self" => Ok(Giver::Self_),
        _ => lower
            .strip_prefix("guardian ")
            .and_then(|n| n.parse::<u16>().ok())
            .and_then(|n| n.checked_sub(1))
            .map(Giver::Guardian)
            .ok_or("use guardian 1, guardian 2, pupil or self"),
    }
}

/// Reads `standing.csv`: protection, objections, leaving, the pupil's no. Every
/// pupil has exactly one row: a missing one could be a protected pupil's.
pub(super) fn read_standing(folder: &Path, people: &mut [Person]) -> Result<(), SchoolError> {
    const FILE: &str = "standing.csv";
    const COLUMNS: &[&str] = &[
        "mis_id",
        "protected",
        "objection",
        "left_on",
        "after_leaving",
        "said_no_on",
    ];
    let mut seen = BTreeSet::new();
    each_row(folder, FILE, COLUMNS, |row| {
        let protected = row.flag("protected")?;
        let objection = row.flag("objection")?;
        let left_on = row.date("left_on")?;
        let after_leaving = row.flag("after_leaving")?;
        let said_no_on = row.date("said_no_on")?;
        let person = find(people, row)?;
        if !seen.insert(person.id.clone()) {
            return Err(row.bad("mis_id", "this id stands twice: keep one row".into()));
        }
        person.standing.protected = protected;
        person.standing.objection = objection;
        person.standing.left_on = left_on;
        person.standing.after_leaving = after_leaving;
        super::guardians::note_pupil(&mut person.biometric, said_no_on, left_on);
        Ok(())
    })?;
    let missing = people
        .iter()
        .filter(|person| person.kind == Kind::Pupil && !seen.contains(&person.id))
        .count();
    if missing > 0 {
        return Err(SchoolError::BadFile {
            file: FILE,
            problem: format!("{missing} pupils have no row: give every pupil one"),
        });
    }
    Ok(())
}
