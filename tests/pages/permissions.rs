//! What people agreed to, until when, and what the person with the camera is
//! told of it.

use gatehouse_app::{school, street::planning::Plan};
use gatehouse_domain::{Channel, ids::EventId, permission::Decision, role::Role};

use crate::{
    browser::Seen,
    site::{Site, on_site},
};

#[test]
fn a_form_is_kept_word_for_word_and_when_the_head_puts_a_newer_one_in_force_older_answers_end() {
    on_site(async |site: Site| {
        site.town.published().await;
        let mut office = site.signed_in(Role::Office).await;
        let seen = office.open("/texts").await.is(200);
        seen.says("No form is kept here yet.");
        let form = |version: &'static str, words: &'static str| {
            [
                ("version", version),
                ("dated", "1"),
                ("dated-month", "9"),
                ("dated-year", "2026"),
                ("words", words),
            ]
        };
        let wrong = office.post("/texts", &form("1", " ")).await.is(422);
        wrong.says("Copy the words of the form in here");
        for (version, words) in [
            ("1", "We may show your child."),
            ("2", "We may show you both."),
        ] {
            office.get("/texts").await.is(200);
            let seen = office.submit("/texts", &form(version, words)).await.is(200);
            seen.says("The form is added.").says(words);
        }
        let again = office
            .post("/texts", &form("2", "Other words."))
            .await
            .is(422);
        again.says("Enter a version number that no other form has");
        let seen = office.get("/texts").await.is(200);
        seen.does_not_say("Put version 2 in force")
            .says("SHA-256: ");
        office.get("/texts/2/force").await.is(403);
        let mut head = site.signed_in(Role::Head).await;
        head.open("/texts").await.says("Put version 2 in force");
        head.get("/texts/1/force").await.is(404);
        head.get("/texts/2/force").await.is(200).says("asked again");
        let seen = head.submit("/texts/2/force", &[]).await.is(200);
        seen.says("The form is in force.");
        head.post("/texts/1/force", &[]).await.is(404);
        site.work().await;
        assert_eq!(site.town.posts(), 0);
    });
}

#[test]
fn what_ends_soon_is_counted_on_the_page_of_duties_and_listed_for_the_office_alone() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let seen = office.open("/duties").await.is(200);
        seen.does_not_say("What ends soon");
        site.town.answer_until(10).await;
        let seen = office.open("/duties").await.is(200);
        seen.says("1 pupil or member of staff whose permission ends")
            .says("28 November 2026 Within 14 days")
            .does_not_say("Zebulon");
        let listed = seen.links("/ending/");
        assert_eq!(listed, ["/ending/permissions/2026-11-28"]);
        let list = office.open(&listed[0]).await.is(200);
        list.says("Zebulon Quartermaine")
            .does_not_say("Marigold Thistlewood");
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.open("/duties").await.is(200);
        seen.says("1 pupil or member of staff whose permission ends");
        assert!(seen.links("/ending/").is_empty());
        head.get(&listed[0]).await.is(403);
        for nowhere in ["/ending/permissions/soon", "/ending/dpia/2026-11-28"] {
            office.get(nowhere).await.is(404);
        }
    });
}

#[test]
fn any_member_of_staff_records_a_pupil_s_no_with_one_press_and_no_import_undoes_it() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&format!("/photos/{photo}")).await.is(200);
        seen.says("Zebulon Quartermaine (Wren) said no");
        let pupil = site.town.first_pupil().to_string();
        let press = format!("/photos/{photo}/said-no");
        for nobody in ["", "no-id", &photo.to_string()] {
            teacher.post(&press, &[("pupil", nobody)]).await.is(400);
        }
        let seen = teacher.submit(&press, &[("pupil", &pupil)]).await.is(200);
        seen.says("It is noted that the pupil said no");
        let said = "Only the pupil can take that back.";
        let mut office = site.signed_in(Role::Office).await;
        let at = format!("/register/{pupil}");
        office.open(&at).await.is(200).says(said);
        // The school's folder knows nothing of it, and has a parent's yes.
        let folder = site.town.folder.path().join("school");
        let head = "mis_id,guardian,parental_responsibility,notified_on,biometric,method";
        let rows = "P1,guardian 1,yes,2026-09-04,consented,paper\nP2,guardian 1,yes,,,";
        std::fs::write(folder.join("guardians.csv"), format!("{head}\n{rows}\n")).unwrap();
        let known = school::load(&folder).unwrap();
        let town = &site.town;
        Box::pin(town.house.enter(&town.office_desk(), town.school, &known))
            .await
            .unwrap();
        office.open(&at).await.is(200).says(said);
    });
}

/// An event of that many days from today.
async fn event_in(site: &Site, days: i32) -> EventId {
    let town = &site.town;
    let plan = Plan {
        title: "Sports day".to_owned(),
        on: town
            .house
            .today()
            .saturating_add(jiff::Span::new().days(days)),
        classes: vec!["Wren".to_owned()],
        channels: vec![Channel::Website, Channel::Display],
        purpose: "Show sports".to_owned(),
        directed_by: "Head of Year 3".to_owned(),
        assent_given: true,
        device_allowed: true,
        photographer: "Class teacher".to_owned(),
        rights_held: true,
    };
    let told = (town.house.new_event(), &plan);
    let planned = town.house.plan_event(&town.teacher, town.school, told);
    planned.await.unwrap().unwrap()
}

/// The line of a pupil on the list.
fn line(seen: &Seen, name: &str) -> String {
    let text = seen.text();
    let (_, after) = text.split_once(name).expect("they are on the list");
    after.chars().take(60).collect()
}

#[test]
fn the_photographer_is_told_before_the_event_who_may_be_pictured_without_reasons() {
    on_site(async |site: Site| {
        let event = event_in(&site, 1).await;
        let at = format!("/events/{event}/brief");
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&at).await.is(200);
        seen.says("Confidential.")
            .says("until 20 November 2026, 00:00")
            .says("Zebulon Wren May be pictured")
            .says("2 may come before your camera: 2 for everything")
            .does_not_say("Quartermaine");
        // It goes from the screen by itself, and is not printed.
        assert!(seen.headers.contains_key("refresh"));
        assert_eq!(seen.headers["cache-control"], "no-store");
        let hidden = "<div class=\"govuk-!-display-none-print\">";
        let list = seen.html.split(hidden).nth(1).expect("hidden on paper");
        assert!(list.contains("Zebulon") && list.contains("Marigold"));
        site.town.answer(Decision::Refused).await;
        let seen = teacher.get(&at).await.is(200);
        assert!(line(&seen, "Zebulon").contains("Only for: Display in school"));
        let opened = |lines: Vec<(String, String)>| {
            lines
                .iter()
                .filter(|(verb, _)| verb == "open-brief")
                .count()
        };
        assert_eq!(opened(site.town.access().await), 2);
        // The day after, nobody is on it any more, and nothing is noted.
        site.town.days_pass(2);
        let mut editor = site.signed_in(Role::Editor).await;
        let seen = editor.get(&at).await.is(200);
        seen.says("The event is over").does_not_say("Zebulon");
        assert!(!seen.headers.contains_key("refresh"));
        assert_eq!(opened(site.town.access().await), 2);
    });
}

#[test]
fn the_list_for_the_camera_comes_the_day_before_and_not_while_answers_are_too_old() {
    on_site(async |site: Site| {
        let at = format!("/events/{}/brief", event_in(&site, 3).await);
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&at).await.is(200);
        seen.says("It is too early").does_not_say("Zebulon");
        let late = format!("/events/{}/brief", event_in(&site, 20).await);
        site.town.days_pass(20);
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&late).await.is(200);
        seen.says("imported too long ago").does_not_say("Zebulon");
    });
}

#[test]
fn a_protected_pupil_and_one_whose_parent_said_no_are_told_to_the_photographer_alike() {
    on_site(async |site: Site| {
        let at = format!("/events/{}/brief", event_in(&site, 0).await);
        let mut teacher = site.signed_in(Role::Staff).await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        let protection = format!("/pupils/{}/protection", site.town.first_pupil());
        let why = "The mother rang and asked for this, see file 12.";
        let mut seen = Vec::new();
        for want in ["protect", "end"] {
            dsl.get(&protection).await.is(200);
            dsl.submit(&protection, &[("want", want), ("why", why)])
                .await
                .is(200);
            seen.push(teacher.get(&at).await.is(200).html);
        }
        site.town.answer(Decision::Refused).await;
        let refused = teacher.get(&at).await.is(200).html;
        assert!(seen[0] != seen[1]);
        assert!(seen[0] == refused);
    });
}
