//! What can be put right afterwards, by whom, and what could not be saved.

use gatehouse_app::check::Decision;
use gatehouse_domain::role::Role;

use crate::site::{Site, on_site};

#[test]
fn what_was_typed_after_somebody_signed_out_elsewhere_is_given_back() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let mut browser = site.signed_in(Role::Staff).await;
        let sheet = format!("/photos/{photo}");
        browser.get(&sheet).await.is(200);
        browser.post("/sign-out", &[]).await.leads_to("/sign-in");
        let form = [("caption", "Our garden in <spring>."), ("heads", "2")];
        let seen = browser.post(&sheet, &form).await.is(401);
        seen.says("You are not signed in any more. Nothing was saved.")
            .says("Our garden in <spring>.");
        assert!(seen.html.contains(
            "<a class=\"govuk-link\" href=\"/sign-in\" target=\"_blank\" rel=\"noopener\">"
        ));
        // The same from another site says nothing of it.
        let request = browser.request(reqwest::Method::POST, &sheet);
        let request = request.header("sec-fetch-site", "cross-site").form(&form);
        let seen = browser.send(request).await.is(401);
        assert!(!seen.html.contains("Our garden"));
        // Signed in again, with the form of before.
        let mut browser = site.signed_in(Role::Staff).await;
        let mut form = form.to_vec();
        form.push(("token", "0123"));
        let seen = browser.post_bare(&sheet, &form).await.is(403);
        seen.says("You signed in again after this page was opened")
            .says("Our garden in <spring>.")
            .says("Sign out");
    });
}

/// What is told of an event.
const TOLD: [(&str, &str); 7] = [
    ("title", "Sports day"),
    ("channel", "website"),
    ("purpose", "To show parents"),
    ("directed_by", "Head of sports"),
    ("photographer", "Class teacher"),
    ("rights", "yes"),
    ("assent", "yes"),
];

#[test]
fn a_no_for_pictures_that_are_there_is_not_undone_by_who_said_it() {
    on_site(async |site: Site| {
        site.town.upload_children().await;
        let edit = format!("/events/{}/edit", site.town.event);
        let with = |answer: &'static str| [&TOLD[..], &[("device", answer)]].concat();
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&edit).await.is(200);
        seen.says("These cannot be changed");
        let seen = teacher.submit(&edit, &with("no")).await.is(200);
        seen.says("The event’s details are changed.");
        teacher.get(&edit).await.is(200);
        let seen = teacher.post(&edit, &with("yes")).await.is(422);
        seen.says("There are pictures already, and the answer for them is No.");
        let mut editor = site.signed_in(Role::Editor).await;
        editor.get(&edit).await.is(200);
        editor.submit(&edit, &with("yes")).await.is(200);
        let lines = site.town.access().await;
        assert!(lines.contains(&("loosen-event".to_owned(), "done".to_owned())));
        // An editor who says no is not their own second person.
        editor.get(&edit).await.is(200);
        editor.submit(&edit, &with("no")).await.is(200);
        editor.get(&edit).await.is(200);
        editor.post(&edit, &with("yes")).await.is(422);
    });
}

#[test]
fn an_event_says_what_is_lacking_in_the_order_of_the_page_and_its_day_can_be_mended() {
    on_site(async |site: Site| {
        let mut teacher = site.signed_in(Role::Staff).await;
        let asked = teacher.get("/events/new").await.field("event");
        let long = "x".repeat(101);
        let form = [
            ("event", &*asked),
            ("title", &long),
            ("day", "20"),
            ("month", "11"),
            ("year", "2026"),
            ("class", "Wren"),
        ];
        let seen = teacher.post("/events/new", &form).await.is(422);
        let said = [
            "The name of the event is too long",
            "Tick where the pictures are meant to go",
            "Say what the pictures are for",
            "Say who asked for the pictures",
            "Say whether the school may publish them",
            "Say whether the people were asked",
            "Say whose camera it is",
        ];
        let text = seen.text();
        let places: Vec<_> = said.iter().map(|words| text.find(words).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        let mut form = [&form[..1], &form[2..], &TOLD[..]].concat();
        form.push(("device", "yes"));
        let seen = teacher.submit("/events/new", &form).await.is(200);
        seen.says("Its day is still to come: its pictures wait until then.");
        let edit = format!("/events/{asked}/edit");
        assert_eq!(teacher.get(&edit).await.is(200).field("day"), "20");
        form[1] = ("day", "17");
        teacher
            .submit(&edit, &form)
            .await
            .is(200)
            .says("17 November 2026");
    });
}

#[test]
fn an_editor_agrees_on_the_sheet_to_what_somebody_else_said() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let none = Decision::NotAFace;
        let sheet = format!("/photos/{photo}");
        let button = "I agree: it is not a face";
        let mut editor = site.signed_in(Role::Editor).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        editor.get(&sheet).await.does_not_say(button);
        site.town.say_by(site.town.editor(), photo, none).await;
        editor.get(&sheet).await.does_not_say(button);
        site.town.say_by(&site.town.teacher, photo, none).await;
        let seen = teacher.get(&sheet).await.is(200);
        seen.says("a second person must agree").does_not_say(button);
        let form = [("reason", "face-dismissed"), ("seen", "")];
        let at = format!("{sheet}/agree");
        teacher.post(&at, &form).await.is(403);
        let seen = editor.get(&sheet).await.is(200);
        seen.says(button);
        // Not what was seen.
        editor.post(&at, &form).await.is(409);
        let word = seen.field("seen");
        let form = [form[0], ("seen", &*word)];
        let seen = editor.submit(&at, &form).await.is(200);
        seen.says("You agreed.")
            .does_not_say(button)
            .does_not_say("a second person must agree");
    });
}

#[test]
fn who_put_a_post_together_finds_it_again_on_the_event() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let board = format!("/events/{}", site.town.event);
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&board).await.is(200);
        assert!(seen.links("/releases/").is_empty());
        let release = site.town.draft(&[photo]).await;
        let seen = teacher.get(&board).await.is(200);
        assert_eq!(seen.links("/releases/"), [format!("/releases/{release}")]);
        seen.says("Waits for an editor");
        let sheet = teacher.get(&format!("/photos/{photo}")).await.is(200);
        sheet.says("Picture 1 of 1 · Bulb planting");
    });
}
