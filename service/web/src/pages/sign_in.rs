//! The way in: a user name and a password, and what is asked for after them.

pub(crate) mod agreement;
pub(crate) mod code;
pub(crate) mod codes;
pub(crate) mod set;
pub(crate) mod unlock;

use actix_web::HttpResponse;
use askama::Template;
use gatehouse_app::sign_in::{Attempt, Lobby, SignInError, Step, Token};
use gatehouse_domain::ids::SchoolId;

use super::{Answer, Wrong, layout::Page};
use crate::{
    cookies::Kind,
    fields::Fields,
    problem::{Problem, Stop},
    visitor::{Visit, address, escape, go, own},
};

#[derive(Template)]
#[template(path = "sign_in/ask.html")]
struct Ask {
    page: Page,
    token: String,
    next: String,
    wrongs: Vec<Wrong>,
    schools: Vec<Lobby>,
    /// The school that is chosen; none at first.
    chosen: Option<SchoolId>,
    login: String,
}

impl Ask {
    fn is_chosen(&self, school: &Lobby) -> bool {
        self.chosen == Some(school.id)
    }
}

/// Asks for user name and password.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let page = Ask {
        page: notice(&visit, "Sign in"),
        next: visit.next(),
        token: String::new(),
        wrongs: Vec::new(),
        schools: visit.doors.house.lobby().await?,
        chosen: None,
        login: String::new(),
    };
    with_form(&visit, page, super::show)
}

/// Takes user name and password.
pub(crate) async fn enter(visit: Visit, fields: Fields) -> Answer {
    check_form(&visit, &fields)?;
    let house = &visit.doors.house;
    let schools = house.lobby().await?;
    let chosen = fields.one("school").parse().ok().map(SchoolId);
    let school = match &*schools {
        [only] => Some(only.id),
        many => chosen.filter(|id| many.iter().any(|known| known.id == *id)),
    };
    let browser = visit.doors.secure.read(&visit.request, Kind::Browser);
    let attempt = Attempt {
        login: fields.one("login"),
        password: fields.raw("password"),
        from: visit.from(),
        browser: browser.as_deref(),
    };
    let refused = match school {
        None => Wrong::new("school", "Choose your school"),
        Some(_) if attempt.login.is_empty() => Wrong::new("login", "Enter your user name"),
        Some(_) if attempt.password.is_empty() => Wrong::new("password", "Enter your password"),
        Some(school) => match house.sign_in(school, &attempt).await {
            Ok(signed) => {
                let asked = own(Some(fields.one("next")));
                let next = match (signed.next, asked) {
                    (Step::Open, _) => asked.to_owned(),
                    (step, "/") => address(step).to_owned(),
                    (step, _) => format!("{}?next={}", address(step), escape(asked)),
                };
                let secure = visit.doors.secure;
                let mut answer = go(&next);
                for cookie in [
                    secure.give(Kind::Session, signed.session.reveal()),
                    secure.give(Kind::Browser, signed.browser),
                    secure.take(Kind::Form),
                ] {
                    answer
                        .add_cookie(&cookie)
                        .map_err(|_| Problem::bad_form())?;
                }
                return Ok(answer);
            }
            Err(error) => refusal(error)?,
        },
    };
    let page = Ask {
        page: wrong("Sign in"),
        next: own(Some(fields.one("next"))).to_owned(),
        token: String::new(),
        wrongs: vec![refused],
        schools,
        chosen: school,
        login: attempt.login.to_owned(),
    };
    with_form(&visit, page, super::again)
}

/// Ends the session.
pub(crate) async fn leave(visit: Visit, fields: Fields) -> Answer {
    if let Some(carried) = &visit.carried {
        visit.check(fields.token())?;
        visit.doors.house.sign_out(carried).await?;
    }
    let mut answer = go("/sign-in?done=signed-out");
    let gone = visit.doors.secure.take(Kind::Session);
    answer.add_cookie(&gone).map_err(|_| Problem::bad_form())?;
    Ok(answer)
}

/// What is said beside the password, where it is about what was typed.
fn refusal(error: SignInError) -> Result<Wrong, Stop> {
    match error {
        SignInError::NotRecognised => Ok(Wrong::new(
            "login",
            "The user name or the password is not right. Type them again, or ask who looks after \
             Gatehouse for a new link",
        )),
        other => Err(other.into()),
    }
}

/// Shows a form to a browser in which nobody has signed in, with what proves
/// that it is this browser's.
fn with_form(visit: &Visit, mut page: Ask, show: impl Fn(&Ask) -> Answer) -> Answer {
    let secure = visit.doors.secure;
    let carried = secure.read(&visit.request, Kind::Form);
    let carried = carried.and_then(|text| Token::parse(&text));
    let token = carried.unwrap_or_else(|| visit.doors.house.new_token());
    page.token = token.form_mark();
    let mut answer = show(&page)?;
    let cookie = secure.give(Kind::Form, token.reveal());
    answer
        .add_cookie(&cookie)
        .map_err(|_| Problem::bad_form())?;
    Ok(answer)
}

/// Refuses a form that was not given to this browser.
fn check_form(visit: &Visit, fields: &Fields) -> Result<(), Stop> {
    let carried = visit.doors.secure.read(&visit.request, Kind::Form);
    match carried.and_then(|text| Token::parse(&text)) {
        Some(token) if token.form_fits(fields.token()) => Ok(()),
        _ => Err(Problem::stale_form().into()),
    }
}

/// A page of nobody, with what was just done.
fn notice(visit: &Visit, title: &str) -> Page {
    let mut page = Page::bare(title);
    page.notice = super::notices::of(visit.request.query_string());
    page
}

/// A page of nobody, with something wrong on it.
fn wrong(title: &str) -> Page {
    let mut page = Page::bare(title);
    page.wrong = true;
    page
}

/// On to the next step: the first page finds out which it is.
fn on(next: &str) -> HttpResponse {
    go(own(Some(next)))
}
