//! When something goes wrong: a clear sentence, a stable code, the right
//! status; nothing lost, nothing twice.

use gatehouse_domain::role::Role;
use reqwest::Method;
use serde_json::Value;

use crate::{
    browser::{Browser, Seen},
    house::files::children,
    site::{Site, on_site},
};

/// Asks as the script of the pages does.
async fn script(browser: &mut Browser, path: &str, body: Option<&[u8]>) -> Seen {
    let method = if body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let request = browser.request(method, path);
    let request = request.header("accept", "application/json");
    let request = request.header("x-gatehouse-token", browser.token());
    browser
        .send(request.body(body.unwrap_or_default().to_vec()))
        .await
}

/// Begins a file of so many bytes.
async fn begin(browser: &mut Browser, site: &Site, bytes: usize) -> Seen {
    let at = format!("/events/{}/uploads", site.town.event);
    let form = [
        ("token", browser.token().to_owned()),
        ("bytes", bytes.to_string()),
    ];
    let request = browser.request(Method::POST, &at);
    let request = request.header("accept", "application/json").form(&form);
    browser.send(request).await
}

fn json(seen: &Seen) -> Value {
    serde_json::from_str(&seen.html).unwrap_or_else(|_| panic!("{}", seen.html))
}

/// How many pictures the event has.
async fn pictures(browser: &mut Browser, site: &Site) -> usize {
    let board = browser.open(&format!("/events/{}", site.town.event)).await;
    board.html.matches("class=\"gate-tile\"").count()
}

#[test]
fn a_picture_whose_connection_broke_goes_on_where_it_was_and_comes_once() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let picture = children();
        let (first, rest) = picture.split_at(picture.len() / 2);
        let begun = begin(&mut browser, &site, picture.len()).await.is(200);
        let file = json(&begun)["file"].as_str().unwrap().to_owned();
        let part = |at: usize| format!("/uploads/{file}/parts?at={at}");
        let told = script(&mut browser, &part(0), Some(first)).await.is(200);
        assert_eq!(json(&told)["at"], first.len());
        // The answer was lost on the way: the same part once more.
        let told = script(&mut browser, &part(0), Some(first)).await.is(200);
        assert_eq!(json(&told)["at"], first.len());
        let far = script(&mut browser, &format!("/uploads/{file}"), None).await;
        assert_eq!(json(&far)["at"], first.len());
        // Nobody else goes on with it.
        let mut other = site.signed_in(Role::Editor).await;
        script(&mut other, &part(first.len()), Some(rest))
            .await
            .is(404);
        for _ in 0..2 {
            let told = script(&mut browser, &part(first.len()), Some(rest)).await;
            assert_eq!(json(&told.is(200))["kept"], true);
        }
        assert_eq!(pictures(&mut browser, &site).await, 1);
    });
}

#[test]
fn a_picture_that_is_too_large_is_refused_before_it_is_sent() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let told = begin(&mut browser, &site, 3 << 20).await.is(413);
        assert_eq!(json(&told)["code"], "file-too-large");
        let begun = begin(&mut browser, &site, 10).await.is(200);
        let file = json(&begun)["file"].as_str().unwrap().to_owned();
        let at = format!("/uploads/{file}/parts?at=0");
        // More than was said is not taken either.
        script(&mut browser, &at, Some(&[0xff; 11])).await.is(413);
        script(&mut browser, &at, Some(&[0xff; 5])).await.is(404);
        assert_eq!(pictures(&mut browser, &site).await, 0);
    });
}

#[test]
fn of_many_files_the_good_ones_are_kept_and_each_other_is_told() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let mut large = children().to_vec();
        large.resize(3 << 20, 0);
        let files: &[(&str, &str, &[u8])] = &[
            ("photos", "large.jpg", &large),
            ("photos", "one.jpg", children()),
            ("photos", "paper.pdf", b"%PDF-1.7 and so on"),
            ("photos", "empty.jpg", b""),
        ];
        let at = format!("/events/{}", site.town.event);
        browser.get(&format!("{at}/upload")).await.is(200);
        let seen = browser.upload(&format!("{at}/photos"), files).await.is(200);
        seen.says("1 of 4 pictures have arrived")
            .says("Picture 1: The file is too large")
            .says("Picture 3:")
            .says("Picture 4:");
        assert_eq!(pictures(&mut browser, &site).await, 1);
    });
}

#[test]
fn a_picture_that_is_damaged_is_told_on_the_board() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let half = children().split_at(children().len() / 2).0;
        let at = format!("/events/{}", site.town.event);
        browser.get(&format!("{at}/upload")).await.is(200);
        let files: &[(&str, &str, &[u8])] = &[("photos", "half.jpg", half)];
        browser.upload(&format!("{at}/photos"), files).await.is(303);
        site.work().await;
        let board = browser.open(&at).await.is(200);
        board.says("Not a picture we can use").says("incomplete");
    });
}

#[test]
fn while_the_pictures_disk_is_away_nothing_is_said_to_be_kept() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}", site.town.event);
        browser.get(&format!("{at}/upload")).await.is(200);
        site.town.unplug("objects");
        let files: &[(&str, &str, &[u8])] = &[("photos", "one.jpg", children())];
        let seen = browser.upload(&format!("{at}/photos"), files).await;
        seen.says("0 of 1 picture has arrived");
        assert_eq!(pictures(&mut browser, &site).await, 0);
        site.town.plug_in("objects");
        let seen = browser.upload(&format!("{at}/photos"), files).await;
        seen.leads_to(&format!("{at}/receipt"));
    });
}

#[test]
fn after_somebody_went_the_back_button_shows_nothing() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}", site.town.event);
        let seen = browser.get(&at).await.is(200);
        assert_eq!(seen.headers["cache-control"], "no-store");
        browser.post("/sign-out", &[]).await.leads_to("/sign-in");
        browser.get(&at).await.leads_to("/sign-in");
    });
}
