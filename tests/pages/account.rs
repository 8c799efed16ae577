//! One's own account: the password, the codes, the tokens of one's programs.

use gatehouse_app::sign_in::codes;
use gatehouse_domain::role::Role;

use crate::{
    browser::{Browser, Seen},
    site::{PASSWORD, Site, login, on_site},
};

const NEW: &str = "lemon window harbour frost";

/// What is shown once: a token or a link.
#[track_caller]
pub fn made(seen: &Seen) -> String {
    let tag = seen
        .html
        .split("id=\"made\"")
        .nth(1)
        .expect("something made");
    let value = tag.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Makes a token with these scopes, as its owner does on the page.
pub async fn token(browser: &mut Browser, name: &str, scopes: &[&str]) -> String {
    let mut form = vec![("name", name), ("days", "90")];
    form.extend(scopes.iter().map(|scope| ("scope", *scope)));
    made(&browser.post("/account/tokens/new", &form).await.is(200))
}

/// What an address of the API answers to who carries that.
pub async fn ask(browser: &mut Browser, path: &str, token: &str) -> Seen {
    let request = browser.request(reqwest::Method::GET, path);
    browser.send(request.bearer_auth(token)).await
}

#[test]
fn a_changed_password_ends_the_other_sessions_and_the_old_one() {
    on_site(async |site: Site| {
        let mut here = site.signed_in(Role::Staff).await;
        let mut there = site.signed_in(Role::Staff).await;
        here.open("/account").await.is(200).says("teacher");
        here.open("/account/password").await.is(200);
        let form = [("before", PASSWORD), ("password", NEW), ("second", NEW)];
        let changed = here.submit("/account/password", &form).await.is(200);
        changed.says("Your password is changed.");
        there.get("/").await.leads_to("/sign-in");
        let mut again = site.browser();
        again.get("/sign-in").await.is(200);
        let old = [("login", login(Role::Staff)), ("password", PASSWORD)];
        again.post("/sign-in", &old).await.is(422);
        let new = [("login", login(Role::Staff)), ("password", NEW)];
        again.post("/sign-in", &new).await.leads_to("/");
    });
}

#[test]
fn a_password_that_is_not_theirs_too_easy_or_mistyped_changes_nothing() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        browser.open("/account/password").await.is(200);
        for (before, after, second, told) in [
            ("", NEW, NEW, "Enter the password you have now"),
            (
                "not this",
                NEW,
                NEW,
                "This is not the password you have now",
            ),
            (PASSWORD, NEW, "other", "Type the same new password twice"),
            (PASSWORD, "short", "short", "The password is too short"),
            (
                PASSWORD,
                PASSWORD,
                PASSWORD,
                "This is the password you have now",
            ),
        ] {
            let form = [("before", before), ("password", after), ("second", second)];
            let seen = browser.post("/account/password", &form).await.is(422);
            seen.says("There is a problem").says(told);
            assert!(!seen.html.contains(NEW) && !seen.html.contains(PASSWORD));
        }
        site.signed_in(Role::Staff).await;
    });
}

#[test]
fn signing_out_everywhere_ends_every_session() {
    on_site(async |site: Site| {
        let mut there = site.signed_in(Role::Editor).await;
        let mut here = site.signed_in(Role::Editor).await;
        let out = here.submit("/account/sign-out-everywhere", &[]).await;
        out.is(200).says("You are signed out everywhere.");
        here.get("/").await.leads_to("/sign-in");
        there.get("/").await.leads_to("/sign-in");
    });
}

/// The code that a telephone shows which the key on a page was typed into.
fn shown(site: &Site, page: &Seen) -> String {
    let key = page.html.split("gate-key\">").nth(1).unwrap();
    let key = key.split("</span>").next().unwrap();
    let key = key.replace("<code>", "").replace("</code>", "");
    codes::shown_at(&key, site.town.house.now()).unwrap()
}

#[test]
fn one_time_codes_count_once_a_first_one_was_given() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        browser
            .open("/account/codes")
            .await
            .is(200)
            .says("You have no codes yet.");
        let page = browser.submit("/account/codes", &[]).await.is(200);
        page.says("Enter the six digits").says("scan this picture");
        assert!(page.html.contains("<svg viewBox") && page.html.contains("role=\"img\""));
        let wrong = browser
            .post("/account/codes/new", &[("code", "000000")])
            .await;
        wrong.says("This code is not right.");
        let code = shown(&site, &wrong.is(422));
        let set = browser
            .submit("/account/codes/new", &[("code", &*code)])
            .await;
        set.is(200).says("Your one-time codes are set up.");
        // The page before is over: it leads to where codes are begun.
        browser
            .get("/account/codes/new")
            .await
            .leads_to("/account/codes");
        let mut again = site.browser();
        again.get("/sign-in").await.is(200);
        let form = [("login", login(Role::Staff)), ("password", PASSWORD)];
        again
            .post("/sign-in", &form)
            .await
            .leads_to("/sign-in/code");
    });
}

#[test]
fn a_token_is_shown_once_works_in_its_scopes_only_and_not_after_its_end() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let carried = token(&mut browser, "Card reader", &["upload"]).await;
        assert_eq!(carried.len(), 64);
        let list = browser.open("/account/tokens").await.is(200);
        list.says("Card reader").says("Never");
        assert!(!list.html.contains(&carried));
        ask(&mut browser, "/api/v1/events", &carried).await.is(200);
        let beyond = ask(&mut browser, "/api/v1/summary", &carried).await.is(403);
        assert!(beyond.html.contains("\"scope-missing\""));
        let end = list.links("/account/tokens/").into_iter();
        let end = end
            .filter(|link| link.ends_with("/end"))
            .collect::<Vec<_>>();
        browser
            .open(&end[0])
            .await
            .is(200)
            .says("This cannot be undone");
        let ended = browser.submit(&end[0], &[]).await;
        ended.is(200).says("The token is ended.").says("Ended");
        let refused = ask(&mut browser, "/api/v1/events", &carried).await.is(401);
        assert!(refused.html.contains("\"token-not-valid\""));
        let challenge = refused.headers["www-authenticate"].to_str().unwrap();
        assert!(challenge.contains("invalid_token"), "{challenge}");
    });
}

#[test]
fn a_token_is_made_once_and_of_what_the_roles_allow() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Dpo).await;
        let form = browser.open("/account/tokens/new").await.is(200);
        form.says("Read numbers and prove the logs")
            .does_not_say("Take posts back");
        token(&mut browser, "Report", &["report"]).await;
        // The same form once more, as by a reload.
        let fields = [("name", "Report"), ("days", "90"), ("scope", "report")];
        let again = browser.post("/account/tokens/new", &fields).await.is(422);
        again.says("There is a token of this name");
        for (name, days, scope, told) in [
            ("", "90", "report", "Enter what the token is for"),
            ("Other", "0", "report", "Enter a number of days"),
            ("Other", "366", "report", "Enter a number of days"),
            ("Other", "90", "recall", "Tick what the program may do"),
        ] {
            let fields = [("name", name), ("days", days), ("scope", scope)];
            let seen = browser.post("/account/tokens/new", &fields).await.is(422);
            seen.says(told);
            assert!(seen.html.contains(&format!("value=\"{days}\"")));
        }
        let list = browser.open("/account/tokens").await.is(200);
        assert_eq!(
            list.links("/account/tokens/").len(),
            2,
            "one to make, one to end"
        );
    });
}

#[test]
fn nobody_ends_a_token_of_somebody_else() {
    on_site(async |site: Site| {
        let mut owner = site.signed_in(Role::Staff).await;
        let carried = token(&mut owner, "Card reader", &["upload"]).await;
        let list = owner.open("/account/tokens").await;
        let end = list.links("/account/tokens/").pop().unwrap();
        let mut other = site.signed_in(Role::Editor).await;
        other.get(&end).await.is(404);
        other.post(&end, &[]).await.is(404);
        ask(&mut owner, "/api/v1/events", &carried).await.is(200);
    });
}
