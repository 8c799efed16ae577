//! The database is away while a page is asked for or a form is sent: that is
//! said, nothing is lost, and nothing happens twice when it is back.

use std::sync::Arc;

use gatehouse_domain::role::Role;
use reqwest::Method;

use crate::{
    browser::{Browser, Seen},
    house::files::{another, children},
    site::{Site, on_site_with},
    wire::Wire,
};

/// So many bytes more pass before each next cut.
const STEP: u64 = 250;

/// It says that the database is away, to a person.
#[track_caller]
fn is_told(seen: Seen) {
    let seen = seen.is(503);
    seen.says("Gatehouse cannot reach its records just now.")
        .says("database-away");
    assert_eq!(seen.headers["retry-after"], "10");
    assert_eq!(seen.headers["cache-control"], "no-store");
}

/// An event as the form tells it.
fn event<'a>(id: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("event", id), ("title", title), ("class", "Wren")];
    form.extend([("day", "17"), ("month", "11"), ("year", "2026")]);
    form.extend([("channel", "website"), ("purpose", "To show parents")]);
    form.push(("directed_by", "Head of sports"));
    form.extend(["rights", "assent", "device"].map(|name| (name, "yes")));
    form
}

/// Cuts the wire further and further into the answer to a form, puts it back
/// and sends the same form again, until the form passes before the cut; how
/// often it was cut.
async fn cut_everywhere(
    wire: &Arc<Wire>,
    mut send: impl AsyncFnMut(usize) -> Seen,
    done: &str,
) -> usize {
    for cut in 0.. {
        let first = send_with_cut(wire, cut, &mut send).await;
        let was_cut = wire.is_out();
        wire.plug();
        if !was_cut {
            assert_eq!(first.status, 303, "{}", first.text());
            return cut;
        }
        // The cut may have come after the last that was needed.
        if first.status != 303 {
            is_told(first);
        }
        let second = send(cut).await;
        let to = second.location().unwrap_or_default();
        assert!(
            second.status == 303 && to.contains(done),
            "cut {cut}: {}",
            second.text()
        );
    }
    unreachable!("a form ends")
}

async fn send_with_cut(
    wire: &Arc<Wire>,
    cut: usize,
    send: &mut impl AsyncFnMut(usize) -> Seen,
) -> Seen {
    wire.pull_after(1 + STEP * u64::try_from(cut).unwrap());
    send(cut).await
}

#[test]
fn while_the_database_is_away_every_page_says_so_and_the_same_form_works_afterwards() {
    let wire = Wire::new();
    on_site_with(Some(wire.settings()), async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let page = browser.get("/events/new").await.is(200);
        let (id, board) = (page.field("event"), format!("/events/{}", site.town.event));
        let mut somebody = site.browser();
        somebody.get("/sign-in").await.is(200);
        wire.pull();
        for path in ["/", "/events", &*board, "/account", "/duties"] {
            is_told(browser.get(path).await);
        }
        is_told(browser.post("/events/new", &event(&id, "Sports day")).await);
        let form = [("login", "teacher"), ("password", "plum gravel otter kite")];
        is_told(somebody.post("/sign-in", &form).await);
        let request = browser.request(Method::GET, "/api/v1/events");
        let seen = browser.send(request.bearer_auth("gh_nothing")).await;
        assert!(matches!(seen.status, 401 | 503), "{}", seen.text());
        wire.plug();
        let sent = browser.post("/events/new", &event(&id, "Sports day")).await;
        sent.leads_to(&format!("/events/{id}/upload"));
        let list = browser.open("/events").await.is(200);
        assert_eq!(list.html.matches("Sports day").count(), 1);
    });
}

#[test]
fn a_form_during_which_the_database_goes_is_done_once_when_it_is_sent_again() {
    let wire = Wire::new();
    on_site_with(Some(wire.settings()), async |site: Site| {
        let photo = site.town.ready_photo().await.to_string();
        let mut browser = site.signed_in(Role::Editor).await;
        let mut ids = Vec::new();
        for _ in 0..200 {
            ids.push(browser.get("/events/new").await.field("event"));
        }
        let title = |cut: usize| format!("Sports day number {cut}.");
        let sent = async |cut: usize| {
            let id: &str = &ids[cut];
            browser.post("/events/new", &event(id, &title(cut))).await
        };
        let cuts = cut_everywhere(&wire, sent, "/upload").await;
        assert!(cuts >= 6, "only {cuts} cuts");
        let list = browser.open("/events").await.is(200).text();
        for cut in 0..=cuts {
            assert_eq!(list.matches(&title(cut)).count(), 1, "{cut}");
        }

        let choose = format!("/events/{}/post?channel=website", site.town.event);
        let event = site.town.event.to_string();
        let mut posts = Vec::new();
        for _ in 0..200 {
            posts.push(browser.get(&choose).await.field("post"));
        }
        let sent = async |cut: usize| {
            let form = [
                ("event", &*event),
                ("post", &*posts[cut]),
                ("channel", "website"),
                ("picture", &*photo),
            ];
            browser.post("/releases", &form).await
        };
        let cuts = cut_everywhere(&wire, sent, "/releases/").await;
        assert!(cuts >= 6, "only {cuts} cuts");
        for post in &posts[..=cuts] {
            browser.get(&format!("/releases/{post}")).await.is(200);
        }
        let lines = site.town.access().await;
        let drafts = lines.iter().filter(|(verb, _)| verb == "draft-release");
        assert_eq!(drafts.count(), cuts + 1);
    });
}

#[test]
fn a_picture_that_comes_while_the_database_is_away_is_not_said_to_be_kept() {
    let wire = Wire::new();
    on_site_with(Some(wire.settings()), async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}", site.town.event);
        browser.get(&format!("{at}/upload")).await.is(200);
        let mut cuts = 0;
        loop {
            let picture = another(children());
            let files: &[(&str, &str, &[u8])] = &[("photos", "one.jpg", &picture)];
            wire.pull_after(1 + STEP * cuts);
            let seen = browser.upload(&format!("{at}/photos"), files).await;
            let was_cut = wire.is_out();
            wire.plug();
            if !was_cut {
                seen.is(303);
                break;
            }
            if seen.status == 503 {
                is_told(seen);
            } else if seen.status != 303 {
                seen.is(200)
                    .says("0 of 1 picture has arrived")
                    .says("look at the pictures of the event, and send it again if it is not");
            }
            cuts += 1;
        }
        assert!(cuts >= 6, "only {cuts} cuts");
        let board = browser.open(&at).await.is(200);
        assert!(board.html.matches("class=\"gate-tile\"").count() >= 1);
        // Whatever came half is swept, and what is there is whole.
        site.work().await;
        site.town.days_pass(2);
        site.town.tend().await;
        site.work().await;
        assert_eq!(site.town.strays().await, 0);
    });
}

#[test]
fn a_script_sends_its_picture_on_by_itself_and_each_comes_once() {
    let wire = Wire::new();
    on_site_with(Some(wire.settings()), async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}/uploads", site.town.event);
        let mut cuts = 0;
        loop {
            let picture = another(children());
            let file = begin(&mut browser, &at, picture.len()).await;
            wire.pull_after(1 + STEP * cuts);
            let told = send(&mut browser, &file, &picture).await;
            let was_cut = wire.is_out();
            wire.plug();
            if told.status != 200 {
                assert_eq!(json(&told.is(503))["code"], "database-away");
                goes_on(&mut browser, &at, &file, &picture).await;
            }
            cuts += 1;
            if !was_cut {
                break;
            }
        }
        assert!(cuts >= 6, "only {cuts} cuts");
        let lines = site.town.access().await;
        let pictures = lines.iter().filter(|(verb, _)| verb == "upload").count();
        assert_eq!(u64::try_from(pictures).unwrap(), cuts);
    });
}

/// As the script of the pages does: it asks how far the file is, sends what is
/// missing, and begins it again where nothing is known of it.
async fn goes_on(browser: &mut Browser, at: &str, file: &str, picture: &[u8]) {
    let far = browser.get(&format!("/uploads/{file}")).await;
    let told = match far.status {
        200 if json(&far)["kept"] == true => far,
        200 => send(browser, file, picture).await,
        _ => {
            far.is(404);
            let file = begin(browser, at, picture.len()).await;
            send(browser, &file, picture).await
        }
    };
    assert_eq!(json(&told.is(200))["kept"], true);
}

fn json(seen: &Seen) -> serde_json::Value {
    serde_json::from_str(&seen.html).unwrap_or_else(|_| panic!("{}", seen.html))
}

/// Begins a file; its id.
async fn begin(browser: &mut Browser, at: &str, bytes: usize) -> String {
    let form = [
        ("token", browser.token().to_owned()),
        ("bytes", bytes.to_string()),
    ];
    let request = browser.request(Method::POST, at);
    let request = request.header("accept", "application/json").form(&form);
    let begun = browser.send(request).await.is(200);
    json(&begun)["file"].as_str().unwrap().to_owned()
}

/// Sends all of it.
async fn send(browser: &mut Browser, file: &str, bytes: &[u8]) -> Seen {
    let request = browser.request(Method::POST, &format!("/uploads/{file}/parts?at=0"));
    let request = request.header("accept", "application/json");
    let request = request.header("x-gatehouse-token", browser.token());
    browser.send(request.body(bytes.to_vec())).await
}
