//! The same form twice: by a double click, by a reload, by the back button.
//! What was asked for happens once, and a form that was changed in between is
//! not lost.

use gatehouse_domain::role::Role;
use reqwest::Method;

use crate::{
    browser::{Browser, Seen},
    site::{Site, on_site},
};

/// Sends a form twice at the same moment.
async fn double_click(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> [Seen; 2] {
    let mut fields = form.to_vec();
    let token = browser.token().to_owned();
    fields.push(("token", &token));
    let click = || browser.request(Method::POST, path).form(&fields).send();
    let (one, two) = tokio::join!(click(), click());
    [told(one.unwrap()).await, told(two.unwrap()).await]
}

async fn told(answer: reqwest::Response) -> Seen {
    Seen {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        html: answer.text().await.unwrap(),
    }
}

fn event<'a>(id: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("event", id), ("title", title), ("class", "Wren")];
    form.extend([("day", "17"), ("month", "11"), ("year", "2026")]);
    form.extend([("channel", "website"), ("purpose", "To show parents")]);
    form.push(("directed_by", "Head of sports"));
    form.extend(["rights", "assent", "device"].map(|name| (name, "yes")));
    form
}

/// How many lines of the access log tell of that.
async fn done(site: &Site, verb: &str) -> usize {
    let lines = site.town.access().await;
    let same = |(did, outcome): &&(String, String)| {
        did == verb && matches!(outcome.as_str(), "done" | "approved")
    };
    lines.iter().filter(same).count()
}

#[test]
fn an_event_is_set_up_once_however_often_its_form_is_sent() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        for title in ["Sports day", "Museum trip", "Harvest"] {
            let id = browser.get("/events/new").await.is(200).field("event");
            let to = format!("/events/{id}/upload");
            for seen in double_click(&mut browser, "/events/new", &event(&id, title)).await {
                seen.leads_to(&to);
            }
            let again = browser.post("/events/new", &event(&id, title)).await;
            again.leads_to(&to);
            let list = browser.open("/events").await.is(200);
            assert_eq!(list.html.matches(title).count(), 1);
        }
        assert_eq!(done(&site, "plan-event").await, 3);
    });
}

#[test]
fn what_was_changed_after_the_back_button_is_not_lost_and_makes_no_second_event() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let id = browser.get("/events/new").await.is(200).field("event");
        browser.post("/events/new", &event(&id, "Sprots day")).await;
        let changed = event(&id, "Sports day");
        let seen = browser.post("/events/new", &changed).await.is(422);
        seen.says("This event is set up already.");
        assert!(seen.html.contains("value=\"Sports day\""));
        let edit = format!("/events/{id}/edit");
        assert!(seen.html.contains(&format!("action=\"{edit}\"")));
        browser
            .post(&edit, &changed)
            .await
            .leads_to(&format!("/events/{id}"));
        let list = browser.open("/events").await.is(200);
        list.says("Sports day").does_not_say("Sprots day");
        assert_eq!(done(&site, "plan-event").await, 1);
    });
}

#[test]
fn a_post_is_made_once_approved_once_and_taken_back_once() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await.to_string();
        let mut browser = site.signed_in(Role::Editor).await;
        let at = site.town.event.to_string();
        let page = browser
            .get(&format!("/events/{at}/post?channel=website"))
            .await;
        let post = page.is(200).field("post");
        let release = format!("/releases/{post}");
        let form = [
            ("event", &*at),
            ("post", &*post),
            ("channel", "website"),
            ("picture", &*photo),
        ];
        for seen in double_click(&mut browser, "/releases", &form).await {
            seen.leads_to(&release);
        }
        browser.post("/releases", &form).await.leads_to(&release);
        assert_eq!(done(&site, "draft-release").await, 1);
        // With another channel it is another post.
        let other = [form[0], form[1], ("channel", "display"), form[3]];
        let other = browser.post("/releases", &other).await.is(303);
        assert!(!other.location().unwrap().starts_with(&release));
        assert_eq!(done(&site, "draft-release").await, 2);

        let shown = browser.get(&release).await.is(200).field("shown");
        let counted = [("shown", &*shown), ("picture", &*photo), ("heads-1", "2")];
        let approve = format!("{release}/approve");
        for seen in double_click(&mut browser, &approve, &counted).await {
            assert!(matches!(seen.status, 303 | 409), "{}", seen.text());
        }
        assert_eq!(done(&site, "approve-release").await, 1);
        site.work().await;
        assert_eq!(site.town.posts(), 1);

        let back = format!("{release}/take-back");
        browser.get(&back).await.is(200);
        for seen in double_click(&mut browser, &back, &[]).await {
            seen.leads_to(&release);
        }
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        assert_eq!(done(&site, "recall-release").await, 1);
    });
}

#[test]
fn an_account_a_token_and_a_camera_s_receipt_come_of_a_double_click_once() {
    on_site(async |site: Site| {
        let mut admin = site.signed_in(Role::Admin).await;
        admin.get("/accounts/new").await.is(200);
        let form = [
            ("name", "Mx Sample"),
            ("login", "m.sample"),
            ("role", "staff"),
        ];
        let seen = double_click(&mut admin, "/accounts/new", &form).await;
        let mut told: Vec<u16> = seen.iter().map(|seen| seen.status).collect();
        told.sort_unstable();
        assert_eq!(told, [303, 422]);
        let all = site.town.house.accounts(site.town.school).await.unwrap();
        assert_eq!(all.iter().filter(|one| one.login == "m.sample").count(), 1);

        site.town.upload_children().await;
        site.work().await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let receipt = format!("/events/{}/receipt", site.town.event);
        teacher.get(&receipt).await.is(200);
        for seen in double_click(&mut teacher, &receipt, &[("cleared", "yes")]).await {
            seen.leads_to(&receipt);
        }
        let lines = site.town.access().await;
        let cleared = lines.iter().filter(|(verb, _)| verb == "clear-camera");
        assert_eq!(cleared.count(), 1);
    });
}

#[test]
fn words_and_a_count_that_are_sent_twice_are_kept_once() {
    on_site(async |site: Site| {
        let photo = site.town.upload_children().await;
        site.work().await;
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/photos/{photo}");
        browser.get(&at).await.is(200);
        let form = [
            ("heads", "2"),
            ("caption", "Our garden."),
            ("alt", "Two children stand in a garden."),
        ];
        for seen in double_click(&mut browser, &at, &form).await {
            assert_eq!(seen.status, 303, "{}", seen.text());
        }
        let seen = browser.get(&at).await.is(200);
        assert!(seen.html.contains("Our garden."));
        let board = browser.get(&format!("/events/{}", site.town.event)).await;
        assert_eq!(board.html.matches("class=\"gate-tile\"").count(), 1);
    });
}
