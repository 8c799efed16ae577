//! One's own one-time codes: begun for the first time, or put into another
//! telephone. The old ones go on until a first new code was given.

use askama::Template;
use gatehouse_app::sign_in::SignInError;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, dots::Dots, layout::Page, moment, show},
    problem::sentence,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "account/codes.html")]
struct Begin {
    page: Page,
    token: String,
    has: bool,
}

#[derive(Template)]
#[template(path = "account/codes_new.html")]
struct New {
    page: Page,
    token: String,
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

/// Says what codes are and asks whether to begin.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&Begin {
        page: visit.page(&signed, "One-time codes").await?,
        token: visit.form_mark(),
        has: signed.has_set().await?.codes,
    })
}

/// Makes a new secret.
pub(crate) async fn begin(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    visit.signed().await?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    visit.doors.house.begin_codes(carried).await?;
    Ok(go("/account/codes/new"))
}

/// Shows the new secret and asks for a first code.
pub(crate) async fn ask_code(visit: Visit) -> Answer {
    let begun = page(&visit, None).await?;
    match begun {
        Some(page) => show(&page),
        None => Ok(go("/account/codes")),
    }
}

/// Takes the first code.
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    visit.signed().await?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    let (house, from) = (&visit.doors.house, visit.from());
    let wrong = match house.confirm_codes(carried, fields.one("code"), from).await {
        Ok(()) => return Ok(go("/account?done=codes-set")),
        Err(SignInError::OutOfTurn) => return Ok(go("/account/codes")),
        Err(SignInError::CodeWrong) => Wrong::new(
            "code",
            "This code is not right. Check that the telephone tells the time that stands here, and enter \
             the next code",
        ),
        Err(error @ SignInError::TooManyTries { .. }) => {
            Wrong::new("code", sentence(&error.to_string()))
        }
        Err(error) => return Err(error.into()),
    };
    match page(&visit, Some(wrong)).await? {
        Some(page) => again(&page),
        None => Ok(go("/account/codes")),
    }
}

/// The page with the new secret; none where none was begun.
async fn page(visit: &Visit, wrong: Option<Wrong>) -> Result<Option<New>, crate::problem::Stop> {
    let signed = visit.signed().await?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    let to_be = match visit.doors.house.codes_to_be(carried).await {
        Ok(to_be) => to_be,
        Err(SignInError::OutOfTurn) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut page = visit.page(&signed, "Set up one-time codes").await?;
    page.wrong = wrong.is_some();
    Ok(Some(New {
        page,
        token: visit.form_mark(),
        wrongs: wrong.into_iter().collect(),
        groups: to_be.text.split_whitespace().map(str::to_owned).collect(),
        dots: Dots::of(&to_be.address),
        address: to_be.address,
        now: moment(visit.doors.house.now()),
    }))
}
