//! Somebody's pictures, from the event to the words beside them.

use gatehouse_domain::role::Role;

use crate::{
    house::files::children,
    site::{Site, on_site},
};

#[test]
fn a_teacher_sets_up_an_event_adds_pictures_and_makes_them_ready() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        browser.open("/events").await.is(200).says("Bulb planting");
        let asked = browser.get("/events/new").await.field("event");
        let form = [
            ("event", &*asked),
            ("title", "Sports day"),
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
        let planned = browser.submit("/events/new", &form).await.is(200);
        planned.says("The event is set up.");
        let event = &planned.links("/events/0")[0];
        // Pressed twice: one event.
        let again = browser.post("/events/new", &form).await;
        again.leads_to(&format!("{event}/upload"));
        let listed = browser.open("/events").await;
        assert_eq!(listed.html.matches("Sports day").count(), 1);
        browser.open(event).await.is(200).says("Sports day");
        let files: &[(&str, &str, &[u8])] = &[
            ("photos", "one.jpg", children()),
            ("photos", "film.mp4", b"\0\0\0\x18ftypmp42 not a picture"),
        ];
        browser.get(&format!("{event}/upload")).await.is(200);
        let seen = browser
            .upload(&format!("{event}/photos"), files)
            .await
            .is(200);
        seen.says("1 of 2 pictures have arrived");
        seen.says("Picture 2").says("Do not delete anything");
        site.work().await;
        let board = browser.open(event).await.is(200);
        let sheet = &board.links("/photos/")[0];
        let page = browser.open(sheet).await.is(200);
        page.says("Who is in it?");
        let words = [("caption", "Our garden."), ("alt", "")];
        let seen = browser.post(sheet, &words).await.is(422);
        seen.says("Say in a sentence what the picture shows");
        assert!(seen.html.contains("Our garden."));
        let form = [
            ("heads", "2"),
            ("caption", "Our garden."),
            ("alt", "Two children stand behind a flower bed."),
            ("then", "stay"),
        ];
        let seen = browser.submit(sheet, &form).await.is(200);
        seen.says("It is saved.").says("Counted before: 2");
        assert!(seen.html.contains("Two children stand"));
    });
}

#[test]
fn nothing_is_to_be_deleted_before_every_picture_is_checked() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}", site.town.event);
        let half = children().split_at(children().len() / 2).0;
        let files: &[(&str, &str, &[u8])] = &[
            ("photos", "one.jpg", children()),
            ("photos", "half.jpg", half),
        ];
        browser.get(&format!("{at}/upload")).await.is(200);
        let sent = browser.upload(&format!("{at}/photos"), files).await;
        let receipt = format!("{at}/receipt");
        sent.leads_to(&receipt);
        let seen = browser.open(&receipt).await.is(200);
        seen.says("2 pictures are still being checked: do not delete anything")
            .does_not_say("Delete the pictures on your camera");
        assert!(!seen.html.contains("name=\"cleared\""));
        let form = [("cleared", "yes")];
        let refused = browser.post(&receipt, &form).await.is(409);
        refused.says("pictures-still-checked");
        site.work().await;
        let seen = browser.open(&receipt).await.is(200);
        seen.says("1 picture of yours is kept.")
            .says("1 picture could not be used: copy it from the camera and send it again.")
            .says("Delete the pictures on your camera or phone by 17:00 today")
            .does_not_say("still being checked");
        let seen = browser.submit(&receipt, &form).await.is(200);
        seen.says("You confirmed on");
    });
}

#[test]
fn the_same_file_is_taken_once_for_an_event() {
    on_site(async |site: Site| {
        let mut browser = site.signed_in(Role::Staff).await;
        let at = format!("/events/{}", site.town.event);
        let half = children().split_at(children().len() / 2).0;
        let files: &[(&str, &str, &[u8])] = &[
            ("photos", "one.jpg", children()),
            ("photos", "copy.jpg", children()),
            ("photos", "half.jpg", half),
        ];
        browser.get(&format!("{at}/upload")).await.is(200);
        let seen = browser.upload(&format!("{at}/photos"), files).await;
        seen.is(200)
            .says("Picture 2: This picture is already here.");
        let board = browser.open(&at).await;
        board.says("2 pictures");
        site.work().await;
        // The one that was refused may come again.
        browser.upload(&format!("{at}/photos"), files).await.is(200);
        let board = browser.open(&at).await;
        board.says("3 pictures");
    });
}
