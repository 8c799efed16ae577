//! After the story the school can be visited: a login for each role, with
//! passwords that hold for this run only.

use std::{collections::BTreeSet, sync::Arc};

use gatehouse_app::{
    house::House,
    sign_in::Rules,
    street::{StreetError, office::NewLogin},
};
use gatehouse_domain::role::Role;

use crate::DemoError;

/// A login with its password. No Debug: it holds one.
pub struct Login {
    /// What to type.
    pub login: String,
    /// The password.
    pub password: String,
    /// What they may do.
    pub role: Role,
}

/// Nobody who visits has the telephones of the story's people.
#[must_use]
pub fn rules() -> Rules {
    Rules {
        codes_for: BTreeSet::new(),
    }
}

/// Opens the accounts that the story did not need, and gives everybody a
/// password.
///
/// # Errors
/// The house's.
pub async fn logins(house: &Arc<House>) -> Result<Vec<Login>, DemoError> {
    let mut logins = Vec::new();
    for school in house.schools().await.map_err(StreetError::from)? {
        for (login, name, role) in [
            ("dsl", "Jo Whitlock", Role::Dsl),
            ("head", "Chris Fairburn", Role::Head),
            ("dpo", "Kit Marlowe", Role::Dpo),
            ("admin", "Pat Rowntree", Role::Admin),
        ] {
            let new = NewLogin {
                login: login.to_owned(),
                name: name.to_owned(),
                roles: BTreeSet::from([role]),
            };
            house.open_account(school, &new).await?;
        }
        for account in house.accounts(school).await? {
            let password = password(house);
            let link = house.make_set_link(school, account.id, false, None).await?;
            house.set_password(&link.token.reveal(), &password).await?;
            for role in account.roles {
                logins.push(Login {
                    login: account.login.clone(),
                    password: password.clone(),
                    role,
                });
            }
        }
    }
    logins.sort_by_key(|login| login.role);
    Ok(logins)
}

/// Three groups that one can type from a screen.
fn password(house: &House) -> String {
    let letters: Vec<char> = house.new_token().reveal().chars().take(15).collect();
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}
