//! One's own account: what one is called, the password, the one-time codes, the
//! tokens of one's programs.

pub(crate) mod codes;
pub(crate) mod password;
pub(crate) mod tokens;

use askama::Template;
use gatehouse_app::street::office::HasSet;

use super::{Answer, accounts::role_name, layout::Page, moment, show};
use crate::{
    cookies::Kind,
    fields::Fields,
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "account/account.html")]
struct Account {
    page: Page,
    token: String,
    name: String,
    login: String,
    roles: Vec<&'static str>,
    has: HasSet,
    password: String,
}

/// Shows it.
pub(crate) async fn show_account(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let who = signed.who().await?;
    let has = signed.has_set().await?;
    show(&Account {
        page: visit.page(&signed, "Your account").await?,
        token: visit.form_mark(),
        name: who.name,
        login: who.login,
        roles: signed.roles().iter().copied().map(role_name).collect(),
        password: password_came(has, signed.link_maker().await?),
        has,
    })
}

/// When the password was set and how, so that its owner sees that somebody
/// else did.
fn password_came(has: HasSet, maker: Option<String>) -> String {
    let Some(set) = has.set else {
        return "Set".to_owned();
    };
    let at = moment(set.at);
    match (set.by_link, maker) {
        (false, _) => format!("Set on {at}, by you"),
        (true, Some(maker)) => format!(
            "Set on {at}, by a link that an administrator made: {maker}. If that was not you, \
             tell your head or safeguarding lead at once"
        ),
        (true, None) => format!("Set on {at}, by a link that was made on the machine itself"),
    }
}

/// Ends every session of theirs, this one too.
pub(crate) async fn leave_everywhere(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    visit.signed().await?;
    let carried = visit.carried.as_deref().unwrap_or_default();
    visit.doors.house.sign_out_everywhere(carried).await?;
    let mut answer = go("/sign-in?done=signed-out-everywhere");
    let gone = visit.doors.secure.take(Kind::Session);
    answer.add_cookie(&gone).map_err(|_| Problem::bad_form())?;
    Ok(answer)
}
