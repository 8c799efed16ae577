//! Where a role asks for one-time codes: they are set up before anything else.

use askama::Template;
use gatehouse_app::sign_in::SignInError;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, dots::Dots, layout::Page, moment, show},
    visitor::{Visit, own},
};

#[derive(Template)]
#[template(path = "sign_in/codes.html")]
struct Codes {
    page: Page,
    token: String,
    next: String,
    wrongs: Vec<Wrong>,
    /// The secret in groups of four letters.
    groups: Vec<String>,
    /// The secret as an address that code apps open.
    address: String,
    /// The same as a picture that they scan.
    dots: Option<Dots>,
    /// What the clock of the house tells, by which codes are checked.
    now: String,
}

/// Shows the secret and asks for a first code.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let Some(carried) = &visit.carried else {
        return Err(visit.away("/sign-in"));
    };
    let to_be = visit.doors.house.begin_codes(carried).await?;
    show(&Codes {
        page: Page::bare("Set up one-time codes"),
        token: visit.form_mark(),
        next: visit.next(),
        wrongs: Vec::new(),
        groups: groups(&to_be.text),
        dots: Dots::of(&to_be.address),
        address: to_be.address,
        now: moment(visit.doors.house.now()),
    })
}

/// Takes the first code.
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    let house = &visit.doors.house;
    match house
        .confirm_codes(carried, fields.one("code"), visit.from())
        .await
    {
        Ok(()) => Ok(super::on(fields.one("next"))),
        Err(SignInError::CodeWrong) => {
            // The same secret again: it is on the telephone already.
            let to_be = house.codes_to_be(carried).await?;
            again(&Codes {
                page: super::wrong("Set up one-time codes"),
                token: visit.form_mark(),
                next: own(Some(fields.one("next"))).to_owned(),
                wrongs: vec![Wrong::new(
                    "code",
                    "This code is not right. Check that the telephone tells the time that stands here, and \
                     enter the next code",
                )],
                groups: groups(&to_be.text),
                dots: Dots::of(&to_be.address),
                address: to_be.address,
                now: moment(house.now()),
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// Groups of four, as one reads them to oneself while typing.
fn groups(secret: &str) -> Vec<String> {
    secret.split_whitespace().map(str::to_owned).collect()
}
