//! Who looks after accounts and the machine, and who watches over the logs.

use gatehouse_app::worker::{self, Habits};
use gatehouse_domain::role::Role;

use crate::{
    account::{ask, made, token},
    browser::Browser,
    site::{PASSWORD, Site, login, on_site},
};

/// The page of somebody's account.
async fn page_of(admin: &mut Browser, name: &str) -> String {
    let list = admin.open("/accounts").await.is(200);
    let row = list.html.split("/accounts/").skip(1).find(|piece| {
        let name = format!("\">{name}</a>");
        piece.contains(&name)
    });
    let id = row.expect("a line of theirs").split('"').next().unwrap();
    format!("/accounts/{id}")
}

#[test]
fn an_account_is_opened_and_its_owner_comes_in_by_the_link_that_is_shown_once() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        admin.open("/accounts/new").await.is(200);
        let form = [
            ("name", "Mx Sample"),
            ("login", "m.sample"),
            ("role", "staff"),
        ];
        let opened = admin.submit("/accounts/new", &form).await.is(200);
        opened.says("It has no password yet: make a link");
        let page = page_of(&mut admin, "Mx Sample").await;
        admin.open(&page).await.is(200).says("Password Not set yet");
        let first = admin.post(&format!("{page}/link"), &[]).await.is(200);
        first
            .says("Hand over this link")
            .says("It is shown this once.");
        // A reload makes another, and no link is lost.
        let shown = admin.post(&format!("{page}/link"), &[]).await.is(200);
        let link = made(&shown);
        assert_ne!(link, made(&first));
        assert!(
            link.starts_with(&format!("{}/set/", site.address)),
            "{link}"
        );
        let path = link.strip_prefix(&site.address).unwrap();
        // The same form once more opens no second account.
        let again = admin.post("/accounts/new", &form).await.is(422);
        again.says("There is an account with this user name");
        assert!(again.html.contains("value=\"Mx Sample\""));
        let mut owner = site.browser();
        owner.open(path).await.is(200).says("m.sample");
        let set = [("password", PASSWORD), ("second", PASSWORD)];
        owner.post(path, &set).await.leads_to("/sign-in");
        admin.open(&page).await.is(200).says("Password Set");
        let mut owner = site.signed_in_as(None, "m.sample").await;
        owner.open("/events").await.is(200);
    });
}

#[test]
fn what_an_account_lacks_is_said_and_what_was_typed_stays() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let form = [("name", ""), ("login", "two words"), ("role", "nothing")];
        let seen = admin.post("/accounts/new", &form).await.is(422);
        seen.says("Enter the person’s name")
            .says("Enter a user name without spaces")
            .says("Tick what the person does");
        assert!(seen.html.contains("value=\"two words\""));
    });
}

#[test]
fn no_administrator_makes_a_safeguarding_lead_or_a_head_alone() {
    on_site(async |site: Site| {
        site.signed_in(Role::Dsl).await;
        let mut admin = site.signed_in(Role::Admin).await;
        admin.open("/accounts/new").await.is(200);
        let form = [("name", "Me Too"), ("login", "me.too"), ("role", "dsl")];
        let refused = admin.post("/accounts/new", &form).await.is(422);
        refused.says("gatehouse user roles");
        let staff = page_of(&mut admin, login(Role::Staff)).await;
        let roles = [("role", "staff"), ("role", "head")];
        let refused = admin.post(&format!("{staff}/roles"), &roles).await.is(422);
        refused.says("are not given or taken by one administrator alone");
        let dsl = page_of(&mut admin, login(Role::Dsl)).await;
        let sheet = admin.open(&dsl).await.is(200);
        sheet.says("gatehouse user link");
        assert!(!sheet.html.contains("Make a link"));
        let refused = admin.post(&format!("{dsl}/link"), &[]).await.is(403);
        refused.says("second-person-needed");
    });
}

#[test]
fn an_owner_sees_that_an_administrator_made_the_link_by_which_the_password_was_set() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let page = page_of(&mut admin, login(Role::Staff)).await;
        let shown = admin.post(&format!("{page}/link"), &[]).await.is(200);
        let link = made(&shown).replace(&site.address, "");
        let mut owner = site.browser();
        let set = [("password", PASSWORD), ("second", PASSWORD)];
        owner.post(&link, &set).await.leads_to("/sign-in");
        let mut owner = site.signed_in(Role::Staff).await;
        let told = owner.open("/account").await.is(200);
        told.says("by a link that an administrator made: ");
        told.says(login(Role::Admin));
    });
}

#[test]
fn a_page_that_was_refused_is_a_line_of_the_access_log_without_what_was_asked_for() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let pupil = "0197f0a0-0000-7000-8000-000000000001";
        admin.get(&format!("/pupils/{pupil}")).await.is(403);
        let mut dpo = site.signed_in(Role::Dpo).await;
        let log = dpo.open("/logs").await.is(200);
        log.says("Ask for a page that is not theirs");
        log.says("Refused: /pupils/{person}");
        assert!(!log.html.contains(pupil));
    });
}

#[test]
fn roles_count_from_the_next_page_on_and_nobody_gives_them_to_themselves() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        teacher.get("/report").await.is(403);
        let page = page_of(&mut admin, login(Role::Staff)).await;
        let roles = [("role", "staff"), ("role", "dpo")];
        let saved = admin.submit(&format!("{page}/roles"), &roles).await;
        saved.is(200).says("The roles are saved.");
        teacher.get("/report").await.is(200);
        let none = admin.post(&format!("{page}/roles"), &[]).await.is(422);
        none.says("To keep them out, close the account");
        let own = page_of(&mut admin, login(Role::Admin)).await;
        let sheet = admin.open(&own).await.is(200);
        sheet.says("This is your own account.");
        for (path, form) in [
            ("roles", &[("role", "dsl")][..]),
            ("close", &[]),
            ("open", &[]),
            ("link", &[("lost", "yes")]),
        ] {
            let refused = admin.post(&format!("{own}/{path}"), form).await.is(403);
            refused.says("role-missing");
        }
        let close = admin.open(&format!("{own}/close")).await.is(200);
        close.says("Another administrator must close it.");
        assert!(!close.html.contains("Close the account"));
        admin.open("/accounts").await.is(200);
        admin.get("/events").await.is(403);
    });
}

#[test]
fn who_s_account_is_closed_is_out_at_their_next_page_and_their_programs_too() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let carried = token(&mut teacher, "Card reader", &["upload"]).await;
        let page = page_of(&mut admin, login(Role::Staff)).await;
        admin.open(&page).await.is(200).says("Card reader");
        admin.open(&format!("{page}/close")).await.is(200);
        let closed = admin.submit(&format!("{page}/close"), &[]).await;
        closed.is(200).says("The account is closed.").says("Closed");
        teacher.get("/events").await.leads_to("/sign-in");
        ask(&mut teacher, "/api/v1/events", &carried).await.is(401);
        let opened = admin.submit(&format!("{page}/open"), &[]).await;
        opened.is(200).says("The account is open again.");
        let old = [("login", login(Role::Staff)), ("password", PASSWORD)];
        let mut again = site.browser();
        again.get("/sign-in").await.is(200);
        again.post("/sign-in", &old).await.is(422);
        // The sessions and tokens of before stay ended.
        teacher.get("/events").await.leads_to("/sign-in");
        ask(&mut teacher, "/api/v1/events", &carried).await.is(401);
    });
}

#[test]
fn a_new_link_ends_the_old_password_only_once_it_is_used() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let page = page_of(&mut admin, login(Role::Staff)).await;
        let shown = admin.post(&format!("{page}/link"), &[]).await.is(200);
        let first = made(&shown).replace(&site.address, "");
        let shown = admin.post(&format!("{page}/link"), &[]).await.is(200);
        let second = made(&shown).replace(&site.address, "");
        teacher.get("/events").await.is(200);
        let mut owner = site.browser();
        let new = "lemon window harbour frost";
        let set = [("password", new), ("second", new)];
        owner.post(&first, &set).await.is(410);
        owner.post(&second, &set).await.leads_to("/sign-in");
        teacher.get("/events").await.leads_to("/sign-in");
    });
}

#[test]
fn an_admin_ends_somebody_s_token() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let carried = token(&mut teacher, "Card reader", &["upload"]).await;
        let page = page_of(&mut admin, login(Role::Staff)).await;
        let sheet = admin.open(&page).await.is(200);
        let end = sheet.links(&format!("{page}/tokens/")).pop().unwrap();
        admin.open(&end).await.is(200).says("Card reader");
        admin
            .submit(&end, &[])
            .await
            .is(200)
            .says("The token is ended.");
        ask(&mut teacher, "/api/v1/events", &carried).await.is(401);
    });
}

#[test]
fn the_machine_says_how_it_is_and_what_is_stuck_is_tried_again() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        let well = admin.open("/machine").await.is(200);
        well.says("All is well.").says("No job is stuck.");
        well.says("Decode processes start behind");
        let town = &site.town;
        let photo = town.upload_children().await;
        town.lose_the_key_of(photo.0);
        let habits = Habits {
            count: 1,
            attempts: 1,
            ..Habits::default()
        };
        Box::pin(worker::drain(&town.house, habits)).await.unwrap();
        assert_eq!(town.stuck().await, 1);
        let ill = admin.open("/machine").await.is(200);
        ill.says("1 thing needs you.").says("A job is stuck: clean");
        ill.says("Clean a picture 1 job");
        let other = [("kind", "publish")];
        admin.submit("/machine/retry", &other).await.is(200);
        assert_eq!(town.stuck().await, 1);
        let kind = [("kind", "clean")];
        let retried = admin.submit("/machine/retry", &kind).await;
        retried.is(200).says("What was stuck is being tried again.");
        assert_eq!(town.stuck().await, 0);
        let whole = admin.open("/machine/everything").await.is(200);
        whole.says("Every sealed picture is where it should be.");
        whole.says("lines are as they were written.");
        for name in ["teacher", "P1", "Wren"] {
            whole.does_not_say(name);
        }
        admin
            .open("/logs/proof")
            .await
            .is(200)
            .says("All is as it was written.");
        admin.get("/logs").await.is(403);
    });
}

#[test]
fn data_protection_reads_the_logs_page_by_page_and_proves_them() {
    on_site(async |site: Site| {
        site.town.published().await;
        for _ in 0..16 {
            site.signed_in(Role::Staff).await;
        }
        let mut dpo = site.signed_in(Role::Dpo).await;
        let newest = dpo.open("/logs").await.is(200);
        newest.says("Access log").says("Sign in").says("teacher");
        let older = newest.links("/logs?log=access&before=").pop().unwrap();
        let page = dpo.open(&older).await.is(200);
        page.says("The newest lines").says("Open an account");
        let evidence = dpo.open("/logs?log=evidence").await.is(200);
        evidence.says("Publish a post").says("Clear a post");
        for page in [&newest, &page, &evidence] {
            for pupil in ["Rosie", "Planting", "bulbs", "<img"] {
                assert!(!page.html.contains(pupil), "{pupil}");
            }
        }
        dpo.open("/logs/proof")
            .await
            .is(200)
            .says("All is as it was written.");
        let report = dpo.open("/report").await.is(200);
        report.says("Out now 1").says("Checked 1");
        for path in ["/events", "/accounts", "/machine"] {
            dpo.get(path).await.is(403);
        }
        let mut head = site.signed_in(Role::Head).await;
        head.open("/report").await.is(200).says("Out now 1");
        head.get("/logs").await.is(403);
    });
}

#[test]
fn every_line_that_a_day_writes_has_its_words() {
    on_site(async |site: Site| {
        let (_, release) = site.town.published().await;
        site.town.take_back(release).await.unwrap();
        site.work().await;
        site.town.days_pass(40);
        site.town.tend().await;
        site.work().await;
        let mut dpo = site.signed_in(Role::Dpo).await;
        for log in ["access", "evidence"] {
            let mut next = Some(format!("/logs?log={log}"));
            while let Some(path) = next {
                let page = dpo.open(&path).await.is(200);
                let cells = page.html.split("<td class=\"govuk-table__cell\">").skip(1);
                for cell in cells.map(|cell| cell.split("</td>").next().unwrap()) {
                    let is_code = cell.contains('-') && !cell.contains(' ');
                    assert!(!is_code, "{cell} in {path}");
                }
                next = page.links(&format!("/logs?log={log}&before=")).pop();
            }
        }
    });
}
