//! One pupil: where their picture may be used, since when and by whose word.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    school::Kind,
    street::person_sheet::{OnChannel, PersonSheet},
};
use gatehouse_domain::{Channel, biometric::PupilWord, ids::PersonId};
use uuid::Uuid;

use super::words::{answer, denied, permitted, recognition, took_back};
use crate::{
    pages::{Answer, channel_name, day, layout::Page, show},
    problem::Problem,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "pupils/person.html")]
struct Shown {
    page: Page,
    token: String,
    person: PersonSheet,
}

/// Shows them. Their name is on the page and not in its title, which stays in
/// the browser's history.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
    let person = dsl.person(PersonId(*person)).await?;
    show(&Shown {
        page: visit.page(&signed, "Pupil").await?,
        token: visit.form_mark(),
        person,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands everything over by reference"
)]
impl Shown {
    fn is_pupil(&self) -> bool {
        self.person.kind == Kind::Pupil
    }

    fn said_no(&self) -> bool {
        self.person.word == PupilWord::Refused
    }

    fn took_back(&self) -> Option<String> {
        took_back(&self.person)
    }

    fn left(&self) -> Option<String> {
        self.person.left_on.map(day)
    }

    fn recognition(&self) -> Vec<&'static str> {
        recognition(&self.person.recognition)
    }

    const fn channel(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    fn permitted(on: &OnChannel) -> &'static str {
        permitted(on)
    }

    fn denied(on: &OnChannel) -> Vec<&'static str> {
        on.denied.iter().map(|one| denied(*one)).collect()
    }

    /// Every answer for a channel, the newest first.
    fn answers(&self, on: &OnChannel) -> Vec<String> {
        let answers = on.answers.iter();
        answers.map(|row| answer(row, self.person.kind)).collect()
    }
}
