//! Parents' and pupils' answers on recognising the face, from
//! `guardians.csv` and `standing.csv`.

use std::path::Path;

use gatehouse_domain::biometric::{
    Answer, BiometricFacts, Exception, Ground, GuardianFacts, Method, PupilWord, Relation,
};
use jiff::civil::Date;

use super::{
    people::{Person, find},
    rows::{Row, SchoolError, each_row},
};

pub(super) const COLUMNS: &[&str] = &[
    "mis_id",
    "guardian",
    "parental_responsibility",
    "notified_on",
    "biometric",
    "method",
];

/// Adds every row of `guardians.csv` to its pupil's record.
pub(super) fn read(folder: &Path, people: &mut [Person]) -> Result<(), SchoolError> {
    each_row(folder, "guardians.csv", COLUMNS, |row| {
        let facts = guardian(row)?;
        find(people, row)?.biometric.guardians.push(facts);
        Ok(())
    })
}

/// What a row says of one guardian.
pub(super) fn guardian(row: &Row<'_>) -> Result<GuardianFacts, SchoolError> {
    // The Act asks of every parent, with or without parental responsibility
    // (s.28), so everybody listed must be told and may object. Only who holds
    // it agrees to pictures.
    let relation = if row.flag("parental_responsibility")? {
        Relation::Parent
    } else {
        Relation::ParentWithout
    };
    let notified_on = row.date("notified_on")?;
    let method = row.one_of(
        "method",
        &[
            ("", None),
            ("paper", Some(Method::Paper)),
            ("portal", Some(Method::Portal)),
            ("email", Some(Method::Email)),
            ("verbal", Some(Method::Verbal)),
        ],
    )?;
    // A yes without a date of its own is dated by the notice it answers.
    let consented = method
        .zip(notified_on)
        .map_or(Answer::None, |(method, on)| Answer::Consented {
            on,
            method,
        });
    // An exception counts once the DSL has signed it, in a column of its own.
    let signed_on = row.date_if_there("exception_signed_on")?;
    let exception = |ground| Some(Exception { ground, signed_on });
    let (answer, exception) = row.one_of(
        "biometric",
        &[
            ("", (Answer::None, None)),
            ("consented", (consented, None)),
            ("objected", (Answer::Objected, None)),
            ("withdrawn", (Answer::Withdrawn, None)),
            (
                "cannot-be-found",
                (Answer::None, exception(Ground::CannotBeFound)),
            ),
            (
                "lacks-capacity",
                (Answer::None, exception(Ground::LacksCapacity)),
            ),
            (
                "childs-welfare",
                (Answer::None, exception(Ground::ChildsWelfare)),
            ),
            (
                "not-practicable",
                (Answer::None, exception(Ground::NotPracticable)),
            ),
        ],
    )?;
    Ok(GuardianFacts {
        relation,
        notified_on,
        exception,
        answer,
    })
}

/// Notes what `standing.csv` says of a pupil's own word and leaving.
pub(super) fn note_pupil(
    facts: &mut BiometricFacts,
    said_no_on: Option<Date>,
    left_on: Option<Date>,
) {
    if said_no_on.is_some() {
        facts.pupil = PupilWord::Refused;
    }
    facts.left_on = left_on.or(facts.left_on);
}
