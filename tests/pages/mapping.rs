//! Files of a school's own system: the office says what their columns mean,
//! sees what would change, and enters it. And what every page says while the
//! permissions are out of date.

use gatehouse_domain::role::Role;
use gatehouse_web::{ROUTES, Who};

use crate::{
    browser::{Browser, Seen},
    doors::{filled, things},
    site::{Site, on_site},
};

/// Sends a file of the school's own; where its columns are asked.
async fn send(office: &mut Browser, name: &str, bytes: &[u8]) -> String {
    office.get("/import").await.is(200);
    let files = [("files", name, bytes)];
    let seen = office.upload("/import/look", &files).await;
    let at = seen.location().unwrap_or_else(|| panic!("{}", seen.text()));
    assert!(at.ends_with("/columns"), "{at}");
    at
}

/// Goes on with what is said; the next page.
async fn say(office: &mut Browser, at: &str, fields: &[(&str, &str)]) -> Seen {
    let seen = office.open(at).await.is(200);
    let mut fields = fields.to_vec();
    // Answers count for what was asked.
    let asked = at.ends_with("/answers").then(|| seen.field("asked"));
    fields.extend(asked.as_deref().map(|mark| ("asked", mark)));
    office.post(at, &fields).await
}

const FILE: &[u8] = b"Pupil number;Forename;Surname;Website photos;Seen\r\n\
    P1;Zebulon;Quartermaine;Declined;03/11/2026\r\n\
    P2;Marigold;Thistlewood;perhaps;05/11/2026\r\n\
    P9;Nobody;Known;Yes;05/11/2026\r\n";

const ROLES: [(&str, &str); 5] = [
    ("role-0-0", "mis-id"),
    ("role-0-1", "ignore"),
    ("role-0-2", "ignore"),
    ("role-0-3", "answer"),
    ("role-0-4", "given-on"),
];

const ANSWERS: [(&str, &str); 5] = [
    ("question-0-3", "website"),
    ("question-0-3-covers", "picture"),
    ("question-0-3-way", "plain"),
    ("word-0-0", "no-answer"),
    ("order-0", "day-first"),
];

#[test]
fn the_office_says_what_columns_and_words_mean_and_it_is_remembered() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let columns = send(&mut office, "consents.csv", FILE).await;
        let seen = office.open(&columns).await.is(200);
        seen.says("consents.csv")
            .says("Zebulon · Marigold · Nobody");
        // Whose the rows are has to be said.
        let seen = say(&mut office, &columns, &ROLES[1..]).await.is(422);
        seen.says("Say which column holds the pupil’s number");
        let seen = say(&mut office, &columns, &ROLES).await.is(303);
        let answers = seen.location().unwrap();
        let seen = office.open(&answers).await.is(200);
        seen.says("What does “perhaps” mean?");
        seen.says("What comes first in the days?");
        // What is open is asked again.
        let seen = say(&mut office, &answers, &ANSWERS[..3]).await.is(422);
        seen.says("Say what every word means");
        seen.says("Say whether the day or the month comes first");
        let seen = say(&mut office, &answers, &ANSWERS).await.is(303);
        let at = seen.location().unwrap();
        let seen = office.open(&at).await.is(200);
        seen.says("than before");
        seen.says("consents.csv, row 4");
        seen.says("How we read the answers");
        seen.says("consents.csv Website photos 0 1 1");
        seen.says("no pupil of ours is meant");
        let mark = seen.field("mark");
        let confirm = format!("{at}/confirm");
        // Row 4 may be somebody's no.
        let fields = [("mark", mark.as_str()), ("unanswered", "keep")];
        let seen = office.submit(&confirm, &fields).await.is(200);
        seen.says("because you have not checked the rows about nobody");
        // The next file with the same headings has nothing open.
        let columns = send(&mut office, "again.csv", FILE).await;
        let at = columns.trim_end_matches("/columns");
        let seen = office.open(at).await.is(200);
        seen.says("All of this is on the register already.");
        let mark = seen.field("mark");
        let fields = [
            ("mark", mark.as_str()),
            ("unanswered", "keep"),
            ("nobodies", "yes"),
        ];
        let seen = office.submit(&format!("{at}/confirm"), &fields).await;
        seen.is(200)
            .says("The import is entered.")
            .does_not_say("up to date");
    });
}

#[test]
fn what_was_asked_of_other_columns_is_asked_again() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let columns = send(&mut office, "consents.csv", FILE).await;
        let seen = say(&mut office, &columns, &ROLES).await.is(303);
        let answers = seen.location().unwrap();
        let old = office.open(&answers).await.is(200).field("asked");
        // Meanwhile, in another tab, another column holds the answers.
        let mut other = ROLES;
        other[2] = ("role-0-2", "answer");
        say(&mut office, &columns, &other).await.is(303);
        let mut fields = ANSWERS.to_vec();
        fields.push(("asked", &old));
        let seen = office.post(&answers, &fields).await.is(422);
        seen.says("What is asked has changed since you opened this page");
    });
}

#[test]
fn what_is_guessed_alone_is_never_entered() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let plain = b"UPN,Website\nP1,Yes\n";
        let columns = send(&mut office, "plain.csv", plain).await;
        let at = columns.trim_end_matches("/columns").to_owned();
        let seen = office.get(&at).await.is(303);
        assert!(seen.location().unwrap().ends_with("/columns"));
        // Nor is it by looking at the columns alone.
        let roles = [("role-0-0", "mis-id"), ("role-0-1", "answer")];
        say(&mut office, &columns, &roles).await.is(303);
        office.get(&at).await.is(303);
        let denies = b"UPN,Don't use on website\nP1,Yes\n";
        let columns = send(&mut office, "denies.csv", denies).await;
        let seen = say(&mut office, &columns, &roles).await.is(303);
        let answers = seen.location().unwrap();
        let seen = office.open(&answers).await.is(200);
        seen.says("What does a yes mean?");
        let fields = [("question-0-1", "website")];
        let seen = say(&mut office, &answers, &fields).await.is(422);
        seen.says("Say what a yes means in “Don't use on website”");
        let fields = [("question-0-1", "website"), ("question-0-1-way", "turned")];
        let seen = say(&mut office, &answers, &fields).await.is(303);
        let seen = office.open(&seen.location().unwrap()).await.is(200);
        seen.says("(a yes means that they do not agree)");
        seen.says("1 answer that allows less than before");
    });
}

#[test]
fn a_pupil_under_a_new_number_waits_until_somebody_says_who_it_is() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let csv = b"mis_id,first_name,preferred_name,surname,class,year\n1001,Zebulon,,Quartermaine,Wren,3\n";
        office.get("/import").await.is(200);
        let files = [("files", "pupils.csv", &csv[..])];
        let seen = office.upload("/import/look", &files).await;
        let at = seen.location().unwrap();
        let seen = office.open(&at).await.is(200);
        seen.says("The same pupil under another number?");
        seen.says("1001 is another pupil than Zebulon Quartermaine, Wren, P1");
        seen.says("No new pupils");
        let fields = [("do", "others"), ("other", "1001")];
        let seen = office.post(&format!("{at}/confirm"), &fields).await.is(303);
        let seen = office.open(&seen.location().unwrap()).await.is(200);
        seen.says("1 new pupil");
    });
}

#[test]
fn who_is_missing_from_a_full_list_leaves_only_when_ticked() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let csv = b"mis_id,first_name,preferred_name,surname,class,year\nP1,Zebulon,,Quartermaine,Wren,3\n";
        for (left, is_gone) in [(None, false), (Some("P2"), true)] {
            office.get("/import").await.is(200);
            let files = [("files", "pupils.csv", &csv[..])];
            let at = office
                .upload("/import/look", &files)
                .await
                .location()
                .unwrap();
            let seen = office.open(&at).await.is(200);
            seen.says("have they left?")
                .says("Marigold Thistlewood, Wren");
            let mark = seen.field("mark");
            let mut fields = vec![("mark", mark.as_str())];
            fields.extend(left.map(|id| ("left", id)));
            office
                .submit(&format!("{at}/confirm"), &fields)
                .await
                .is(200);
            let town = &site.town;
            let register = town.house.now_register(town.school).await.unwrap();
            let person = register.school.people.iter();
            let mut person = person.filter(|person| person.id.as_str() == "P2");
            let left_on = person.next().unwrap().standing.left_on;
            assert_eq!(left_on.is_some(), is_gone);
        }
    });
}

#[test]
fn only_the_office_says_what_columns_mean() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        head.get("/import").await.is(200);
        let seen = head
            .upload("/import/look", &[("files", "a.csv", FILE)])
            .await;
        seen.is(422).says("Ask the office to import these files");
        let mut office = site.signed_in(Role::Office).await;
        let columns = send(&mut office, "a.csv", FILE).await;
        head.get(&columns).await.is(403);
        let answers = columns.replace("columns", "answers");
        head.get(&answers).await.is(403);
    });
}

const STALE: &str = "The school’s permissions are out of date.";

#[test]
fn while_the_permissions_are_out_of_date_every_page_says_so() {
    on_site(async |site: Site| {
        let mut fresh = site.signed_in(Role::Staff).await;
        fresh.open("/").await.is(200).does_not_say(STALE);
        let known = things(&site).await;
        site.town.hours_pass(24 * 60);
        for role in Role::ALL {
            let mut browser = site.signed_in(role).await;
            let mut pages = 0;
            for route in ROUTES.iter().filter(|route| route.is_page()) {
                let may = match route.who {
                    Who::Signed => true,
                    Who::Any(roles) => roles.contains(&role),
                    Who::Anyone | Who::Token(_) => false,
                };
                if !may {
                    continue;
                }
                // What is not there has no page; where one is led to has.
                let seen = browser.get(&filled(route, &known)).await;
                if seen.status == 200 {
                    seen.says(STALE);
                    pages += 1;
                }
            }
            assert!(pages > 3, "{role:?}: {pages}");
        }
    });
}
