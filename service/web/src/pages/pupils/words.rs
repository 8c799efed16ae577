//! What was agreed about somebody, as people say it.

use gatehouse_app::{
    school::Kind,
    street::person_sheet::{OnChannel, PersonSheet},
};
use gatehouse_domain::{
    biometric::{BiometricStatus, PupilWord, Reason},
    permission::{Basis, Decision, Denial, Giver, Naming, PermissionRow, Purpose},
};

use crate::pages::day;

/// Whether a picture may be used on a channel, in a word.
pub(crate) fn permitted(on: &OnChannel) -> &'static str {
    match (on.denied.is_empty(), on.named) {
        (false, _) => "No",
        (true, true) => "Yes, with the first name",
        (true, false) => "Yes, without a name",
    }
}

/// Why it may not.
pub(crate) const fn denied(denial: Denial) -> &'static str {
    match denial {
        Denial::Protected => "The child is protected.",
        Denial::Objection => "A parent or the child objects.",
        Denial::Refused => "The answer was no.",
        Denial::Withdrawn => "The permission was taken back.",
        Denial::NotTaken => "Taking pictures of them was not agreed.",
        Denial::Left => "They have left, and use after leaving was not agreed.",
        Denial::Absent => "There is no answer on record.",
        Denial::Expired => "The permission has ended.",
        Denial::OlderText => "The permission was given on an older form.",
        Denial::NameNotAgreed => "The name is not agreed.",
        Denial::StaleSource => "The consents were imported too long ago.",
    }
}

/// One answer: what, by whom, when.
pub(crate) fn answer(row: &PermissionRow, kind: Kind) -> String {
    let ends = row.expires_on.map(|on| format!(", until {}", day(on)));
    format!(
        "{}: {}, {}{}",
        said(row),
        given_by(row.given_by, kind),
        day(row.given_on),
        ends.unwrap_or_default()
    )
}

/// What was answered.
pub(crate) fn said(row: &PermissionRow) -> &'static str {
    match (row.decision, row.basis, row.naming) {
        (Decision::Granted, ..) if row.detail.purpose == Purpose::Taking => "Yes",
        (Decision::Refused, ..) => "No",
        (Decision::Withdrawn, ..) => "Taken back",
        (Decision::Granted, Basis::Consent, Naming::PictureOnly) => "Yes, without a name",
        (Decision::Granted, Basis::Consent, Naming::WithFirstName) => "Yes, with the first name",
        (Decision::Granted, Basis::PublicTask | Basis::LegitimateInterests, _) => {
            "Told, and did not object"
        }
    }
}

/// By whom.
pub(crate) fn given_by(giver: Giver, kind: Kind) -> String {
    match (giver, kind) {
        (Giver::Guardian(0), _) => "first guardian".to_owned(),
        (Giver::Guardian(1), _) => "second guardian".to_owned(),
        (Giver::Guardian(place), _) => format!("guardian {}", place.saturating_add(1)),
        (Giver::Self_, Kind::Pupil) => "the pupil".to_owned(),
        (Giver::Self_, Kind::Staff) => "themselves".to_owned(),
    }
}

/// Whether a face may be recognised, and why not.
pub(crate) fn recognition(status: &BiometricStatus) -> Vec<&'static str> {
    if status.is_allowed() {
        return vec!["The law and the family allow it."];
    }
    status.reasons().iter().map(|one| barred(*one)).collect()
}

/// That the pupil took their no back, when, and who wrote it down.
pub(crate) fn took_back(person: &PersonSheet) -> Option<String> {
    let PupilWord::ChangedMind { on } = person.word else {
        return None;
    };
    let by = person.heard_by.as_deref();
    let by = by.map_or_else(String::new, |by| format!(" {by} wrote it down."));
    let on = day(on);
    Some(format!(
        "The pupil had said no, and took that back on {on}.{by}"
    ))
}

const fn barred(reason: Reason) -> &'static str {
    match reason {
        Reason::NoParentRecorded => "No parent is on record.",
        Reason::ParentNotNotified => "A parent has not been told in writing.",
        Reason::ExceptionNotSigned => "That a parent is not asked is not signed for.",
        Reason::NoWrittenConsent => "No parent has agreed in writing.",
        Reason::ParentObjected => "A parent objects.",
        Reason::ConsentWithdrawn => "A parent took their agreement back.",
        Reason::PupilRefused => "The pupil said no.",
        Reason::HasLeft => "The pupil has left.",
        Reason::Restricted => "Use is frozen while a dispute is settled.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatehouse_domain::Channel;
    use jiff::civil::date;

    #[test]
    fn an_answer_reads_as_people_say_it() {
        let mut row = PermissionRow {
            detail: gatehouse_domain::permission::Detail::default(),
            channel: Channel::Website,
            naming: Naming::WithFirstName,
            basis: Basis::Consent,
            decision: Decision::Refused,
            given_by: Giver::Guardian(0),
            given_on: date(2026, 9, 3),
            expires_on: None,
            text_version: 1,
        };
        assert_eq!(
            answer(&row, Kind::Pupil),
            "No: first guardian, 3 September 2026"
        );
        row.decision = Decision::Granted;
        row.given_by = Giver::Self_;
        row.expires_on = Some(date(2027, 9, 2));
        assert_eq!(
            answer(&row, Kind::Pupil),
            "Yes, with the first name: the pupil, 3 September 2026, until 2 September 2027"
        );
    }
}
