//! A town with its doors open: pages on a port of this machine, and somebody of
//! every role who can sign in.

use std::{net::TcpListener, thread};

use gatehouse_app::{street::office::NewLogin, worker::Drained};
use gatehouse_domain::{
    ids::{AccountId, SchoolId},
    role::Role,
};
use gatehouse_store::db::Settings;
use tokio::sync::oneshot;

use crate::{
    browser::Browser,
    house::{Town, on_street_with},
};

/// Everybody's password.
pub const PASSWORD: &str = "plum gravel otter kite";

/// The town with its doors.
pub struct Site {
    pub town: Town,
    /// Where the pages are, without a slash at the end.
    pub address: String,
    /// Closes the doors when the site is dropped.
    _open: oneshot::Sender<()>,
}

/// Plays a story in a town with its doors open.
pub fn on_site<F: Future<Output = ()>>(story: impl FnOnce(Site) -> F) {
    on_site_with(None, story);
}

/// Plays it where the town's rows are in that database.
pub fn on_site_with<F: Future<Output = ()>>(
    database: Option<Settings>,
    story: impl FnOnce(Site) -> F,
) {
    on_street_with(database, async |town: Town| {
        let site = Box::pin(Site::open(town)).await;
        Box::pin(story(site)).await;
    });
}

/// What somebody of a role types as their user name.
pub const fn login(role: Role) -> &'static str {
    match role {
        Role::Staff => "teacher",
        Role::Editor => "editor",
        Role::Dsl => "dsl",
        Role::Head => "head",
        Role::Office => "office",
        Role::Dpo => "dpo",
        Role::Admin => "admin",
    }
}

impl Site {
    async fn open(town: Town) -> Self {
        for role in [Role::Dsl, Role::Head, Role::Dpo, Role::Admin] {
            open_account(&town, town.school, login(role), role).await;
        }
        for account in town.house.accounts(town.school).await.unwrap() {
            set_password(&town, town.school, account.id).await;
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (open, closed) = oneshot::channel();
        let house = town.house.clone();
        thread::spawn(move || {
            let settings = gatehouse_web::Settings {
                https: false,
                behind_proxy: false,
                threads: 1,
            };
            let serving = async {
                tokio::select! {
                    served = gatehouse_web::serve(house, settings, listener) => served.unwrap(),
                    _ = closed => {}
                }
            };
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(serving);
        });
        Self {
            town,
            address,
            _open: open,
        }
    }

    /// The browser of somebody who is not signed in.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// The browser of somebody of a role, signed in, the agreement signed.
    pub async fn signed_in(&self, role: Role) -> Browser {
        self.signed_in_as(None, login(role)).await
    }

    /// The browser of somebody who signs in, at a school where there are many.
    pub async fn signed_in_as(&self, school: Option<SchoolId>, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.get("/sign-in").await.is(200);
        let school = school.unwrap_or(self.town.school).0.to_string();
        let form = [
            ("school", &*school),
            ("login", login),
            ("password", PASSWORD),
        ];
        let answer = browser.post("/sign-in", &form).await;
        // They sign the agreement the first time only.
        if answer.location().as_deref() != Some("/") {
            answer.leads_to("/sign-in/agreement");
            let page = browser.get("/sign-in/agreement").await;
            let version = page.field("version");
            let form = [("agreed", "yes"), ("version", &*version)];
            let signed = browser.post("/sign-in/agreement", &form).await;
            signed.leads_to("/");
        }
        browser.get("/").await.is(200);
        browser
    }

    /// Another school in the same house, with somebody who holds every role.
    pub async fn another_school(&self) -> SchoolId {
        let town = &self.town;
        let school = town.house.begin_school("Hillbrook School").await.unwrap();
        let all = NewLogin {
            login: "everything".to_owned(),
            name: "Everything".to_owned(),
            roles: Role::ALL.into_iter().collect(),
        };
        let account = town.house.open_account(school, &all).await.unwrap();
        set_password(town, school, account.id).await;
        school
    }

    /// Works until nothing is left to do.
    pub async fn work(&self) -> Drained {
        self.town.work().await
    }
}

/// Opens an account of one role.
pub async fn open_account(town: &Town, school: SchoolId, login: &str, role: Role) -> AccountId {
    let new = NewLogin {
        login: login.to_owned(),
        name: login.to_owned(),
        roles: [role].into(),
    };
    town.house.open_account(school, &new).await.unwrap().id
}

/// Sets everybody's password by a link, as they would.
pub async fn set_password(town: &Town, school: SchoolId, account: AccountId) {
    let link = town.house.make_set_link(school, account, false, None).await;
    let token = link.unwrap().token.reveal();
    town.house.set_password(&token, PASSWORD).await.unwrap();
}
