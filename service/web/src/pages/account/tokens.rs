//! Tokens with which programs act for somebody: the list, a new one that is
//! shown once, the end of one.

use std::collections::BTreeSet;

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::Signed,
    sign_in::{Scope, SignInError, TokenInfo},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, moment, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// Days that are proposed.
const DAYS: &str = "90";

/// Tokens that are listed at most.
const LISTED: usize = 50;

/// A token on a page.
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) may: Vec<&'static str>,
    pub(crate) until: String,
    pub(crate) used: String,
    /// Whether it may still be used.
    pub(crate) live: bool,
}

#[derive(Template)]
#[template(path = "account/tokens.html")]
struct List {
    page: Page,
    tokens: Vec<Line>,
    may_make: bool,
}

#[derive(Template)]
#[template(path = "account/token_new.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    name: String,
    scopes: Vec<Choice>,
    days: String,
}

/// A box to tick.
struct Choice {
    value: &'static str,
    text: &'static str,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "account/token_made.html")]
struct Made {
    page: Page,
    carried: String,
    until: String,
}

#[derive(Template)]
#[template(path = "account/token_end.html")]
pub(crate) struct End {
    pub(crate) page: Page,
    pub(crate) token: String,
    pub(crate) name: String,
    /// The page before, which the form's address begins with.
    pub(crate) before: String,
    pub(crate) id: Uuid,
}

/// What somebody may let a program do, by their roles.
fn offered(signed: &Signed<'_>) -> impl Iterator<Item = Scope> {
    let held = |scope: &Scope| scope.roles().iter().any(|role| signed.holds(*role));
    Scope::ALL.into_iter().filter(held)
}

const fn words(scope: Scope) -> &'static str {
    match scope {
        Scope::Upload => "Set up events and add pictures",
        Scope::Words => "Write the words beside pictures and put posts together",
        Scope::Register => "Bring in permissions from the office’s own system",
        Scope::Recall => "Take posts back",
        Scope::Report => "Read numbers and prove the logs",
    }
}

/// Tokens for a page, the newest first.
pub(crate) fn lines(tokens: Vec<TokenInfo>, now: Timestamp) -> Vec<Line> {
    let line = |token: TokenInfo| Line {
        id: token.id,
        name: token.name,
        may: token.scopes.iter().copied().map(words).collect(),
        until: moment(token.revoked_at.unwrap_or(token.expires_at)),
        used: token.used_at.map_or_else(|| "Never".to_owned(), moment),
        live: token.revoked_at.is_none() && token.expires_at > now,
    };
    tokens.into_iter().take(LISTED).map(line).collect()
}

/// Lists them.
pub(crate) async fn list(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&List {
        page: visit.page(&signed, "Tokens for programs").await?,
        tokens: lines(signed.tokens().await?, visit.doors.house.now()),
        may_make: offered(&signed).next().is_some(),
    })
}

/// Asks for a new one.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&Form {
        page: visit.page(&signed, "Make a token").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        name: String::new(),
        scopes: choices(&signed, &BTreeSet::new()),
        days: DAYS.to_owned(),
    })
}

/// Makes it and shows it, this once.
pub(crate) async fn make(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let name = fields.one("name");
    let ticked: BTreeSet<Scope> = fields
        .all("scope")
        .filter_map(|code| code.parse().ok())
        .filter(|scope| offered(&signed).any(|one| one == *scope))
        .collect();
    let days: u16 = fields.one("days").parse().unwrap_or(0);
    let mut wrongs = Vec::new();
    if !(1..=80).contains(&name.chars().count()) {
        let says = "Enter what the token is for, in up to 80 characters";
        wrongs.push(Wrong::new("name", says));
    } else if has_live(&signed, name, visit.doors.house.now()).await? {
        let says = "There is a token of this name. Choose another name, or end that one first";
        wrongs.push(Wrong::new("name", says));
    }
    if ticked.is_empty() {
        wrongs.push(Wrong::new("scopes", "Tick what the program may do"));
    }
    if !(1..=365).contains(&days) {
        wrongs.push(Wrong::new("days", "Enter a number of days from 1 to 365"));
    }
    if wrongs.is_empty() {
        let made = signed.make_token(name, &ticked, days).await?;
        return show(&Made {
            page: visit.page(&signed, "Copy the token now").await?,
            carried: made.token.reveal(),
            until: moment(made.expires_at),
        });
    }
    let mut page = visit.page(&signed, "Make a token").await?;
    page.wrong = true;
    again(&Form {
        page,
        token: visit.form_mark(),
        wrongs,
        name: name.to_owned(),
        scopes: choices(&signed, &ticked),
        days: fields.one("days").to_owned(),
    })
}

/// Whether a token of that name may be used: a form that was sent twice makes
/// no second one.
async fn has_live(signed: &Signed<'_>, name: &str, now: Timestamp) -> Result<bool, SignInError> {
    let tokens = signed.tokens().await?;
    let same = |token: &TokenInfo| {
        token.name == name && token.revoked_at.is_none() && token.expires_at > now
    };
    Ok(tokens.iter().any(same))
}

fn choices(signed: &Signed<'_>, ticked: &BTreeSet<Scope>) -> Vec<Choice> {
    let choice = |scope: Scope| Choice {
        value: scope.code(),
        text: words(scope),
        ticked: ticked.contains(&scope),
    };
    offered(signed).map(choice).collect()
}

/// Asks whether one is to end.
pub(crate) async fn ask_end(visit: Visit, token: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let found = find(signed.tokens().await?, *token)?;
    show(&End {
        page: visit.page(&signed, "End this token?").await?,
        token: visit.form_mark(),
        name: found.name,
        before: "/account/tokens".to_owned(),
        id: found.id,
    })
}

/// Ends it.
pub(crate) async fn end(visit: Visit, token: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    find(signed.tokens().await?, *token)?;
    signed.revoke_token(*token).await?;
    Ok(go("/account/tokens?done=token-ended"))
}

/// The token of that id.
pub(crate) fn find(tokens: Vec<TokenInfo>, id: Uuid) -> Result<TokenInfo, Stop> {
    let found = tokens.into_iter().find(|token| token.id == id);
    Ok(found.ok_or_else(Problem::no_such_page)?)
}
