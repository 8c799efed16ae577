//! Who may come where: asked at every address of the table, by nobody, by every
//! role, and by somebody of another school. What the table does not allow is
//! refused, and a form that was not given to somebody is nobody's.

use gatehouse_domain::role::Role;
use gatehouse_web::{ROUTES, Route, Who};
use reqwest::Method;

use crate::{
    browser::{Browser, Seen},
    site::{Site, on_site},
};

/// Ids that nothing has.
const NOTHING: &str = "01970000-0000-7000-8000-000000000000";

/// An address with everything that varies filled in.
pub fn filled(route: &Route, known: &[(&str, String)]) -> String {
    let parts = route.path.split('/').map(|part| {
        let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
            return part.to_owned();
        };
        let known = known.iter().find(|(known, _)| *known == name);
        known.map_or_else(|| NOTHING.to_owned(), |(_, id)| id.clone())
    });
    parts.collect::<Vec<_>>().join("/")
}

fn is_form(route: &Route) -> bool {
    (route.method)().as_str() == "POST"
}

async fn ask(browser: &mut Browser, route: &Route, at: &str) -> Seen {
    if is_form(route) {
        // A script has no form: its token goes in the head of what it sends.
        let token = browser.token().to_owned();
        let request = browser.request(Method::POST, at);
        let request = request.header("x-gatehouse-token", &token);
        browser.send(request.form(&[("token", token)])).await
    } else {
        browser.get(at).await
    }
}

/// The pages of the table that are not open to everybody.
fn guarded() -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .filter(|route| matches!(route.who, Who::Signed | Who::Any(_)))
}

/// A photo and what it belongs to, by the names the addresses have for them.
pub async fn things(site: &Site) -> Vec<(&'static str, String)> {
    let photo = site.town.ready_photo().await;
    let release = site.town.draft(&[photo]).await;
    vec![
        ("event", site.town.event.to_string()),
        ("photo", photo.to_string()),
        ("release", release.to_string()),
        ("person", site.town.first_pupil().to_string()),
        ("account", site.town.teacher.id.to_string()),
    ]
}

#[test]
fn nobody_comes_past_the_door() {
    on_site(async |site: Site| {
        let mut browser = site.browser();
        browser.get("/sign-in").await.is(200);
        for route in guarded() {
            let seen = ask(&mut browser, route, &filled(route, &[])).await;
            if is_form(route) {
                assert!(
                    matches!(seen.status, 401 | 403),
                    "{route:?}: {}",
                    seen.status
                );
            } else {
                seen.leads_to("/sign-in");
            }
        }
    });
}

#[test]
fn every_role_comes_to_what_the_table_gives_it_and_to_nothing_else() {
    on_site(async |site: Site| {
        let known = things(&site).await;
        for role in Role::ALL {
            let mut browser = site.signed_in(role).await;
            for route in guarded() {
                let may = match route.who {
                    Who::Any(roles) => roles.contains(&role),
                    _ => true,
                };
                let seen = ask(&mut browser, route, &filled(route, &known)).await;
                let told = (route, role, seen.status);
                if may {
                    assert!(seen.status < 500, "{told:?}: {}", seen.text());
                    assert!(
                        !matches!(seen.status, 401 | 403),
                        "{told:?}: {}",
                        seen.text()
                    );
                } else {
                    assert_eq!(seen.status, 403, "{told:?}: {}", seen.text());
                    seen.says("role-missing");
                }
                // A form may have ended something; the next address is asked
                // for by somebody who is there.
                if browser.get("/").await.status != 200 {
                    browser = site.signed_in(role).await;
                }
            }
        }
    });
}

#[test]
fn another_school_s_people_find_nothing_of_this_one() {
    on_site(async |site: Site| {
        let known = things(&site).await;
        let other = site.another_school().await;
        let mut browser = site.signed_in_as(Some(other), "everything").await;
        for route in guarded().filter(|route| route.path.contains('{')) {
            let at = filled(route, &known);
            let seen = ask(&mut browser, route, &at).await;
            assert!(
                matches!(seen.status, 400 | 404 | 422),
                "{route:?}: {}",
                seen.status
            );
        }
    });
}

#[test]
fn a_form_that_was_not_given_to_somebody_changes_nothing() {
    on_site(async |site: Site| {
        let known = things(&site).await;
        let mut browser = site.signed_in(Role::Staff).await;
        let others = site.signed_in(Role::Editor).await.token().to_owned();
        for route in ROUTES.iter().filter(|route| is_form(route)) {
            if matches!(route.who, Who::Any(roles) if !roles.contains(&Role::Staff)) {
                continue;
            }
            let at = filled(route, &known);
            for token in ["", "0123", &others] {
                let seen = browser.post_bare(&at, &[("token", token)]).await;
                assert!(
                    matches!(seen.status, 400 | 401 | 403 | 410),
                    "{route:?} {}: {}",
                    seen.status,
                    seen.text()
                );
            }
        }
        browser.get("/").await.is(200);
    });
}

#[test]
fn what_is_not_in_the_table_is_not_there() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Admin).await;
        for path in [
            "/admin",
            "/.env",
            "/photos",
            "/../etc/passwd",
            "/events/%00",
        ] {
            let seen = browser.get(path).await;
            assert!(matches!(seen.status, 403 | 404), "{path}: {}", seen.status);
        }
        let request = browser.request(Method::DELETE, "/events");
        let seen = browser.send(request).await;
        assert!(matches!(seen.status, 404 | 405), "{}", seen.status);
    });
}

#[test]
fn every_answer_tells_the_browser_to_run_and_to_keep_nothing() {
    on_site(async |site: Site| {
        let mut browser = site.browser();
        for path in ["/sign-in", "/nowhere", "/"] {
            let seen = browser.get(path).await;
            let header = |name: &str| seen.headers[name].to_str().unwrap().to_owned();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'"), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(header("cache-control"), "no-store", "{path}");
            assert!(!seen.html.contains(" onclick="), "{path}");
            assert!(!seen.html.contains(" style="), "{path}");
        }
    });
}
