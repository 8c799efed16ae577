//! Who may sign in, for who looks after accounts: the list, and one that is
//! opened. Neither pictures nor pupils are seen from here.

pub(crate) mod one;

use std::collections::BTreeSet;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::{
    sign_in::SetLink,
    street::{
        StreetError,
        office::{Account, NewLogin},
    },
};
use gatehouse_domain::role::Role;

use super::{Answer, Part, Wrong, again, layout::Page, moment, show};
use crate::{
    fields::Fields,
    problem::{Problem, sentence},
    visitor::{Visit, go},
};

/// Accounts on one page.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List {
    page: Page,
    accounts: Vec<Line>,
    before: Option<usize>,
    after: Option<usize>,
}

/// An account in the list.
struct Line {
    id: uuid::Uuid,
    name: String,
    login: String,
    roles: String,
    closed: bool,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    login: String,
    name: String,
    roles: Vec<Choice>,
}

/// A role to tick.
struct Choice {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct Link {
    page: Page,
    account: uuid::Uuid,
    login: String,
    address: String,
    until: String,
}

/// A role as people call it.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Staff => "Staff",
        Role::Editor => "Editor",
        Role::Dsl => "Safeguarding lead",
        Role::Head => "Head",
        Role::Office => "Office",
        Role::Dpo => "Data protection officer",
        Role::Admin => "Administrator",
    }
}

/// What it lets somebody do.
const fn role_does(role: Role) -> &'static str {
    match role {
        Role::Staff => "Adds pictures, says who is in them, writes the words",
        Role::Editor => "Approves what others added, publishes it, takes it back",
        Role::Dsl => "Decides exceptions and looks after protected pupils; deputies too",
        Role::Head => "Switches channels and face recognition on",
        Role::Office => "Brings in pupils and permissions, keeps cameras and deadlines",
        Role::Dpo => "Reads numbers and logs; sees no picture",
        Role::Admin => "Looks after accounts and the machine; sees no picture and no pupil",
    }
}

fn choices(ticked: &BTreeSet<Role>) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.code(),
        text: role_name(role),
        hint: role_does(role),
        ticked: ticked.contains(&role),
    };
    Role::ALL.into_iter().map(choice).collect()
}

/// The roles that were ticked.
fn ticked(fields: &Fields) -> BTreeSet<Role> {
    let codes = fields.all("role");
    codes.filter_map(|code| code.parse().ok()).collect()
}

/// Lists them by name.
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let mut accounts = admin.accounts().await?;
    accounts.sort_by_cached_key(|account| (account.name.to_lowercase(), account.id));
    let (all, from) = (accounts.len(), part.from);
    let after = from.saturating_add(LISTED);
    show(&List {
        page: visit.page(&signed, "Accounts").await?,
        accounts: accounts
            .into_iter()
            .skip(from)
            .take(LISTED)
            .map(line)
            .collect(),
        before: (from > 0).then(|| from.saturating_sub(LISTED)),
        after: (after < all).then_some(after),
    })
}

fn line(account: Account) -> Line {
    let roles: Vec<&str> = account.roles.iter().copied().map(role_name).collect();
    Line {
        id: account.id.0,
        name: account.name,
        login: account.login,
        roles: roles.join(", "),
        closed: account.disabled,
    }
}

/// Asks for a new one.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    signed.admin().ok_or_else(Problem::role_missing)?;
    show(&Form {
        page: visit.page(&signed, "Open an account").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        login: String::new(),
        name: String::new(),
        roles: choices(&BTreeSet::new()),
    })
}

/// Opens it. The link by which its password is set is made on its page.
pub(crate) async fn open(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let new = NewLogin {
        login: fields.one("login").to_owned(),
        name: fields.one("name").to_owned(),
        roles: ticked(&fields),
    };
    let mut wrongs = faults(&new);
    if wrongs.is_empty() {
        match admin.open_account(&new).await {
            Ok(account) => {
                // The link is made on its own page, so that a reload loses none.
                return Ok(go(&format!("/accounts/{account}?done=account-new")));
            }
            Err(error @ StreetError::SecondPerson) => {
                wrongs.push(Wrong::new("roles", sentence(&error.to_string())));
            }
            Err(StreetError::LoginTaken) => {
                let says = "There is an account with this user name. Choose another";
                wrongs.push(Wrong::new("login", says));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut page = visit.page(&signed, "Open an account").await?;
    page.wrong = true;
    again(&Form {
        page,
        token: visit.form_mark(),
        wrongs,
        roles: choices(&new.roles),
        login: new.login,
        name: new.name,
    })
}

/// What is wrong with an account that is to be opened, in the form's order.
fn faults(new: &NewLogin) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let fits = |text: &str| (1..=80).contains(&text.chars().count());
    if !fits(&new.name) {
        let says = "Enter the person’s name, in up to 80 characters";
        wrongs.push(Wrong::new("name", says));
    }
    if !fits(&new.login) || new.login.contains(char::is_whitespace) {
        let says = "Enter a user name without spaces, in up to 80 characters";
        wrongs.push(Wrong::new("login", says));
    }
    if new.roles.is_empty() {
        wrongs.push(Wrong::new("roles", "Tick what the person does"));
    }
    wrongs
}

/// The page that shows a link once.
async fn show_link(
    visit: &Visit,
    (account, login): (uuid::Uuid, String),
    link: &SetLink,
) -> Answer {
    let signed = visit.signed().await?;
    show(&Link {
        page: visit.page(&signed, "Hand over this link").await?,
        account,
        login,
        address: format!("{}/set/{}", visit.outside(), link.token.reveal()),
        until: moment(link.expires_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_needs_a_name_a_user_name_and_a_role() {
        let new = |login: &str, name: &str, roles: &[Role]| NewLogin {
            login: login.to_owned(),
            name: name.to_owned(),
            roles: roles.iter().copied().collect(),
        };
        let fields =
            |new: &NewLogin| -> Vec<&str> { faults(new).iter().map(|wrong| wrong.field).collect() };
        assert_eq!(
            fields(&new("m.sample", "Mx Sample", &[Role::Staff])),
            [""; 0]
        );
        assert_eq!(fields(&new("", "", &[])), ["name", "login", "roles"]);
        assert_eq!(
            fields(&new("m sample", "Mx Sample", &[Role::Dpo])),
            ["login"]
        );
        assert_eq!(fields(&new(&"m".repeat(81), "M", &[Role::Dpo])), ["login"]);
    }
}
