//! A pupil takes their no to recognition back: their own word, written down by
//! the office or a safeguarding lead who heard it. Nothing comes back by it.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{desk::Signed, street::person_sheet::PersonSheet};
use gatehouse_domain::{biometric::PupilWord, ids::PersonId};
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, asked::Choice, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// Where the pupil's page is: the safeguarding lead's, or the office's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Pupils,
    Register,
}

#[derive(Template)]
#[template(path = "pupils/changed-mind.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    room: Room,
    person: PersonSheet,
    themselves: Vec<Choice>,
}

/// Asks the safeguarding lead.
pub(crate) async fn ask(visit: Visit, person: Path<Uuid>) -> Answer {
    asked(&visit, Room::Pupils, PersonId(*person)).await
}

/// Asks the office.
pub(crate) async fn ask_office(visit: Visit, person: Path<Uuid>) -> Answer {
    asked(&visit, Room::Register, PersonId(*person)).await
}

/// Writes it down for the safeguarding lead.
pub(crate) async fn note(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    noted(&visit, Room::Pupils, PersonId(*person), &fields).await
}

/// Writes it down for the office.
pub(crate) async fn note_office(visit: Visit, person: Path<Uuid>, fields: Fields) -> Answer {
    noted(&visit, Room::Register, PersonId(*person), &fields).await
}

async fn asked(visit: &Visit, room: Room, person: PersonId) -> Answer {
    let signed = visit.signed().await?;
    let person = room.person(&signed, person).await?;
    if person.word != PupilWord::Refused {
        return Ok(go(&room.page_of(person.person)));
    }
    show(&form(visit, &signed, (room, person)).await?)
}

async fn noted(visit: &Visit, room: Room, person: PersonId, fields: &Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let person = room.person(&signed, person).await?;
    let page = room.page_of(person.person);
    if fields.one("themselves") != "yes" {
        let mut form = form(visit, &signed, (room, person)).await?;
        let says = "Tick that the pupil said so themselves: nobody else can";
        form.wrongs.push(Wrong::new("themselves", says));
        form.page.wrong = true;
        return again(&form);
    }
    let done = room.note(&signed, person.person).await?;
    // Where it was taken back before, by another press, it is done.
    let told = if done { "?done=pupil-changed-mind" } else { "" };
    Ok(go(&format!("{page}{told}")))
}

async fn form(
    visit: &Visit,
    signed: &Signed<'_>,
    (room, person): (Room, PersonSheet),
) -> Result<Form, Stop> {
    let says = "The pupil told me, or another member of staff, themselves";
    Ok(Form {
        page: visit.page(signed, "A pupil takes their no back").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        room,
        person,
        themselves: vec![Choice::new("yes", says, false)],
    })
}

impl Room {
    async fn person(self, signed: &Signed<'_>, person: PersonId) -> Result<PersonSheet, Stop> {
        Ok(match self {
            Self::Pupils => {
                let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
                dsl.person(person).await?
            }
            Self::Register => {
                let office = signed.office().ok_or_else(Problem::role_missing)?;
                office.person(person).await?
            }
        })
    }

    async fn note(self, signed: &Signed<'_>, person: PersonId) -> Result<bool, Stop> {
        Ok(match self {
            Self::Pupils => {
                let dsl = signed.dsl().ok_or_else(Problem::role_missing)?;
                dsl.pupil_changed_mind(person).await?
            }
            Self::Register => {
                let office = signed.office().ok_or_else(Problem::role_missing)?;
                office.pupil_changed_mind(person).await?
            }
        })
    }

    fn page_of(self, person: PersonId) -> String {
        match self {
            Self::Pupils => format!("/pupils/{person}"),
            Self::Register => format!("/register/{person}"),
        }
    }
}

impl Form {
    fn back(&self) -> String {
        self.room.page_of(self.person.person)
    }
}
