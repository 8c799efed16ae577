//! A pupil takes their no to recognition back, on the pages of those who may
//! write that down.

use gatehouse_domain::{biometric::PupilWord, role::Role};

use crate::{
    chromium::{Screen, before_screen},
    site::{Site, on_site},
};

/// The first pupil's own word.
async fn word(site: &Site) -> PupilWord {
    let town = &site.town;
    let register = town.house.now_register(town.school).await.unwrap();
    let key = register.key(town.first_pupil()).unwrap();
    register.school.person(key).unwrap().biometric.pupil
}

/// Both rooms write it down alike.
async fn writes_it_down(site: &Site, role: Role, room: &str) {
    let mut browser = site.signed_in(role).await;
    let pupil = format!("/{room}/{}", site.town.first_pupil());
    let page = format!("{pupil}/changed-mind");
    // Who said nothing has nothing to take back.
    browser.get(&page).await.leads_to(&pupil);
    let seen = browser.submit(&format!("{pupil}/said-no"), &[]).await;
    let seen = seen.is(200);
    seen.says("Only the pupil can take that back.");
    assert!(seen.links("/").contains(&page), "{room}");
    let seen = browser.get(&page).await.is(200);
    seen.says("A parent cannot do it for them")
        .says("Nothing comes back by itself.");
    let title = seen.html.split("</title>").next().unwrap();
    assert!(!title.contains("Zebulon"));
    assert!(!seen.html.contains("checked"), "nothing is ticked before");
    let seen = browser.post(&page, &[]).await.is(422);
    seen.says("Tick that the pupil said so themselves");
    assert_eq!(word(site).await, PupilWord::Refused);
    let said = [("themselves", "yes")];
    let seen = browser.submit(&page, &said).await.is(200);
    seen.says("It is noted that the pupil took their no to face recognition back.")
        .says("The pupil had said no, and took that back on 18 November 2026.")
        .says("wrote it down.");
    let on = site.town.house.today();
    assert_eq!(word(site).await, PupilWord::ChangedMind { on });
    // Pressed once more, nothing more is written.
    browser.post(&page, &said).await.leads_to(&pupil);
    let lines = site.town.access().await;
    let done = ("pupil-changed-mind".to_owned(), "done".to_owned());
    assert_eq!(lines.iter().filter(|line| **line == done).count(), 1);
}

#[test]
fn the_office_writes_down_that_a_pupil_took_their_no_back_when_they_say_so_themselves() {
    on_site(async |site: Site| writes_it_down(&site, Role::Office, "register").await);
}

#[test]
fn a_safeguarding_lead_writes_down_that_a_pupil_took_their_no_back() {
    on_site(async |site: Site| writes_it_down(&site, Role::Dsl, "pupils").await);
}

#[test]
fn the_page_that_asks_whether_the_pupil_said_so_is_fine_on_a_phone() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Phone, async |person| {
            person.sign_in(Role::Office).await?;
            let pupil = format!("/register/{}", site.town.first_pupil());
            person.open(&pupil).await?;
            person.press("The pupil said no").await?;
            person.is_fine().await?;
            person.follow("The pupil took it back themselves").await?;
            person.is_fine().await?;
            person.press("Save that they took it back").await?;
            person.sees("There is a problem").await?;
            person.is_fine().await?;
            person
                .tick("The pupil told me, or another member of staff, themselves")
                .await?;
            person.press("Save that they took it back").await?;
            person.sees("took that back on 18 November 2026").await?;
            person.is_fine().await
        })
        .await;
    });
}

#[test]
fn nobody_else_writes_down_that_a_pupil_took_their_no_back() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let register = format!("/register/{}", site.town.first_pupil());
        office.submit(&format!("{register}/said-no"), &[]).await;
        let said = [("themselves", "yes")];
        for role in [Role::Staff, Role::Editor, Role::Head, Role::Admin] {
            let mut browser = site.signed_in(role).await;
            for room in ["register", "pupils"] {
                let page = format!("/{room}/{}/changed-mind", site.town.first_pupil());
                browser.get(&page).await.is(403);
                browser.post(&page, &said).await.is(403);
            }
        }
        assert_eq!(word(&site).await, PupilWord::Refused);
    });
}

#[test]
fn an_answer_says_by_its_hash_which_form_it_was_given_on() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let pupil = format!("/register/{}", site.town.first_pupil());
        office
            .get(&pupil)
            .await
            .is(200)
            .says("Form version 1, which was not on file then.");
        let form = [
            ("version", "1"),
            ("dated", "1"),
            ("dated-month", "9"),
            ("dated-year", "2026"),
            ("words", "We may use pictures of my child."),
        ];
        office.get("/texts").await.is(200);
        office.submit("/texts", &form).await.is(200);
        let answer = [
            ("channels", "vle"),
            ("decision", "granted"),
            ("naming", "picture-only"),
            ("basis", "consent"),
            ("given_by", "1"),
            ("means", "paper"),
            ("given", "18"),
            ("given-month", "11"),
            ("given-year", "2026"),
        ];
        let seen = office.submit(&format!("{pupil}/answers"), &answer).await;
        let seen = seen.is(200);
        // As `sha256sum` has it.
        seen.says("Form version 1, SHA-256 2b61627669ed….")
            .says("Form version 1, which was not on file then.");
    });
}
