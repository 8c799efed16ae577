//! The office's and the head's day: files that are looked at before they are
//! entered, the register, duties and receipts, switches.

use gatehouse_domain::{Channel, permission::Decision, release::Stage, role::Role};

use crate::{
    browser::{Browser, Seen},
    site::{Site, on_site},
};

const PUPILS: &str = "mis_id,first_name,preferred_name,surname,class,year\n";
const GUARDIANS: &str = "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n";
const PERMISSIONS: &str =
    "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n";

/// Sends files with these rows to be looked at.
async fn look(browser: &mut Browser, pupils: &str, guardians: &str, permissions: &str) -> Seen {
    browser.get("/import").await.is(200);
    let all = [
        ("pupils", PUPILS, pupils),
        ("guardians", GUARDIANS, guardians),
        ("permissions", PERMISSIONS, permissions),
    ];
    let texts: Vec<(&'static str, String)> = all
        .into_iter()
        .filter(|(.., rows)| !rows.is_empty())
        .map(|(name, head, rows)| (name, format!("{head}{rows}")))
        .collect();
    let files: Vec<(&'static str, &str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (*name, "export.csv", text.as_bytes()))
        .collect();
    browser.upload("/import/look", &files).await
}

/// Opens what is shown of files; its address.
async fn shown(browser: &mut Browser, looked: Seen) -> (String, Seen) {
    let at = looked
        .location()
        .unwrap_or_else(|| panic!("{}", looked.text()));
    assert!(at.starts_with("/import/"), "{at}");
    let seen = browser.get(&at).await.is(200);
    (at, seen)
}

/// Enters what is shown, these boxes ticked.
async fn enter(browser: &mut Browser, looked: Seen, ticked: &[(&str, &str)]) -> Seen {
    let (at, seen) = shown(browser, looked).await;
    let mark = seen.field("mark");
    let mut fields = ticked.to_vec();
    fields.push(("mark", &mark));
    browser.submit(&format!("{at}/confirm"), &fields).await
}

/// What was answered last about the first pupil on the website.
async fn newest(site: &Site) -> Decision {
    let town = &site.town;
    let register = town.house.now_register(town.school).await.unwrap();
    let key = register.key(town.first_pupil()).unwrap();
    let rows = &register.school.person(key).unwrap().standing.rows;
    let mut on: Vec<_> = rows
        .iter()
        .filter(|row| row.channel == Channel::Website)
        .collect();
    on.sort_by_key(|row| row.given_on);
    on.last().unwrap().decision
}

#[test]
fn looking_at_an_import_shows_what_would_change_and_changes_nothing() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let looked = look(
            &mut office,
            "P1,Zebulon,Zeb,Quartermaine,Wren,3\nP3,Larkin,,Moss,Owl,6\n",
            "P3,guardian 1,yes,2026-11-02,,\nP9,guardian 1,yes,,,\n",
            "P1,website,picture-only,withdrawn,consent,guardian 1,2026-11-12,,email\n",
        )
        .await;
        let (_, seen) = shown(&mut office, looked).await;
        seen.says("1 new pupil");
        seen.says("Larkin Moss, Owl");
        seen.says("Zeb Quartermaine, Wren: the name they go by");
        seen.says("1 answer that allows less than before");
        seen.says("Marigold Thistlewood, Wren");
        seen.says("guardians.csv, row 3");
        let seen = office.open("/register").await.is(200);
        seen.says("2 pupils").does_not_say("Larkin");
        assert_eq!(newest(&site).await, Decision::Granted);
    });
}

#[test]
fn what_was_shown_is_entered_once_and_counts_as_imported_today() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let files = (
            "P1,Zebulon,,Quartermaine,Wren,3\nP2,Marigold,,Thistlewood,Wren,3\nP3,Larkin,,Moss,Owl,6\n",
            "P3,guardian 1,yes,2026-11-02,,\n",
            "P3,website,with-first-name,granted,consent,guardian 1,2026-11-02,,paper\n",
        );
        let looked = look(&mut office, files.0, files.1, files.2).await;
        let (at, seen) = shown(&mut office, looked).await;
        let confirm = format!("{at}/confirm");
        let mark = seen.field("mark");
        // The answers that are not in the files still hold.
        seen.says("Marigold Thistlewood, Wren School website, Display in school");
        let fields = [("mark", mark.as_str()), ("unanswered", "keep")];
        let seen = office.submit(&confirm, &fields).await.is(200);
        seen.says("The import is entered.").says("3 pupils");
        let seen = office.post(&confirm, &[("mark", &mark)]).await.is(404);
        seen.says("import-gone");
        let town = &site.town;
        let register = town.house.now_register(town.school).await.unwrap();
        let imported_on = register.school.profile.consents.imported_on;
        assert_eq!(imported_on, town.house.today());
        // The same once more changes nothing.
        let looked = look(&mut office, files.0, files.1, files.2).await;
        let (_, seen) = shown(&mut office, looked).await;
        seen.says("All of this is on the register already.");
    });
}

#[test]
fn an_answer_that_allows_more_is_entered_only_when_it_is_ticked() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let said = |decision: &str, day: &str| {
            format!("P1,website,picture-only,{decision},consent,guardian 1,{day},,paper\n")
        };
        let refused = said("refused", "2026-11-10");
        let looked = look(&mut office, "", "", &refused).await;
        enter(&mut office, looked, &[]).await.is(200);
        assert_eq!(newest(&site).await, Decision::Refused);
        let granted = said("granted", "2026-11-12");
        let looked = look(&mut office, "", "", &granted).await;
        let seen = enter(&mut office, looked, &[]).await.is(200);
        seen.says("without the answers that allow more");
        assert_eq!(newest(&site).await, Decision::Refused);
        // Nobody who was not shown is agreed to.
        let looked = look(&mut office, "", "", &granted).await;
        enter(&mut office, looked, &[("looser", "P2")])
            .await
            .is(200);
        assert_eq!(newest(&site).await, Decision::Refused);
        let looked = look(&mut office, "", "", &granted).await;
        let seen = enter(&mut office, looked, &[("looser", "P1")]).await;
        seen.says("The import is entered.").does_not_say("without");
        assert_eq!(newest(&site).await, Decision::Granted);
    });
}

#[test]
fn an_answer_that_ends_a_permission_takes_down_what_is_out() {
    on_site(async |site: Site| {
        site.town.published().await;
        let mut office = site.signed_in(Role::Office).await;
        let row = "P1,website,picture-only,withdrawn,consent,guardian 1,2026-11-18,,email\n";
        let looked = look(&mut office, "", "", row).await;
        assert_eq!(site.town.posts(), 1);
        enter(&mut office, looked, &[]).await.is(200);
        site.work().await;
        assert_eq!(site.town.posts(), 0);
    });
}

#[test]
fn a_row_that_is_wrong_is_told_with_its_place_and_the_others_are_entered_if_asked() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let seen = look(
            &mut office,
            "P3,Larkin,,Moss,Owl,6\nP4,,,Moss,Owl,6\n",
            "",
            "P1,website,picture-only,granted,consent,guardian 1,12/11/2026,,paper\n",
        )
        .await;
        let (at, seen) = shown(&mut office, seen).await;
        seen.says("pupils.csv 3 first_name It is empty: type at least one letter.");
        seen.says("permissions.csv 2 given_on Use a date like 2026-11-20.");
        seen.does_not_say("12/11");
        let mark = seen.field("mark");
        let confirm = format!("{at}/confirm");
        // Nothing is entered by half unless somebody says so.
        let seen = office.post(&confirm, &[("mark", &mark)]).await.is(303);
        assert!(seen.location().unwrap().ends_with("changed=yes"));
        office.open("/register").await.says("2 pupils");
        let fields = [("mark", mark.as_str()), ("without", "yes")];
        let seen = office.submit(&confirm, &fields).await.is(200);
        seen.says("What could be read is entered.").says("3 pupils");
        // What could not be read may have been a no.
        let register = site
            .town
            .house
            .now_register(site.town.school)
            .await
            .unwrap();
        let imported_on = register.school.profile.consents.imported_on;
        assert_ne!(imported_on, site.town.house.today());
    });
}

#[test]
fn a_file_that_cannot_be_read_is_answered_beside_its_field() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let large = vec![b'a'; (5 << 20) + 1];
        for (bytes, says) in [
            (
                &b"PK\x03\x04workbook\0"[..],
                "This is neither a CSV file nor an Excel workbook",
            ),
            (b"", "The file is empty"),
            (&large, "The files are too large"),
        ] {
            office.get("/import").await.is(200);
            let files = [("pupils", "export.csv", bytes)];
            let seen = office.upload("/import/look", &files).await.is(422);
            seen.says(says).says("There is a problem");
        }
        office.get("/import").await.is(200);
        let seen = office.upload("/import/look", &[]).await.is(422);
        seen.says("Choose one of the files at least");
    });
}

#[test]
fn what_the_head_looked_at_nobody_else_enters_and_after_an_hour_it_is_gone() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        let row = "P1,website,picture-only,refused,consent,guardian 1,2026-11-10,,paper\n";
        let looked = look(&mut head, "", "", row).await;
        let (at, seen) = shown(&mut head, looked).await;
        seen.says("The office enters imports.");
        let mark = seen.field("mark");
        let confirm = format!("{at}/confirm");
        head.post(&confirm, &[("mark", &mark)]).await.is(403);
        let mut office = site.signed_in(Role::Office).await;
        office.get(&at).await.is(404);
        office.post(&confirm, &[("mark", &mark)]).await.is(404);
        let id = at.rsplit('/').next().unwrap().parse().unwrap();
        assert!(site.town.has_key(id));
        site.town.hours_pass(2);
        site.town.tend().await;
        site.work().await;
        assert!(!site.town.has_key(id));
        assert_eq!(site.town.strays().await, 0);
    });
}

#[test]
fn the_office_finds_a_pupil_by_name_and_writes_an_answer_down() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        office.get("/register").await.is(200);
        let seen = office.post("/register", &[("name", "mari")]).await.is(200);
        seen.says("Marigold Thistlewood").does_not_say("Zebulon");
        let pupil = format!("/register/{}", site.town.first_pupil());
        let seen = office.get(&pupil).await.is(200);
        seen.says("Zebulon Quartermaine")
            .says("Yes, with the first name");
        let answers = format!("{pupil}/answers");
        let form = [
            ("channels", "website"),
            ("decision", "withdrawn"),
            ("naming", "picture-only"),
            ("basis", "consent"),
            ("given_by", "1"),
            ("means", "email"),
            ("given", "18"),
            ("given-month", "11"),
            ("given-year", "2026"),
        ];
        let seen = office.post(&answers, &form[..6]).await.is(422);
        seen.says("Enter the day of the answer");
        assert!(seen.html.contains("value=\"withdrawn\" checked"));
        for _ in 0..2 {
            let seen = office.submit(&answers, &form).await.is(200);
            seen.says("The answer is saved.")
                .says("The permission was taken back.");
        }
        assert_eq!(newest(&site).await, Decision::Withdrawn);
        let said_no = format!("{pupil}/said-no");
        let seen = office.submit(&said_no, &[]).await.is(200);
        seen.says("Only the pupil can take that back.");
    });
}

#[test]
fn somebody_is_erased_only_when_it_is_meant() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let erase = format!("/register/{}/erase", site.town.first_pupil());
        office
            .get(&erase)
            .await
            .is(200)
            .says("This cannot be undone.");
        let form = [("why", "left"), ("word", "yes")];
        let seen = office.post(&erase, &form).await.is(422);
        seen.says("Type the word erase");
        assert!(site.town.knows(site.town.first_pupil()).await);
        let form = [("why", "left"), ("word", "Erase")];
        let seen = office.submit(&erase, &form).await.is(200);
        seen.says("They are erased.").says("1 pupil.");
        assert!(!site.town.knows(site.town.first_pupil()).await);
        office.get(&erase).await.is(404);
    });
}

#[test]
fn a_receipt_is_confirmed_once_and_by_who_brought_the_pictures() {
    on_site(async |site: Site| {
        site.town.upload_children().await;
        let receipt = format!("/events/{}/receipt", site.town.event);
        let mut editor = site.signed_in(Role::Editor).await;
        editor.get(&receipt).await.is(404).says("no-receipt");
        editor.get("/events").await;
        let form = [("cleared", "yes")];
        editor.post(&receipt, &form).await.is(404);
        editor.open("/duties").await.says("You have nothing to do.");
        let mut teacher = site.signed_in(Role::Staff).await;
        site.work().await;
        let seen = teacher.get(&receipt).await.is(200);
        seen.says("1 picture of yours is kept.")
            .says("by 17:00 today");
        teacher
            .open("/duties")
            .await
            .says("Clear your camera or phone, once your receipt says");
        let mut office = site.signed_in(Role::Office).await;
        let seen = office.open("/duties").await.is(200);
        seen.says("Delete the pictures on the camera or phone. Event: Bulb planting.");
        seen.says("17:00 today").says("teacher");
        teacher.get(&receipt).await.is(200);
        let seen = teacher.post(&receipt, &[]).await.is(422);
        seen.says("Tick the box when the pictures");
        for _ in 0..2 {
            let seen = teacher.submit(&receipt, &form).await.is(200);
            seen.says("You confirmed on 18 November 2026");
        }
        let lines = site.town.access().await;
        let confirmed = lines.iter().filter(|(verb, _)| verb == "clear-camera");
        assert_eq!(confirmed.count(), 1);
        office.open("/duties").await.does_not_say("Bulb planting");
    });
}

#[test]
fn overdue_means_the_same_on_every_page_and_not_before_a_round_has_passed() {
    on_site(async |site: Site| {
        site.town.upload_children().await;
        site.town.hours_pass(8);
        for (passed, duties, report, machine) in [
            (
                0,
                "None is overdue.",
                "Of these overdue 0",
                "None is overdue.",
            ),
            (
                1,
                "1 is overdue.",
                "Of these overdue 1",
                "1 deadline passed",
            ),
        ] {
            site.town.hours_pass(passed);
            let mut office = site.signed_in(Role::Office).await;
            let mut head = site.signed_in(Role::Head).await;
            let mut admin = site.signed_in(Role::Admin).await;
            office.open("/duties").await.is(200).says(duties);
            head.open("/report").await.is(200).says(report);
            admin.open("/machine").await.is(200).says(machine);
        }
    });
}

#[test]
fn a_receipt_that_is_late_says_so() {
    on_site(async |site: Site| {
        site.town.upload_children().await;
        site.work().await;
        site.town.hours_pass(9);
        let receipt = format!("/events/{}/receipt", site.town.event);
        let mut office = site.signed_in(Role::Office).await;
        office.open("/duties").await.says("1 is overdue.");
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&receipt).await.is(200);
        seen.says("the office sees that it is late");
        let seen = teacher.submit(&receipt, &[("cleared", "yes")]).await;
        seen.says("That was after the time allowed, which was 17:00 today.");
        let lines = site.town.access().await;
        let late = ("clear-camera".to_owned(), "late".to_owned());
        assert!(lines.contains(&late));
    });
}

#[test]
fn recognition_goes_on_only_under_a_signed_assessment() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.get("/switches/recognition").await.is(200);
        seen.says("It cannot be switched on yet.");
        head.get("/switches").await.is(200);
        let on = [("to", "on")];
        let seen = head.post("/switches/recognition", &on).await.is(422);
        seen.says("Face recognition needs a signed DPIA");
        let form = [
            ("signed", "1"),
            ("signed-month", "9"),
            ("signed-year", "2026"),
            ("signed_by", "headteacher"),
            ("version", "2"),
            ("review", "1"),
            ("review-month", "9"),
            ("review-year", "2027"),
            ("covers", "no"),
        ];
        let seen = head.post("/switches/dpia", &form[..5]).await.is(422);
        seen.says("Enter the day by which it is looked at again");
        let seen = head.submit("/switches/dpia", &form).await.is(200);
        seen.says("Signed on 1 September 2026 by the headteacher, version 2.");
        let seen = head.submit("/switches/recognition", &on).await.is(200);
        seen.says("Face recognition is switched on.");
        let off = [("to", "off"), ("sure", "yes")];
        let asked = head.get("/switches/recognition").await.is(200);
        asked.says("there is no page and no command yet to enrol pupils again");
        let seen = head.post("/switches/recognition", &off[..1]).await;
        seen.is(422)
            .says("Tick that you know what is deleted for good");
        let seen = head.submit("/switches/recognition", &off).await.is(200);
        seen.says("what was known of faces is deleted");
    });
}

#[test]
fn a_channel_that_is_switched_off_lets_nothing_out() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        site.town.approve(release, photo).await.unwrap();
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.get("/switches/channel/website").await.is(200);
        seen.says("1 approved post loses its approval");
        let off = [("to", "off")];
        let seen = head.submit("/switches/channel/website", &off).await.is(200);
        seen.says("The channel is switched off.");
        let stage = site.town.stage(release).await;
        assert!(matches!(stage, Stage::Judged { .. }), "{stage:?}");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let on = [("to", "on")];
        head.submit("/switches/channel/website", &on).await.is(200);
        site.town.approve(release, photo).await.unwrap();
        site.work().await;
        assert_eq!(site.town.posts(), 1);
    });
}

#[test]
fn the_head_says_for_how_long_an_import_counts() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        head.get("/switches").await.is(200).says("16 November 2026");
        for days in ["0", "367", "a week"] {
            let seen = head.post("/switches/consents", &[("days", days)]).await;
            seen.is(422).says("Enter a number of days from 1 to 366");
        }
        let seen = head.submit("/switches/consents", &[("days", "1")]).await;
        seen.says("The number of days is saved.");
        seen.says("That is too long ago");
    });
}
