//! `gatehouse user`: accounts, for who looks after this installation.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::bail;
use gatehouse_app::{
    house::House,
    street::{
        Actor, StreetError,
        office::{Account, NewLogin},
    },
};
use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    retention::school_time_zone,
    role::Role,
};
use serde::Serialize;

use crate::{
    args::{User, UserCommand},
    house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

/// An account as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    login: &'a str,
    name: &'a str,
    roles: Vec<&'static str>,
    closed: bool,
}

pub(crate) fn run(args: &User) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.which.file)?;
    setup::block_on(async {
        let house = house::open(&config, Arc::new(SystemClock)).await?;
        let school = house::school(&house, args.which.school).await?;
        match &args.command {
            UserCommand::Add { login, name, roles } => {
                let new = NewLogin {
                    login: login.clone(),
                    name: name.clone(),
                    roles: roles.iter().copied().collect(),
                };
                let opened = match house.open_account(school, &new).await {
                    Err(StreetError::LoginTaken) => bail!(
                        "this login is taken: choose another; `gatehouse user link` makes a new \
                         link for who has it"
                    ),
                    opened => opened?,
                };
                say(format!("opened {login}"))?;
                link(&house, school, opened.id, false).await?;
            }
            UserCommand::Link { login, new_codes } => {
                let account = known(&house, school, login).await?;
                link(&house, school, account.id, *new_codes).await?;
            }
            UserCommand::List { json } => list(&house.accounts(school).await?, *json)?,
            UserCommand::Roles { login, roles } => {
                let account = known(&house, school, login).await?;
                let roles: BTreeSet<Role> = roles.iter().copied().collect();
                house.set_roles(school, &account, &roles).await?;
                say(format!(
                    "{login} has these roles now: {}",
                    words(&roles).join(", ")
                ))?;
            }
            UserCommand::Close {
                login,
                even_the_last,
            } => {
                let account = known(&house, school, login).await?;
                if !even_the_last && house.is_last_admin(school, account.id).await? {
                    bail!(
                        "{login} is the last who looks after accounts: open another with \
                         `gatehouse user add`, or say --even-the-last"
                    );
                }
                house.set_disabled(school, account.id, true).await?;
                say(format!("closed {login}"))?;
            }
            UserCommand::Open { login } => {
                let account = known(&house, school, login).await?;
                house.set_disabled(school, account.id, false).await?;
                say(format!(
                    "opened {login} again; the password of before does not work any more: make a \
                     link with gatehouse user link {login}"
                ))?;
            }
        }
        Ok(Outcome::Fine)
    })
}

/// The account with a login, or what to do where there is none.
async fn known(house: &House, school: SchoolId, login: &str) -> anyhow::Result<Actor> {
    match house.account(school, login).await {
        Err(StreetError::NoSuch(_)) => bail!(
            "nobody has this login: `gatehouse user list` shows every login, `gatehouse user add` \
             makes one"
        ),
        found => Ok(found?),
    }
}

/// Makes a link to set a password and prints it for who hands it over.
pub(super) async fn link(
    house: &House,
    school: SchoolId,
    account: AccountId,
    new_codes: bool,
) -> anyhow::Result<()> {
    let link = house
        .make_set_link(school, account, new_codes, None)
        .await?;
    let until = link.expires_at.to_zoned(school_time_zone());
    Ok(say(format!(
        "This sets the password, once, until {}. Put it behind the address at which the pages \
         are opened, such as https://photos.school.example, and hand it over in person:\n\
         /set/{}",
        until.strftime("%-d %B %Y, %H:%M"),
        link.token.reveal()
    ))?)
}

fn words(roles: &BTreeSet<Role>) -> Vec<&'static str> {
    roles.iter().map(|role| role.code()).collect()
}

fn list(accounts: &[Account], json: bool) -> anyhow::Result<()> {
    if json {
        let lines: Vec<Line<'_>> = accounts
            .iter()
            .map(|account| Line {
                login: &account.login,
                name: &account.name,
                roles: words(&account.roles),
                closed: account.disabled,
            })
            .collect();
        return Ok(say(serde_json::to_string_pretty(&lines)?)?);
    }
    for account in accounts {
        let closed = if account.disabled { "  (closed)" } else { "" };
        let roles = words(&account.roles).join(", ");
        say(format!(
            "{}  {}  {roles}{closed}",
            account.login, account.name
        ))?;
    }
    Ok(())
}
