//! One pupil as the office keeps them: what was agreed, by whom and when, and
//! a form for the next answer.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::Signed,
    school::Kind,
    street::{
        office::{on_record::OnRecord, record::Guardians},
        person_sheet::{OnChannel, PersonSheet},
    },
};
use gatehouse_domain::{
    Channel,
    biometric::{Answer as Said, Ground, GuardianFacts, PupilWord},
    ids::PersonId,
    permission::{Decision, PermissionRow, Purpose},
};
use uuid::Uuid;

use super::answer::{Asked, MEANS};
use crate::{
    fields::Fields,
    pages::{
        Answer, Wrong, channel_name, day,
        layout::Page,
        pupils::words::{denied, given_by, permitted, recognition, said, took_back},
        show,
    },
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// Answers that are listed.
const LISTED: usize = 50;
/// Digits of a hash that are shown of it.
const SHORT: usize = 12;

#[derive(Template)]
#[template(path = "register/person.html")]
pub(super) struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    person: PersonSheet,
    history: Vec<OnRecord>,
    guardians: Guardians,
    asked: Asked,
}

/// Shows them. Their name is on the page and not in its title, which stays in
/// the browser's history.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    show(&shown(&visit, &signed, PersonId(*person), None).await?)
}

/// Notes that the pupil said no to having their face recognised.
pub(crate) async fn said_no(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let person = PersonId(*person);
    office.person(person).await?;
    office.pupil_said_no(person).await?;
    Ok(go(&format!("/register/{}?done=pupil-said-no", person.0)))
}

/// The page, with a form that was filled in before where there is one.
pub(super) async fn shown(
    visit: &Visit,
    signed: &Signed<'_>,
    person: PersonId,
    refused: Option<(Asked, Vec<Wrong>)>,
) -> Result<Shown, Stop> {
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let sheet = office.person(person).await?;
    let history = office.answers_on_record(person).await?;
    let guardians = office.guardians(person).await?;
    let today = visit.doors.house.today();
    let mut page = visit.page(signed, "Pupil").await?;
    page.wrong = refused.is_some();
    let (asked, wrongs) = refused.unwrap_or_else(|| (Asked::begin(&guardians, today), Vec::new()));
    Ok(Shown {
        page,
        token: visit.form_mark(),
        wrongs,
        person: sheet,
        history,
        guardians,
        asked,
    })
}

impl Shown {
    fn is_pupil(&self) -> bool {
        self.person.kind == Kind::Pupil
    }

    fn said_no(&self) -> bool {
        self.person.word == PupilWord::Refused
    }

    fn left(&self) -> Option<String> {
        self.person.left_on.map(day)
    }

    fn recognition(&self) -> Vec<&'static str> {
        recognition(&self.person.recognition)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template hands over references"
    )]
    const fn channel(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    fn permitted(on: &OnChannel) -> &'static str {
        permitted(on)
    }

    fn denied(on: &OnChannel) -> Vec<&'static str> {
        on.denied.iter().map(|one| denied(*one)).collect()
    }

    fn took_back(&self) -> Option<String> {
        took_back(&self.person)
    }

    fn listed(&self) -> &[OnRecord] {
        self.history.get(..LISTED).unwrap_or(&self.history)
    }

    fn older(&self) -> usize {
        self.history.len().saturating_sub(LISTED)
    }

    /// An answer as a line of history.
    fn line(&self, known: &OnRecord) -> String {
        let row = &known.row;
        let ends = match (row.decision, row.expires_on) {
            (Decision::Granted, Some(end)) => format!(" Until {}.", day(end)),
            _ => String::new(),
        };
        let by = given_by(row.given_by, self.person.kind);
        let by_means = MEANS
            .iter()
            .find(|(.., means)| row.detail.means == Some(*means));
        let means = by_means.map_or_else(String::new, |(_, text, _)| format!(" {text}."));
        let form = form_of(row.text_version, known.sha256.as_deref());
        format!("{}, said {by}.{means} {form}{ends}", said(row))
    }

    /// What an answer is about.
    const fn about(row: &PermissionRow) -> &'static str {
        match row.detail.purpose {
            Purpose::Using => channel_name(row.channel),
            Purpose::Taking => "Taking pictures",
        }
    }

    const fn holds(guardian: &GuardianFacts) -> bool {
        guardian.relation.has_responsibility()
    }

    fn on(row: &PermissionRow) -> String {
        day(row.given_on)
    }

    fn told(guardian: &GuardianFacts) -> String {
        match (guardian.notified_on, guardian.exception) {
            (Some(on), _) => format!("Told in writing on {}", day(on)),
            (None, Some(exception)) => {
                let why = match exception.ground {
                    Ground::CannotBeFound => "cannot be found",
                    Ground::LacksCapacity => "lacks capacity",
                    Ground::ChildsWelfare => "the child’s welfare",
                    Ground::NotPracticable => "not practicable",
                };
                let signed = match exception.signed_on {
                    Some(on) => format!("signed on {}", day(on)),
                    None => "not signed yet".to_owned(),
                };
                format!("Not asked: {why}, {signed}")
            }
            (None, None) => "Not told in writing yet".to_owned(),
        }
    }

    fn answered(guardian: &GuardianFacts) -> String {
        match guardian.answer {
            Said::None => "No answer".to_owned(),
            Said::Consented { on, method } if method.is_written() => {
                format!("Yes, in writing, {}", day(on))
            }
            Said::Consented { on, .. } => {
                format!("Yes, only spoken, {}: it does not count", day(on))
            }
            Said::Objected => "No".to_owned(),
            Said::Withdrawn => "Taken back".to_owned(),
        }
    }
}

/// The form that an answer was given on, by version and by the beginning of its
/// hash: one that was put on file later is not what they agreed to.
fn form_of(version: u32, sha256: Option<&str>) -> String {
    match sha256.and_then(|sha256| sha256.get(..SHORT)) {
        Some(short) => format!("Form version {version}, SHA-256 {short}…."),
        None => format!("Form version {version}, which was not on file then."),
    }
}

#[cfg(test)]
mod tests {
    use super::form_of;

    #[test]
    fn a_form_is_known_by_its_hash_or_said_to_be_unknown() {
        let told = form_of(3, Some(&"0123456789abcdef".repeat(4)));
        assert_eq!(told, "Form version 3, SHA-256 0123456789ab….");
        assert_eq!(
            form_of(3, None),
            "Form version 3, which was not on file then."
        );
    }
}
