//! Permissions and what overrides them, from `permissions.csv` and
//! `standing.csv`.

use std::path::Path;

use gatehouse_domain::{
    Channel,
    permission::{Basis, Decision, Giver, Naming, PermissionRow},
};

use super::{
    people::{Person, find},
    rows::{Row, SchoolError, each_row},
};

/// Adds every row of `permissions.csv` to its person's history.
pub(super) fn read(
    folder: &Path,
    people: &mut [Person],
    text_version: u32,
) -> Result<(), SchoolError> {
    each_row(folder, "permissions.csv", |row| {
        let line = permission(row, text_version)?;
        find(people, row)?.standing.rows.push(line);
        Ok(())
    })
}

fn permission(row: &Row<'_>, text_version: u32) -> Result<PermissionRow, SchoolError> {
    Ok(PermissionRow {
        channel: row.parsed("channel", str::parse::<Channel>)?,
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
        // An optional column: forms before versions count as the current one
        // only where the file says so.
        text_version: row.text("text_version").map_or(Ok(text_version), |text| {
            text.parse()
                .map_err(|_| row.bad("text_version", "use a whole number".into()))
        })?,
    })
}

/// `guardian 1`, `guardian 2`, … or `pupil` (`self` for staff).
fn giver(text: &str) -> Result<Giver, &'static str> {
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

/// Reads `standing.csv`: protection, objections, leaving, the pupil's no.
pub(super) fn read_standing(folder: &Path, people: &mut [Person]) -> Result<(), SchoolError> {
    each_row(folder, "standing.csv", |row| {
        let protected = row.flag("protected")?;
        let objection = row.flag("objection")?;
        let left_on = row.date("left_on")?;
        let after_leaving = row.flag("after_leaving")?;
        let said_no_on = row.date("said_no_on")?;
        let person = find(people, row)?;
        person.standing.protected |= protected;
        person.standing.objection |= objection;
        person.standing.left_on = left_on;
        person.standing.after_leaving = after_leaving;
        super::guardians::note_pupil(&mut person.biometric, said_no_on, left_on);
        Ok(())
    })
}
