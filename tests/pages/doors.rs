//! Who may come where: asked at every address of the table, by nobody, by every
//! role, and by somebody of another school. What the table does not allow is
//! refused, and a form that was not given to somebody is nobody's.

use gatehouse_domain::role::Role;
use gatehouse_web::{ROUTES, Route, Who};
use reqwest::Method;

use crate::{
    browser::{Browser, Seen},
    site::{Site, on_site, open_account, set_password},
};

/// Ids that nothing has.
pub const NOTHING: &str = "01970000-0000-7000-8000-000000000000";

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

/// A second member of staff, with an account of their own.
pub async fn colleague(site: &Site) -> Browser {
    let (town, role) = (&site.town, Role::Staff);
    let account = open_account(town, town.school, "colleague", role).await;
    set_password(town, town.school, account).await;
    site.signed_in_as(None, "colleague").await
}

/// Whether an address is about one event, or about what hangs on one.
fn is_of_an_event(route: &Route) -> bool {
    ["{event}", "{photo}", "{release}"]
        .iter()
        .any(|thing| route.path.contains(thing))
}

fn is_for(route: &Route, role: Role) -> bool {
    matches!(route.who, Who::Any(roles) if roles.contains(&role))
}

#[test]
fn a_colleague_s_events_are_to_staff_as_if_they_were_not_there() {
    on_site(async |site: Site| {
        let known = things(&site).await;
        let mut browser = colleague(&site).await;
        let mut asked = 0;
        for route in guarded().filter(|route| is_of_an_event(route) && is_for(route, Role::Staff)) {
            let theirs = ask(&mut browser, route, &filled(route, &known)).await;
            let none = ask(&mut browser, route, &filled(route, &[])).await;
            let told = (route, theirs.status, none.status);
            assert!(matches!(theirs.status, 400 | 404), "{told:?}");
            if !is_form(route) {
                assert_eq!(theirs.status, 404, "{told:?}");
            }
            assert!(theirs.is_same_as(&none), "{told:?}: {}", theirs.html);
            asked += 1;
        }
        assert!(asked > 15, "{asked}");
        // Nor by what a form names.
        let of = |name: &str| {
            let found = known.iter().find(|(known, _)| *known == name);
            found.map_or(NOTHING, |(_, id)| id.as_str())
        };
        for event in [of("event"), NOTHING] {
            for photo in [of("photo"), NOTHING, ""] {
                let form = [("event", event), ("channel", "website"), ("picture", photo)];
                let seen = browser.post("/releases", &form).await;
                assert_eq!(seen.status, 404, "{}", seen.text());
            }
        }
        let planned = [
            ("event", of("event")),
            ("title", "Taken over"),
            ("day", "17"),
            ("month", "11"),
            ("year", "2026"),
            ("class", "Wren"),
            ("channel", "website"),
            ("purpose", "To show parents"),
            ("directed_by", "Head of sports"),
            ("photographer", "Class teacher"),
            ("rights", "yes"),
            ("assent", "yes"),
            ("device", "yes"),
        ];
        browser.post("/events/new", &planned).await.is(404);
        let list = browser.open("/events").await.is(200);
        list.does_not_say("Bulb planting");
        assert!(list.links("/events/0").is_empty());
    });
}

#[test]
fn editors_and_the_lead_for_safeguarding_reach_the_events_of_everybody() {
    on_site(async |site: Site| {
        let known = things(&site).await;
        for role in [Role::Editor, Role::Dsl] {
            let mut browser = site.signed_in(role).await;
            browser.open("/events").await.is(200).says("Bulb planting");
            let pages = guarded().filter(|route| is_of_an_event(route) && !is_form(route));
            for route in pages.filter(|route| is_for(route, role)) {
                let seen = ask(&mut browser, route, &filled(route, &known)).await;
                let told = (route, role, seen.status);
                // Who brought nothing has no receipt.
                if route.path.ends_with("/receipt") {
                    seen.is(404).says("no-receipt");
                } else {
                    assert!(matches!(seen.status, 200 | 303), "{told:?}");
                }
            }
        }
    });
}

#[test]
fn who_is_given_an_event_works_on_it_and_who_brought_photos_goes_on() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let mut browser = colleague(&site).await;
        let (town, event) = (&site.town, site.town.event);
        let accounts = town.house.accounts(town.school).await.unwrap();
        let account = accounts.iter().find(|one| one.login == "colleague");
        let to = account.unwrap().id;
        let (at, picture) = (format!("/events/{event}"), format!("/photos/{photo}"));
        browser.get(&at).await.is(404);
        let staff = &town.teacher;
        let refused = town.house.entrust_event(staff, town.school, event, to);
        assert_eq!(refused.await.unwrap_err().code(), "role-missing");
        for _ in 0..2 {
            let given = town
                .house
                .entrust_event(town.editor(), town.school, event, to);
            given.await.unwrap();
        }
        let lines = town.access().await;
        let given = ("entrust-event".to_owned(), "done".to_owned());
        assert_eq!(lines.iter().filter(|line| **line == given).count(), 2);
        browser.open("/events").await.is(200).says("Bulb planting");
        browser.get(&at).await.is(200);
        browser.get(&picture).await.is(200);
        // It was given on; the teacher's pictures are in it.
        let mut teacher = site.signed_in(Role::Staff).await;
        teacher.get(&at).await.is(200);
        teacher.get(&picture).await.is(200);
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
